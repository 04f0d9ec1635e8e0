"""Days that have a name, and names that hold a word for a time but are none."""

from __future__ import annotations

import re
from datetime import date, timedelta

from parley.annotate.dates.context import Context
from parley.annotate.dates.intervals import easter, nth_weekday, unit_value
from parley.annotate.dates.resolve import reading


def nine_eleven(m, c):
    return reading("DATE", "2001-09-11") if c.published is None or c.published >= date(2001, 9, 11) else None


_MAKES = (
    "Ford|Chevrolet|Chevy|Toyota|Honda|Nissan|Dodge|Jeep|BMW|Mercedes|Volkswagen|Volvo|Audi|Cadillac|Buick|Pontiac|Chrysler|Lexus|Mazda|Hyundai|Kia|Subaru|Porsche"
    "|Ferrari|Saab|Oldsmobile|Plymouth|Mitsubishi|Jaguar|Fiat|Peugeot|Renault|Lada"
)
_OWNED = re.compile(r"(?:\b(?:an?|his|her|their|my|our|the|white|black|red|blue|green|gr[ae]y|silver)|['’]s)\s$")
_CAR = re.compile(rf"\s(?:{_MAKES})\b")
_CALLED = re.compile(r"\b(?:called|named|dubbed|renamed|christened)\s[\"“‘']?(?:[A-Z][\w-]{1,15}\s){0,2}$")
_PAPER = re.compile(
    r"\s(?:Times|Telegraph|Mirror|Mail|Express|Herald|Post|People|Star|Sun|Independent|Tribune|Gazette|Chronicle|Night\s(?:Live|Football|Lights|Fever))\b|['’]s\sChild\b"
)
_MYTH = re.compile(r"\b(?:Bloody|Black|Freaky|Casual|Ruby|Man)\s$")
_ACCORD = re.compile(r"\s(?:[a-z]{2,12}\s){0,2}(?:[Aa]greement|[Aa]ccords?|[Pp]eace|deal|pact)\b")
_BROADCAST = re.compile(r"\b([A-Z]{2,5}|[A-Z][a-z]{2,15})\s$")
_WEEKDAYS = frozenset("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())


def is_name(c: Context, start: int, end: int) -> bool:
    """Whether an expression is part of a name: the Sunday Times, USA Today, Bloody Sunday, the Good Friday Agreement, a 1998 Ford, a firm called Zed 1980."""
    words, text = c.text[start:end], c.text
    if words in _WEEKDAYS:
        return _PAPER.match(text, end, end + 20) is not None or _MYTH.search(text, max(0, start - 8), start) is not None
    if words == "Good Friday":
        return _ACCORD.match(text, end, end + 40) is not None
    if words == "Tonight" and re.match(r"\sShow\b", text[end : end + 6]):
        return True
    if words in ("Today", "TODAY"):
        before = _BROADCAST.search(text, max(c.sentence[0], start - 17), start)
        return before is not None and before[1] not in _WEEKDAYS and (before[1] in ("USA", "VOA") or words == "Today" and not c.in_title())
    if len(words) == 4 and words.isdigit():
        before = c.before(start, 48)
        return _CALLED.search(before) is not None or _CAR.match(text, end, end + 14) is not None and _OWNED.search(before) is not None
    return False


def holiday(m, c):
    name = re.sub(r"\s+", " ", m["name"]).replace("’", "'")
    which = (m["which"] or "").lower()
    grain = {"week": "week", "weekend": "weekend"}.get((m["week"] or "").lower(), "day")
    if re.search(r"\b(?:Merry|Happy)\s$", c.before(m.start(), 7)):
        return None
    if m["year"]:
        return reading("DATE", unit_value(grain, holiday_in(name, int(m["year"]))))
    if c.published is None:
        return None
    near = [d for y in (-1, 0, 1) if 1 <= c.published.year + y <= 9999 for d in [holiday_in(name, c.published.year + y)]]
    ahead = c.direction(m.start(), m.end())
    behind = [d for d in near if d < c.published or (d == c.published and which != "last")]
    coming = [d for d in near if d >= c.published]
    close = [d for d in near if abs((d - c.published).days) <= 31]
    if close and not which:
        found = close[0]
    elif which == "next" or (which != "last" and ahead > 0):
        found = coming[0] if coming else None
    elif which == "last" or ahead < 0:
        found = behind[-1] if behind else None
    else:
        found = min(near, key=lambda d: abs((d - c.published).days))
    return found and reading("DATE", unit_value(grain, found))


def holiday_in(name: str, year: int) -> date:
    """The day of a holiday in a year (United States where countries differ)."""
    fixed = {
        "Christmas Eve": (12, 24), "Christmas": (12, 25), "Boxing": (12, 26), "New Year's Eve": (12, 31), "New Year's": (1, 1), "Independence": (7, 4),
        "Fourth": (7, 4), "Veterans": (11, 11), "Armistice": (11, 11), "Halloween": (10, 31), "Valentine": (2, 14), "St": (3, 17), "May Day": (5, 1),
        "International": (3, 8), "All": (11, 1), "Epiphany": (1, 6),
    }  # fmt: skip
    for start, (month, number) in fixed.items():
        if name.startswith(start):
            return date(year, month, number)
    moving = {"Thanksgiving": (11, 3, 4), "Labor": (9, 0, 1), "Memorial": (5, 0, -1), "Martin": (1, 0, 3), "Presidents": (2, 0, 3), "Mother": (5, 6, 2),
              "Father": (6, 6, 3), "Columbus": (10, 0, 2)}  # fmt: skip
    for start, (month, weekday, n) in moving.items():
        if name.startswith(start):
            return nth_weekday(year, month, weekday, n)
    if name in ("Black Friday", "Cyber Monday"):
        return nth_weekday(year, 11, 3, 4) + timedelta(1 if name == "Black Friday" else 4)
    if name.startswith("Election"):
        return nth_weekday(year, 11, 0, 1) + timedelta(1)
    shift = {"Good": -2, "Palm": -7, "Ash": -46, "Pentecost": 49, "Easter Monday": 1}
    return easter(year) + timedelta(next((s for start, s in shift.items() if name.startswith(start)), 0))
