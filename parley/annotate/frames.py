"""Frames of each sentence from two signals, cue phrases and the sentence's vector, and how much of an article each frame takes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from parley.annotate.heads import SHARED, Head
from parley.annotate.text import Article
from parley.codebook import Codebook

LIKELY = 0.5
"""A sentence shows a frame by its vector where that is likelier than everything else together."""
TIMES_EVEN = 1.35
"""A frame without a threshold of its own is present in an article if it takes this many times what it would if all frames of its codebook, and none, were
equal. Set on the crisis frames of the constructed sample (23 labelled articles: too few for a threshold per frame)."""


@dataclass(frozen=True)
class Cue:
    """A sign of a frame: sentence, code points, its codebook and frame, and whether it stands in somebody's quoted words.

    `signal` is "cue" for a phrase of the codebook, with its `text`, and "vector" for a whole sentence, which has none. `score`: the probability that the
    sentence shows the frame, from its vector and its cues together (`heads`).
    """

    sentence: int
    start: int
    end: int
    codebook: str
    frame: str
    text: str | None
    in_quote: bool
    signal: str = "cue"
    score: float | None = None


def find(article: Article, quoted: list[tuple[int, int]]) -> list[Cue]:
    """Cues of all codebooks in order, as yet without scores. `quoted` are the code points of direct speech, apart and in order."""
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


def weigh(
    article: Article, cues: Sequence[Cue], vectors: np.ndarray, quoted: list[tuple[int, int]], heads: Sequence[Head], book: Codebook
) -> tuple[list[Cue], list[tuple[str, str, float, bool]]]:
    """The cues with their scores and the sentences found by vector, in order of the text; and per frame of every codebook a row for the article:
    (codebook, frame, share, present).

    `vectors` (sentences, 384). The share is the part of the article's sentences that a frame is expected to take, each sentence shared out among the frames
    by their probabilities (expected counts, as in Bella et al. 2010, doi:10.1109/ICDM.2010.75), which errs less than counting the likeliest.
    """
    signs: list[Cue] = []
    rows = []
    starts, ends = [a for a, _ in quoted], [b for _, b in quoted]
    own = {(f.codebook, f.name): f.threshold for f in book.frames}
    for head in heads:
        at = {name: i for i, name in enumerate(head.frames)}
        mine = [c for c in cues if c.codebook == head.codebook]
        counts = np.zeros((len(article.sentences), len(head.frames)))
        for c in mine:
            counts[c.sentence, at[c.frame]] += 1
        likely, parts = head(vectors, counts), head(vectors, counts, SHARED)
        signs += [Cue(**{**vars(c), "score": float(likely[c.sentence, at[c.frame]])}) for c in mine]
        for sentence, i in zip(*np.nonzero((likely >= LIKELY) & (counts == 0)), strict=True):
            start, end = article.sentences[sentence]
            over = quoted[bisect_right(ends, start) : bisect_left(starts, end)]
            inside = sum(min(end, b) - max(start, a) for a, b in over) * 2 > end - start
            signs.append(Cue(int(sentence), start, end, head.codebook, head.frames[i], None, inside, "vector", float(likely[sentence, i])))
        for name, share in zip(head.frames, parts.mean(0) if len(parts) else np.zeros(len(head.frames)), strict=True):
            threshold = own.get((head.codebook, name))
            least = TIMES_EVEN / (len(head.frames) + 1) if threshold is None else threshold
            rows.append((head.codebook, name, float(share), bool(share >= least)))
    return sorted(signs, key=lambda c: (c.start, c.codebook, c.frame)), rows
