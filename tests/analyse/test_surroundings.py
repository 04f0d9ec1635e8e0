import numpy as np
import pytest

from parley.analyse.surroundings import ordinal, stem, stems, surroundings


def near(*told):
    """Vectors of (trigger, sentence) pairs, each in an article of its own."""
    events = [{"doc_id": str(i), "sentence": 0, "trigger": trigger} for i, (trigger, _) in enumerate(told)]
    return surroundings(events, lambda doc, _: told[int(doc)][1]).astype(np.float32)


@pytest.mark.parametrize(
    ("one", "other"), [("struck", "strikes"), ("sent", "sending"), ("met", "meeting"), ("seizure", "seized"), ("designation", "designated")]
)
def test_forms_of_one_verb_have_one_stem(one, other):
    assert stem(one) == stem(other)


def test_a_trigger_is_its_words_without_small_and_light_ones():
    assert stems("conducted a strike on") == {"strike"} == stems("Strikes")
    assert stems("held") == stems("of 35") == frozenset()


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("The third strike sank it.", "third"),
        ("A 2nd such strike", "2nd"),
        ("The third man saw a boat and a strike", None),
        ("strike", None),
        ("No word", None),
    ],
)
def test_the_ordinal_of_a_trigger_stands_before_it(sentence, found):
    assert ordinal("strike", sentence) == found


def test_vectors_are_of_unit_length_and_zero_without_a_word():
    vectors = near(("seized", "Guards seized the ferry."), ("", "of the"), ("freed", ""))
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 0, 0], abs=0.05)  # two stems can fall into one place


def test_words_beside_the_trigger_weigh_more_than_those_far_off():
    long = "Guards seized the ferry Ondine on Monday as the harbour town of Port Alba slept and, far off, a pilot landed."
    vectors = near(("seized", long), ("seized", "They seized the ferry Ondine."), ("landed", long), ("landed", "The pilot landed."))
    assert vectors[0] @ vectors[1] > 0.5 > vectors[0] @ vectors[3] and vectors[2] @ vectors[3] > 0.5 > vectors[2] @ vectors[1]


def test_a_trigger_beyond_what_is_kept_of_a_sentence_takes_all_its_words():
    vectors = near(("absent", "Guards seized the ferry."), ("absent", "A ferry was seized by guards."))
    assert vectors[0] @ vectors[1] > 0.95
