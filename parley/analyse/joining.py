"""Which events are one happening: agreement in time, in words and in who took part.

Events come in order of time, those that their dates place best first; each joins the most alike of the groups that its interval meets, or begins its
own. Likeness is reckoned for a batch of events and all groups in their window at once, as products of matrices, and then in full for the few nearest.
The window is bounded (`MOST`), so that the work grows with the number of events, not with its square.
"""

from __future__ import annotations

import math
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
ALIKE, ALIKE_WIDE, ALIKE_UNDATED = 0.52, 0.52, 0.6
"""Likeness (`_scale` and `_agreement`) from which reports are one happening; where no date speaks for it, the words must be more alike. Chosen, like the weights
below, on the sample's hand labels, halved; 0.03 up or down, and classes or tracks wrong in three of ten events, cost up to 0.02 of B-cubed F1."""
SHORTLIST = 12
"""Groups nearest by vectors, class, track, words and actors that are looked at in full."""
SAME_CLASS, SAME_QUAD, SAME_WORD, SAME_TRACK, SHARED_ACTOR = 0.1, 0.07, 0.15, 0.05, 0.05
OTHER_ACTORS, OTHER_PLACE, OTHER_ORDINAL, OTHER_TIME, OTHER_SEASON = -0.2, -0.1, -0.3, -0.25, -0.1
FAR_DAYS = 45
"""Days between an undated report and a group from which they are held to tell of other times (`OTHER_SEASON`): most news is about its own weeks."""
TYPICAL = 6
"""A class, track, word or actor stands for a group if at least one in so many of its reports has it: in a group of hundreds everything occurs once."""
AHEAD = frozenset(("planned", "possible"))
_BONUS = (SAME_CLASS - SAME_QUAD, SAME_QUAD, SAME_TRACK, SAME_WORD, SHARED_ACTOR)
MOST = 4_096
"""Groups that one report is compared with: what keeps the work near-linear. Where the time of a report allows more, it is held against the largest of them, or, if
undated, those nearest to its publication. Two reports of one happening can then stay apart; none are joined that would not be otherwise."""
BATCH = 256
"""Reports whose likeness is reckoned at once."""
NEVER = 10_000_000
"""Day number of groups without a date: after every day."""
LATER_DAYS = 60
"""An undated report can mean an incident that begins up to this long after its publication: a plan."""
CAMPAIGN_DAYS = 92
"""Days from one running total ("35 strikes had killed 115") to the next of the same campaign, at most."""
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
    actors: Counter = field(default_factory=Counter)
    places: set[str] = field(default_factory=set)
    classes: Counter = field(default_factory=Counter)
    words: Counter = field(default_factory=Counter)
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

    @property
    def counted(self) -> int:
        """Day number of a running total: the last day that it counts, not after its publication."""
        return min(self.last, self.near)

    def typical(self, values: Counter, wanted: Counter) -> bool:
        """Whether one of the `wanted` values is in enough of the reports, whose `values` these are."""
        return any(TYPICAL * values[v] >= len(self.events) for v in wanted if v in values)

    def absorb(self, other: Group) -> None:
        self.events += other.events
        self.places |= other.places
        for mine, its in ((self.classes, other.classes), (self.words, other.words), (self.tracks, other.tracks), (self.actors, other.actors)):
            mine.update(its)
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

        `totals` are the events that count happenings ("35 strikes had killed 115"): they join each other, whatever days they count, where they were
        counted within CAMPAIGN_DAYS of each other, and nothing else.
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
        table = _Table(self.vectors.shape[1])
        self._pass(table, narrow, ALIKE, narrowing=True)
        table = self._merged(table)
        self._pass(table, wide, ALIKE_WIDE)
        self._pass(table, undated, ALIKE_UNDATED)
        counts = _Table(self.vectors.shape[1])
        self._pass(counts, sorted(totals, key=lambda i: (self._single(i).counted, order(i))), ALIKE_WIDE, counting=True)
        return table.groups + counts.groups

    def _single(self, i: int) -> Group:
        e = self.events[i]
        day = self.published.get(e["doc_id"])
        return Group(
            e["earliest"], e["latest"], [i], day.toordinal() if day else NEVER, Counter(actors(e)), {e["place"]} - {None}, Counter((e["event"],)),
            Counter(stems(e["trigger"])), Counter((e["track"],)), {(e["doc_id"], e["sentence"])}, {(e["doc_id"], e["start"], e["end"])},
            {self.ordinals[i]} if i in self.ordinals else set(), {e["status"] in AHEAD},
        )  # fmt: skip

    def _pass(self, table: _Table, items: Sequence[int], least: float, **how: bool) -> None:
        for a in range(0, len(items), BATCH):
            part = items[a : a + BATCH]
            table.add([self._single(i) for i in part], self.vectors[part].astype(np.float32), least, **how)

    def _merged(self, table: _Table) -> _Table:
        """Groups that grew apart because their first reports differed, and are alike as a whole: each is held against those that begin with it or before."""
        order = sorted(range(len(table.groups)), key=lambda g: (table.groups[g].earliest, -len(table.groups[g].events), g))
        out = _Table(self.vectors.shape[1])
        for a in range(0, len(order), BATCH):
            part = order[a : a + BATCH]
            out.add([table.groups[g] for g in part], table.sums[part], ALIKE, narrowing=True)
        return out


class _Table:
    """Groups, with what is compared of them in columns of a row each.

    `sums` holds the sum of a group's vectors, `squares` its squared length, `sizes` its reports, `first` and `last` its days, `bits` a row each for classes, quads,
    tracks, words and actors: a bit for each of 64 places into which names fall.
    """

    def __init__(self, dimensions: int) -> None:
        self.groups: list[Group] = []
        self.sums = np.zeros((0, dimensions), np.float32)
        self.squares = np.zeros(0, np.float32)
        self.first, self.last, self.sizes = (np.zeros(0, np.int64) for _ in range(3))
        self.bits = np.zeros((len(_BONUS), 0), np.uint64)

    def _grow(self, n: int) -> None:
        have, need = len(self.first), len(self.groups) + n
        if need > have:
            more = max(need, have + have // 2) - have
            self.bits = np.concatenate([self.bits, np.zeros((len(self.bits), more), np.uint64)], axis=1)
            for name in ("sums", "squares", "first", "last", "sizes"):
                column = getattr(self, name)
                setattr(self, name, np.concatenate([column, np.zeros((more, *column.shape[1:]), column.dtype)]))

    def _window(self, items: Sequence[Group], counting: bool) -> np.ndarray:
        """Rows that the items of a batch are compared with: all that their time allows; of more than `MOST` the nearest to undated items, else the largest."""
        n = len(self.groups)
        first, last, away = self.first[:n], self.last[:n], -self.sizes[:n]
        if counting:
            days = [i.counted for i in items]
            meets = (first - CAMPAIGN_DAYS <= max(days)) & (last + CAMPAIGN_DAYS >= min(days)) | (first == NEVER) | (max(days) == NEVER)
        elif items[0].earliest:
            meets = (first <= max(i.last for i in items)) & (last >= min(i.first for i in items)) | (first == NEVER)
        else:
            known = [i.near for i in items if i.near != NEVER]
            until = NEVER if len(known) < len(items) else max(known) + LATER_DAYS
            meets = (first <= until) | (first == NEVER)
            if known:  # articles that nobody dated most likely tell what many tell
                away = np.abs(np.where(first == NEVER, self.last[:n], first) - max(known))
        ids = np.flatnonzero(meets)
        if len(ids) > MOST:
            ids = np.sort(ids[np.argsort(away[ids], kind="stable")[:MOST]])
        return ids

    def add(self, items: Sequence[Group], vectors: np.ndarray, least: float, *, narrowing: bool = False, counting: bool = False) -> None:
        """Put each item into the group that it is most alike, if that is over `least`, else make it a group.

        The products of all items with all groups and with each other are reckoned once; where an item joins a group, its products are added to the group's.
        """
        self._grow(len(items))
        ids = self._window(items, counting)
        m, more = len(ids), np.zeros(len(items), np.int64)
        dots = np.zeros((len(items), m + len(items)), np.float32)
        dots[:, :m] = vectors @ self.sums[ids].T
        among = vectors @ vectors.T
        ids = np.concatenate([ids, more])
        first, last, squares, bits = self.first[ids], self.last[ids], self.squares[ids], self.bits[:, ids]
        scale = _scale(squares, np.maximum(self.sizes[ids], 1))
        for k, item in enumerate(items):
            mine = np.array(_bits(item), np.uint64)
            alike = dots[k, :m] * (scale[:m] / math.sqrt(max(float(among[k, k]), 1e-12)))
            rough = alike.copy()
            for row, bit, bonus in zip(bits, mine, _BONUS, strict=True):
                if bit:
                    rough += np.float32(bonus) * ((row[:m] & bit) != 0)
            rough[~(_counted_near if counting else _meets)(item, first[:m], last[:m])] = -2
            best = self._best(item, alike, rough, ids, least, counting)
            if best is None:
                best, g = m, len(self.groups)
                ids[m] = g
                m += 1
                self.groups.append(item)
                squares[best] = among[k, k]
            else:
                g = int(ids[best])
                self.groups[g].absorb(item)
                squares[best] += 2 * dots[k, best] + among[k, k]
            group = self.groups[g]
            if narrowing and group is not item:
                group.earliest, group.latest = max(group.earliest, item.earliest), min(group.latest, item.latest)
            elif counting and item.earliest:
                group.earliest, group.latest = min(group.earliest or item.earliest, item.earliest), max(group.latest or item.latest, item.latest)
            dots[:, best] += among[:, k]
            bits[:, best] |= mine
            scale[best] = _scale(squares[best], len(group.events))
            if not counting:
                first[best], last[best] = group.first, group.last
            elif group is item:
                first[best] = last[best] = item.counted
            elif item.counted != NEVER:
                last[best] = item.counted if first[best] == NEVER else max(last[best], item.counted)
                first[best] = min(first[best], item.counted)
            self.sums[g] += vectors[k]
            self.first[g], self.last[g], self.squares[g], self.sizes[g] = first[best], last[best], squares[best], len(group.events)
            self.bits[:, g] = bits[:, best]
            if group.earliest is None and not counting:
                self.last[g] = group.near  # where an undated group lies in time, when there are too many

    def _best(self, item: Group, alike: np.ndarray, rough: np.ndarray, ids: np.ndarray, least: float, counting: bool) -> int | None:
        if not len(rough):
            return None
        nearest = np.argpartition(-rough, min(SHORTLIST, len(rough) - 1))[:SHORTLIST]
        best, score = None, least
        for c in sorted(nearest.tolist(), key=lambda c: (-rough[c], c)):
            if rough[c] <= score:
                break
            group = self.groups[ids[c]]
            if counting and item.words.keys().isdisjoint(group.words):
                continue
            likeness = float(alike[c]) + _agreement(item, group)
            if likeness > score:
                best, score = c, likeness
        return best


def _meets(item: Group, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    if item.earliest:
        return (first <= item.last) & (last >= item.first) | (first == NEVER)
    return (first <= item.near + LATER_DAYS) | (first == NEVER)


def _counted_near(item: Group, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Where the totals of a group were counted from `first` to `last`."""
    day = item.counted
    return (first - CAMPAIGN_DAYS <= day) & (last + CAMPAIGN_DAYS >= day) | (first == NEVER) | (day == NEVER)


def _scale(squares: np.ndarray | float, sizes: np.ndarray | int) -> np.ndarray:
    """What makes the product with a group's sum its likeness: halfway (geometric mean) between the cosine with the group's mean and the mean cosine with its
    reports, so that a group of many unlike reports draws in fewer more."""
    lengths = np.sqrt(np.maximum(squares, 1e-12))
    return np.sqrt(lengths / sizes) / lengths


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
    if not item.spots.isdisjoint(group.spots) and item.classes.keys().isdisjoint(group.classes) and item.spans.isdisjoint(group.spans):
        return -2.0
    alike = SAME_TRACK * group.typical(group.tracks, item.tracks) + SAME_WORD * group.typical(group.words, item.words)
    if group.typical(group.classes, item.classes):
        alike += SAME_CLASS
    elif {QUADS.get(c) for c in item.classes} & {QUADS.get(c) for c in group.classes}:
        alike += SAME_QUAD
    if item.actors and group.actors:
        if group.actors.keys().isdisjoint(item.actors):
            alike += OTHER_ACTORS
        elif group.typical(group.actors, item.actors):
            alike += SHARED_ACTOR
    if item.places and group.places and group.places.isdisjoint(item.places):
        alike += OTHER_PLACE
    if item.ordinals and group.ordinals and group.ordinals.isdisjoint(item.ordinals):
        alike += OTHER_ORDINAL
    if group.times.isdisjoint(item.times):
        alike += OTHER_TIME
    if item.earliest is None and item.near != NEVER:
        then = group.last if group.earliest else group.near
        alike += OTHER_SEASON * (then != NEVER and abs(then - item.near) > FAR_DAYS)
    return alike
