"""Events in different articles that are one happening, joined into incidents: who reports it, what they agree on, and where they differ.

Which events are one is decided in `joining`. An incident's interval is the intersection of the intervals that its reports give, so one precise report
sharpens the others. Copies of an article add to `documents`, never to what counts as independent.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import date

import numpy as np

from parley.analyse.joining import AHEAD, Group, Joiner
from parley.analyse.surroundings import ordinal, surroundings

STATUS_ORDER = ("occurred", "ongoing", "historical", "alleged", "denied", "planned", "possible", "negated")
HAPPENED = frozenset(("occurred", "ongoing", "historical"))
SURROUNDINGS = 0.5
"""Share that the words around the trigger have in the likeness of two reports; the rest is that of their whole sentences."""
HEADLINE_LENGTH = (50, 260)
"""Characters of a sentence that reads well as a headline: shorter lacks who or what, longer tells several things."""

_NUMBERS = {
    w: n
    for n, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split()
    )
}
_TENS = {w: 10 * n for n, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_NUMBERS |= _TENS | {f"{t}-{w}": ten + n for t, ten in _TENS.items() for w, n in list(_NUMBERS.items())[1:10]} | {"a dozen": 12, "two dozen": 24}
_SPELLED = "|".join(sorted((w for w in _NUMBERS if w != "zero"), key=len, reverse=True))
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
_ROUND = "|".join(rf"(?<=\b{w} )" for w in "some about around least nearly than almost other to".split())
# sums of money, dates, what may be a year ("2009 deaths") unless a word says that it is a count ("some 2009 deaths"), and "number one" count nobody
_NUMBER = (
    r"(?<![$€£.,\d])(?<!number )(?<![$€£] )"
    rf"(?P<n>(?:{_ROUND})(?:19|20)\d\d(?![,\d])|\d{{1,3}}(?:,\d{{3}})+|(?!(?:19|20)\d\d\b)\d+|{_SPELLED})"
    rf"(?![.,]\d)(?!\s+(?:{_MONTH})\b)(?P<m>\s+(?:hundred|thousand|million|billion))?"
)
_SCALE = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_WHAT = {
    "killed": r"killed|killing|kills|dead|deaths?|died|die|fatalities|bodies|death toll",
    "wounded": r"wounded|wounding|injured|injuring|hurt|injuries",
    "detained": r"detained|detaining|arrested|arresting|captured|capturing|jailed|seized",
    "released": r"(?:released|releasing|freed|freeing)(?!\s+(?:an?|the|its|his|her|their)\b)|let go",
    "missing": r"missing",
    "displaced": r"displaced|displacing|fled",
    "troops": r"troops|soldiers|sailors|marines|personnel",
    "strikes": r"strikes|attacks|air ?strikes|raids",
}
_COUNT = re.compile(rf"\b{_NUMBER}\s+", re.I)
_ANY_NUMBER = re.compile(rf"\b{_NUMBER}\b", re.I)
_KINDS = re.compile("|".join(rf"(?P<{what}>\b(?:{words})\b)" for what, words in _WHAT.items()), re.I)
_ADJECTIVE = re.compile(r"^(?!(?:days?|weeks?|months?|years?)\b)[\w-]+\s+", re.I)
_PEOPLE = (
    r"(?:\s+(?!and\b|or\b|in\b|on\b|of\b|to\b|had\b|has\b|have\b|that\b|which\b|after\b|before\b|since\b"
    r"|(?:hour|day|week|month|year|mile|kilomet(?:er|re)|percent|per)s?\b)[\w'’-]+){0,3}?"
    r"\s+(?:(?:were|was|are|have been|had been|been|reported|confirmed|left|being)\s+){0,3}"
)
_FIGURES = [
    (what, re.compile(pattern, re.I))
    for what, words in _WHAT.items()
    for pattern in (
        rf"\b{_NUMBER}{_PEOPLE}(?:{words})\b",  # "11 people were killed", "6,000 sailors"
        rf"\b(?:{words})\s+(?:(?:had |has |have )?(?:risen to|rose to|reached|stood at|stands at|climbed to)\s+)?"
        rf"(?:at least|about|around|some|more than|nearly|up to|another|as many as)?\s*{_NUMBER}\b"
        r"(?!\s*(?:%|percent|per cent|(?:hour|day|week|month|year)s?\b))",  # "killed at least 83"
    )
]


def join(events: Sequence[dict], documents: Sequence[dict], sentence_of: Callable[[str, int], str], vectors: np.ndarray) -> list[dict]:
    """Rows of the table `incidents`, dated ones in order of time, then the undated.

    `events` are rows of `events`, `documents` rows of `documents` (doc_id, outlet, published, copy_of); `sentence_of(doc_id, sentence)` gives the
    words of a sentence. `vectors` (events, dimensions) are the events' sentence vectors of unit length.

    **status** is what most independent outlets say, each with one vote that its reports share; a plan or a possibility told before does not speak
    against those who say that it happened. `statuses` counts all reports. `figures` are numbers of killed, wounded, detained, released, missing,
    displaced, troops and strikes that the incident's sentences give, each with its earliest report, so that those that differ stay visible.

    **salience** is how much independent reporting names an incident's day, and for how long: the sum, over its articles that are no copies and that date
    it themselves (to its own interval, give or take a day), of log2(2 + days from the incident to the article) / (incidents that the article dates to
    the same interval). An article of the day itself counts 1, one of a week later 3.2, one of a year later 8.5: a day that later news comes back to
    has mattered. What an article says of one day is shared among that day's incidents, so a day's total does not grow with the number of events that
    are read from an article. An undated incident counts 1 for each article.
    """
    by_doc = {d["doc_id"]: d for d in documents}
    totals = {i for i, e in enumerate(events) if _is_total(e["trigger"], sentence_of(e["doc_id"], e["sentence"]))}
    counted = {i: o for i, e in enumerate(events) if (o := ordinal(e["trigger"], sentence_of(e["doc_id"], e["sentence"])))}
    both = _beside(vectors, surroundings(events, sentence_of))
    groups = Joiner(events, both, {d: r["published"] for d, r in by_doc.items()}, counted).join(totals)
    told: Counter = Counter()
    for g in groups:
        for doc in _daters(g, [events[i] for i in g.events]):
            told[doc, g.earliest, g.latest] += 1
    rows = [_row(g, events, vectors, by_doc, sentence_of, told) for g in groups]
    return sorted(rows, key=lambda r: (r["earliest"] is None, r["earliest"] or date.max, r["latest"] or date.max, r["incident_id"]))


def _beside(sentences: np.ndarray, near: np.ndarray) -> np.ndarray:
    """Sentence vectors and those of the words around triggers as one, of unit length, in their shares; half floats, made in parts to save memory."""
    out = np.empty((len(sentences), sentences.shape[1] + near.shape[1]), np.float16)
    for a in range(0, len(out), 10_000):
        part = np.concatenate(
            [sentences[a : a + 10_000] * np.float32(math.sqrt(1 - SURROUNDINGS)), near[a : a + 10_000] * np.float32(math.sqrt(SURROUNDINGS))], axis=1
        )
        out[a : a + 10_000] = part / np.maximum(np.linalg.norm(part, axis=1, keepdims=True), 1e-6)
    return out


def _is_total(trigger: str, sentence: str) -> bool:
    """Whether a trigger is a plural noun with a number before it: "22 known strikes" is a count of happenings, not one of them."""
    if len(trigger.split()) > 2 or not re.search(r"\w{3}[^s\W]s$", trigger):
        return False
    for m in _COUNT.finditer(sentence):
        rest = sentence[m.end() :]
        if (rest.startswith(trigger) or _ADJECTIVE.sub("", rest, count=1).startswith(trigger)) and _number(m) > 1:
            return True
    return False


def _number(m: re.Match) -> int:
    number = _NUMBERS.get(m["n"].lower())
    number = int(m["n"].replace(",", "")) if number is None else number
    return number * _SCALE.get((m["m"] or "").strip().lower(), 1)


def _common(values) -> str | None:
    counts = Counter(v for v in values if v)
    return min(counts, key=lambda v: (-counts[v], v)) if counts else None


def _party(values: Sequence[str | None]) -> str | None:
    """The actor whom most reports name, where at least a third of them do: one report in ten makes nobody a party."""
    common = _common(values)
    return common if common and 3 * sum(v == common for v in values) >= len(values) else None


def _row(group: Group, events: Sequence[dict], vectors: np.ndarray, by_doc: dict[str, dict], sentence_of, told: Counter) -> dict:
    order = sorted(group.events, key=lambda i: events[i]["event_id"])
    mine = [events[i] for i in order]
    docs = [by_doc[d] for d in dict.fromkeys(e["doc_id"] for e in mine)]
    held = {d["doc_id"] for d in docs}
    # a copy reports what its original reports: it counts as the original's outlet
    originals = {d["copy_of"] or d["doc_id"] for d in docs}
    # articles whose outlet is unknown count as one together: corroboration is not assumed
    independent = {by_doc[o]["outlet"] if o in by_doc else None for o in originals}
    once = [e for e in mine if by_doc[e["doc_id"]]["copy_of"] not in held or by_doc[e["doc_id"]]["copy_of"] is None]
    status = _status(once, by_doc)
    track = _common(e["track"] for e in mine)
    event = _common(e["event"] for e in mine if e["track"] == track)
    # what it is called and who did it to whom are those of its kind: the strike that a protest names is not the protest
    kind = [i for i in order if (events[i]["track"], events[i]["event"]) == (track, event)] or order
    typical = [events[i] for i in kind]
    trigger = _common(e["trigger"] for e in typical)
    source = _party([e["source"] for e in typical]) or _party([e["source"] for e in mine])
    others = lambda rows: _party([e["target"] for e in rows if e["target"] != source])  # noqa: E731
    lead = _lead([i for i in kind if events[i]["trigger"] == trigger], events, vectors, status, held, by_doc, sentence_of)
    return {
        "incident_id": hashlib.sha256("\n".join(e["event_id"] for e in mine).encode()).hexdigest()[:12],
        "headline": sentence_of(lead["doc_id"], lead["sentence"]),
        "trigger": trigger,
        "earliest": group.earliest,
        "latest": group.latest,
        "track": track,
        "event": event,
        "status": status,
        "statuses": [{"status": s, "reports": n} for s, n in sorted(Counter(e["status"] for e in once).items(), key=lambda c: (-c[1], c[0]))],
        "source": source,
        "target": others(typical) or others(mine),
        "place": _common(e["place"] for e in mine),
        "figures": _figures(once, by_doc, sentence_of),
        "documents": len(docs),
        "outlets": len({d["outlet"] for d in docs}),
        "independent_outlets": len(independent),
        "salience": _salience(group, _daters(group, once), by_doc, told),
        "event_ids": [e["event_id"] for e in mine],
    }


def _status(events: Sequence[dict], by_doc: dict[str, dict]) -> str:
    if any(e["status"] in HAPPENED for e in events):
        events = [e for e in events if e["status"] not in AHEAD]
    reports = defaultdict(list)
    for e in events:
        doc = by_doc[e["doc_id"]]
        original = by_doc.get(doc["copy_of"], doc)
        reports[original["outlet"]].append(e["status"])
    votes: Counter = Counter()
    for said in reports.values():
        for s in said:
            # told long after, what occurred is historical: both say that it happened
            votes[s] += 1 / len(said)
    happened = {s: votes[s] for s in HAPPENED if votes[s]}
    if happened and len(happened) > 1:
        firm = min(happened, key=STATUS_ORDER.index)
        for s in HAPPENED - {firm}:
            votes[firm] += votes.pop(s, 0)
    return min(votes, key=lambda s: (-round(votes[s], 6), STATUS_ORDER.index(s)))


def _lead(order: Sequence[int], events: Sequence[dict], vectors: np.ndarray, status: str, held: set[str], by_doc: dict, sentence_of) -> dict:
    """The event whose sentence heads the incident: of its status, dated by its own words, near to what all reports say, early in its article, of a
    length to read, nobody's direct speech, and from an original rather than its copy."""
    whole = vectors[order].astype(np.float32).sum(0)
    whole /= max(float(np.linalg.norm(whole)), 1e-6)

    def worth(i: int) -> tuple:
        e = events[i]
        words = sentence_of(e["doc_id"], e["sentence"])
        score = (
            float(vectors[i].astype(np.float32) @ whole)
            + 0.25 * (e["date_from"] == "expression")
            + 0.15 * (e["sentence"] < 5)
            + 0.3 * e["confidence"]
        )
        score -= 0.4 * (not HEADLINE_LENGTH[0] <= len(words) <= HEADLINE_LENGTH[1]) + 0.4 * words.startswith(('"', "“", "'", "‘"))
        return e["status"] == status, round(score - 0.2 * (by_doc[e["doc_id"]]["copy_of"] in held), 4), -e["sentence"], e["event_id"]

    return events[max(order, key=worth)]


def _daters(group: Group, events: Sequence[dict]) -> set[str]:
    """Articles that say themselves when the incident was; for an undated one all that tell it."""
    if group.earliest is None:
        return {e["doc_id"] for e in events}
    width = max(1, (group.latest - group.earliest).days)
    return {e["doc_id"] for e in events if e["earliest"] and (e["latest"] - e["earliest"]).days <= width}


def _salience(group: Group, doc_ids: set[str], by_doc: dict[str, dict], told: Counter) -> float:
    total = 0.0
    for d in doc_ids:
        published = by_doc[d]["published"]
        if group.latest is None or published is None:
            total += 1.0
        else:
            total += math.log2(2 + max(0, (published - group.latest).days)) / told[d, group.earliest, group.latest]
    return round(total, 4)


def _figures(events: Sequence[dict], by_doc: dict[str, dict], sentence_of) -> list[dict]:
    """Numbers in the incident's sentences, by what they count: the earliest report of each."""
    first: dict[tuple[str, int], tuple] = {}
    for doc_id, sentence in {(e["doc_id"], e["sentence"]) for e in events}:
        published = by_doc[doc_id]["published"]
        for what, number in figures_in(sentence_of(doc_id, sentence)):
            report = (published or date.max, doc_id)
            first[what, number] = min(first.get((what, number), report), report)
    rows = [{"what": w, "number": n, "published": None if day == date.max else day, "doc_id": doc} for (w, n), (day, doc) in first.items()]
    return sorted(rows, key=lambda r: (r["what"], r["published"] or date.max, r["number"]))


def figures_in(sentence: str) -> list[tuple[str, int]]:
    """(what, number) of each figure that a sentence gives: ("killed", 83) of "killed at least 83 people"."""
    found: list[tuple[str, int]] = []
    if not _ANY_NUMBER.search(sentence):
        return found
    kinds = {m.lastgroup for m in _KINDS.finditer(sentence)}
    for what, pattern in _FIGURES:
        if what in kinds:
            found.extend((what, _number(m)) for m in pattern.finditer(sentence))
    return list(dict.fromkeys(found))
