"""Whom the words of a speaker name: the canonical name of someone in the article, where the text allows it."""

from __future__ import annotations

import re
from bisect import bisect_left

from parley.annotate.names import Mention
from parley.annotate.text import Article

_PERSON = re.compile(r"(?:he|she|he['’]s|she['’]s|he['’]d|she['’]d|himself|herself|his|her)\b", re.I)
_WHO = re.compile(r"(?:who|which|that|whom)$", re.I)
_BETWEEN = re.compile(r"\b(?:of|to|for|from|in|at|by|with|on|near|about|against)\s+(?:the\s+)?(?:\w+\.?\s+){0,3}$", re.I)
_DEFINITE = re.compile(r"(?:the|this|that)\s+(?:\w+\s+){0,2}?(\w+)$", re.I)

NEAR = 3
"""Sentences that a pronoun may look back."""


class Speakers:
    """Resolves the speakers of one article in order of the text: a pronoun looks back to the one who spoke last, then to the person named last."""

    def __init__(self, article: Article, mentions: list[Mention]) -> None:
        self.article, self.mentions = article, mentions
        self.starts = [m.start for m in mentions]
        self.last: tuple[int, str] | None = None
        self.titled: dict[str, set[str]] | None = None

    def entity(self, start: int, end: int) -> str:
        """The canonical name of the speaker in a span; the words of the text where it names no one."""
        name = self._entity(start, end)
        if name is not None:
            return name
        return re.sub(r"\s+", " ", self.article.text[start:end]).strip()

    def spoke(self, at: int, entity: str | None) -> None:
        """Remembers that a person spoke, so that the next "he" can be told."""
        if entity and any(m.label == "PER" and m.entity == entity for m in self._between(0, at)[-40:]):
            self.last = at, entity

    def _between(self, start: int, end: int) -> list[Mention]:
        return self.mentions[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def _entity(self, start: int, end: int) -> str | None:
        text = self.article.text
        words = text[start:end].strip()
        if _PERSON.match(words):
            return self._person(start)
        if _WHO.match(words):
            before = [m for m in self._between(max(0, start - 160), start) if m.label in ("PER", "ORG")]
            return before[-1].entity if before and "." not in text[before[-1].end : start].strip() else None
        head = re.split(r"[,—–(]| who | which ", text[start:end], maxsplit=1)[0]
        for m in self._between(start, start + max(1, len(head))):
            if m.end > end:
                break
            if text[m.end : m.end + 2] in ("'s", "’s", "' ", "’ ") and text[m.end : end].strip("'’s "):
                continue  # "Trump's campaign" is not Trump
            if m.start > start and _BETWEEN.search(text[start : m.start]):
                continue  # "aides to Trump" are not Trump
            follows = text[m.end : end].strip()
            if m.label in ("LOC", "NORP") and follows[:1].isalpha():
                continue  # "Venezuelan officials"
            rest = [o for o in self._between(m.end, start + len(head)) if o.label == "PER" and not text[m.end : o.start].strip(" '’s")]
            return rest[0].entity if rest and m.label != "PER" else m.entity
        if definite := _DEFINITE.match(head.strip()):
            return self._titled(definite[1].lower(), start)
        return None

    def _person(self, start: int) -> str | None:
        here = self.article.sentence_at(start)
        if self.last and here - self.article.sentence_at(self.last[0]) <= NEAR:
            since = [m for m in self._between(self.last[0], start) if m.label == "PER" and m.entity != self.last[1]]
            if not since:
                return self.last[1]
        near = [m for m in self._between(self.article.sentences[max(0, here - NEAR)][0], start) if m.label == "PER"]
        if not near:
            return None
        # the person named first in the last sentence that names one is likelier its subject than one named later
        sentence = self.article.sentence_at(near[-1].start)
        same = [m for m in near if self.article.sentence_at(m.start) == sentence]
        return same[0].entity if sentence < here else same[-1].entity

    def _titled(self, title: str, start: int) -> str | None:
        """The one person whom the article introduced with a title: "Senator X ... the senator"."""
        if self.titled is None:
            self.titled = {}
            for m in self.mentions:
                if m.label == "PER":
                    for word in re.findall(r"[A-Za-z]+", self.article.text[max(0, m.start - 40) : m.start].rsplit(",", 1)[-1].rsplit(".", 1)[-1])[
                        -3:
                    ]:
                        if word[0].isupper():
                            self.titled.setdefault(word.lower(), set()).add(m.entity)
        named = self.titled.get(title, set())
        return next(iter(named)) if len(named) == 1 else None
