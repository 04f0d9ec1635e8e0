"""Attributions in one stretch of text: which words are said, thought or judged, by which cue, and by whom."""

from __future__ import annotations

from parley.annotate.quotes.ahead import Ahead
from parley.annotate.quotes.beside import Beside
from parley.annotate.quotes.clauses import Clauses
from parley.annotate.quotes.reader import Attribution


def attributions(c: Clauses) -> list[Attribution]:
    """Attributions in order of the text. None stands within another: what is quoted within what is said belongs to the one who says it."""
    beside, ahead = Beside(c), Ahead(c)
    out: list[Attribution] = []
    taken = 0
    roles = [(cue, c.role(cue)) for cue in c.cues]
    after: list[Attribution] = []
    for cue, role in roles:
        if cue.first >= taken and (a := beside(cue, role, taken)):
            after.append(a)
            taken = max(a.last, a.cue.last + 1, a.speaker[1] if a.speaker else 0)
    blocks = [(min(a.first, a.cue.first), max(a.last, a.cue.last + 1)) for a in after]
    at = 0
    done = 0
    for cue, role in roles:
        while at < len(blocks) and blocks[at][1] <= cue.first:
            done = max(done, blocks[at][1])
            at += 1
        inside = at < len(blocks) and blocks[at][0] <= cue.first
        if role is None or inside or cue.first < done:
            continue
        a = beside.according(cue, cue.first) if role == "phrase" else ahead(cue, role)
        if a and at < len(blocks) and a.last > blocks[at][0] and a.first < blocks[at][0]:
            a.last = blocks[at][0]
        if a and a.last > a.first:
            out.append(a)
            done = max(a.last, cue.last + 1)
    return sorted([*out, *after], key=lambda a: a.first)
