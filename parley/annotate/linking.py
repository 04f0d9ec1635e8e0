"""Whom a name means: later mentions by surname or acronym are read as what the article named in full."""

from __future__ import annotations

from dataclasses import replace

from parley.annotate.names import Mention
from parley.annotate.text import Article
from parley.codebook import Codebook

_PARTICLES = frozenset(
    ["al", "bin", "ibn", "de", "da", "dos", "del", "la", "van", "von", "der", "den", "el", "le", "du", "di", "abu", "ben", "st", "mc"]
)


def link(article: Article, mentions: list[Mention]) -> list[Mention]:
    """The mentions with `entity` resolved inside the article.

    A single name is the surname, or the only given name, of the one person named so in full before or after it; where two people share it, the one
    named last. Capitals are an acronym of an organisation whose words they begin. Names of the codebook stay what the codebook says.
    """
    return _acronyms(article.text, _surnames(article.text, mentions))


def _surnames(text: str, mentions: list[Mention]) -> list[Mention]:
    full: dict[str, list[Mention]] = {}
    for m in mentions:
        words = text[m.start : m.end].split()
        if m.label == "PER" and len(words) > 1:
            for tail in _tails(words):
                full.setdefault(tail.casefold(), []).append(m)
    out = []
    for m in mentions:
        name = text[m.start : m.end]
        if m.label == "PER" and m.via == "model" and name.casefold() in full:
            known = full[name.casefold()]
            if len({k.entity for k in known}) == 1:
                m = replace(m, entity=known[0].entity, via="short_form")
            else:  # two people of one surname: the one named last, if one was
                before = [k for k in known if k.end <= m.start]
                m = replace(m, entity=before[-1].entity, via="short_form") if before else m
        out.append(m)
    return out


def _tails(words: list[str]) -> list[str]:
    """What a full name may be called later: its last word, with the particles before it, and its longer endings."""
    out = [" ".join(words[i:]) for i in range(1, len(words))]
    return [tail for tail in out if tail.split()[0].casefold() not in _PARTICLES or len(tail.split()) > 1]


def _acronyms(text: str, mentions: list[Mention]) -> list[Mention]:
    whole: dict[str, Mention] = {}
    for m in mentions:
        words = text[m.start : m.end].replace("-", " ").split()
        if len(words) > 1 and m.label in ("ORG", "LOC"):
            capitals = [w[0] for w in words if w[0].isupper()]
            whole.setdefault("".join(capitals), m)
    out = []
    for m in mentions:
        name = text[m.start : m.end].replace(".", "")
        if m.via == "model" and m.label in ("ORG", "LOC") and 2 <= len(name) <= 8 and name.isupper() and name in whole:
            m = replace(m, label=whole[name].label, entity=whole[name].entity, via="short_form")
        out.append(m)
    return out


def government(book: Codebook) -> dict[str, str]:
    """Canonical name -> the government it stands for when it acts: Washington -> United States."""
    return {a.name: a.acts_for for a in book.actors if a.acts_for}
