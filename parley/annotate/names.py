"""Names in the text: the codebook's aliases and the model's names, the longer of two that overlap. Whom they name: `linking`.

A name is marked without its title ("Nicolás Maduro", not "President Nicolás Maduro") and without a possessive.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from parley.annotate import spans, unread
from parley.annotate.model import Reading
from parley.annotate.text import Article, Match
from parley.codebook import Codebook

_UNNAMED = re.compile(r"(?:https?://|www\.)\S+|\b[A-Z]{1,3}\$")
_ADDRESS = re.compile(r"(?<!\S)[^\s@]{1,64}@[^\s@]{1,200}")
_POSSESSIVE = re.compile(r"(?:['’]s?|['’]S)$")


@dataclass(frozen=True)
class Mention:
    """A name: code points, label (PER ORG LOC NORP), the canonical name it stands for, and how it was found (codebook, model, short_form)."""

    start: int
    end: int
    label: str
    entity: str
    via: str


class Names:
    """Finds names with one codebook's word lists and what the model says of each sentence."""

    def __init__(self, book: Codebook) -> None:
        titles = sorted(book.words.get("person_titles", ()), key=len, reverse=True)
        self._title_words = frozenset(w for t in titles for w in t.lower().split())
        self._common = self._title_words.union(w.lower() for key in ("not_names", "function_words") for w in book.words.get(key, ()))
        self._links = frozenset(book.words.get("acronym_links", ()))
        self._title = re.compile(r"(?:(?:" + "|".join(re.escape(t) for t in titles) + r")(?:\s+|(?=$)))+", re.I)

    def asked(self, article: Article) -> list[bool]:
        """Whether each sentence may hold a name that neither the codebook knows nor a sentence before it holds."""
        return unread.asked(article, _codebook(article), self._common)

    def __call__(self, article: Article, readings: Sequence[Reading | None]) -> list[Mention]:
        """Mentions in order of the text; none overlap. `readings` are of the article's sentences, None of those that were not read."""
        known = [self._untitled(article.text, m) for m in _codebook(article)]
        found = self._model(article, readings)
        covered = bytearray(len(article.text))
        addresses = _ADDRESS.finditer(article.text) if "@" in article.text else ()
        for m in (*_UNNAMED.finditer(article.text), *addresses):  # the words of a web address, and the US of US$5, name nobody
            covered[m.start() : m.end()] = b"\1" * (m.end() - m.start())
        taken: list[Mention] = []
        # longest first; of two that are equally long the codebook's, which an analyst can read and change
        for m in sorted([*known, *found], key=lambda m: (m.start - m.end, m.via == "model", m.start)):
            if not any(covered[m.start : m.end]):
                covered[m.start : m.end] = b"\1" * (m.end - m.start)
                taken.append(m)
        return sorted(taken, key=lambda m: m.start)

    def _model(self, article: Article, readings: Sequence[Reading]) -> list[Mention]:
        found = spans.found(article, readings, self._links)
        if any(r is None for r in readings):
            found = unread.copied(article, [r is not None for r in readings], found)
        # one article names one thing by one word: the label with the largest sum over all its places wins
        sums: dict[str, np.ndarray] = defaultdict(lambda: np.zeros(len(spans.KINDS)))
        for s in found:
            sums[article.text[s.start : s.end].casefold()] += s.scores
        seen = {name: spans.KINDS[int(scores.argmax())] for name, scores in sums.items()}
        for s in found:
            words = article.text[s.start : s.end].casefold().split()
            if s.label == "PER" and len(words) > 1:  # a surname or a first name is whose full name it ends or begins
                for word in {words[0], words[-1]}:
                    sums[word][0] += s.scores[0]
            elif s.label == "ORG" and len(words) > 1 and seen.get(words[0]) == "PER":  # "Okello" after "Okello Group"
                sums[words[0]][1] += s.scores[1] / len(words)
        out = []
        for s in found:
            label = spans.KINDS[int(sums[article.text[s.start : s.end].casefold()].argmax())]
            start, end = self._bare(article.text, s.start, s.end, label)
            if end > start:
                out.append(Mention(start, end, label, article.text[start:end], "model"))
        return out

    def _untitled(self, text: str, m: Mention) -> Mention:
        """ "Pope Leo" of the codebook as "Leo", like all names of people."""
        lead = self._title.match(text, m.start, m.end) if m.label == "PER" else None
        return replace(m, start=lead.end()) if lead and lead.end() < m.end else m

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


def _codebook(article: Article) -> list[Mention]:
    known = [m for m in article.found.get("name", []) if _as_written(article.text[m.start : m.end], m.entry[1])]
    full: dict[str, int] = {}
    out: list[Mention] = []
    by_place: dict[tuple[int, int], list[Match]] = {}
    told = {(m.start, m.end) for m in article.found.get("trigger", [])}
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
            if not named and (start, end) in told and article.sentences[article.sentence_at(start)][0] == start:
                continue  # "Amnesty was demanded in return": a word that tells an event, with the capital of a sentence's first word
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
