"""Times of day: the clock, the parts of the day, and the zone that a clock time is given in."""

from __future__ import annotations

import re
from datetime import date, timedelta

from parley.annotate.dates.grammar import ZONE
from parley.annotate.dates.intervals import OPEN, days_of, nth_weekday
from parley.annotate.dates.resolve import day_of, reading
from parley.annotate.dates.words import PARTS, number


def clock_of(m: re.Match) -> str:
    """T22:00 for the groups of a clock time."""
    hour, minute = m["hour"] or m["hour24"] or m["hour4"], m["minute"] or m["minute24"] or m["minute4"] or "00"
    if m["half"]:
        if not 1 <= int(hour) <= 12:
            raise ValueError(f"{m[0]}: no time of day")
        hour = int(hour) % 12 + (12 if m["half"][0] in "pP" else 0)
    return f"T{int(hour):02d}:{minute}"


def clock_day(m, c):
    value = day_of(m, c)
    if not value:
        return None
    return reading("TIME", value + _time(m), days_of(value))


def _time(m) -> str:
    words = m.groupdict()
    if words.get("noon"):
        return "T" + PARTS[m["noon"].lower()]
    if words.get("part"):
        return "T" + PARTS[m["part"].lower()]
    return clock_of(m)


def clock(m, c):
    base = c.day() if c.seen else c.published
    if m["cday"] and c.published:
        base = c.published + timedelta({"today": 0, "yesterday": -1, "tomorrow": 1}[m["cday"].lower()])
    value = clock_of(m)
    return reading("TIME", (base.isoformat() if base else "XXXX-XX-XX") + value, (base, base) if base else OPEN)


def clock_part(m, c):
    hour = m["hour"] or m["hour2"]
    told = int(number(hour) or 0)
    if not 1 <= told <= 12:
        return None
    late = (m["part"] or "").lower() in ("afternoon", "evening") or "night" in m[0].lower()
    base = c.day()
    value = f"T{told % 12 + (12 if late else 0):02d}:00"
    return reading("TIME", (base.isoformat() if base else "XXXX-XX-XX") + value, (base, base) if base else OPEN)


def day_part(m, c):
    code = PARTS[m["part"].lower()]
    words = " ".join((m["tw"] or "").lower().split())
    if words:
        base = c.day() if words in ("that", "the same") else c.published
        if words in ("the next", "the following", "the previous"):
            base = c.day() if c.seen else None
        if base is None:
            return None
        base += timedelta({"last": -1, "the next": 1, "the following": 1, "the previous": -1}.get(words, 0))
        return reading("TIME", f"{base.isoformat()}T{code}", (base, base))
    value = day_of(m, c, m["which"] or "")
    return value and reading("TIME", f"{value}T{code}", days_of(value))


def night(m, c):
    if c.published is None:
        return None
    return reading("TIME", f"{c.published.isoformat()}TNI", (c.published, c.published))


def the_part(m, c):
    word = (m["part"] or m["part2"] or m["noon"]).lower()
    if word == "noon" and re.search(r"[Hh]igh\s$", c.before(m.start(), 5)):
        return None
    base = c.day()
    value = (base.isoformat() if base else "XXXX-XX-XX") + f"T{PARTS[word]}"
    return m.start("at") if m["at"] else m.start(), m.end(), *reading("TIME", value, (base, base) if base else OPEN)


def part_of_day(m, c):
    """The night of 3 May, the early hours of Monday."""
    value = day_of(m, c)
    code = "MO" if m["hours"] else PARTS[m["part"].lower()]
    return value and reading("TIME", f"{value}T{code}", days_of(value))


_HOURS = {"GMT": 0, "UTC": 0, "Z": 0, "WET": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "BST": 1, "WEST": 1, "CET": 1,
          "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3, "JST": 9, "KST": 9, "SGT": 8, "HKT": 8, "AEST": 10, "AEDT": 11}  # fmt: skip
_AMERICAN = {"ET": -5, "CT": -6, "MT": -7, "PT": -8, "Eastern": -5, "Central": -6, "Mountain": -7, "Pacific": -8}
_NAMED_ZONE = re.compile(rf"(?P<zone>{ZONE})\b")


def zone(words: str, day: date | None) -> str | None:
    """The zone that a clock time is given in: its distance from UTC ("-05:00"), or the words where they fix none ("local time", "IST"); None without a zone.

    "ET" and the like depend on the day (summer time of the United States since 1987), so without one they stay words.
    """
    m = _NAMED_ZONE.search(words)
    if m is None:
        return None
    named = " ".join(m["zone"].split())
    first = named.split()[0]
    if named in _HOURS or named == "Greenwich Mean Time":
        hours = _HOURS.get(named, 0)
    elif first in _AMERICAN and "Standard" not in named and "Daylight" not in named:
        if day is None:
            return named
        hours = _AMERICAN[first] + _summer(day)
    elif first in _AMERICAN:
        hours = _AMERICAN[first] + ("Daylight" in named)
    else:
        return named
    return f"{hours:+03d}:00"


def _summer(day: date) -> bool:
    """Whether a day falls in the summer time of the United States (Energy Policy Act of 2005; before 2007 from April to October)."""
    if day.year >= 2007:
        return nth_weekday(day.year, 3, 6, 2) <= day < nth_weekday(day.year, 11, 6, 1)
    return nth_weekday(day.year, 4, 6, 1) <= day < nth_weekday(day.year, 10, 6, -1)
