"""Which articles repeat an earlier one: exact copies, near copies and wire copies with another headline or a cut ending.

Each article is the set of its word shingles, hashed. Articles are compared by containment (Broder 1997, doi:10.1109/SEQUEN.1997.666900): the
share of the shorter article's shingles that stand in the longer one, so that a shortened copy still counts. Which pairs are worth comparing is
told by Broder's MOD sketch, the kind of MinHash sketch that keeps containment: of each set, the hashes that are 0 modulo `SAMPLE`. Words that an
outlet sets into many articles over months (galleries, notes about the author) are told from a story's own by the days on which they come.

`benchmarks/copies.py` plants copies in news and measures recall and precision for each threshold; the values below come from there.
"""

from __future__ import annotations

import contextlib
import tempfile
import weakref
import zlib
from array import array
from collections.abc import Iterator
from datetime import date
from typing import BinaryIO

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

OWN, FEW_OWN = 0.15, 8
"""Of the shorter text's sketch without template shingles this share must stand in the longer one, too. Below `FEW_OWN` hashes nothing can be said."""
TEMPLATE_GAPS = 2
"""A shingle is a template's if the days of its articles have this many gaps of more than `MAX_SPAN_DAYS`: one gap may be a reprint."""
SHARED = 2
"""Sketch hashes that two articles must share to be compared; a pair at the containment above shares some twenty."""
_PART = 1_500_000
"""Sketch hashes that are joined at once (some 15,000 articles). More are joined in parts that wait in temporary files, with the same result."""
_MOST_PARTS = 256
_SKETCHED = np.dtype([("hash", "<u4"), ("owner", "<u4")])
_PAIRS = np.dtype([("pair", "<i8"), ("shared", "<u2")])


def shingles(text: str) -> np.ndarray:
    """Sorted 32-bit hashes of the text's word shingles, each once."""
    found = words(text)
    count = len(found) - SHINGLE + 1
    if count < 1:
        return np.zeros(0, np.uint32)
    hashes = np.fromiter(map(zlib.crc32, found), np.uint64, len(found))
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

    Shingles and sketches wait in temporary files: memory grows by some 50 bytes an article, not by its length.
    """

    def __init__(self) -> None:
        self._ids, self._id_ends = bytearray(), array("q", [0])
        self._days, self._wires = array("i"), bytearray()
        self._places, self._sizes = array("q", [0]), array("I")
        self._files = contextlib.ExitStack()
        self._shingles, self._sketches = self._file(), self._file()
        weakref.finalize(self, self._files.close)

    def __len__(self) -> int:
        """Articles so far."""
        return len(self._days)

    def _file(self) -> BinaryIO:
        return self._files.enter_context(tempfile.TemporaryFile(prefix="parley-"))

    def add(self, doc_id: str, published: date | None, text: str, *, wire: bool = False) -> None:
        """Take in one article; `wire` says that its outlet is an agency, whose report the others carry."""
        found = shingles(text)
        small = sketch(found)
        self._shingles.write(found.tobytes())
        self._places.append(self._places[-1] + len(found))
        self._sketches.write(small.tobytes())
        self._sizes.append(len(small))
        self._ids += doc_id.encode()
        self._id_ends.append(len(self._ids))
        self._days.append(published.toordinal() if published else 0)
        self._wires.append(wire)

    def originals(self) -> dict[str, str]:
        """doc_id -> doc_id of the earliest article that it repeats; articles that repeat none are left out.

        Earliest by publication date, an undated article after dated ones. On one day an agency's report comes first, then the longer text.
        """
        count = len(self)
        if not self._places[-1]:
            return {}
        days = np.array(self._days, np.int32)
        order = np.lexsort((-np.diff(np.array(self._places)), ~np.frombuffer(bytes(self._wires), bool), np.where(days, days, 10**9)))
        rank = np.empty(count, np.int32)
        rank[order] = np.arange(count, dtype=np.int32)
        rank, parent = array("i", rank.tobytes()), array("i", range(count))

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
        return {self._id(i): self._id(root(i)) for i in range(count) if parent[i] != i}

    def _id(self, i: int) -> str:
        return self._ids[self._id_ends[i] : self._id_ends[i + 1]].decode()

    def _of(self, i: int) -> np.ndarray:
        """The shingles of an article."""
        self._shingles.seek(4 * self._places[i])
        found = np.frombuffer(self._shingles.read(4 * (self._places[i + 1] - self._places[i])), np.uint32)
        self._shingles.seek(0, 2)
        return found

    def _candidates(self) -> Iterator[tuple[int, int]]:
        """Pairs whose sketches share at least `SHARED` hashes, each once; of each part the pairs that share most first.

        Sketches are parted by hash, which finds the pairs; pairs are parted by their first article, which counts them.
        """
        count, total = len(self), sum(self._sizes)
        parts = 1
        while parts * _PART < total and parts < _MOST_PARTS:
            parts *= 2
        templates = []
        with contextlib.ExitStack() as files:
            opened = lambda: [files.enter_context(tempfile.TemporaryFile(prefix="parley-")) for _ in range(parts)]  # noqa: E731
            by_hash, by_article = opened(), opened()
            for block in self._sketch_blocks():
                part = block["hash"] >> np.uint32(32 - (parts.bit_length() - 1)) if parts > 1 else np.zeros(len(block), np.uint32)
                for number in np.unique(part):
                    by_hash[number].write(block[part == number].tobytes())
            for file in by_hash:
                pairs, template = self._joined(_whole(file, _SKETCHED))
                templates.append(template)
                part = pairs["pair"] // count * parts // count
                for number in np.unique(part):
                    by_article[number].write(pairs[part == number].tobytes())
            self._template = np.concatenate(templates)  # the parts are in the order of their hashes, and so is each
            for file in by_article:
                pairs = _whole(file, _PAIRS)
                found, which = np.unique(pairs["pair"], return_inverse=True)
                shared = np.bincount(which, pairs["shared"], len(found))
                found, shared = found[shared >= SHARED], shared[shared >= SHARED]
                for pair in found[np.argsort(-shared, kind="stable")].tolist():
                    yield divmod(pair, count)

    def _sketch_blocks(self) -> Iterator[np.ndarray]:
        """All sketches with their owners, some million hashes at a time."""
        self._sketches.seek(0)
        sizes, at = np.array(self._sizes, np.int64), 0
        ends = np.cumsum(sizes)
        while at < len(sizes):
            end = max(at + 1, int(np.searchsorted(ends, (ends[at - 1] if at else 0) + _PART, "right")))
            block = np.empty(int(sizes[at:end].sum()), _SKETCHED)
            block["hash"] = np.frombuffer(self._sketches.read(4 * len(block)), np.uint32)
            block["owner"] = np.repeat(np.arange(at, end, dtype=np.uint32), sizes[at:end])
            yield block
            at = end

    def _joined(self, part: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Pairs of articles that share hashes, with how many; and the hashes that are a template's, sorted."""
        if not len(part):
            return np.empty(0, _PAIRS), np.empty(0, np.uint32)
        part = part[np.argsort(part["hash"], kind="stable")]  # within a hash, articles stay in their order
        h, o = part["hash"], part["owner"].astype(np.int64)
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
            pairs.append(o[at] * len(self) + o[at + step])
        made = np.empty(0, _PAIRS)
        if pairs:
            found, shared = np.unique(np.concatenate(pairs), return_counts=True)
            made = np.empty(len(found), _PAIRS)
            made["pair"], made["shared"] = found, np.minimum(shared, 60_000)
        days = np.frombuffer(self._days, np.int32)[part["owner"]]
        h, days = h[days > 0], days[days > 0]
        by_day = np.lexsort((days, h))
        h, days = h[by_day], days[by_day]
        gaps = h[1:][(h[1:] == h[:-1]) & (np.diff(days) > MAX_SPAN_DAYS)]
        hashes, counts = np.unique(gaps, return_counts=True)
        return made, hashes[counts >= TEMPLATE_GAPS]

    def _repeats(self, a: int, b: int) -> bool:
        if self._days[a] and self._days[b] and abs(self._days[a] - self._days[b]) > MAX_SPAN_DAYS:
            return False
        x, y = self._of(a), self._of(b)
        if len(x) > len(y):
            x, y = y, x
        if len(x) < MIN_SHINGLES:
            return np.array_equal(x, y)
        if containment(x, y) < CONTAINMENT:
            return False
        small = sketch(x)
        own = small[~_among(small, self._template)]
        return len(own) < FEW_OWN or containment(own, y) >= OWN


def _whole(file: BinaryIO, kind: np.dtype) -> np.ndarray:
    file.seek(0)
    return np.frombuffer(file.read(), kind)


def _among(some: np.ndarray, sorted_hashes: np.ndarray) -> np.ndarray:
    """Which of some hashes stand among the sorted ones."""
    if not len(sorted_hashes):
        return np.zeros(len(some), bool)
    return sorted_hashes[np.minimum(np.searchsorted(sorted_hashes, some), len(sorted_hashes) - 1)] == some


def containment(short: np.ndarray, long: np.ndarray) -> float:
    """Share of the hashes of `short` that are in `long`; both sorted."""
    return float(np.count_nonzero(_among(short, long))) / len(short)
