"""How long: counted, vague and bare units, and how often where a count goes before them."""

from __future__ import annotations

import re

from parley.annotate.dates.resolve import reading
from parley.annotate.dates.units import period, unit_name
from parley.annotate.dates.words import UNITS, number


def duration_to(m, c):
    a, b, unit = number(m["a"]), number(m["b"]), unit_name(m["unit"])
    if b is None:
        return reading("DURATION", period(None, unit))
    second = m.start("b"), m.end(), *reading("DURATION", period(b, unit))
    return [(m.start("a"), m.end("a"), *reading("DURATION", period(a, unit))), second] if a is not None else None


def year_earlier_months(m, c):
    return reading("DURATION", period(number(m["count"]), unit_name(m["unit"])))


def half_unit(m, c):
    return reading("DURATION", period(0.5, unit_name(m["unit"])))


def or_two(m, c):
    """A year or two: as long as it is at least."""
    return reading("DURATION", period(1, unit_name(m["unit"])))


def old(m, c):
    """A five-month-old strike; with people and animals the words tell an age, which is no time expression."""
    return m.start(), m.start("what"), *reading("DURATION", period(number(m["count"]), unit_name(m["unit"])))


def and_half(m, c):
    return reading("DURATION", period(1.5, unit_name(m["unit"])))


_YEARS_OF_AGE = re.compile(r"[\s-](?:old|of age|in prison)|-old")


_MEASURED = re.compile(
    r"\b(?:for|in|within|than|over|just|only|least|most|by|after|took|takes?|last(?:s|ed)?|during|about|every|of|and|or|to|the|a|another)\s$"
)


def duration(m, c):
    count, unit = number(m["count"]), unit_name(m["unit"])
    words, plural = m["count"].lower(), m["unit"].lower().endswith("s")
    before = c.before(m.start("count"), 3)
    if (
        re.search(r"(?:\d[.,]?|[$€£#])[ -]?$|[.,–/-]$", before)
        or words in ("may", "second", "zero", "0")
        or unit == "quarter"
        and "-" in m["join"]
        and plural
    ):
        return None
    if unit == "second" and not plural and (m["join"] == " " or count is None) or count is None and not plural and m["join"].isspace():
        return None
    if m["unit"].istitle() and (re.search(r"[\"'“‘]$", before) or not c.in_title()):
        return None  # the name of a broadcast or a film
    if not plural and m["join"].isspace() and words.isdigit() and len(words) == 4:
        return None
    if words in ("some", "many", "a number of") and unit == "day" and not plural:
        return None
    if (
        words == "one"
        and m["unit"] == "day"
        and m["join"].isspace()
        and not m["about"]
        and not re.match(r"\s(?:after|before|later|earlier|of|from|ahead|last|next|this)\b", c.after(m.end(), 9))
        and not _MEASURED.search(c.before(m.start(), 12))
    ):
        return reading("DATE", "FUTURE_REF") if c.direction(m.start(), m.end()) > 0 else None  # some day
    return reading("DURATION", period(count, unit))


_RATE = re.compile(
    r"(?:[\d%]|\b(?:times|twice|once|dollars|million|billion|trillion|tons?|barrels?|percent|people|flights|days|points|cents|copies|visitors|tonnes|vehicles|cars)\s?)\s?$"
)


_MANY = re.compile(
    r"\b(?:\d[\d,.]{0,12}|one|two|three|four|five|six|seven|eight|nine|ten|hundred|thousand|million|billion|dozens?|hundreds|thousands|several|many)\s(?:of\s)?(?:\w{2,16}\s){0,2}"
    r"(?!hours|days|minutes)\w{2,16}s\s$"
)
"""So many of something, before "a week" that tells how often."""


def one_unit(m, c):
    unit, words = unit_name(m["unit"]), " ".join(m["count"].lower().split())
    if unit in ("weekend", "quarter") and words != "another":
        return None
    before = c.before(m.start(), 14)
    if (
        words in ("per",)
        or words in ("a", "an")
        and not m["long"]
        and not m["about"]
        and unit not in ("decade", "century")
        and (_RATE.search(before) or _MANY.search(c.before(m.start(), 40)))
    ):
        return reading("SET", "P1" + UNITS[unit] if unit != "hour" else "PT1H") if unit != "day" or words != "per" else None
    after = c.after(m.end(), 12)
    told = re.match(r"\s(?:after|before)\b", after) or re.search(r"\b(?:for|in|within|than|over)\s$", before)
    if unit == "day" and words == "a" and not m["long"] and not told:
        return None
    if (
        unit == "century"
        and words == "a"
        and re.match(r"\s(?:of|later)", after) is None
        and not re.search(r"\b(?:for|in|than|half|quarter)\s$", before)
    ):
        return None
    count = 0.5 if words.startswith("half") else 1
    return reading("DURATION", period(count, unit))


def long(m, c):
    many = m["unit"].lower() != "century" and m["unit"].lower().endswith("s")
    return reading(
        "DURATION", "PXY" if many and m["unit"].lower().startswith(("decade", "centur")) else period(None if many else 1, unit_name(m["unit"]))
    )


def bare_units(m, c):
    unit = unit_name(m["unit"])
    if m["count"] and re.match(r"\s(?:ended|ending|of|when|that|before|after)", c.after(m.end(), 8)) and unit not in ("week", "day", "month"):
        return None
    return reading("DURATION", period(None, unit))
