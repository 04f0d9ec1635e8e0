"""Days, months, years and times of day: from a matched rule to a TIMEX3 value and the days that it can mean."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from parley.annotate.dates.context import Context
from parley.annotate.dates.intervals import OPEN, Span, days_of, part, unit_value
from parley.annotate.dates.words import DECADES, MONTHS, SEASONS, WEEKDAYS, ordinal, spoken_year

Reading = tuple[str, str, Span]
"""TIMEX3 type, value, and the days."""

SOON_DAYS = {-1: 60, 0: 100, 1: 300}
"""A day without year that lies no further ahead is the coming one, by the tense of its clause (back, unknown, ahead)."""


def reading(kind: str, value: str, span: Span | None = None) -> Reading:
    """A reading whose days, unless given, are those of its value."""
    return kind, value, days_of(value) if span is None else span


def stage(words: str | None) -> str:
    """early, mid or late for the words that say which part of a stretch of time is meant."""
    words = " ".join((words or "").lower().split())
    if words.startswith(("early", "beginning", "start", "opening", "turn", "first half")):
        return "early"
    if words.startswith(("mid", "middle")):
        return "mid"
    return "late" if words.startswith(("late", "end", "close", "last half")) and words != "later" else ""


def month_number(name: str) -> int:
    return MONTHS[name[:3].lower()]


def year_of(c: Context, words: str, start: int) -> int | None:
    """The year of "last year", "that year", "the year"; None where nothing fixes it."""
    words = " ".join(words.lower().split())
    if words.startswith(("that", "the same", "the following", "the previous")):
        named = c.last(start, r"\d{4}.*", reach=4000)
        shift = {"the following": 1, "the previous": -1}.get(words.rsplit(" ", 1)[0], 0)
        return int(named[:4]) + shift if named else None
    if c.published is None:
        return None
    return c.published.year + (1 if words.startswith("next") else -1 if words.startswith("last") else 0)


_ATTACKS = {
    (9, 11): (date(2001, 9, 11), re.compile(r"(?:terror(?:ist)?\s)?attacks\b|terror|hijack|commission\b|victims\b", re.IGNORECASE)),
    (1, 6): (date(2021, 1, 6), re.compile(r"(?:capitol\s)?(?:insurrection|riot|committee|attack)", re.IGNORECASE)),
    (10, 7): (date(2023, 10, 7), re.compile(r"(?:hamas\s|terror(?:ist)?\s)?(?:attacks?|massacre|assault)\b", re.IGNORECASE)),
}
"""Days that news calls by their date without the year, with what they are called."""


def attack(c: Context, month: int, day: int, end: int) -> date | None:
    """The day of "the Sept. 11 attacks", whatever the year of the article; None for a date that is not called so, or that is still to come."""
    known = _ATTACKS.get((month, day))
    if known and (c.published is None or c.published >= known[0]) and known[1].match(c.text, end + 1, end + 30):
        return known[0]
    return None


_REACHES = re.compile(r"\b(?:through|until|till|for)\s(?:early\s|late\s|mid-)?$", re.IGNORECASE)


def nearest_year(c: Context, month: int, day: int | None, start: int, end: int) -> int | None:
    """The year of a month or day that is named without one, by the tense of its clause and its distance from the publication."""
    if c.published is None:
        return None
    here, ahead = c.published, c.direction(start, end)
    reaches = _REACHES.search(c.before(start, 12)) is not None
    if ahead < 0 and reaches:
        ahead = 0  # "has extended the loan through January": the verb looks back, the date does not
    if day is None:
        if ahead > 0:
            return here.year + (month < here.month)
        soon = (month - here.month) % 12 <= (6 if reaches else 3 if ahead >= 0 else 0 if c.just_told(start, end) else 1)
        return here.year + (month < here.month) if soon else here.year - (month > here.month)
    try:
        away = (date(here.year, month, day) - here).days
    except ValueError:
        return here.year if (month, day) == (2, 29) else None
    reach = SOON_DAYS[ahead]
    return here.year + (away < reach - 365) - (away > reach)


def weekday_near(c: Context, name: str, which: str, start: int, end: int) -> date | None:
    """The day that a weekday names: the last one, or the coming one where the words or the tense say so."""
    if c.published is None:
        return None
    number = WEEKDAYS[name[:3].lower()] - 1
    behind, ahead = (c.published.weekday() - number) % 7, (number - c.published.weekday()) % 7
    which = " ".join(which.lower().split())
    if which in ("the following", "the previous", "that"):
        base = c.same_weekday(number) or c.anchor()
        if base and which == "the following":
            return base[1] + timedelta((number - base[1].weekday()) % 7 or 7)
        if base and which == "the previous":
            return base[0] - timedelta((base[0].weekday() - number) % 7 or 7)
    if which == "next":
        return c.published + timedelta(ahead or 7)
    if "coming" in which:
        return c.published + timedelta(ahead)
    if which == "last":
        return c.published - timedelta(behind or 7)
    if which in ("this past", "past"):
        return c.published - timedelta(behind)
    if which == "this":
        return c.published + timedelta(ahead) if c.direction(start, end, near=True) >= 0 else c.published - timedelta(behind)
    if c.direction(start, end, near=True) > 0 and not re.match(r"['’]s\b", c.text[end : end + 3]):
        return c.published + timedelta(ahead)
    return c.published - timedelta(behind)


def _by_weekday(year: int, month: int, day: int, weekday: int) -> int:
    """The year, or else a neighbour of it, in which a day falls on the weekday (Monday 1) that the text gives it; the year itself where none does."""
    for near in (year, year + 1, year - 1):
        if 1 <= near <= 9999 and day <= calendar.monthrange(near, month)[1] and date(near, month, day).isoweekday() == weekday:
            return near
    return year


def day_of(m: re.Match, c: Context, which: str = "", tag: str = "d") -> str | None:
    """Value of the day that the groups of a day name; None where there is no such day or nothing fixes it."""
    if m[f"{tag}word"]:
        shift = {"today": 0, "yesterday": -1, "tomorrow": 1}[m[f"{tag}word"].lower()]
        return (c.published + timedelta(shift)).isoformat() if c.published else None
    if m[f"{tag}only"]:
        found = weekday_near(c, m[f"{tag}only"], which, m.start(), m.end())
        return found.isoformat() if found else f"XXXX-WXX-{WEEKDAYS[m[f'{tag}only'][:3].lower()]}"
    month = month_number(m[f"{tag}month"] or m[f"{tag}month2"])
    day = ordinal(m[f"{tag}day"] or m[f"{tag}day2"])
    if not day:
        return None
    year = m[f"{tag}year"] or m[f"{tag}year2"]
    if year is None and m[f"{tag}ry"]:
        year = year_of(c, m[f"{tag}ry"], m.start())
    if year is None and (known := attack(c, month, day, m.end())):
        return known.isoformat()
    if year is None:
        year = nearest_year(c, month, day, m.start(), m.end())
    if year is not None and not (m[f"{tag}year"] or m[f"{tag}year2"] or m[f"{tag}ry"]) and m[f"{tag}wd"]:
        year = _by_weekday(int(year), month, day, WEEKDAYS[m[f"{tag}wd"][:3].lower()])
    if year is None:
        date(2000, month, day)
        return f"XXXX-{month:02d}-{day:02d}"
    return date(int(year), month, day).isoformat()


def iso(m, c):
    found = date.fromisoformat(m["iso"])
    if m["time"]:
        return reading("TIME", f"{m['iso']}T{m['time']}{m['offset'] or ''}", (found, found))
    return reading("DATE", m["iso"])


def numeric(m, c):
    if m["y3"]:
        return reading("DATE", date(int(m["y3"]), int(m["a3"]), int(m["b3"])).isoformat())
    a, b, year = int(m["a"]), int(m["b"]), int(m["y"])
    if year < 100:
        year += 2000 if c.published and year <= c.published.year % 100 + 5 and c.published.year >= 2000 else 1900
    first_is_day = m["sep"] == "." or a > 12
    return reading("DATE", date(year, b if first_is_day else a, a if first_is_day else b).isoformat())


_OUR_DAYS = re.compile(
    r"['’]s\s(?:[a-z-]{2,20}\s){0,2}(?:world|society|youth|young|generation|era|age|culture|standards|economy|technology|teenagers|children|students|consumers|families"
    r"|parents|workers|women|men|leaders|computers|cars|climate)\b"
)
"""What "today's" goes with where it means these times, not the day."""


def day(m, c):
    words = (m["dword"] or "").lower()
    if m["after"] and c.published and m["donly"]:
        week = c.published - timedelta(c.published.weekday()) + timedelta(7 if m["after"].lower().startswith("next") else -7)
        return reading("DATE", (week + timedelta(WEEKDAYS[m["donly"][:3].lower()] - 1)).isoformat())
    if words == "today" and (c.published is None or _OUR_DAYS.match(c.after(m.end(), 40))):
        return reading("DATE", "PRESENT_REF", OPEN)
    value = day_of(m, c, m["which"] or "")
    return value and reading("DATE", value)


def beyond(m, c):
    if c.published is None and not m["side"]:
        return None
    if m["side"]:
        value = day_of(m, c, m["last"] or "")
        if not value or value.startswith("X"):
            return None
        return reading("DATE", (date.fromisoformat(value) + timedelta(-1 if m["side"].lower() == "before" else 1)).isoformat())
    return reading("DATE", (c.published + timedelta(2 if m["tomorrow"] else -2)).isoformat())


def _range(m, c, month, to_month, day, to, year):
    """Two readings, for the first day with its month and for the second."""
    if int(day) >= int(to) and month == to_month:
        return None
    if not year:
        year = nearest_year(c, to_month, int(to), m.start(), m.end())
    if year is None:
        return (
            reading("DATE", f"XXXX-{month:02d}-{int(day):02d}"),
            reading("DATE", f"XXXX-{to_month:02d}-{int(to):02d}"),
        )
    first = date(int(year) - (to_month < month), month, int(day))
    return reading("DATE", first.isoformat()), reading("DATE", date(int(year), to_month, int(to)).isoformat())


def range_days(m, c):
    both = _range(m, c, month_number(m["month"]), month_number(m["to_month"] or m["month"]), m["day"], m["to"], m["year"])
    if both is None:
        return None
    second = m.start("to_month") if m["to_month"] else m.start("to")
    return [(m.start("month"), m.start("join"), *both[0]), (second, m.end(), *both[1])]


def range_days_2(m, c):
    both = _range(m, c, month_number(m["month"]), month_number(m["month"]), m["day"], m["to"], m["year"])
    return both and [(m.start("day"), m.start("join"), *both[0]), (m.start("to"), m.end(), *both[1])]


def month(m, c):
    name, number = m["month"], month_number(m["month"])
    which = " ".join((m["which"] or "").lower().split())
    if name in ("March", "May", "MARCH", "MAY") and not (m["year"] or m["ry"] or which or m["stage"]) and not _names_month(m, c):
        return None
    if name.rstrip(".").lower() in ("mar", "jan", "jun", "dec", "apr", "jul") and len(name) == 3 and not (m["year"] or m["ry"] or which):
        return None  # a person's name as well; months so short stand beside a day or a year
    year = int(m["year"]) if m["year"] else year_of(c, m["ry"], m.start()) if m["ry"] else None
    if re.search(r"\b\d{1,2}(?:st|nd|rd|th)?\s(?:of\s)?$", c.before(m.start(), 8)):
        raise ValueError(f"{m[0]}: part of what is no day")
    if re.match(r"\s\d{1,2}(?!\d)", c.text[m.end() : m.end() + 4]):
        if not which:
            raise ValueError(f"{m[0]}: part of what is no day")
        return None
    if m["words"]:
        year = spoken_year(m["words"])
    if year is None and c.published is None:
        if which:
            raise ValueError(f"{m[0]}: nothing to count from")
        return reading("DATE", f"XXXX-{number:02d}")
    if year is None and which:
        here = c.published
        year = here.year
        if which == "last":
            year -= number >= here.month or number == here.month - 1  # the month just over is "last month"
        elif which == "next" or "coming" in which:
            year += number <= here.month
        elif "past" in which:
            year -= number > here.month
    if year is None:
        year = nearest_year(c, number, None, m.start(), m.end())
    value = f"{year:04d}-{number:02d}"
    return reading("DATE", value, part(days_of(value), stage(m["stage"])))


_MONTH_BEFORE = re.compile(
    r"(?:in|since|until|till|by|of|from|during|for|and|to|through|between|before|after|mid|this|every|each|a|the|its|their|late|early|or|on)\s$",
    re.IGNORECASE,
)
_MONTH_AFTER = re.compile(r"\s(?:\d|and\s(?:January|February|April|June|July|August|September|October|November|December))")


def _names_month(m, c) -> bool:
    """Whether March or May stands where a month can: after a preposition and not before a surname."""
    before, after = c.before(m.start(), 12), c.text[m.end() : m.end() + 16]
    if m[0] == "May" and c.has_may and not re.search(r"\b(?:in|since|until|of|late|early|mid)[\s-]$", before, re.IGNORECASE):
        return False  # "by May": in an article on a Ms. May the name is hers
    return (
        bool(_MONTH_BEFORE.search(before))
        and not re.match(r"\s[A-Z][a-z]", after)
        and not re.match(r"['’]s", after)
        or bool(_MONTH_AFTER.match(after))
    )


def month_range(m, c):
    a, b = month_number(m["a"]), month_number(m["b"])
    if m["a"] in ("May", "March") and not _names_month(m, c) and m["b"] != m["b"].title():
        return None
    year = int(m["year"]) if m["year"] else nearest_year(c, b, None, m.start(), m.end())
    if year is None:
        values = f"XXXX-{a:02d}", f"XXXX-{b:02d}"
    else:
        values = f"{year - (a > b):04d}-{a:02d}", f"{year:04d}-{b:02d}"
    return [(m.start("a"), m.end("a"), *reading("DATE", values[0])), (m.start("b"), m.end(), *reading("DATE", values[1]))]


def season(m, c):
    code = SEASONS[m["season"].lower()]
    which = " ".join((m["which"] or "").lower().split())
    word = m["season"].lower()
    if (
        word in ("spring", "fall", "winter")
        and not (which or m["year"] or m["words"] or m["stage"])
        and not re.search(
            r"(?:in|during|of|since|until|by|over|for)\s(?:the\s)?$", c.before(m.start() + (4 if m[0][:3].lower() == "the" else 0), 14), re.IGNORECASE
        )
    ):
        return None
    if word in ("fall", "spring") and not which and re.match(r"\s(?:of|in|from|by|to)\b", c.after(m.end(), 8)) and not m["year"] and not m["words"]:
        return None
    if m["season"].istitle() and not which and m.start() > c.sentence[0] and re.match(r"\s[A-Z]", c.after(m.end(), 2)) and not c.in_title():
        return None  # the Winter Olympics
    year = int(m["year"]) if m["year"] else spoken_year(m["words"]) if m["words"] else None
    if year is None:
        if c.published is None:
            if which:
                raise ValueError(f"{m[0]}: nothing to count from")
            return reading("DATE", f"XXXX-{code}")
        here = c.published
        first = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[code]
        year = here.year
        if which in ("this", "this coming"):
            year -= code == "WI" and here.month <= 3
        elif which == "last" or which in ("past", "this past"):
            year -= here.month < first + (3 if which == "last" else 0)
        elif which == "next":
            year += here.month >= first
        elif not which and c.direction(m.start(), m.end()) < 0 and not re.search(r"\bby\s$", c.before(m.start(), 4)):
            year -= first > here.month
        elif c.direction(m.start(), m.end(), near=True) > 0 or not which and re.search(r"\b(?:by|until|till|come)\s$", c.before(m.start(), 7)):
            year += first + 2 < here.month
        elif not which:
            year -= first > here.month
    value = f"{year:04d}-{code}"
    return reading("DATE", value, part(days_of(value), stage(m["stage"])))


_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|until|till|by|of|from|during|for|and|to|through|between|before|after|mid|late|early|the|its|his|her|their|our|a|an|as|about|around|than|late|circa|with|or|"
    r"due|ending|ended|both|fiscal|version|year|per|[A-Z][a-z]+ [A-Z][a-z]+|that|on|into|over|at|this|next|last|second|[a-z]+['’]s)\s|[(,;:\[–—\"“'‘’-]\s?|^)$",
    re.IGNORECASE,
)
_PLURAL_AFTER = re.compile(r"[ -](?:[a-z]+ )?(?:[a-z]+(?<!s)(?<!u)(?<!i)s|people|men|women|children|police|troops|percent)\b")
_COUNTS_AFTER = re.compile(
    r"[ -](?:pounds?|dollars?|euros?|miles?|meters?|metres?|kilomet|feet|people|men|women|soldiers|boats|tons?|acres|times|points|votes|shares|days|hours|jobs|years"
    r"|students|victims|members|homes|deaths|cases|rooms|square|km|calls)"
)
_MONEY = re.compile(r"(?:[$€£#¥]|\bNo\.\s?|\b[A-Z]{1,4}[-–]?)$")


def year(m, c):
    before, after = c.before(m.start(), 24), c.text[m.end() : m.end() + 24]
    if _MONEY.search(before) or _COUNTS_AFTER.match(after) or re.search(r"[\d.,:/]$|\d\s[-–]\s?$", before[-3:]):
        return None
    if not (m["stage"] or _YEAR_BEFORE.search(before)) and (_PLURAL_AFTER.match(after) or not re.match(r"\s[a-zA-Z]|[,.;:)'’\"”-]|\s*$", after)):
        return None
    return reading("DATE", m["year"], part(days_of(m["year"]), stage(m["stage"])))


def spoken(m, c):
    found = spoken_year(m["words"] or m["two"])
    return found and reading("DATE", f"{found:04d}")


def year_range(m, c):
    a, b = m["a"], m["b"]
    b = a[:2] + b if len(b) == 2 else b
    if int(b) <= int(a) or len(m["b"]) == 2 and int(b) - int(a) > 60:
        return None
    if _COUNTS_AFTER.match(c.text[m.end() : m.end() + 24]) or _MONEY.search(c.before(m.start("a"), 6)):
        return None
    return [(m.start("a"), m.end("a"), *reading("DATE", a)), (m.start("b"), m.end("b"), *reading("DATE", b))]


def fiscal(m, c):
    value = m["year"] if len(m["year"]) == 4 else f"20{m['year']}"
    first, last = days_of(value)
    return reading("DATE", value, (first.replace(year=first.year - 1), last))


_DEGREES = re.compile(r"\b(?:degrees|temperatures?|highs?|lows?|Fahrenheit|heat|percent|score[ds]?|shot|mph|cents)\b")


def decade(m, c):
    first = m["full"][:3] if m["full"] else None
    if first is None:
        digit = int(m["two"][0]) if m["two"] else DECADES[m["word"].lower()]
        if m["word"] and not re.match(r"the|early|late|mid", m[0], re.IGNORECASE):
            return None
        first = f"19{digit}"
        if (
            m["two"]
            and not re.search(r"['’‘`]\d\ds|^(?:the|early|late|mid)", m[0], re.IGNORECASE)
            or _DEGREES.search(c.before(m.start(), 70) + c.after(m.end()))
        ):
            return None
        if re.search(r"\b(?:in|into)\s(?:his|her|their|my|your)\s$", c.before(m.start(), 12)):
            return None
    return reading("DATE", first, part(days_of(first), stage(m["stage"])))


def centuries(m, c):
    a, b = ordinal(m["a"]), ordinal(m["b"])
    if not (a and b and 1 < a < b <= 40):
        return None
    return [(m.start(), m.end("a"), *reading("DATE", f"{a - 1:02d}")), (m.start("b"), m.end(), *reading("DATE", f"{b - 1:02d}"))]


def short_year(m, c):
    """'98, as 1998 or as 2098 would be nearer the publication."""
    two = int(m["two"])
    here = c.published.year if c.published else 1999
    year = here - (here - two) % 100
    return m.start() - 1, m.end(), *reading("DATE", f"{year + 100 if year + 100 - here <= 5 else year:04d}")


def month_day(m, c):
    """On the 15th: of the month of the publication, or of the one before where that is still to come."""
    if c.published is None:
        return None
    number, which = ordinal(m["day"]), (m["which"] or "").lower()
    if not which:
        late = number > c.published.day and c.direction(m.start(), m.end()) <= 0
    value = unit_value("month", c.published, {"last": -1, "next": 1}.get(which, 0) if which else -late)
    return reading("DATE", date.fromisoformat(f"{value}-{number:02d}").isoformat())


def part_of_month(m, c):
    """The first week of May: the month, its days narrowed to the part."""
    number = month_number(m["month"])
    year = int(m["year"]) if m["year"] else nearest_year(c, number, None, m.start(), m.end())
    if year is None:
        return reading("DATE", f"XXXX-{number:02d}")
    first, last = days_of(f"{year:04d}-{number:02d}")
    at = {"first": 0, "opening": 0, "second": 1, "third": 2, "fourth": 3}.get(m["nth"].lower())
    if m["unit"].lower() == "day":
        found = last if at is None else first + timedelta(at)
        return reading("DATE", found.isoformat())
    week = (last - timedelta(6), last) if at is None else (first + timedelta(7 * at), min(last, first + timedelta(7 * at + 6)))
    return reading("DATE", f"{year:04d}-{number:02d}", week)


def around(m, c):
    """The day before, the year after: counted from the last date that the text names, a year or month also from the publication."""
    unit, step = m["unit"].lower(), 1 if m["side"].lower() == "after" else -1
    if unit in ("day", "night"):
        base = c.anchor(4)
        if base is None:
            return None
        found = base[0] - timedelta(1) if step < 0 else base[1] + timedelta(1)
        return reading("DATE", found.isoformat()) if unit == "day" else reading("TIME", f"{found.isoformat()}TNI", (found, found))
    base = c.anchor(3700 if unit in ("year", "decade") else 100 if unit == "quarter" else 31)
    if base is None and (step > 0 or c.published is None or unit == "weekend"):
        return None
    return reading("DATE", unit_value(unit, base[0] if base else c.published, step))


def century(m, c):
    number = ordinal(m["nth"])
    if not number or not 1 <= number <= 40:
        return None
    value = f"{number - 1:02d}"
    if m["bc"]:
        return reading("DATE", f"BC{value}")
    return reading("DATE", value, part(days_of(value) if number > 1 else OPEN, stage(m["stage"])))


def week_of(m, c):
    value = day_of(m, c)
    if not value or value.startswith("X"):
        return None
    return reading("DATE", unit_value("week", date.fromisoformat(value)))
