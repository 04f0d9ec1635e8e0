from datetime import date
from math import log

import pytest

from parley.analyse.incidents import join

DOCUMENTS = [
    {"doc_id": "a", "outlet": "Post", "published": date(2025, 9, 3), "copy_of": None},
    {"doc_id": "b", "outlet": "Wire", "published": date(2025, 9, 4), "copy_of": None},
    {"doc_id": "c", "outlet": "Gazette", "published": date(2025, 9, 4), "copy_of": "a"},
    {"doc_id": "u", "outlet": None, "published": None, "copy_of": None},
    {"doc_id": "v", "outlet": None, "published": None, "copy_of": None},
]


def event(doc, first="2025-09-02", last=None, *, n=0, source="Navy", **other):
    """An event of article `doc`, the Navy's strike of 2 September unless told otherwise."""
    days = {"earliest": date.fromisoformat(first) if first else None, "latest": date.fromisoformat(last or first) if first else None}
    return {
        "event_id": f"{doc}-{n}", "doc_id": doc, "sentence": n, "track": "military", "event": "ASSAULT", "mode": "strike", "status": "occurred", "trigger": "struck",
        "source": source, "target": None, "place": None, "date_from": "expression", "confidence": 0.5, **days, **other,
    }  # fmt: skip


def joined(*events):
    return join(list(events), DOCUMENTS, lambda doc, sentence: f"sentence {sentence} of {doc}")


def days(row):
    return f"{row['earliest']} {row['latest']}"


def test_two_reports_of_one_day_class_and_actor_are_one_incident():
    (row,) = joined(event("a"), event("b"))
    assert row["event_ids"] == ["a-0", "b-0"]
    assert (row["documents"], row["outlets"], row["independent_outlets"]) == (2, 2, 2)
    # two articles that are no copies, and ln(1 + 2 events)
    assert row["salience"] == pytest.approx(2 + log(3), abs=1e-4)


def test_an_incident_says_who_what_and_where_most_reports_say():
    events = [
        event("a", trigger="struck", place="Gulf"),
        event("b", trigger="hit", place="Bay"),
        event("b", n=1, trigger="hit", place="Bay", target="Crew"),
    ]
    (row,) = joined(*events)
    assert (row["trigger"], row["place"], row["source"], row["target"]) == ("hit", "Bay", "Navy", "Crew")


def test_an_actor_is_not_its_own_target():
    (row,) = joined(event("a", target="Navy"))
    assert (row["source"], row["target"]) == ("Navy", None)


@pytest.mark.parametrize("other", [{"track": "pressure"}, {"event": "COERCE"}, {"source": "Army"}, {"first": "2025-09-03"}])
def test_another_track_class_actor_or_day_is_another_incident(other):
    assert len(joined(event("a"), event("b", **other))) == 2


def test_a_report_without_actors_contradicts_none():
    assert len(joined(event("a"), event("b", source=None))) == 1


def test_a_shared_target_is_a_shared_actor():
    assert len(joined(event("a", source="Navy", target="Crew"), event("b", source="Army", target="Crew"))) == 1


def test_a_report_joins_the_incident_with_which_it_shares_more_actors():
    rows = joined(event("a", source="Navy"), event("b", source="Army", target="Crew"), event("c", source="Army", target="Crew"))
    assert sorted(r["event_ids"] for r in rows) == [["a-0"], ["b-0", "c-0"]]


def test_the_interval_is_what_all_reports_allow():
    # 2 to 4 September and 4 to 6 September share the 4th
    (row,) = joined(event("a", "2025-09-02", "2025-09-04"), event("b", "2025-09-04", "2025-09-06"))
    assert days(row) == "2025-09-04 2025-09-04"


def test_reports_do_not_chain_over_days_that_they_do_not_share():
    # the first two leave only the 4th; the third begins on the 6th
    rows = joined(event("a", "2025-09-02", "2025-09-04"), event("b", "2025-09-04", "2025-09-06"), event("c", "2025-09-06", "2025-09-08"))
    assert [r["event_ids"] for r in rows] == [["a-0", "b-0"], ["c-0"]]


def test_a_month_joins_the_only_incident_inside_it_without_widening_it():
    (row,) = joined(event("a", "2025-09-02"), event("b", "2025-09-01", "2025-09-30"))
    assert (days(row), row["documents"]) == ("2025-09-02 2025-09-02", 2)


@pytest.mark.parametrize("second", [{"first": "2025-09-20"}, {"first": "2025-08-20", "source": "Army"}])
def test_a_month_that_could_mean_two_incidents_or_none_stays_apart(second):
    first = {"first": "2025-09-02"} if "source" not in second else {"first": "2025-09-02", "source": "Police"}
    rows = joined(event("a", **first), event("c", **second), event("b", "2025-09-01", "2025-09-30"))
    assert len(rows) == 3


def test_two_reports_of_the_same_month_are_one_incident():
    (row,) = joined(event("a", "2025-09-01", "2025-09-30"), event("b", "2025-09-01", "2025-09-30"))
    assert (days(row), row["documents"]) == ("2025-09-01 2025-09-30", 2)


def test_an_undated_event_joins_only_what_the_same_article_tells():
    rows = joined(event("a", None), event("a", None, n=1), event("b", None))
    assert sorted(r["event_ids"] for r in rows) == [["a-0", "a-1"], ["b-0"]]
    assert all(r["earliest"] is None and r["latest"] is None for r in rows)


def test_a_copy_adds_an_article_and_no_independent_outlet():
    (row,) = joined(event("a"), event("c"))
    assert (row["documents"], row["outlets"], row["independent_outlets"]) == (2, 2, 1)
    # one original, and ln(1 + 1): the copy's event is not counted again
    assert row["salience"] == pytest.approx(1 + log(2), abs=1e-4)


def test_a_copy_whose_original_has_no_such_event_counts_as_its_originals_outlet():
    # c repeats a, of the Post; b is of the Wire
    (row,) = joined(event("b"), event("c"))
    assert (row["outlets"], row["independent_outlets"]) == (2, 2)


def test_articles_of_unknown_outlets_do_not_corroborate_each_other():
    (row,) = joined(event("u"), event("v"))
    assert (row["documents"], row["independent_outlets"]) == (2, 1)


def test_the_status_is_what_most_reports_say_and_on_a_tie_the_firmer():
    most = joined(event("a", status="alleged"), event("b", status="alleged"), event("b", n=1))
    tie = joined(event("a", status="alleged"), event("b"))
    assert (most[0]["status"], tie[0]["status"]) == ("alleged", "occurred")


def test_copies_do_not_outvote_their_original_on_the_status():
    # a says alleged, its copy c too, b says occurred twice: 2 against 1, not 2 against 2
    (row,) = joined(event("a", status="alleged"), event("c", status="alleged"), event("b"), event("b", n=1))
    assert row["status"] == "occurred"


def test_the_headline_is_a_sentence_of_the_incidents_status_that_gives_the_day():
    (row,) = joined(event("a", date_from="published"), event("b", n=4), event("b", n=7, status="alleged", confidence=1.0))
    assert row["headline"] == "sentence 4 of b"


def test_incidents_come_in_order_of_time_and_undated_ones_last():
    rows = joined(event("a", None), event("b", "2025-09-05"), event("c", "2025-09-02"))
    assert [r["event_ids"] for r in rows] == [["c-0"], ["b-0"], ["a-0"]]


def test_the_order_of_the_input_changes_nothing():
    events = [event("a"), event("b", source="Army"), event("c", source=None), event("u", "2025-09-01", "2025-09-30"), event("v", None)]
    assert joined(*events) == joined(*reversed(events))


def test_no_event_gives_no_incident():
    assert joined() == []
