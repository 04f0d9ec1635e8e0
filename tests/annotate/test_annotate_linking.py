"""Names as the model would mark them, written in brackets: `[PER Ana Lima]`; what they are read as inside the article."""

import re

import pytest

from parley.annotate.linking import link
from parley.annotate.names import Mention
from parley.annotate.text import Article, Match
from parley.codebook import Actor

MARK = re.compile(r"\[(PER|ORG|LOC|NORP) ([^\]]+)\]")


def marked(text):
    """(the text without marks, its mentions)"""
    plain, mentions, at = "", [], 0
    for m in MARK.finditer(text):
        plain += text[at : m.start()]
        mentions.append(Mention(len(plain), len(plain) + len(m[2]), m[1], m[2], "model"))
        plain, at = plain + m[2], m.end()
    return plain + text[at:], mentions


def read(text, descriptions=()):
    plain, mentions = marked(text)
    found = [Match(m.start(), m.end(), actor) for words, actor in descriptions for m in re.finditer(words, plain, re.I)]
    article = Article("d", plain, None, [(0, len(plain))], 0, {"description": found})
    return [(plain[m.start : m.end], m.label, m.entity, m.via) for m in link(article, mentions)]


def entities(text):
    return [entity for _, _, entity, _ in read(text)]


@pytest.mark.parametrize("later", ["Lima", "LIMA", "Límá"])
def test_a_surname_is_the_person_named_in_full(later):
    assert read(f"[PER Ana Lima] spoke. [PER {later}] left.")[1] == (later, "PER", "Ana Lima", "short_form")


def test_a_headline_may_name_the_surname_first():
    assert entities("[PER Lima] resigns\n\n[PER Ana Lima] left.") == ["Ana Lima"] * 2


def test_of_two_people_of_one_surname_the_one_named_last_is_meant():
    assert entities("[PER Ana Lima] met [PER Rui Lima]. [PER Lima] left. [PER Ana Lima] stayed, and [PER Lima] spoke.") == [
        "Ana Lima", "Rui Lima", "Rui Lima", "Ana Lima", "Ana Lima",
    ]  # fmt: skip


def test_a_shared_surname_before_either_is_named_stays_open():
    assert read("[PER Lima] wins. [PER Ana Lima] met [PER Rui Lima].")[0] == ("Lima", "PER", "Lima", "model")


def test_particles_belong_to_the_surname_and_are_none_themselves():
    assert entities("[PER Omar al Zedi] spoke. [PER al Zedi] and [PER Zedi] left, [PER al] too.") == ["Omar al Zedi"] * 3 + ["al"]


def test_a_given_name_or_first_surname_is_the_only_one_who_bears_it():
    assert entities("[PER Ana Lima Zedo] spoke. [PER Ana] and [PER Lima] left.") == ["Ana Lima Zedo"] * 3
    assert entities("[PER Ana Lima] met [PER Ana Zedo]. [PER Ana] left.")[2] == "Ana"


def test_a_place_of_the_same_name_is_left_alone():
    assert entities("[PER Ana Lima] flew to [LOC Lima].") == ["Ana Lima", "Lima"]


@pytest.mark.parametrize(
    "text",
    [
        "[ORG Zed Harbour Organization] ([ORG ZHO]) met. [ORG Z.H.O.] left.",
        "[ORG ZHO] ([ORG Zed Harbour Organization]) met. [ORG ZHO] left.",
    ],
)
def test_an_acronym_is_the_body_beside_it_in_brackets(text):
    assert entities(text) == ["Zed Harbour Organization"] * 3


def test_brackets_link_letters_that_are_not_the_initials():
    assert entities("[ORG Zedian Fisheries Union] ([ORG ZEDFU]) met. [ORG ZEDFU] left.") == ["Zedian Fisheries Union"] * 3
    assert entities("[ORG Zed Harbour Organization] ([ORG QRX]) met.") == ["Zed Harbour Organization", "QRX"]


def test_initials_link_without_brackets_and_give_the_label():
    assert read("The [ORG Zed Harbour Organization] met. [PER ZHO] left.")[1] == ("ZHO", "ORG", "Zed Harbour Organization", "short_form")


def test_initials_of_two_bodies_are_neither():
    assert entities("[ORG Zed Harbour Organization] met [ORG Zed Hill Office]. [ORG ZHO] left.")[2] == "ZHO"


def test_a_common_noun_names_nobody():
    assert len(read("The carrier [ORG USS Zed Lima] sailed. The carrier turned.")) == 1


LEADER = Actor("Ana Lima", "PER", descriptions=("the Zedian leader",))


def test_a_description_of_the_codebook_is_the_person_whom_the_article_names():
    found = read("[PER Ana Lima] spoke. The [NORP Zedian] leader left.", [("the zedian leader", LEADER)])
    assert found[1:] == [("Zedian", "NORP", "Zedian", "model"), ("Zedian leader", "PER", "Ana Lima", "codebook")]


def test_who_holds_an_office_is_not_guessed():
    assert read("The Zedian leader left.", [("the zedian leader", LEADER)]) == []
    both = [("the zedian leader", LEADER), ("the zedian leader", Actor("Rui Zedo", "PER"))]
    assert len(read("[PER Ana Lima] met [PER Rui Zedo]. The Zedian leader left.", both)) == 2


def test_titles_and_possessives_are_no_part_of_a_name(annotate):
    rows = annotate("President Nicolás Maduro spoke in Caracas. Mr Maduro's guards left, and the Venezuelan leader with them.")["mentions"]
    named = [(m["text"], m["name"]) for m in rows if m["entity"] == "Nicolás Maduro"]
    assert named == [("Nicolás Maduro", "Nicolás Maduro"), ("Maduro", "Nicolás Maduro"), ("Venezuelan leader", "Nicolás Maduro")]
    assert ("Venezuelan", "NORP") in [(m["text"], m["label"]) for m in rows]


def test_a_capital_is_a_place_that_acts_as_its_government(annotate):
    tables = annotate("Caracas accused Washington of piracy on Tuesday.")
    assert [(m["label"], m["entity"]) for m in tables["mentions"]] == [("LOC", "Caracas"), ("LOC", "Washington")]
    assert {(e["source"], e["target"]) for e in tables["events"]} == {("Venezuela", "United States")}


def test_the_last_word_of_a_body_is_the_body_named_before():
    assert entities("The [ORG Zed Harbour Council] met. The [ORG Council] voted.") == ["Zed Harbour Council"] * 2
    assert entities("The [ORG Council] voted. The [ORG Zed Harbour Council] met.")[0] == "Council"
    assert entities("The [ORG Zed Council] met the [ORG Lima Council]. The [ORG Council] voted.")[2] == "Council"
