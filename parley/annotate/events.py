"""Reported events: what happened, who did it to whom, whether it did happen, where and when.

Candidates are the codebook's triggers and the words that the model reads as telling an event. Class and mode come from both (`_class`), who takes
part from `participants`, whether it happened from `status`, its interval from `when`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

import numpy as np

from parley.annotate.conventions import Conventions
from parley.annotate.dates import Time
from parley.annotate.linking import government
from parley.annotate.model import ACTS, STATUSES, TRACKS, Reading, mean, softmax
from parley.annotate.names import Mention
from parley.annotate.participants import Participant, by_model, by_rule, completed, meant_by, object_words, overlap, undergone
from parley.annotate.quotes import Quote
from parley.annotate.status import status_of
from parley.annotate.text import Article, Match
from parley.annotate.tracks import Tracks
from parley.annotate.unsaid import Unsaid
from parley.annotate.when import when
from parley.codebook import Codebook, Trigger

HISTORICAL_MONTHS = 6
"""An event that ended in a month this long before that of the article is background, whatever its verb says."""
NO_EVENT = 0.7
"""Probability of "tells no event" from which the model overrules a trigger of one word; a phrase is never overruled."""
NEW_EVENT = 0.6
"""Probability of a class from which a word that the codebook does not list tells an event."""
SPECIFIC = {True: 8.0, False: 7.0}
"""What the codebook's class counts for, in log odds: a phrase ("struck a deal") almost decides, one word ("struck") leans."""
CARRIED = 40
"""Characters within which a listed trigger after an unlisted verb tells the verb's event."""
_PARTED = re.compile(r"[,;:()“”\"—–]|''|\b(?:and|but|that|which|who|after|before|while|as|because|if|unless|until)\b")
_BY = re.compile(r"\s+(?:[\w'’-]+\s+){0,3}by\s", re.I)
_AND = re.compile(r"\s+and\s+(?:[\w'’.-]+\s+){0,4}")
_FAR = re.compile(r"\b(?:under|which|that|of|by|whose|in|from|for|to|lets?)\b", re.I)
"""What stands between a name and a passive verb where the name is not its subject: "an order of Okello that lets bands be banned"."""
_LIGHT = re.compile(
    r"(?:carr(?:y|ies|ied|ying) out|step(?:s|ped|ping)? up|"
    r"launch|conduct|stage|mount|continue|intensif|resume|beg[aiu]n|start|announc|commenc|held|hold|ma[dk]e|took|taken?|order)\w*",
    re.I,
)
_MODIFIES = re.compile(r"-(?:\w+(?:ed|en|led|held))$", re.I)
"""The second half of a word that only describes: "the Saudi-led coalition"."""
_COMPOUND = re.compile(r"-(?!(?:in|out|off|up|down|on|over|back|through|fire|taking)\b)[a-z]")
"""What follows the first half of one: "guided-missile destroyers", but "a walk-out"."""
_OF = re.compile(r"\s+of\s+(?:\w+\s+){0,2}$")
_SPEAKS = re.compile(r"(?:will|would|said|says|declared|asserted|insisted|vowed|stated|reiterated|added)$", re.I)
_WILL_NOT = re.compile(r"\b(?:will|would) (?:not|never)\b|\bwon['’]t\b", re.I)
_IN = re.compile(r"(?:\s+[\w'’.-]+){0,6}\s+(?:in|during|by)\s+(?:[\w'’-]+\s+){0,4}")
"""What stands between a verb and the listed event in which it happened: "was seized with two others in a US raid"."""
ABOUT_ACTS = frozenset(["AGREE", "REJECT", "REQUEST", "THREATEN"])
"""Classes of acts of words that are about another act."""
UNDERGONE = frozenset(["COERCE", "SANCTION"])
"""Classes of acts that are of whom they are done to: "the arrest of", where "the attack of" and "the visit of" are of those who act."""
MUTUAL = frozenset(["CONSULT"])
"""Classes of what two do together, whatever the word."""
MOST_PAIRS = 6
"""Compound actors yield each pair, up to this many."""

_MODAL = re.compile(
    r"\b(?:will|would|can|could|may|might|shall|should|must|did|does|do|'ll|to|not|n't)\s+(?:\w+ly\s+|not\s+|also\s+|soon\s+|now\s+){0,2}$", re.I
)
_NOMINAL_BEFORE = re.compile(
    r"\b(?:the|a|an|this|that|these|those|its|his|her|their|our|any|no|another|first|second|third|last|latest|new|of|for|on|in|after|before|by|with|from|over|against|about|during|since|"
    r"further|more|two|three|four|\d+|boat|military|drug|missile|air)\s+(?:[\w-]+\s+){0,1}$|['’]s?\s+(?:\w+\s+)?$",
    re.I,
)
_PLACE = re.compile(
    r"\b(?:in|at|near|off|over|across|outside|around|toward|to|from|on)\s+(?:the\s+|waters\s+off\s+|(?:north|south|east|west)\w*\s+)?$", re.I
)


@dataclass(frozen=True)
class Event:
    """A reported event; spans in code points, absent parts None. `date_from`: expression, inherited, publication or none. `class_from`: codebook, model
    or both."""

    sentence: int
    start: int
    end: int
    trigger: Trigger
    class_from: str
    status: str
    attributed_to: str | None
    source: Participant | None
    source_name: str | None
    target: Participant | None
    target_name: str | None
    place: str | None
    earliest: date | None
    latest: date | None
    date_from: str
    confidence: float


class Events:
    """Finds events with one codebook."""

    def __init__(self, book: Codebook) -> None:
        """Words that only the model knows get no mode, and the mean intensity of their class."""
        self._stands_for = government(book)
        self._tracks = Tracks(book)
        self._unsaid = Unsaid(book)
        self._listed = {t.text: t for t in book.triggers}
        by_class: dict[str, dict[str, float]] = {}
        for t in book.triggers:
            by_class.setdefault(t.event, {})[t.mode] = t.intensity
        self._intensity = {event: round(sum(m.values()) / len(m), 1) for event, m in by_class.items()}
        self._conventions = Conventions(book, self._intensity)
        self._function_words = frozenset(book.words.get("function_words", ()))

    def __call__(self, article: Article, readings: Sequence[Reading], mentions: list[Mention], times: list[Time], quotes: list[Quote]) -> list[Event]:
        """Events in order of the text."""
        people: dict[int, list[Mention]] = {}
        dated: dict[int, list[Time]] = {}
        for m in mentions:
            people.setdefault(article.sentence_at(m.start), []).append(m)
        for t in times:
            dated.setdefault(article.sentence_at(t.start), []).append(t)
        out: list[Event] = []
        candidates, senses = self._candidates(article, readings, people)
        story, settings = _told(candidates), _settings(article.text, candidates)
        said: dict[int, list[Quote]] = {}
        for q in quotes:
            for number in range(article.sentence_at(q.content_start), article.sentence_at(q.content_end) + 1):
                said.setdefault(number, []).append(q)
        for match, number, class_from in candidates:
            known = [m for back in (2, 1, 0) for m in people.get(number - back, ())]
            here, sense = people.get(number, []), senses.get(_stem(article.text[match.start : match.end]))
            out.extend(
                self._events(
                    article,
                    match,
                    number,
                    class_from,
                    readings[number],
                    known,
                    here,
                    dated,
                    said.get(number, []),
                    out,
                    story,
                    sense,
                    settings.get(match.start),
                )
            )
        return self._unsaid.filled(out)

    def _candidates(
        self, article: Article, readings: Sequence[Reading], people: dict[int, list[Mention]]
    ) -> tuple[list[tuple[Match, int, str]], dict]:
        """(match, sentence, class_from) of what tells an event, with the class it is to have; and the senses of the listed words."""
        text, out = article.text, []
        listed: dict[int, list[Match]] = {}
        for match in article.found.get("trigger", []):
            listed.setdefault(article.sentence_at(match.start), []).append(match)
        senses = self._senses(article, readings, listed)
        for number, (first, last) in enumerate(article.sentences):
            reading, named, before = readings[number], people.get(number, []), len(out)
            taken: list[tuple[int, int]] = [(m.start, m.end) for m in named]
            for match in listed.get(number, []):
                # a name may stand inside a phrase ("arrived in the Caribbean"), a word inside a name tells nothing ("Strike Force")
                if match.end > last or any(a < match.end and match.start < b and not match.start < a < b <= match.end for a, b in taken):
                    continue
                taken.append((match.start, match.end))
                if match.entry is not None and (decided := self._class(text, match, senses)):
                    out.extend((part, number, decided[1]) for part in self._parts(text, *decided))
            told = [c[0].start for c in out[before:]]
            # "launched strikes", "announced the release": the listed word tells the event, the verb before it only carries it
            carries = lambda m: _LIGHT.match(text, m.start) and any(0 < a - m.end <= CARRIED and not _PARTED.search(text[m.end : a]) for a in told)  # noqa: B023, E731
            out.extend((m, number, "model") for m in self._unlisted(text, first, reading, taken) if not carries(m))
        return sorted(out, key=lambda c: (c[0].start, c[0].end)), senses

    def _parts(self, text: str, match: Match, class_from: str) -> list[Match]:
        """A phrase that tells an act of words about another act as both: "agreed to release", "offered talks", "threat of strikes"."""
        words = text[match.start : match.end]
        if class_from == "model" or match.entry.event not in ABOUT_ACTS:
            return [match]
        for space in re.finditer(r"\s", words):
            inner = self._listed.get(words[space.end() :].casefold())
            if inner is not None and inner.event not in ABOUT_ACTS:
                outer = re.sub(r"\s+(?:to|of|for|a|an|the|on|against)$", "", words[: space.start()])
                return [replace(match, end=match.start + len(outer)), Match(match.start + space.end(), match.end, inner)]
        return [match]

    def _senses(self, article: Article, readings: Sequence[Reading], listed: dict[int, list[Match]]) -> dict[str, np.ndarray]:
        """What the model says of each listed word, as the mean over its places in the article: one article uses a word ("strike") in one sense."""
        sums: dict[str, list[np.ndarray]] = {}
        for number, matches in listed.items():
            first = article.sentences[number][0]
            for match in matches:
                tokens = readings[number].tokens(match.start - first, match.end - first)
                if match.entry is not None and tokens.start < tokens.stop:
                    sums.setdefault(_stem(article.text[match.start : match.end]), []).append(mean(readings[number].acts[tokens]))
        return {word: mean(np.array(all_places)) for word, all_places in sums.items()}

    def _class(self, text: str, match: Match, senses: dict[str, np.ndarray]) -> tuple[Match, str] | None:
        """The match with its class as codebook and model together see it; None where it tells no event."""
        logits = senses.get(_stem(text[match.start : match.end]))
        if logits is None:
            return match, "codebook"
        p = softmax(logits[: len(ACTS)])
        phrase = match.entry.form == "phrase" or not text[match.start : match.end].isalpha()
        if p[0] > NO_EVENT and not phrase:
            return None
        odds = np.log(p[1:] + 1e-6)
        mine = ACTS.index(match.entry.event) - 1
        agrees = int(odds.argmax()) == mine
        odds[mine] += SPECIFIC[phrase]
        best = int(odds.argmax())
        if best == mine:
            return match, "both" if agrees else "codebook"
        return self._as(match, ACTS[best + 1]), "model"

    def _as(self, match: Match, event: str) -> Match:
        """A match whose class the model gave: no mode, its track yet to be told."""
        form = match.entry.form if match.entry else "model"
        nominal = match.entry.nominal if match.entry else False
        words = match.entry.text if match.entry else ""
        return Match(match.start, match.end, Trigger(words, event, None, "other", self._intensity[event], "forward", form, nominal))

    def _unlisted(self, text: str, first: int, reading: Reading, taken: list[tuple[int, int]]) -> list[Match]:
        """Words that the codebook does not list and the model reads as telling an event."""
        if not len(reading.offsets):
            return []
        logits = reading.acts[:, : len(ACTS)]
        if (logits[:, 1:].max(1) <= logits[:, 0]).all():
            return []  # as in most sentences
        p = softmax(logits)
        likely = p[:, 1:].max(1)
        out: list[Match] = []
        for i in np.flatnonzero(likely > NEW_EVENT):
            a, b = first + int(reading.offsets[i, 0]), first + int(reading.offsets[i, 1])
            event = int(p[i, 1:].argmax())
            if any(s < b and a < e for s, e in taken) or not text[a:b].isalpha() or text[a:b] in ("March", "May"):
                continue
            if out and a - out[-1].end <= 1 and out[-1].entry[0] == event:
                out[-1] = Match(out[-1].start, b, (event, [*out[-1].entry[1], i]))
            else:
                out.append(Match(a, b, (event, [i])))
        found = []
        for m in (_whole(text, m) for m in out):
            if (
                text[m.start : m.end].casefold() in self._function_words
                or found
                and m.start < found[-1].end
                or _MODIFIES.search(text, max(0, m.start - 1), m.end)
                or _COMPOUND.match(text, m.end)
            ):
                continue
            event = ACTS[m.entry[0] + 1]
            if _SPEAKS.search(text[m.start : m.end]):
                if not _WILL_NOT.search(text[m.start : m.end + CARRIED]):
                    continue  # saying alone is no event; what is said has its own words
                event = "REJECT"
            if m.end - m.start > 2:
                found.append(self._as(Match(m.start, m.end, None), event))
        return found

    def _events(self, article, match, number, class_from, reading, known, people, times, quotes, told, story, sense, setting) -> list[Event]:
        text = article.text
        first, last = article.sentences[number]
        trigger: Trigger = match.entry
        before = text[max(first, match.start - 200) : match.start]
        nominal = (
            trigger.form in ("noun", "phrase")
            or trigger.nominal
            and not _MODAL.search(before)
            and (_NOMINAL_BEFORE.search(before) is not None or trigger.form != "past")
        )
        listed = trigger
        trigger = self._conventions.in_company(trigger, text[match.start : match.end], before, text[match.end : min(last, match.end + 100)], nominal)
        refused = trigger.event == "REJECT" != listed.event
        source, target = by_model(text, first, reading, match.start, match.end, people)
        passive = undergone(before, match, text)
        by_words = by_rule(text, match, people, first, last, nominal=nominal)
        if class_from != "model" or passive:
            agent = by_words[0] if by_words[0] and by_words[0].start >= match.end else None
            if source is None and target is None:
                source, target = by_words
            elif agent and _BY.match(text, match.end, agent.start):
                source = agent  # "were freed by the rebels"
                target = by_words[1] or (target if target and (target.end <= agent.start or target.start >= agent.end) else None)
            elif by_words[0] is None and by_words[1] and by_words[1].end <= match.start and not _FAR.search(text, by_words[1].end, match.start):
                source, target = _undergoing(source, target, by_words[1], match.start, text)
        of = nominal and trigger.event in UNDERGONE and source and _OF.match(text[match.end : source.start])
        if of and (target is None or target.start == source.start):
            source, target = None, source  # "the designation of the cartel"
        if not nominal:
            source, target = completed(source, target, by_words, text, match)
            if target is None and source and source.end <= match.start and not passive:
                target = object_words(text, match.end, last)
        source = meant_by(text, source, known) if source else None
        target = meant_by(text, target, known, source) if target else None
        if trigger.direction == "mutual" or trigger.event in MUTUAL:
            source, target = _each_other(source, target, text, people)
        if trigger.event == "MOBILIZE" and source is None and target and target.end <= match.start:
            source, target = target, None  # "US destroyers were sent": by the United States
        trigger = self._conventions.by_whom(trigger, self._tracks.kind(text, source), source)
        quote = _said(quotes, match)
        earliest, latest, how = when(article, match, times, number, told, "occurred")
        long_ago = bool(latest and article.published and _months(article.published) - _months(latest) >= HISTORICAL_MONTHS)
        logits = reading.acts[reading.tokens(match.start - first, match.end - first)]
        logits = mean(logits) if len(logits) else None
        guess = None if logits is None else logits[len(ACTS) : len(ACTS) + len(STATUSES)]
        read = sense if sense is not None else logits
        act = listed if trigger.track == listed.track else trigger  # a threat of sanctions is on the track of sanctions
        track = self._tracks(act, class_from, None if read is None else read[-len(TRACKS) :], story.get(act.event, {}), text, source, target, setting)
        trigger = replace(trigger, track=track)
        status = (
            "occurred"
            if refused
            else status_of(text, match, first, last, article, nominal, quote, guess, long_ago=long_ago, recent=latest is not None and not long_ago)
        )
        if status in ("planned", "possible", "negated"):  # what has not happened is dated otherwise
            earliest, latest, how = when(article, match, times, number, told, status)
        taking_part = [m for w in (source, target) if w for m in w.names]
        place = next(
            (m.entity for m in people if m.label == "LOC" and m not in taking_part and _PLACE.search(text[max(first, m.start - 80) : m.start])), None
        )
        confidence = round(
            0.4
            + 0.1 * (class_from == "both")
            + 0.15 * (source is not None)
            + 0.15 * (target is not None)
            + 0.1 * (not nominal)
            + 0.1 * (how == "expression"),
            2,
        )
        return [
            Event(
                number, match.start, match.end, trigger, class_from, status, quote.speaker if quote else None, source, a, target, b, place, earliest,
                latest, how, confidence,
            )
            for a, b in self._pairs(source, target)
        ]  # fmt: skip

    def _pairs(self, source: Participant | None, target: Participant | None) -> list[tuple[str | None, str | None]]:
        """Names of source and target, each with each; places and houses as the governments that act through them: Washington as the United States."""
        sides = [
            list(dict.fromkeys(self._stands_for.get(m.entity, m.entity) for m in w.names)) if w and w.names else [None] for w in (source, target)
        ]
        sides[0] = list(dict.fromkeys(self._unsaid.acting(n) for n in sides[0]))
        pairs = [(a, b) for a, b in product(*sides) if a is None or a != b]
        return pairs[:MOST_PAIRS] or [(sides[0][0], None)]


def _each_other(
    source: Participant | None, target: Participant | None, text: str, people: list[Mention]
) -> tuple[Participant | None, Participant | None]:
    """Two who do something together ("A and B met") as the one and the other, where nobody else takes part."""
    both, alone = (source, target) if source else (target, source)
    if both is None or alone is not None or not both.names:
        return source, target
    if len(both.names) == 1:
        first = next(
            (m for m in people if m.end < both.start and m.label == both.names[0].label and _AND.fullmatch(text, m.end, both.names[0].start)), None
        )
        if first:
            return Participant(first.start, first.end, (first,)), both
        second = next((m for m in people if m.start > both.end and m.label == both.names[0].label and _AND.fullmatch(text, both.end, m.start)), None)
        return (both, Participant(second.start, second.end, (second,))) if second else (source, target)
    one, others = both.names[0], both.names[1:]
    if one.start < both.start or one.end >= both.end:  # "they": the names stand elsewhere
        return replace(both, names=(one,)), replace(both, names=others)
    return Participant(both.start, one.end, (one,)), Participant(others[0].start, both.end, others)


def _undergoing(
    source: Participant | None, target: Participant | None, subject: Participant, at: int, text: str
) -> tuple[Participant | None, Participant]:
    """Source and target of a passive without "by": who stands before the verb, one or several, did not do it but underwent it."""
    ahead = [w for w in (source, target) if w and w.end <= at]
    before = [subject, *(w for w in ahead if _AND.fullmatch(text, min(w.end, subject.end), max(w.start, subject.start)) or overlap(w, subject))]
    names = tuple({m.start: m for w in before for m in w.names}.values())
    whole = Participant(min(w.start for w in before), max(w.end for w in before), names)
    return (source if source and source.start >= at else None), whole


def _months(day: date) -> int:
    return 12 * day.year + day.month


def _whole(text: str, match: Match) -> Match:
    """A match of word pieces as the whole words."""
    start, end = match.start, match.end
    while start and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return replace(match, start=start, end=end)


def _stem(word: str) -> str:
    """One key for the singular and the plural of a listed word."""
    return word.casefold().removesuffix("s")


def _told(candidates: list[tuple[Match, int, str]]) -> dict[str, Counter]:
    """By class, how many of the article's listed events are on which track."""
    tracks: dict[str, Counter] = {}
    for match, _, by in candidates:
        if by != "model":
            tracks.setdefault(match.entry.event, Counter())[match.entry.track] += 1
    return tracks


def _settings(text: str, candidates: list[tuple[Match, int, str]]) -> dict[int, str]:
    """By where a verb begins, the track of the listed event in which it happened."""
    listed: dict[int, list[Match]] = {}
    for match, number, by in candidates:
        if by != "model":
            listed.setdefault(number, []).append(match)
    return {
        match.start: other.entry.track
        for match, number, by in candidates
        if by == "model"
        for other in listed.get(number, ())
        if other.start > match.end and _IN.fullmatch(text, match.end, other.start)
    }


def _said(quotes: list[Quote], match: Match) -> Quote | None:
    inside = [q for q in quotes if q.content_start <= match.start and match.end <= q.content_end and q.cue is not None]
    return min(inside, key=lambda q: q.content_end - q.content_start, default=None)
