"""Reported events: what happened, who did it to whom, whether it did happen, where and when.

A first version. The codebook's triggers give class, mode and track; the words before and after a trigger give actors and status;
the nearest time expression of the sentence gives the interval.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from parley.annotate.dates import Time
from parley.annotate.names import Mention
from parley.annotate.quotes import Quote
from parley.annotate.text import Article, Match
from parley.codebook import Trigger

HISTORICAL_DAYS = 180
"""An event that ended this long before the article appeared is background, whatever its verb says."""
LEAD_SENTENCES = 3
"""News leads report what is new: an undated event in them is dated by the publication, to within the days before it."""
LEAD_DAYS = 1
BEFORE = 70
"""Characters before a trigger in which a word can still decide its status; about a clause."""

_STRONG = re.compile(r"[;:()“”\"—–]|''|\s-\s")
_CLAUSE = re.compile(
    r",\s+(?:and|but|while|which|who|as|after|although|though|when)\s|\s(?:but|while|although|though|whereas|because)\s|\band\s+(?:then\s+)?(?=\w+ed\b)"
)
_PASSIVE = re.compile(r"\b(?:was|were|been|being|is|are|be|get|gets|got)\s+(?:\w+ly\s+|not\s+|also\s+|later\s+|now\s+|already\s+){0,2}$", re.I)
_JOINED = re.compile(r"\b(?:was|were|been|being|is|are)\s+\w+(?:ed|en|un|wn|pt)\s+(?:[\w ]{0,30}\s)?and\s+$", re.I)
_PERFECT = re.compile(r"\b(?:has|have|had|having|['’](?:s|ve|d))\b[^,;:.]{0,40}$", re.I)
_NO_OBJECT = re.compile(r"\s+(?:with|by|in|on|at|that|after|during|last|earlier|from|along|together)\b")
_TO = re.compile(r"\bto\s+(?:\w+ly\s+)?$", re.I)
_MODAL = re.compile(
    r"\b(?:will|would|can|could|may|might|shall|should|must|did|does|do|'ll|to|not|n't)\s+(?:\w+ly\s+|not\s+|also\s+|soon\s+|now\s+){0,2}$", re.I
)
_NOMINAL_BEFORE = re.compile(
    r"\b(?:the|a|an|this|that|these|those|its|his|her|their|our|any|no|another|first|second|third|last|latest|new|of|for|on|in|after|before|by|with|from|over|against|about|during|since|"
    r"further|more|two|three|four|\d+|boat|military|drug|missile|air)\s+(?:[\w-]+\s+){0,1}$|['’]s?\s+(?:\w+\s+)?$",
    re.I,
)
_ADJECTIVE = frozenset(
    [
        "alleged",
        "suspected",
        "so-called",
        "supposed",
        "purported",
        "unconfirmed",
        "unverified",
        "potential",
        "possible",
        "planned",
        "upcoming",
        "forthcoming",
        "next",
        "imminent",
        "likely",
        "hypothetical",
    ]
)
_GIVEN = re.compile(r"(?:\bthe|\bthis|\bthat|['’]s)\s+(?:[\w-]+\s+)?$", re.I)
_EVIDENCE = re.compile(
    r"no (?:public )?evidence|without (?:offering|giving|providing) (?:any )?evidence|neither (?:\w+ )?confirmed nor denied|"
    r"not (?:been )?independently (?:confirmed|verified)|unconfirmed|unverified",
    re.I,
)
_PROGRESSIVE = re.compile(r"\b(?:is|are|has been|have been|was|were)\s+(?:\w+ly\s+|still\s+|also\s+)?$", re.I)
_PLACE = re.compile(
    r"\b(?:in|at|near|off|over|across|outside|around|toward|to|from|on)\s+(?:the\s+|waters\s+off\s+|(?:north|south|east|west)\w*\s+)?$", re.I
)
_RANK = {status: i for i, status in enumerate(("denied", "negated", "alleged", "possible", "planned", "ongoing"))}


@dataclass(frozen=True)
class Event:
    """A reported event; spans in code points, absent parts None. `date_from`: expression, inherited, publication or none."""

    sentence: int
    start: int
    end: int
    trigger: Trigger
    status: str
    attributed_to: str | None
    source: Mention | None
    target: Mention | None
    place: str | None
    earliest: date | None
    latest: date | None
    date_from: str
    confidence: float


def find(article: Article, mentions: list[Mention], times: list[Time], quotes: list[Quote]) -> list[Event]:
    """Events in order of the text."""
    by_sentence: dict[str, dict[int, list]] = {"mentions": {}, "times": {}}
    for m in mentions:
        by_sentence["mentions"].setdefault(article.sentence_at(m.start), []).append(m)
    for t in times:
        if t.type in ("DATE", "TIME") and (t.earliest or t.latest):
            by_sentence["times"].setdefault(article.sentence_at(t.start), []).append(t)
    out: list[Event] = []
    previous: Event | None = None
    for match in article.found.get("trigger", []):
        if match.entry is None or any(m.start <= match.start < m.end for m in by_sentence["mentions"].get(article.sentence_at(match.start), [])):
            continue
        event = _event(article, match, by_sentence, quotes, previous)
        if event:
            out.append(event)
            previous = event
    return out


def _event(article: Article, match: Match, near: dict, quotes: list[Quote], previous: Event | None) -> Event | None:
    text = article.text
    number = article.sentence_at(match.start)
    first, last = article.sentences[number]
    if match.end > last:
        return None
    before = text[max(first, match.start - 200) : match.start]
    trigger: Trigger = match.entry
    nominal = (
        trigger.form in ("noun", "phrase")
        or trigger.nominal
        and not _MODAL.search(before)
        and (_NOMINAL_BEFORE.search(before) is not None or trigger.form != "past")
    )
    # a bare verb form that nothing makes a finite verb or an infinitive is most often an ordinary noun or adjective
    if (
        not nominal
        and trigger.form == "base"
        and not _MODAL.search(before)
        and not re.search(r"\w+s\s+(?:\w+ly\s+)?$|\b(?:they|we|you|i|who|and)\s+$", before, re.I)
    ):
        return None
    people = near["mentions"].get(number, [])
    passive = (
        not nominal
        and trigger.form in ("past", "participle")
        and _undergone(before, text[match.end : last], trigger.form, any(m.end == match.start - 2 for m in people))
    )
    source, target = (_nominal_actors if nominal else _verbal_actors)(text, match, people, first, last, passive)
    if source is not None and target is not None and source.entity == target.entity:
        target = None
    if trigger.direction == "reverse":
        source, target = target, source
    quote = _said(quotes, match)
    earliest, latest, how = _when(article, match, near["times"].get(number, []), number, previous)
    status = _status(text, match, first, last, article, nominal, quote)
    if latest and article.published and latest < article.published - timedelta(HISTORICAL_DAYS) and status in ("occurred", "ongoing", "alleged"):
        status = "historical"
    if status in ("planned", "possible") and how == "publication":
        earliest, latest, how = None, None, "none"
    place = next(
        (
            m.entity
            for m in people
            if m.label == "LOC" and m is not source and m is not target and _PLACE.search(text[max(first, m.start - 80) : m.start])
        ),
        None,
    )
    confidence = round(0.4 + 0.2 * (source is not None) + 0.2 * (target is not None) + 0.1 * (not nominal) + 0.1 * (how == "expression"), 2)
    return Event(
        number, match.start, match.end, trigger, status, quote.speaker if quote else None, source, target, place, earliest, latest, how, confidence
    )


def _undergone(before: str, behind: str, form: str, after_name: bool) -> bool:
    """Whether a past form is passive: "was captured", "were seized and flown", "Maduro, captured on Saturday," or a bare participle in a headline."""
    if _PASSIVE.search(before) or _JOINED.search(before):
        return True
    if after_name and before.endswith(", ") and _NO_OBJECT.match(behind):  # "Dan Caine, chairman of the Joint Chiefs, visited Puerto Rico" has one
        return True
    return form == "participle" and not _PERFECT.search(before)


def _verbal_actors(text: str, match: Match, people: list[Mention], first: int, last: int, passive: bool):
    left = [m for m in people if m.end <= match.start]
    right = [m for m in people if m.start >= match.end]
    subject = _subject(text, left, match.start, first)
    if passive:
        by = next((m for m in right if re.search(r"\bby\s+(?:the\s+|an?\s+)?(?:[\w-]+\s+){0,2}$", text[match.end : m.start])), None)
        return by, subject
    return subject, _object(text, right, match.end)


def _subject(text: str, left: list[Mention], at: int, first: int) -> Mention | None:
    """The head of the last noun phrase before a verb: not what stands after a preposition inside it, where something stands before."""
    for m in reversed(left):
        between = text[m.end : at]
        if _STRONG.search(between) or len(between) > 120:
            return None
        lead = text[max(first, m.start - 25) : m.start]
        if re.search(r"\b(?:in|on|at|near|from|off|over|to|by|after|before|since|against)\s+(?:the\s+)?$", lead, re.I):
            continue
        return m
    return None


def _object(text: str, right: list[Mention], at: int) -> Mention | None:
    for m in right:
        between = text[at : m.start]
        if _STRONG.search(between) or _CLAUSE.search(between) or len(between) > 90:
            return None
        if re.search(r"\b(?:in|at|near|off|over|from|by|after|before|since)\s+(?:the\s+|waters\s+)*$", between, re.I) and m.label == "LOC":
            continue
        return m
    return None


def _nominal_actors(text: str, match: Match, people: list[Mention], first: int, last: int, passive: bool):
    right = [m for m in people if m.start >= match.end and not _STRONG.search(text[match.end : m.start])]
    left = [m for m in people if m.end <= match.start and not _STRONG.search(text[m.end : match.start])]
    tail = text[match.end : match.end + 20].lower()
    if tail.lstrip().startswith("between") and len(right) >= 2:
        return right[0], right[1]
    source = target = None
    for m in right:
        lead = text[match.end : m.start]
        if len(lead) > 60:
            break
        if source is None and re.search(r"\bby\s+(?:[\w-]+\s+){0,2}$", lead):
            source = m
        elif target is None and re.search(r"\b(?:on|of|against|to|with|for|in|at|into)\s+(?:[\w-]+\s+){0,3}$", lead):
            target = m
    if source is None and left:
        near = left[-1]
        gap = text[near.end : match.start]
        possessive = re.match(r"['’]s?\s+(?:[\w-]+\s+){0,3}$", gap)
        if possessive or re.fullmatch(r"\s+(?:[\w-]+\s+){0,2}", gap):
            source = near
        elif target is not None or len(gap) < 60:
            source = _subject(text, left, match.start, first)
    return source, target


def _said(quotes: list[Quote], match: Match) -> Quote | None:
    inside = [q for q in quotes if q.content_start <= match.start and match.end <= q.content_end and q.cue is not None]
    return min(inside, key=lambda q: q.content_end - q.content_start, default=None)


def _status(text: str, match: Match, first: int, last: int, article: Article, nominal: bool, quote: Quote | None) -> str:
    begin = max(first, match.start - BEFORE)
    window = text[begin : match.start]
    cut = max((m.end() for p in (_STRONG, _CLAUSE) for m in p.finditer(window)), default=0)
    begin += cut
    found: list[tuple[int, str]] = []
    for cue in article.inside("status", begin, match.start):
        words = text[cue.start : cue.end].lower()
        gap = text[cue.end : match.start]
        if words in _ADJECTIVE and len(gap.split()) > 1:
            continue  # "an alleged drug boat was struck": the adjective belongs to the boat
        if cue.entry in ("planned", "possible") and ("," in gap or len(gap.split()) > 6):
            continue
        if cue.entry == "negated" and len(gap.split()) > (6 if not nominal else 3):
            continue
        if cue.entry == "ongoing" and words in ("has been", "have been") and match.entry.form != "ing":
            continue
        found.append((_RANK.get(cue.entry, 9), cue.entry))
    statuses = {s for _, s in found}
    if "alleged" in statuses and quote is None and not nominal and match.entry.event == "ACCUSE":
        statuses.discard("alleged")  # the accusing is a fact, what it says is not
    if statuses & {"denied", "negated"}:
        return "denied" if "denied" in statuses else "negated"
    # "insisted that yesterday's release was unlawful" doubts the law, not the release: a definite noun takes it as given
    doubted = quote is not None and quote.stance == "distancing" and not (nominal and _GIVEN.search(text[first : match.start]))
    if "alleged" in statuses or doubted or (quote and _EVIDENCE.search(text[first:last])):
        return "alleged"
    if "possible" in statuses:
        return "possible"
    if "planned" in statuses or (match.entry.form == "base" and not nominal and _TO.search(window)):
        return "planned"
    if "ongoing" in statuses or (match.entry.form == "ing" and _PROGRESSIVE.search(window)):
        return "ongoing"
    return "occurred"


def _when(article: Article, match: Match, times: list[Time], number: int, previous: Event | None):
    text = article.text
    best = None
    for t in times:
        a, b = (t.end, match.start) if t.end <= match.start else (match.end, t.start)
        if b - a >= 200:
            continue  # costs too much whatever stands between
        between = text[a:b]
        cost = len(between) + 60 * len(_CLAUSE.findall(between)) + 80 * len(re.findall(r"[;:“”\"]", between)) + (10 if t.end <= match.start else 0)
        if best is None or cost < best[0]:
            best = (cost, t)
    if best and best[0] < 200:
        t = best[1]
        # an interval that is open on one side ("since May", "by Friday") ends, or begins, with what is known: the publication, else its other side
        earliest, latest = (
            t.earliest or min(filter(None, (article.published, t.latest))),
            t.latest or max(filter(None, (article.published, t.earliest))),
        )
        if t.end <= match.start and re.search(r"\bsince\s+(?:\w+\s+)?$", text[max(0, t.start - 15) : t.start], re.I) and article.published:
            latest = max(latest, article.published)
        return earliest, latest, "expression"
    same_story = previous is not None and previous.earliest and number - previous.sentence <= 1 and previous.trigger.mode == match.entry.mode
    if same_story:
        return previous.earliest, previous.latest, "inherited"
    if number < article.headline + LEAD_SENTENCES and article.published:
        return article.published - timedelta(LEAD_DAYS), article.published, "publication"
    return None, None, "none"


def acting(event: Event, stands_for: dict[str, str]) -> Event:
    """The event with places and houses read as the governments that act through them: Washington as the United States."""
    read = lambda m: replace(m, entity=stands_for[m.entity]) if m and m.entity in stands_for else m  # noqa: E731
    return replace(event, source=read(event.source), target=read(event.target))
