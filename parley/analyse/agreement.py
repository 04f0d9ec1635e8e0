"""How well two ways of grouping the same things agree."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable


def bcubed(pairs: Iterable[tuple[Hashable, Hashable]]) -> tuple[float, float, float]:
    """B-cubed precision, recall and F1 of clusters (Bagga and Baldwin 1998, "Algorithms for scoring coreference chains", section 4).

    A pair per item: its cluster by hand and by machine; the names of clusters do not matter. An item's precision is the share of its machine cluster
    that is in its hand cluster too, its recall the share of its hand cluster that is in its machine cluster; each item weighs the same. (nan, nan, nan)
    for no items.

    >>> [round(x, 2) for x in bcubed([("ana", 1), ("ana", 1), ("rui", 1)])]
    [0.56, 1.0, 0.71]
    """
    both = Counter(pairs)
    n = sum(both.values())
    if not n:
        return (float("nan"),) * 3
    hand: dict[Hashable, int] = defaultdict(int)
    machine: dict[Hashable, int] = defaultdict(int)
    for (h, m), count in both.items():
        hand[h] += count
        machine[m] += count
    precision = sum(c * c / machine[m] for (_, m), c in both.items()) / n
    recall = sum(c * c / hand[h] for (h, _), c in both.items()) / n
    return precision, recall, 2 * precision * recall / (precision + recall)
