"""Time expressions and the days that they can mean (TIMEX3: Pustejovsky et al. 2003; types DATE, TIME, DURATION, SET).

`grammar` says what an expression looks like; what it means in its `context` is said by `resolve` (days, months, years), `clocks`, `units` (this and last,
ago and later), `durations`, `sets` and `names` (holidays, and what only looks like a time); `intervals` knows the calendar. Every reading has a TIMEX3 value and
the interval of days that it can mean; what the text does not fix stays open. Nothing here asks for today's date: the same text and publication date give the
same answer on any day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from parley.annotate.dates import clocks, durations, names, resolve, sets, units
from parley.annotate.dates.context import Context
from parley.annotate.dates.grammar import ANY, LEFT, NAMED, RULES, TRIGGERS

_RESOLVE = {
    name: next(getattr(module, name) for module in (resolve, clocks, durations, names, units, sets) if hasattr(module, name))
    for name, _ in RULES
    if name not in ("spoken_year", "period_of", "day_clock")
} | {
    "spoken_year": resolve.spoken,
    "day_clock": clocks.clock_day,
    "period_of": resolve.year,
}
_NAMES = [name for name, _ in RULES]
_TOKEN = re.compile(r"[A-Za-z]+|\d+")
_SHORTENED = re.compile(r"\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.$")
_SHORT_YEAR = re.compile(r"\b(?:in|since|of|from|until|by|summer|winter|spring|fall)\s.$", re.IGNORECASE)
_YEARS = range(1500, 2100)
_REACH = 8
"""Words before its trigger that an expression can begin with."""


@dataclass(frozen=True)
class Time:
    """A time expression: code points, TIMEX3 type and value, and the days that it can mean (None where the text fixes none).

    `zone` is that of a clock time as the text gives it: "-05:00" for EST, "local time" where the words fix no more, None without one.
    """

    start: int
    end: int
    type: str
    value: str
    earliest: date | None
    latest: date | None
    zone: str | None = None


def find(text: str, sentences: list[tuple[int, int]], published: date | None) -> list[Time]:
    """Time expressions in order. What is said relative to today is read relative to `published`; without it such expressions stay open."""
    context = Context(text, published)
    for start, end in sentences:
        context.sentence = (start, end)
        _sentence(context, start, end)
    return context.seen


def _sentence(c: Context, start: int, end: int) -> None:
    """Adds the expressions of a sentence to those seen."""
    text, done = c.text, start
    recent: list[int] = []  # where the words begin that could open an expression, without a gap
    last = start
    for token in _TOKEN.finditer(text, start, end):
        at, stop = token.span()
        word = token[0].lower()
        if at - last > 4:
            recent.clear()
        last = stop
        if word in TRIGGERS or (word[0].isdigit() or word in ("a", "p")) and _is_trigger(word, text, at, stop):
            if at < done:
                continue
            for begin in [*recent[-_REACH:], at]:
                if begin >= done and (reach := _read(c, begin, at, end)):
                    done = reach
                    break
            recent.append(at)
        elif word in LEFT or word[0].isdigit() or word[-2:] in ("st", "nd", "rd", "th"):
            recent.append(at)
        else:
            recent.clear()


def _is_trigger(word: str, text: str, at: int, stop: int) -> bool:
    """Whether a number, "a" or "p" can open or be a date or a time of day."""
    if word[0].isdigit():
        if len(word) == 4:
            return int(word) in _YEARS or text[stop : stop + 1] == " " and text[stop + 1 : stop + 2].isalpha() and int(word) < 2400
        if (
            text[max(0, at - 7) : at].lower() == "on the "
            or text[at - 1 : at] in ("'", "’", "‘", "`")
            and _SHORT_YEAR.search(text, max(0, at - 9), at)
        ):
            return True
        if text[at - 1 : at] == "Q" and len(word) == 1:
            return True
        return len(word) <= 2 and text[stop : stop + 1] in (":", "/", ".", "s", "'", "’", "a", "p") and text[at - 1 : at] not in (":", "/")
    return word == "a" and text[stop : stop + 3] == ".m." or word == "p" and text[stop : stop + 2] == ".m"


def _read(c: Context, begin: int, trigger: int, end: int) -> int:
    """Reads the expression that begins at a word and holds the trigger. The end of what was added, 0 where there is none."""
    text = c.text
    if begin and (text[begin - 1].isalnum() or text[begin - 1] in "$€£_"):
        return 0
    if _SHORTENED.search(text, max(0, end - 6), end):
        end = min(len(text), end + 12)  # the full stop of "Feb." ended no sentence
    m = ANY.match(text, begin, end)
    if m is None or m.end() <= trigger:
        return 0
    found, reach = None, m.end()
    for name in _NAMES[_NAMES.index(m.lastgroup) :]:
        m = NAMED[name].match(text, begin, end)
        if m is None or m.end() <= trigger:
            continue
        try:
            found = _RESOLVE[name](m, c)
        except (ValueError, OverflowError):
            return reach  # 31 February, the year 0: no date, nor is a part of it one
        if found:
            break
    if not found:
        return 0
    if not isinstance(found, list):
        found = [found if len(found) == 5 else (m.start(), m.end(), *found)]
    for first, last, kind, value, span in found:
        while last > first and text[last - 1] in " ,.\n" and not text[first:last].endswith(".m."):
            last -= 1
        if names.is_name(c, first, last):
            return reach
        earliest, latest = _ordered(span)
        zone = clocks.zone(text[first:last], earliest) if kind == "TIME" else None
        c.seen.append(Time(first, last, kind, value, earliest, latest, zone))
    return max(c.seen[-1].end, begin + 1)


def _ordered(span):
    first, last = span
    return (first, last) if first is None or last is None or first <= last else (last, first)
