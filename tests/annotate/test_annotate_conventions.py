"""PLOVER's conventions on top of codebook and encoder: what is to come, objects and subjects that move a word to another class."""

import pytest

from parley.annotate.conventions import Conventions
from parley.annotate.names import Mention
from parley.annotate.participants import Participant
from parley.codebook import Trigger, load


@pytest.fixture(scope="module")
def conventions():
    return Conventions(
        load(),
        dict.fromkeys(
            ("AGREE", "THREATEN", "REJECT", "REQUEST", "SUPPORT", "AID", "SANCTION", "CONCEDE", "CONSULT", "ASSAULT", "ACCUSE", "MOBILIZE"), 1.0
        ),
    )


def trigger(text, event, mode="general"):
    return Trigger(text, event, mode, "diplomatic", 2.0, "forward", "base")


@pytest.mark.parametrize(
    ("before", "words", "behind", "event", "expected"),
    [
        ("Chad will ", "release", " the miners", "CONCEDE", "AGREE"),
        ("Chad said it would soon ", "bomb", " the port", "ASSAULT", "THREATEN"),
        ("Chad will not ", "release", " the miners", "CONCEDE", "REJECT"),
        ("Chad must first ", "release", " the miners", "CONCEDE", "REQUEST"),
        ("Chad ", "released", " the miners", "CONCEDE", "CONCEDE"),
        ("Chad ", "deployed", " two hundred peacekeepers to the bridge", "MOBILIZE", "AID"),
        ("Chad ", "withdrew", " its peacekeepers from the bridge", "RETREAT", "SANCTION"),
        ("Chad ", "withdrew", " its gunners from the bridge", "RETREAT", "RETREAT"),
        ("Chad and Niger ", "agreed", " on a fishing pact", "AGREE", "SUPPORT"),
        ("Chad and Niger ", "agreed", " to draft a fishing pact", "AGREE", "AGREE"),
        ("Niger ", "pledged", " its full support for Chad", "AGREE", "SUPPORT"),
        ("Niger ", "pledged", " two boats", "AGREE", "AGREE"),
        ("Niger ", "accepted", " 400 refugees", "AGREE", "AID"),
        ("The dockers ", "broke", " the truce at noon", "REJECT", "ASSAULT"),
        ("The emir ", "called", " President Ana Lima on Monday", "ACCUSE", "CONSULT"),
        ("The emir ", "called", " the plan a trick", "ACCUSE", "ACCUSE"),
    ],
)
def test_company_moves_a_word_to_another_class(conventions, before, words, behind, event, expected):
    made = conventions.in_company(trigger(words, event), words, before, behind, nominal=False)
    assert made.event == expected
    assert (made.mode is None) == (expected != event)


def test_what_somebody_will_begin_is_an_intention(conventions):
    made = conventions.in_company(trigger("offensive", "ASSAULT"), "offensive", "Chad will launch a new ", " in spring", nominal=True)
    assert made.event == "THREATEN"


def test_a_government_that_protests_accuses_and_warships_do_not_visit(conventions):
    ship = Participant(0, 9, (Mention(4, 9, "ORG", "Albis", "model"),))
    assert conventions.by_whom(trigger("protested", "PROTEST", "demo"), "state", None).event == "ACCUSE"
    assert conventions.by_whom(trigger("protested", "PROTEST", "demo"), "home", None).event == "PROTEST"
    arrival = trigger("arrived", "CONSULT", None)
    assert conventions.by_whom(arrival, "armed", ship).event == "MOBILIZE"
    assert conventions.by_whom(arrival, "state", ship).event == "CONSULT"
