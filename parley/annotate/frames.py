"""Frame cues in the text, and how much of an article each frame takes. A first version by phrases alone."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass

from parley.annotate.text import Article
from parley.codebook import Codebook

PRESENT_SENTENCES = 2
"""A frame that only one sentence shows is a passing word, not how the story is told..."""
PRESENT_SHARE = 0.25
"""...unless that sentence is a quarter of the article."""


@dataclass(frozen=True)
class Cue:
    """A frame cue: sentence, code points, its codebook and frame, and whether it stands in somebody's quoted words."""

    sentence: int
    start: int
    end: int
    codebook: str
    frame: str
    text: str
    in_quote: bool


def find(article: Article, quoted: list[tuple[int, int]]) -> list[Cue]:
    """Cues of all codebooks in order. `quoted` are the code points of direct speech, apart and in order."""
    starts = [s for s, _ in quoted]
    out = []
    for kind, matches in article.found.items():
        if not kind.startswith("cue "):
            continue
        for m in matches:
            i = bisect_right(starts, m.start) - 1
            inside = i >= 0 and m.start < quoted[i][1]
            out.append(Cue(article.sentence_at(m.start), m.start, m.end, m.entry.codebook, m.entry.name, article.text[m.start : m.end], inside))
    return sorted(out, key=lambda c: (c.start, c.codebook, c.frame))


def in_document(cues: list[Cue], sentences: int, book: Codebook) -> list[tuple[str, str, float, bool]]:
    """(codebook, frame, share of the sentences that hold a cue, present) for every frame of every codebook."""
    found = defaultdict(set)
    for c in cues:
        found[c.codebook, c.frame].add(c.sentence)
    out = []
    for frame in book.frames:
        n = len(found[frame.codebook, frame.name])
        share = n / sentences if sentences else 0.0
        out.append((frame.codebook, frame.name, share, n >= PRESENT_SENTENCES or share >= PRESENT_SHARE))
    return out
