import pytest

from parley.annotate.text import MAX_SENTENCE, Phrases, Splitter, fold, read_article

split = Splitter(["mr", "u.s", "gen"])


def parts(text):
    return [text[a:b] for a, b in split(text)]


# sentences


def test_full_stops_end_sentences_and_abbreviations_do_not():
    assert parts("Mr. Zed met Gen. Zod. They left the U.S. embassy.") == ["Mr. Zed met Gen. Zod.", "They left the U.S. embassy."]


def test_an_empty_line_ends_a_sentence():
    assert parts("Envoys meet\n\nThe envoys met.") == ["Envoys meet", "The envoys met."]


def test_a_line_that_goes_on_in_lower_case_is_one_sentence():
    assert parts("The envoys met in the\nharbour at noon.") == ["The envoys met in the\nharbour at noon."]


def test_a_list_is_one_sentence_an_item():
    assert parts("Three points:\n- one\n- two\n- three") == ["Three points:", "- one", "- two", "- three"]


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", " \t\r\n "])
def test_a_text_without_words_has_no_sentences(text):
    assert split(text) == []


def test_one_word_is_a_sentence():
    assert split("  Peace \n") == [(2, 7)]


def test_punctuation_alone_makes_no_empty_sentence():
    assert all(p.strip() for p in parts("... !!! ??? . . .\n.\n\n!\n"))


def test_sentences_are_in_order_and_do_not_overlap():
    found = split("One. Two!\nThree? four\n\n  Five. 🙂 Six.\r\n\r\nSeven")
    assert [b > a for a, b in found] == [True] * len(found)
    assert all(one[1] <= two[0] for one, two in zip(found, found[1:], strict=False))


def test_no_sentence_is_longer_than_it_may_be_unless_it_is_one_word():
    text = "they met again and " * 1000
    found = split(text)
    assert all(0 < b - a <= MAX_SENTENCE for a, b in found)
    # nothing but blanks lies between the pieces
    assert "".join(text[a:b] for a, b in found).replace(" ", "") == text.replace(" ", "")
    assert split("x" * 5000) == [(0, 5000)]


# folding


@pytest.mark.parametrize("text", ["so-called", "STRIKE. On", "\u0130stanbul \u0130", "ǅ ß ſ ﬁ", "👩\u200d🚀 \u200f", "e\u0301", "ΌΣΟΣ", "\x00\n"])
def test_folding_keeps_the_length(text):
    assert len(fold(text)) == len(text)


def test_folding_makes_case_and_punctuation_alike():
    assert fold("So-Called") == fold("so called") == "so called"
    assert fold("strike. On") == "strike  on"


# phrases


def found(text, *entries):
    return {kind: [(text[m.start : m.end], m.entry) for m in matches] for kind, matches in Phrases(entries)(text).items()}


def test_a_phrase_is_found_on_word_boundaries_only():
    assert found("Strikes and a strike, mid-strike; airstrike.", ("k", "strike", 1)) == {"k": [("strike", 1), ("strike", 1)]}


def test_the_longest_phrase_wins_within_its_kind():
    entries = (("k", "struck", 1), ("k", "struck a deal", 2), ("k", "deal", 3), ("other", "deal", 4))
    assert found("They struck a deal.", *entries) == {"k": [("struck a deal", 2)], "other": [("deal", 4)]}


def test_entries_that_share_a_phrase_stand_side_by_side():
    assert found("Zedson left.", ("k", "Zedson", 1), ("k", "zedson", 2)) == {"k": [("Zedson", 1), ("Zedson", 2)]}


def test_a_phrase_does_not_reach_over_a_full_stop():
    assert found("He called a strike. On Monday he left.", ("k", "strike on", 1)) == {}


def test_a_phrase_at_either_end_of_the_text_is_found():
    assert found("talks", ("k", "talks", 1)) == {"k": [("talks", 1)]}


def test_places_are_code_points_after_letters_that_grow_in_lower_case():
    assert found("\u0130\u0130\u0130 🙂 talks", ("k", "talks", 1)) == {"k": [("talks", 1)]}


def test_neighbours_can_share_the_blank_between_them():
    assert found("talks talks talks", ("k", "talks", 1)) == {"k": [("talks", 1)] * 3}


# articles


def article(text, title=None):
    return read_article({"doc_id": "d", "text": text, "title": title, "published": None}, split, Phrases([("k", "talks", 1)]))


def test_the_headline_is_the_sentences_of_the_title():
    assert article("Envoys meet\n\nThe envoys met.", "Envoys meet").headline == 1
    assert article("Envoys meet. They talk\n\nThe envoys met.", "Envoys meet. They talk").headline == 2
    assert article("The envoys met.", "Envoys meet").headline == 0
    assert article("The envoys met.").headline == 0
    assert article("", "Envoys meet").headline == 0


def test_an_offset_belongs_to_the_sentence_that_began_last():
    a = article("One.  Two.")
    assert [a.sentence_at(i) for i in (0, 3, 5, 6, 9, 100)] == [0, 0, 0, 1, 1, 1]
    assert article("").sentence_at(0) == 0


def test_matches_inside_a_stretch_lie_wholly_in_it():
    a = article("talks talks talks")  # 0-5, 6-11, 12-17
    assert [m.start for m in a.inside("k", 0, 17)] == [0, 6, 12]
    assert [m.start for m in a.inside("k", 1, 16)] == [6]
    assert a.inside("other", 0, 17) == []
