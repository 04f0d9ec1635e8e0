"""What comes again and again, and what stays vague: sets ("every Monday") and the references PRESENT_REF, PAST_REF, FUTURE_REF."""

from __future__ import annotations

import re

from parley.annotate.dates.resolve import month_number, reading
from parley.annotate.dates.units import period, unit_name
from parley.annotate.dates.words import PARTS, SEASONS, WEEKDAYS, number


def present(m, c):
    words = " ".join(m["present"].lower().split())
    after = c.after(m.end(), 16)
    if words == "current" and re.match(r"\s(?:account|assets|events|affairs)", after) or words == "now" and c.text[m.end() : m.end() + 1] == "-":
        return None
    return reading("DATE", "PRESENT_REF", (c.published, c.published))


def past_ref(m, c):
    words = m["past"].lower()
    if words == "recently" and re.search(r"\bas\s$", c.before(m.start(), 4)) and c.after(m.end(), 4) == " as ":
        return None  # as recently as May
    if words.endswith("the past") and re.match(
        r"\s(?:\w+\s)?(?:tense|perfect|few|several|\w+\s(?:days|weeks|months|years|summers|winters|quarters|seasons))", c.after(m.end(), 24)
    ):
        return None
    return reading("DATE", "PAST_REF", (None, c.published))


_HAPPENED = re.compile(r"\s(?:[a-z]{2,16}ed|became|began|came|went|fell|rose|found|took|grew|made|got|gave|lost|left|was|were|had|did)\b")


def some_time(m, c):
    """For a while: a duration of which neither count nor unit is told."""
    return reading("DURATION", "PXX")


def future_ref(m, c):
    words = " ".join(m["future"].lower().split())
    if (
        words == "future"
        and not re.search(r"\b(?:in|for)\s$", c.before(m.start(), 5))
        or words == "soon"
        and (re.search(r"\b(?:as|so|too|how|very|was|were|had)\s$", c.before(m.start(), 6), re.IGNORECASE) or _HAPPENED.match(c.after(m.end(), 20)))
        or words.endswith("term")
        and not words.startswith("the")
    ):
        return None
    return reading("DATE", "FUTURE_REF", (c.published, None))


def set_times(m, c):
    return reading("SET", period(1, unit_name(m["unit"])))


def set_weekends(m, c):
    """On weekends, on weekdays: TIMEX3 has WE for the one and no value of its own for the other but the day."""
    return reading("SET", {"weekends": "XXXX-WXX-WE", "weekdays": "P1D", "weeknights": "XXXX-XX-XXTNI"}[m["what"].lower()])


def set_days_2(m, c):
    """Every Monday and Tuesday; Monday and Tuesday nights."""
    at = f"T{PARTS[m['part'].lower()]}" if m["part"] else ""
    first, second = (f"XXXX-WXX-{WEEKDAYS[m[g][:3].lower()]}{at}" for g in "ab")
    if m["every"]:
        return reading("SET", first)
    if not m["plural"]:
        return None
    return [(m.start("a"), m.end("a"), *reading("SET", first)), (m.start("b"), m.end(), *reading("SET", second))]


def set_each(m, c):
    if m["wd"]:
        code = f"XXXX-WXX-{WEEKDAYS[m['wd'][:3].lower()]}"
        return reading("SET", code + (f"T{PARTS[m['wpart'].lower()]}" if m["wpart"] else ""))
    if m["month"]:
        return reading("SET", f"XXXX-{month_number(m['month']):02d}")
    if m["season"]:
        return reading("SET", f"XXXX-{SEASONS[m['season'].lower()]}")
    if m["part"]:
        return reading("SET", f"XXXX-XX-XXT{PARTS[m['part'].lower()]}")
    unit = unit_name(m["unit"])
    count = 2 if m["other"] else number(m["count"]) if m["count"] else 1
    if unit == "second" and not m["count"]:
        return None
    if unit in ("quarter", "decade", "century"):
        return reading("SET", {"quarter": "P1Q", "decade": "P10Y", "century": "P100Y"}[unit])
    if unit == "weekend":
        return reading("SET", "XXXX-WXX-WE")
    return reading("SET", period(count, unit))


def set_days(m, c):
    day_part = m["part1"] or m["part2"]
    return reading("SET", f"XXXX-WXX-{WEEKDAYS[m['wd'][:3].lower()]}" + (f"T{PARTS[day_part.lower()]}" if day_part else ""))


def set_word(m, c):
    word = m["word"].lower()
    before, after = c.before(m.start(), 5), c.text[m.end() : m.end() + 14]
    if (
        word in ("daily", "weekly", "monthly", "nightly")
        and m["word"][0].isupper()
        and (re.search(r"[a-zA-Z]\s$", before) or re.match(r"\s[A-Z]", after))
    ):
        return None  # The Weekly Standard, Daily News
    values = {"hourly": "PT1H", "daily": "P1D", "nightly": "XXXX-XX-XXTNI", "weekly": "P1W", "biweekly": "P2W", "monthly": "P1M", "bimonthly": "P2M", "yearly": "P1Y",
              "annually": "P1Y"}  # fmt: skip
    return reading("SET", values[word])
