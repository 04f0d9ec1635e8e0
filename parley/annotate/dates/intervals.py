"""Calendar arithmetic: which days a TIMEX3 value covers, and which unit of time lies how far from a day."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

Span = tuple[date | None, date | None]

OPEN: Span = (None, None)

SEASON_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
"""First month of each season, in the northern hemisphere."""

DAYS = {"day": 1, "week": 7, "weekend": 7, "fortnight": 14}
"""Days from one unit to the next, for the units that are whole days."""

_FORMS = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)(?:T.*)?|(?P<wy>\d{4})-W(?P<week>\d\d)(?P<weekend>-WE)?|(?P<my>\d{4})-(?P<month>\d\d)"
    r"|(?P<qy>\d{4})-Q(?P<quarter>[1-4])|(?P<hy>\d{4})-H(?P<half>[12])|(?P<sy>\d{4})-(?P<season>SP|SU|FA|WI)"
    r"|(?P<year>\d{4})|(?P<decade>\d{3})|(?P<century>\d{2})"
)


def days_of(value: str) -> Span:
    """First and last day of a TIMEX3 value; (None, None) where it fixes no days (XXXX-05, PAST_REF, P3D). Raises ValueError where there is no such day."""
    m = _FORMS.fullmatch(value)
    if m is None:
        return OPEN
    if m["day"]:
        day = date.fromisoformat(m["day"])
        return day, day
    if m["week"]:
        monday = date.fromisocalendar(int(m["wy"]), int(m["week"]), 1)
        return (monday + timedelta(5), monday + timedelta(6)) if m["weekend"] else (monday, monday + timedelta(6))
    if m["month"]:
        return months(int(m["my"]), int(m["month"]), 1)
    if m["quarter"]:
        return months(int(m["qy"]), int(m["quarter"]) * 3 - 2, 3)
    if m["half"]:
        return months(int(m["hy"]), int(m["half"]) * 6 - 5, 6)
    if m["season"]:
        return months(int(m["sy"]), SEASON_MONTH[m["season"]], 3)
    if m["year"]:
        return date(int(m["year"]), 1, 1), date(int(m["year"]), 12, 31)
    if m["decade"]:
        return date(int(m["decade"]) * 10, 1, 1), date(int(m["decade"]) * 10 + 9, 12, 31)
    return date(int(m["century"]) * 100, 1, 1), date(int(m["century"]) * 100 + 99, 12, 31)


def months(year: int, month: int, count: int) -> Span:
    """First and last day of `count` months from one on, over the turn of the year if need be."""
    last = year * 12 + month - 1 + count - 1
    return date(year, month, 1), date(last // 12, last % 12 + 1, calendar.monthrange(last // 12, last % 12 + 1)[1])


def part(span: Span, which: str) -> Span:
    """The early, middle or late third of an interval."""
    first, last = span
    if first is None or last is None:
        return span
    third = timedelta((last - first).days // 3)
    return {"early": (first, first + third), "mid": (first + third, last - third), "late": (last - third, last)}.get(which, span)


def unit_value(unit: str, day: date, shift: int = 0) -> str:
    """TIMEX3 value of the day, week (Monday to Sunday), month, quarter, year, decade or century `shift` away from the one that holds a day."""
    if unit == "day":
        return (day + timedelta(shift)).isoformat()
    if unit in ("week", "fortnight"):
        iso = (day + timedelta(7 * shift)).isocalendar()
        return f"{iso.year:04d}-W{iso.week:02d}"
    if unit == "weekend":
        return unit_value("week", day, shift) + "-WE"
    if unit == "month":
        index = day.year * 12 + day.month - 1 + shift
        return _year(index // 12, f"-{index % 12 + 1:02d}")
    if unit == "quarter":
        index = day.year * 4 + (day.month - 1) // 3 + shift
        return _year(index // 4, f"-Q{index % 4 + 1}")
    if unit == "decade":
        return _year(day.year + 10 * shift)[:3]
    if unit == "century":
        return _year(day.year + 100 * shift)[:2]
    return _year(day.year + shift)


def _year(year: int, rest: str = "") -> str:
    if not 1 <= year <= 9999:
        raise ValueError(f"{year}: no year of the calendar")
    return f"{year:04d}{rest}"


def back(day: date, count: int, unit: str) -> date:
    """The day `count` units before (negative: after), kept to the last day of a shorter month."""
    if unit in DAYS:
        return day - timedelta(count * DAYS[unit])
    if unit in ("hour", "minute", "second"):
        return day - timedelta(int(count / {"hour": 24, "minute": 1440, "second": 86400}[unit]))
    index = day.year * 12 + day.month - 1 - count * {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[unit]
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def nth_weekday(year: int, month: int, weekday: int, n: int) -> date:
    """The n-th (1 ..; -1 the last) given weekday (Monday 0) of a month."""
    if n > 0:
        first = date(year, month, 1)
        return first + timedelta((weekday - first.weekday()) % 7 + 7 * (n - 1))
    last = date(year, month, calendar.monthrange(year, month)[1])
    return last - timedelta((last.weekday() - weekday) % 7)


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus/Jones/Butcher; Meeus 1991, Astronomical Algorithms, p. 67)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e, f = b // 4, b % 4, (b + 8) // 25
    h = (19 * a + b - d - (b - f + 1) // 3 + 15) % 30
    k = (32 + 2 * e + 2 * (c // 4) - h - c % 4) % 7
    n = h + k - 7 * ((a + 11 * h + 22 * k) // 451) + 114
    return date(year, n // 31, n % 31 + 1)
