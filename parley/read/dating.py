"""When an article was published, by what it says itself, and how that is known. Never from the file's own times, never from today's date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

_MONTHS = {m: i for i, m in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)}
_MONTH = r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_YEAR, _DAY = r"(?P<year>(?:19|20)\d\d)", r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_ISO = re.compile(rf"(?<!\d){_YEAR}[-/.](?P<m>[01]?\d)[-/.](?P<day>[0-3]?\d)(?!\d)")
_DAY_FIRST = re.compile(rf"(?<!\d){_DAY}\s+{_MONTH},?\s+{_YEAR}(?!\d)", re.I)
_MONTH_FIRST = re.compile(rf"(?<![a-z]){_MONTH}\s+{_DAY},?\s+{_YEAR}(?!\d)", re.I)
_HEADER = re.compile(r"^\s*(?:date|published|publication date|posted|updated)\s*:?\s+(?=\S*\d)", re.I)
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d\b|\b(?:GMT|UTC|EST|EDT|BST|CET)\b")


_NUMBERS = re.compile(r"(?<!\d)(?P<a>\d{1,2})[/.](?P<b>\d{1,2})[/.](?P<year>(?:19|20)\d\d)(?!\d)")
_PLAIN = re.sub(r"\?P<\w+>", "?:", rf"(?:{_MONTH}\s+{_DAY},?\s+{_YEAR}|{_DAY}\s+{_MONTH},?\s+{_YEAR})")
_DATELINE = re.compile(rf"^(?-i:[A-Z][A-Z.'’-]+)(?:[ ,]+[\w.'’-]+){{0,5}}?[\s,(–—-]+{_PLAIN}\s*(?:\([^)]{{2,40}}\))?\s*[-–—:]", re.I)
_STATED = re.compile(
    r"^\W*(?:first |originally )?(?:published|posted|updated|last updated|last modified|date)\b[\s:]*(?:on|at)?\s*(?=.{0,24}\d)", re.I
)
_A_YEAR = re.compile(r"(?:19|20)\d\d")
_FIRST, _LAST = 1700, 2099
"""Years that a publication date may have: the age of newspapers. 0000, 2125 and 9999 are marks for "unknown" or slips."""


@dataclass(frozen=True)
class Published:
    """A publication date (first day of a month or year where that is all that is known), how precise, and where it was found.

    `conflict` names what else was found and says something else: `url 2025-11-04; metadata "2025-02-31" is no date`.
    """

    day: date | None = None
    precision: str = "unknown"
    source: str = "none"
    conflict: str | None = None


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if _FIRST <= found.year <= _LAST else None


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
    """A metadata value as (date, precision): a date, a time stamp, `20251105`, `2025-11`, `2025`, seconds since 1970, or a written date.

    `05/11/2025` may be in May or in November and is no date; `25/11/2025` is one.
    """
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return (value, "day") if _FIRST <= value.year <= _LAST else (None, "unknown")
    text = str(value)[:400].strip()
    if m := re.fullmatch(r"(\d{4})(?:-(\d{1,2}))?", text, re.A):
        day = _valid(int(m[1]), int(m[2] or 1), 1)
        return (day, "month" if m[2] else "year") if day else (None, "unknown")
    if m := re.fullmatch(r"(\d{4})(\d\d)(\d\d)(?:T?\d{4,6}Z?)?", text, re.A):
        day = _valid(int(m[1]), int(m[2]), int(m[3]))
        return (day, "day") if day else (None, "unknown")
    if re.fullmatch(r"\d{9,10}(?:\d{3})?(?:\.\d+)?", text, re.A) and (seconds := float(text)) > 0:
        day = datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, UTC).date()
        return (day, "day") if day.year <= _LAST else (None, "unknown")
    if m := re.fullmatch(rf"{_MONTH},?\s+{_YEAR}", text, re.I):
        return _valid(int(m["year"]), _MONTHS[m["month"][:3].lower()], 1), "month"
    day = find(text[:200])
    if day is None and (m := _NUMBERS.search(text[:200])):
        a, b, year = int(m["a"]), int(m["b"]), int(m["year"])
        day = _valid(year, b, a) if a > 12 or a == b else _valid(year, a, b) if b > 12 else None
    return (day, "day") if day else (None, "unknown")


def published(fields: dict, text: str, source_id: str, more: Sequence[tuple[str, str]] = ()) -> tuple[Published, str]:
    """The publication date and the text without its date header. Sources in order: metadata, header, byline, url, filename, text.

    `more` are dates that the file's format gave beside its fields, as (source, value). Every source is asked, so that conflicts are seen.
    """
    found: list[tuple[str, date, str]] = []
    doubts: list[str] = []
    for source, value in (("metadata", fields.get("published")), *more):
        if value not in (None, "") and value == value:
            day, precision = given(value)
            if day:
                found.append((source, day, precision))
            elif re.search(r"\d", str(value)[:400]):
                doubts.append(f'{source} "{" ".join(str(value)[:60].split())}" is no date')
    if where := _header(text):
        day, text = where
        found.append(("header", day, "day"))
    elif day := _byline(text):
        found.append(("byline", day, "day"))
    if fields.get("url") and (day := _in_path(str(fields["url"])[:2000])):
        found.append(("url", *day))
    if day := _in_path(source_id[:2000]):
        found.append(("filename", *day))
    if day := _told(text):
        found.append(("text", day, "day"))
    if not found:
        return Published(conflict="; ".join(doubts) or None), text
    source, day, precision = min(found, key=lambda f: _ORDER.index(f[0]))
    doubts += [f"{other} {_shown(d, p)}" for other, d, p in found if not _agree((day, precision), (d, p))]
    return Published(day, precision, source, "; ".join(dict.fromkeys(doubts)) or None), text


_ORDER = ("metadata", "header", "byline", "url", "filename", "text")


def _shown(day: date, precision: str) -> str:
    return day.isoformat()[: {"day": 10, "month": 7, "year": 4}[precision]]


def _agree(a: tuple[date, str], b: tuple[date, str]) -> bool:
    """Whether two dates say the same as far as the vaguer one goes."""
    length = min(len(_shown(*a)), len(_shown(*b)))
    return _shown(*a)[:length] == _shown(*b)[:length]


def _header(text: str) -> tuple[date, str] | None:
    """The date of a first line such as `Date: 2025-11-02`, and the text without it where it is ISO."""
    first, _, rest = text.lstrip()[:100_000].partition("\n")
    if not (m := _HEADER.match(first)) or not (day := find(first[m.end() : m.end() + 40])):
        return None
    if not (iso := _ISO.match(first, m.end())):
        return day, text
    first, _, rest = text.lstrip().partition("\n")
    return day, f"{first[iso.end() :].strip()}\n{rest}".strip()


def _byline(text: str) -> date | None:
    """A date with a clock time, or alone, in one of the first lines, in a line that is no sentence of the story."""
    head = text[:12_000]
    for m in _A_YEAR.finditer(head):
        start, end = head.rfind("\n", 0, m.start()) + 1, head.find("\n", m.end())
        line = head[start : end if end >= 0 else len(head)]
        if len(line) < 300 and (len(line) < 40 or _CLOCK.search(line)) and (day := find(line)):
            before = head[:start].split("\n")[:-1]
            return day if len(before) < 40 and sum(bool(line.strip()) for line in before) < 20 else None
    return None


def _told(text: str) -> date | None:
    """A full date in a dateline (`CARACAS, Nov. 5, 2025 -`), or after "Published" or "Last updated" in a short line at the end."""
    if _A_YEAR.search(text, 0, 3_000):
        for line in [line for line in text[:3_000].split("\n") if line.strip()][:6]:
            if m := _DATELINE.match(line[:120].lstrip()):
                return find(m[0])
    if _A_YEAR.search(text, max(0, len(text) - 1_000)):
        for line in [line for line in text[-1_000:].split("\n") if line.strip()][-6:]:
            if len(line) < 100 and (m := _STATED.match(line)) and (day := find(line[m.end() :][:40])):
                return day
    return None


def _in_path(path: str) -> tuple[date, str] | None:
    """A day in a path (2025/11/05, 20251105, 2025/nov/05), or a month (2025/11/)."""
    for m in re.finditer(r"(?<!\d)((?:19|20)\d\d)[-/_.]?([01]\d)[-/_.]?([0-3]\d)(?!\d)", path, re.A):
        if day := _valid(int(m[1]), int(m[2]), int(m[3])):
            return day, "day"
    if (m := re.search(r"(?<!\d)((?:19|20)\d\d)[-/]([a-z]{3})[-/]([0-3]\d)(?!\d)", path, re.A | re.I)) and m[2].lower() in _MONTHS:
        day = _valid(int(m[1]), _MONTHS[m[2].lower()], int(m[3]))
        return (day, "day") if day else None
    if (m := re.search(r"/((?:19|20)\d\d)/([01]\d)/", path, re.A)) and (day := _valid(int(m[1]), int(m[2]), 1)):
        return day, "month"
    return None
