"""Attributed statements: what is said, thought or judged, the cue that attributes it, and who it belongs to. Direct, indirect and mixed.

The cues and what may follow them come from the codebook; quotation marks, word classes and clause boundaries decide how far a statement reaches.
Quotation marks around a few words without a cue are scare quotes and give no row. Nothing within a statement gives a row of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from parley.annotate.names import Mention
from parley.annotate.quotes.attributions import attributions
from parley.annotate.quotes.clauses import Clauses, Cue
from parley.annotate.quotes.marks import Marked, pairs
from parley.annotate.quotes.reader import Attribution
from parley.annotate.quotes.speakers import Speakers
from parley.annotate.quotes.words import MARK, STOP, Words
from parley.annotate.text import Article, Match
from parley.codebook import ReportingVerb

_WISHES = frozenset(["to", "someone to", "noun to", "adjective to", "passive to", "passive expected", "seeming", "seeming bare"])
_TOPICS = ("toward", "naming", "noun of", "noun on", "noun for", "noun about", "noun over", "noun toward", "adjective of", "passive by", "passive about",
           "passive naming", "link about")  # fmt: skip
LONGEST = 1_000
"""Characters up to which a stretch takes in what follows; a text in small letters only has no sentences to tell apart."""
_EDGE = " \t\n,.;:—–-"
_CLOSED = "\"”'"
_SPEAKS = re.compile(r"[ \t]+(?![“\"‘'`])\S")
_SIGNED = re.compile(
    r"[ \t]*(―|—|–|--|(?<=[ \t])-)[ \t]*((?:[A-ZÀ-Þ][\w.'’-]*[ \t]+){1,4}[A-ZÀ-Þ][\w'’-]*)(?=[.,]?(?:\s*[“”\"\n]|\s*$|[.,]\s+[A-Z“]))"
)
_DATELINE = re.compile(r"[A-Z][A-Z.' ]{2,30}(?:,[ ][A-Z][\w.]+)*,?(?:[ ][A-Z][a-z]+\.?[ ]\d+)?(?:[ ]\([A-Z][\w ]*\))?[ ](?:—|–|--?)[ ]")
_HEADING = re.compile(r"((?:[A-Z][\w.'’-]*\s+){0,4}[A-Z][\w.'’-]*):\s+(?=\S)")


@dataclass(frozen=True)
class Quote:
    """A statement and its attribution, in code points; `speaker` is the canonical name, or the words of the text, or None.

    Of `"A," she said, "B"` the content reaches from A to B. `kind` tells a `statement` (said or thought, in marks or not) from a `wish` (an
    infinitive: "wants to leave") and a `topic` (the thing that someone praises, fears or talks about).
    """

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
    kind: str = "statement"


def find(article: Article, mentions: list[Mention]) -> list[Quote]:
    """Quotes in order of the text; none overlap."""
    return [q for q, _ in traced(article, mentions)]


def traced(article: Article, mentions: list[Mention]) -> list[tuple[Quote, str]]:
    """Quotes with the pattern that found each."""
    text = article.text
    marks = pairs(text)
    speakers = Speakers(article, mentions)
    cues = article.found.get("report", [])
    verbs = _single_verbs(cues)
    out: list[tuple[Quote, str]] = []
    at_mark = at_cue = 0
    paragraph = 0
    announced: Quote | None = None
    unclosed = False
    for start, end in _stretches(text, article.sentences, marks):
        if m := _DATELINE.match(text, start, end):
            start = m.end()
        title = article.sentence_at(start) < max(1, article.headline)
        heading = (m := _HEADING.match(text, start, end)) and end - m.end() > 10
        paragraph = max(paragraph, text.rfind("\n", paragraph, start) + 1)
        first_mark = at_mark
        while at_mark < len(marks) and marks[at_mark].start < end:
            at_mark += 1
        first_cue = at_cue
        while at_cue < len(cues) and cues[at_cue].start < end:
            at_cue += 1
        here = marks[first_mark:at_mark]
        found = []
        whole = here and here[0].start - start < 2 and (end - here[-1].end < 2 or 2 * sum(m.end - m.start for m in here) > end - start)
        if at_cue > first_cue:
            words, clauses = _read(text, start, end, here, cues[first_cue:at_cue], verbs)
            found = [] if heading and title else attributions(clauses)
            for a in found:
                quote = _quote(article, words, a, speakers)
                if quote:
                    out.append((quote, a.pattern))
                    speakers.spoke(quote.cue_start, quote.speaker)
        if signed := _signed(text, here, speakers):
            out.extend((q, "signed") for q in signed if not out or q.content_start >= out[-1][0].content_end)
        elif not found and heading:
            span = m.start(1), m.end(1)
            if not title:  # a transcript: the paragraph is the speaker's
                end = max(end, _paragraph_end(text, end))
            out.append(
                (
                    Quote(
                        m.end(),
                        _trimmed(text, m.end(), end),
                        span[1],
                        span[1] + 1,
                        ":",
                        "neutral",
                        text[m.end()] in '“"',
                        *span,
                        speakers.entity(*span),
                    ),
                    "heading",
                )
            )
        elif not found and (q := _after_colon(text, start, end, here, verbs, speakers)):
            out.append((q, "colon"))
        elif whole and not found and announced and announced.cue_end == _last_word(text, start):
            out.append(
                (Quote(**{**vars(announced), "content_start": here[0].inner_start, "content_end": here[-1].inner_end, "direct": True}), "announced")
            )
        elif whole and not found and out and unclosed and out[-1][0].content_end >= _last_word(text, start) - 3:
            out[-1] = Quote(**{**vars(out[-1][0]), "content_end": here[-1].inner_end}), out[-1][1]
        elif not found and whole and out and here[0].inner_end - here[0].inner_start > 3:
            _continue(out, paragraph, here[-1].inner_end if here[-1].end == end else end)
        unclosed = bool(here) and here[-1].end == here[-1].inner_end
        announced = _announced(text, start, end, words, clauses, speakers) if at_cue > first_cue and text[end - 1] == ":" else None
    return out


def _signed(text: str, marks: list[Marked], speakers: Speakers) -> list[Quote]:
    """Quotations that a dash and a name follow: '"We stay." — Jane Roe'."""
    out = []
    for m in marks:
        name = _SIGNED.match(text, m.end)
        if name and m.inner_end - m.inner_start > 12:
            span = name.start(2), name.end(2)
            out.append(Quote(m.inner_start, m.inner_end, name.start(1), name.end(1), name[1], "neutral", True, *span, speakers.entity(*span)))
    return out


def _after_colon(text: str, start: int, end: int, marks: list[Marked], verbs: frozenset[str], speakers: Speakers) -> Quote | None:
    """A whole sentence in quotation marks behind a colon is speech, whatever verb announces it: 'The reply was short: "We stay."'."""
    for m in marks:
        at = _last_word(text, m.start)
        if at <= start or text[at - 1] != ":" or not text[m.inner_start].isupper() or text[m.inner_end - 1] not in ".?!":
            continue
        words = Words(text, start, at, verbs)
        n = len(words)
        clauses = Clauses(words, [-1] * n, [])
        subject = clauses.topic(Cue(n - 1, n - 1, ReportingVerb(":", "neutral", "phrase")))
        span = (words.start[subject[0]], words.end[subject[1] - 1]) if subject and subject[1] > subject[0] else None
        entity = speakers.entity(*span) if span else None
        return Quote(m.inner_start, m.inner_end, at - 1, at, ":", "neutral", True, *(span or (None, None)), entity)
    return None


def _paragraph_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return end if end >= 0 else len(text)


def _last_word(text: str, start: int) -> int:
    """One past the last character before a stretch that is no blank."""
    while start and text[start - 1].isspace():
        start -= 1
    return start


def _announced(text: str, start: int, end: int, words: Words, clauses: Clauses, speakers: Speakers) -> Quote | None:
    """The attribution of a quotation that the next paragraph holds: "The ministry issued this statement:"."""
    cue = clauses.cues[-1] if clauses.cues else None
    if cue is None:
        return None
    role = clauses.role(cue)
    subject = clauses.subject(cue, role) if role in ("finite", "to", "ing") else clauses.topic(cue)
    span = (words.start[subject[0]], words.end[subject[1] - 1]) if subject and subject[1] > subject[0] else None
    entity = speakers.entity(*span) if span else None
    return Quote(end, end, words.start[cue.first], end, text[words.start[cue.first] : end], cue.entry.stance, True, *(span or (None, None)), entity)


def _continue(out: list[tuple[Quote, str]], paragraph: int, end: int) -> None:
    """A quotation without a cue of its own goes on with the last direct quotation of its paragraph, else with the last statement."""
    here = [k for k in range(len(out) - 1, max(-1, len(out) - 4), -1) if out[k][0].content_start >= paragraph and out[k][0].kind == "statement"]
    k = next((k for k in here if out[k][0].direct), here[0] if here else None)
    if k is not None:
        out[k] = Quote(**{**vars(out[k][0]), "content_end": end}), out[k][1]


def _single_verbs(cues: list[Match]) -> frozenset[str]:
    return frozenset(c.entry.text for c in cues if c.entry.form in ("past", "participle") and " " not in c.entry.text)


def _stretches(text: str, sentences: list[tuple[int, int]], marks: list[Marked]) -> Iterator[tuple[int, int]]:
    """Sentences, joined where quotation marks reach from one into the next."""
    at, begin = 0, None
    for i, (start, end) in enumerate(sentences):
        begin = start if begin is None else begin
        while at < len(marks) and marks[at].end <= end:
            at += 1
        if at < len(marks) and marks[at].start < end and i + 1 < len(sentences) and marks[at].end > sentences[i + 1][0]:
            continue
        # 'Why not?" she asked': the splitter takes the question for a sentence
        if i + 1 < len(sentences) and text[end - 1] in _CLOSED and text[end - 2 : end - 1] in tuple("?!") and _SPEAKS.match(text, end):
            continue
        # "(D-Wis.) said": a sentence does not begin with a small letter
        after = sentences[i + 1][0] if i + 1 < len(sentences) else end
        if after > end and text[after].islower() and end - begin < LONGEST and "\n" not in text[end:after]:
            continue
        yield begin, end
        begin = None


def _read(text: str, start: int, end: int, marks: list[Marked], cues: list[Match], verbs: frozenset[str]) -> tuple[Words, Clauses]:
    words = Words(text, start, end, verbs)
    n = len(words)
    shut = [-1] * n
    for m in marks:
        a, b = words.at(m.start), bisect_left(words.start, m.inner_end)
        b = b if b < n and m.end > m.inner_end else n - 1
        for k in range(a, min(b + 1, n)):
            shut[k] = b
        words.kind[a] = MARK
        if m.end > m.inner_end:
            words.kind[b] = MARK
    found = []
    for c in cues:
        a = words.at(c.start)
        if a < n and shut[a] < 0 and words.start[a] == c.start:
            found.append(Cue(a, bisect_left(words.start, c.end) - 1, c.entry))
    return words, Clauses(words, shut, found)


def _quote(article: Article, words: Words, a: Attribution, speakers: Speakers) -> Quote | None:
    text = article.text
    first, last = a.first, min(a.last, len(words)) - 1
    if first < last and words.low[first] == "that" and a.pattern not in ("beside", "inverted"):
        first += 1
    while first <= last and words.low[first] in (",", ".", ";", ":", "-", "—", "–", "--"):
        first += 1
    if first > last:
        return None
    direct = words.kind[first] == MARK
    # 'said that "A" is B' is in the writer's own words at least in part
    closed = words.kind[last] == MARK or words.kind[last] == STOP and words.kind[last - 1] == MARK or words.kind[first : last + 1].count(MARK) == 1
    in_marks = direct and closed and not (first > a.first and words.low[first - 1] == "that")
    start = words.start[first] + (words.end[first] - words.start[first] if direct else 0)
    end = words.end[last]
    if words.kind[last] == MARK and not text[words.start[last] : words.end[last]].isalnum():
        end = words.start[last] if direct else end
    end = end if direct else _trimmed(text, start, end)
    if end <= start:
        return None
    cue = words.start[a.cue.first], words.end[a.cue.last]
    span: tuple[int | None, int | None, str | None] = (None, None, None)
    if a.speaker and a.speaker[1] > a.speaker[0]:
        s = words.start[a.speaker[0]], words.end[a.speaker[1] - 1]
        span = (*s, speakers.entity(*s))
    kind = "wish" if a.pattern in _WISHES else "topic" if a.pattern.startswith(_TOPICS) else "statement"
    return Quote(start, end, *cue, text[slice(*cue)], a.cue.entry.stance, in_marks, *span, kind)


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return end
