"""What both ways of reading an attribution share: its shape, and questions about the words around a cue."""

from __future__ import annotations

from dataclasses import dataclass

from parley.annotate.quotes.clauses import FAR, Clauses, Cue
from parley.annotate.quotes.words import (
    ADVERB,
    AUXILIARY,
    COLON,
    COMMA,
    CONJUNCTION,
    DASH,
    DETERMINER,
    MARK,
    NAME,
    OBJECT,
    OPEN,
    OTHER,
    PREPOSITION,
    SEMICOLON,
    STOP,
    SUBJECT,
    SUBORDINATOR,
    THAT,
    TO,
    VERB,
    WH,
)  # fmt: skip

SAYING = frozenset("said says say added adds wrote writes explained explains replied asked asks noted notes told tells".split())


@dataclass
class Attribution:
    """Word ranges [first, last + 1) of what is attributed and of the speaker, the cue, and the pattern that found it."""

    first: int
    last: int
    cue: Cue
    speaker: tuple[int, int] | None
    pattern: str


class Reader:
    """The words, marks and cues of one stretch."""

    def __init__(self, clauses: Clauses) -> None:
        self.c = clauses
        self.kind, self.low, self.shut, self.n = clauses.kind, clauses.low, clauses.shut, clauses.n

    def closing(self, k: int) -> bool:
        """Whether word k closes quotation marks, or is the comma after them."""
        if self.kind[k] in (COMMA, DASH) and k > 0:
            k -= 1
        return self.kind[k] == MARK and self.shut[k] == k

    def is_time(self, k: int) -> bool:
        return k < self.n and self.c.words.is_time(k)

    def text_before(self, k: int) -> str:
        return self.c.words.text[self.c.words.end[k - 1] - 1]

    def left(self, begin: int, b: int | None = None) -> int:
        """Where a statement begins that ends at word b: not before a bracket, dash or colon in front of its quotation marks."""
        if b is not None and self.closing(b):
            k = b if self.kind[b] == MARK else b - 1
            while k > begin and self.shut[k - 1] == self.shut[b if self.kind[b] == MARK else b - 1]:
                k -= 1
            if k > begin and self.kind[k - 1] in (OPEN, DASH, COLON, SEMICOLON):
                return k
        while begin < self.n and self.kind[begin] in (COMMA, CONJUNCTION, STOP, SEMICOLON):
            begin += 1
        return begin

    def has_verb(self, a: int, b: int, *, strict: bool = False) -> bool:
        """Whether a clause with a subject begins at word a: a finite verb follows within reach, and not at once."""
        for k in range(a + 1, min(b, a + FAR)):
            if strict and (
                self.kind[k] in (THAT, WH, SUBORDINATOR, COLON, DASH, SEMICOLON)
                or self.low[k] == "who"
                or self.kind[k] == COMMA
                and self.kind[k + 1 : k + 2] not in ([DETERMINER], [NAME])
            ):
                return False
            if self.kind[k] == AUXILIARY or self.kind[k] == SUBJECT and "'" in self.low[k]:
                return True
            if self.kind[k] == VERB and self.kind[k - 1] not in (DETERMINER, PREPOSITION, TO) and k + 1 < b and self.kind[k + 1] != OTHER:
                return True
            if (
                self.kind[k] == OTHER
                and self.low[k].endswith("s")
                and self.kind[k - 1] in (NAME, SUBJECT, OTHER)
                and k + 1 < b
                and self.kind[k + 1] in (DETERMINER, TO, SUBJECT, OBJECT, NAME, PREPOSITION)
            ) and (self.kind[k - 1] != OTHER or self.kind[k + 1] in (DETERMINER, TO, OBJECT)):
                return True
        return False

    def skip_adverbs(self, k: int) -> int:
        while k < self.n and (self.kind[k] == ADVERB and self.low[k] not in ("both", "all", "once", "no")):
            k += 1
        return k

    def states_before(self, begin: int, end: int) -> bool:
        """Whether a cue with its own subject stands between two words."""
        return any(begin < c.first < end and "verbs" in c.entry.patterns and c.entry.form in ("past", "third") for c in self.c.cues)
