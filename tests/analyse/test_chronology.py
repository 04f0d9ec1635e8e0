from datetime import date

import pandas as pd
import pytest

from parley.analyse.balance import weekly_balance
from parley.analyse.chronology import chronology, omissions, omitted, planned, reports, status_counts, undated, window
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


def test_what_is_planned_or_possible_stands_apart_dated_first(fill):
    rows = [
        incident("maybe", "diplomatic", None, None, "possible", 1, "a-1"),
        incident("plan", "diplomatic", "2025-09-05", "2025-09-05", "planned", 1, "b-1"),
        incident("done", "military", "2025-09-02", "2025-09-02", "occurred", 1, "a-0"),
    ]
    assert names(planned(fill(documents=DOCUMENTS, events=EVENTS, incidents=rows))) == ["plan", "maybe"]


@pytest.fixture
def two_outlets(fill):
    """Post reports x, y and z, Wire x by a copy and w; x is told by both. Wire's articles appear from 10 to 20 September."""
    documents = [
        {"doc_id": "p1", "outlet": "Post", "published": "2025-09-12"}, {"doc_id": "p2", "outlet": "Post", "published": "2025-09-01"},
        {"doc_id": "w1", "outlet": "Wire", "published": "2025-09-10"}, {"doc_id": "w2", "outlet": "Wire", "published": "2025-09-20", "copy_of": "p1"},
        {"doc_id": "n", "outlet": None, "published": "2025-09-12"},
    ]  # fmt: skip
    told = [("p1", "x"), ("w2", "x"), ("p1", "y"), ("p2", "z"), ("w1", "w"), ("n", "y")]
    events = [{"event_id": f"{d}-{i}", "doc_id": d, "track": "military", "status": "occurred", "start": 0} for d, i in told]
    rows = [incident(i, "military", "2025-09-02", "2025-09-02", "occurred", 1, *(f"{d}-{j}" for d, j in told if j == i)) for i in "wxyz"]
    return fill(documents=documents, events=events, incidents=rows)


@pytest.mark.parametrize("copies", [True, False])
def test_an_outlet_omits_what_it_does_not_carry_while_it_appears(two_outlets, copies):
    store = Store(two_outlets.path, copies=copies)
    found = omissions(store)
    # z was reported before the first article of Wire; x is in Wire's copy; Wire tells it after Post's last article, so only w counts for Wire
    assert list(found[["outlet", "other", "n", "omitted"]].itertuples(index=False, name=None)) == [("Post", "Wire", 2, 1), ("Wire", "Post", 1, 1)]
    assert found["share"].tolist() == [0.5, 1.0] and (found["low"] < found["share"]).all()
    assert names(omitted(store, outlet="Post", other="Wire")) == ["y"] and names(omitted(store, outlet="Wire", other="Post")) == ["w"]


def test_omissions_of_what_several_outlets_report(two_outlets):
    found = omissions(two_outlets, least_outlets=2)
    assert list(found[["outlet", "n", "omitted"]].itertuples(index=False, name=None)) == [("Post", 1, 0), ("Wire", 0, 0)]
    assert names(omitted(two_outlets, outlet="Post", other="Wire", least_outlets=2)) == []


def test_an_outlet_that_the_corpus_lacks_is_named(two_outlets):
    with pytest.raises(ValueError, match="'Gazette': the corpus has no article of it; its outlets are Post, Wire"):
        omitted(two_outlets, outlet="Post", other="Gazette")


def test_one_outlet_omits_nothing(fill):
    assert omissions(fill(documents=DOCUMENTS[:1], events=EVENTS[:1], incidents=INCIDENTS[:1])).empty


def test_ten_thousand_incidents_are_asked_without_comparing_each_with_each(fill):
    events = [{"event_id": f"a-{n}", "doc_id": "a", "track": "military", "status": "occurred", "start": n, "intensity": -5.0} for n in range(10_000)]
    rows = [incident(f"i{n}", "military", "2025-09-02", "2025-09-02", "occurred", 1, f"a-{n}") for n in range(10_000)]
    store = fill(documents=DOCUMENTS, events=events, incidents=rows)
    assert len(chronology(store, tracks=TRACKS)) == 10_000 and weekly_balance(store, tracks=TRACKS)["incidents"].tolist() == [10_000]
