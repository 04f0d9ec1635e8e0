"""Sentences that need not be read for names alone, and the names in them."""

import pytest

from parley import codebook
from parley.annotate.pipeline import Namer
from parley.annotate.spans import Span
from parley.annotate.text import Article
from parley.annotate.unread import asked, copied

SENTENCES = [
    "Wilma Zed left Accra.",
    "Zed's aide spoke.",
    "Rain fell.",
    "The rain fell on Zed and Okello.",
    "no capitals here",
    "In Accra it rained.",
]
TEXT = "\n".join(SENTENCES)
PLACES = [(TEXT.index(s), TEXT.index(s) + len(s)) for s in SENTENCES]
ARTICLE = Article("a", TEXT, None, PLACES, 0)
COMMON = frozenset(["the", "in"])


def span(words, *scores, sentence=0):
    at = TEXT.index(words, PLACES[sentence][0])
    return Span(at, at + len(words), scores)


def test_a_sentence_is_asked_about_where_it_may_hold_a_new_name():
    # new names; a surname of one; an ordinary word; Okello is new; no capitals to go by; a name again
    assert asked(ARTICLE, [], COMMON) == [True, False, False, True, True, False]


def test_names_of_the_codebook_need_no_asking():
    assert asked(ARTICLE, [span("Wilma Zed", 2.0), span("Accra", 1.0)], COMMON)[0] is False


def test_names_are_copied_to_sentences_that_were_not_read():
    read = [True, False, False, True, True, False]
    zed, accra = span("Wilma Zed", 1.8, 0.0, 0.0, 0.0), span("Accra", 0.0, 0.0, 0.9, 0.0)
    found = copied(ARTICLE, read, [zed, accra])
    assert [(TEXT[s.start : s.end], s.label, ARTICLE.sentence_at(s.start)) for s in found] == [
        ("Wilma Zed", "PER", 0),
        ("Accra", "LOC", 0),
        ("Zed", "PER", 1),
        ("Accra", "LOC", 5),
    ]  # the Zed of the fourth sentence was read there, and not found
    assert found[2].scores == pytest.approx((0.9, 0, 0, 0))  # one word of two


def test_an_article_without_sentences_has_none_to_ask_about():
    assert asked(Article("a", "", None, [], 0), [], COMMON) == []


def test_names_alone_are_those_of_the_whole_engine(annotate):
    text = "Wilma Zedson met Nicolás Maduro in Accra.\n\nZedson left. Later she said that Zedson's aide and Maduro had talked."
    document = {"doc_id": "a", "text": text, "title": None, "published": None, "language": "en"}
    ((_, mentions),) = Namer(codebook.load())([document])
    whole = annotate(text)["mentions"]
    assert [(m.start, m.end, m.label, m.entity) for m in mentions] == [(m["start"], m["end"], m["label"], m["entity"]) for m in whole]
    assert len(mentions) == 6


def test_an_article_in_another_language_has_no_names():
    document = {"doc_id": "a", "text": "Maduro salió de Caracas.", "title": None, "published": None, "language": "es"}
    ((same, mentions),) = Namer(codebook.load())([document])
    assert same is document and mentions == []
