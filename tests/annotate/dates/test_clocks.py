"""Times of day and the zones they are given in: the value is the time as told, the zone stands beside it."""

from datetime import date

import pytest

from parley.annotate.dates import find

WEDNESDAY = date(2025, 11, 5)


def one(text, published=WEDNESDAY):
    found = find(text, [(0, len(text))], published)
    assert len(found) == 1, found
    return text[found[0].start : found[0].end], found[0].value, found[0].zone


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met at 2 p.m. EST.", ("2 p.m. EST", "2025-11-05T14:00", "-05:00")),
        ("They met at 1400 GMT.", ("1400 GMT", "2025-11-05T14:00", "+00:00")),
        ("They met at 0735 GMT.", ("0735 GMT", "2025-11-05T07:35", "+00:00")),
        ("They met at 19:00 BST on 3 May 2024.", ("19:00 BST on 3 May 2024", "2024-05-03T19:00", "+01:00")),
        ("They met at 7 a.m. local time.", ("7 a.m. local time", "2025-11-05T07:00", "local time")),
        ("They met at 7 a.m. Moscow time.", ("7 a.m. Moscow time", "2025-11-05T07:00", "Moscow time")),
        ("They met at 6.30pm.", ("6.30pm", "2025-11-05T18:30", None)),
    ],
)
def test_a_clock_time_keeps_its_zone(text, expected):
    assert one(text) == expected


@pytest.mark.parametrize(
    ("day", "zone"),
    [
        ("March 8, 2025", "-05:00"),
        ("March 9, 2025", "-04:00"),
        ("November 1, 2025", "-04:00"),
        ("November 2, 2025", "-05:00"),
        ("April 1, 2006", "-05:00"),
        ("April 2, 2006", "-04:00"),
        ("October 29, 2006", "-05:00"),
    ],
)
def test_eastern_time_depends_on_the_day(day, zone):
    assert one(f"They met at 2 p.m. ET {day}.")[2] == zone


def test_eastern_time_without_a_day_stays_words():
    assert one("They met at 2 p.m. ET.", None) == ("2 p.m. ET", "XXXX-XX-XXT14:00", "ET")


def test_four_digits_are_a_time_only_beside_a_zone():
    assert find("They sold 1400 of them.", [(0, 23)], WEDNESDAY) == []


def test_a_time_told_twice_is_two_times():
    text = "It fell at 10:35 a.m. (0735 GMT) Friday."
    assert [text[t.start : t.end] for t in find(text, [(0, len(text))], WEDNESDAY)] == ["10:35 a.m.", "0735 GMT", "Friday"]


def test_the_night_of_a_day_is_its_night():
    assert one("He left on the night of 3 May 2024.")[1] == "2024-05-03TNI"
    assert one("He left in the early hours of Monday.")[1] == "2025-11-03TMO"
    assert one("He left in the morning.")[:2] == ("the morning", "2025-11-05TMO")
