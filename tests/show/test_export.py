import csv
import io
import json
from datetime import date

import pandas as pd
import pytest

from parley.show import export

ROW = {
    "incident_id": "ab12", "headline": "The navy struck a boat.", "trigger": "struck", "earliest": "2025-09-02", "latest": "2025-09-02", "track": "military",
    "event": "ASSAULT", "status": "occurred", "source": "Navy", "target": "Boat; crew", "place": None, "documents": 2, "outlets": 2, "independent_outlets": 1,
    "salience": 1.5, "event_ids": ["a-0"],
}  # fmt: skip


def incidents(*changes):
    rows = [{**ROW, **c} for c in changes]
    frame = pd.DataFrame(rows, columns=list(ROW))
    return frame.assign(earliest=pd.to_datetime(frame["earliest"]), latest=pd.to_datetime(frame["latest"]))


REPORTS = {"ab12": pd.DataFrame([{"published": pd.Timestamp("2025-09-03"), "outlet": "Wire", "title": None, "url": None, "copy": False, "status": "occurred",
                                  "attributed_to": None, "trigger": "struck", "doc_id": "a", "sentence": 0, "start": 3}])}  # fmt: skip


def unfolded(calendar):
    return calendar.replace("\r\n ", "").split("\r\n")


def test_csv_has_a_line_per_incident_dated_ones_first_and_empty_cells_for_the_unknown():
    rows = list(csv.DictReader(io.StringIO(export.as_csv(incidents({"earliest": None, "latest": None}, {"incident_id": "cd"}), {}, "n"))))
    assert [(r["incident_id"], r["earliest"], r["place"], r["independent_outlets"]) for r in rows] == [
        ("cd", "2025-09-02", "", "1"),
        ("ab12", "", "", "1"),
    ]


@pytest.mark.parametrize("bad", ["=1+1", "+1", "-1", "@a", "\tx", "\rx", " =1"])
def test_csv_runs_no_formula(bad):
    row = next(csv.DictReader(io.StringIO(export.as_csv(incidents({"source": bad, "target": "a=b"}), {}, "n"), newline="")))
    assert row["source"] == f"'{bad}" and row["target"] == "a=b"


def test_csv_of_nothing_is_its_header():
    assert (
        export.as_csv(incidents(), {}, "n").startswith("incident_id,earliest,latest,track") and export.as_csv(incidents(), {}, "n").count("\n") == 1
    )


def test_json_has_plain_values_and_who_reports():
    made = json.loads(export.as_json(incidents({}), REPORTS, "mine"))
    assert made["name"] == "mine" and made["incidents"][0]["place"] is None and made["incidents"][0]["earliest"] == "2025-09-02"
    assert made["incidents"][0]["reports"] == [
        {"published": "2025-09-03", "outlet": "Wire", "title": None, "url": None, "copy": False, "status": "occurred", "attributed_to": None, "trigger": "struck",
         "doc_id": "a", "sentence": 0}
    ]  # fmt: skip
    assert json.loads(export.as_json(incidents(), {}, "mine"))["incidents"] == []


def test_columns_that_a_later_store_has_are_exported_too():
    told = incidents({}).assign(figures=[[{"what": "killed", "number": 83, "published": date(2025, 11, 16)}]])
    assert json.loads(export.as_json(told, {}, "n"))["incidents"][0]["figures"] == [{"what": "killed", "number": 83, "published": "2025-11-16"}]
    assert '""number"": 83' in export.as_csv(told, {}, "n")


def test_a_sentence_is_quoted_up_to_25_words():
    headline = export.records(incidents({"headline": " ".join(map(str, range(30)))}))[0]["headline"]
    assert headline.split() == [*map(str, range(25)), "…"]


def test_a_calendar_is_written_as_the_standard_has_it():
    lines = unfolded(export.icalendar(incidents({}), REPORTS, "my, corpus"))
    assert lines[:5] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Parley//Chronology//EN", "CALSCALE:GREGORIAN", "X-WR-CALNAME:my\\, corpus"]
    assert lines[5] == "BEGIN:VEVENT" and lines[6].startswith("UID:") and lines[6].endswith("@parley.invalid")
    assert lines[7:] == [
        "DTSTAMP:20250903T000000Z",  # the report is the last day that is named
        "DTSTART;VALUE=DATE:20250902",
        "DTEND;VALUE=DATE:20250903",  # the first day after
        "SUMMARY:Struck (Navy → Boat\\; crew)",
        "DESCRIPTION:The navy struck a boat.\\noccurred\\; military\\, assault\\; 2 articles\\, 1 independent outlet",
        "CATEGORIES:military", "STATUS:CONFIRMED", "TRANSP:TRANSPARENT", "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip


@pytest.mark.parametrize(("status", "word"), [("ongoing", "CONFIRMED"), ("planned", "TENTATIVE"), ("alleged", "TENTATIVE"), ("denied", "CANCELLED")])
def test_a_calendar_tells_the_status(status, word):
    lines = unfolded(export.icalendar(incidents({"status": status}), {}, "n"))
    assert f"STATUS:{word}" in lines


def test_an_interval_is_an_event_of_many_days_and_the_last_day_of_all_needs_no_next():
    lines = unfolded(export.icalendar(incidents({"earliest": "2025-12-01", "latest": "2025-12-31"}), {}, "n"))
    assert "DTSTART;VALUE=DATE:20251201" in lines and "DTEND;VALUE=DATE:20260101" in lines
    frame = incidents({}).astype(object).assign(earliest=date(9999, 12, 31), latest=date(9999, 12, 31))
    assert not any(line.startswith("DTEND") for line in unfolded(export.icalendar(frame, {}, "n")))


@pytest.mark.parametrize("trigger", ["x" * 200, "é" * 100, "🚢" * 60, "新华社" * 50, "a\\b;c,d\ne\x00\x07f"])
def test_lines_of_a_calendar_have_at_most_75_octets_and_lose_nothing(trigger):
    calendar = export.icalendar(incidents({"trigger": trigger}), {}, "n")
    assert all(len(line.encode()) <= 75 for line in calendar.split("\r\n"))
    assert "\n" not in calendar.replace("\r\n", "") and "\x00" not in calendar
    told = next(line for line in unfolded(calendar) if line.startswith("SUMMARY:"))
    escaped = (
        trigger.capitalize()
        .replace("\\", "\\\\")
        .replace(";", "\\;")
        .replace(",", "\\,")
        .replace("\n", "\\n")
        .replace("\x00", "")
        .replace("\x07", "")
    )
    assert told == f"SUMMARY:{escaped} (Navy → Boat\\; crew)"


def test_equal_content_gives_equal_bytes_and_other_incidents_other_ids():
    two = incidents({}, {"incident_id": "cd"})
    assert export.icalendar(two, {}, "n") == export.icalendar(two.iloc[::-1], {}, "n")
    assert len({line for line in unfolded(export.icalendar(two, {}, "n")) if line.startswith("UID:")}) == 2


def test_an_event_keeps_its_id_in_a_calendar_when_later_reports_join_it_and_sharpen_its_day():
    told = REPORTS["ab12"].assign(event_id="a-0")
    more = pd.concat([told, told.assign(event_id="b-3", published=pd.Timestamp("2025-09-09"))])
    uid = lambda frame, reports: next(line for line in unfolded(export.icalendar(frame, reports, "n")) if line.startswith("UID:"))  # noqa: E731
    before = uid(incidents({"earliest": "2025-09-01"}), {"ab12": told})
    assert uid(incidents({"incident_id": "ef"}), {"ef": more}) == before
    assert uid(incidents({}), {"ab12": more.iloc[1:]}) != before


def test_a_calendar_escapes_what_an_article_says():
    lines = unfolded(export.icalendar(incidents({"headline": "Line one\r\nBEGIN:VEVENT; a, b \\"}), {}, "n"))
    assert next(line for line in lines if line.startswith("DESCRIPTION:")).startswith("DESCRIPTION:Line one\\nBEGIN:VEVENT\\; a\\, b \\\\\\n")
    assert lines.count("BEGIN:VEVENT") == 1


def test_a_timeline_has_what_timelinejs_reads_and_no_markup_of_an_article():
    made = json.loads(export.timeline_json(incidents({"headline": "<script>", "latest": "2025-09-04"}), {}, "mine & yours"))
    assert made["title"]["text"]["headline"] == "mine &amp; yours"
    assert made["events"] == [
        {"unique_id": "iab12", "start_date": {"year": 2025, "month": 9, "day": 2}, "end_date": {"year": 2025, "month": 9, "day": 4},
         "display_date": "between 2025-09-02 and 2025-09-04", "group": "military",
         "text": {"headline": "Struck (Navy → Boat; crew)",
                  "text": "<p>&lt;script&gt;</p><p>occurred; military, assault; 2 articles, 1 independent outlet</p>"}}
    ]  # fmt: skip


@pytest.mark.parametrize("make", [export.icalendar, export.timeline_json])
def test_undated_incidents_have_no_day_in_a_calendar_or_timeline(make):
    undated = {"incident_id": "zz", "earliest": None, "latest": None}
    assert "zz" not in make(incidents({}, undated), {}, "n")
    with pytest.raises(ValueError, match="no dated incident: a .* would be empty; widen"):
        make(incidents(undated), {}, "n")


@pytest.mark.parametrize(
    ("name", "start"), [("a.csv", "incident_id,"), ("b.JSON", '{\n "name"'), ("c.ics", "BEGIN:VCALENDAR"), ("d.timeline.json", '{\n "title"')]
)
def test_the_ending_says_the_format(tmp_path, name, start):
    assert export.write(tmp_path / "new" / name, incidents({})).read_text("utf8").startswith(start)


def test_an_ending_that_is_not_known_is_answered_with_those_that_are(tmp_path):
    with pytest.raises(ValueError, match=r"a\.doc: the ending says the format; use \.csv, \.ics, \.json, \.timeline\.json"):
        export.write(tmp_path / "a.doc", incidents({}))
