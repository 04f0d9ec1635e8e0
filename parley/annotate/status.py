"""Whether a reported event happened: occurred, ongoing, planned, possible, alleged, denied, negated or historical."""

from __future__ import annotations

import re

from parley.annotate.clauses import CLAUSE, STRONG
from parley.annotate.quotes import Quote
from parley.annotate.text import Article, Match

BEFORE = 70
"""Characters before a trigger in which a word can still decide its status; about a clause."""

_TO = re.compile(r"\bto\s+(?:\w+ly\s+)?$", re.I)
_ADJECTIVE = frozenset(
    [
        "alleged",
        "suspected",
        "so-called",
        "supposed",
        "purported",
        "unconfirmed",
        "unverified",
        "potential",
        "possible",
        "planned",
        "upcoming",
        "forthcoming",
        "next",
        "imminent",
        "likely",
        "hypothetical",
    ]
)
_GIVEN = re.compile(r"(?:\bthe|\bthis|\bthat|['’]s)\s+(?:[\w-]+\s+)?$", re.I)
_EVIDENCE = re.compile(
    r"no (?:public )?evidence|without (?:offering|giving|providing) (?:any )?evidence|neither (?:\w+ )?confirmed nor denied|"
    r"not (?:been )?independently (?:confirmed|verified)|unconfirmed|unverified",
    re.I,
)
_PROGRESSIVE = re.compile(r"\b(?:is|are|has been|have been|was|were)\s+(?:\w+ly\s+|still\s+|also\s+)?$", re.I)
_RANK = {status: i for i, status in enumerate(("denied", "negated", "alleged", "possible", "planned", "ongoing"))}


def status_of(text: str, match: Match, first: int, last: int, article: Article, nominal: bool, quote: Quote | None) -> str:
    begin = max(first, match.start - BEFORE)
    window = text[begin : match.start]
    cut = max((m.end() for p in (STRONG, CLAUSE) for m in p.finditer(window)), default=0)
    begin += cut
    found: list[tuple[int, str]] = []
    for cue in article.inside("status", begin, match.start):
        words = text[cue.start : cue.end].lower()
        gap = text[cue.end : match.start]
        if words in _ADJECTIVE and len(gap.split()) > 1:
            continue  # "an alleged drug boat was struck": the adjective belongs to the boat
        if cue.entry in ("planned", "possible") and ("," in gap or len(gap.split()) > 6):
            continue
        if cue.entry == "negated" and len(gap.split()) > (6 if not nominal else 3):
            continue
        if cue.entry == "ongoing" and words in ("has been", "have been") and match.entry.form != "ing":
            continue
        found.append((_RANK.get(cue.entry, 9), cue.entry))
    statuses = {s for _, s in found}
    if "alleged" in statuses and quote is None and not nominal and match.entry.event == "ACCUSE":
        statuses.discard("alleged")  # the accusing is a fact, what it says is not
    if statuses & {"denied", "negated"}:
        return "denied" if "denied" in statuses else "negated"
    # "insisted that yesterday's release was unlawful" doubts the law, not the release: a definite noun takes it as given
    doubted = quote is not None and quote.stance == "distancing" and not (nominal and _GIVEN.search(text[first : match.start]))
    if "alleged" in statuses or doubted or (quote and _EVIDENCE.search(text[first:last])):
        return "alleged"
    if "possible" in statuses:
        return "possible"
    if "planned" in statuses or (match.entry.form == "base" and not nominal and _TO.search(window)):
        return "planned"
    if "ongoing" in statuses or (match.entry.form == "ing" and _PROGRESSIVE.search(window)):
        return "ongoing"
    return "occurred"
