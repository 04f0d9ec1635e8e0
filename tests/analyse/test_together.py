from math import log, log2

import pytest
from nltk.metrics import BigramAssocMeasures

from parley.analyse.together import cooccurrence, log_likelihood


def seen(*places):
    """Mentions written `article sentence entity`; Peruvian is a people."""
    rows = [p.split(" ", 2) for p in places]
    return [{"doc_id": d, "sentence": int(s), "entity": e, "label": "NORP" if e == "Peruvian" else "PER"} for d, s, e in rows]


def sentences(n, headline=()):
    return [{"doc_id": d, "sentence": s, "in_headline": (d, s) in headline} for d in "abc" for s in range(n)]


def test_log_likelihood_by_hand():
    # 2 together, nothing apart, of 4 sentences: observed 2, 0, 0, 2 against 1 each
    assert log_likelihood([2], [2], [2], 4)[0] == pytest.approx(2 * (2 * log(2) + 2 * log(2)))


def test_log_likelihood_is_that_of_nltk():
    assert log_likelihood([7], [20], [15], 300)[0] == pytest.approx(BigramAssocMeasures.likelihood_ratio(7, (20, 15), 300))


def test_independent_names_are_no_surprise():
    assert log_likelihood([5], [50], [10], 100)[0] == pytest.approx(0)


def test_a_pair_counts_sentences_and_how_much_more_often_than_by_chance(fill):
    named = seen("a 0 Ana", "a 0 Lima", "a 1 Ana", "b 0 Ana", "b 0 Lima", "c 0 Lima", "c 0 Lima")
    found = cooccurrence(fill(mentions=named, sentences=sentences(2)), least=2)
    # Ana and Lima stand in 3 sentences each (Lima twice in c 0 is one), together in 2 of 6: log2(2 · 6 / (3 · 3))
    assert found[["entity", "other", "sentences", "first", "second", "n"]].to_numpy().tolist() == [["Ana", "Lima", 2, 3, 3, 6]]
    assert found["pmi"].tolist() == [pytest.approx(log2(12 / 9))] and found["llr"][0] > 0 and not found["surprising"][0]


def test_a_headline_repeats_the_article_and_is_not_counted(fill):
    named = seen("a 0 Ana", "a 0 Lima", "b 1 Ana", "b 1 Lima")
    found = cooccurrence(fill(mentions=named, sentences=sentences(2, {("a", 0)})), least=1)
    assert found[["sentences", "n"]].to_numpy().tolist() == [[1, 5]]


def test_pairs_that_avoid_each_other_have_a_negative_ratio(fill):
    named = seen("a 0 Ana", "a 1 Ana", "b 0 Ana", "b 1 Ana", "b 1 Lima", "c 0 Lima", "c 1 Lima")
    assert cooccurrence(fill(mentions=named, sentences=sentences(2)), least=1)["llr"][0] < 0


def test_pairs_below_the_least_and_peoples_are_left_out(fill):
    named = seen("a 0 Ana", "a 0 Lima", "a 1 Ana", "a 1 Peruvian", "b 1 Ana", "b 1 Peruvian", "c 0 Ana", "c 0 Peruvian")
    assert cooccurrence(fill(mentions=named, sentences=sentences(2))).empty
