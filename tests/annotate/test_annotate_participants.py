"""Whom a pronoun, a pair or a nameless noun stands for, and two who do something together."""

import numpy as np
import pytest

from parley.annotate.names import Mention
from parley.annotate.participants import Participant, completed, meant_by, object_words, run_of
from parley.annotate.text import Match


def mentions(text, *names):
    return [Mention(text.index(words), text.index(words) + len(words), label, words, "codebook") for words, label in names]


def part(text, words):
    at = text.rindex(words)
    return Participant(at, at + len(words))


@pytest.mark.parametrize(
    ("text", "names", "words", "expected"),
    [
        ("Ana Lima met Raj Sen before he left.", (("Ana Lima", "PER"), ("Raj Sen", "PER")), "he", ["Raj Sen"]),
        ("Chad and Niger quarrelled; the two governments spoke.", (("Chad", "LOC"), ("Niger", "LOC")), "the two governments", ["Chad", "Niger"]),
        ("Ana Lima and Raj Sen flew home after they met.", (("Ana Lima", "PER"), ("Raj Sen", "PER")), "they", ["Ana Lima", "Raj Sen"]),
        ("The boat was searched by men from a Chad cutter.", (("Chad", "LOC"),), "men", ["Chad"]),
        ("His envoy, Raj Sen, came.", (("Raj Sen", "PER"),), "His envoy", ["Raj Sen"]),
        ("Two farmers came.", (), "Two farmers", []),
    ],
)
def test_a_word_without_a_name_stands_for_one(text, names, words, expected):
    assert [m.entity for m in meant_by(text, part(text, words), mentions(text, *names)).names] == expected


def test_nobody_is_both_sides(annotate):
    text = "Ana Lima met Raj Sen, and she thanked him."
    people = mentions(text, ("Ana Lima", "PER"), ("Raj Sen", "PER"))
    she = Participant(text.index("she"), text.index("she") + 3, (people[1],))
    assert [m.entity for m in meant_by(text, part(text, "him"), people, she).names] == ["Ana Lima"]


def test_two_who_meet_are_source_and_target(annotate):
    events = [e for e in annotate("Brazil and Guyana met on Monday.")["events"] if e["event"] == "CONSULT"]
    assert {(e["source"], e["target"]) for e in events} == {("Brazil", "Guyana")}


@pytest.mark.parametrize(
    ("odds", "expected"),
    [
        ([3, -1, -5, -5, -5, -5], "Ten Americans"),  # a word that is only conceivable, beside one that is likely
        ([-5, -5, -5, 2, 1, 1], "252 Venezuelans"),  # without the "and" before them
        ([1, -5, -5, -5, 2, 2], "252 Venezuelans"),  # the larger sum
        ([-5, -5, -5, 4, -5, -5], None),  # "and" is nobody
        ([-1, -1, -1, -1, -1, -1], None),
    ],
)
def test_a_participant_is_the_run_of_words_that_speaks_most_for_it(odds, expected):
    text = "Ten Americans left and 252 Venezuelans"
    at = np.array([[0, 3], [4, 13], [14, 18], [19, 22], [23, 26], [27, 38]])
    found = run_of(np.array(odds, np.float32), at, text)
    assert (found and text[slice(*found)]) == expected


@pytest.mark.parametrize(
    ("text", "verb", "expected"),
    [
        ("Washington recognised former President Ana Lima on Friday.", "recognised", ("Washington", "Ana Lima")),
        ("Washington, people say, recognised nobody before Ana Lima.", "recognised", (None, None)),
        ("Washington has not recognised Ana Lima.", "recognised", ("Washington", "Ana Lima")),
    ],
)
def test_a_side_left_open_is_who_stands_beside_the_verb(text, verb, expected):
    place, person = (Participant(m.start, m.end, (m,)) for m in mentions(text, ("Washington", "LOC"), ("Ana Lima", "PER")))
    match = Match(text.index(verb), text.index(verb) + len(verb), None)
    assert tuple(w and w.names[0].entity for w in completed(None, None, (place, person), text, match)) == expected
    assert completed(person, place, (place, person), text, match) == (person, place)  # what the model says stays
    assert completed(None, place, (place, person), text, match) == (None, place)  # nobody is both


@pytest.mark.parametrize(
    ("behind", "expected"),
    [
        (" more than 100 mob members in 2011.", "more than 100 mob members"),
        (" three diplomats from Poland", "three diplomats"),
        (" the referendum.", "the referendum"),
        (" on Friday.", None),
        (" repeatedly that it was so", None),
    ],
)
def test_the_object_of_a_verb_needs_no_name(behind, expected):
    text = "expelled" + behind
    found = object_words(text, len("expelled"), len(text))
    assert (found and text[found.start : found.end]) == expected


def test_who_was_freed_is_not_who_is_named_before_them(annotate):
    text = "Envoy Ana Lima met President Raj Sen at his palace on Friday and six American prisoners were released by Caracas."
    freed = [e for e in annotate(text)["events"] if e["trigger"] == "released"]
    assert [(e["source"], e["target"]) for e in freed] == [("Venezuela", "United States")]
