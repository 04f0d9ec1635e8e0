"""Days that have a name, and names that hold a word for a time but are none."""

from datetime import date

import pytest

from parley.annotate.dates import find

WEDNESDAY = date(2025, 11, 5)


def values(text, published=WEDNESDAY):
    return [(text[t.start : t.end], t.value) for t in find(text, [(0, len(text))], published)]


@pytest.mark.parametrize(
    "text",
    [
        "He owns the Sunday Times and a boat.",
        "They were told by the Monday Herald of it.",
        "Readers of USA TODAY wrote to him.",
        "He writes for Ruritania Today about boats.",
        "A march recalled Bloody Sunday in the town.",
        "The Good Friday Agreement holds.",
        "He bought a 1998 Toyota for her.",
        "They founded a firm called Zed 1980 there.",
        "The Tonight Show had him as a guest.",
        "She wished them a Merry Christmas and left.",
        "Prime Minister May was asked by May about it.",
        "The Winter Games need more snow than that.",
        "A zero-day fault was found in it.",
        "Quarter-on-quarter growth slowed.",
    ],
)
def test_a_name_with_a_word_for_a_time_is_none(text):
    assert values(text) == []


def test_the_same_words_outside_a_name_are_times():
    assert values("He bought it on Sunday; times are hard.") == [("Sunday", "2025-11-02")]
    assert values("In 1998 Toyota sold more.") == [("1998", "1998")]
    assert values("Snow fell in winter 2023 and on Good Friday.") == [("winter 2023", "2023-WI"), ("Good Friday", "2025-04-18")]
    assert values("Talks Resume Today") == [("Today", "2025-11-05")]
    assert values("In May, Ms. May resigned.", date(2025, 11, 5)) == [("May", "2025-05")]


@pytest.mark.parametrize(
    ("text", "published", "value"),
    [
        ("They recalled the Sept. 11 attacks.", WEDNESDAY, "2001-09-11"),
        ("They recalled the Sept. 11 meeting.", WEDNESDAY, "2025-09-11"),
        ("They recalled the Sept. 11 attacks.", date(1999, 11, 5), "1999-09-11"),
        ("It was the worst since 9/11.", WEDNESDAY, "2001-09-11"),
        ("They recalled the Jan. 6 riot.", WEDNESDAY, "2021-01-06"),
        ("They shopped on Black Friday 2024.", WEDNESDAY, "2024-11-29"),
        ("They met over Easter weekend 2024.", WEDNESDAY, "2024-W13-WE"),
    ],
)
def test_days_with_a_name_have_their_year(text, published, value):
    assert [v for _, v in values(text, published)] == [value]


def test_no_attack_is_known_before_it_happened():
    assert values("They held part 9/11 of it.", date(1999, 11, 5)) == []
