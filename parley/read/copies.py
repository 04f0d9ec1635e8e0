"""Which articles repeat an earlier one: exact copies, near copies and wire copies with another headline or a cut ending.

MinHash (Broder 1997, doi:10.1109/SEQUEN.1997.666900) over word shingles finds candidates in bands; each candidate is then compared by
containment, so that a shortened copy still counts.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from datetime import date

import numpy as np

SHINGLE = 4
"""Words in a shingle: a third of all words may be dropped and runs of four still survive."""
HASHES, ROWS = 64, 2
"""64 hashes in 32 bands of 2 rows: a pair with Jaccard similarity 0.3 meets in a band with probability 0.95."""
CONTAINMENT = 0.5
"""Share of the shorter text's shingles that must stand in the longer one."""
MIN_SHINGLES = 20
"""Shorter texts agree by chance; they are copies only where they are equal."""
MAX_SPAN_DAYS = 31
"""A copy comes soon after its original; the same words a season later are a template."""

_PRIME = (1 << 31) - 1
_SEEDS = np.random.default_rng(20250902).integers(1, _PRIME, size=(2, HASHES), dtype=np.uint64)


def shingles(text: str) -> np.ndarray:
    """Sorted 32-bit hashes of the text's word shingles, each once."""
    words = re.findall(r"\w+", text.lower())
    if len(words) < SHINGLE:
        return np.zeros(0, np.uint32)
    hashes = np.fromiter((zlib.crc32(w.encode()) for w in words), np.uint64, len(words))
    rolled = np.zeros(len(words) - SHINGLE + 1, np.uint64)
    for i in range(SHINGLE):
        rolled = rolled * np.uint64(1_000_003) + hashes[i : len(words) - SHINGLE + 1 + i]
    return np.unique((rolled ^ (rolled >> np.uint64(29))).astype(np.uint32))


def signature(found: np.ndarray) -> np.ndarray:
    """MinHash signature, 64 values of 32 bits."""
    if not len(found):
        return np.zeros(HASHES, np.uint32)
    values = (found.astype(np.uint64)[:, None] * _SEEDS[0] + _SEEDS[1]) % np.uint64(_PRIME)
    return values.min(axis=0).astype(np.uint32)


class Copies:
    """Collects articles one by one; `originals` then tells which repeat which."""

    def __init__(self) -> None:
        self.items: list[tuple[str, date | None, np.ndarray, np.ndarray]] = []
        self.from_wire: list[bool] = []

    def add(self, doc_id: str, published: date | None, text: str, *, wire: bool = False) -> None:
        """Take in one article; `wire` says that its outlet is an agency, whose report the others carry."""
        found = shingles(text)
        self.items.append((doc_id, published, found, signature(found)))
        self.from_wire.append(wire)

    def originals(self) -> dict[str, str]:
        """doc_id -> doc_id of the earliest article that it repeats; articles that repeat none are left out.

        Earliest by publication date, an undated article after dated ones. On one day an agency's report comes first, then the longer text.
        """
        order = sorted(range(len(self.items)), key=lambda i: (self.items[i][1] or date.max, not self.from_wire[i], -len(self.items[i][2]), i))
        rank = {i: r for r, i in enumerate(order)}
        parent = list(range(len(self.items)))

        def root(i: int) -> int:
            while parent[i] != i:
                parent[i] = parent[parent[i]]
                i = parent[i]
            return i

        for a, b in self._candidates():
            if root(a) != root(b) and self._repeats(a, b):
                first, second = sorted((root(a), root(b)), key=rank.get)
                parent[second] = first
        return {self.items[i][0]: self.items[root(i)][0] for i in range(len(self.items)) if root(i) != i}

    def _candidates(self):
        seen = set()
        for band in range(0, HASHES, ROWS):
            buckets = defaultdict(list)
            for i, (_, _, found, sig) in enumerate(self.items):
                if len(found):
                    buckets[sig[band : band + ROWS].tobytes()].append(i)
            for members in buckets.values():
                # beyond some members a bucket is boilerplate that all share: comparing each with the first keeps this linear
                pairs = (
                    ((a, b) for k, a in enumerate(members) for b in members[k + 1 :])
                    if len(members) <= 30
                    else ((members[0], b) for b in members[1:])
                )
                for pair in pairs:
                    if pair not in seen:
                        seen.add(pair)
                        yield pair

    def _repeats(self, a: int, b: int) -> bool:
        (_, day_a, x, _), (_, day_b, y, _) = self.items[a], self.items[b]
        if day_a and day_b and abs((day_a - day_b).days) > MAX_SPAN_DAYS:
            return False
        if min(len(x), len(y)) < MIN_SHINGLES:
            return np.array_equal(x, y)
        return len(np.intersect1d(x, y, assume_unique=True)) >= CONTAINMENT * min(len(x), len(y))
