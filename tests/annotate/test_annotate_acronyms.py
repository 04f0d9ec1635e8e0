"""Acronyms in brackets and the words before them that spell them."""

import pytest

from parley import codebook
from parley.annotate.acronyms import acronyms

LINKS = frozenset(codebook.load().words["acronym_links"])


def spelled(text):
    return [(a.short, text[a.words_start : a.words_end]) for a in acronyms(text, LINKS)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("He leads the Harbour Watch Groups (HWG) here.", "Harbour Watch Groups"),
        ("He leads the Zed Workers and Helpers Union (ZWHU).", "Zed Workers and Helpers Union"),
        ("a terms of landing agreement (TOLA)", "terms of landing agreement"),
        ("Robots, or unmanned cargo movers (UCM), came.", "unmanned cargo movers"),
        ("the Zed Free Trade Area (ZFTA)", "Zed Free Trade Area"),
        ("They met. The Road and Rail Office (RRO) said no.", "Road and Rail Office"),
        ("the Banco de la Zona (BZ)", "Banco de la Zona"),
        ("the Banco de la Zona (BDLZ)", "Banco de la Zona"),
    ],
)
def test_an_acronym_is_spelled_by_the_words_before_it(text, words):
    assert [w for _, w in spelled(text)] == [words]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "(ZHO)",
        "the Central Bank of Zed (BCZ)",  # the letters come from another language
        "the harbour (ZHO)",
        "They met the Zed. Harbour Office (ZHO)",  # not across the end of a sentence
        "the zed harbour office (z)",
        "Zed (2019)",
        "the Zed Harbour old Office (ZHO)",  # a word that no letter stands for
    ],
)
def test_other_words_spell_none(text):
    assert spelled(text) == []


def test_places_are_code_points():
    text = "é the Zed Harbour Office (ZHO) left"
    (a,) = acronyms(text, LINKS)
    assert text[a.start : a.end] == "ZHO" and text[a.words_start : a.words_end] == "Zed Harbour Office"


def test_letters_that_fit_in_many_ways_take_no_time(seconds):
    text = "a " * 75 + "(AAAAAAAB) "  # 80 small words for 8 letters, of which the last fits nowhere
    assert spelled("a a a (AAA)") == [("AAA", "a a a")]
    assert seconds(lambda: acronyms(text * 500, LINKS)) < 5


def test_brackets_without_end_take_no_time(seconds):
    text = "And a and " * 20_000 + "(ANDANDAN) " * 2_000
    assert seconds(lambda: acronyms(text, LINKS)) < 5
