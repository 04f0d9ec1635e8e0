"""Names in the text: the codebook's aliases and the model's names, the longer of two that overlap. Whom they name: `linking`.

A name is marked without its title ("Nicolás Maduro", not "President Nicolás Maduro") and without a possessive.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from parley.annotate.model import LABELS, Reading
from parley.annotate.text import Article, Match
from parley.codebook import Codebook

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
_LINKED = re.compile(r"\s(?:of|for|and|on|to|in|&)(?: the)?$")
_UNNAMED = re.compile(r"(?:https?://|www\.)\S+|(?<!\S)[^\s@]{1,64}@[^\s@]{1,200}|\b[A-Z]{1,3}\$")
_POSSESSIVE = re.compile(r"(?:['’]s?|['’]S)$")


@dataclass(frozen=True)
class Mention:
    """A name: code points, label (PER ORG LOC NORP), the canonical name it stands for, and how it was found (codebook, model, short_form)."""

    start: int
    end: int
    label: str
    entity: str
    via: str


@dataclass(frozen=True)
class Span:
    """A name as the model sees it: code points, and the sum over its words of the probability of each of KINDS."""

    start: int
    end: int
    scores: tuple[float, ...]

    @property
    def label(self) -> str:
        return KINDS[int(np.argmax(self.scores))]


class Names:
    """Finds names with one codebook's word lists and what the model says of each sentence."""

    def __init__(self, book: Codebook) -> None:
        titles = sorted(book.words.get("person_titles", ()), key=len, reverse=True)
        self._title_words = frozenset(w for t in titles for w in t.lower().split())
        self._title = re.compile(r"(?:(?:" + "|".join(re.escape(t) for t in titles) + r")(?:\s+|(?=$)))+", re.I)

    def __call__(self, article: Article, readings: Sequence[Reading]) -> list[Mention]:
        """Mentions in order of the text; none overlap. `readings` are of the article's sentences."""
        known = _codebook(article)
        found = self._model(article, readings)
        covered = bytearray(len(article.text))
        for m in _UNNAMED.finditer(article.text):  # the words of a web address, and the US of US$5, name nobody
            covered[m.start() : m.end()] = b"\1" * (m.end() - m.start())
        taken: list[Mention] = []
        # longest first; of two that are equally long the codebook's, which an analyst can read and change
        for m in sorted([*known, *found], key=lambda m: (m.start - m.end, m.via == "model", m.start)):
            if not any(covered[m.start : m.end]):
                covered[m.start : m.end] = b"\1" * (m.end - m.start)
                taken.append(m)
        return sorted(taken, key=lambda m: m.start)

    def _model(self, article: Article, readings: Sequence[Reading]) -> list[Mention]:
        found = [s for (start, _), r in zip(article.sentences, readings, strict=True) for s in spans(article.text, start, r)]
        found = _mended(article.text, _throughout(article, readings, found))
        # one article names one thing by one word: the label with the largest sum over all its places wins, and a surname is whose full name it ends
        sums: dict[str, np.ndarray] = defaultdict(lambda: np.zeros(len(KINDS)))
        for s in found:
            name = article.text[s.start : s.end].casefold()
            sums[name] += s.scores
            if s.label == "PER" and " " in name:
                sums[name.split()[-1]][0] += s.scores[0]
        out = []
        for s in found:
            label = KINDS[int(sums[article.text[s.start : s.end].casefold()].argmax())]
            start, end = self._bare(article.text, s.start, s.end, label)
            if end > start:
                out.append(Mention(start, end, label, article.text[start:end], "model"))
        return out

    def _bare(self, text: str, start: int, end: int, label: str) -> tuple[int, int]:
        """Without title, possessive, quotation marks and blanks."""
        if label == "PER" and (lead := self._title.match(text, start, end)):
            start = lead.end()
        if label == "PER" and all(w in self._title_words for w in text[start:end].lower().split()):
            return start, start
        if end - start > 2 and (tail := _POSSESSIVE.search(text, start, end)):
            end = tail.start()
        while start < end and not (text[start].isalnum() or text[start] in "'’@#"):
            start += 1
        while end > start and not (text[end - 1].isalnum() or text[end - 1] == "." and "." in text[start : end - 1]):
            end -= 1
        return (start, end) if any(c.isalpha() for c in text[start:end]) else (start, start)


def spans(text: str, base: int, reading: Reading) -> list[Span]:
    """The model's names in one sentence, word by word: a word's label is the mean of its tokens'."""
    offsets, p = reading.offsets, reading.names
    if not len(offsets):
        return []
    likely = 1 - p[:, 0]
    if likely.max() < 0.5:
        return []
    # tokens of one word touch and are letters or digits on both sides
    starts = [0] + [
        i
        for i in range(1, len(offsets))
        if offsets[i, 0] != offsets[i - 1, 1] or not (text[base + offsets[i, 0]].isalnum() and text[base + offsets[i, 0] - 1].isalnum())
    ]
    words = np.add.reduceat(p, starts, axis=0) / np.diff([*starts, len(offsets)])[:, None]
    kinds = words[:, _BEGIN] + words[:, _GO_ON]
    first = p[starts]
    capitals = not _LOWER_PROSE.search(text, base, base + int(offsets[-1, 1])) or any(c.isupper() for c in text[base : base + int(offsets[-1, 1])])
    out: list[Span] = []
    going = False
    for w in range(len(starts)):
        if kinds[w].max() <= CAUTION * words[w, 0]:
            going = False
            continue
        a = base + int(offsets[starts[w], 0])
        b = base + int(offsets[(starts[w + 1] if w + 1 < len(starts) else len(offsets)) - 1, 1])
        # a word that goes on goes on with the same name, whatever kind it alone looks like: "Otto du Plessis Drive"
        if going and first[w, _GO_ON].sum() >= first[w, _BEGIN].sum():
            out[-1] = Span(out[-1].start, b, tuple(np.add(out[-1].scores, kinds[w])))
        else:
            out.append(Span(a, b, tuple(kinds[w])))
        going = True
    # a word without a capital is a name only in prose that has none at all; a list of tags is no prose
    return [s for s in out if not capitals or any(c.isupper() for c in text[s.start : s.end])]


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
                out[-1] = Span(last.start, part.end, tuple(np.add(last.scores, part.scores)))
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
    places: dict[str, list[Span]] = defaultdict(list)
    for s in found:
        places[text[s.start : s.end]].append(s)
    out = []
    for form, spans_of in places.items():
        missed = []
        if len(form) > 1 and any(c.isupper() for c in form):
            at = text.find(form)
            while at >= 0:
                end = at + len(form)
                whole = (at == 0 or not text[at - 1].isalnum()) and (end == len(text) or not text[end].isalnum())
                if whole and not any(covered[at:end]) and (score := _scores(article, readings, at, end)) is not None:
                    missed.append(Span(at, end, score))
                at = text.find(form, end)
        words = len(form.split())
        mean = sum(min(1.0, sum(s.scores) / max(1, words)) for s in [*spans_of, *missed]) / (len(spans_of) + len(missed))
        if not missed:
            out += spans_of
        elif mean > NAMED:
            out += spans_of + missed
        elif mean > UNNAMED:
            out += spans_of
    return sorted(out, key=lambda s: s.start)


def _scores(article: Article, readings: Sequence[Reading], start: int, end: int) -> tuple[float, ...] | None:
    """The sum over the words of a place of the probability of each of KINDS; None where no sentence holds it."""
    number = article.sentence_at(start)
    base, last = article.sentences[number]
    if not base <= start or end > last:
        return None
    tokens = readings[number].tokens(start - base, end - base)
    if tokens.start == tokens.stop:
        return None
    p = readings[number].names[tokens]
    return tuple((p[:, _BEGIN] + p[:, _GO_ON]).mean(0) * len(article.text[start:end].split()))


def _codebook(article: Article) -> list[Mention]:
    known = [m for m in article.found.get("name", []) if _as_written(article.text[m.start : m.end], m.entry[1])]
    full: dict[str, int] = {}
    out: list[Mention] = []
    by_place: dict[tuple[int, int], list[Match]] = {}
    for m in known:
        dotted = m.entry[1].endswith(".") and article.text[m.end : m.end + 1] == "."  # the full stop of "U.S." is part of the name
        by_place.setdefault((m.start, m.end + dotted), []).append(m)
        if not m.entry[3]:
            full.setdefault(m.entry[0].name, m.start)
    for (start, end), matches in by_place.items():
        whole = [m for m in matches if not m.entry[3]]
        if whole:
            actor, _, label, _ = whole[0].entry
            out.append(Mention(start, end, label, actor.name, "codebook"))
        elif not _in_longer_name(article.text, start, end):
            actors = [m.entry[0] for m in matches]
            named = [a for a in actors if a.name in full]
            chosen = min(named, key=lambda a: full[a.name]) if named else actors[0] if len(actors) == 1 else None
            text = article.text[start:end]
            # a surname that several people of the codebook share, none of them named in full, stays what the text says
            out.append(Mention(start, end, actors[0].label, chosen.name if chosen else text, "codebook" if not named else "short_form"))
    return out


def _as_written(found: str, alias: str) -> bool:
    """An alias counts in its own case, or in capitals where it is longer than an ordinary word in capitals could be mistaken for."""
    return found == alias or _plain(found) == _plain(alias) or (len(alias) > 3 and found == alias.upper())


def _plain(name: str) -> str:
    """Without accents, full stops and curly apostrophes, in the same case."""
    return (
        "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).replace(".", "").replace("’", "'").replace("-", " ")
    )


def _in_longer_name(text: str, start: int, end: int) -> bool:
    """Whether a short form is one word of a longer capitalised name of someone else ("Tareck Maduro Ltd")."""
    follows = re.match(r"[ -][A-Z][a-z]+", text[end : end + 20])
    leads = re.search(r"([A-Z][\w-]+) $", text[max(0, start - 30) : start])
    return bool(follows) and text[end : end + 1] != "-" and bool(leads)
