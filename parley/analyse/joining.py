"""Which events are one happening: agreement in time, in words and in who took part.

Events come in order of time, those that their dates place best first; each joins the most alike of the groups that its interval meets, or begins its
own. Likeness is reckoned for a batch of events and all groups in their window at once, as products of matrices, and then in full for the few nearest.
The window is bounded (`MOST`), so that the work grows with the number of events, not with its square.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

import numpy as np

from parley.analyse.surroundings import stems

NARROW_DAYS = 10
"""An interval up to this long dates an incident; longer ones ("in November") are fitted to the incidents that narrower ones made."""
ALIKE, ALIKE_WIDE, ALIKE_UNDATED = 0.5, 0.5, 0.6
"""Likeness (`_agreement` and the cosine) from which two reports are one happening: the less the dates say, the more alike the words must be."""
SHORTLIST = 12
"""Groups nearest by vectors, class, track, words and actors that are looked at in full."""
SAME_CLASS, SAME_QUAD, SAME_WORD, SAME_TRACK, SHARED_ACTOR = 0.1, 0.07, 0.15, 0.05, 0.05
OTHER_ACTORS, OTHER_PLACE, OTHER_ORDINAL, OTHER_TIME = -0.2, -0.1, -0.3, -0.25
AHEAD = frozenset(("planned", "possible"))
MOST = 4_096
"""Groups that one report is compared with, the nearest in time: what keeps the work linear. A corpus with more incidents than this in the days that a
report can mean joins it with none of those further off; two reports of one happening can then stay apart, never be joined wrongly."""
BATCH = 256
"""Reports whose likeness is reckoned at once."""
NEVER = 10_000_000
"""Day number of groups without a date: after every day."""
LATER_DAYS = 60
"""An undated report can mean an incident that begins up to this long after its publication: a plan."""
QUADS = {
    event: quad
    for quad, events in enumerate(
        ("AGREE CONSULT SUPPORT", "AID COOPERATE CONCEDE RETREAT", "ACCUSE REJECT REQUEST THREATEN", "ASSAULT COERCE MOBILIZE PROTEST SANCTION")
    )
    for event in events.split()
}
"""PLOVER's quad classes: a machine that takes the class wrongly stays within them more often than not."""

@dataclass(slots=True)
class Group:
    """Events that are one happening. The interval is what all its narrow reports allow; None where no report gives one."""

    earliest: date | None
    latest: date | None
    events: list[int]
    near: int
    """Day number of the publication of its first report; only for those without an interval."""
    actors: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    classes: Counter = field(default_factory=Counter)
    words: set[str] = field(default_factory=set)
    tracks: Counter = field(default_factory=Counter)
    spots: set[tuple] = field(default_factory=set)
    spans: set[tuple] = field(default_factory=set)
    ordinals: set[str] = field(default_factory=set)
    times: set[bool] = field(default_factory=set)
    """Whether its reports speak of what lies ahead (True) or of what happened."""

    @property
    def first(self) -> int:
        return self.earliest.toordinal() if self.earliest else NEVER

    @property
    def last(self) -> int:
        return self.latest.toordinal() if self.latest else NEVER

    def absorb(self, other: Group) -> None:
        self.events += other.events
        self.actors |= other.actors
        self.places |= other.places
        self.words |= other.words
        self.classes += other.classes
        self.tracks += other.tracks
        self.spots |= other.spots
        self.spans |= other.spans
        self.ordinals |= other.ordinals
        self.times |= other.times


def actors(event: dict) -> set[str]:
    return {a for a in (event["source"], event["target"]) if a}


class Joiner:
    """Groups being made of `events` (rows of the table `events`) and their `vectors` (events, dimensions), unit length."""

    def __init__(
        self, events: Sequence[dict], vectors: np.ndarray, published: dict[str, date | None], ordinals: dict[int, str] | None = None
    ) -> None:
        self.events, self.vectors, self.published, self.ordinals = events, vectors, published, ordinals or {}

    def join(self, totals: Collection[int] = ()) -> list[Group]:
        """Narrow intervals first, then wide ones, then events that no expression dates, then running totals.

        `totals` are the events that count happenings ("35 strikes had killed 115"): they join each other whatever their days, and nothing else.
        """
        width = lambda e: (e["latest"] - e["earliest"]).days  # noqa: E731
        order = lambda i: self.events[i]["event_id"]  # noqa: E731
        single = [i for i in range(len(self.events)) if i not in totals]
        dated = [i for i in single if self.events[i]["earliest"]]
        begins = lambda i: (self.events[i]["earliest"], width(self.events[i]), order(i))  # noqa: E731
        narrow = sorted((i for i in dated if width(self.events[i]) <= NARROW_DAYS), key=begins)
        # "in 2019" after "in March", and those of a month together, so that a batch needs one window
        wide = sorted((i for i in dated if width(self.events[i]) > NARROW_DAYS), key=lambda i: (width(self.events[i]).bit_length(), *begins(i)))
        undated = [i for i in single if not self.events[i]["earliest"]]
        undated.sort(key=lambda i: (self.published.get(self.events[i]["doc_id"]) or date.max, order(i)))
        table = _Table(self.vectors)
        self._pass(table, narrow, ALIKE, narrowing=True)
        table = self._merged(table)
        for late, least in ((wide, ALIKE_WIDE), (undated, ALIKE_UNDATED)):
            table = table.ordered()
            self._pass(table, late, least)
        counts = _Table(self.vectors)
        self._pass(counts, sorted(totals, key=order), ALIKE_WIDE, counting=True)
        return table.groups + counts.groups

    def _single(self, i: int) -> Group:
        e = self.events[i]
        day = self.published.get(e["doc_id"])
        return Group(
            e["earliest"], e["latest"], [i], day.toordinal() if day else NEVER, actors(e), {e["place"]} - {None}, Counter((e["event"],)),
            set(stems(e["trigger"])), Counter((e["track"],)), {(e["doc_id"], e["sentence"])}, {(e["doc_id"], e["start"], e["end"])},
            {self.ordinals[i]} if i in self.ordinals else set(), {e["status"] in AHEAD},
        )  # fmt: skip

    def _pass(self, table: _Table, items: Sequence[int], least: float, **how: bool) -> None:
        for a in range(0, len(items), BATCH):
            part = items[a : a + BATCH]
            table.add([self._single(i) for i in part], self.vectors[part].astype(np.float32), least, **how)

    def _merged(self, table: _Table) -> _Table:
        """Groups that grew apart because their first reports differed, and are alike as a whole: each is held against those that begin with it or before."""
        order = sorted(range(len(table.groups)), key=lambda g: (table.groups[g].earliest, -len(table.groups[g].events), g))
        out = _Table(self.vectors)
        for a in range(0, len(order), BATCH):
            part = order[a : a + BATCH]
            out.add([table.groups[g] for g in part], table.sums[part], ALIKE, narrowing=True)
        return out


class _Table:
    """Groups with what is compared of them in columns: a row each, those there at first (`base` of them) in order of their first day, later ones as they come.

    `sums` holds the sum of a group's vectors, `squares` its squared length, `first` and `last` its days, `bits` one column each for its classes, quads, tracks, words
    and actors, a bit for each of 64 values into which their names fall.
    """

    def __init__(self, like: np.ndarray, groups: Sequence[Group] = (), sums: np.ndarray | None = None) -> None:
        self.groups = list(groups)
        self.base = len(self.groups)
        self.sums = np.zeros((0, like.shape[1]), np.float32) if sums is None else sums
        self.squares = (self.sums**2).sum(1)
        self.first, self.last = (np.array([getattr(g, name) for g in self.groups], np.int64) for name in ("first", "last"))
        self.bits = np.array([_bits(g) for g in self.groups], np.uint64).reshape(-1, 5)
        self.sizes = np.array([len(g.events) for g in self.groups], np.int64)

    def ordered(self) -> _Table:
        """The same groups in order of their first day."""
        order = np.argsort(self.first[: len(self.groups)], kind="stable")
        return _Table(self.sums, [self.groups[g] for g in order], self.sums[order])

    def _grow(self, n: int) -> None:
        have, need = len(self.first), len(self.groups) + n
        if need > have:
            more = max(need, have + have // 2) - have
            for name in ("sums", "squares", "first", "last", "bits", "sizes"):
                column = getattr(self, name)
                setattr(self, name, np.concatenate([column, np.zeros((more, *column.shape[1:]), column.dtype)]))

    def _window(self, items: Sequence[Group], counting: bool) -> np.ndarray:
        """Rows that the items of a batch are compared with: of the base those nearest in time, of the later ones the last."""
        n = len(self.groups)
        later = np.arange(max(self.base, n - MOST), n)
        if not self.base or counting:
            return later
        first = self.first[: self.base]
        days = [i.first if i.earliest else i.near for i in items]
        if items[0].earliest is None and max(days) == NEVER:  # no date at all: an article nobody dated most likely tells what many tell
            near = np.sort(np.argsort(-self.sizes[: self.base], kind="stable")[:MOST])
        else:
            known = [d for d in days if d != NEVER]
            if items[0].earliest is None:
                begin, end = 0, int(np.searchsorted(first, max(known) + LATER_DAYS, "right"))
                middle = int(np.searchsorted(first, max(known), "right"))
                begin, end = max(0, min(middle - 3 * MOST // 4, end - MOST)), end
                end = min(end, begin + MOST)
            else:
                begin = int(np.searchsorted(first, min(known) - 400, "left"))
                end = int(np.searchsorted(first, max(i.last for i in items), "right"))
                begin = max(begin, end - MOST)
            near = np.arange(begin, end)
        dateless = np.arange(int(np.searchsorted(first, NEVER)), self.base)[-MOST:]
        return np.unique(np.concatenate([near, dateless, later]))

    def add(self, items: Sequence[Group], vectors: np.ndarray, least: float, *, narrowing: bool = False, counting: bool = False) -> None:
        """Put each item into the group that it is most alike, if that is over `least`, else make it a group."""
        self._grow(len(items))
        ids = self._window(items, counting)
        m = len(ids)
        dots = np.zeros((len(items), m + len(items)), np.float32)
        dots[:, :m] = vectors @ self.sums[ids].T
        among = vectors @ vectors.T
        ids = np.concatenate([ids, np.zeros(len(items), np.int64)])
        squares, first, last, bits = self.squares[ids], self.first[ids], self.last[ids], self.bits[ids]
        for k, item in enumerate(items):
            mine = _bits(item)
            best = self._best(item, dots[k, :m], among[k, k], squares[:m], first[:m], last[:m], bits[:m], ids, mine, least, counting)
            if best is None:
                best, g = m, len(self.groups)
                ids[m] = g
                m += 1
                self.groups.append(item)
                squares[best] = among[k, k]
                dots[:, best] = among[:, k]
                bits[best] = mine
                self.sums[g] = vectors[k]
            else:
                g = int(ids[best])
                self.groups[g].absorb(item)
                squares[best] += 2 * dots[k, best] + among[k, k]
                dots[:, best] += among[:, k]
                bits[best] |= np.array(mine, np.uint64)
                self.sums[g] += vectors[k]
            group = self.groups[g]
            if narrowing and group is not item:
                group.earliest, group.latest = max(group.earliest, item.earliest), min(group.latest, item.latest)
            elif counting and item.earliest:
                group.earliest, group.latest = min(group.earliest or item.earliest, item.earliest), max(group.latest or item.latest, item.latest)
            first[best], last[best] = group.first, group.last
            self.first[g], self.last[g], self.squares[g], self.bits[g], self.sizes[g] = first[best], last[best], squares[best], bits[best], len(group.events)

    def _best(self, item, dots, square, squares, first, last, bits, ids, mine, least, counting) -> int | None:
        if not len(dots):
            return None
        cosines = dots / np.sqrt(np.maximum(squares * square, 1e-12))
        both = (bits & np.array(mine, np.uint64)) != 0
        rough = cosines + both @ np.array((SAME_CLASS - SAME_QUAD, SAME_QUAD, SAME_TRACK, SAME_WORD, SHARED_ACTOR), np.float32)
        if not counting:
            if item.earliest:
                meets = (first <= item.last) & (last >= item.first)
            elif item.near != NEVER:
                meets = first <= item.near + LATER_DAYS
            else:
                meets = np.ones(len(first), bool)
            rough = np.where(meets | (first == NEVER), rough, -2)
        nearest = np.argpartition(-rough, min(SHORTLIST, len(rough) - 1))[:SHORTLIST]
        best, score = None, least
        for c in sorted(nearest.tolist(), key=lambda c: (-rough[c], c)):
            if rough[c] <= score:
                break
            group = self.groups[ids[c]]
            if counting and item.words.isdisjoint(group.words):
                continue
            likeness = float(cosines[c]) + _agreement(item, group)
            if likeness > score:
                best, score = c, likeness
        return best


def _bits(group: Group) -> tuple[int, int, int, int, int]:
    return (
        _fold(group.classes), _fold(str(QUADS[c]) for c in group.classes if c in QUADS), _fold(group.tracks), _fold(group.words), _fold(group.actors)
    )  # fmt: skip


def _fold(names: Collection[str] | Iterator[str]) -> int:
    out = 0
    for name in names:
        out |= 1 << _place(name)
    return out


@lru_cache(100_000)
def _place(name: str) -> int:
    return zlib.crc32(name.encode()) & 63


def _agreement(item: Group, group: Group) -> float:
    """What is added to the cosine: more where class or quad class, trigger word, track or a named actor agree, less where actors or places named on both sides
    differ. Events of different classes that one sentence tells side by side are two."""
    same_class = not item.classes.keys().isdisjoint(group.classes)
    if not same_class and not item.spots.isdisjoint(group.spots) and item.spans.isdisjoint(group.spans):
        return -2.0
    alike = SAME_TRACK * (not item.tracks.keys().isdisjoint(group.tracks)) + SAME_WORD * (not item.words.isdisjoint(group.words))
    if same_class:
        alike += SAME_CLASS
    elif {QUADS.get(c) for c in item.classes} & {QUADS.get(c) for c in group.classes}:
        alike += SAME_QUAD
    if item.actors and group.actors:
        alike += OTHER_ACTORS if group.actors.isdisjoint(item.actors) else SHARED_ACTOR
    if item.places and group.places and group.places.isdisjoint(item.places):
        alike += OTHER_PLACE
    if item.ordinals and group.ordinals and group.ordinals.isdisjoint(item.ordinals):
        alike += OTHER_ORDINAL
    if group.times.isdisjoint(item.times):
        alike += OTHER_TIME
    return alike
