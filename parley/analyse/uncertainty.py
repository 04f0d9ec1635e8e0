"""How sure a number is: intervals for shares and for ratios of sums, with articles as the units that were sampled."""

from __future__ import annotations

import math
import zlib
from collections.abc import Sequence

import numpy as np

LEVEL = 0.95
RESAMPLES = 1000
DRAWN_AT_ONCE = 3_000_000
"""Articles drawn before their sums are taken: three numbers of 8 bytes for each are held, 70 MiB, however many articles there are."""


def wilson(count: int, n: int, level: float = LEVEL) -> tuple[float, float]:
    """Score interval of a share, `count` of `n` (Wilson 1927, doi:10.1080/01621459.1927.10502953). (nan, nan) where n is 0.

    >>> [round(x, 3) for x in wilson(5, 10)]
    [0.237, 0.763]
    """
    if n == 0:
        return math.nan, math.nan
    z = {0.95: 1.959964, 0.9: 1.644854, 0.8: 1.281552}[level]
    share = count / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def bootstrap_ratio(numerators: Sequence[float], denominators: Sequence[float], *, seed: str, level: float = LEVEL) -> tuple[float, float]:
    """Percentile interval of sum(numerators) / sum(denominators), articles drawn with replacement (Efron 1979, doi:10.1214/aos/1176344552).

    `seed` names what is estimated, so that the same figure gets the same draw on any day. (nan, nan) for fewer than two articles. Where every article
    gives the same answer (none of 20 cues is quoted) resampling sees no doubt at all; then a share gets the score interval of as many articles.
    """
    top, bottom = np.asarray(numerators, float), np.asarray(denominators, float)
    if len(top) < 2 or bottom.sum() == 0:
        return math.nan, math.nan
    draw = np.random.default_rng(zlib.crc32(seed.encode()))
    above, below = np.empty(RESAMPLES), np.empty(RESAMPLES)
    step = max(1, DRAWN_AT_ONCE // len(top))
    for a in range(0, RESAMPLES, step):  # in parts: the draws come in the same order as all at once, so the figures are the same
        picks = draw.integers(0, len(top), size=(min(step, RESAMPLES - a), len(top)))
        above[a : a + step], below[a : a + step] = top[picks].sum(axis=1), bottom[picks].sum(axis=1)
    ratios = above[below > 0] / below[below > 0]
    tail = (1 - level) / 2
    low, high = np.quantile(ratios, [tail, 1 - tail])
    if low == high and top.sum() in (0, bottom.sum()):
        return wilson(len(top) if top.sum() else 0, len(top), level)
    return float(low), float(high)
