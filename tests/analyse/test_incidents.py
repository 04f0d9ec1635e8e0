from datetime import date
from math import log2

import numpy as np
import pytest

from parley.analyse import joining
from parley.analyse.incidents import figures_in, join

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
        "event_id": f"{doc}-{n}", "doc_id": doc, "sentence": n, "start": 10 * n, "end": 10 * n + 6, "track": "military", "event": "ASSAULT", "mode": "strike", "status": "occurred",
        "trigger": "struck",
        "source": source, "target": None, "place": None, "date_from": "expression", "confidence": 0.5, **days, **other,
    }  # fmt: skip


def joined(*events, words=None):
    """Incidents of events whose sentences all say the same, unless an event's `vector` says otherwise; `words` gives sentences by article and number, empty else."""
    vectors = np.array([e.get("vector", (1.0, 0.0)) for e in events], np.float16).reshape(len(events), 2)
    tell = lambda doc, sentence: (words or {}).get((doc, sentence), "")  # noqa: E731
    return join(list(events), DOCUMENTS, tell, vectors)


ELSE = (0.0, 1.0)
"""The vector of a sentence that says something else."""


def days(row):
    return f"{row['earliest']} {row['latest']}"


def test_two_reports_of_one_day_class_and_actor_are_one_incident():
    (row,) = joined(event("a"), event("b"))
    assert row["event_ids"] == ["a-0", "b-0"]
    assert (row["documents"], row["outlets"], row["independent_outlets"]) == (2, 2, 2)
    # articles of one and two days later: log2(2 + 1) + log2(2 + 2)
    assert row["salience"] == pytest.approx(log2(3) + 2, abs=1e-4)


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


@pytest.mark.parametrize("other", [{"event": "COERCE"}, {"source": "Army"}, {"trigger": "met", "track": "diplomatic"}, {"place": "Bay"}])
def test_other_words_with_another_class_actor_trigger_or_place_are_another_incident(other):
    # cosine 0.18, and 0.1 for the class (0.07 for the quad class alone), 0.15 for the trigger word, 0.05 for the track and for the actor: 0.53 is over 0.52
    unlike = {"vector": (0.18, 0.9837)} | ({"source": None} if "place" in other else {})
    assert len(joined(event("a", place="Gulf"), event("b", **unlike, **other))) == 2
    assert len(joined(event("a"), event("b", vector=(0.18, 0.9837)))) == 1


def test_a_wrong_class_of_the_same_quad_weighs_less_than_one_of_another_quad():
    # cosine 0.22, and 0.25 for word, track and actor: with 0.07 for the quad class 0.54 is over 0.52, without it 0.47 is not
    near = {"vector": (0.22, 0.9755)}
    assert len(joined(event("a"), event("b", **near, event="COERCE"))) == 1
    assert len(joined(event("a"), event("b", **near, event="AID"))) == 2


def test_irregular_forms_of_one_verb_are_one_trigger_word():
    far = {"vector": (0.18, 0.9837)}
    assert len(joined(event("a", trigger="struck"), event("b", trigger="strike", **far))) == 1


def test_the_words_beside_the_trigger_tell_happenings_of_like_sentences_apart():
    words = {
        ("a", 0): "Guards seized the ferry Ondine off Port Alba.",
        ("b", 0): "The ferry Ondine was seized on Monday.",
        ("b", 1): "A pilot was seized in the capital.",
    }
    seized = {"event": "COERCE", "source": None, "trigger": "seized"}
    # both sentences of b have a cosine of 0.25 with that of a, and the same class, trigger word and track; only the first shares the words beside the trigger
    ferry, pilot = event("b", **seized, vector=(0.25, 0.9682)), event("b", n=1, **seized, vector=(0.25, -0.9682))
    assert sorted(r["event_ids"] for r in joined(event("a", **seized), ferry, pilot, words=words)) == [["a-0", "b-0"], ["b-1"]]


def test_a_third_strike_is_not_the_second():
    words = {("a", 0): "The second strike sank a skiff.", ("b", 0): "The third strike sank a skiff."}
    assert len(joined(event("a", trigger="strike"), event("b", trigger="strike", vector=(0.5, 0.866)), words=words)) == 2
    words = {("a", 0): "The second strike sank a skiff.", ("b", 0): "The second strike sank a skiff."}
    assert len(joined(event("a", trigger="strike"), event("b", trigger="strike", vector=(0.5, 0.866)), words=words)) == 1


def test_a_plan_needs_more_likeness_to_be_what_happened():
    # 0.35 from class, word, track and actor; 0.25 less for a plan: 0.3 of cosine is enough only without it
    far = {"vector": (0.3, 0.9539)}
    assert len(joined(event("a"), event("b", **far))) == 1
    assert len(joined(event("a"), event("b", **far, status="planned"))) == 2


def test_an_actor_whom_one_report_in_ten_names_does_not_stand_for_the_incident():
    many = [event("a", n=n, source="Crew" if n == 0 else "Navy") for n in range(10)]
    far = {"vector": (0.18, 0.9837), "event": "ASSAULT"}
    assert len(joined(*many, event("b", source="Navy", **far))) == 1
    assert len(joined(*many, event("b", source="Crew", **far))) == 2


def test_like_words_join_whatever_the_class():
    assert len(joined(event("a", event="ASSAULT"), event("b", event="COERCE", trigger="hit"))) == 1


def test_another_day_is_another_incident():
    assert len(joined(event("a"), event("b", "2025-09-03"))) == 2


def test_two_classes_in_one_sentence_are_two_incidents():
    first, second = event("a"), {**event("a", n=1, event="COERCE", trigger="seized"), "sentence": 0}
    assert len(joined(first, second)) == 2


def test_pairs_of_one_trigger_are_one_incident():
    first, second = event("a", target="Crew"), {**event("a", n=1, target="Owner"), "sentence": 0, "start": 0, "end": 6}
    assert len(joined(first, second)) == 1


def test_a_report_without_actors_contradicts_none():
    assert len(joined(event("a"), event("b", source=None))) == 1


def test_a_shared_target_is_a_shared_actor():
    assert len(joined(event("a", source="Navy", target="Crew"), event("b", source="Army", target="Crew"))) == 1


def test_a_report_joins_the_incident_with_which_it_shares_more_actors():
    # cosine 0.3 and all else alike: 0.3 with other actors, 0.7 with the same
    near = {"vector": (0.3, 0.9539), "source": "Army", "target": "Crew"}
    rows = joined(event("a", source="Navy"), event("b", **near), event("c", **near))
    assert sorted(r["event_ids"] for r in rows) == [["a-0"], ["b-0", "c-0"]]


def test_the_interval_is_what_all_reports_allow():
    # 2 to 4 September and 4 to 6 September share the 4th
    (row,) = joined(event("a", "2025-09-02", "2025-09-04"), event("b", "2025-09-04", "2025-09-06"))
    assert days(row) == "2025-09-04 2025-09-04"


def test_reports_do_not_chain_over_days_that_they_do_not_share():
    # the first two leave only the 4th; the third begins on the 6th
    rows = joined(event("a", "2025-09-02", "2025-09-04"), event("b", "2025-09-04", "2025-09-06"), event("c", "2025-09-06", "2025-09-08"))
    assert [r["event_ids"] for r in rows] == [["a-0", "b-0"], ["c-0"]]


def test_light_verbs_make_no_two_happenings_one():
    far = {"vector": (0.4, 0.9165)}
    assert len(joined(event("a", trigger="conducted a strike"), event("b", trigger="conducted a survey", event="AID", **far))) == 2
    assert len(joined(event("a", trigger="conducted a strike"), event("b", trigger="strikes", event="AID", **far))) == 1


def test_an_undated_report_is_held_to_its_own_season():
    # undated, all agree: 0.35 and a cosine of 0.3 are over 0.6; a report of 4 September and an incident of May are over 45 days apart: 0.1 less
    late = event("b", None, vector=(0.3, 0.9539))
    assert len(joined(event("a", "2025-08-02"), late)) == 1
    assert len(joined(event("a", "2025-05-02"), late)) == 2


def test_where_more_groups_than_a_report_is_held_against_meet_it_the_largest_count(monkeypatch):
    monkeypatch.setattr(joining, "MOST", 1)
    monkeypatch.setattr(joining, "BATCH", 1)
    other = {"vector": ELSE, "event": "AID", "trigger": "fed", "track": "other", "source": "Crew"}
    rows = joined(event("a"), event("a", n=1), event("a", n=2, **other), event("b"), event("b", n=1, **other))
    # the strike, with two reports, is found again; the meal, with one, is not, and its reports stay apart
    assert sorted(r["event_ids"] for r in rows) == [["a-0", "a-1", "b-0"], ["a-2"], ["b-1"]]


@pytest.mark.parametrize("batch", [1, 2, 256])
def test_the_batch_changes_nothing(monkeypatch, batch):
    events = [event("a", n=n, vector=(1.0, 0.1 * n)) for n in range(4)] + [event("b", n=n, vector=ELSE, trigger="met", source=None) for n in range(3)]
    whole = joined(*events)
    monkeypatch.setattr(joining, "BATCH", batch)
    assert joined(*events) == whole and sorted(len(r["event_ids"]) for r in whole) == [3, 4]


def test_many_events_of_one_day_are_joined_in_a_moment(seconds):
    draw = np.random.default_rng(3)
    near = np.repeat(draw.standard_normal((400, 2)), 5, axis=0)
    near /= np.linalg.norm(near, axis=1, keepdims=True)
    events = [event("a" if n % 5 else "b", n=n, vector=tuple(v), source=None, trigger=f"trigger{'x' * (n // 5)}") for n, v in enumerate(near)]
    rows = []
    assert seconds(lambda: rows.extend(joined(*events))) < 20
    assert sum(len(r["event_ids"]) for r in rows) == 2_000


def test_a_month_joins_the_only_incident_inside_it_without_widening_it():
    (row,) = joined(event("a", "2025-09-02"), event("b", "2025-09-01", "2025-09-30"))
    assert (days(row), row["documents"]) == ("2025-09-02 2025-09-02", 2)


def test_a_month_joins_the_incident_that_its_words_are_like():
    rows = joined(event("a"), event("c", "2025-09-20", vector=ELSE), event("b", "2025-09-01", "2025-09-30", vector=ELSE))
    assert sorted(r["event_ids"] for r in rows) == [["a-0"], ["b-0", "c-0"]]


def test_a_month_with_other_words_stays_apart():
    assert len(joined(event("a"), event("b", "2025-09-01", "2025-09-30", source=None, vector=ELSE))) == 2


def test_two_reports_of_the_same_month_are_one_incident():
    (row,) = joined(event("a", "2025-09-01", "2025-09-30"), event("b", "2025-09-01", "2025-09-30"))
    assert (days(row), row["documents"]) == ("2025-09-01 2025-09-30", 2)


def test_an_undated_event_joins_what_tells_the_same():
    rows = joined(event("a"), event("b", None), event("u", None, vector=ELSE, trigger="hit", event="COERCE", source=None))
    assert [(r["event_ids"], r["earliest"] is None) for r in rows] == [(["a-0", "b-0"], False), (["u-0"], True)]


def test_an_undated_event_is_no_incident_of_long_after_its_article():
    # published on 4 September; the incident begins in December
    assert len(joined(event("a", "2025-12-01"), event("b", None))) == 2


def test_running_totals_join_each_other_over_their_days_and_no_single_strike():
    words = {
        ("a", 0): "By Tuesday 21 strikes had killed 83.",
        ("b", 0): "By Friday 22 known strikes had killed 87 people.",
        ("c", 0): "A strike was seen.",
    }
    counts = [event("a", trigger="strikes"), event("b", "2025-09-05", trigger="strikes")]
    rows = joined(*counts, event("c", trigger="strike"), words=words)
    assert sorted((r["event_ids"], days(r)) for r in rows) == [(["a-0", "b-0"], "2025-09-02 2025-09-05"), (["c-0"], "2025-09-02 2025-09-02")]
    (total,) = [r for r in rows if len(r["event_ids"]) == 2]
    assert [(f["what"], f["number"], f["doc_id"]) for f in total["figures"]] == [
        ("killed", 83, "a"), ("killed", 87, "b"), ("strikes", 21, "a"), ("strikes", 22, "b"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "earlier", "later"),
    [
        ("2025-09-01", "2025-06-03", "2025-06-03"),  # 90 days before
        ("2025-09-01", "2025-05-31", None),  # 93 days before
        ("2025-09-01", "2001-09-11", None),
    ],
)
def test_running_totals_of_other_times_are_of_another_campaign(first, earlier, later):
    words = {("a", 0): "By then 21 strikes had killed 83.", ("b", 0): "By then 22 strikes had killed 87."}
    rows = joined(event("a", earlier, trigger="strikes"), event("b", first, trigger="strikes"), words=words)
    assert [days(r) for r in rows] == ([f"{later} {first}"] if later else [f"{earlier} {earlier}", f"{first} {first}"])


def test_where_few_groups_are_looked_at_they_are_those_counted_near(monkeypatch):
    monkeypatch.setattr(joining, "MOST", 1)
    monkeypatch.setattr(joining, "BATCH", 1)
    counts = [event("a", day, n=n, trigger="strikes") for n, day in enumerate(("2001-09-11", "2001-09-12", "2025-08-01", "2025-09-01"))]
    words = {("a", n): f"By then {n + 21} strikes had killed 83." for n in range(4)}
    assert [r["event_ids"] for r in joined(*counts, words=words)] == [["a-0", "a-1"], ["a-2", "a-3"]]


def test_a_running_total_is_counted_by_its_publication_at_the_latest():
    # "by September" of an article of 3 September, taken for that of the next year, and a total of 2 September
    words = {("a", 0): "By then 21 strikes had killed 83.", ("b", 0): "By then 22 strikes had killed 87."}
    rows = joined(event("a", "2026-09-01", "2026-09-30", trigger="strikes"), event("b", trigger="strikes"), words=words)
    assert [r["event_ids"] for r in rows] == [["a-0", "b-0"]]


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        ("The raid killed at least 83 people.", [("killed", 83)]),
        ("Eleven people were killed and 40 were wounded.", [("killed", 11), ("wounded", 40)]),
        ("About 6,000 sailors and marines are there.", [("troops", 6000)]),
        ("Ten prisoners were freed after two years.", [("released", 10)]),
        ("The shelling went on, killing at least 11 and wounding 40.", [("killed", 11), ("wounded", 40)]),
        ("The death toll rose to 87 on Friday.", [("killed", 87)]),
        ("Twenty-one sailors and a dozen marines are missing.", [("missing", 12), ("troops", 21), ("troops", 12)]),
        ("1,200 people were displaced.", [("displaced", 1200)]),
        ("In 2019 troops left; since 2021 soldiers have come back.", []),
        ("Some 2000 troops left.", [("troops", 2000)]),
        ("Two days after strikes on the port, the talks began.", []),
        ("A $5 million aid ship was hit and 3 died.", [("killed", 3)]),
        ("The strikes 3 weeks ago missed.", []),
        ("After his 25 June death and her May 2009 death the two brothers released a statement.", []),
        ("It was number one when released.", []),
        ("Two brothers were released.", [("released", 2)]),
        ("The price rose by 12 percent.", []),
        ("Several people died.", []),
        ("", []),
    ],
)
def test_figures_are_numbers_near_what_they_count(sentence, figures):
    assert figures_in(sentence) == figures


def test_an_article_that_names_the_day_of_two_incidents_shares_its_attention():
    rows = joined(event("a"), event("a", n=1, vector=ELSE, event="CONSULT", track="diplomatic", trigger="met", source="Crew"))
    assert [r["salience"] for r in rows] == [pytest.approx(log2(3) / 2, abs=1e-4)] * 2


def test_an_article_that_does_not_say_when_adds_no_salience():
    (row,) = joined(event("a"), event("b", None))
    assert (row["documents"], row["salience"]) == (2, pytest.approx(log2(3), abs=1e-4))


def test_claim_and_denial_of_one_happening_stay_visible_in_it():
    (row,) = joined(event("a", status="alleged"), event("b", status="denied"), event("u", status="alleged"))
    assert row["status"] == "alleged"
    assert [(s["status"], s["reports"]) for s in row["statuses"]] == [("alleged", 2), ("denied", 1)]


def test_figures_that_differ_are_listed_by_the_day_of_their_first_report():
    words = {
        ("a", 0): "The raid killed 87 people.",
        ("b", 0): "The raid killed 83 people.",
        ("c", 0): "The raid killed 90.",
        ("u", 0): "It killed 85.",
    }
    (row,) = joined(event("a"), event("b"), event("b", n=1), event("c"), event("u"), words=words | {("b", 1): "The toll: 87 dead."})
    # c is a copy and adds nothing; u has no date and comes last; that b says 87 too, a day later, is no new figure
    assert [(f["number"], f["published"], f["doc_id"]) for f in row["figures"]] == [
        (87, date(2025, 9, 3), "a"), (83, date(2025, 9, 4), "b"), (85, None, "u"),
    ]  # fmt: skip


def test_a_plan_told_before_does_not_outvote_those_who_say_that_it_happened():
    (row,) = joined(event("a", status="planned"), event("b"), event("u", status="possible"))
    assert row["status"] == "occurred"
    assert [(s["status"], s["reports"]) for s in row["statuses"]] == [("occurred", 1), ("planned", 1), ("possible", 1)]


def test_a_copy_adds_an_article_and_no_independent_outlet():
    (row,) = joined(event("a"), event("c"))
    assert (row["documents"], row["outlets"], row["independent_outlets"]) == (2, 2, 1)
    # the original alone, of a day later: log2(2 + 1)
    assert row["salience"] == pytest.approx(log2(3), abs=1e-4)


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
    words = {(doc, n): f"of {n}" for doc, n in (("a", 0), ("b", 4), ("b", 7))}
    (row,) = joined(event("a", date_from="published"), event("b", n=4), event("b", n=7, status="alleged", confidence=1.0), words=words)
    assert row["headline"] == "of 4"


def test_incidents_come_in_order_of_time_and_undated_ones_last():
    rows = joined(event("a", None, vector=ELSE, event="CONSULT", trigger="met"), event("b", "2025-09-05"), event("c", "2025-09-02"))
    assert [r["event_ids"] for r in rows] == [["c-0"], ["b-0"], ["a-0"]]


def test_the_order_of_the_input_changes_nothing():
    events = [event("a"), event("b", source="Army"), event("c", source=None), event("u", "2025-09-01", "2025-09-30"), event("v", None)]
    assert joined(*events) == joined(*reversed(events))


def test_no_event_gives_no_incident():
    assert joined() == []
