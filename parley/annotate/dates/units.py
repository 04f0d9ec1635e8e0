"""Counted and named units, quarters, sets and vague times: from a matched rule to a TIMEX3 value and the days that it can mean."""

from __future__ import annotations

import re
from datetime import date, timedelta

from parley.annotate.dates.context import Context
from parley.annotate.dates.grammar import DAY_NUMBER, MONTH
from parley.annotate.dates.intervals import OPEN, Span, back, days_of, part, unit_value
from parley.annotate.dates.resolve import month_number, nearest_year, reading, stage, year_of
from parley.annotate.dates.words import UNITS, number

A_FEW = (2, 6)
"""How many "a few" or "several" are, for the interval of "a few weeks ago"."""

_QUARTER, _MONTH, _YEAR = r"\d{4}-Q\d", r"\d{4}-\d\d", r"\d{4}"


def unit_name(words: str) -> str:
    """day for Days, century for centuries."""
    words = words.lower()
    return "century" if words.startswith("centur") else words.removesuffix("s")


def period(count: float | None, unit: str) -> str:
    """P3D, PT5H, P10Y for decades, P3M for a quarter; PXY where the count is vague."""
    letter = UNITS[unit]
    if unit == "fortnight" and count is not None:
        count *= 2
    time = "T" if letter in "HS" or unit == "minute" else ""
    if count is None:
        return f"P{time}X{letter}"
    if unit in ("decade", "century"):
        count, letter = count * (10 if unit == "decade" else 100), "Y"
    if count != int(count):
        smaller = {"H": ("TH", "M", 60), "Y": ("Y", "M", 12), "D": ("D", "TH", 24)}.get(letter)
        whole = int(count)
        if smaller:
            rest = round((count - whole) * smaller[2])
            if time:
                return f"PT{whole}H{rest}M" if whole else f"PT{rest}M"
            return (f"P{whole}{letter}" if whole else "P") + (f"{rest}M" if letter == "Y" else f"T{rest}H")
        if unit == "minute":
            return f"PT{whole}M{round((count - whole) * 60)}S" if whole else "PT30S"
        return f"P{time}{count:g}{letter}"
    return f"P{time}{int(count)}{letter}"


_ENDED = re.compile(rf"\s(?:that\s)?(?:ended|ending)\s(?:on\s)?({MONTH})\s({DAY_NUMBER})\b")


def quarter(m, c: Context):
    here = c.published
    which = " ".join((m["ago"] or "").lower().split())
    year = m["year"] or m["of_year"]
    if year:
        year = int(year)
    elif (m["ry"] or m["of_ry"]) and here:
        year = year_of(c, m["ry"] or m["of_ry"], m.start())
    earlier = which.startswith("year") or bool(m["of_ago"])
    if m["nth"]:
        n = {"first": 1, "second": 2, "third": 3, "fourth": 4}.get(m["nth"].lower()) or int(m["nth"][0])
        half = m["what"].lower() == "half"
        if half and n > 2:
            return None
        letter, months = ("H", 6) if half else ("Q", 3)
        if half and year is None and not re.match(r"the", m[0], re.IGNORECASE):
            return None
        if year is None:
            if here is None:
                return reading("DATE", f"XXXX-{letter}{n}")
            begun = (n - 1) * months + 1 <= here.month
            year = here.year if begun or c.direction(m.start(), m.end()) > 0 or (n - 1) * months + 1 - here.month <= 2 else here.year - 1
            year -= earlier
        adjective = m[0][:3].lower() == "the" and "-" in c.text[m.start("nth") : m.end("what")]
        return m.start() + 4 * adjective, m.end(), *reading("DATE", f"{year:04d}-{letter}{n}")
    is_quarter = m["bare"].lower() == "quarter"
    if is_quarter and not year and (end := _ENDED.match(c.text, m.end(), m.end() + 30)):
        found = nearest_year(c, month_number(end[1]), int(end[2]), m.start(), m.end())
        if found:  # three months that end on a day lie in the quarter that holds their middle
            return reading("DATE", unit_value("quarter", date(found, month_number(end[1]), int(end[2])) - timedelta(45)))
    named = c.last(m.start(), _QUARTER, r"P[369]M", reach=4000)
    if named and named.startswith("P"):
        named = (c.quarter(m.start()) if is_quarter or which == "latest" else None) or named
    elif named and re.fullmatch(_QUARTER, named):
        named = c.quarter(m.start()) or named
    if not is_quarter and not (earlier or which == "latest" or m["when"] or year):
        return None
    if is_quarter and not (m[0][:3].lower() == "the" or which or earlier or year):
        return None
    if named and re.fullmatch(r"P\d+M", named):
        if earlier or year or m["when"]:
            return reading("DATE", f"{(year or (here.year - 1 if here else 0)):04d}") if year or here else None
        return reading("DURATION", named)
    if which in ("current", "next", "coming") and here:
        return reading("DATE", unit_value("quarter", here, int(which != "current")))
    if named and re.fullmatch(_QUARTER, named):
        if which in ("previous", "prior"):
            return reading("DATE", unit_value("quarter", days_of(named)[0], -1))
        if earlier:
            return reading("DATE", c.shifted(named, -1))
        return reading("DATE", f"{year or int(named[:4]):04d}{named[4:]}")
    if year:
        return reading("DATE", f"{year:04d}")
    if here is None:
        return None
    ended = re.match(r"\s(?:ended|ending|that\sended)", c.after(m.end(), 14))
    value = unit_value("quarter", here, 0 if ended is None and m[0].lower().startswith("this") else -1)
    return reading("DATE", c.shifted(value, -1) if earlier else value)


def half(m, c):
    year = int(m["of_year"]) if m["of_year"] else year_of(c, m["of_ry"], m.start())
    return year and reading("DATE", f"{year:04d}-{'H2' if m['what'].lower() == 'half' else 'Q4'}")


def q(m, c):
    n, year = m["q"] or m["q2"], m["qy"] or m["qy2"]
    if year is None:
        if c.published is None:
            return reading("DATE", f"XXXX-Q{n}")
        year = c.published.year - (int(n) * 3 - 2 > c.published.month and c.direction(m.start(), m.end()) <= 0)
    return reading("DATE", f"{int(year):04d}-Q{n}")


def edge(m, c):
    side = stage(m["stage"])
    if m["year"]:
        return reading("DATE", m["year"], part(days_of(m["year"]), side))
    if m["my"]:
        n = month_number(m["my"])
        year = int(m["myy"]) if m["myy"] else nearest_year(c, n, None, m.start(), m.end())
        if year is None:
            return reading("DATE", f"XXXX-{n:02d}")
        value = f"{year:04d}-{n:02d}"
        return reading("DATE", value, part(days_of(value), side))
    unit = unit_name(m["unit"])
    if unit == "day" and m["which"].lower() == "the":
        return None
    value = _around(c, m["which"], unit, m.start())
    return value and reading("DATE", value, part(days_of(value), side))


def _around(c: Context, which: str, unit: str, start: int) -> str | None:
    """Value of this, last, next, that, the unit; None where nothing fixes it."""
    which = " ".join(which.lower().split())
    if which in ("that", "the same", "that same", "following", "previous", "the following", "the previous", "preceding", "prior") and not (
        which in ("previous", "prior") and not c.seen
    ):
        if unit == "quarter" and which == "that" and (named := c.last(start, _QUARTER, reach=1200)):
            return named
        base = c.anchor(3700)
        if base is None:
            return None
        if unit in ("day", "week", "weekend") and (base[1] - base[0]).days > 7 or unit == "month" and (base[1] - base[0]).days > 31:
            return None
        shift = 1 if "following" in which else -1 if which.split()[-1] in ("previous", "preceding", "prior") else 0
        return unit_value(unit, base[1] if shift > 0 else base[0], shift)
    if c.published is None:
        return None
    shift = {"last": -1, "next": 1, "previous": -1, "coming": 1, "this coming": 0}.get(which, 0)
    if unit == "weekend":
        weekday = c.published.weekday()
        if which == "this past" or which in ("the", "last") and weekday >= 5 and which == "last" or which == "last":
            shift = -1
        elif which == "the":
            shift = -1 if weekday < 5 and c.direction(start, start + 3) <= 0 else 0
    return unit_value(unit, c.published, shift)


def year_end(m, c):
    if c.published is None:
        return None
    year = c.published.year - (c.direction(m.start(), m.end()) < 0 and c.published.month < 6 or "since" in c.before(m.start(), 7))
    return reading("DATE", f"{year:04d}", (date(year, 12, 1), date(year, 12, 31)))


def part_of(m, c):
    unit, side, which = unit_name(m["unit"]), m["stage"].lower(), m["which"].lower()
    value = _around(c, which, unit, m.start())
    if unit == "day" and which == "the":
        return None
    if value is None or unit == "day":
        return value and reading("DATE", value)
    first, last = days_of(value)
    if first and c.published and which in ("this", "the"):
        if side == "earlier":
            return reading("DATE", value, (first, max(first, c.published - timedelta(1))))
        if side == "later":
            return reading("DATE", value, (min(last, c.published + timedelta(1)), last))
    return reading("DATE", value, part((first, last), stage(side)))


def in_the_day(m, c):
    found = c.day()
    return found and reading("DATE", found.isoformat())


def nine_months(m, c):
    count, unit = number(m["count"]), unit_name(m["unit"])
    if m["which"] == "last" == m[0][:4] and _WILL_LAST.search(c.before(m.start(), 16)):
        return m.start("count"), m.end("unit"), *reading("DURATION", period(count, unit))
    if m["which"].lower() == "first" and unit == "quarter" and m["year"] and count == 2:
        return reading("DATE", f"{m['year']}-H1")
    value = period(count, unit)
    year = int(m["year"]) if m["year"] else year_of(c, m["ry"], m.start()) if m["ry"] else None
    if year is None or count is None or unit not in ("month", "quarter"):
        return reading("DURATION", value, OPEN)
    months = int(count) * (3 if unit == "quarter" else 1)
    span = (date(year, 1, 1), days_of(f"{year:04d}-{months:02d}")[1]) if m["which"].lower() in ("first", "opening") and 1 <= months <= 12 else OPEN
    at = m.start("year") if m["year"] else m.start("ry")
    return [(m.start(), m.end("unit"), *reading("DURATION", value, span)), (at, m.end(), *reading("DATE", f"{year:04d}"))]


def ago(m, c):
    """A date some units before or after the publication (ago) or the expression before (earlier, later)."""
    way, unit = m["way"].lower(), unit_name(m["unit"] or m["unit2"])
    words = (m["count"] or "").lower()
    start = m.start()
    hyphen = re.search(r"(?:year|month|week)-(?:ago|earlier)", m[0], re.IGNORECASE)
    if not words and not hyphen and not (way == "ago" and (m["unit"] or "").lower().endswith("s")):
        return None
    if way in ("before", "on", "previously", "afterward", "afterwards") and (way == "on" or not re.match(r"\s?[.,;:)]|$", c.after(m.end(), 3))):
        return None
    count = 1 if hyphen and not words else number(words) if words else None
    if m["so"] and "two" in m["so"]:
        count = None
    forward = way in ("later", "from now", "hence", "afterward", "afterwards")
    if unit == "year" and count == 1 and not forward:
        compared = _compared(m, c, way)
        if compared:
            return m.start("unit") if hyphen and m["unit"] else start, m.end(), *reading("DATE", compared)
    base = c.published if way in ("ago", "from now", "hence") else None
    if base is None and way in ("ago", "from now", "hence"):
        raise ValueError(f"{m[0]}: nothing to count from")
    if base is None:
        anchor = c.anchor(400 if unit in ("year", "decade", "century") else 31 if unit == "month" else 6)
        if anchor is None and (unit in ("year", "decade") and way in ("earlier",)) and c.published and not forward:
            base = c.published
        elif anchor is None:
            if c.published is None or count is None or forward or way == "before":
                return (m.start(), m.end("unit") if m["unit"] else m.end("unit2"), *reading("DURATION", period(count, unit)))
            base = c.published
        else:
            base = anchor[1] if forward else anchor[0]
    if m["tail"]:
        base += timedelta({"last week": -7, "this week": 0, "today": 0}.get(" ".join(m["tail"].lower().split()), 0))
    sign = -1 if forward else 1
    if count is None:
        low, high = A_FEW
        near, far = back(base, sign * low, unit), back(base, sign * high * 2 if words in ("many", "") else sign * high, unit)
        return reading("DATE", "FUTURE_REF" if forward else "PAST_REF", (min(near, far), max(near, far)))
    if unit in ("hour", "minute", "second"):
        if count != int(count):
            return reading("DATE", base.isoformat())
        found = back(base, sign * int(count), unit)
        return reading(
            "TIME" if count < 24 else "DATE",
            found.isoformat(),
            (found - timedelta(1) if not forward else found, found if not forward else found + timedelta(1)),
        )
    if count != int(count):
        found = back(base, sign * round(count * {"year": 12, "decade": 120, "century": 1200, "month": 30, "quarter": 3, "week": 7}.get(unit, 1)),
                     {"year": "month", "decade": "month", "century": "month", "quarter": "month"}.get(unit, "day"))  # fmt: skip
        return reading("DATE", unit_value("month" if unit in ("year", "decade") else "day", found))
    if unit in ("year", "decade", "century") and not forward:
        years = int(count) * {"year": 1, "decade": 10, "century": 100}[unit]
        if years >= base.year:
            return reading("DATE", f"BC{years - base.year + 1:04d}")
    found = back(base, sign * int(count), unit)
    grain = {"decade": "year", "century": "year", "weekend": "week"}.get(unit, unit)
    return reading("DATE", unit_value(grain, found))


def _compared(m, c: Context, way: str) -> str | None:
    """A year before the period that the text has just told the figures of; None where it has not."""
    named = c.last(m.start(), _QUARTER, _MONTH, r"P\d+M", reach=1200) if c.published else None
    if named is None or not c.published:
        return None
    if re.fullmatch(_QUARTER, named):
        return c.shifted(c.quarter(m.start()) or named, -1)
    if named.startswith("P"):
        return f"{c.published.year - 1:04d}"
    if re.fullmatch(_MONTH, named) and way != "ago":
        return c.shifted(named, -1)
    return None


_WILL_LAST = re.compile(
    r"\b(?:will|would|could|can|may|might|should|must|shall|to|not|usually|often|typically|likely|probably|only)\s$", re.IGNORECASE
)


def last_span(m, c):
    """The past three months: so many units up to the publication; the first three months of nothing in particular stay open."""
    count, unit, which = number(m["count"]), unit_name(m["unit"]), m["which"].lower()
    if m["to"]:
        count = None
    value = period(count, unit)
    if which == "last" and not (m["this"] or m[0][:3].lower() == "the") and _WILL_LAST.search(c.before(m.start(), 16)):
        return m.start("count"), m.end(), *reading("DURATION", value)
    span: Span = OPEN
    if c.published and which in ("past", "last", "next", "coming"):
        span = _reach(c.published, count, unit, which in ("past", "last"))
    return reading("DURATION", value, span)


def _reach(here: date, count: float | None, unit: str, past: bool) -> Span:
    count = A_FEW[1] if count is None else max(1, round(count))
    other = back(here, count if past else -count, unit)
    return (other, here) if past else (here, other)


def past_unit(m, c):
    unit, past = unit_name(m["unit"]), m["which"].lower() != "coming"
    span = _reach(c.published, 1, "day" if unit == "weekend" else unit, past) if c.published else OPEN
    if unit == "weekend":
        return c.published and reading("DATE", unit_value("weekend", c.published, -1 if past and c.published.weekday() < 5 else 0))
    return reading("DURATION", period(1, unit), span)


def recent(m, c):
    unit, past = unit_name(m["unit"]), m["which"].lower() in ("recent", "past")
    span = _reach(c.published, None, unit, past) if c.published and unit not in ("decade", "century") else OPEN
    if m["the"] or unit in ("week", "month", "quarter") and m["which"].lower() == "recent":
        return reading("DURATION", period(None, unit), span)
    return reading("DATE", "PAST_REF" if past else "FUTURE_REF", span)


def which_unit(m, c):
    unit = unit_name(m["unit"])
    which = " ".join((m["which"] or "").lower().split())
    if m["unit"].istitle() and re.search(r"[\"“‘']$", c.before(m.start(), 2)):
        return None  # the name of a broadcast
    if m["which2"]:
        which = " ".join(m["which2"].lower().split())
        this = " ".join(m["same"].lower().split())
        if which in ("same", "very same", "very"):
            which = "that"
        elif which in (
            "current",
            "latest",
            "new",
            "full",
            "entire",
            "whole",
            "calendar",
            "fiscal",
            "current fiscal",
            "latest fiscal",
            "new fiscal",
            "past",
        ):
            if which in ("full", "entire", "whole") and unit != "year":
                return None
            if which == "fiscal" and re.match(r"\send", c.after(m.end(), 5)):
                return reading("DURATION", "P1Y")
            if which == "past":
                which = "last" if this == "this" else "this"
            elif which == "latest":
                which = "last" if unit in ("week", "month", "quarter") else "this"
            elif this == "that":
                which = "that"
            else:
                which = "this"
        elif which == "next" and this == "the" and unit == "day":
            which = "following"
    if which in ("this past",):
        which = "last"
    if which == "that" and unit == "day" and c.day() is None:
        return None
    if which == "previous" and not m["which2"]:
        which = "last" if not c.seen else "previous"
    if unit == "day" and which in ("last", "this", "next"):
        return None
    if which in ("this", "last", "next") and unit == "century":
        return c.published and reading("DATE", unit_value("century", c.published, {"last": -1, "next": 1}.get(which, 0)))
    value = _around(c, which, unit, m.start())
    return value and reading("DATE", value)


def the_unit(m, c):
    unit = unit_name(m["unit"])
    after = c.after(m.end(), 16)
    if unit in ("week", "month", "year") and re.match(
        r"\s(?:ended|ending|to|through|before|after|of|I|he|she|we|they|you|it|when|that|in\swhich)\b", after
    ):
        return reading("DURATION", period(1, unit)) if re.match(r"\s(?:ended|ending)", after) else None
    if c.published is None or unit in ("month",) and not m["late"] and not re.search(r"(?:for|in|during|of)\s$", c.before(m.start(), 8)):
        return None
    value = _around(c, "the", unit, m.start())
    return value and reading("DATE", value, part(days_of(value), stage(m["late"])))
