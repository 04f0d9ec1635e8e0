from dataclasses import dataclass
from datetime import date

import pytest

from parley.annotate import dates
from parley.annotate.text import Article, Match
from parley.annotate.when import when

PUBLISHED = date(2025, 9, 17)
"""A Wednesday."""


@dataclass
class Told:
    sentence: int
    start: int
    end: int
    earliest: date | None
    latest: date | None
    date_from: str = "expression"
    status: str = "occurred"


def dated(*sentences, status="occurred", told=(), headline=0):
    """(earliest, latest, how) of the event at the word in brackets, which stands in one of the sentences. `told`: (sentence, first, last) of events before."""
    text, places = "", []
    for s in sentences:
        places.append((len(text), len(text) + len(s.replace("[", "").replace("]", ""))))
        text += s + " "
    start, end = text.index("["), text.index("]") - 1
    text = text.replace("[", "").replace("]", "")
    article = Article("a", text, PUBLISHED, places, headline)
    times: dict[int, list] = {}
    for t in dates.find(text, places, PUBLISHED):
        times.setdefault(article.sentence_at(t.start), []).append(t)
    before = [Told(n, places[n][0], places[n][0] + 4, *(date.fromisoformat(d) for d in days)) for n, *days in told]
    first, last, how = when(article, Match(start, end, None), times, article.sentence_at(start), before, status)
    return (str(first), str(last), how) if first else (None, None, how)


FAR = ["Filler."] * 5
"""Sentences that put what follows below the lead."""


@pytest.mark.parametrize(
    ("sentence", "first", "last"),
    [
        ("The navy [struck] a boat on Monday.", "2025-09-15", "2025-09-15"),
        (
            "On Monday the minister, Ana Roe, met the envoy at the old palace on the hill, and six prisoners were [released].",
            "2025-09-15",
            "2025-09-15",
        ),
        ("The ban, which the minister had announced on Friday, [began] on Monday.", "2025-09-15", "2025-09-15"),
        ("The [ban], which the minister had announced on Friday, began on Monday.", "2025-09-15", "2025-09-15"),
        ("On Monday the navy [struck] a boat for the third time this month.", "2025-09-15", "2025-09-15"),
        ("Ties are broken since January 2019, when the junta [cut] them.", "2019-01-01", "2019-01-31"),
        ("The embassy has been [closed] since May.", "2025-05-01", "2025-09-17"),
    ],
)
def test_the_expression_that_governs_an_event_dates_it(sentence, first, last):
    assert dated(*FAR, sentence) == (first, last, "expression")


@pytest.mark.parametrize(
    ("sentence", "first", "last"),
    [
        ("He announced a blockade on Monday, six days after the navy [took] the tanker.", "2025-09-09", "2025-09-09"),
        # a week is not said of seven days only: two days either way
        ("They met on Monday, two weeks after three ships were [sent] south.", "2025-08-30", "2025-09-03"),
        ("On Monday he spoke, less than two weeks after the envoy was [seized].", "2025-09-02", "2025-09-07"),
        ("They met on Monday, two days before the navy [sailed].", "2025-09-17", "2025-09-17"),
    ],
)
def test_a_count_of_days_dates_an_event_from_the_other(sentence, first, last):
    assert dated(*FAR, sentence) == (first, last, "expression")


@pytest.mark.parametrize(
    ("sentence", "first", "last"),
    [
        ("Three ships were [sent] south a month ago.", "2025-08-10", "2025-08-26"),
        ("Seven years ago this month the junta [cut] the ties.", "2018-09-01", "2018-09-30"),
        # ten to eight days before: just over a week
        ("The minister [announced] it just over a week ago.", "2025-09-07", "2025-09-09"),
    ],
)
def test_ago_is_as_exact_as_its_unit(sentence, first, last):
    assert dated(*FAR, sentence) == (first, last, "expression")


def test_the_day_of_a_dateline_is_no_day_of_the_event():
    assert dated("PORT ROE, Sept 17 (Gull Wire) - Ten sailors were [freed] by the junta on Friday.")[0] == "2025-09-12"
    assert dated("PORT ROE, Sept 17 (Gull Wire) - Ten sailors were [freed] by the junta.")[2] == "publication"


@pytest.mark.parametrize("status", ["planned", "possible"])
def test_what_lies_ahead_takes_only_expressions_that_lie_ahead(status):
    assert dated("He said on Monday that they would [meet].", status=status) == (None, None, "none")
    assert dated("They are to [meet] next Monday.", status=status) == ("2025-09-22", "2025-09-22", "expression")


def test_a_modal_puts_an_event_ahead_whatever_its_status():
    assert dated("He said on Monday that he may hold [talks].") == (None, None, "none")


def test_a_story_goes_on_in_the_next_sentence_only():
    told = [(5, "2025-09-12", "2025-09-12")]
    assert dated(*FAR, "It began then.", "The guards [fled].", told=told) == ("2025-09-12", "2025-09-12", "inherited")
    assert dated(*FAR, "It began then.", "Filler.", "The guards [fled].", told=told) == (None, None, "none")
    assert dated(*FAR, "It began then.", "Filler.", "By then 21 guards had [fled].", told=told) == ("2025-09-12", "2025-09-12", "inherited")


def test_a_lone_expression_of_a_sentence_without_events_carries_on():
    assert dated(*FAR, "Friday belonged to another.", "She [gave] him a medal.") == ("2025-09-12", "2025-09-12", "inherited")


def test_since_reaches_from_the_story_to_the_publication():
    assert dated(*FAR, "It began.", "Both have since [appeared] in court.", told=[(5, "2025-09-12", "2025-09-12")]) == (
        "2025-09-12",
        "2025-09-17",
        "inherited",
    )


def test_what_did_not_happen_goes_on_with_no_story():
    assert dated(*FAR, "It began.", "Nobody [fled].", told=[(5, "2025-09-12", "2025-09-12")], status="negated") == (None, None, "none")


def test_a_lead_is_dated_by_the_publication_and_the_perfect_by_its_week():
    assert dated("The navy [struck] a boat.") == ("2025-09-16", "2025-09-17", "publication")
    assert dated("A carrier has been [ordered] south.") == ("2025-09-10", "2025-09-17", "publication")
    assert dated("The navy had [struck] a boat.") == (None, None, "none")
