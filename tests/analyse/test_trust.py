from math import isnan

import pandas as pd
import pytest

from parley.analyse import trust
from parley.analyse.uncertainty import wilson

# 0         1         2         3         4         5
# 012345678901234567890123456789012345678901234567890123456789
#  "Ana met Ben on Monday. A boat was hit, Ana said."
TEXT = "Ana met Ben on Monday. A boat was hit, Ana said."
DOCUMENTS = [{"doc_id": "d1", "source_id": "a.txt", "text": TEXT}, {"doc_id": "d2", "source_id": "b.txt", "text": "Nothing  was\nsaid."}]
MET = {
    "event_id": "d1-0",
    "doc_id": "d1",
    "start": 4,
    "end": 7,
    "event": "CONSULT",
    "track": "diplomatic",
    "status": "occurred",
    "source": "Ana Ruiz",
}
HIT = {"event_id": "d1-1", "doc_id": "d1", "start": 34, "end": 37, "event": "ASSAULT", "track": "military", "status": "occurred"}
EVENTS = [{**MET, "earliest": "2025-11-03", "latest": "2025-11-03"}, {**HIT, "earliest": None, "latest": None}]
LABEL = {
    "article": "a.txt", "text": "Ana met Ben", "trigger": "met", "event": "CONSULT", "track": "diplomatic", "status": "occurred", "source": "Ana Ruiz; Ana R.", "target": "",
    "earliest": "2025-11-03", "latest": "2025-11-03",
}  # fmt: skip
MEETING, BOAT = (
    LABEL,
    {**LABEL, "text": "boat was hit", "trigger": "hit", "event": "ASSAULT", "track": "military", "status": "alleged", "source": "", "target": "Crew"},
)
COLUMNS = ["found", "event", "track", "status", "source", "target", "interval"]


def match(store, **changes):
    row = trust.event_matches(store, pd.DataFrame([{**LABEL, **changes}])).iloc[0]
    return {c for c in COLUMNS if row[c]}


@pytest.fixture
def store(fill):
    return fill(documents=DOCUMENTS, events=EVENTS)


def test_an_event_at_the_labelled_words_is_found_and_compared_in_every_column(store):
    assert match(store) == set(COLUMNS)
    # no day in the machine's event but one in the label; the label has a target, the machine none
    assert match(store, **BOAT) == {"found", "event", "track", "source"}


def test_the_trigger_decides_where_an_event_is_not_the_words_around_it(store):
    assert match(store, text="Ana met Ben on Monday", trigger="Monday") == set()


def test_words_that_the_article_lacks_are_not_found(store):
    assert match(store, text="Ana left Ben", trigger="left") == set()


@pytest.mark.parametrize(
    ("earliest", "latest", "right"),
    [
        ("2025-11-03", "2025-11-03", True),
        ("2025-11-01", "2025-11-30", True),  # overlaps
        ("2025-11-04", "2025-11-30", False),
        ("", "", False),  # the machine dates what the label does not
    ],
)
def test_an_interval_is_right_where_it_overlaps_the_labelled_one(store, earliest, latest, right):
    assert ("interval" in match(store, earliest=earliest, latest=latest)) is right


@pytest.mark.parametrize(("latest", "right"), [("2025-11-10", True), ("2025-11-11", False)])
def test_an_interval_more_than_a_week_wider_is_wrong(fill, latest, right):
    # 3 to 10 November is 7 days wider than one day, 3 to 11 November is 8
    store = fill(documents=DOCUMENTS, events=[{**MET, "earliest": "2025-11-03", "latest": latest}])
    assert ("interval" in match(store)) is right


def test_two_undated_agree(fill):
    store = fill(documents=DOCUMENTS, events=[{**MET, "earliest": None, "latest": None}])
    assert "interval" in match(store, earliest="", latest="")


def test_of_two_events_at_the_words_the_one_of_the_right_class_counts(fill):
    other = {**MET, "event_id": "d1-2", "event": "AGREE", "track": "domestic", "start": 3}
    assert "event" in match(fill(documents=DOCUMENTS, events=[other, MET]))


def test_scores_count_found_among_all_and_the_rest_among_found(store):
    labels = pd.DataFrame([MEETING, BOAT, {**LABEL, "text": "on Monday", "trigger": "Monday"}, {**LABEL, "article": "elsewhere.txt"}])
    found = trust.event_scores(store, labels).set_index("question")
    # of three labels in articles that the store has, two are found; the boat's status and target and interval are wrong
    assert found[["right", "n"]].apply(tuple, axis=1).to_dict() == {
        "events found": (2, 3), "PLOVER class right": (2, 2), "track right": (2, 2), "status right": (1, 2), "date interval right": (1, 2),
        "source actor right": (2, 2), "target actor right": (1, 2),
    }  # fmt: skip
    assert found.loc["status right", ["share", "low", "high"]].tolist() == [0.5, *wilson(1, 2)]


def test_labels_of_articles_that_are_not_in_the_store_give_scores_of_nothing(store):
    labels = pd.DataFrame([{**LABEL, "article": "elsewhere.txt"}])
    assert trust.event_matches(store, labels).empty
    found = trust.event_scores(store, labels)
    assert found["n"].tolist() == [0] * 7 and found["share"].isna().all()


def test_frames_are_scored_per_codebook_over_all_and_each(fill):
    frames = [
        {"doc_id": d, "codebook": "crisis", "frame": f, "present": p}
        for d, f, p in [("d1", "war", True), ("d2", "war", True), ("d1", "talks", False), ("d2", "talks", True)]
    ]
    labels = pd.DataFrame(
        [("a.txt", "crisis", "war"), ("a.txt", "crisis", "talks"), ("b.txt", "crisis", "talks")], columns=["article", "codebook", "frame"]
    )
    found = trust.frame_scores(fill(documents=DOCUMENTS, document_frames=frames), labels)
    # the machine says a war, b war, b talks; the hand a war, a talks, b talks: 2 shared of 3 and 3
    assert found[["frame", "right", "machine", "hand"]].apply(tuple, axis=1).tolist() == [("all", 2, 3, 3), ("talks", 1, 1, 2), ("war", 1, 2, 1)]
    assert found["precision"].tolist() == [pytest.approx(2 / 3), 1, 0.5]
    assert found["recall"].tolist() == [pytest.approx(2 / 3), 0.5, 1]
    # talks: 2 · 1 · 0.5 / 1.5
    assert found["f1"].tolist() == [pytest.approx(2 / 3)] * 3
    assert found["articles"].tolist() == [2, 2, 2]


def quote(start, end, speaker, direct=False):
    return {"doc_id": "d1", "content_start": start, "content_end": end, "direct": direct, "speaker": speaker, "stance": "neutral"}


QUOTED = {
    "article": "a.txt",
    "content": "A boat was hit",
    "cue": "said",
    "speaker": "Ana",
    "entity": "Ana Ruiz",
    "direct": "false",
    "stance": "neutral",
}


def quoted(fill, *quotes, labels=(QUOTED,)):
    found = trust.quote_scores(fill(documents=DOCUMENTS, quotes=list(quotes)), pd.DataFrame(list(labels)))
    return found[["kind", "right", "machine", "hand", "speaker_right"]].apply(tuple, axis=1).tolist()


@pytest.mark.parametrize(
    ("start", "end", "speaker", "right", "speaker_right"),
    [
        (23, 37, "Ana Ruiz", 1, 1),  # "A boat was hit" itself
        (23, 37, "Ana", 1, 1),
        (23, 37, "Ben", 1, 0),
        (23, 30, "Ana", 1, 1),  # 7 of 14 characters: just half
        (23, 29, "Ana", 0, 0),
        (15, 45, "Ana", 0, 0),  # holds it, but 14 of 30 is under half
    ],
)
def test_a_quote_is_found_where_half_of_what_both_cover_is_shared(fill, start, end, speaker, right, speaker_right):
    assert quoted(fill, quote(start, end, speaker)) == [
        ("direct", 0, 0, 0, 0),
        ("indirect", right, 1, 1, speaker_right),
        ("all", right, 1, 1, speaker_right),
    ]


def test_one_found_quote_answers_one_label_only(fill):
    assert quoted(fill, quote(23, 37, "Ana"), labels=[QUOTED, QUOTED])[2] == ("all", 1, 1, 2, 1)


def test_quotes_of_articles_that_nobody_labelled_do_not_count(fill):
    assert quoted(fill, {**quote(0, 5, "Ana"), "doc_id": "d2"})[2] == ("all", 0, 0, 1, 0)


def test_quote_scores_have_precision_recall_and_the_share_of_right_speakers(fill):
    found = trust.quote_scores(fill(documents=DOCUMENTS, quotes=[quote(23, 37, "Ben"), quote(0, 7, "Ana")]), pd.DataFrame([QUOTED])).set_index("kind")
    # one of two quotes is right, the only label is found: 2 · 0.5 · 1 / 1.5
    assert found.loc["all", ["precision", "recall"]].tolist() == [0.5, 1] and found.loc["all", "f1"] == pytest.approx(2 / 3)
    assert found.loc["all", "speaker_share"] == 0 and isnan(found.loc["direct", "speaker_share"])


def test_blanks_do_not_hide_a_label(fill):
    event = {"event_id": "d2-0", "doc_id": "d2", "start": 9, "end": 12, "event": "CONSULT", "track": "diplomatic", "status": "occurred"}
    assert "found" in match(fill(documents=DOCUMENTS, events=[event]), article="b.txt", text="Nothing was", trigger="was")


def test_gold_is_read_as_text_and_a_missing_file_is_named(tmp_path):
    (tmp_path / "frames.csv").write_text("article,codebook,frame\na.txt,crisis,NA\nb.txt,crisis,\nb.txt,crisis,007\n", "utf8")
    assert trust.gold(tmp_path, "frames")["frame"].tolist() == ["NA", "", "007"]
    assert trust.counts(tmp_path).apply(tuple, axis=1).tolist() == [("frames", 2, 3)]
    with pytest.raises(FileNotFoundError, match=r"no hand labels at events\.csv: a corpus keeps them in gold/events\.csv"):
        trust.gold(tmp_path, "events")


def test_a_folder_without_labels_counts_none(tmp_path):
    assert trust.counts(tmp_path / "none").empty


def test_a_share_over_articles_has_an_interval_that_draws_articles():
    matches = pd.DataFrame({"article": ["a", "a", "b", "b"], "found": [True, False, True, False]})
    # each article has one of two right: whatever is drawn, one half
    assert trust.by_article(matches, "found") == (0.5, 0.5, 0.5)


def test_bcubed_of_a_small_clustering():
    # a b | c against a | b c: precision (1/2 + 1/2 + 1) / 3, recall (1 + 1/2 + 1/2) / 3
    assert trust.bcubed(["x", "x", "y"], ["p", "q", "q"]) == (pytest.approx(2 / 3), pytest.approx(2 / 3), pytest.approx(2 / 3))
    assert trust.bcubed(["x", "x"], ["p", "p"]) == (1, 1, 1)
    assert trust.bcubed([], []) == (0, 0, 0)
    with pytest.raises(ValueError, match="zip"):
        trust.bcubed(["x"], [])


def test_missed_events_are_incidents_of_their_own(fill):
    events = [
        {"event_id": f"d-{n}", "doc_id": "d", "start": s, "end": s + 3, "event": "CONSULT", "status": "occurred"} for n, s in enumerate((5, 21))
    ]
    store = fill(
        documents=[{"doc_id": "d", "source_id": "a.txt", "text": "They met here. They met there. They met again."}],
        events=events,
        incidents=[{"incident_id": "i", "event_ids": ["d-0"]}, {"incident_id": "j", "event_ids": ["d-1"]}],
    )
    labels = [
        {**LABEL, "article": "a.txt", "text": t, "trigger": "met", "incident": i}
        for t, i in (("met here", "x"), ("met there", "x"), ("met again", "y"))
    ]
    found, every = trust.incident_scores(store, pd.DataFrame(labels)).to_dict("records")
    # found: two incidents for one happening; all: and the missed one right by itself
    assert (found["precision"], found["recall"], found["n"]) == (1, 0.5, 2)
    assert (every["precision"], every["recall"], every["n"]) == (1, pytest.approx(2 / 3), 3)
