"""When an article was published, by what it says itself, and how that is known. Never from the file's own times, never from today's date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

_MONTHS = {m: i for i, m in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)}
_MONTH = r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_YEAR, _DAY = r"(?P<year>(?:19|20)\d\d)", r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_ISO = re.compile(rf"(?<!\d){_YEAR}[-/.](?P<m>[01]?\d)[-/.](?P<day>[0-3]?\d)(?!\d)")
_DAY_FIRST = re.compile(rf"(?<!\d){_DAY}\s+{_MONTH},?\s+{_YEAR}(?!\d)", re.I)
_MONTH_FIRST = re.compile(rf"(?<![a-z]){_MONTH}\s+{_DAY},?\s+{_YEAR}(?!\d)", re.I)
_HEADER = re.compile(r"^\s*(?:date|published|publication date|posted|updated)\s*:?\s+(?=\S*\d)", re.I)
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d\b|\b(?:GMT|UTC|EST|EDT|BST|CET)\b")


@dataclass(frozen=True)
class Published:
    """A publication date (first day of a month or year where that is all that is known), how precise, and where it was found."""

    day: date | None = None
    precision: str = "unknown"
    source: str = "none"


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if 1700 <= found.year <= 2099 else None


def find(text: str) -> date | None:
    """The first full calendar date in a short piece of text, or None. 31 February is none."""
    best = None
    for pattern in (_ISO, _DAY_FIRST, _MONTH_FIRST):
        if m := pattern.search(text):
            parts = m.groupdict()
            month = int(parts["m"]) if parts.get("m") else _MONTHS[parts["month"][:3].lower()]
            day = _valid(int(parts["year"]), month, int(parts["day"]))
            if day and (best is None or m.start() < best[0]):
                best = (m.start(), day)
    return best[1] if best else None


def given(value) -> tuple[date | None, str]:
    """A metadata value as (date, precision): a date, a time stamp, `2025-11`, `2025`, or a written date."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return (value, "day") if 1700 <= value.year <= 2099 else (None, "unknown")
    text = str(value).strip()
    if m := re.fullmatch(r"(\d{4})-(\d{1,2})", text):
        day = _valid(int(m[1]), int(m[2]), 1)
        return (day, "month") if day else (None, "unknown")
    if re.fullmatch(r"\d{4}", text):
        day = _valid(int(text), 1, 1)
        return (day, "year") if day else (None, "unknown")
    day = find(text[:200])
    return (day, "day") if day else (None, "unknown")


def published(fields: dict, text: str, source_id: str) -> tuple[Published, str]:
    """The publication date and the text without its date header. Sources in order: metadata, header, byline, url, filename."""
    if fields.get("published") not in (None, ""):
        day, precision = given(fields["published"])
        if day:
            return Published(day, precision, "metadata"), text
    first, _, rest = text.lstrip().partition("\n")
    if (m := _HEADER.match(first)) and (day := find(first[m.end() : m.end() + 40])):
        iso = _ISO.match(first, m.end())
        remainder = first[iso.end() :].strip() if iso else ""
        return Published(day, "day", "header"), f"{remainder}\n{rest}".strip() if iso else text
    for line in [line for line in text.split("\n")[:40] if line.strip()][:20]:
        # a byline or a time stamp: a date with a clock time in a line that is no sentence of the story
        if len(line) < 300 and _CLOCK.search(line) and (day := find(line)):
            return Published(day, "day", "byline"), text
        if len(line) < 40 and (day := find(line)):
            return Published(day, "day", "byline"), text
    if fields.get("url") and (day := _in_path(str(fields["url"]))):
        return Published(day, "day", "url"), text
    if day := _in_path(source_id):
        return Published(day, "day", "filename"), text
    return Published(), text


def _in_path(path: str) -> date | None:
    m = re.search(r"(?<!\d)((?:19|20)\d\d)[-/_.]?([01]\d)[-/_.]?([0-3]\d)(?!\d)", path)
    return _valid(int(m[1]), int(m[2]), int(m[3])) if m else None
