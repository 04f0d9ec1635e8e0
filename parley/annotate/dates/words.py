"""The closed classes of English that time expressions are made of."""

from __future__ import annotations

import re

_MONTH_NAMES = "January February March April May June July August September October November December".split()
_DAY_NAMES = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()

MONTHS = {name[:3].lower(): i for i, name in enumerate(_MONTH_NAMES, 1)}
WEEKDAYS = {name[:3].lower(): i for i, name in enumerate(_DAY_NAMES, 1)}
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
PARTS = {
    "morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI", "overnight": "NI", "dawn": "MO", "daybreak": "MO", "dusk": "EV", "noon": "12:00",
    "midday": "12:00", "midnight": "24:00",
}  # fmt: skip
UNITS = {
    "second": "S", "minute": "M", "hour": "H", "day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y", "decade": "E", "century": "C",
    "weekend": "W", "fortnight": "W",
}  # fmt: skip

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
CARDINALS = {w: i for i, w in enumerate(_ONES)} | {w: 10 * i for i, w in enumerate(_TENS, 2)}
_SCALES = {"hundred": 100, "thousand": 1000}

_ORDINAL_ONES = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth"
    " eighteenth nineteenth"
).split()
ORDINALS = (
    {w: i for i, w in enumerate(_ORDINAL_ONES) if i}
    | {"twentieth": 20, "thirtieth": 30}
    | {f"{tens}{sep}{_ORDINAL_ONES[i]}": n + i for tens, n in (("twenty", 20), ("thirty", 30)) for sep in "- " for i in range(1, 10)}
)

VAGUE = ("a few", "few", "several", "many", "a number of", "some", "dozens of", "scores of", "hundreds of", "thousands of", "countless")
_FEW = {
    "a couple of": 2,
    "a couple": 2,
    "couple of": 2,
    "couple": 2,
    "a pair of": 2,
    "half a dozen": 6,
    "a dozen": 12,
    "dozen": 12,
    "half a": 0.5,
    "half an": 0.5,
    "a half": 0.5,
}

DECADES = {"twenties": 2, "thirties": 3, "forties": 4, "fifties": 5, "sixties": 6, "seventies": 7, "eighties": 8, "nineties": 9}


def number(words: str) -> float | None:
    """The number that digits or words name; None where it is vague ("several") or none. Words are joined by blanks, hyphens or "and"."""
    words = " ".join(words.lower().split()).replace("-and-a-half", " and a half")
    if words in _FEW:
        return _FEW[words]
    if words in ("a", "an", "another", "one more", "an additional"):
        return 1
    halves = re.fullmatch(r"(\d{1,4}) 1/2|(.{1,20}) and (?:a|one)[ -]half", words)
    if halves:
        whole = number(halves[1] or halves[2])
        return None if whole is None else whole + 0.5
    if re.fullmatch(r"\d{1,3}(?:,\d{3}){0,2}|\d{1,9}", words):
        return int(words.replace(",", ""))
    if re.fullmatch(r"\d{1,4}\.\d{1,2}", words):
        return float(words)
    total = current = 0
    for word in re.split(r"[\s-]", words):
        if word in CARDINALS:
            current += CARDINALS[word]
        elif word in _SCALES:
            current = max(current, 1) * _SCALES[word]
            if word == "thousand":
                total, current = total + current, 0
        elif word not in ("and", "a"):
            return None
    return total + current or None


def ordinal(words: str) -> int | None:
    """The number of "3rd" or "twenty-first"; None where it is none."""
    words = " ".join(words.lower().split())
    digits = re.fullmatch(r"(\d{1,3})(?:st|nd|rd|th)?", words)
    return int(digits[1]) if digits else ORDINALS.get(words)


def spoken_year(words: str) -> int | None:
    """1991 for "nineteen ninety-one", 2000 for "two thousand"; None where the words name no year."""
    parts = re.split(r"[\s-]+", words.lower())
    if parts[0] == "two" and len(parts) > 1 and parts[1] == "thousand":
        return 2000 + int(number(" ".join(parts[2:])) or 0)
    first = CARDINALS.get(parts[0])
    rest = number(" ".join(parts[1:])) if len(parts) > 1 else None
    return first * 100 + int(rest) if first in (17, 18, 19, 20) and rest is not None and 10 <= rest < 100 else None
