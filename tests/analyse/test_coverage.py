from datetime import date

import pytest

from parley.analyse import coverage
from parley.store import Store

FOUND = {"published_from": "metadata", "published_precision": "day"}
DOCUMENTS = [
    {"doc_id": "a", "outlet": "Post", "published": "2025-09-03", "words": 100, "title": "Boat struck", "constructed": True, **FOUND},
    {"doc_id": "b", "outlet": "Post", "published": "2025-09-30", "words": 1200, "title": "Talks", **FOUND},
    {"doc_id": "c", "outlet": "Wire", "published": "2025-09-02", "words": 90, "title": "A boat", "copy_of": "a", **FOUND},
    {"doc_id": "d", "outlet": None, "published": None, "words": 10, "language": "und", "published_from": "none", "published_precision": "unknown"},
]
REJECTED = [{"source_id": "z.pdf", "reason": "format not read", "detail": "x"}, {"source_id": "e.txt", "reason": "empty", "detail": "y"}]


def day(value):
    return None if value is None or value != value else value.date()


def test_outlets_have_their_articles_words_copies_and_days(fill):
    found = coverage.outlets(fill(documents=DOCUMENTS))
    assert list(found[["outlet", "articles", "words", "copies", "undated"]].itertuples(index=False, name=None)) == [
        ("Post", 2, 1300, 0, 0), ("(outlet unknown)", 1, 10, 0, 1), ("Wire", 1, 90, 1, 0),
    ]  # fmt: skip
    assert [(day(r.first), day(r.last)) for r in found.itertuples()] == [
        (date(2025, 9, 3), date(2025, 9, 30)), (None, None), (date(2025, 9, 2), date(2025, 9, 2)),
    ]  # fmt: skip


def test_months_count_dated_articles_only(fill):
    found = coverage.months(fill(documents=DOCUMENTS))
    assert [(r.outlet, day(r.month), r.articles) for r in found.itertuples()] == [("Post", date(2025, 9, 1), 2), ("Wire", date(2025, 9, 1), 1)]


def test_dating_says_how_many_dates_were_found_where(fill):
    assert list(coverage.dating(fill(documents=DOCUMENTS)).itertuples(index=False, name=None)) == [("metadata", "day", 3), ("none", "unknown", 1)]


def test_a_copy_stands_beside_its_original(fill):
    store = fill(documents=DOCUMENTS)
    found = coverage.copies(store)
    assert list(found.drop(columns="published").itertuples(index=False, name=None)) == [("Post", "Boat struck", "Wire", "A boat")]
    assert coverage.copies(Store(store.path, copies=False)).empty


def test_gaps_are_periods_of_an_outlet_without_articles(fill):
    found = coverage.gaps(
        fill(documents=[{**d, "published": d["published"] and d["published"].replace("2025-09-30", "2025-09-05")} for d in DOCUMENTS])
    )
    # from Wire's article of 2 September to Post's of the 5th
    assert [(r.outlet, day(r.start).day, r.unit, r.articles) for r in found.itertuples()] == [
        ("Post", 2, "day", 0), ("Post", 3, "day", 1), ("Post", 4, "day", 0), ("Post", 5, "day", 1),
        ("Wire", 2, "day", 1), ("Wire", 3, "day", 0), ("Wire", 4, "day", 0), ("Wire", 5, "day", 0),
    ]  # fmt: skip


@pytest.mark.parametrize(("last", "unit", "rows"), [("2025-04-30", "day", 120), ("2025-05-01", "week", 18), ("2027-12-31", "month", 36)])
def test_the_longer_a_corpus_the_longer_the_periods(fill, last, unit, rows):
    # 1 January 2025 is a Wednesday; 1 May is in the 18th week
    found = coverage.gaps(
        fill(documents=[{"doc_id": d, "outlet": "Post", "published": d, "published_precision": "day"} for d in ("2025-01-01", last)])
    )
    assert set(found["unit"]) == {unit} and len(found) == rows and found["articles"].sum() == 2


def test_a_date_that_is_no_day_fills_no_gap(fill):
    found = coverage.gaps(fill(documents=[{"doc_id": "a", "outlet": "Post", "published": "2025-09-01", "published_precision": "month"}]))
    assert found.empty and list(found.columns) == ["outlet", "start", "unit", "articles"]


def test_carried_counts_the_copies_of_two_outlets(fill):
    more = [
        {"doc_id": "e", "outlet": "Wire", "published": "2025-09-05", "copy_of": "a", **FOUND},
        {"doc_id": "f", "outlet": "Wire", "published": "2025-09-09", "copy_of": "b", **FOUND},
        {"doc_id": "g", "outlet": None, "published": None, "copy_of": "b"},
    ]
    found = coverage.carried(fill(documents=DOCUMENTS + more))
    assert list(found[["original_outlet", "carried_by", "articles", "originals"]].itertuples(index=False, name=None)) == [
        ("Post", "Wire", 3, 2), ("Post", "(outlet unknown)", 1, 1),
    ]  # fmt: skip
    assert (day(found["first"][0]), day(found["last"][0])) == (date(2025, 9, 2), date(2025, 9, 9))


def test_articles_come_earliest_first_and_undated_ones_last(fill):
    found = coverage.articles(fill(documents=DOCUMENTS))
    assert found["source_id"].tolist() == ["c.txt", "a.txt", "b.txt", "d.txt"]


def test_rejected_inputs_come_by_name(fill):
    assert coverage.rejected(fill(documents=DOCUMENTS, rejected=REJECTED))["source_id"].tolist() == ["e.txt", "z.pdf"]


def test_the_card_holds_the_corpus_in_a_few_facts(fill):
    store = fill(documents=DOCUMENTS, rejected=REJECTED)
    name, facts, note = coverage.card(store, "mine")
    assert name == "mine"
    assert facts["articles"] == "4 (1,400 words)"
    assert facts["outlets"].startswith("2, unknown for 1 article")
    assert facts["published"] == "2025-09-02 to 2025-09-30, 1 undated"
    assert facts["inputs not kept"] == "2"
    assert facts["not in English, not annotated"] == "1"
    assert note.startswith("1 of these articles ")


def test_the_card_says_when_copies_count_once(fill):
    store = fill(documents=DOCUMENTS)
    store.write_state({"copies": 1})
    assert coverage.card(store, "mine")[1]["copies of earlier articles"] == "1"
    assert coverage.card(Store(store.path, copies=False), "mine")[1]["copies of earlier articles"] == "1, counted once"


def test_the_card_of_undated_unconstructed_articles_says_neither(fill):
    _, facts, note = coverage.card(fill(documents=[{"doc_id": "a", "words": 3}]), "mine")
    assert facts["published"] == "none known, 1 undated" and note == "" and "not in English, not annotated" not in facts


def test_a_corpus_whose_articles_are_all_constructed_says_so(fill):
    note = coverage.card(fill(documents=[{"doc_id": "a", "words": 3, "constructed": True}]), "mine")[2]
    assert note == "These articles are constructed: written for this project from reported facts, not journalism."


def test_an_empty_corpus_has_a_card_and_empty_tables(fill):
    store = fill()
    assert coverage.card(store, "mine")[1]["articles"] == "0 (0 words)"
    tables = (
        coverage.outlets,
        coverage.months,
        coverage.gaps,
        coverage.dating,
        coverage.copies,
        coverage.carried,
        coverage.articles,
        coverage.rejected,
    )
    assert all(f(store).empty for f in tables)
