"""What PLOVER's manual makes of a word in its company: the class of a reported event after its verb, its object and its subject are seen.

The codebook and the encoder class a word. Who does it, what it is done with, and whether it is still to come can move it to another class:
"will free them" is an intention (AGREE), peacekeepers are AID, a government that protests accuses.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from parley.annotate.participants import Participant
from parley.annotate.tracks import any_of
from parley.codebook import Codebook, Trigger

COOPERATIVE = frozenset(["AGREE", "CONSULT", "SUPPORT", "AID", "COOPERATE", "CONCEDE", "RETREAT"])
HOSTILE = frozenset(["SANCTION", "COERCE", "ASSAULT", "MOBILIZE", "PROTEST"])
REFUSED = re.compile(r"\b(?:will|would|shall)\s+(?:not|never)\s+(?:\w+ly\s+|again\s+|ever\s+)?$|\bwo(?:n['’]t)\s+(?:\w+ly\s+)?$", re.I)
"""Who says that they will not do what would be cooperation rejects it: "will not withdraw"."""
INTENDED = re.compile(r"(?:\b(?:will|would|shall)|['’]ll)\s+(?:(?:be|also|soon|\w+ly)\s+){0,2}$", re.I)
"""What an actor is said to do in the future is, by PLOVER's manual, an intention: AGREE if it is cooperation, THREATEN if it is force."""
BEGUN = re.compile(
    r"\b(?:will|would|shall)\s+(?:also\s+|soon\s+)?(?:begin|launch|hold|start|conduct|impose|make|pay|host|lead|carry out|send|open|resume|step up|increase)\s+"
    r"(?:[\w'’-]+\s+){0,4}$",
    re.I,
)
"""The same of what somebody will begin or hold: "will launch a new offensive"."""
DEMANDED = re.compile(r"\b(?:must|should|ought to)\s+(?:(?:first|also|be|now|\w+ly)\s+){0,2}$", re.I)
"""Who says what another must do demands it."""
KEPT_PEACE = 80
"""Characters after a verb of sending or leaving within which peacekeepers are what is sent or withdrawn."""
REACH = 90
"""Characters after a verb in which its object is looked for."""

_PEACE = {"MOBILIZE": "AID", "COOPERATE": "AID", "RETREAT": "SANCTION"}
"""What sending and withdrawing peacekeepers is (PLOVER's manual, after CAMEO 074 and 166)."""
_GAP = r"\s+(?:[\w'’,.-]+\s+){0,4}"
_OBJECTS = tuple(
    (frozenset(classes), re.compile(verb, re.I), re.compile(behind), event)
    for classes, verb, behind, event in (
        # a deal that is agreed is done; one that somebody agrees to make is not yet
        (("AGREE",), r"agree", r"\s+(?:to\s+|on\s+|upon\s+)?(?:the|an?)\s+(?:[\w'’-]+\s+){0,6}(?:deal|agreement|pact|accord|treaty)\b", "SUPPORT"),
        (("AGREE",), r"pledg|promis|commit|reiterat|reaffirm|vow|voic", _GAP + r"(?:support|supporting|backing|solidarity|allegiance)\b", "SUPPORT"),
        (("AGREE", "CONCEDE"), r"accept|admit|receiv|t(?:ak|ook)", _GAP + r"(?:refugees|asylum[ -]seekers|displaced)\b", "AID"),
        (("AGREE",), r"accept|agree|bow|meet|met", _GAP + r"(?:demands?|conditions|terms|resignation)\b", "CONCEDE"),
        (("AGREE", "SUPPORT"), r"g[ai]v|grant", r"\s+(?:[\w'’,.-]+\s+){0,4}(?:permission|approval|authori[sz]ation|access|clearance)\b", "CONCEDE"),
        # to break a truce is to fight (CAMEO 196)
        (("REJECT", "ACCUSE", "COERCE", "SUPPORT"), r"violat|breach|br[eo]ak|broke", _GAP + r"(?:ceasefire|cease-fire|truce|armistice)\b", "ASSAULT"),
        # "called the emir on Monday", "called her to apologise": by telephone
        (("ACCUSE",), r"called$", r"\s+(?:(?:[A-Z][\w'’.-]*|the|of|new|his|her|al)\s+){1,7}(?:on\s+[A-Z]\w+day\b|to\s+[a-z]+\b)", "CONSULT"),
    )
)  # fmt: skip


class Conventions:
    """Reclasses triggers with one codebook; `intensity` is the mean intensity of each class, for what is no longer of its mode."""

    def __init__(self, book: Codebook, intensity: Mapping[str, float]) -> None:
        self._intensity = intensity
        self._keepers = any_of(book.words.get("peacekeepers", ()))

    def in_company(self, trigger: Trigger, words: str, before: str, behind: str, nominal: bool) -> Trigger:
        """The trigger as its own sentence makes it. `words` are what stands there, `before` and `behind` what stands around."""
        if trigger.event in COOPERATIVE and REFUSED.search(before):
            return self._as(trigger, "REJECT")
        for classes, verb, after, event in _OBJECTS:
            if trigger.event in classes and verb.match(words) and after.match(behind[:REACH]):
                trigger = self._as(trigger, event)
                break
        if trigger.event in _PEACE and self._keepers.search(before[-KEPT_PEACE // 2 :] + " " + behind[:KEPT_PEACE]):
            trigger = self._as(trigger, _PEACE[trigger.event])
        if trigger.event in COOPERATIVE and DEMANDED.search(before) and not nominal:
            trigger = self._as(trigger, "REQUEST")
        elif INTENDED.search(before) or nominal and BEGUN.search(before):
            trigger = self._as(trigger, "AGREE" if trigger.event in COOPERATIVE else "THREATEN" if trigger.event in HOSTILE else None)
        return trigger

    def by_whom(self, trigger: Trigger, kind: str | None, source: Participant | None) -> Trigger:
        """The trigger as its subject makes it: a government that protests accuses, warships and troops that arrive are no visitors."""
        if trigger.event == "PROTEST" and trigger.text.startswith("protest") and kind == "state":
            return replace(self._as(trigger, "ACCUSE"), track="diplomatic")
        if trigger.event == "CONSULT" and trigger.mode is None and kind == "armed" and all(m.label != "PER" for m in source.names):
            return replace(self._as(trigger, "MOBILIZE"), track="military")
        return trigger

    def _as(self, trigger: Trigger, event: str | None) -> Trigger:
        """The trigger in another class, without a mode; its track stays until it is weighed."""
        if event is None or event == trigger.event:
            return trigger
        return replace(trigger, event=event, mode=None, intensity=self._intensity[event])
