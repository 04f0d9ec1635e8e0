"""From the model's probabilities to spans: words, mending, and each form alike throughout an article."""

import numpy as np
import pytest

from parley.annotate.model import LABELS, Reading
from parley.annotate.spans import found
from parley.annotate.text import Article

LINKS = frozenset(["of", "the"])


def read(*sentences):
    """An article of sentences of tokens like `Wilma|B-PER Zed|I-PER|0.5 left`: label, then its probability (else 0.9); ~ touches the token before."""
    text, places, readings = "", [], []
    for marked in sentences:
        start, offsets, rows = len(text), [], []
        for token in marked.split(" "):
            word, label, p = (*token.split("|"), "O", "0.9")[:3] if token.count("|") == 0 else (*token.split("|"), "0.9")[:3]
            text += "" if len(text) == start or word[0] == "~" else " "
            word = word.removeprefix("~")
            row = np.zeros(len(LABELS))
            row[0] = 1 - float(p)
            row[LABELS.index(label)] += float(p)
            rows.append(row)
            offsets.append((len(text) - start, len(text) + len(word) - start))
            text += word
        places.append((start, len(text)))
        readings.append(Reading(np.array(offsets, np.int32), np.array(rows), None, None, None))
        text += "\n"
    return Article("a", text, None, places, 0), readings


def named(*sentences):
    article, readings = read(*sentences)
    return [(article.text[s.start : s.end], s.label) for s in found(article, readings, LINKS)]


def test_two_people_with_only_a_blank_between_are_one():
    assert named("Wilma|B-PER Zed|B-PER left Lima|B-LOC Accra|B-LOC") == [("Wilma Zed", "PER"), ("Lima", "LOC"), ("Accra", "LOC")]


def test_a_form_that_is_mostly_one_name_is_one_where_the_model_broke_it():
    whole = "They praised Chile|B-ORG Moly|I-ORG"
    assert named(whole, whole, "In Chile|B-LOC Moly|B-ORG grew", "In Chile|B-LOC it rained") == [
        *[("Chile Moly", "ORG")] * 3,
        ("Chile", "LOC"),
    ]


def test_a_form_that_is_mostly_two_names_stays_two():
    apart = "In Chile|B-LOC Moly|B-ORG grew"
    assert named("They praised Chile|B-ORG Moly|I-ORG", apart, apart)[1:] == [("Chile", "LOC"), ("Moly", "ORG")] * 2


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Wang|B-PER Lin|I-PER ~- ~hao|I-PER|0.3 left", "Wang Lin-hao"),
        ("The Okello|B-PER visit", "Okello"),
        ("Zed|B-PER|0.4 ~- ~Okello|B-PER left", "Zed-Okello"),
    ],
)
def test_a_hyphenated_name_is_whole(sentence, name):
    assert named(sentence) == [(name, "PER")]


def test_what_only_leans_on_a_name_is_left_out():
    assert named("A Lima|B-PER ~- ~led plan") == [("Lima", "PER")]
    assert named("A pro ~- ~Lima|B-PER plan") == [("Lima", "PER")]


def test_a_government_with_a_capital_is_a_body():
    assert named("The Nuvik|B-LOC Government paid") == [("Nuvik Government", "ORG")]
    assert named("The Nuvik|B-LOC government paid") == [("Nuvik", "LOC")]


def test_an_acronym_of_words_that_are_no_name_is_none():
    assert named("A terms of landing agreement ( ~TOLA|B-ORG ~)", "The TOLA|B-ORG held") == []


def test_a_body_reaches_over_the_words_that_its_acronym_spells():
    assert named("The Harbour Watch|B-ORG Groups|I-ORG ( ~HWG|B-ORG ~) left")[0] == ("Harbour Watch Groups", "ORG")
    assert named("The Pact Watch|B-ORG Groups|I-ORG left") == [("Watch Groups", "ORG")]


def test_many_acronyms_take_no_time(seconds):
    article, readings = read("Zed|B-ORG Harbour|I-ORG ( ~ZH|B-ORG ~) left")
    many = Article(
        "a", article.text * 4000, None, [(s + i * len(article.text), e + i * len(article.text)) for i in range(4000) for s, e in article.sentences], 0
    )
    assert seconds(lambda: found(many, readings * 4000, LINKS)) < 5
