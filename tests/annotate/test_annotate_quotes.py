import re
from time import process_time

import pytest

from parley.annotate.quotes import find
from parley.annotate.text import Article


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


def test_scare_quotes_are_no_statement(quotes, annotate):
    assert quotes("The streets held no “reset” on that day.") == []
    rows = annotate("The mayor called the “reset” a success.")["quotes"]
    assert [(q["direct"], q["kind"]) for q in rows] == [(False, "topic")]


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


def test_a_quotation_without_its_own_cue_goes_on_with_the_one_before(annotate):
    text = "“We will not leave,” Marco Rubio said. “We will stay.”"
    rows = annotate(text)["quotes"]
    assert [text[q["content_start"] : q["content_end"]] for q in rows] == ["We will not leave,” Marco Rubio said. “We will stay."]


def test_a_cue_between_the_parts_of_a_statement_gives_one_row(annotate):
    text = "“We will not leave,” Marco Rubio said, “and we will not stay.”"
    rows = annotate(text)["quotes"]
    assert [text[q["content_start"] : q["content_end"]] for q in rows] == [text[1:-1]]


def test_a_quotation_may_stand_in_the_paragraph_after_its_cue(quotes):
    found = quotes("Marco Rubio issued a short statement:\n\n“We will not leave the table before noon.”")
    assert [(content, direct, speaker) for content, _, _, direct, speaker in found] == [
        ("We will not leave the table before noon.", True, "Marco Rubio")
    ]


def test_a_question_that_ends_with_its_mark_keeps_its_speaker(quotes):
    assert quotes("“Why should we leave?” Marco Rubio asked.") == [("Why should we leave?", "asked", "neutral", True, "Marco Rubio")]


@pytest.mark.parametrize("text", ["‘We will not leave,’ Marco Rubio said.", "'We will not leave,' Marco Rubio said."])
def test_single_marks_can_hold_speech(quotes, text):
    assert [(content, speaker) for content, _, _, _, speaker in quotes(text)] == [("We will not leave,", "Marco Rubio")]


def test_a_quote_within_a_quote_has_no_row_of_its_own(quotes):
    text = "“They told us ‘wait for the boats’ and we said no,” Marco Rubio said."
    assert [content for content, *_ in quotes(text)] == ["They told us ‘wait for the boats’ and we said no,"]


@pytest.mark.parametrize(
    ("text", "content", "kind"),
    [
        ("Marco Rubio wants to visit Caracas.", "to visit Caracas", "wish"),
        ("Marco Rubio urged the envoys to wait.", "the envoys to wait", "wish"),
        ("Marco Rubio praised the accord.", "the accord", "topic"),
        ("Marco Rubio called him a pirate.", "him a pirate", "topic"),
        ("Marco Rubio is confident that the boats were empty.", "the boats were empty", "statement"),
        ("Marco Rubio asked whether the boats were empty.", "whether the boats were empty", "statement"),
        ("Marco Rubio told reporters the boats were empty.", "the boats were empty", "statement"),
        ("The boats, Marco Rubio said, were empty at noon.", "The boats, Marco Rubio said, were empty at noon", "statement"),
        ("The boats were reportedly empty at noon.", "The boats were reportedly empty at noon", "statement"),
    ],
)
def test_each_pattern_of_a_cue_has_its_content(annotate, text, content, kind):
    assert [(text[q["content_start"] : q["content_end"]], q["kind"]) for q in annotate(text)["quotes"]] == [(content, kind)]


@pytest.mark.parametrize(
    "text", ["The proposed ban was long.", "They met in the United States.", "Others like Marco Rubio left.", "The state of the roads was poor."]
)
def test_words_that_only_look_like_cues_give_no_quote(quotes, text):
    assert quotes(text) == []


def test_the_subject_stands_before_its_apposition_or_clause(annotate):
    for text in ("Marco Rubio, the envoy, said the boats were empty.", "Marco Rubio, who came at noon, said the boats were empty."):
        assert [q["speaker"] for q in annotate(text)["quotes"]] == ["Marco Rubio"]


def test_someone_who_works_for_a_person_is_not_that_person(quotes):
    found = quotes("Aides to Marco Rubio said the boats were empty.")
    assert [speaker for *_, speaker in found] == ["Aides to Marco Rubio"]


@pytest.mark.parametrize("unit", ["“We go,” he said. ", "“We go, he said.\n", "He said that “we " + "go and go " * 3])
def test_many_quotes_or_one_long_one_take_linear_time(unit):
    def seconds(times):
        text = unit * times
        article = Article("a", text, None, [(m.start(), m.end()) for m in re.finditer(r"[^\n.]+\.?", text)], 0, {})
        began = process_time()
        find(article, [])
        return process_time() - began

    assert seconds(10_000) < 12 * max(seconds(2_500), 0.05)  # a square would take sixteen times as long


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        # the shape of the page attributes, without a verb
        ("“We will not leave the table.” — Marco Rubio\n\nThe boats were empty.", [("We will not leave the table.", "Marco Rubio")]),
        ("”We will not leave the table.” ― Marco Rubio", [("We will not leave the table.", "Marco Rubio")]),
        ("Marco Rubio gave a short reply to the envoys: “We will not leave.”", [("We will not leave.", "Marco Rubio")]),
        # brackets, states and initials between the words and the cue
        ("“We will not leave,” Rep. Ana Ruiz (R-Fla.) said on Monday.", [("We will not leave,", "Rep. Ana Ruiz (R-Fla.)")]),
        ("“We will not leave,” Ana R. Ruiz, the envoy, said.", [("We will not leave,", "Ana R. Ruiz, the envoy")]),
        ("“We will not leave,” Ana Ruiz (Ohio), a member, said.", [("We will not leave,", "Ana Ruiz (Ohio), a member")]),
        ("“We will not leave,” said retired admiral Ana Ruiz.", [("We will not leave,", "retired admiral Ana Ruiz")]),
        # where a quotation ends
        ("Marco Rubio said, “We will not leave,” before he went home.", [("We will not leave,", "Marco Rubio")]),
        ("“We will not leave,” Marco Rubio urged. He went home.", [("We will not leave,", "Marco Rubio")]),
        (
            "The rest of it, Marco Rubio said, “was never ours to give.”",
            [("The rest of it, Marco Rubio said, “was never ours to give.”", "Marco Rubio")],
        ),
        # a place and an agency before the first sentence are not said by anyone
        ("LIMA, Peru (EFE) — The boats were empty, Marco Rubio said.", [("The boats were empty", "Marco Rubio")]),
    ],
)
def test_where_a_quotation_stands_says_whose_it_is(annotate, text, contents):
    rows = annotate(text)["quotes"]
    found = [(text[q["content_start"] : q["content_end"]], text[q["speaker_start"] : q["speaker_end"]]) for q in rows]
    assert [(content.rstrip("”"), speaker) for content, speaker in found] == [(content.rstrip("”"), speaker) for content, speaker in contents]


@pytest.mark.parametrize(
    ("text", "direct"),
    [
        ("Marco Rubio said “the boats were empty.”", True),
        ("Marco Rubio said that “the boats were empty.”", False),
        ("Marco Rubio said “the boats” were empty.", False),
    ],
)
def test_direct_is_what_stands_wholly_in_marks_of_its_own(annotate, text, direct):
    assert [q["direct"] for q in annotate(text)["quotes"]] == [direct]


@pytest.mark.parametrize(
    ("text", "content", "kind"),
    [
        ("They left what officials called a wasted table.", "what officials called a wasted table", "topic"),
        ("He left the boats, which Marco Rubio said were empty.", "which Marco Rubio said were empty", "statement"),
        ("Marco Rubio said that the boats were empty, but that nobody came.", "the boats were empty, but that nobody came", "statement"),
        ("Marco Rubio said the boats were empty and one in four said the table was full.", "the boats were empty", "statement"),
        ("Marco Rubio pledged to leave the table that they built.", "to leave the table that they built", "wish"),
        ("Where Marco Rubio claimed that the boats were empty, they were full.", "the boats were empty", "statement"),
        ("The envoy was accused of taking the table.", "The envoy was accused of taking the table", "topic"),
        ("Marco Rubio voiced deep concerns about the accord.", "the accord", "topic"),
        ("Marco Rubio praised the accord during the talks.", "the accord", "topic"),
        ("Marco Rubio praised the accord, a treaty, and came.", "the accord, a treaty", "topic"),
        ("Marco Rubio described the accord as “unfair,” without a reason.", "the accord as “unfair,”", "topic"),
        ("Marco Rubio mocked a talk Ana had in May.", "a talk Ana had in May", "topic"),
        ("Marco Rubio said the same thing again.", "the same thing again", "statement"),
    ],
)
def test_a_statement_reaches_as_far_as_its_clause(annotate, text, content, kind):
    q = annotate(text)["quotes"][0]
    assert (text[q["content_start"] : q["content_end"]], q["kind"]) == (content, kind)


def test_a_name_and_a_colon_in_a_headline_attribute_all_of_it(annotate):
    text = "Rubio: Voters worry about the accord\n\nThe boats were empty."
    rows = annotate(text, title="Rubio: Voters worry about the accord")["quotes"]
    assert [text[q["content_start"] : q["content_end"]] for q in rows] == ["Voters worry about the accord"]


@pytest.mark.parametrize("text", ["Marco Rubio avoided the accord.", "Marco Rubio delivered the letters.", "Marco Rubio voted for the accord."])
def test_acts_are_no_statements(quotes, text):
    assert quotes(text) == []
