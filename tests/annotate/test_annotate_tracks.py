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


def test_an_act_of_words_listed_with_what_it_is_about_is_on_the_track_of_that(tracks):
    threat = lambda words: Trigger(words, "THREATEN", "x", "pressure", 0.0, "forward", "past")  # noqa: E731
    text = "Lima threatened sanctions."
    lima = who(text, "Lima", "LOC", "Lima")
    diplomatic = np.where(np.array(TRACKS) == "diplomatic", 3.0, 0.0)
    assert tracks(threat("threatened sanctions"), "codebook", diplomatic, {}, text, lima, None) == "pressure"
    assert tracks(threat("threatened"), "codebook", diplomatic, {}, text, lima, None) == "diplomatic"


def test_who_stops_ships_is_a_navy(tracks):
    text = "A tanker, the Amber Coast, was stopped; a lorry was too."
    at_home = np.where(np.array(TRACKS) == "domestic", 2.0, 0.0)
    for words, track in (("A tanker, the Amber Coast", "military"), ("a lorry", "domestic")):
        assert tracks(trigger("COERCE"), "model", at_home, {}, text, None, who(text, words)) == track


def test_what_happens_in_a_listed_event_is_on_its_track(tracks):
    at_home = np.where(np.array(TRACKS) == "domestic", 2.0, 0.0)
    assert tracks(trigger("COERCE"), "model", at_home, {}, "", None, None, "military") == "military"
    assert tracks(trigger("CONSULT"), "model", at_home, {}, "", None, None, "military") == "domestic"  # talks in a war are not war
    assert tracks(trigger("COERCE"), "model", at_home, {}, "", None, None) == "domestic"


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
