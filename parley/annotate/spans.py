"""The model's names as spans of an article: word by word, then mended, each form alike throughout the article."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from parley.annotate.acronyms import acronyms
from parley.annotate.model import LABELS, Reading
from parley.annotate.text import Article

KINDS = ("PER", "ORG", "LOC", "NORP")
_BEGIN = np.array([LABELS.index(f"B-{k}") for k in KINDS])
_GO_ON = np.array([LABELS.index(f"I-{k}") for k in KINDS])
_LOWER_PROSE = re.compile(r"\b(?:the|to|is|are|was|of|and|that|has|have|will|with|for|at|it|not)\b")
CAUTION = 1.2
"""A word is a name where its kind is so many times as likely as none at all."""
NAMED = 0.65
"""A form that the article shows as a name with this probability, on average over all its places, is one at each of them."""
UNNAMED = 0.4
"""Below this average a form is taken for a name nowhere in the article."""
_BROKEN = re.compile(r"['’]s? ")
_TAIL = re.compile(r"-[a-z]{1,6}(?![\w-])")
_LEAD = re.compile(r"(?<![\w-])((?:[A-Z]\w*-)+)$")
_GOVERNMENT = re.compile(r" Government\b")
PART = 0.2
"""Probability from which the other half of a hyphenated word belongs to the name beside it."""
_LINKED = re.compile(r"\s(?:of|for|and|on|to|in|&)(?: the)?$")


@dataclass(frozen=True)
class Span:
    """A name as the model sees it: code points, and the sum over its words of the probability of each of KINDS."""

    start: int
    end: int
    scores: tuple[float, ...]

    @property
    def label(self) -> str:
        return KINDS[self.scores.index(max(self.scores))]


def spans(text: str, base: int, reading: Reading) -> list[Span]:
    """The model's names in one sentence, word by word: a word's label is the mean of its tokens'."""
    p = reading.names
    if not len(p):
        return []
    begins, ends = reading.bounds
    likely = 1 - p[:, 0]
    if likely.max() < 0.5:
        return []
    # tokens of one word touch and are letters or digits on both sides
    starts = [0] + [
        i
        for i in range(1, len(begins))
        if begins[i] != ends[i - 1] or not (text[base + begins[i]].isalnum() and text[base + begins[i] - 1].isalnum())
    ]
    words = np.add.reduceat(p, starts, axis=0) / np.diff([*starts, len(begins)])[:, None]
    kinds = words[:, _BEGIN] + words[:, _GO_ON]
    named = (kinds.max(1) > CAUTION * words[:, 0]).tolist()
    goes_on = (p[starts][:, _GO_ON].sum(1) >= p[starts][:, _BEGIN].sum(1)).tolist()
    scores = kinds.tolist()
    whole = text[base : base + ends[-1]]
    capitals = whole.lower() != whole or not _LOWER_PROSE.search(text, base, base + ends[-1])
    out: list[Span] = []
    going = False
    for w in range(len(starts)):
        if not named[w]:
            going = False
            continue
        a = base + begins[starts[w]]
        b = base + ends[(starts[w + 1] if w + 1 < len(starts) else len(begins)) - 1]
        # a word that goes on goes on with the same name, whatever kind it alone looks like: "Otto du Plessis Drive"
        if going and goes_on[w]:
            out[-1] = Span(out[-1].start, b, _sum(out[-1].scores, scores[w]))
        else:
            out.append(Span(a, b, tuple(scores[w])))
        going = True
    # a word without a capital is a name only in prose that has none at all; a list of tags is no prose
    return [s for s in out if not capitals or any(c.isupper() for c in text[s.start : s.end])]


def _sum(one: Sequence[float], other: Sequence[float]) -> tuple[float, ...]:
    return tuple(a + b for a, b in zip(one, other, strict=True))


def found(article: Article, readings: Sequence[Reading | None], links: frozenset[str]) -> list[Span]:
    """The spans of all sentences that were read, mended, in order of the text. `links` are small words that an acronym may leave out."""
    raw = [s for (start, _), r in zip(article.sentences, readings, strict=True) if r is not None for s in spans(article.text, start, r)]
    alike = _throughout(article, readings, _joined(article.text, raw))
    return _spelled(article.text, _governments(article.text, _hyphenated(article, readings, _mended(article.text, alike))), links)


def _joined(text: str, found: list[Span]) -> list[Span]:
    """Two people with nothing but a blank between them as one: "Wilma Zed" "Okello"."""
    out: list[Span] = []
    for s in found:
        if out and out[-1].label == s.label == "PER" and text[out[-1].end : s.start] == " ":
            out[-1] = Span(out[-1].start, s.end, _sum(out[-1].scores, s.scores))
        else:
            out.append(s)
    return out


def _hyphenated(article: Article, readings: Sequence[Reading], found: list[Span]) -> list[Span]:
    """Spans that break off at a hyphen as the whole word: "Wang Lin-hao", "Anglo-Zed Church"; not the "-backed" of "Lima-backed", nor "pro-Lima"."""
    text, out = article.text, []
    for i, s in enumerate(found):
        start, end = s.start, s.end
        after = found[i + 1].start if i + 1 < len(found) else len(text)
        before = out[-1].end if out else 0
        if s.label == "PER" and (tail := _TAIL.match(text, end)) and tail.end() <= after and _likely(article, readings, tail.start() + 1, tail.end()):
            end = tail.end()
        if (
            s.label in ("PER", "ORG")
            and (lead := _LEAD.search(text, max(before, start - 30), start))
            and _likely(article, readings, lead.start(1), lead.end(1) - 1)
        ):
            start = lead.start(1)
        out.append(Span(start, end, s.scores))
    return out


def _likely(article: Article, readings: Sequence[Reading], start: int, end: int) -> bool:
    scores = _scores(article, readings, start, end)
    return scores is not None and sum(scores) > PART


def _governments(text: str, found: list[Span]) -> list[Span]:
    """ "The Nuvik Government" is a body, "the Nuvik government" a place and a common noun."""
    out = []
    for s in found:
        if s.label == "LOC" and (m := _GOVERNMENT.match(text, s.end)):
            s = Span(s.start, m.end(), tuple(sum(s.scores) * (k == "ORG") for k in KINDS))
        out.append(s)
    return out


def _spelled(text: str, found: list[Span], links: frozenset[str]) -> list[Span]:
    """A body whose acronym stands in brackets reaches over the words that spell it; an acronym of words that are no name is none anywhere."""
    starts, nameless, within, wider = [s.start for s in found], set(), set(), []
    for a in acronyms(text, links):
        # spans do not overlap: only the one before those that begin among the words can reach into them
        first, last = bisect_left(starts, a.words_start), bisect_left(starts, a.words_end)
        over = [s for s in found[max(0, first - 1) : last] if s.end > a.words_start]
        if not over:
            nameless.add(a.short)
        elif over[-1].end == a.words_end and over[-1].label == "ORG" and over[0].start >= a.words_start and text[a.words_start].isupper():
            wider.append(Span(a.words_start, a.words_end, tuple(np.sum([s.scores for s in over if s.label == "ORG"], axis=0))))
            within.update(over)
    kept = [s for s in found if s not in within and text[s.start : s.end] not in nameless]
    return sorted([*kept, *wider], key=lambda s: s.start)


def _mended(text: str, found: list[Span]) -> list[Span]:
    """Spans that the model broke or overran: a bracket that opens inside and does not close, a link at the end, a body's name broken at its own 's."""
    out: list[Span] = []
    for s in found:
        at = text.find("(", s.start, s.end)
        if at > s.start and ")" not in text[at : s.end]:
            parts = [Span(s.start, at - (text[at - 1] == " "), s.scores), Span(at + 1, s.end, s.scores)]
        else:
            parts = [s]
        for part in parts:
            last = out[-1] if out else None
            if last and last.label == part.label == "ORG" and _BROKEN.fullmatch(text, last.end, part.start):
                out[-1] = Span(last.start, part.end, _sum(last.scores, part.scores))
            elif last and _LINKED.search(text, last.start, last.end) and text[last.end : part.start] == " " and part.label in ("ORG", "LOC"):
                out[-1] = Span(last.start, part.end, last.scores)
            elif part.end > part.start:
                out.append(part)
    links = [(s, _LINKED.search(text, s.start, s.end)) for s in out]
    return [Span(s.start, m.start(), s.scores) if m else s for s, m in links]


def _throughout(article: Article, readings: Sequence[Reading], found: list[Span]) -> list[Span]:
    """The spans, with each form either a name wherever it stands in the article or nowhere: as its places on average have it."""
    text = article.text
    covered = bytearray(len(text))
    for s in found:
        covered[s.start : s.end] = b"\1" * (s.end - s.start)
    exact = {(s.start, s.end) for s in found}
    places: dict[str, list[Span]] = defaultdict(list)
    for s in found:
        places[text[s.start : s.end]].append(s)
    out: list[Span] = []
    whole: list[Span] = []
    for form, spans_of in places.items():
        missed, broken = [], []
        if len(form) > 1 and any(c.isupper() for c in form):
            at = text.find(form)
            while at >= 0:
                end = at + len(form)
                alone = (at == 0 or not text[at - 1].isalnum()) and (end == len(text) or not text[end].isalnum())
                if alone and (at, end) not in exact and (score := _scores(article, readings, at, end)) is not None:
                    if not any(covered[at:end]):
                        missed.append(Span(at, end, score))
                    elif " " in form and covered[at - 1 : at] != b"\1" and covered[end : end + 1] != b"\1":
                        broken.append(Span(at, end, score))
                at = text.find(form, end)
        words = len(form.split())
        mean = sum(min(1.0, sum(s.scores) / max(1, words)) for s in [*spans_of, *missed]) / (len(spans_of) + len(missed))
        if not missed:
            out += spans_of
        elif mean > NAMED:
            out += spans_of + missed
        elif mean > UNNAMED:
            out += spans_of
        if len(spans_of) > len(broken) and mean > NAMED:
            whole += broken  # "Chile Moly" is one name where it is mostly one
    taken = bytearray(len(text))
    for s in whole:
        taken[s.start : s.end] = b"\1" * (s.end - s.start)
    return sorted([*whole, *(s for s in out if not all(taken[s.start : s.end]))], key=lambda s: s.start)


def _scores(article: Article, readings: Sequence[Reading], start: int, end: int) -> tuple[float, ...] | None:
    """The sum over the words of a place of the probability of each of KINDS; None where no sentence holds it."""
    number = article.sentence_at(start)
    base, last = article.sentences[number]
    if not base <= start or end > last or readings[number] is None:
        return None
    tokens = readings[number].tokens(start - base, end - base)
    if tokens.start == tokens.stop:
        return None
    p = readings[number].names[tokens]
    return tuple((p[:, _BEGIN] + p[:, _GO_ON]).mean(0) * len(article.text[start:end].split()))
