"""An article as sentences and words with their places in the text, and one pass that finds every phrase of the codebook in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from ahocorasick_rs import AhoCorasick, MatchKind
from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

from parley.codebook import Codebook

WORD = re.compile(r"\w+(?:[-'’]\w+)*")

# A line ends a sentence at an empty line, after closing punctuation, or where a short line is followed by a capital (a heading, a list).
# Bounded repetition only: long runs of blanks cannot make it slow.
_BREAK = re.compile(r"\n")
_BLANKS = re.compile(r"\s*")
_CLOSED = frozenset(".!?:;\"'”’)]…")
_HEADING = 70
# marks of direction and joiners would hide a full stop from the splitter; as blanks they keep the length
_INVISIBLE = dict.fromkeys([*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF], " ")

MAX_SENTENCE = 2_000
"""Characters of a sentence: beyond it stands a table or a text without full stops, and the annotators' work grows with its square."""


@dataclass(frozen=True)
class Match:
    """A codebook phrase found in the text."""

    start: int
    end: int
    entry: object


@dataclass
class Article:
    """One article while it is annotated. `sentences` are (start, end) code points; `headline` counts the sentences of the title."""

    doc_id: str
    text: str
    published: date | None
    sentences: list[tuple[int, int]]
    headline: int
    found: dict[str, list[Match]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._starts = [s for s, _ in self.sentences]

    def sentence_at(self, offset: int) -> int:
        """Index of the sentence that holds or last began before a code point."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def inside(self, kind: str, start: int, end: int) -> list[Match]:
        """Matches of a kind that lie wholly between two code points."""
        matches = self.found.get(kind, [])
        first = bisect_right(matches, start - 1, key=lambda m: m.start)
        out = []
        for m in matches[first:]:
            if m.start >= end:
                break
            if m.end <= end:
                out.append(m)
        return out


class Splitter:
    """Sentences by NLTK's Punkt with the codebook's abbreviations, so that nothing needs to be downloaded."""

    def __init__(self, abbreviations: Iterable[str]) -> None:
        parameters = PunktParameters()
        parameters.abbrev_types = {a.lower() for a in abbreviations}
        self._punkt = PunktSentenceTokenizer(parameters)

    def __call__(self, text: str) -> list[tuple[int, int]]:
        out = []
        for start, end in self._blocks(text):
            for a, b in self._punkt.span_tokenize(text[start:end].translate(_INVISIBLE)):
                if text[start + a : start + b].strip():
                    out.extend(_cut(text, start + a, start + b))
        return out

    @staticmethod
    def _blocks(text: str) -> Iterable[tuple[int, int]]:
        """Runs of lines that belong together, as (start, end) without the surrounding blanks."""
        lines, at = [], 0
        for m in _BREAK.finditer(text):
            lines.append((at, m.start()))
            at = m.end()
        lines.append((at, len(text)))
        begin = None
        for i, (start, end) in enumerate(lines):
            line = text[start:end]
            if not line.strip():
                begin = None
                continue
            if begin is None:
                begin = start + len(line) - len(line.lstrip())
            last = end - (len(line) - len(line.rstrip()))
            follower = text[lines[i + 1][0] : lines[i + 1][1]].lstrip()[:1] if i + 1 < len(lines) else ""
            if not follower or text[last - 1] in _CLOSED or not follower.islower() and len(line) < _HEADING or follower in "-*•":
                yield begin, last
                begin = None


def _cut(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    """A sentence in pieces of at most MAX_SENTENCE characters, cut at blanks; a single longer word stays whole."""
    while end - start > MAX_SENTENCE:
        at = text.rfind(" ", start, start + MAX_SENTENCE)
        at = at if at > start else text.find(" ", start + MAX_SENTENCE, end)
        if at < 0:
            break
        if text[start:at].strip():
            yield start, start + len(text[start:at].rstrip())
        start = _BLANKS.match(text, at, end).end()
    if text[start:end].strip():
        yield start, end


class _Fold(dict):
    """Code point -> itself where it is a letter or digit, a blank where it is anything else."""

    def __missing__(self, code: int) -> str:
        c = chr(code)
        self[code] = c if c.isalnum() else " "
        return self[code]


_FOLD = _Fold()


def fold(text: str) -> str:
    """Lower case with everything but letters and digits as blanks, of the same length, so that offsets stay.

    Phrases are compared in this form: `so-called` meets `so called`, but two blanks (`strike. On`) never meet one.
    """
    low = text.lower()
    if len(low) != len(text):  # a few letters, such as the dotted capital I, have a longer lower case
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return low.translate(_FOLD)


class Phrases:
    """All phrases of the codebook in one Aho-Corasick automaton. Kinds are looked up apart: a frame cue may overlap a trigger."""

    def __init__(self, entries: Iterable[tuple[str, str, object]]) -> None:
        self._entries: dict[str, list[tuple[str, object]]] = {}
        for kind, phrase, entry in entries:
            self._entries.setdefault(f" {fold(phrase).strip()} ", []).append((kind, entry))
        self._patterns = list(self._entries)
        self._automaton = AhoCorasick(self._patterns, matchkind=MatchKind.Standard)

    def __call__(self, text: str) -> dict[str, list[Match]]:
        """Matches by kind, each kind leftmost-longest and in order of the text. Several entries of one phrase stand side by side."""
        by_kind: dict[str, list[Match]] = {}
        for pattern, start, end in self._automaton.find_matches_as_indexes(f" {fold(text)} ", overlapping=True):
            for kind, entry in self._entries[self._patterns[pattern]]:
                by_kind.setdefault(kind, []).append(Match(start, end - 2, entry))
        return {kind: _leftmost_longest(matches) for kind, matches in by_kind.items()}


def _leftmost_longest(matches: list[Match]) -> list[Match]:
    matches.sort(key=lambda m: (m.start, -m.end))
    out: list[Match] = []
    for m in matches:
        if not out or m.start >= out[-1].end or (m.start, m.end) == (out[-1].start, out[-1].end):
            out.append(m)
    return out


def placed(cue: str) -> tuple[str, str]:
    """A status cue as the kind that says where it stands, and its words: `planned EVENT`, `EVENT was called off`, `… no evidence`, or before the event."""
    if cue.endswith(" EVENT"):
        return "status adjective", cue.removesuffix(" EVENT")
    if cue.startswith("EVENT "):
        return "status after", cue.removeprefix("EVENT ")
    return ("status anywhere", cue.removeprefix("… ")) if cue.startswith("… ") else ("status", cue)


def phrases(book: Codebook) -> Phrases:
    """The automaton over a codebook: kinds `trigger`, `cue`, `report`, `name`, `description`, and `status` by place (see `placed`)."""

    def entries():
        for trigger in book.triggers:
            yield "trigger", trigger.text, trigger
        for text in book.not_events:
            yield "trigger", text, None
        for frame in book.frames:
            for cue in frame.cues:
                yield f"cue {frame.codebook}", cue, frame
        for verb in book.reporting:
            yield "report", verb.text, verb
        for status, cues in book.status_cues.items():
            for cue in cues:
                place, words = placed(cue)
                yield place, words, status
        for actor in book.actors:
            for text in (actor.name, *actor.aliases):
                yield "name", text, (actor, text, actor.label, False)
            for text in actor.demonyms:
                yield "name", text, (actor, text, "NORP", False)
            for text in actor.short:
                yield "name", text, (actor, text, actor.label, True)
            for text in actor.descriptions:
                yield "description", text, actor

    return Phrases(entries())


def read_article(document: dict, split: Splitter, find: Phrases) -> Article:
    """A row of `documents` (doc_id, text, title, published) made ready for the annotators."""
    text = document["text"]
    sentences = split(text)
    title = (document.get("title") or "").strip()
    reach = len(title) if title and fold(text[: len(title)]) == fold(title) else 0
    headline = sum(1 for _, end in sentences if end <= reach + 1) if reach else 0
    return Article(document["doc_id"], text, document.get("published"), sentences, headline, find(text))
