"""Who takes part in a reported event: whom the model points at, else whom the words around the trigger show."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np

from parley.annotate.clauses import CLAUSE, STRONG
from parley.annotate.model import ROLE_WIDTH, Reading, mean
from parley.annotate.names import Mention
from parley.annotate.text import Match

_PASSIVE = re.compile(r"\b(?:was|were|been|being|is|are|be|get|gets|got)\s+(?:\w+ly\s+|not\s+|also\s+|later\s+|now\s+|already\s+){0,2}$", re.I)
_JOINED = re.compile(r"\b(?:was|were|been|being|is|are)\s+\w+(?:ed|en|un|wn|pt)\s+(?:[\w ]{0,30}\s)?and\s+$", re.I)
_PARTICIPLE = re.compile(r"(?:ed|en|wn|rn|pt|ut|et|ld|nt|ht|ck|nd)$|^(?:done|made|gone)$", re.I)
_PERFECT = re.compile(r"\b(?:has|have|had|having|['’](?:s|ve|d))\b[^,;:.]{0,40}$", re.I)
_NO_OBJECT = re.compile(r"\s+(?:with|by|in|on|at|that|after|during|last|earlier|from|along|together)\b")


_PAIR = re.compile(r"(?:the two|both|the pair|the rivals|(?P<they>they|them)$)", re.I)
_STATES = re.compile(r"government|countr|capital|side|nation|state|neighbour|neighbor", re.I)
_OWNED = re.compile(r"\s+(?:of|from|aboard)\s+(?:the\s+|an?\s+)?", re.I)
_APPOSED = re.compile(r"(?:\s+(?:of|for|to)\s+(?:[\w'’-]+\s?){1,5})?,\s+")
_OWNS = re.compile(r"(?:['’]s?)?\s+(?:(?!(?:and|or|in|to|of|was|were|is|are|has|had|said|says|that|which|who)\b)[\w-]+\s+){0,2}", re.I)
_PERSONAL = frozenset(["he", "she", "him", "her", "his", "it", "its", "they", "them", "their", "who", "which", "that", "we", "i", "us", "our"])
_ONE = frozenset(["he", "she", "him", "her", "his", "who"])
_COORDINATED = re.compile(r"\s*(?:,|and|or|&|,\s*and)\s+(?:the\s+)?", re.I)
_RANKED = {"PER": 0, "ORG": 1, "LOC": 2, "NORP": 3}
CONCEIVABLE = -2.0
"""Log-odds from which a word belongs to a participant, next to words that are likely to."""
_AHEAD = re.compile(r"(?:\s+(?:has|have|had|also|then|later|again|now|will|would|may|could|is|are|was|were|not|to|it|formally|been))*\s+")
_BEHIND = re.compile(
    r"\s+(?:(?:the|an?|its|his|her|their|former|president|prime|minister|foreign|secretary|general|leader|chief|senior|[a-z]+n|U\.S\.)\s+){0,4}", re.I
)
_LINKS = (
    "from|of|in|on|at|after|over|for|who|which|that|to|by|during|as|and|or|but|when|while|with|against|since|into|through|until|if|because|about|before|near|"
    "under|between|among|without|within|on|off|out|up|down|back|it|they|he|she|will|would|is|are|was|were|has|have|had|be|not|more|last|next|this|yesterday|"
    "today|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
)
_COUNTED = r"(?:(?:the|an?|its|his|her|their|all|some|several|many|more than|at least|dozens of|hundreds of|thousands of|[\d,]+)\s+)*"
_OBJECT = re.compile(rf"\s+({_COUNTED}(?:(?!(?:{_LINKS})\b)[\w'’-]+\s+){{0,4}}?(?!(?:{_LINKS})\b)[\w'’-]+)(?=\s+(?:{_LINKS})\b|[,.;:]|\s*$)", re.I)
"""Articles and counts, up to five words, and behind them a word that begins something else."""
_EDGE = re.compile(r"(?:[\s,;:.()\"“”–—-]|['’]s?\b|\b(?:and|or|but|of|that|while|as)\b)+")
_EMPTY = re.compile(r"(?:the|an?|s|this|these|some|more|in|to|by|for|with|on|at|\W)+", re.I)


@dataclass(frozen=True)
class Participant:
    """Who acts or is acted on: the words that tell it (code points), and the canonical names they hold (more than one where several act together)."""

    start: int
    end: int
    names: tuple[Mention, ...] = ()


def by_model(text: str, base: int, reading: Reading, start: int, end: int, people: list[Mention]) -> tuple[Participant | None, Participant | None]:
    """Source and target of the event told at [start, end), as the model points at them. `base` is where the sentence begins."""
    tokens = reading.tokens(start - base, end - base)
    if tokens.start == tokens.stop:
        return None, None
    asked = mean(reading.roles[tokens].astype(np.float32))
    found = []
    for side in (0, 1):
        question = asked[side * ROLE_WIDTH : (side + 1) * ROLE_WIDTH]
        answers = reading.roles[:, (side + 2) * ROLE_WIDTH : (side + 3) * ROLE_WIDTH].astype(np.float32)
        logits = answers @ question / ROLE_WIDTH**0.5
        logits[tokens] = -9.0  # what tells an event does not take part in it
        found.append(run_of(logits, reading.offsets, text, base))
    return tuple(_participant(text, f[0], f[1], people) if f else None for f in found)


def run_of(logits: np.ndarray, offsets: np.ndarray, text: str, base: int = 0) -> tuple[int, int] | None:
    """The words that together speak most for it: of the runs of conceivable tokens the one whose likely tokens (log-odds above 0) have the largest sum.

    A run of nothing but articles, prepositions and marks is no participant.
    """
    runs: list[list] = []  # weight, first, last; loops are faster here than numpy, whose calls cost more than a sentence's tokens
    for i, value in enumerate(logits.tolist()):
        if value > CONCEIVABLE:
            if runs and runs[-1][2] == i - 1:
                runs[-1][0] += max(value, 0.0)
                runs[-1][2] = i
            else:
                runs.append([max(value, 0.0), i, i])
    for _, first, last in sorted((r for r in runs if r[0]), key=lambda r: -r[0]):
        start, end = base + int(offsets[first, 0]), base + int(offsets[last, 1])
        edge = _EDGE.match(text, start, end)
        start = edge.end() if edge else start
        if start < end and not _EMPTY.fullmatch(text, start, end):
            return start, end
    return None


def _participant(text: str, start: int, end: int, people: list[Mention]) -> Participant:
    inside = [m for m in people if m.start < end and start < m.end]
    if not inside:
        return Participant(start, end)
    rank = min(_RANKED[m.label] for m in inside)
    head = next(m for m in inside if _RANKED[m.label] == rank)
    names = [head]
    for m in inside[inside.index(head) + 1 :]:
        if m.label == head.label and _COORDINATED.fullmatch(text[names[-1].end : m.start]):
            names.append(m)
    return Participant(min(start, head.start), max(end, names[-1].end), tuple(names))


def meant_by(text: str, who: Participant, before: list[Mention], other: Participant | None = None) -> Participant:
    """A pronoun or a common noun as what it stands for: the person, else the body or place, named last before it, but not the `other` side.

    "The two", "both" and "they" are the two named last, of persons or of places as the noun tells ("the two governments"); a man of a body is the
    body's ("personnel of a US destroyer"). `before` are the mentions of this and the last sentences.
    """
    if who.names:
        return who
    word = text[who.start : who.end].casefold()
    taken = {m.entity for m in other.names} if other else set()
    named = [m for m in before if m.end <= who.start and m.entity not in taken]
    if pair := _PAIR.match(word):
        wanted = ("LOC", "ORG") if _STATES.search(word) else ("PER",) if pair["they"] is None else ("PER", "ORG", "LOC")
        last: dict[str, Mention] = {}
        for m in reversed(named):
            if m.label in wanted and m.label == next(iter(last.values()), m).label:
                last.setdefault(m.entity, m)
        return replace(who, names=tuple(sorted(list(last.values())[:2], key=lambda m: m.start))) if len(last) > 1 else who
    if word in _PERSONAL:
        wanted = ("PER",) if word in _ONE else ("ORG", "LOC") if word in ("it", "its", "which") else ()
        fit = [m for m in named if m.label in wanted]
        return replace(who, names=(fit[-1],)) if fit else who
    named_so = (m for m in before if m.start >= who.end and m.label == "PER" and _APPOSED.fullmatch(text, who.end, m.start))
    if person := next(named_so, None):
        return replace(who, names=(person,))
    behind = (m for m in before if m.start >= who.end and _OWNED.fullmatch(text, who.end, m.start))
    ahead = (m for m in before if m.end <= who.start and m.label in ("LOC", "NORP") and _OWNS.fullmatch(text, m.end, who.start))
    owner = next(behind, None) or next(ahead, None)
    return replace(who, names=(owner,)) if owner and owner.entity not in taken else who


def by_rule(text: str, match: Match, people: list[Mention], first: int, last: int, *, nominal: bool) -> tuple[Participant | None, Participant | None]:
    """Source and target by the words around the trigger: subject, object, by, between, possessives."""
    before = text[max(first, match.start - 200) : match.start]
    passive = undergone(before, match, text) or (
        not nominal
        and match.entry.form in ("past", "participle")
        and _undergone(before, text[match.end : last], match.entry.form, any(m.end == match.start - 2 for m in people))
    )
    sides = (_nominal_actors if nominal else _verbal_actors)(text, match, people, first, last, passive)
    source, target = (Participant(m.start, m.end, (m,)) if m else None for m in sides)
    return (target, source) if match.entry.direction == "reverse" else (source, target)


def completed(
    source: Participant | None, target: Participant | None, ruled: tuple[Participant | None, Participant | None], text: str, match: Match
) -> tuple[Participant | None, Participant | None]:
    """Source and target of a verb; a side that the model left open is who stands right beside it: "Washington recognised Juan Guaidó"."""
    subject, object_ = ruled
    if source is None and subject and not overlap(target, subject) and _AHEAD.fullmatch(text, subject.end, match.start):
        source = subject
    if target is None and object_ and not overlap(source, object_) and _BEHIND.fullmatch(text, match.end, object_.start):
        target = object_
    return source, target


def object_words(text: str, at: int, last: int) -> Participant | None:
    """The noun phrase right behind an active verb that ends at `at`, though nobody is named in it: "expelled [three diplomats] from Poland"."""
    m = _OBJECT.match(text, at, min(last, at + 90))
    return Participant(m.start(1), m.end(1)) if m and not m[1].endswith("ly") else None


def overlap(one: Participant | None, other: Participant) -> bool:
    return one is not None and one.start < other.end and other.start < one.end


def undergone(before: str, match: Match, text: str) -> bool:
    """Whether a word that only the model knows is a passive by its form and what stands before it: "was named", "have been let go"."""
    word = text[match.start : match.end].split(" ")[0]
    return match.entry.form == "model" and bool(_PARTICIPLE.search(word) and _PASSIVE.search(before))


def _undergone(before: str, behind: str, form: str, after_name: bool) -> bool:
    """Whether a past form is passive: "was captured", "were seized and flown", "Maduro, captured on Saturday," or a bare participle in a headline."""
    if _PASSIVE.search(before) or _JOINED.search(before):
        return True
    if after_name and before.endswith(", ") and _NO_OBJECT.match(behind):  # "Dan Caine, chairman of the Joint Chiefs, visited Puerto Rico" has one
        return True
    return form == "participle" and not _PERFECT.search(before)


def _verbal_actors(text: str, match: Match, people: list[Mention], first: int, last: int, passive: bool):
    left = [m for m in people if m.end <= match.start]
    right = [m for m in people if m.start >= match.end]
    subject = _subject(text, left, match.start, first)
    if passive:
        by = next((m for m in right if re.search(r"\bby\s+(?:the\s+|an?\s+)?(?:[\w-]+\s+){0,2}$", text[match.end : m.start])), None)
        return by, subject
    return subject, _object(text, right, match.end)


def _subject(text: str, left: list[Mention], at: int, first: int) -> Mention | None:
    """The head of the last noun phrase before a verb: not what stands after a preposition inside it, where something stands before."""
    for m in reversed(left):
        between = text[m.end : at]
        if STRONG.search(between) or len(between) > 120:
            return None
        lead = text[max(first, m.start - 25) : m.start]
        if re.search(r"\b(?:in|on|at|near|from|off|over|to|by|after|before|since|against)\s+(?:the\s+)?$", lead, re.I):
            continue
        return m
    return None


def _object(text: str, right: list[Mention], at: int) -> Mention | None:
    for m in right:
        between = text[at : m.start]
        if STRONG.search(between) or CLAUSE.search(between) or len(between) > 90:
            return None
        if re.search(r"\b(?:in|at|near|off|over|from|by|after|before|since)\s+(?:the\s+|waters\s+)*$", between, re.I) and m.label == "LOC":
            continue
        return m
    return None


def _nominal_actors(text: str, match: Match, people: list[Mention], first: int, last: int, passive: bool):
    right = [m for m in people if m.start >= match.end and not STRONG.search(text[match.end : m.start])]
    left = [m for m in people if m.end <= match.start and not STRONG.search(text[m.end : match.start])]
    tail = text[match.end : match.end + 20].lower()
    if tail.lstrip().startswith("between") and len(right) >= 2:
        return right[0], right[1]
    source = target = None
    for m in right:
        lead = text[match.end : m.start]
        if len(lead) > 60:
            break
        if source is None and re.search(r"\bby\s+(?:[\w-]+\s+){0,2}$", lead):
            source = m
        elif target is None and re.search(r"\b(?:on|of|against|to|with|for|in|at|into)\s+(?:[\w-]+\s+){0,3}$", lead):
            target = m
    if source is None and left:
        near = left[-1]
        gap = text[near.end : match.start]
        possessive = re.match(r"['’]s?\s+(?:[\w-]+\s+){0,3}$", gap)
        if possessive or re.fullmatch(r"\s+(?:[\w-]+\s+){0,2}", gap):
            source = near
        elif target is not None or len(gap) < 60:
            source = _subject(text, left, match.start, first)
    return source, target
