"""Names in the text, and whom they name: the codebook's aliases first, then capitalised names by plain rules, then short forms.

A first version that needs no model. A name is marked without its title ("Nicolás Maduro", not "President Nicolás Maduro") and without a possessive.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass, replace

from parley.annotate.text import Article, Match
from parley.codebook import Actor, Codebook

_CAPITAL = re.compile(
    r"(?:[A-Z][\w'’-]*[\w]|[A-Z]\.(?:[A-Z]\.)+|[A-Z])(?:\s+(?:(?:de|del|de la|da|dos|van|von|bin|al|of the|of|for|and|&)\s+)?(?:[A-Z][\w'’-]*[\w]|[A-Z]\.))*"
)
# "CARACAS, Sept 2 (Harbor Wire) -": who files the report is not in it
_DATELINE = re.compile(r"[A-Z][A-Z .,'-]{2,60}(?:,\s*[A-Z][a-z]{2,8}\.?\s+\d{1,2})?\s*\([^()]{2,40}\)\s*[-–—]\s")
_LINK = frozenset(["of", "for", "and", "the", "&"])


@dataclass(frozen=True)
class Mention:
    """A name: code points, label (PER ORG LOC NORP), the canonical name it stands for, and how it was found."""

    start: int
    end: int
    label: str
    entity: str
    via: str


class Names:
    """Finds names with one codebook's word lists."""

    def __init__(self, book: Codebook) -> None:
        self._not_names = frozenset(book.words.get("not_names", ()))
        self._titles = tuple(sorted(book.words.get("person_titles", ()), key=len, reverse=True))
        self._title_words = frozenset(w.rstrip(".") for t in self._titles for w in t.split())
        self._org = frozenset(book.words.get("organisation_heads", ()))
        self._loc = frozenset(book.words.get("place_heads", ()))
        self._first = {a.name.split()[0] for a in book.actors if a.label == "PER" and " " in a.name}
        self._plain = re.compile(r"\b(?:" + "|".join(re.escape(t) for t in self._titles) + r")\s+$")

    def __call__(self, article: Article) -> list[Mention]:
        """Mentions in order of the text; none overlap."""
        known = [m for m in article.found.get("name", []) if _as_written(article.text[m.start : m.end], m.entry[1])]
        taken = self._codebook(article, known)
        out = sorted([*taken, *self._capitals(article, taken)], key=lambda m: m.start)
        return _without_titles(article.text, self._short_forms(article, out), self._plain)

    def _codebook(self, article: Article, known: list[Match]) -> list[Mention]:
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

    def _capitals(self, article: Article, taken: list[Mention]) -> list[Mention]:
        covered = sorted((m.start, m.end) for m in taken)
        starts = [s for s, _ in covered]
        shown = _shown(article.text)
        out = []
        for start, end in article.sentences:
            sentence = article.text[start:end]
            letters = [c for c in sentence if c.isalpha()]
            dateline = m.end() if (m := _DATELINE.match(sentence)) else 0
            shouting = len(letters) > 10 and sum(c.isupper() for c in letters) > 0.7 * len(letters)
            heading = _title_case(sentence)
            for m in [] if shouting or heading else _CAPITAL.finditer(sentence, dateline):
                for a, b in self._pieces(article.text, start + m.start(), start + m.end(), start, shown):
                    i = bisect_left(starts, b) - 1
                    if i < 0 or covered[i][1] <= a:
                        label = self._label(article.text, a, b)
                        out.append(Mention(a, b, label, article.text[a:b], "rule"))
        return out

    def _pieces(self, text: str, start: int, end: int, sentence: int, shown: set[str]) -> list[tuple[int, int]]:
        """A run of capitalised words without what leads it and is no name."""
        words = [(m.start() + start, m.end() + start) for m in re.finditer(r"\S+", text[start:end])]
        while words and (
            text[words[0][0] : words[0][1]] in self._not_names
            or text[words[0][0] : words[0][1]].rstrip(".") in self._title_words
            or text[words[0][0] : words[0][1]] in _LINK
        ):
            words.pop(0)
        while words and text[words[-1][0] : words[-1][1]] in self._not_names | _LINK:
            words.pop()
        if not words:
            return []
        a, b = words[0][0], words[-1][1]
        b -= len(m[0]) if (m := re.search(r"['’]s?$", text[a:b])) else 0
        piece = text[a:b]
        if piece in self._not_names:
            return []
        # one capitalised word at the start of a sentence is a name only if the text shows it elsewhere in mid-sentence
        if a == sentence and " " not in piece and piece not in shown:
            return []
        return [(a, b)] if len(piece) > 1 and not piece.isdigit() else []

    def _label(self, text: str, start: int, end: int) -> str:
        piece = text[start:end]
        words = piece.split()
        before = text[max(0, start - 40) : start]
        if self._plain.search(before) or words[0] in self._first and len(words) > 1:
            return "PER"
        if any(w in self._org for w in words) or piece.isupper() and len(piece) > 1:
            return "ORG"
        if words[-1] in self._loc or re.search(r"\b(?:in|at|near|across|outside|from|toward|towards|off)\s+$", before) and len(words) <= 2:
            return "LOC"
        if "of" in words or "and" in words or "&" in words:
            return "ORG"
        return "PER" if len(words) in (2, 3) else "ORG"

    def _short_forms(self, article: Article, mentions: list[Mention]) -> list[Mention]:
        """Later mentions by surname, or by acronym, of a name that the article gave in full."""
        surnames: dict[str, Mention] = {}
        acronyms: dict[str, Mention] = {}
        out = []
        for m in mentions:
            text = article.text[m.start : m.end]
            words = text.split()
            if m.via == "rule":
                whole = surnames.get(words[-1]) if len(words) == 1 else None
                whole = whole or acronyms.get(text.replace(".", ""))
                if whole:
                    m = replace(m, label=whole.label, entity=whole.entity, via="short_form")
            if len(words) > 1 and m.label == "PER":
                surnames.setdefault(words[-1], m)
            elif len(words) > 1 and m.label == "ORG":
                acronyms.setdefault("".join(w[0] for w in words if w[0].isupper()), m)
            out.append(m)
        return out


def _shown(text: str) -> set[str]:
    """Capitalised words that stand in mid-sentence somewhere, with what stands before a hyphen or an apostrophe in them."""
    words = {m[0] for m in re.finditer(r"(?<=[a-z,] )[A-Z][\w'’-]*", text)}
    return {word[: m.end()] for word in words for m in re.finditer(r"\w\b", word)}


def _as_written(found: str, alias: str) -> bool:
    """An alias counts in its own case, or in capitals where it is longer than an ordinary word in capitals could be mistaken for."""
    return found == alias or _bare(found) == _bare(alias) or (len(alias) > 3 and found == alias.upper())


def _bare(name: str) -> str:
    """Without accents, full stops and curly apostrophes, in the same case."""
    return (
        "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).replace(".", "").replace("’", "'").replace("-", " ")
    )


def _in_longer_name(text: str, start: int, end: int) -> bool:
    """Whether a short form is one word of a longer capitalised name of someone else ("Tareck Maduro Ltd")."""
    follows = re.match(r"[ -][A-Z][a-z]+", text[end : end + 20])
    leads = re.search(r"([A-Z][\w-]+) $", text[max(0, start - 30) : start])
    return bool(follows) and text[end : end + 1] != "-" and bool(leads)


def _without_titles(text: str, mentions: list[Mention], titles: re.Pattern) -> list[Mention]:
    out = []
    for m in mentions:
        if m.label == "PER" and m.via == "rule" and (lead := titles.match(text, m.start)) and lead.end() < m.end:
            m = replace(m, start=lead.end())
        if not out or m.start >= out[-1].end:
            out.append(m)
    return out


def _title_case(sentence: str) -> bool:
    """A heading in which nearly every word is capitalised tells no names."""
    words = re.findall(r"[A-Za-z]{4,}", sentence)
    return len(words) >= 4 and sum(w[0].isupper() for w in words) > 0.75 * len(words) and not sentence.rstrip().endswith(".")


def government(book: Codebook) -> dict[str, str]:
    """Canonical name -> the government it stands for when it acts: Washington -> United States."""
    return {a.name: a.acts_for for a in book.actors if a.acts_for}


def actors(book: Codebook) -> dict[str, Actor]:
    """Actors by canonical name."""
    return {a.name: a for a in book.actors}
