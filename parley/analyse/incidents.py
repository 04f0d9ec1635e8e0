"""Events in different articles that are one happening, joined into incidents.

A first version: events of one track and PLOVER class whose intervals overlap and whose actors do not contradict each other. An incident's
interval is the intersection of the intervals that its reports give, so one precise report sharpens the others.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

NARROW_DAYS = 7
"""An interval up to this long dates an incident; a longer one ("in November") joins an incident inside it, if just one fits."""
STATUS_ORDER = ("occurred", "ongoing", "historical", "alleged", "planned", "possible", "denied", "negated")


@dataclass
class _Group:
    earliest: date | None
    latest: date | None
    events: list[dict] = field(default_factory=list)
    actors: set[str] = field(default_factory=set)

    def add(self, event: dict) -> None:
        self.events.append(event)
        self.actors |= _actors(event)
        if event["earliest"] and self.earliest:
            self.earliest, self.latest = max(self.earliest, event["earliest"]), min(self.latest, event["latest"])


def _actors(event: dict) -> set[str]:
    return {a for a in (event["source"], event["target"]) if a}


def join(events: list[dict], documents: list[dict], sentence_of) -> list[dict]:
    """Rows of the table `incidents`.

    `events` are rows of `events`, `documents` rows of `documents` (doc_id, outlet, published, copy_of); `sentence_of(doc_id, sentence)` gives the
    words of a sentence. Events that no date fixes are joined within one article only: without a day, a like event elsewhere may be another.
    """
    by_doc = {d["doc_id"]: d for d in documents}
    dated, undated = defaultdict(list), defaultdict(list)
    for e in events:
        key = (e["track"], e["event"])
        if e["earliest"] is None:
            undated[(*key, e["mode"], e["doc_id"])].append(e)
        else:
            dated[key].append(e)
    groups: list[_Group] = []
    for members in dated.values():
        groups += _dated(members)
    for members in undated.values():
        group = _Group(None, None)
        for e in members:
            group.add(e)
        groups.append(group)
    rows = [_row(g, by_doc, sentence_of) for g in groups]
    return sorted(rows, key=lambda r: (r["earliest"] is None, r["earliest"] or date.max, r["latest"] or date.max, r["incident_id"]))


def _dated(members: list[dict]) -> list[_Group]:
    """Groups of one track and class, swept in order of time so that only open groups are compared."""
    width = lambda e: (e["latest"] - e["earliest"]).days  # noqa: E731
    narrow = sorted((e for e in members if width(e) <= NARROW_DAYS), key=lambda e: (e["earliest"], width(e), e["event_id"]))
    wide = sorted((e for e in members if width(e) > NARROW_DAYS), key=lambda e: (e["earliest"], e["latest"], e["event_id"]))
    groups: list[_Group] = []
    open_groups: list[_Group] = []
    for e in narrow:
        open_groups = [g for g in open_groups if g.latest >= e["earliest"]]
        fitting = [g for g in open_groups if _agree(g, e)]
        if fitting:
            best = max(fitting, key=lambda g: (len(g.actors & _actors(e)), len(g.events)))
            best.add(e)
        else:
            group = _Group(e["earliest"], e["latest"])
            group.add(e)
            groups.append(group)
            open_groups.append(group)
    spans: dict[tuple, _Group] = {}
    for e in wide:
        inside = [g for g in groups if g.earliest >= e["earliest"] and g.latest <= e["latest"] and g.actors & _actors(e)]
        if len(inside) == 1:
            inside[0].events.append(e)
            inside[0].actors |= _actors(e)
            continue
        key = (e["earliest"], e["latest"], e["mode"])
        if key not in spans:
            spans[key] = _Group(e["earliest"], e["latest"])
        spans[key].add(e)
    return groups + list(spans.values())


def _agree(group: _Group, event: dict) -> bool:
    """Whether an event can be the group's: a shared actor, or none named on one side."""
    actors = _actors(event)
    return not actors or not group.actors or bool(actors & group.actors)


def _common(values) -> str | None:
    counts = Counter(v for v in values if v)
    return min(counts, key=lambda v: (-counts[v], v)) if counts else None


def _row(group: _Group, by_doc: dict[str, dict], sentence_of) -> dict:
    events = sorted(group.events, key=lambda e: e["event_id"])
    docs = [by_doc[d] for d in dict.fromkeys(e["doc_id"] for e in events)]
    # a copy reports what its original reports: it counts as the original's outlet
    originals = {d["copy_of"] or d["doc_id"] for d in docs}
    # articles whose outlet is unknown count as one together: corroboration is not assumed
    independent = {by_doc[o]["outlet"] if o in by_doc else None for o in originals}
    once = [e for e in events if (by_doc[e["doc_id"]]["copy_of"] is None) or by_doc[e["doc_id"]]["copy_of"] not in {d["doc_id"] for d in docs}]
    statuses = Counter(e["status"] for e in once or events)
    status = min(statuses, key=lambda s: (-statuses[s], STATUS_ORDER.index(s)))
    source = _common(e["source"] for e in events)
    lead = max(events, key=lambda e: (e["status"] == status, e["date_from"] == "expression", e["confidence"], -e["sentence"], e["event_id"]))
    return {
        "incident_id": hashlib.sha256("\n".join(e["event_id"] for e in events).encode()).hexdigest()[:12],
        "headline": sentence_of(lead["doc_id"], lead["sentence"]),
        "trigger": _common(e["trigger"] for e in events),
        "earliest": group.earliest,
        "latest": group.latest,
        "track": events[0]["track"],
        "event": events[0]["event"],
        "status": status,
        "source": source,
        "target": _common(e["target"] for e in events if e["target"] != source),
        "place": _common(e["place"] for e in events),
        "documents": len(docs),
        "outlets": len({d["outlet"] for d in docs}),
        "independent_outlets": len(independent),
        "salience": round(len(originals) + math.log1p(len(once or events)), 4),
        "event_ids": [e["event_id"] for e in events],
    }
