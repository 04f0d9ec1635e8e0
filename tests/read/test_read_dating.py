from datetime import date, datetime

import pytest

from parley.read.dating import Published, find, given, published


@pytest.mark.parametrize(
    "text",
    ["2025-11-05", "2025/11/5", "2025.11.05", "5 November 2025", "5th Nov. 2025", "November 5, 2025", "Nov 5 2025", "on NOVEMBER 5th, 2025 at noon"],
)
def test_a_full_date_is_found_however_it_is_written(text):
    assert find(text) == date(2025, 11, 5)


@pytest.mark.parametrize(
    "text",
    ["", "31 February 2025", "2025-02-31", "2025-13-01", "2025-00-10", "0 May 2025", "29 February 2025", "12025-11-05", "2025-11-055", "0000-01-01"],
)
def test_what_is_no_date_is_none(text):
    assert find(text) is None


def test_29_february_is_a_date_in_a_leap_year():
    assert find("29 February 2024") == date(2024, 2, 29)
    assert find("29 February 2000") == date(2000, 2, 29)


def test_the_first_of_two_dates_counts():
    assert find("3 May 2020, revised 2021-01-01") == date(2020, 5, 3)
    assert find("31 February 2020, revised 2021-01-01") == date(2021, 1, 1)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (date(2025, 11, 5), (date(2025, 11, 5), "day")),
        (datetime(2025, 11, 5, 23, 59), (date(2025, 11, 5), "day")),
        ("2025-11-05T10:00:00Z", (date(2025, 11, 5), "day")),
        ("2025-11", (date(2025, 11, 1), "month")),
        ("2025", (date(2025, 1, 1), "year")),
        (2025, (date(2025, 1, 1), "year")),
        ("2025-13", (None, "unknown")),
        ("0000", (None, "unknown")),
        ("9999", (None, "unknown")),
        (date(1, 1, 1), (None, "unknown")),
        ("soon", (None, "unknown")),
        (["2025-11-05"], (date(2025, 11, 5), "day")),
        ("x" * 100_000, (None, "unknown")),
    ],
)
def test_a_value_of_metadata_is_a_date_and_its_precision(value, found):
    assert given(value) == found


# each source is asked only where the ones before it say nothing
HEADER, BYLINE = "Date: 2025-11-02\n\n", "5 November 2025, 10:30 GMT\n\n"


def when(fields=(), text="The envoys met.\n", source_id="a.txt"):
    found = published(dict(fields), text, source_id)[0]
    return Published(found.day, found.precision, found.source)


def test_metadata_come_first():
    assert when({"published": "2025-11-01", "url": "http://x/2025/11/04/"}, HEADER + "x") == Published(date(2025, 11, 1), "day", "metadata")


def test_a_header_comes_before_a_url():
    assert when({"url": "http://x/2025/11/04/"}, HEADER + "x") == Published(date(2025, 11, 2), "day", "header")


def test_a_byline_comes_before_a_url():
    assert when({"url": "http://x/2025/11/04/"}, BYLINE + "x") == Published(date(2025, 11, 5), "day", "byline")


def test_a_url_comes_before_a_file_name():
    assert when({"url": "http://x/2025/11/04/zed"}, source_id="2025-11-06-zed.txt") == Published(date(2025, 11, 4), "day", "url")


def test_a_file_name_comes_last():
    assert when(source_id="zed/20251106_zed.txt") == Published(date(2025, 11, 6), "day", "filename")


def test_without_any_date_none_is_made_up():
    assert when() == Published(None, "unknown", "none")


@pytest.mark.parametrize("value", ["", None, "soon", "2025-02-31"])
def test_metadata_that_say_nothing_leave_the_word_to_the_next(value):
    assert when({"published": value}, HEADER + "x").source == "header"


@pytest.mark.parametrize("name", ["2025-02-31.txt", "120251106.txt", "2025110.txt", "18991106.txt"])
def test_digits_in_a_file_name_that_are_no_date_are_none(name):
    assert when(source_id=name).day is None


def test_a_date_in_a_sentence_of_the_story_is_no_publication_date():
    text = "The envoys of the two republics met in the harbour on 3 May 2020, and left it again.\n"
    assert when(text=text).day is None


def test_an_iso_header_leaves_the_text_and_a_byline_stays_in_it():
    assert published({}, HEADER + "The envoys met.", "a.txt")[1] == "The envoys met."
    assert published({}, BYLINE + "The envoys met.", "a.txt")[1] == BYLINE + "The envoys met."


def test_a_title_on_the_header_line_stays():
    assert published({}, "Date: 2025-11-02 Envoys meet\n\nThe envoys met.", "a.txt")[1] == "Envoys meet\n\nThe envoys met."


# conflicts


def conflict(fields=(), text="The envoys met.\n", source_id="a.txt", more=()):
    return published(dict(fields), text, source_id, more)[0].conflict


def test_sources_that_agree_are_no_conflict():
    assert conflict({"published": "2025-11-05T23:00Z", "url": "http://x/2025/11/05/"}, "Date: 2025-11-05\n\nx") is None
    assert conflict({"published": "2025-11", "url": "http://x/2025/11/05/"}) is None


def test_each_source_that_says_another_day_is_named():
    assert conflict({"published": "2025-11-05", "url": "http://x/2025/11/04/"}, "Date: 2025-11-02\n\nx") == "header 2025-11-02; url 2025-11-04"


@pytest.mark.parametrize("value", ["0000-00-00", "31 February 2025", "2125-01-01", "05/11/2025"])
def test_metadata_that_are_no_date_are_told(value):
    assert conflict({"published": value}) == f'metadata "{value}" is no date'


@pytest.mark.parametrize(
    ("value", "day"),
    [("20251105", 5), ("20251105T101500Z", 5), ("Wed, 05 Nov 2025 10:00:00 +0000", 5), ("25/11/2025", 25), ("11/25/2025", 25), (1762300800, 5)],
)
def test_other_forms_of_a_date(value, day):
    assert given(value) == (date(2025, 11, day), "day")


@pytest.mark.parametrize(
    "text",
    [
        "CARACAS, Nov. 5, 2025 (AP) — The envoys met.",
        "PORT ZED, 5 November 2025 - The envoys met.",
        "The envoys met.\n" * 25 + "Last updated on 5 November 2025",
    ],
)
def test_a_dateline_or_a_line_at_the_end_comes_last(text):
    assert when(text=text) == Published(date(2025, 11, 5), "day", "text")


def test_a_month_in_an_address_is_a_month():
    assert when({"url": "https://x/2025/11/envoys"}) == Published(date(2025, 11, 1), "month", "url")
