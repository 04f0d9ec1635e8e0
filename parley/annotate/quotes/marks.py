"""Quotation marks in pairs: curly, straight, single, and the doubled apostrophes of wire text."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARKS = re.compile(r"[“”\"„«»]|''|``|[‘’']")
_OPENING = frozenset("“„«")
_CLOSING = frozenset("”»")
_DOUBLE = frozenset(["“", "”", '"', "''", "``", "„", "«", "»"])
_ELISION = re.compile(r"['’](?:em|til|tis|twas|cause|n|round|bout|\d0s)\b", re.I)

SHORTEST_UNCLOSED = 20
"""Characters after a mark that nothing closes before it counts as the beginning of a quotation, not as a slip."""


@dataclass(frozen=True)
class Marked:
    """A stretch in quotation marks: where the marks begin and end, and the words between. Without a closing mark both ends are the paragraph's."""

    start: int
    inner_start: int
    inner_end: int
    end: int


def pairs(text: str) -> list[Marked]:
    """Stretches in quotation marks in order of the text, none within another, none over the end of a line. Linear in the length of the text."""
    out: list[Marked] = []
    marks = list(_MARKS.finditer(text))
    at = 0
    for line in re.finditer(r"[^\n]+", text):
        first = at
        while at < len(marks) and marks[at].start() < line.end():
            at += 1
        if at > first:
            out.extend(_in_line(text, marks[first:at], line.start(), line.end()))
    return [m for m in out if text[m.inner_start : m.inner_end].strip()]


def _in_line(text: str, marks: list[re.Match], begin: int, end: int) -> list[Marked]:
    out = _double(text, [m for m in marks if m[0] in _DOUBLE], begin, end)
    singles, run, at = [], [], 0
    for m in (m for m in marks if m[0] not in _DOUBLE):
        passed = at
        while at < len(out) and out[at].end <= m.start():
            at += 1
        if at > passed:
            singles.extend(_single(text, run))
            run = []
        if at == len(out) or m.start() < out[at].start:
            run.append(m)
    return sorted([*out, *singles, *_single(text, run)], key=lambda pair: pair.start)


def _double(text: str, marks: list[re.Match], begin: int, end: int) -> list[Marked]:
    out: list[Marked] = []
    opened: re.Match | None = None
    depth = 0
    for m in marks:
        if opened is None:
            # some pages open quotations with the closing mark
            if m[0] in _CLOSING and not _opens(text, m, end) or m[0] in ('"', "''") and _closes(text, m, begin):
                continue
            opened, depth = m, 1
        elif m[0] in _OPENING and opened[0] in _OPENING:
            depth += 1
        elif m[0] not in _OPENING and m[0] != "``":
            # keyboards mix curly and straight marks, so a pair may be of two kinds where its direction is clear
            if m[0] in ('"', "''") and (_opens(text, m, end) or opened[0] in _OPENING and not _closes(text, m, begin)):
                continue
            depth -= 1
            if depth <= 0 or m[0] not in _CLOSING:
                out.append(Marked(opened.start(), opened.end(), m.start(), m.end()))
                opened = None
    if opened is not None and end - opened.end() > SHORTEST_UNCLOSED and not _closes(text, opened, begin):
        out.append(Marked(opened.start(), opened.end(), end, end))
    return out


def _opens(text: str, m: re.Match, end: int) -> bool:
    """Whether a straight mark can only open: a blank before it and a word after it."""
    return (m.start() == 0 or text[m.start() - 1] in " \t\n(—–-[") and m.end() < end and not text[m.end()].isspace() and text[m.end()] not in ".,;:)"


def _closes(text: str, m: re.Match, begin: int) -> bool:
    """Whether a straight mark can only close: a word or full stop before it, a blank or nothing after it."""
    return m.start() > begin and not text[m.start() - 1].isspace() and (m.end() >= len(text) or text[m.end()] in " \t\n.,;:)")


def _single(text: str, marks: list[re.Match]) -> list[Marked]:
    out: list[Marked] = []
    opened: re.Match | None = None
    for m in marks:
        before, after = text[m.start() - 1 : m.start()], text[m.end() : m.end() + 1]
        if opened is None:
            if m[0] in "‘'" and not before.isalnum() and after.isalnum() and not _ELISION.match(text, m.start()):
                opened = m
        elif m[0] != "‘" and not after.isalnum() and not before.isspace() and (before in ".,?!…" or before != "s" or after in ".,;:?!"):
            out.append(Marked(opened.start(), opened.end(), m.start(), m.end()))
            opened = None
    return out
