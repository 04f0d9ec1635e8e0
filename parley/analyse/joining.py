"""Which events are one happening: agreement in time, in words and in who took part, decided event by event in order of time.

An event is compared only with groups of its class or its trigger word that its interval meets, so the work grows with the events of a time, not with
their square. Of the groups that agree the most alike is taken; none alike enough, and the event begins its own.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

import numpy as np

NARROW_DAYS = 10
"""An interval up to this long dates an incident; longer ones ("in November") are fitted to the incidents that narrower ones made."""
ALIKE, ALIKE_WIDE, ALIKE_UNDATED = 0.4, 0.5, 0.6
"""Likeness (`_likeness`) from which two reports are one happening: the less the dates say, the more alike the words must be."""
SHORTLIST = 8
"""Groups nearest by sentence vector that are looked at in full."""
SAME_CLASS, SAME_WORD, SAME_TRACK, SHARED_ACTOR, OTHER_ACTORS, OTHER_PLACE = 0.1, 0.15, 0.05, 0.1, -0.3, -0.1
CROWDED = 500
"""Groups of one day up to which a report is compared with all of them, whatever their class; on a day with more, class or trigger word must agree."""
MOST = 1_000
"""Groups, the nearest in time, that one report is compared with: what keeps the work near-linear in a very large corpus."""
NEVER = 10_000_000
"""Day number of groups without a date: after every day."""
LATER_DAYS = 60
"""An undated report can mean an incident that begins up to this long after its publication: a plan."""

_SMALL = frozenset(
    "a an the to of in on off at for with by from it its their his her that this as into up out over down about and or be been was is are".split()
)
_ENDINGS = re.compile(r"(?:ing|ed|es|s|e)$")


@dataclass
class Group:
    """Events that are one happening. The interval is what all its narrow reports allow; None where no report gives one."""

    earliest: date | None
    latest: date | None
    events: list[int] = field(default_factory=list)
    actors: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    classes: Counter = field(default_factory=Counter)
    words: set[str] = field(default_factory=set)
    tracks: Counter = field(default_factory=Counter)
    spots: set[tuple] = field(default_factory=set)
    spans: set[tuple] = field(default_factory=set)
    keys: set[tuple] = field(default_factory=set)


@lru_cache(100_000)
def stems(trigger: str) -> frozenset[str]:
    """The words of a trigger without their endings, so that "strikes" and "strike" meet. Crude: it only has to make like words alike."""
    words = [w for w in re.findall(r"[^\W\d_]+", trigger.lower()) if w not in _SMALL]
    return frozenset(_ENDINGS.sub("", w) if len(w) > 4 else w for w in words)


def actors(event: dict) -> set[str]:
    return {a for a in (event["source"], event["target"]) if a}


class Joiner:
    """Groups being made of `events` (rows of the table `events`) and their sentence `vectors` (events, 384), unit length."""

    def __init__(self, events: Sequence[dict], vectors: np.ndarray, published: dict[str, date | None]) -> None:
        self.events, self.vectors, self.published = events, vectors, published
        self.groups: list[Group] = []
        self._sums = np.zeros((max(1, len(events)), vectors.shape[1]), np.float32)
        self._norms = np.zeros(len(self._sums), np.float32)
        self._first, self._last = (np.full(len(self._sums), NEVER, np.int64) for _ in range(2))
        self._by_key: dict[tuple, array] = defaultdict(lambda: array("q"))

    def join(self, totals: Collection[int] = ()) -> list[Group]:
        """Narrow intervals first, then wide ones, then events that no expression dates, then running totals.

        `totals` are the events that count happenings ("35 strikes had killed 115"): they join each other whatever their days, and nothing else.
        """
        width = lambda e: (e["latest"] - e["earliest"]).days  # noqa: E731
        order = lambda i: self.events[i]["event_id"]  # noqa: E731
        single = [i for i in range(len(self.events)) if i not in totals]
        dated = [i for i in single if self.events[i]["earliest"]]
        narrow = sorted(
            (i for i in dated if width(self.events[i]) <= NARROW_DAYS), key=lambda i: (self.events[i]["earliest"], width(self.events[i]), order(i))
        )
        wide = sorted(
            (i for i in dated if width(self.events[i]) > NARROW_DAYS), key=lambda i: (width(self.events[i]), self.events[i]["earliest"], order(i))
        )
        undated = sorted((i for i in single if not self.events[i]["earliest"]), key=order)
        for i in narrow:
            self._place(i, self._open(i), ALIKE, narrowing=True)
        self._merge()
        self._fit(wide, ALIKE_WIDE)
        self._fit(undated, ALIKE_UNDATED)
        self._count_up(sorted(totals, key=order))
        return [g for g in self.groups if g.events]

    # candidates

    def _keys(self, event: dict) -> tuple:
        keys = [("class", event["event"]), *(("word", w) for w in sorted(stems(event["trigger"])))]
        if event["earliest"] and event["earliest"] == event["latest"]:
            keys.append(("day", event["earliest"]))
        return tuple(keys)

    def _open(self, i: int) -> np.ndarray:
        """Groups of the event's class, word or day that can still meet its interval; those that ended before it are dropped for good."""
        event = self.events[i]
        first, last = event["earliest"].toordinal(), event["latest"].toordinal()
        found = []
        for key in self._keys(event):
            listed = np.array(self._by_key[key], np.int64)
            kept = listed[self._last[listed] >= first]
            if len(kept) < len(listed):
                self._by_key[key] = array("q", kept.tolist())
            if key[0] != "day" or len(kept) <= CROWDED:
                found.append(kept[self._first[kept] <= last])
        return np.unique(np.concatenate(found))

    def _fit(self, late: list[int], least: float) -> None:
        """Put events that their dates place badly into the groups there are, else into groups of their own."""
        self._by_key = defaultdict(lambda: array("q"))
        for g, group in enumerate(self.groups):
            group.keys = set()
            if group.events:
                self._list(g, [*(("class", c) for c in group.classes), *(("word", w) for w in sorted(group.words))])
        for i in late:
            event = self.events[i]
            ids = np.unique(np.concatenate([np.array(self._by_key[key], np.int64) for key in self._keys(event)]))
            first, last = self._first[ids], self._last[ids]
            if event["earliest"] is None:
                day = self.published.get(event["doc_id"])
                middle = day.toordinal() if day else 0
                meets = first <= middle + LATER_DAYS if day else np.ones(len(ids), bool)
            else:
                middle = event["latest"].toordinal()
                meets = (first <= middle) & (last >= event["earliest"].toordinal())
            meets |= first == NEVER
            self._place(i, ids[meets], least, narrowing=False, near=middle)

    def _count_up(self, totals: list[int]) -> None:
        """Running totals of one kind of happening; the interval is that of all its counts."""
        self._by_key = defaultdict(lambda: array("q"))
        for i in totals:
            event = self.events[i]
            found = [np.array(self._by_key[key], np.int64) for key in self._keys(event) if key[0] == "word"]
            g = self._place(i, np.unique(np.concatenate(found)) if found else np.zeros(0, np.int64), ALIKE_WIDE, narrowing=False)
            if event["earliest"]:
                group = self.groups[g]
                group.earliest = min(group.earliest or event["earliest"], event["earliest"])
                group.latest = max(group.latest or event["latest"], event["latest"])

    def _merge(self) -> None:
        """Groups that grew apart because their first reports differed, and are alike as a whole: each is held against those that begin with it or before."""
        self._by_key = defaultdict(lambda: array("q"))
        for g in sorted(range(len(self.groups)), key=lambda g: (self.groups[g].earliest, -len(self.groups[g].events), g)):
            group = self.groups[g]
            group.keys = set()
            keys = [*(("class", c) for c in group.classes), *(("word", w) for w in sorted(group.words))]
            found = []
            for key in keys:
                listed = np.array(self._by_key[key], np.int64)
                kept = listed[self._last[listed] >= self._first[g]]
                if len(kept) < len(listed):
                    self._by_key[key] = array("q", kept.tolist())
                found.append(kept[self._first[kept] <= self._last[g]])
            ids = np.unique(np.concatenate(found))
            best, score = None, ALIKE
            for h, cosine in self._nearest(ids, self._sums[g] / max(self._norms[g], 1e-6), int(self._first[g])):
                other = self.groups[h]
                if group.classes.keys().isdisjoint(other.classes) and not group.spots.isdisjoint(other.spots):
                    continue
                likeness = cosine + _agreement(group.classes, group.words, group.tracks, group.actors, group.places, other)
                if likeness > score:
                    best, score = h, likeness
            if best is None:
                self._list(g, keys)
            else:
                self._absorb(best, g)

    def _absorb(self, into: int, g: int) -> None:
        a, b = self.groups[into], self.groups[g]
        a.earliest, a.latest = max(a.earliest, b.earliest), min(a.latest, b.latest)
        a.events += b.events
        a.actors |= b.actors
        a.places |= b.places
        a.words |= b.words
        a.classes += b.classes
        a.tracks += b.tracks
        a.spots |= b.spots
        a.spans |= b.spans
        self._sums[into] += self._sums[g]
        self._settle(into)
        b.events = []
        self._first[g] = self._last[g] = -1

    # decision

    def _nearest(self, ids: np.ndarray, vector: np.ndarray, near: int) -> list[tuple[int, float]]:
        """(group, cosine) of the groups nearest by their mean sentence, of those nearest in time where there are very many."""
        if len(ids) > MOST:
            away = np.abs(self._last[ids] - near)
            ids = np.sort(ids[np.argsort(away, kind="stable")[:MOST]])
        if not len(ids):
            return []
        cosines = self._sums[ids] @ vector / np.maximum(self._norms[ids], 1e-6)
        return [(int(ids[k]), float(cosines[k])) for k in np.argsort(-cosines, kind="stable")[:SHORTLIST]]

    def _place(self, i: int, candidates: np.ndarray, least: float, *, narrowing: bool, near: int = 0) -> int:
        event, vector = self.events[i], self.vectors[i].astype(np.float32)
        best, score = None, least
        for g, cosine in self._nearest(candidates, vector, near):
            likeness = _likeness(event, self.groups[g], cosine)
            if likeness > score:
                best, score = g, likeness
        if best is None:
            best = len(self.groups)
            self.groups.append(Group(event["earliest"], event["latest"]))
        group = self.groups[best]
        group.events.append(i)
        group.actors |= actors(event)
        group.places |= {event["place"]} - {None}
        group.classes[event["event"]] += 1
        group.tracks[event["track"]] += 1
        group.words |= stems(event["trigger"])
        group.spots.add((event["doc_id"], event["sentence"]))
        group.spans.add((event["doc_id"], event["start"], event["end"]))
        if narrowing:
            group.earliest, group.latest = max(group.earliest, event["earliest"]), min(group.latest, event["latest"])
        self._sums[best] += vector
        self._settle(best)
        self._list(best, self._keys(event))
        return best

    def _settle(self, g: int) -> None:
        group = self.groups[g]
        self._norms[g] = np.linalg.norm(self._sums[g])
        self._first[g] = group.earliest.toordinal() if group.earliest else NEVER
        self._last[g] = group.latest.toordinal() if group.latest else NEVER

    def _list(self, g: int, keys: Collection[tuple]) -> None:
        known = self.groups[g].keys
        for key in keys:
            if key not in known:
                known.add(key)
                self._by_key[key].append(g)


def _likeness(event: dict, group: Group, cosine: float) -> float:
    """Cosine of the sentence and the group's mean sentence, more where class, trigger word, track or a named actor agree, less where actors or places named
    on both sides differ. Events of different classes that one sentence tells side by side are two."""
    here, span = (event["doc_id"], event["sentence"]) in group.spots, (event["doc_id"], event["start"], event["end"])
    if here and event["event"] not in group.classes and span not in group.spans:
        return -1.0
    places = {event["place"]} - {None}
    return cosine + _agreement((event["event"],), stems(event["trigger"]), (event["track"],), actors(event), places, group)


def _agreement(classes: Collection[str], words: set[str], tracks: Collection[str], who: set[str], where: set[str], group: Group) -> float:
    alike = SAME_CLASS * any(c in group.classes for c in classes) + SAME_TRACK * any(t in group.tracks for t in tracks)
    alike += SAME_WORD * (not group.words.isdisjoint(words))
    if who and group.actors:
        alike += OTHER_ACTORS if group.actors.isdisjoint(who) else SHARED_ACTOR
    if where and group.places and group.places.isdisjoint(where):
        alike += OTHER_PLACE
    return alike
