from datetime import date

import pytest

from parley.annotate.dates import find

WEDNESDAY = date(2025, 11, 5)


def times(text, published=WEDNESDAY):
    return [(text[t.start : t.end], t.type, t.value, t.earliest, t.latest) for t in find(text, [(0, len(text))], published)]


def one(text, published=WEDNESDAY):
    found = times(text, published)
    assert len(found) == 1, found
    return found[0]


def days(text, published=WEDNESDAY):
    return one(text, published)[3:]


def day(y, m, d):
    return date(y, m, d), date(y, m, d)


@pytest.mark.parametrize("text", ["3 January 2024", "3rd of January 2024", "January 3, 2024", "Jan. 3, 2024", "January 3rd 2024", "2024-01-03"])
def test_a_full_date_means_its_day(text):
    assert one(f"They met on {text}.") == (text, "DATE", "2024-01-03", *day(2024, 1, 3))


@pytest.mark.parametrize(
    "text",
    [
        "31 February 2025",
        "February 31, 2025",
        "31 February",
        "29 February 2025",
        "2025-02-31",
        "2025-13-01",
        "0 May 2025",
        "0000-01-01",
        "in the year 0",
    ],
)
def test_what_is_no_day_is_no_date(text):
    assert times(f"They met on {text}.") == []


def test_29_february_is_a_day_in_leap_years():
    assert days("They met on 29 February 2024.") == day(2024, 2, 29)
    assert days("They met on 29 February 2000.") == day(2000, 2, 29)
    assert times("They met on 29 February 1900.") == []


def test_february_is_a_day_longer_in_leap_years():
    assert days("They met in February 2024.") == (date(2024, 2, 1), date(2024, 2, 29))
    assert days("They met in February 2025.") == (date(2025, 2, 1), date(2025, 2, 28))


def test_a_weekday_is_the_last_one():
    # 5 November 2025 is a Wednesday
    assert days("They met on Tuesday.") == day(2025, 11, 4)
    assert days("They met on Thursday.") == day(2025, 10, 30)


def test_the_weekday_of_the_publication_is_that_day():
    assert days("They met on Wednesday.") == day(2025, 11, 5)
    assert days("They met last Wednesday.") == day(2025, 10, 29)
    assert days("They meet next Wednesday.") == day(2025, 11, 12)


def test_a_weekday_that_is_still_to_come_is_the_next_one():
    assert days("They will meet on Friday.") == day(2025, 11, 7)


def test_a_part_of_a_day_is_a_time():
    assert one("They met on Monday night.")[1:] == ("TIME", "2025-11-03TNI", *day(2025, 11, 3))
    assert one("They met yesterday morning.")[1:] == ("TIME", "2025-11-04TMO", *day(2025, 11, 4))


@pytest.mark.parametrize(("text", "found"), [("today", day(2025, 11, 5)), ("Yesterday", day(2025, 11, 4)), ("tomorrow", day(2025, 11, 6))])
def test_yesterday_today_and_tomorrow_count_from_the_publication(text, found):
    assert days(f"{text} they met.") == found


def test_yesterday_can_lie_in_another_year_or_on_a_leap_day():
    assert days("They met yesterday.", date(2026, 1, 1)) == day(2025, 12, 31)
    assert days("They met yesterday.", date(2024, 3, 1)) == day(2024, 2, 29)


def test_last_month_in_january_is_december():
    assert one("They met last month.", date(2026, 1, 10))[2:] == ("2025-12", date(2025, 12, 1), date(2025, 12, 31))


def test_next_month_in_december_is_january():
    assert one("They meet next month.", date(2025, 12, 31))[2:] == ("2026-01", date(2026, 1, 1), date(2026, 1, 31))


def test_last_week_is_monday_to_sunday():
    assert one("They met last week.")[2:] == ("2025-W44", date(2025, 10, 27), date(2025, 11, 2))


def test_the_first_days_of_a_year_can_lie_in_the_last_week_of_the_year_before():
    # 1 January 2027 is a Friday in week 53 of 2026
    assert one("They meet this week.", date(2027, 1, 1))[2] == "2026-W53"


def test_last_year_is_a_whole_year():
    assert days("They met last year.") == (date(2024, 1, 1), date(2024, 12, 31))


def test_a_month_without_year_is_the_last_one():
    assert days("They met in March.", date(2026, 1, 10)) == (date(2025, 3, 1), date(2025, 3, 31))
    assert days("They met in January.", date(2026, 1, 10)) == (date(2026, 1, 1), date(2026, 1, 31))


def test_a_month_that_is_still_to_come_is_the_next_one():
    assert days("They will meet in March.") == (date(2026, 3, 1), date(2026, 3, 31))


def test_a_day_without_year_is_the_last_one():
    assert days("They met on 3 December.", date(2026, 1, 10)) == day(2025, 12, 3)
    assert days("They met on 3 November.") == day(2025, 11, 3)


def test_what_happened_days_ago_counts_from_the_publication():
    assert days("They met three days ago.") == day(2025, 11, 2)
    assert days("They met two years ago.") == (date(2023, 1, 1), date(2023, 12, 31))
    assert days("They met a month ago.", date(2025, 3, 31)) == (date(2025, 2, 1), date(2025, 2, 28))


def test_what_happened_days_later_counts_from_the_last_date():
    found = times("They met on 27 February 2024. Three days later they left.")
    assert [f[3:] for f in found] == [day(2024, 2, 27), day(2024, 3, 1)]


def test_the_same_day_is_the_last_day_named():
    found = times("They met on 3 May 2024. The same day they left.")
    assert [f[3:] for f in found] == [day(2024, 5, 3), day(2024, 5, 3)]
    assert times("The same day they left.") == []


def test_a_duration_is_no_day():
    assert one("They met for three weeks.") == ("three weeks", "DURATION", "P3W", None, None)


def test_what_happens_every_week_is_a_set():
    assert one("They met every Monday.") == ("every Monday", "SET", "XXXX-WXX-1", None, None)


def test_a_decade_has_ten_years():
    assert one("They met in the 1990s.") == ("1990s", "DATE", "199", date(1990, 1, 1), date(1999, 12, 31))


def test_without_publication_date_what_is_relative_stays_open():
    assert one("They met on Monday.", None)[2:] == ("XXXX-WXX-1", None, None)
    assert one("They met on 3 May.", None)[2:] == ("XXXX-05-03", None, None)
    assert one("They met in May.", None)[2:] == ("XXXX-05", None, None)
    for text in ("yesterday", "last week", "this weekend", "last May", "three days ago", "last summer", "tonight", "later this month"):
        assert times(f"They met {text}.", None) == []


def test_without_publication_date_a_full_date_is_still_one():
    assert days("They met on 3 January 2024.", None) == day(2024, 1, 3)


@pytest.mark.parametrize(
    "text", ["He may go.", "$2025 was paid.", "It cost 2,025 pounds.", "They will march on.", "Mayday", "2025 boats", "1.2025", "the second of three"]
)
def test_what_only_looks_like_a_date_is_none(text):
    assert times(text) == []


def test_the_ends_of_the_calendar_are_no_error():
    assert times("Three days ago they met last decade, yesterday.", date(1, 1, 1)) == []
    assert times("Tomorrow they meet next year, next week.", date(9999, 12, 31)) == []


def test_dates_are_the_same_whenever_they_are_read():
    text = "They met yesterday, last month, on Monday, in March, three weeks ago, this weekend, recently, in 2019 and on 3 May."
    assert times(text) == times(text) and len(times(text)) == 9


def test_the_first_day_is_never_after_the_last():
    for published in (date(2024, 2, 29), date(2025, 1, 1), date(2025, 12, 31), WEDNESDAY):
        text = (
            "Earlier this week, later this week, earlier this month, later this year, the end of the month, the beginning of this year, this weekend, last"
            " weekend, the past week, last winter, next summer, last May, next May, this quarter, last quarter, two decades ago, a week ago, in recent weeks."
        )
        found = times(text, published)
        assert len(found) >= 15
        assert all(a <= b for *_, a, b in found if a)
