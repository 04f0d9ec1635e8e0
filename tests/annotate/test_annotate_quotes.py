import pytest


@pytest.fixture
def quotes(annotate):
    """(content, cue, stance, direct, speaker) of every quote."""

    def found(text):
        return [(text[q["content_start"] : q["content_end"]], q["cue"], q["stance"], q["direct"], q["speaker"]) for q in annotate(text)["quotes"]]

    return found


@pytest.mark.parametrize(("opening", "closing"), [("“", "”"), ('"', '"'), ("''", "''"), ("``", "''")])
def test_words_in_quotation_marks_of_any_kind_are_direct(quotes, opening, closing):
    text = f"{opening}We will not leave the table,{closing} Marco Rubio said."
    assert quotes(text) == [("We will not leave the table,", "said", "neutral", True, "Marco Rubio")]


def test_the_speaker_can_stand_after_the_cue(quotes):
    assert quotes("“We will not leave the table,” said Marco Rubio.") == [("We will not leave the table,", "said", "neutral", True, "Marco Rubio")]


def test_the_speaker_can_stand_before_the_quote(quotes):
    assert quotes("Marco Rubio said: “We will not leave the table.”") == [("We will not leave the table.", "said", "neutral", True, "Marco Rubio")]


def test_he_is_the_person_named_last(quotes):
    text = "Marco Rubio came at noon. “We will not leave the table,” he said."
    assert quotes(text) == [("We will not leave the table,", "said", "neutral", True, "Marco Rubio")]


def test_what_is_said_without_marks_is_indirect(quotes):
    assert quotes("Marco Rubio said that the boats were empty.") == [("the boats were empty", "said", "neutral", False, "Marco Rubio")]


def test_the_attribution_can_stand_at_the_end(quotes):
    assert quotes("The boats were empty at noon, Marco Rubio said.") == [("The boats were empty at noon", "said", "neutral", False, "Marco Rubio")]


@pytest.mark.parametrize(
    ("cue", "stance"),
    [("said", "neutral"), ("claimed", "distancing"), ("insisted", "distancing"), ("confirmed", "endorsing"), ("acknowledged", "endorsing")],
)
def test_the_cue_takes_a_stance(quotes, cue, stance):
    assert quotes(f"Marco Rubio {cue} that the boats were empty.") == [("the boats were empty", cue, stance, False, "Marco Rubio")]


def test_according_to_names_its_speaker_on_either_side(quotes):
    assert quotes("According to the ministry, the boats were empty.") == [("the boats were empty", "According to", "neutral", False, "the ministry")]
    assert quotes("The boats were empty at noon, according to the ministry.") == [
        ("The boats were empty at noon", "according to", "neutral", False, "the ministry")
    ]


def test_scare_quotes_are_no_statement(quotes):
    assert quotes("The mayor called the “reset” a success.") == []


def test_words_in_marks_without_a_cue_are_no_statement(quotes):
    assert quotes("On the wall stood “We will not leave the table” in red.") == []


def test_a_reporting_verb_without_statement_gives_none(quotes):
    assert quotes("Marco Rubio said a word. He told the way.") == []


def test_an_unclosed_quotation_mark_ends_with_its_paragraph(quotes):
    found = quotes("Marco Rubio said: “We will not leave the table today.\n\nThe boats were empty and nobody came.")
    assert found == [("We will not leave the table today.", "said", "neutral", True, "Marco Rubio")]


@pytest.mark.parametrize("text", ["“", "”", '"', "“”", '""', "“ ”", "”“", "“We", 'said "', "“““", '""" said """'])
def test_marks_without_words_give_no_quote(quotes, text):
    assert quotes(text) == []


def test_a_quote_does_not_reach_over_an_empty_line(quotes):
    assert all("\n" not in content for content, *_ in quotes('He said "one two three four\n\nfive six seven eight" she said.'))


def test_two_quotes_of_one_speaker_are_two_rows_in_order(annotate):
    text = "“We will not leave,” Marco Rubio said. “We will not stay either,” he said."
    rows = annotate(text)["quotes"]
    assert [text[q["content_start"] : q["content_end"]] for q in rows] == ["We will not leave,", "We will not stay either,"]
    assert [q["speaker"] for q in rows] == ["Marco Rubio", "Marco Rubio"]
