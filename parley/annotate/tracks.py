"""The track of a reported event: diplomatic, pressure, military, domestic or other.

Four things speak for a track, each in log odds, and are summed: the codebook's mode, what the encoder reads in the word, the listed events of the same
class in the article, and who takes part. Armed forces make an act military; police, courts, unions and crowds, or two sides of one country, make it
domestic; two governments make it anything but domestic.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

import numpy as np

from parley.annotate.linking import government
from parley.annotate.model import TRACKS
from parley.annotate.participants import Participant
from parley.codebook import Codebook, Trigger

MODE = 8.0
"""What the codebook's mode counts for where it is specific; set on the sample's labels and the open status sentences, as all weights here."""
LOOSE = 2.0
"""... where the class is one that governments, parties and unions share alike (`SHARED`): a mode says little about its track."""
SHARED = frozenset(["ACCUSE", "REJECT", "REQUEST", "THREATEN", "AGREE", "SUPPORT", "CONSULT", "COOPERATE", "AID", "CONCEDE"])
TRUST = 0.5
"""The encoder is surer of a track than it is right."""
STORY = 1.5
"""What the listed events of the article's same class count for, where only the encoder gave the class."""
ARMED, AT_HOME, ONE_COUNTRY, ABROAD, STATE = 2.5, 2.0, 1.0, 2.0, 2.0
PARTIAL = frozenset(["pressure", "military"])
"""Tracks that a listed phrase has for what its words are about: "threatened sanctions"; one word alone ("threatened") only leans to one."""
FORCE = frozenset(["ASSAULT", "COERCE", "MOBILIZE", "RETREAT"])
"""Classes that armed forces make military; what they say or sign may be diplomacy."""

_MILITARY, _DOMESTIC, _DIPLOMATIC = (TRACKS.index(t) for t in ("military", "domestic", "diplomatic"))


class Tracks:
    """Tells tracks with one codebook: its countries, sectors and lists of words for armed and for home actors."""

    def __init__(self, book: Codebook) -> None:
        self._country = {a.name: a.country for a in book.actors if a.country and a.country != "IGO"}
        self._sector = {a.name: a.sector for a in book.actors}
        self._stands_for = government(book)
        armed, home, self._vessel = (any_of(book.words.get(k, ())) for k in ("armed_actors", "home_actors", "vessels"))
        self._worded = lru_cache(4096)(lambda words: (armed.search(words) is not None, home.search(words) is not None))

    def __call__(
        self, trigger: Trigger, class_from: str, logits: np.ndarray | None, story: Mapping[str, int], text: str, source: Participant | None,
        target: Participant | None, setting: str | None = None,
    ) -> str:  # fmt: skip
        """`logits` of TRACKS by the encoder, or None; `story` counts the tracks of the article's listed events of this class; `setting` is the track of
        the listed event in which it happened ("seized in a raid")."""
        odds = np.zeros(len(TRACKS))
        if logits is not None:
            odds += TRUST * logits
        if class_from != "model":
            odds[TRACKS.index(trigger.track)] += LOOSE if trigger.event in SHARED and not _about(trigger) else MODE
        elif story:
            odds[TRACKS.index(max(story, key=story.__getitem__))] += STORY
        if setting and class_from == "model" and trigger.event in FORCE:
            odds[TRACKS.index(setting)] += ARMED
        kinds = [self.kind(text, w) for w in (source, target)]
        if trigger.event in FORCE and "armed" in kinds:
            odds[_MILITARY] += ARMED
        if trigger.event == "COERCE" and any(w and self._vessel.search(text, w.start, w.end) for w in (source, target)):
            odds[_MILITARY] += ARMED  # who stops ships at sea is a navy or a coast guard
        if trigger.mode == "visit" and "armed" in kinds:
            odds[_MILITARY] += MODE  # to troops, or by a general
        if "home" in kinds and "armed" not in kinds:
            odds[_DOMESTIC] += AT_HOME
        if trigger.event in SHARED and "home" not in kinds and kinds[0] == "state":
            odds[_DIPLOMATIC] += STATE
        countries = [self._countries(w) for w in (source, target)]
        if all(countries):
            if countries[0] & countries[1]:
                odds[_DOMESTIC] += ONE_COUNTRY
            else:
                odds[_DOMESTIC] -= ABROAD
        return TRACKS[int(odds.argmax())]

    def kind(self, text: str, who: Participant | None) -> str | None:
        """Whether a participant is armed forces (`armed`), an actor of politics at home (`home`), a government (`state`), or none of them."""
        if who is None:
            return None
        armed, home = self._worded(text[who.start : who.end])
        sectors = {self._sector.get(m.entity) for m in who.names}
        if armed or sectors & {"MIL", "REB"}:
            return "armed"
        if home or sectors & {"OPP", "JUD", "POL", "CVL", "LEG"}:
            return "home"
        # "Chileans" are a people, "Chile" and "the Chilean president" a state
        state = (m for m in who.names if m.label != "NORP" and (self._sector.get(m.entity) == "GOV" or m.entity in self._stands_for))
        return "state" if next(state, None) else None

    def _countries(self, who: Participant | None) -> set[str]:
        return {self._country[m.entity] for m in who.names if m.entity in self._country} if who else set()


def _about(trigger: Trigger) -> bool:
    """Whether an act of words is listed together with what it is about."""
    return trigger.track in PARTIAL and " " in trigger.text


def any_of(words: Iterable[str]) -> re.Pattern:
    """A pattern that finds any of the words as a whole word."""
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words)) or '(?!)'})\b", re.I)
