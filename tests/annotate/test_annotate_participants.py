"""Whom a pronoun, a pair or a nameless noun stands for, and two who do something together."""

import pytest

from parley.annotate.names import Mention
from parley.annotate.participants import Participant, meant_by


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
