"""The track of an event from codebook, encoder, story and actors; and agents that an article leaves unsaid."""

from dataclasses import dataclass

import numpy as np
import pytest

from parley.annotate.model import TRACKS
from parley.annotate.names import Mention
from parley.annotate.participants import Participant
from parley.annotate.tracks import Tracks
from parley.annotate.unsaid import Unsaid
from parley.codebook import Trigger, load


@pytest.fixture(scope="module")
def tracks():
    return Tracks(load())


def trigger(event, track="other", mode=None):
    return Trigger("x", event, mode, track, 0.0, "forward", "model")


def who(text, words, label=None, name=None):
    at = text.index(words)
    return Participant(at, at + len(words), (Mention(at, at + len(words), label, name, "codebook"),) if name else ())


def test_the_codebook_decides_where_its_mode_is_specific(tracks):
    logits = np.where(np.array(TRACKS) == "domestic", 3.0, 0.0)
    assert tracks(trigger("ASSAULT", "military", "airstrike"), "codebook", logits, {}, "", None, None) == "military"
    assert tracks(trigger("ASSAULT"), "model", logits, {}, "", None, None) == "domestic"
    assert tracks(trigger("ASSAULT"), "model", np.zeros(5), {"military": 2}, "", None, None) == "military"


def test_actors_lean_to_their_tracks(tracks):
    text = "The navy stopped a boat; police stopped a lorry."
    navy, police = who(text, "navy"), who(text, "police")
    assert tracks(trigger("COERCE"), "model", np.zeros(5), {}, text, navy, None) == "military"
    assert tracks(trigger("COERCE"), "model", np.zeros(5), {}, text, police, None) == "domestic"
    assert [tracks.kind(text, w) for w in (navy, police, None)] == ["armed", "home", None]


def test_a_country_is_a_state_and_its_people_are_not(tracks):
    text = "Caracas complained and Venezuelans shrugged."
    assert tracks.kind(text, who(text, "Caracas", "LOC", "Caracas")) == "state"
    assert tracks.kind(text, who(text, "Venezuelans", "NORP", "Venezuela")) is None


@dataclass(frozen=True)
class Told:
    trigger: Trigger
    source: Participant | None
    source_name: str | None
    target_name: str | None


def test_an_agentless_strike_has_the_agent_of_the_articles_others():
    strike = trigger("ASSAULT", "military", "airstrike")
    talks = trigger("CONSULT", "diplomatic", "meet")
    someone = Participant(0, 4)
    unsaid = Unsaid(load())
    told = [
        Told(strike, someone, "Donald Trump", None),
        Told(strike, None, None, "Skipper"),
        Told(talks, None, None, None),
        Told(strike, someone, None, None),
    ]
    assert [e.source_name for e in unsaid.filled(told)] == ["Donald Trump", "United States", None, None]
    both_sides = [*told, Told(strike, someone, "Venezuela", None)]
    assert unsaid.filled(both_sides)[1].source_name is None
    assert (unsaid.acting("USS Gravely"), unsaid.acting("Skipper")) == ("United States", "Skipper")
