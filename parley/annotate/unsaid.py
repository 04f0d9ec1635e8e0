"""Who takes part where the sentence itself does not say it: as the article says of the same acts, or as the actors' own countries tell.

"Three strikes killed 17" names nobody; where every strike of the article that has an agent was the United States', these were too. What is filled in so
has a name and no place in the text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from parley.annotate.participants import Participant
from parley.codebook import Codebook, Trigger

FORCE = frozenset(["ASSAULT", "COERCE", "MOBILIZE", "SANCTION"])
"""Classes of acts that a campaign repeats: an agentless one has the agent of the others. Talks and statements have each their own."""


class Told(Protocol):
    """What is filled in here of an event."""

    trigger: Trigger
    source: Participant | None
    source_name: str | None
    target_name: str | None


class Unsaid:
    """Countries behind actors, from one codebook."""

    def __init__(self, book: Codebook) -> None:
        state = {a.country: a.name for a in book.actors if a.label == "LOC" and a.sector == "GOV" and a.country}
        self._state: Mapping[str, str] = {a.name: state[a.country] for a in book.actors if a.country in state}
        self._units = {a.name: state[a.country] for a in book.actors if a.label == "ORG" and a.sector == "MIL" and a.country in state}

    def acting(self, name: str | None) -> str | None:
        """Who acts through a body: a warship, an army or a ministry of war acts for its country."""
        return self._units.get(name, name)

    def filled(self, events: Sequence[Told]) -> list[Told]:
        """The events, those of force without any agent given the country that alone does such things in the article."""
        agents: dict[tuple[str, str], Counter] = {}
        for e in events:
            if e.source_name and e.trigger.event in FORCE:
                agents.setdefault((e.trigger.event, e.trigger.track), Counter())[self._state.get(e.source_name, e.source_name)] += 1
        out = []
        for e in events:
            known = agents.get((e.trigger.event, e.trigger.track), Counter())
            if e.source is None and len(known) == 1 and (agent := next(iter(known))) != e.target_name:
                e = replace(e, source_name=agent)
            out.append(e)
        return out
