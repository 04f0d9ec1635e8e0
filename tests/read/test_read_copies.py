from datetime import date, timedelta

import numpy as np
import pytest

from parley.read import copies
from parley.read.copies import FEW, SAMPLE, Copies, containment, shingles, sketch

DAY = date(2025, 11, 5)


def words(first, last):
    """Words that no other range shares: w7 w8 ... An article of n words has n - 2 shingles of three."""
    return " ".join(f"w{i}" for i in range(first, last))


def originals(*items):
    copies = Copies()
    for doc_id, published, text, *wire in items:
        copies.add(doc_id, published, text, wire=bool(wire))
    return copies.originals()


def test_an_exact_copy_repeats_the_earlier_article():
    assert originals(("b", DAY + timedelta(1), words(0, 100)), ("a", DAY, words(0, 100))) == {"b": "a"}


def test_case_and_punctuation_make_no_original():
    assert originals(("a", DAY, words(0, 100)), ("b", DAY + timedelta(1), words(0, 100).upper().replace(" ", ", "))) == {"b": "a"}


def test_a_near_copy_with_another_headline_repeats():
    assert originals(("a", DAY, words(0, 100)), ("b", DAY + timedelta(1), words(500, 510) + " " + words(0, 100))) == {"b": "a"}


def test_a_copy_cut_to_half_its_length_repeats():
    assert originals(("a", DAY, words(0, 200)), ("b", DAY + timedelta(1), words(0, 100))) == {"b": "a"}


def test_unrelated_articles_repeat_nothing():
    assert originals(("a", DAY, words(0, 100)), ("b", DAY, words(100, 200)), ("c", DAY, words(200, 300))) == {}


def test_articles_that_share_a_quarter_repeat_nothing():
    # 25 of 100 words: 23 of 98 shingles
    assert originals(("a", DAY, words(0, 100)), ("b", DAY, words(75, 175))) == {}


def test_on_one_day_the_agency_comes_first():
    assert originals(("a", DAY, words(0, 120)), ("b", DAY, words(0, 100), "wire")) == {"a": "b"}


def test_an_agency_that_comes_a_day_later_repeats():
    assert originals(("a", DAY, words(0, 100)), ("b", DAY + timedelta(1), words(0, 100), "wire")) == {"b": "a"}


def test_on_one_day_the_longer_text_comes_first():
    assert originals(("a", DAY, words(0, 100)), ("b", DAY, words(0, 120))) == {"a": "b"}


def test_equal_texts_of_one_day_keep_their_order():
    assert originals(("a", DAY, words(0, 100)), ("b", DAY, words(0, 100))) == {"b": "a"}


def test_an_undated_article_comes_after_dated_ones():
    assert originals(("a", None, words(0, 100)), ("b", DAY, words(0, 100))) == {"a": "b"}


def test_a_group_has_one_original():
    # a and c share nothing; both share 100 of their 150 words with b
    a, b, c = words(0, 150), words(50, 250), words(150, 300)
    assert originals(("c", DAY + timedelta(2), c), ("b", DAY + timedelta(1), b), ("a", DAY, a)) == {"b": "a", "c": "a"}
    assert originals(("a", DAY, a), ("c", DAY + timedelta(2), c)) == {}


def test_the_same_words_a_season_later_are_a_template():
    assert originals(("a", DAY, words(0, 100)), ("b", DAY + timedelta(31), words(0, 100))) == {"b": "a"}
    assert originals(("a", DAY, words(0, 100)), ("b", DAY + timedelta(32), words(0, 100))) == {}


def test_short_texts_are_copies_only_where_they_are_equal():
    # 15 words: 13 shingles, below 20
    assert originals(("a", DAY, words(0, 15)), ("b", DAY, words(0, 15))) == {"b": "a"}
    assert originals(("a", DAY, words(0, 15)), ("b", DAY, words(0, 14))) == {}


@pytest.mark.parametrize("text", ["", "One", "One two", "... !!!"])
def test_texts_of_fewer_than_three_words_repeat_nothing(text):
    assert len(shingles(text)) == 0
    assert originals(("a", DAY, text), ("b", DAY, text)) == {}


def test_no_articles_have_no_originals():
    assert originals() == {}


def test_shingles_are_sorted_and_each_stands_once():
    found = shingles("a b c d a b c d a b c d")
    # a b c d, b c d a, c d a b, d a b c
    assert len(found) == 4 and list(found) == sorted(set(found))


def test_sketches_hold_one_hash_in_eight_of_a_long_text_and_all_of_a_short_one():
    short, long = shingles(words(0, 100)), shingles(words(0, 4000))
    assert len(short) == 98 < FEW and np.array_equal(sketch(short), short)
    assert set(sketch(long)) == {h for h in long if h % SAMPLE == 0} and abs(len(sketch(long)) - 3998 / SAMPLE) < 100


def test_containment_is_the_share_of_the_shorter():
    # w0..w99 has 98 shingles of three; 48 of them, those of w0..w49, stand in w0..w49 w200..w399
    assert containment(shingles(words(0, 100)), shingles(words(0, 50) + " " + words(200, 400))) == 48 / 98
    assert containment(shingles(words(0, 100)), shingles(words(100, 300))) == 0


def test_many_copies_of_one_article_are_compared_in_little_time():
    found = originals(*((f"d{i:03}", DAY, words(0, 60)) for i in range(400)))
    assert len(found) == 399 and set(found.values()) == {"d000"}


def gallery(start, day):
    """An article of 100 words of its own under 200 words that its outlet sets into many."""
    return (f"d{start}", DAY + timedelta(day), f"{words(0, 200)} {words(start, start + 100)}")


def test_what_an_outlet_sets_into_many_articles_over_months_makes_no_copy():
    months = [gallery(1000, 0), gallery(2000, 100), gallery(3000, 200)]
    assert originals(*months, gallery(4000, 300), gallery(5000, 301)) == {}
    # once before, it may be a reprint
    assert originals(months[2], gallery(4000, 300), gallery(5000, 301)) == {"d5000": "d4000"}


def test_a_copy_of_an_article_with_such_words_is_one():
    months = [gallery(1000, 0), gallery(2000, 100), gallery(3000, 200)]
    story = gallery(4000, 300)
    assert originals(*months, story, ("copy", DAY + timedelta(301), story[2])) == {"copy": "d4000"}


@pytest.mark.parametrize("part", [1, 37, 1000])
def test_articles_joined_in_parts_give_the_same_copies(monkeypatch, part):
    articles = [(f"d{i:02}", DAY, words(40 * i % 600, 40 * i % 600 + 90)) for i in range(40)]
    whole = originals(*articles)
    assert len(whole) > 10
    monkeypatch.setattr(copies, "_PART", part)
    assert originals(*articles) == whole


def test_more_articles_can_come_after_the_first_answer():
    collected = Copies()
    collected.add("a", DAY, words(0, 100))
    assert collected.originals() == {}
    collected.add("b", DAY, words(0, 100))
    assert collected.originals() == {"b": "a"} and len(collected) == 2
