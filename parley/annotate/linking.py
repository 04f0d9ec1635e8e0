"""Whom a name means inside one article: a later surname, acronym or description is read as what the article names in full."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from parley.annotate.names import Mention
from parley.annotate.text import Article
from parley.codebook import Codebook

_PARTICLES = frozenset(
    ["al", "bin", "ibn", "de", "da", "dos", "del", "la", "van", "von", "der", "den", "el", "le", "du", "di", "abu", "ben", "st", "mc"]
)
_OPENS, _CLOSES = re.compile(r"[’'”\"]?\s?\(\s?"), re.compile(r"\s?\)")
_THE = re.compile(r"the\s+", re.I)


def link(article: Article, mentions: list[Mention]) -> list[Mention]:
    """The mentions with `entity` resolved inside the article, in order of their ends.

    A single name is the surname of the one person named so in full before or after it, else the only given name or middle surname; where two people
    share a surname, it is the one named last, and where none was named yet it stays what it is. Capitals are the acronym of the body beside
    them in brackets, else of the one body whose words they begin; "the Council" is the one body of that last word named before. A description of the
    codebook ("the Venezuelan leader") is a mention of the person whom the article names besides; a name inside it stays one. Any other common noun
    ("the carrier") names nobody.
    """
    linked = _bodies(article.text, _acronyms(article.text, _surnames(article.text, mentions)))
    return sorted([*linked, *_described(article, linked)], key=lambda m: (m.end, -m.start))


def _folded(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()


def _surnames(text: str, mentions: list[Mention]) -> list[Mention]:
    endings: dict[str, list[Mention]] = defaultdict(list)
    inner: dict[str, list[Mention]] = defaultdict(list)
    longer = [(m, words) for m in mentions if m.label == "PER" and len(words := _folded(text[m.start : m.end]).split()) > 1]
    parts = {tail for _, words in longer for tail in _tails(words)}
    for m, words in longer:
        if " ".join(words) not in parts:  # "al Zedi" is no full name where "Omar al Zedi" stands
            for tail in _tails(words):
                endings[tail].append(m)
            for word in words[:-1]:
                if word not in _PARTICLES and len(word.rstrip(".")) > 1:
                    inner[word].append(m)
    out = []
    for m in mentions:
        name = _folded(text[m.start : m.end])
        if m.label == "PER" and m.via == "model" and (whole := _bearer(m, endings.get(name, []), inner.get(name, []))):
            m = replace(m, entity=whole.entity, via="short_form")
        out.append(m)
    return out


def _bearer(m: Mention, surname: list[Mention], inner: list[Mention]) -> Mention | None:
    """Whose short name it is; of two of one surname the one named last, of two of one given name nobody."""
    known = surname or inner
    if len({k.entity for k in known}) == 1:
        return known[0]
    before = [k for k in surname if k.end <= m.start]
    return before[-1] if before else None


def _tails(words: list[str]) -> list[str]:
    """What a full name may be called later: its last word, with the particles before it, and its longer endings."""
    out = [" ".join(words[i:]) for i in range(1, len(words))]
    return [tail for tail in out if tail.split()[0] not in _PARTICLES or len(tail.split()) > 1]


def _acronyms(text: str, mentions: list[Mention]) -> list[Mention]:
    initials: dict[str, list[Mention]] = defaultdict(list)
    for m in mentions:
        words = text[m.start : m.end].replace("-", " ").split()
        if len(words) > 1 and m.label in ("ORG", "LOC"):
            initials["".join(w[0] for w in words if w[0].isupper())].append(m)
    for one, other in zip(mentions, mentions[1:], strict=False):  # "Zed Harbour Organization (ZHO)", "ZHO (Zed Harbour Organization)"
        if _OPENS.fullmatch(text, one.end, other.start) and _CLOSES.match(text, other.end):
            for short, whole in ((one, other), (other, one)):
                letters = _acronym(text, short)
                if (
                    letters
                    and whole.label in ("ORG", "LOC")
                    and " " in text[whole.start : whole.end]
                    and _abbreviates(letters, text[whole.start : whole.end])
                ):
                    initials[letters] = [whole]
    out = []
    for m in mentions:
        named = initials.get(_acronym(text, m), []) if m.via == "model" and m.label != "NORP" else []
        if len({n.entity for n in named}) == 1 and named[0] is not m:
            m = replace(m, label=named[0].label, entity=named[0].entity, via="short_form")
        out.append(m)
    return out


def _bodies(text: str, mentions: list[Mention]) -> list[Mention]:
    """ "The Council" after "the Harbour Council": the last words of the one body named before that ends so."""
    whole: dict[str, dict[str, Mention]] = defaultdict(dict)
    out = []
    for m in mentions:
        words = _folded(text[m.start : m.end]).split()
        if m.label == "ORG":
            named = whole.get(" ".join(words), {})
            if m.via == "model" and len(named) == 1:
                m = replace(m, entity=next(iter(named)), via="short_form")
            for i in range(1, len(words)):
                whole[" ".join(words[i:])].setdefault(m.entity, m)
        out.append(m)
    return out


def _acronym(text: str, m: Mention) -> str:
    """The letters of a name in capitals ("Z.H.O." is ZHO); empty where it is none."""
    name = text[m.start : m.end].replace(".", "")
    return name if 2 <= len(name) <= 8 and name.isupper() and " " not in name else ""


def _abbreviates(letters: str, name: str) -> bool:
    """Whether the letters begin as the name does and stand in it in their order."""
    rest = iter(_folded(name))
    return _folded(name)[:1] == _folded(letters)[:1] and all(c in rest for c in _folded(letters))


def _described(article: Article, mentions: Iterable[Mention]) -> list[Mention]:
    named = {m.entity for m in mentions}
    fit: dict[tuple[int, int], set[tuple[str, str]]] = defaultdict(set)
    for found in article.found.get("description", []):
        if found.entry.name in named:  # who holds an office changes: the article itself must name the person
            fit[found.start, found.end].add((found.entry.name, found.entry.label))
    out = []
    for (start, end), actors in fit.items():
        if len(actors) == 1:
            ((name, label),) = actors
            lead = _THE.match(article.text, start, end)
            out.append(Mention(lead.end() if lead else start, end, label, name, "codebook"))
    return out


def government(book: Codebook) -> dict[str, str]:
    """Canonical name -> the government it stands for when it acts: Washington -> United States."""
    places = {a.name for a in book.actors if a.label == "LOC"}
    cabinets = {a.name: country for a in book.actors if (country := a.name.removeprefix("Government of ")) != a.name and country in places}
    return cabinets | {a.name: a.acts_for for a in book.actors if a.acts_for}
