"""What both ways of reading an attribution share: its shape, and questions about the words around a cue."""

from __future__ import annotations

from dataclasses import dataclass

from parley.annotate.quotes import words as w
from parley.annotate.quotes.clauses import FAR, Clauses, Cue

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
        if self.kind[k] in (w.COMMA, w.DASH) and k > 0:
            k -= 1
        return self.kind[k] == w.MARK and self.shut[k] == k

    def is_time(self, k: int) -> bool:
        return k < self.n and self.c.words.is_time(k)

    def text_before(self, k: int) -> str:
        return self.c.words.text[self.c.words.end[k - 1] - 1]

    def left(self, begin: int, b: int | None = None) -> int:
        """Where a statement begins that ends at word b: not before a bracket, dash or colon in front of its quotation marks."""
        if b is not None and self.closing(b):
            k = b if self.kind[b] == w.MARK else b - 1
            while k > begin and self.shut[k - 1] == self.shut[b if self.kind[b] == w.MARK else b - 1]:
                k -= 1
            if k > begin and self.kind[k - 1] in (w.OPEN, w.DASH, w.COLON, w.SEMICOLON):
                return k
        while begin < self.n and self.kind[begin] in (w.COMMA, w.CONJUNCTION, w.STOP, w.SEMICOLON):
            begin += 1
        return begin

    def has_verb(self, a: int, b: int, *, strict: bool = False) -> bool:
        """Whether a clause with a subject begins at word a: a finite verb follows within reach, and not at once."""
        for k in range(a + 1, min(b, a + FAR)):
            if strict and (
                self.kind[k] in (w.THAT, w.WH, w.SUBORDINATOR, w.COLON, w.DASH, w.SEMICOLON)
                or self.low[k] == "who"
                or self.kind[k] == w.COMMA
                and self.kind[k + 1 : k + 2] not in ([w.DETERMINER], [w.NAME])
            ):
                return False
            if self.kind[k] == w.AUXILIARY or self.kind[k] == w.SUBJECT and "'" in self.low[k]:
                return True
            if self.kind[k] == w.VERB and self.kind[k - 1] not in (w.DETERMINER, w.PREPOSITION, w.TO) and k + 1 < b and self.kind[k + 1] != w.OTHER:
                return True
            if (
                self.kind[k] == w.OTHER
                and self.low[k].endswith("s")
                and self.kind[k - 1] in (w.NAME, w.SUBJECT, w.OTHER)
                and k + 1 < b
                and self.kind[k + 1] in (w.DETERMINER, w.TO, w.SUBJECT, w.OBJECT, w.NAME, w.PREPOSITION)
            ) and (self.kind[k - 1] != w.OTHER or self.kind[k + 1] in (w.DETERMINER, w.TO, w.OBJECT)):
                return True
        return False

    def skip_adverbs(self, k: int) -> int:
        while k < self.n and (self.kind[k] == w.ADVERB and self.low[k] not in ("both", "all", "once", "no")):
            k += 1
        return k

    def states_before(self, begin: int, end: int) -> bool:
        """Whether a cue with its own subject stands between two words."""
        return any(begin < c.first < end and "verbs" in c.entry.patterns and c.entry.form in ("past", "third") for c in self.c.cues)
