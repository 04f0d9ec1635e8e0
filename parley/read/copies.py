"""Which articles repeat an earlier one: exact copies, near copies and wire copies with another headline or a cut ending.

Each article is the set of its word shingles, hashed. Articles are compared by containment (Broder 1997, doi:10.1109/SEQUEN.1997.666900): the
share of the shorter article's shingles that stand in the longer one, so that a shortened copy still counts. Which pairs are worth comparing is
told by Broder's MOD sketch, the kind of MinHash sketch that keeps containment: of each set, the hashes that are 0 modulo `SAMPLE`.

`benchmarks/copies.py` plants copies in news and measures recall and precision for each threshold; the values below come from there.
"""

from __future__ import annotations

import tempfile
import weakref
import zlib
from array import array
from datetime import date

import numpy as np

from parley.read.words import words

SHINGLE = 3
"""Words in a shingle. With 30 % of the words deleted at random, about half of what is left still are runs of three of the original."""
SAMPLE = 8
"""One shingle in eight is looked up to find pairs worth comparing. Texts with fewer than `FEW` shingles are looked up by all of them."""
FEW = 160
COMMON = 24
"""A shingle of more articles than this is a phrase of the trade ("said in a"): it brings only neighbours together."""
CONTAINMENT = 0.36
"""Share of the shorter text's shingles that must stand in the longer one."""
MIN_SHINGLES = 20
"""Shorter texts agree by chance; they are copies only where they are equal."""
MAX_SPAN_DAYS = 31
"""A copy comes soon after its original; the same words a season later are a template."""

SHARED = 2
"""Sketch hashes that two articles must share to be compared; a pair at the containment below shares some twenty."""
_PART = 8_000_000
"""Sketch hashes that are joined at once (some 80,000 articles): beyond that in up to eight rounds, so that memory holds one part of the pairs."""


class _Hashes(dict):
    """Word -> 32-bit hash, computed once per word; news has few words that are new."""

    def __missing__(self, word: bytes) -> int:
        if len(self) > 500_000:
            self.clear()
        self[word] = value = zlib.crc32(word)
        return value


_hash = _Hashes()


def shingles(text: str) -> np.ndarray:
    """Sorted 32-bit hashes of the text's word shingles, each once."""
    found = words(text)
    count = len(found) - SHINGLE + 1
    if count < 1:
        return np.zeros(0, np.uint32)
    hashes = np.fromiter(map(_hash.__getitem__, found), np.uint64, len(found))
    rolled = np.zeros(count, np.uint64)
    for i in range(SHINGLE):
        rolled = rolled * np.uint64(0x9E3779B97F4A7C15) + hashes[i : count + i]
    mixed = np.sort(((rolled ^ (rolled >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9) >> np.uint64(32)).astype(np.uint32))
    return mixed[np.concatenate(([True], mixed[1:] != mixed[:-1]))]


def sketch(found: np.ndarray) -> np.ndarray:
    """The MOD sketch: the hashes that are 0 modulo `SAMPLE`, or all where the text has fewer than `FEW`."""
    return found if len(found) < FEW else found[found % SAMPLE == 0]


class Copies:
    """Collects articles one by one; `originals` then tells which repeat which.

    Shingles wait in a temporary file, so memory grows by some 500 bytes an article, not by its length.
    """

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.days: list[int] = []
        self.wires: list[bool] = []
        self._places = array("q", [0])
        self._sketched = array("I")
        self._owners = array("q")
        self._file = tempfile.TemporaryFile(prefix="parley-")  # noqa: SIM115
        weakref.finalize(self, self._file.close)

    def add(self, doc_id: str, published: date | None, text: str, *, wire: bool = False) -> None:
        """Take in one article; `wire` says that its outlet is an agency, whose report the others carry."""
        found = shingles(text)
        self._file.write(found.tobytes())
        self._places.append(self._places[-1] + len(found))
        small = sketch(found)
        self._sketched.frombytes(small.astype(np.uint32).tobytes())
        self._owners.append(len(small))
        self.ids.append(doc_id)
        self.days.append(published.toordinal() if published else 0)
        self.wires.append(wire)

    def originals(self) -> dict[str, str]:
        """doc_id -> doc_id of the earliest article that it repeats; articles that repeat none are left out.

        Earliest by publication date, an undated article after dated ones. On one day an agency's report comes first, then the longer text.
        """
        count = len(self.ids)
        if not self._places[-1]:
            return {}
        self._file.flush()
        self._shingles = np.memmap(self._file, np.uint32, "r", shape=(self._places[-1],))
        order = sorted(range(count), key=lambda i: (self.days[i] or 10**9, not self.wires[i], -self._length(i), i))
        rank = [0] * count
        for position, i in enumerate(order):
            rank[i] = position
        parent = list(range(count))

        def root(i: int) -> int:
            while parent[i] != i:
                parent[i] = parent[parent[i]]
                i = parent[i]
            return i

        for a, b in self._candidates():
            first, second = root(a), root(b)
            if first != second and self._repeats(a, b):
                if rank[second] < rank[first]:
                    first, second = second, first
                parent[second] = first
        return {self.ids[i]: self.ids[root(i)] for i in range(count) if root(i) != i}

    def _length(self, i: int) -> int:
        return self._places[i + 1] - self._places[i]

    def _of(self, i: int) -> np.ndarray:
        return self._shingles[self._places[i] : self._places[i + 1]]

    def _candidates(self):
        """Pairs whose sketches share a hash, each once per round, the pairs that share most first."""
        hashes = np.frombuffer(self._sketched, np.uint32)
        owners = np.repeat(np.arange(len(self._owners), dtype=np.uint32), np.frombuffer(self._owners, np.int64))
        for part in range(8 if len(hashes) > _PART else 1):
            mine = (hashes >> np.uint32(29)) == part if len(hashes) > _PART else slice(None)
            h, o = hashes[mine], owners[mine]
            by_hash = np.argsort(h, kind="stable")
            h, o = h[by_hash], o[by_hash].astype(np.int64)
            begins = np.flatnonzero(np.concatenate(([True], h[1:] != h[:-1])))
            sizes = np.diff(np.append(begins, len(h)))
            size = np.repeat(sizes, sizes)  # of the group that each position belongs to
            left = np.repeat(begins + sizes, sizes) - np.arange(len(h))  # positions from here to the end of the group
            pairs = []
            for step in range(1, COMMON):
                # beyond some members a group is a phrase that all share: comparing neighbours keeps this linear, and joins equal articles
                at = np.flatnonzero((left > step) & ((size <= COMMON) | (step == 1)))
                if not len(at):
                    break
                pairs.append(o[at] * len(self.ids) + o[at + step])
            if pairs:
                found, shared = np.unique(np.concatenate(pairs), return_counts=True)
                found, shared = found[shared >= SHARED], shared[shared >= SHARED]
                for pair in found[np.argsort(-shared, kind="stable")].tolist():
                    yield divmod(pair, len(self.ids))

    def _repeats(self, a: int, b: int) -> bool:
        if self.days[a] and self.days[b] and abs(self.days[a] - self.days[b]) > MAX_SPAN_DAYS:
            return False
        x, y = self._of(a), self._of(b)
        if len(x) > len(y):
            x, y = y, x
        if len(x) < MIN_SHINGLES:
            return np.array_equal(x, y)
        return containment(x, y) >= CONTAINMENT


def containment(short: np.ndarray, long: np.ndarray) -> float:
    """Share of the hashes of `short` that are in `long`; both sorted."""
    at = np.searchsorted(long, short)
    return float(np.count_nonzero(long[np.minimum(at, len(long) - 1)] == short)) / len(short)
