"""The case of each word, for a model whose vocabulary has no capitals: 0 no letter, 1 lower, 2 Title, 3 UPPER, 4 mixed."""

from __future__ import annotations

import numpy as np

LONGEST_WORD = 40
"""Longer ones are no words."""
_APART, _SIGN, _LETTER, _CAPITAL, _UNSEEN = 0, 1, 2, 3, 255
_KINDS = np.full(0x110000, _UNSEEN, np.uint8)
"""What each code point is, filled in as code points are met."""


def cases(text: str) -> np.ndarray:
    """The case of its word at each code point, and 0 between words; whole articles at once, since one call costs more than a sentence's words."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    kinds = _KINDS[codes]
    if (kinds == _UNSEEN).any():
        new = np.unique(codes[kinds == _UNSEEN])
        _KINDS[new] = [_kind(chr(c)) for c in new.tolist()]
        kinds = _KINDS[codes]
    out = np.zeros(len(codes), np.uint8)
    inside = kinds != _APART
    edges = np.flatnonzero(np.diff(inside, prepend=False, append=False))
    starts, lengths = edges[::2], edges[1::2] - edges[::2]
    if not len(starts):
        return out
    letters = np.add.reduceat(kinds >= _LETTER, starts, dtype=np.int32)
    capitals = np.add.reduceat(kinds == _CAPITAL, starts, dtype=np.int32)
    at = np.arange(len(codes))
    first = kinds[np.minimum.reduceat(np.where(kinds >= _LETTER, at, len(codes) - 1), starts)]
    title = (first == _CAPITAL) & (capitals == 1) & ((letters > 1) | (lengths == 1))
    case = np.select([(letters == 0) | (lengths > LONGEST_WORD), capitals == 0, title, capitals == letters], [0, 1, 2, 3], 4)
    out[inside] = np.repeat(case.astype(np.uint8), lengths)
    return out


def _kind(c: str) -> int:
    if c.isalpha():
        return _CAPITAL if c.isupper() else _LETTER
    return _SIGN if c.isalnum() or c == "_" else _APART
