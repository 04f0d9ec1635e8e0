"""Time expressions and the days that they can mean (TIMEX3: Pustejovsky et al. 2003; types DATE, TIME, DURATION, SET).

A first, plain version: explicit dates, months, years, weekdays, and the commonest expressions relative to the publication date.
Every resolved expression is an interval; what the text does not fix stays open.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = {m: i for i, m in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)}
_WEEKDAYS = {d: i for i, d in enumerate(["mon", "tue", "wed", "thu", "fri", "sat", "sun"])}
_SEASONS = {"spring": ("SP", 3), "summer": ("SU", 6), "autumn": ("FA", 9), "fall": ("FA", 9), "winter": ("WI", 12)}
_NUMBERS = {w: i for i, w in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"])} | {
    "a": 1, "an": 1, "twenty": 20, "thirty": 30, "fifty": 50, "a hundred": 100, "a couple of": 2,
}  # fmt: skip
_UNITS = {
    "day": "D",
    "week": "W",
    "month": "M",
    "year": "Y",
    "decade": "Y",
    "century": "Y",
    "hour": "H",
    "minute": "M",
    "second": "S",
    "quarter": "M",
}

MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)"
)
WEEKDAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
UNIT = r"(?:day|week|month|year|decade|hour|minute|quarter)"
COUNT = r"(?:\d{1,3}|[Aa] couple of|[Aa]n?|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en|[Ee]leven|[Tt]welve|[Tt]wenty|[Tt]hirty|[Ff]ifty)"

# tried in this order at each place; the first that fits wins
_PATTERNS = [
    ("iso", r"(?P<iso>(?:1[89]|20)\d\d-[01]\d-[0-3]\d)(?!\d)"),
    ("month_day", rf"(?P<md_month>{MONTH})\s+(?P<md_day>[0-3]?\d)(?:st|nd|rd|th)?(?:,?\s+(?P<md_year>(?:1[89]|20)\d\d))?(?![\d.,]\d|\d|%)"),
    ("day_month", rf"(?P<dm_day>[0-3]?\d)(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<dm_month>{MONTH})(?:,?\s+(?P<dm_year>(?:1[89]|20)\d\d))?(?!\d)"),
    ("month_year", rf"(?P<my_month>{MONTH}),?\s+(?:of\s+)?(?P<my_year>(?:1[89]|20)\d\d)(?!\d)"),
    ("part_day", r"(?:this|yesterday|tomorrow)\s+(?P<pd_part>morning|afternoon|evening)|(?P<pd_night>tonight|last\s+night)"),
    ("weekday", rf"(?:(?P<wd_which>[Ll]ast|[Nn]ext|[Tt]his)\s+)?(?P<wd>{WEEKDAY})(?:\s+(?P<wd_part>morning|afternoon|evening|night))?"),
    ("day_word", r"(?P<dw>[Tt]oday|[Yy]esterday|[Tt]omorrow)"),
    ("same_day", r"(?P<sd>[Tt]he\s+same\s+day|[Tt]hat\s+day|[Tt]he\s+(?:previous\s+day|day\s+before|next\s+day|following\s+day|day\s+after))"),
    ("part_of", r"(?P<po_side>[Ee]arlier|[Ll]ater)\s+this\s+(?P<po_unit>week|month|year)"),
    ("end_of", r"(?:[Tt]he\s+)?(?P<eo_side>end|beginning|start|middle)\s+of\s+(?:the|this)\s+(?P<eo_unit>month|year|week)"),
    ("weekend", r"(?P<we>(?:[Tt]his|[Ll]ast|[Tt]he|[Nn]ext)\s+weekend)"),
    (
        "which_unit",
        r"(?P<wu_which>[Tt]his|[Ll]ast|[Nn]ext|[Tt]he\s+past|[Tt]he\s+last|[Pp]revious)\s+(?P<wu_unit>week|month|year|quarter|decade)(?![\w-])",
    ),
    ("which_month", rf"(?P<wm_which>[Ll]ast|[Nn]ext|[Tt]his)\s+(?P<wm>{MONTH})(?!\w)"),
    ("which_season", r"(?P<ws_which>[Ll]ast|[Nn]ext|[Tt]his)\s+(?P<ws>spring|summer|autumn|fall|winter)"),
    ("ago", rf"(?P<ag_count>{COUNT})\s+(?P<ag_unit>{UNIT})s?\s+(?P<ag_way>ago|earlier|before|later)(?!\w)"),
    ("recent", r"(?P<rc>[Ii]n\s+recent\s+(?:days|weeks|months|years)|[Rr]ecent\s+(?:days|weeks|months|years)|[Rr]ecently|[Nn]ow|[Cc]urrently)"),
    ("set", rf"(?P<set>[Ee](?:very|ach)\s+(?:day|week|month|year|{WEEKDAY})|[Dd]aily|[Ww]eekly|[Mm]onthly|[Aa]nnually)"),
    ("decade", r"(?P<dc>(?:1[89]|20)\d0)s(?!\w)"),
    ("duration", rf"(?P<du_count>{COUNT})[\s-](?P<du_unit>{UNIT})s?(?![\w-]|\s+(?:ago|earlier|later))"),
    (
        "month",
        rf"(?:(?<=[Ii]n )|(?<=[Ss]ince )|(?<=[Uu]ntil )|(?<=[Bb]y )|(?<=[Oo]f )|(?<=[Ff]rom )|(?<=[Dd]uring )|(?<=[Ee]arly )|(?<=[Ll]ate ))(?P<mo>{MONTH})(?!\w)",
    ),
    (
        "year",
        r"(?:(?<=[Ii]n )|(?<=[Ss]ince )|(?<=[Uu]ntil )|(?<=[Bb]y )|(?<=[Oo]f )|(?<=[Ff]rom )|(?<=[Tt]he )|(?<=[Dd]uring ))(?P<yr>(?:1[6-9]|20)\d\d)(?![\d,.]\d|\w|%)",
    ),
]
_ANY = re.compile(r"(?<![\w$€£.])(?:" + "|".join(p for _, p in _PATTERNS) + r")(?!\w)")
_KIND = {group: kind for kind, p in _PATTERNS for group in re.findall(r"\?P<(\w+)>", p)}
_FUTURE = re.compile(r"\b(?:will|shall|going to|due|scheduled|expected|plans?|planned|set to|until|by|upcoming|is to|are to|ahead of)\b[^.;]{0,60}$")


@dataclass(frozen=True)
class Time:
    """A time expression: code points, TIMEX3 type and value, and the days that it can mean (None where the text fixes none)."""

    start: int
    end: int
    type: str
    value: str
    earliest: date | None
    latest: date | None


def find(text: str, sentences: list[tuple[int, int]], published: date | None) -> list[Time]:
    """Time expressions in order. What is said relative to today is read relative to `published`; without it such expressions stay open."""
    out: list[Time] = []
    anchor = None
    for start, end in sentences:
        for m in _ANY.finditer(text, start, end):
            kind = next(_KIND[g] for g, v in m.groupdict().items() if v is not None)
            try:
                resolved = _RESOLVE[kind](m, text[max(start, m.start() - 120) : m.start()], published, anchor)
            except (ValueError, OverflowError):
                resolved = None  # 31 February, the year 0: not a date
            if resolved is None:
                continue
            time = Time(m.start(), m.end(), *resolved)
            out.append(time)
            if time.earliest and time.type in ("DATE", "TIME"):
                anchor = time
    return out


def _span(a: date, b: date | None, value: str, kind: str = "DATE"):
    return kind, value, a, b or a


def _month(year: int, month: int):
    return _span(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), f"{year:04d}-{month:02d}")


def _year(year: int):
    return _span(date(year, 1, 1), date(year, 12, 31), f"{year:04d}")


def _number(name: str) -> int:
    return _MONTHS[name[:3].lower()]


def _nearest_year(month: int, before: str, published: date, day: int = 1) -> int:
    """The year of a month that is named without one: the last such month, or the coming one where the words before point ahead."""
    if _FUTURE.search(before):
        return published.year + (month < published.month)
    return published.year - ((month, day) > (published.month, published.day + 7 if month == published.month else 31))


def _day_of_month(month_name: str, day: str, year: str | None, before: str, published: date | None):
    month = _number(month_name)
    if year is None and published is None:
        return "DATE", f"XXXX-{month:02d}-{int(day):02d}", None, None
    found = date(int(year) if year else _nearest_year(month, before, published, int(day)), month, int(day))
    return _span(found, None, found.isoformat())


def _iso(m, before, published, anchor):
    found = date.fromisoformat(m["iso"])
    return _span(found, None, m["iso"])


def _weekday(m, before, published, anchor):
    number = _WEEKDAYS[m["wd"][:3].lower()]
    if published is None:
        return "DATE", f"XXXX-WXX-{number + 1}", None, None
    back = (published.weekday() - number) % 7
    which = (m["wd_which"] or "").lower()
    if which == "next" or (which != "last" and _FUTURE.search(before)):
        found = published + timedelta((number - published.weekday()) % 7 or 7)
    else:
        found = published - timedelta(back or (7 if which == "last" else 0))
    part = m["wd_part"]
    value = found.isoformat() + ({"morning": "TMO", "afternoon": "TAF", "evening": "TEV", "night": "TNI"}[part] if part else "")
    return _span(found, None, value, "TIME" if part else "DATE")


def _day_word(m, before, published, anchor):
    shift = {"today": 0, "yesterday": -1, "tomorrow": 1}[m["dw"].lower()]
    if published is None:
        return ("DATE", "PRESENT_REF", None, None) if shift == 0 else None
    found = published + timedelta(shift)
    return _span(found, None, found.isoformat())


def _part_day(m, before, published, anchor):
    if published is None:
        return None
    words = m[0].lower()
    shift = -1 if words.startswith(("yesterday", "last")) else 1 if words.startswith("tomorrow") else 0
    found = published + timedelta(shift)
    part = {"morning": "MO", "afternoon": "AF", "evening": "EV"}.get(m["pd_part"] or "", "NI")
    return _span(found, None, f"{found.isoformat()}T{part}", "TIME")


def _same_day(m, before, published, anchor):
    words = re.sub(r"\s+", " ", m["sd"].lower())
    if anchor is None:
        return None
    shift = 0 if words in ("the same day", "that day") else -1 if words in ("the previous day", "the day before") else 1
    base = anchor.earliest if shift <= 0 else anchor.latest
    if base is None or (anchor.latest - anchor.earliest).days > 3:
        return None
    found = base + timedelta(shift)
    return _span(found, None, found.isoformat())


def _unit_around(unit: str, day: date, shift: int = 0):
    """The week (Monday to Sunday), month, quarter, year or decade that lies `shift` from the one that holds a day."""
    if unit == "week":
        monday = day - timedelta(day.weekday()) + timedelta(7 * shift)
        iso = monday.isocalendar()
        return _span(monday, monday + timedelta(6), f"{iso.year:04d}-W{iso.week:02d}")
    if unit == "month":
        index = day.year * 12 + day.month - 1 + shift
        return _month(index // 12, index % 12 + 1)
    if unit == "quarter":
        index = day.year * 4 + (day.month - 1) // 3 + shift
        year, quarter = index // 4, index % 4
        last = calendar.monthrange(year, quarter * 3 + 3)[1]
        return _span(date(year, quarter * 3 + 1, 1), date(year, quarter * 3 + 3, last), f"{year:04d}-Q{quarter + 1}")
    if unit == "decade":
        first = (day.year // 10 + shift) * 10
        return _span(date(first, 1, 1), date(first + 9, 12, 31), f"{first // 10:03d}")
    return _year(day.year + shift)


def _part_of(m, before, published, anchor):
    if published is None:
        return None
    kind, value, first, last = _unit_around(m["po_unit"], published)
    if m["po_side"].lower() == "earlier":
        return kind, value, first, max(first, published - timedelta(1))
    return kind, value, min(last, published + timedelta(1)), last


def _end_of(m, before, published, anchor):
    if published is None:
        return None
    kind, value, first, last = _unit_around(m["eo_unit"], published)
    third = timedelta((last - first).days // 3)
    side = m["eo_side"]
    mod = {"end": (last - third, last), "middle": (first + third, last - third)}.get(side, (first, first + third))
    return kind, value, *mod


def _weekend(m, before, published, anchor):
    if published is None:
        return None
    which = m["we"].lower()
    saturday = published - timedelta((published.weekday() - 5) % 7)
    if which.startswith("next") or (which.startswith("this") and published.weekday() < 5) or (which.startswith("the") and _FUTURE.search(before)):
        saturday = published + timedelta((5 - published.weekday()) % 7)
    elif which.startswith("last") and published.weekday() >= 5:
        saturday -= timedelta(7)
    iso = saturday.isocalendar()
    return _span(saturday, saturday + timedelta(1), f"{iso.year:04d}-W{iso.week:02d}-WE")


def _which_unit(m, before, published, anchor):
    if published is None:
        return None
    which, unit = m["wu_which"].lower().split()[-1], m["wu_unit"]
    if m["wu_which"].lower() in ("the past", "the last"):
        days = {"week": 7, "month": 30, "quarter": 91, "year": 365, "decade": 3652}[unit]
        return "DURATION", {"quarter": "P3M", "decade": "P10Y"}.get(unit, f"P1{_UNITS[unit]}"), published - timedelta(days), published
    return _unit_around(unit, published, {"this": 0, "next": 1}.get(which, -1))


def _which_month(m, before, published, anchor):
    if published is None:
        return None
    month = _number(m["wm"])
    which = m["wm_which"].lower()
    if which == "this":
        return _month(published.year, month)
    return _month(published.year + (month <= published.month) if which == "next" else published.year - (month >= published.month), month)


def _season_span(year: int, code: str, month: int):
    end_year, end_month = (year + 1, 2) if month == 12 else (year, month + 2)
    return _span(date(year, month, 1), date(end_year, end_month, calendar.monthrange(end_year, end_month)[1]), f"{year:04d}-{code}")


def _which_season(m, before, published, anchor):
    if published is None:
        return None
    code, month = _SEASONS[m["ws"]]
    shift = {"last": -1 if published.month < month + 3 else 0, "next": 1 if published.month >= month else 0}.get(m["ws_which"].lower(), 0)
    return _season_span(published.year + shift, code, month)


def _shifted(day: date, count: int, unit: str):
    """The day, week, month or year that lies `count` units away, as wide as its unit."""
    if unit in ("day", "hour", "minute"):
        found = day + timedelta(count if unit == "day" else 0)
        return _span(found, None, found.isoformat())
    if unit == "week":
        found = day + timedelta(7 * count)
        iso = found.isocalendar()
        return "DATE", f"{iso.year:04d}-W{iso.week:02d}", found - timedelta(3), found + timedelta(3)
    return _unit_around({"decade": "year"}.get(unit, unit), day, count * (10 if unit == "decade" else 1))


def _amount(words: str) -> int:
    words = words.lower()
    return int(words) if words.isdigit() else _NUMBERS[words]


def _ago(m, before, published, anchor):
    way, count = m["ag_way"], _amount(m["ag_count"])
    base = published if way == "ago" else (anchor.latest if way == "later" else anchor.earliest) if anchor else None
    if base is None:
        return None
    return _shifted(base, count if way == "later" else -count, m["ag_unit"])


def _recent(m, before, published, anchor):
    words = m["rc"].lower()
    if words in ("now", "currently"):
        return "DATE", "PRESENT_REF", published, published
    if published is None or words == "recently" or words.endswith("years"):
        return "DATE", "PAST_REF", None, None
    return "DATE", "PAST_REF", published - timedelta({"days": 7, "weeks": 31, "months": 183}[words.split()[-1]]), published


def _set(m, before, published, anchor):
    words = m["set"].lower()
    unit = next(
        (u for w, u in (("day", "P1D"), ("dai", "P1D"), ("week", "P1W"), ("month", "P1M"), ("year", "P1Y"), ("annu", "P1Y")) if w in words), None
    )
    for name, number in _WEEKDAYS.items():
        if f" {name}" in words:
            unit = f"XXXX-WXX-{number + 1}"
    return "SET", unit or "P1D", None, None


def _decade(m, before, published, anchor):
    first = int(m["dc"])
    return _span(date(first, 1, 1), date(first + 9, 12, 31), f"{first // 10:03d}")


def _duration(m, before, published, anchor):
    count, unit = _amount(m["du_count"]), m["du_unit"]
    if m["du_count"].lower() in ("a", "an", "one") and unit == "quarter":
        return None
    count *= {"decade": 10, "quarter": 3}.get(unit, 1)
    return "DURATION", f"P{'T' if unit in ('hour', 'minute', 'second') else ''}{count}{_UNITS[unit]}", None, None


def _month_alone(m, before, published, anchor):
    month = _number(m["mo"])
    return _month(_nearest_year(month, before, published), month) if published else ("DATE", f"XXXX-{month:02d}", None, None)


_RESOLVE = {
    "iso": _iso,
    "month_day": lambda m, before, published, anchor: _day_of_month(m["md_month"], m["md_day"], m["md_year"], before, published),
    "day_month": lambda m, before, published, anchor: _day_of_month(m["dm_month"], m["dm_day"], m["dm_year"], before, published),
    "month_year": lambda m, before, published, anchor: _month(int(m["my_year"]), _number(m["my_month"])),
    "part_day": _part_day,
    "weekday": _weekday,
    "day_word": _day_word,
    "same_day": _same_day,
    "part_of": _part_of,
    "end_of": _end_of,
    "weekend": _weekend,
    "which_unit": _which_unit,
    "which_month": _which_month,
    "which_season": _which_season,
    "ago": _ago,
    "recent": _recent,
    "set": _set,
    "decade": _decade,
    "duration": _duration,
    "month": _month_alone,
    "year": lambda m, before, published, anchor: _year(int(m["yr"])),
}
