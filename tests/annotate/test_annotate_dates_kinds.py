"""One example or two per kind of time expression, with intervals worked out on the calendar; clocks and long strings."""

import datetime
from datetime import date

import pytest

from parley.annotate import dates
from parley.annotate.dates import clocks, context, durations, find, intervals, names, resolve, sets, units

WEDNESDAY = date(2025, 11, 5)


def times(text, published=WEDNESDAY):
    return [(text[t.start : t.end], t.type, t.value, t.earliest, t.latest) for t in find(text, [(0, len(text))], published)]


def values(text, published=WEDNESDAY):
    return [(t[0], t[2]) for t in times(text, published)]


def days(text, published=WEDNESDAY):
    found = times(text, published)
    assert len(found) == 1, found
    return found[0][3:]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met in the second quarter of 2024.", [("the second quarter of 2024", "2024-Q2")]),
        ("They met in Q3 2024.", [("Q3 2024", "2024-Q3")]),
        ("They met in the late 1970s.", [("the late 1970s", "197")]),
        ("It was a temple of the 11th century.", [("the 11th century", "10")]),
        ("They met at 10:30 p.m. on Friday.", [("10:30 p.m. on Friday", "2025-10-31T22:30")]),
        ("They met at noon Tuesday.", [("noon Tuesday", "2025-11-04T12:00")]),
        ("It began at 2025-01-03T14:05:00Z.", [("2025-01-03T14:05:00Z", "2025-01-03T14:05Z")]),
        ("It lasted a year and a half.", [("a year and a half", "P1Y6M")]),
        ("It lasted more than four hours.", [("more than four hours", "PT4H")]),
        ("It was the eight-year war.", [("eight-year", "P8Y")]),
        ("They met every other week.", [("every other week", "P2W")]),
        ("They meet twice a week.", [("twice a week", "P1W")]),
        ("He is there now and left recently.", [("now", "PRESENT_REF"), ("recently", "PAST_REF")]),
        ("They met on Thanksgiving.", [("Thanksgiving", "2025-11-27")]),
        ("They met on Easter Monday 2024.", [("Easter Monday 2024", "2024-04-01")]),
        ("It was in nineteen ninety-one.", [("nineteen ninety-one", "1991")]),
        ("They met the day before yesterday.", [("the day before yesterday", "2025-11-03")]),
    ],
)
def test_every_kind_has_its_value(text, expected):
    assert values(text) == expected


def test_a_range_is_its_two_ends():
    assert values("They met on Sept. 2-5.") == [("Sept. 2", "2025-09-02"), ("5", "2025-09-05")]
    assert values("It fell between 2011 and 2018.") == [("2011", "2011"), ("2018", "2018")]
    assert values("It fell in 2022–2023.") == [("2022", "2022"), ("2023", "2023")]


def test_a_dateline_and_a_stamp_are_dates():
    assert values("CARACAS, Jan 31 - He met them.", date(2025, 2, 1)) == [("Jan 31", "2025-01-31")]
    assert values(" date 2025-02-02", date(2025, 2, 3)) == [("2025-02-02", "2025-02-02")]


def test_intervals_are_what_the_words_leave_open():
    assert days("They met earlier this month.") == (date(2025, 11, 1), date(2025, 11, 4))
    assert days("They meet later this week.") == (date(2025, 11, 6), date(2025, 11, 9))
    assert days("They met in late December 2024.") == (date(2024, 12, 21), date(2024, 12, 31))
    assert days("They met over the weekend.") == (date(2025, 11, 1), date(2025, 11, 2))
    assert days("They met in the past three months.") == (date(2025, 8, 5), date(2025, 11, 5))
    assert days("They meet in the next two weeks.") == (date(2025, 11, 5), date(2025, 11, 19))
    assert days("They met in the winter of 2023.") == (date(2023, 12, 1), date(2024, 2, 29))
    assert days("He is there now.") == (WEDNESDAY, WEDNESDAY)
    assert days("They met a few weeks ago.") == (date(2025, 9, 24), date(2025, 10, 22))


def test_the_following_is_counted_from_the_text():
    found = times("They met on 3 May 2024. Three months later he left.")
    assert found[1][2:] == ("2024-08", date(2024, 8, 1), date(2024, 8, 31))
    assert values("They met on 3 May 2024. The next day he left.")[1] == ("The next day", "2024-05-04")


def test_a_year_earlier_is_the_same_quarter_of_the_year_before():
    text = "Zed earned two pounds in the third quarter, up from one a year earlier."
    assert values(text) == [("the third quarter", "2025-Q3"), ("a year earlier", "2024-Q3")]


@pytest.mark.parametrize(
    "text",
    ["He is 44 years old.", "The 44-year-old left.", "Minister May spoke.", "March on the capital.", "The Sun reported it.", "A second man left.",
     "They hold three-quarters of it.", "It was 1,984 people.", "Zed drove 1984 miles.", "He said as soon as he could."],
)  # fmt: skip
def test_ages_names_and_numbers_are_no_times(text):
    assert times(text) == []


def test_without_publication_date_only_what_the_text_fixes_has_days():
    text = "Now, recently, on Monday, in May, next summer, the third quarter, in 2019, at noon, over the past two weeks, tonight, next week."
    assert [t[0] for t in times(text, None) if t[3] or t[4]] == ["2019"]


TEXT = "They met today, on Monday night, in March, on 3 May, last week, three weeks ago, next summer, now, in the third quarter, at 10 p.m., in the 1990s."


@pytest.mark.parametrize("today", [date(1999, 12, 31), date(2031, 2, 28)])
def test_the_answer_is_the_same_on_any_day(monkeypatch, today):
    class Clock(date):
        @classmethod
        def today(cls):
            return today

    for module in (datetime, intervals, context, resolve, clocks, names, units, durations, sets, dates):
        if hasattr(module, "date"):
            monkeypatch.setattr(module, "date", Clock)
    assert [v for _, v in values(TEXT)] == [
        "2025-11-05", "2025-11-03TNI", "2025-03", "2025-05-03", "2025-W44", "2025-W42", "2026-SU", "PRESENT_REF", "2025-Q3", "2025-05-03T22:00", "199"
    ]  # fmt: skip


@pytest.mark.parametrize("published", [None, date(1, 1, 1), date(2024, 2, 29), date(9999, 12, 31)])
def test_every_unit_can_be_counted_from_every_day(published):
    # "two weekends ago" and the holidays at the ends of the calendar stopped the reader
    units = "seconds minutes hours days weeks weekends months quarters years decades centuries".split()
    text = " ".join(f"Two {u} ago they met. They met several {u} later. In the past two {u} they met." for u in units)
    text += " They met at Christmas. They will meet at Christmas. They met last Christmas and meet next Easter."
    for *_, earliest, latest in times(text, published):
        assert not (earliest and latest) or earliest <= latest


LONG = ["March ", "the ", "the year ", "1999 ", "1999-", "12:", "3 May 2020 ", "a year or ", "two hundred and ", "Monday, ", "last ", "10 p.m. ", "the third quarter of the ",
        "twenty-", "1/2/", "early mid-", "every other ", "more than a dozen ", "in the year-", "Q3 ", "0", " ", "\n", "99,999,", "will be by ", "’80s ", "May ",
        "Prime Minister May ", "'98 ", "the 18th and ",
        "two-and-a-half ", "hundreds of seats a week ", "once every ", "in the first week of ", "Sunday Times ", "1400 ", "1400 GMT ", "will have been a\n"]  # fmt: skip


@pytest.mark.parametrize("piece", LONG)
def test_long_runs_are_read_in_linear_time(piece, seconds):
    text = piece * (100_000 // len(piece))
    assert seconds(find, text, [(0, len(text))], WEDNESDAY) < 5
