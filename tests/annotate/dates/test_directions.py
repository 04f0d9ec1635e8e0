"""Which year or week an expression means that names none, by the words around it; and the rarer shapes of an expression."""

from datetime import date

import pytest

from parley.annotate.dates import find

WEDNESDAY = date(2025, 11, 5)


def values(text, published=WEDNESDAY):
    return [(text[t.start : t.end], t.value) for t in find(text, [(0, len(text))], published)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The summit opens Friday in Oslo.", "2025-11-07"),
        ("The polls close on Friday.", "2025-11-07"),
        ("Trading opened Friday in Oslo.", "2025-10-31"),
        ("He knew in December that it was false.", "2024-12"),
        ("By December he had known for weeks.", "2024-12"),
        ("It will be done by December.", "2025-12"),
        ("The ship was in the Caribbean by mid-March.", "2025-03"),
        ("The ship was to be in the Caribbean by mid-March.", "2026-03"),
        ("Once the pipe is finished in August, gas flows.", "2026-08"),
        ("He would go on to win in August.", "2025-08"),
        ("They agreed to sell it in February.", "2026-02"),
        ("The loan was extended through February.", "2026-02"),
        ("The vote was called for Jan. 15.", "2026-01-15"),
        ("It crashed last October.", "2024-10"),
        ("It crashed last September.", "2025-09"),
        ("He put a rush on fights this winter.", "2025-WI"),
        ("The vans will have snow tyres in the spring.", "2026-SP"),
        ("He died on Thursday, Jan. 15.", "2026-01-15"),
    ],
)
def test_the_words_around_tell_past_from_future(text, value):
    assert [v for _, v in values(text)][:1] == [value]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It comes on weekends.", [("weekends", "XXXX-WXX-WE")]),
        ("In September the first strike killed 11.", [("September", "2025-09")]),
        ("On September the first he left.", [("September the first", "2025-09-01")]),
        ("It comes on Monday and Tuesday nights.", [("Monday", "XXXX-WXX-1TNI"), ("Tuesday nights", "XXXX-WXX-2TNI")]),
        ("It comes once every four years.", [("once every four years", "P4Y")]),
        ("They sell 700 seats a week.", [("a week", "P1W")]),
        ("It lasted two-and-a-half years.", [("two-and-a-half years", "P2Y6M")]),
        ("It was a half-hour talk.", [("half-hour", "PT30M")]),
        ("It was a decades-long feud.", [("decades-long", "PXY")]),
        ("It was a five-month-old truce.", [("five-month-old", "P5M")]),
        ("It was a five-month-old girl.", []),
        ("It could last several years.", [("several years", "PXY")]),
        ("It may take a year or two.", [("a year or two", "P1Y")]),
        ("He was away for a while.", [("a while", "PXX")]),
        ("He hopes to leave one day.", [("one day", "FUTURE_REF")]),
        ("He left a fortnight ago.", [("a fortnight ago", "2025-W43")]),
        ("He left in '98.", [("'98", "1998")]),
        ("He left in the mid-90s.", [("the mid-90s", "199")]),
        ("It was in the 90s, and temperatures rose.", []),
        ("It rose in the 18th and 19th centuries.", [("the 18th", "17"), ("19th centuries", "18")]),
        ("It rose in the sixth century B.C. there.", [("the sixth century B.C", "BC05")]),
        ("It was built 2,500 years ago.", [("2,500 years ago", "BC0476")]),
        ("It rose in the last quarter of 2013.", [("the last quarter of 2013", "2013-Q4")]),
        ("It rose in the quarter ended July 31.", [("the quarter", "2025-Q2"), ("July 31", "2025-07-31")]),
        ("It fell to two in 2013 from six the year before.", [("2013", "2013"), ("the year before", "2012")]),
        ("They met on the 15th of this month.", [("the 15th of this month", "2025-11-15")]),
        ("They will decide by year-end.", [("year-end", "2025")]),
        ("It is not so in today's world.", [("today", "PRESENT_REF")]),
        ("It soon became clear.", []),
        ("It will soon be clear.", [("soon", "FUTURE_REF")]),
    ],
)
def test_rarer_expressions_have_their_value(text, expected):
    assert values(text) == expected


def test_the_first_week_of_a_month_is_its_first_seven_days():
    found = find("They met in the first week of May 2024.", [(0, 39)], WEDNESDAY)
    assert [(t.value, t.earliest, t.latest) for t in found] == [("2024-05", date(2024, 5, 1), date(2024, 5, 7))]


def test_the_previous_friday_is_the_one_before_the_friday_named():
    assert values("It fell on Friday, after a rise the previous Friday.") == [("Friday", "2025-10-31"), ("the previous Friday", "2025-10-24")]
