"""Sentences that the model need not be asked about where only names are wanted: every name in them stands in a sentence that it reads, too.

A sentence is worth asking about where it holds a capitalised run of words that no sentence asked about before has, and that the codebook does not know.
Names in the others are those found elsewhere in the article, by the same words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np

from parley.annotate.spans import Span
from parley.annotate.text import Article

_WORD = re.compile(r"[^\W_][\w&-]*(?:['’.]\w+)*")
_OWNER = re.compile(r"['’]s?$")
_LOWER = re.compile(r"(?<![\w'’-])[^\W\d_A-Z][\w-]*")


def asked(article: Article, known: Iterable[Span], common: frozenset[str]) -> list[bool]:
    """Whether each sentence is worth asking about. `known` are the codebook's names in it; `common` words that are capitalised by custom, in lower case."""
    text = article.text
    covered = bytearray(len(text))
    for m in known:
        covered[m.start : m.end] = b"\1" * (m.end - m.start)
    ordinary = common | set(_LOWER.findall(text))
    seen: set[str] = set()
    out = []
    for start, end in article.sentences:
        runs, capitals = _capitalised(text, start, end, covered, common, ordinary)
        out.append(not capitals or not seen.issuperset(runs))
        if out[-1]:
            seen.update(runs)
            seen.update(run.rpartition(" ")[2] for run in runs)  # a surname after the full name
    return out


def _capitalised(text: str, start: int, end: int, covered: bytearray, common: frozenset[str], ordinary: set[str]) -> tuple[list[str], bool]:
    """The runs of capitalised words that may be names, without what opens them by custom, and whether there is any capital at all."""
    runs: list[str] = []
    reach, capitals, first = -1, False, True
    for m in _WORD.finditer(text, start, end):
        word = m[0]
        if not word.islower() and any(c.isupper() for c in word):
            capitals = True
            low = word.lower()
            if covered[m.start()] or reach < 0 and low in (ordinary if first else common):
                reach = -1
            elif reach == m.start() - 1 and text[reach] == " ":
                runs[-1] += " " + _OWNER.sub("", word)
                reach = m.end()
            else:
                runs.append(_OWNER.sub("", word))
                reach = m.end()
        else:
            reach = -1
        first = False
    return runs, capitals


def copied(article: Article, read: Sequence[bool], found: Sequence[Span]) -> list[Span]:
    """The spans, and the same forms, and surnames of the people among them, in the sentences that were not read; in order of the text."""
    text = article.text
    places: dict[str, list[Span]] = {}
    for s in found:
        form = text[s.start : s.end]
        places.setdefault(form, []).append(s)
        if s.label == "PER" and " " in form:
            places.setdefault(form.rpartition(" ")[2], []).append(s)
    taken = bytearray(len(text))
    out = list(found)
    for form in sorted(places, key=len, reverse=True):
        if len(form) < 2 or not any(c.isupper() for c in form):
            continue
        words = len(form.split())
        scores = tuple(np.mean([s.scores for s in places[form]], axis=0) * words / max(len(text[s.start : s.end].split()) for s in places[form]))
        at = text.find(form)
        while at >= 0:
            end = at + len(form)
            alone = (at == 0 or not text[at - 1].isalnum()) and (end == len(text) or not text[end].isalnum())
            if alone and not read[article.sentence_at(at)] and not any(taken[at:end]):
                taken[at:end] = b"\1" * len(form)
                out.append(Span(at, end, scores))
            at = text.find(form, end)
    return sorted(out, key=lambda s: s.start)
