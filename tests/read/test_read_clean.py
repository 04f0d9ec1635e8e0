import unicodedata

import pytest

from parley.read.clean import clean


def rules(text):
    return [rule for rule, _ in clean(text)[1]]


def test_a_clean_text_stays_as_it_is():
    text = "The envoys met in the harbour.\n\nThey left at noon."
    assert clean(text) == (text, [])


def test_line_ends_of_any_kind_become_one():
    assert clean("a\r\nb\rc\u2028d\u2029e")[0] == "a\nb\nc\nd\n\ne"


def test_paragraphs_stand_apart_by_one_empty_line():
    assert clean("One.\n\n\n\n  \nTwo.\n\n")[0] == "One.\n\nTwo."


def test_letters_with_combining_accents_become_one_letter():
    assert clean("Nicola\u0301s")[0] == "Nicolás"
    assert unicodedata.is_normalized("NFC", clean("e\u0301 \u212b")[0])


@pytest.mark.parametrize(
    ("text", "left", "rule"),
    [
        ("har\u00adbour", "harbour", "soft hyphen"),
        ("har\u200bbour\ufeff", "harbour", "soft hyphen"),
        ("har\x07bour", "harbour", "control character"),
        ("5\u00a0boats\u202fleft", "5 boats left", "no-break space"),
        ("boats\tleft", "boats left", "no-break space"),
        ("They met [[INTERNAL_LINK:zed]].", "They met.", "internal link"),
    ],
)
def test_a_character_that_is_no_text_goes(text, left, rule):
    assert clean(text)[0] == left and set(rules(text)) == {rule}


def test_each_removed_character_is_reported_once():
    assert clean("a\u00adb\u00adc\u00add")[1] == [("soft hyphen", "\u00ad")]


def test_joiners_of_emoji_and_marks_of_direction_stay():
    text = "👩\u200d🚀 said \u200f\u05e9\u200e."
    assert clean(text) == (text, [])


def test_ligatures_become_letters():
    assert clean("ofﬁcials oﬀ the ﬂeet")[0] == "officials off the fleet"


@pytest.mark.parametrize("line", ["Sign up for our newsletter", "Read our Privacy notice", "Most popular"])
def test_a_form_goes(line):
    assert clean(f"The envoys met.\n{line}\nThey left.") == ("The envoys met.\nThey left.", [("form or widget", line)])


def test_a_long_paragraph_that_names_cookies_stays():
    text = "The minister said that the cookie law " + "would be read again in the spring and again in the autumn, " * 3
    assert clean(text)[0] == text.strip()


def test_a_long_paragraph_that_stands_twice_stays_once():
    line = "The envoys met in the harbour on the first day of the month."
    assert clean(f"{line}\n\nThey left.\n\n{line}") == (f"{line}\n\nThey left.", [("repeated paragraph", line)])


def test_a_short_line_may_stand_twice():
    assert clean("No.\n\nYes.\n\nNo.")[0] == "No.\n\nYes.\n\nNo."


def test_a_table_of_contents_goes_with_its_items_and_no_further():
    assert clean("Table of contents\n- One\n- Two\nThe envoys met.\n- Three")[0] == "The envoys met.\n- Three"


def test_a_citation_chip_goes_only_after_a_mark():
    assert clean("The envoys met.\ufffd\n\nHarbor Wire\n\nThey left.")[0] == "The envoys met.\n\nThey left."
    assert clean("The envoys met.\n\nHarbor Wire\n\nThey left.")[0] == "The envoys met.\n\nHarbor Wire\n\nThey left."


@pytest.mark.parametrize("text", ["", "\n\n", "\u00ad", "\ufffd"])
def test_of_nothing_nothing_is_left(text):
    assert clean(text)[0] == ""


def test_cleaning_twice_changes_nothing_more():
    once = clean("A\u00a0 b\r\n\r\n\r\nSign up for our news\nc\u00ad\ufffd\n")[0]
    assert clean(once) == (once, [])


@pytest.mark.parametrize("text", ["a " * 50_000, "\n" * 100_000, "A" * 1_000_000, "[[" * 50_000, "\u00ad" * 100_000, '"' * 100_000])
def test_long_runs_take_no_long_time(text):
    assert len(clean(text)[0]) <= len(text)
