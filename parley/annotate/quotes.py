"""Attributed statements: what is said, the cue that attributes it, and who says it. Direct, indirect and mixed.

A first version by punctuation and reporting verbs. Quotation marks around a few words without a cue are scare quotes and give no row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from parley.annotate.names import Mention
from parley.annotate.text import Article, Match
from parley.codebook import ReportingVerb

MIN_WORDS = 3
"""A quotation of fewer words is a term or a scare quote, not a statement."""

_MARKS = re.compile(r"[“”\"]|''|``")
_SUBJECT = re.compile(r"[^,;:.\"“”()\n—–]{2,90}")
_PRONOUN = re.compile(r"(?:he|she|they|it|we|i)\b", re.I)
_CLAUSE = re.compile(r"\b(?:that|which|who|when|while|after|because|if|as|and|but|although)\s+", re.I)


@dataclass(frozen=True)
class Quote:
    """A statement and its attribution, in code points; `speaker` is the canonical name, or the words of the text, or None."""

    content_start: int
    content_end: int
    cue_start: int | None
    cue_end: int | None
    cue: str | None
    stance: str
    direct: bool
    speaker_start: int | None
    speaker_end: int | None
    speaker: str | None


def find(article: Article, mentions: list[Mention]) -> list[Quote]:
    """Quotes in order of the text: direct ones, then indirect ones in sentences that hold no direct one with the same cue."""
    speakers = _Speakers(article, mentions)
    out: list[Quote] = []
    used: set[int] = set()
    for start, end in _marked(article.text):
        quote = _direct(article, start, end, speakers)
        if quote:
            out.append(quote)
            if quote.cue_start is not None:
                used.add(quote.cue_start)
    inside = sorted((q.content_start, q.content_end) for q in out)
    for cue in article.found.get("report", []):
        if cue.start not in used and not any(s <= cue.start < e for s, e in inside):
            quote = _indirect(article, cue, speakers)
            if quote and not any(
                s < quote.content_end and quote.content_start < e and not quote.direct and (e - s) > 0.8 * (quote.content_end - quote.content_start)
                for s, e in inside
            ):
                out.append(quote)
                used.add(cue.start)
    return sorted(_outermost(out), key=lambda q: (q.content_start, q.content_end))


def _outermost(quotes: list[Quote]) -> list[Quote]:
    """Of indirect statements with nearly the same content, the first."""
    out: list[Quote] = []
    for q in sorted(quotes, key=lambda q: (not q.direct, q.content_start, -(q.content_end or 0))):
        if not any(not o.direct and not q.direct and o.content_start < q.content_end and q.content_start < o.content_end for o in out):
            out.append(q)
    return out


def _marked(text: str) -> list[tuple[int, int]]:
    """Stretches between quotation marks within a paragraph, marks left out. An unclosed one ends with its paragraph."""
    out = []
    for paragraph in re.finditer(r"[^\n]+", text):
        opened = None
        for m in _MARKS.finditer(text, paragraph.start(), paragraph.end()):
            opening = m[0] in ("“", "``") or (m[0] in ('"', "''") and opened is None)
            if opening and opened is None:
                opened = m.end()
            elif not opening and opened is not None:
                out.append((opened, m.start()))
                opened = None
        if opened is not None and text[opened - 1] == "“" and paragraph.end() - opened > 20:
            out.append((opened, paragraph.end()))
    return [(a, b) for a, b in out if text[a:b].strip()]


def _direct(article: Article, start: int, end: int, speakers: _Speakers) -> Quote | None:
    text = article.text
    words = len(text[start:end].split())
    before = text.rfind("\n", 0, start) + 1
    after = text.find("\n", end)
    after = len(text) if after < 0 else after
    ends_sentence = text[end - 1] in ".!?" and text[end - 1] != ","
    follow = text[end : min(after, end + 120)]
    candidates: list[tuple[int, Match]] = []
    if not ends_sentence or re.match(r"[”\"']*\s+(?:he|she|they|said)\b", follow):
        stop = re.search(r"[.!?](?:\s|$)|[“\"]\s*\w", follow[1:])
        candidates += [(m.start - end, m) for m in article.inside("report", end, end + 1 + (stop.start() if stop else len(follow)))]
    sentence = article.sentences[article.sentence_at(start)][0]
    lead = max(before, min(sentence, start), start - 160)
    candidates += [(start - m.end + 5, m) for m in article.inside("report", lead, start)]
    if not candidates or words < MIN_WORDS and not ends_sentence and text[end - 1] != ",":
        return None
    cue = min(candidates, key=lambda c: c[0])[1]
    speaker = speakers.near(cue, after_quote=cue.start >= end)
    return Quote(start, end, cue.start, cue.end, text[cue.start : cue.end], cue.entry.stance, True, *speaker)


def _indirect(article: Article, cue: Match, speakers: _Speakers) -> Quote | None:
    text = article.text
    first, last = article.sentences[article.sentence_at(cue.start)]
    verb: ReportingVerb = cue.entry
    if cue.end > last or verb.form in ("base", "ing") and verb.text != "according to":
        return None
    if text[cue.start : cue.end].lower() in ("alleged", "suspected") and not re.match(r"\s+(?:that|to)\b", text[cue.end : cue.end + 6]):
        return None  # "an alleged drug boat": an adjective
    if verb.form == "phrase":
        return _according(article, cue, first, last, speakers)
    speaker = speakers.near(cue, after_quote=False)
    tail = text[cue.end : last]
    lead = re.match(r"(?:\s+(?:on|late|early|last)\s+\w+)?(?:\s+(?:reporters|him|her|them|the \w+|[A-Z]\w+))?\s*,?\s*(?:that\s+)?", tail)
    content = (cue.end + lead.end(), _trim(text, last))
    rest = text[content[0] : content[1]]
    # ", he said." at the end: the content stands before
    if len(rest.split()) < 3:
        subject = speaker[0] if speaker[0] is not None else cue.start
        stop = min(subject, cue.start)
        content = (first, _trim(text, stop))
        if stop - first < 15 or not text[first:stop].rstrip().endswith(","):
            return None
    elif speaker[0] is None or not _states(rest, tail):
        return None
    return Quote(*content, cue.start, cue.end, text[cue.start : cue.end], verb.stance, False, *speaker)


def _states(rest: str, tail: str) -> bool:
    """Whether what follows a reporting verb is a statement, not its object ("said a word", "showed the way")."""
    return bool(
        re.match(r"[^.]{0,40}?\bthat\s", tail[:60])
        or re.match(
            r"(?:[“\"]|(?:the|a|an|it|he|she|they|we|there|this|these|those|his|her|its|their|no|any|all|[A-Z][\w’'-]*|\d+)\b[^,]{0,80}?\s(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|did|do|does|\w+ed)\b)",
            rest,
        )
    )


def _according(article: Article, cue: Match, first: int, last: int, speakers: _Speakers) -> Quote | None:
    text = article.text
    m = re.compile(r"\s*([^,;:.\n\"“”]{2,80})").match(text, cue.end, last)
    if not m:
        return None
    start, end = m.start(1), m.end(1)
    if cue.start - first > 15:
        content = (first, _trim(text, cue.start))
    else:
        content = (min(last, end + len(re.match(r"[,\s]*", text[end:last])[0])), _trim(text, last))
    if content[1] - content[0] < 10:
        return None
    return Quote(*content, cue.start, cue.end, text[cue.start : cue.end], cue.entry.stance, False, start, end, speakers.entity(start, end))


def _trim(text: str, end: int) -> int:
    while end > 0 and text[end - 1] in ' ,.;:\n"”':
        end -= 1
    return end


class _Speakers:
    """Who speaks next to a cue: the subject before it, or after it in `said Maduro`."""

    def __init__(self, article: Article, mentions: list[Mention]) -> None:
        self.article, self.mentions = article, mentions
        self.starts = [m.start for m in mentions]

    def near(self, cue: Match, *, after_quote: bool) -> tuple[int | None, int | None, str | None]:
        text = self.article.text
        first, last = self.article.sentences[self.article.sentence_at(cue.start)]
        if after_quote or text[: cue.start].rstrip().endswith((",", "”", '"', "''")):
            m = _SUBJECT.match(text, cue.end + (text[cue.end : cue.end + 1] == " "), min(len(text), cue.end + 120))
            if (
                m
                and m[0].strip()
                and not _PRONOUN.match(m[0].strip() + " ")
                and not m[0].strip().lower().startswith(("that ", "on ", "in ", "at ", "to "))
            ):
                start = m.start()
                end = start + len(re.split(r"\s(?:in|on|at|who|told|of the|during|after|as)\s", m[0])[0].rstrip())
                if end > start:
                    return start, end, self.entity(start, end)
        before = text[max(first, cue.start - 160) : cue.start]
        offset = cue.start - len(before)
        piece = re.split(r"[;:\"“”()\n—–]|''", before)[-1]
        # an apposition between commas ("X, an analyst at Y, said") belongs to the name before it
        if re.search(r",\s*$", piece) and piece.count(",") >= 2:
            piece_start = offset + len(before) - len(piece)
            head = piece.rstrip().rstrip(",").rsplit(",", 1)[0]
            named = self._last(piece_start, piece_start + len(head))
            if named:
                return named.start, named.end, named.entity
        subject = _CLAUSE.split(piece.rstrip().rstrip(",").rsplit(",", 1)[-1])[-1].strip()
        subject = re.sub(r"\s+(?:also|then|has|had|have|later|again|further|only|repeatedly|openly|publicly|was|is)$", "", subject)
        if not subject or len(subject) > 90:
            return None, None, None
        at = text.rfind(subject, max(first, cue.start - 160), cue.start)
        named = self._last(at, at + len(subject))
        if named and at + len(subject) - named.end < 25:
            start = at if named.start - at < 40 else named.start
            return start, at + len(subject), named.entity
        return at, at + len(subject), self.entity(at, at + len(subject))

    def _last(self, start: int, end: int) -> Mention | None:
        found = [m for m in self.mentions if m.start >= start and m.end <= end]
        return found[-1] if found else None

    def entity(self, start: int, end: int) -> str:
        """The canonical name in a span, the last person named before it for `he` and `she`, else the words of the text."""
        text = self.article.text[start:end]
        inside = [m for m in self.mentions if m.start >= start and m.end <= end]
        if inside:
            people = [m for m in inside if m.label == "PER"]
            return (people or inside)[-1].entity
        if re.fullmatch(r"(?:he|she)", text.strip(), re.I):
            earlier = [
                m
                for m in self.mentions
                if m.end <= start and m.label == "PER" and self.article.sentence_at(start) - self.article.sentence_at(m.start) <= 3
            ]
            if earlier:
                return earlier[-1].entity
        return re.sub(r"\s+", " ", text).strip()
