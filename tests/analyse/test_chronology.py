from datetime import date

import pandas as pd
import pytest

from parley.analyse.balance import weekly_balance
from parley.analyse.chronology import chronology, reports, status_counts, undated, window
from parley.store import Store

TRACKS = ["diplomatic", "pressure", "military"]
DOCUMENTS = [
    {"doc_id": "a", "outlet": "Post", "published": "2025-09-03", "title": "First"},
    {"doc_id": "b", "outlet": "Wire", "published": "2025-09-20", "title": "Second"},
    {"doc_id": "c", "outlet": "Post", "published": None, "title": "Third", "copy_of": "a"},
]
EVENTS = [
    {"event_id": "a-0", "doc_id": "a", "track": "military", "status": "occurred", "start": 5, "intensity": -8.0},
    {"event_id": "a-1", "doc_id": "a", "track": "diplomatic", "status": "planned", "start": 9, "intensity": 4.0},
    {"event_id": "b-0", "doc_id": "b", "track": "military", "status": "occurred", "start": 0, "intensity": -10.0},
    {"event_id": "b-1", "doc_id": "b", "track": "diplomatic", "status": "occurred", "start": 3, "intensity": 6.0},
    {"event_id": "c-0", "doc_id": "c", "track": "military", "status": "occurred", "start": 1, "intensity": -8.0},
]


def incident(name, track, first, last, status, documents, *events):
    days = {"earliest": first, "latest": last}
    return {"incident_id": name, "track": track, **days, "status": status, "documents": documents, "salience": 1.0, "event_ids": list(events)}


INCIDENTS = [
    incident("strike", "military", "2025-09-02", "2025-09-02", "occurred", 3, "a-0", "b-0", "c-0"),
    incident("call", "diplomatic", "2025-09-05", "2025-09-07", "occurred", 1, "b-1"),
    incident("visit", "diplomatic", None, None, "planned", 1, "a-1"),
    incident("old", "pressure", "2025-01-01", "2025-12-31", "occurred", 1, "a-1"),
    incident("ghost", "military", "2025-09-09", "2025-09-09", "occurred", 1, "gone-0"),
]


@pytest.fixture
def store(fill):
    return fill(documents=DOCUMENTS, events=EVENTS, incidents=INCIDENTS)


def names(frame):
    return frame["incident_id"].tolist()


def test_dated_incidents_come_in_order_of_time(store):
    assert names(chronology(store, tracks=TRACKS)) == ["old", "strike", "call"]


def test_an_incident_of_which_the_selection_holds_no_event_is_left_out(store):
    assert "ghost" not in names(chronology(store, tracks=TRACKS))
    assert names(chronology(Store(store.path, outlets=["Wire"]), tracks=TRACKS)) == ["strike", "call"]


def test_tracks_and_the_least_number_of_articles_choose(store):
    assert names(chronology(store, tracks=["diplomatic"])) == ["call"]
    assert names(chronology(store, tracks=TRACKS, least_documents=2)) == ["strike"]
    assert names(chronology(store, tracks=[])) == []


def test_an_unknown_track_is_answered_with_the_choices(store):
    with pytest.raises(ValueError, match=r"tracks=\['naval'\]: choose from diplomatic, pressure, military, domestic, other"):
        chronology(store, tracks=["naval", "military"])


def test_undated_incidents_stand_apart(store):
    assert names(undated(store, tracks=TRACKS)) == ["visit"]
    assert names(undated(store, tracks=["military"])) == []


def test_the_reports_of_an_incident_come_by_date_with_copies_marked_and_undated_ones_last(store):
    found = reports(store, "strike")
    assert list(found[["doc_id", "title", "copy", "start"]].itertuples(index=False, name=None)) == [
        ("a", "First", False, 5), ("b", "Second", False, 0), ("c", "Third", True, 1),
    ]  # fmt: skip
    assert reports(store, "nothing").empty


def test_a_week_counts_what_happened_in_it_on_its_monday(store):
    found = weekly_balance(store, tracks=TRACKS)
    # 2 September 2025 is a Tuesday, 5 September the Friday of its week; "old" spans a year and is left out.
    # intensity: the mean of -8, -10 and -8 is -8.667; the call has 6
    assert [(w.date(), t, n) for w, t, n in found[["week", "track", "incidents"]].itertuples(index=False)] == [
        (date(2025, 9, 1), "diplomatic", 1), (date(2025, 9, 1), "military", 1),
    ]  # fmt: skip
    assert found["intensity"].tolist() == [6, pytest.approx(-26 / 3)]


@pytest.mark.parametrize(("status", "counted"), [("occurred", 1), ("ongoing", 1), ("alleged", 1), ("planned", 0), ("denied", 0), ("historical", 0)])
def test_only_what_happened_or_is_alleged_weighs_in_the_balance(fill, status, counted):
    store = fill(documents=DOCUMENTS, events=EVENTS, incidents=[incident("x", "military", "2025-09-02", "2025-09-02", status, 1, "a-0")])
    assert len(weekly_balance(store, tracks=TRACKS)) == counted


def test_statuses_are_counted_by_track(store):
    assert list(status_counts(store).itertuples(index=False, name=None)) == [
        ("diplomatic", "occurred", 1), ("diplomatic", "planned", 1), ("military", "occurred", 3),
    ]  # fmt: skip


def test_the_window_reaches_past_the_first_and_last_dated_article(store):
    # 3 September less two days, 20 September and two days
    assert window(store, 2) == {"start": pd.Timestamp(2025, 9, 1), "end": pd.Timestamp(2025, 9, 22)}


def test_nothing_dated_gives_no_window_and_empty_frames(fill):
    empty = fill(documents=[{"doc_id": "a"}])
    assert window(empty) == {}
    assert chronology(empty, tracks=TRACKS).empty and weekly_balance(empty, tracks=TRACKS).empty and status_counts(empty).empty
