"""Where one clause ends and another begins, as far as punctuation and conjunctions show it."""

from __future__ import annotations

import re
from functools import lru_cache

STRONG = re.compile(r"[;:()“”\"—–]|''|\s-\s")
CLAUSE = re.compile(
    r",\s+(?:and|but|while|which|who|as|after|although|though|when)\s|\s(?:but|while|although|though|whereas|because)\s|\band\s+(?:then\s+)?(?=\w+ed\b)"
)

_OPENS = (
    r"(?:but|while|although|though|whereas|because|which|who|whose|whom|where|when|after|before|since|until|unless|if|despite|following|amid|"
    r"as(?= (?:the|a|an|it|he|she|they|its|police|[A-Z])))\b"
)
# the first character is taken from a set and looked back at: a search then skips all letters, ten times as fast as trying each alternative at each
_BREAK = re.compile(
    rf"[;:()“”\"—–',\s](?:(?<=[;:()“”\"—–])|(?<=')'|(?<=,)(?:\s{_OPENS}|\s+(?:and|or|\w+ing)\b)?|"
    rf"(?<=\s)(?:-\s|{_OPENS}|and\s+(?:then\s+)?(?=(?:\w+ed|said|told|was|were|has|had|is|are|will|would)\b)))",
    re.I,
)
_LEADING = re.compile(r"\W*(?:if|unless|until|when|after|before|since|because|while|although|though|as|despite|following|amid)\b", re.I)


@lru_cache(maxsize=64)  # asked several times of one event
def clause_start(text: str, start: int, end: int) -> int:
    """Where the clause that reaches up to `end` begins, at `start` or later. A break right before `end` does not count."""
    return max((m.end() for m in _BREAK.finditer(text, start, end) if text[m.end() : end].strip()), default=start)


def clause_end(text: str, start: int, end: int) -> int:
    """Where the clause that goes on at `start` ends, at `end` or before."""
    m = _BREAK.search(text, start, end)
    return m.start() if m else end


def breaks(text: str, start: int, end: int, *, commas: bool = True) -> bool:
    """Whether a clause ends between two places. Without `commas`, a bare comma is no end: it may set off a name or a date."""
    return any(commas or m[0] != "," for m in _BREAK.finditer(text, start, end))


def subordinate(text: str, start: int, end: int) -> re.Match | None:
    """The conjunction with which a clause that reaches from `start` to `end` opens."""
    return _LEADING.match(text, start, end)
