import pytest

from parley.analyse.evidence import evidence, of_incidents, of_words
from parley.store import Store

#                 0         1         2         3         4         5
#                 0123456789012345678901234567890123456789012345678901
TEXT = {"a": "Ana met Ben. A boat was hit. They hit it again.", "b": "The boat was hit.", "c": "A hit, said Ana."}
SENTENCES = {"a": [(0, 12), (13, 28), (29, 47)], "b": [(0, 17)], "c": [(0, 16)]}
DAYS = {"a": "2025-09-05", "b": "2025-09-02", "c": None}
DOCUMENTS = [
    {
        "doc_id": d,
        "text": TEXT[d],
        "published": DAYS[d],
        "outlet": "Wire" if d == "b" else "Post",
        "title": d.upper(),
        "copy_of": "b" if d == "c" else None,
    }
    for d in TEXT
]
PLACES = [
    {"doc_id": d, "sentence": i, "start": s, "end": e, "in_headline": False} for d, found in SENTENCES.items() for i, (s, e) in enumerate(found)
]


def event(name, sentence, start, trigger="hit", **other):
    doc = name[0]
    row = {"event_id": name, "doc_id": doc, "sentence": sentence, "start": start, "end": start + len(trigger), "trigger": trigger}
    return {**row, "event": "ASSAULT", "mode": "airstrike", "track": "military", "status": "occurred", **other}


EVENTS = [
    event("a-0", 0, 4, "met", event="CONSULT", mode="meet", track="diplomatic", status="planned"),
    event("a-1", 1, 24),
    event("a-2", 2, 34),
    event("b-0", 0, 13),
    event("c-0", 0, 2),
]
FRAMES = [{"doc_id": "a", "sentence": 1, "start": 15, "end": 19, "codebook": "crisis", "frame": "sea", "cue": "boat", "in_quote": False}]
MENTIONS = [{"doc_id": "a", "sentence": 0, "start": 0, "end": 3, "text": "Ana", "label": "PER", "entity": "Ana Ruiz"}]
QUOTES = [{"doc_id": "c", "content_start": 0, "content_end": 5, "speaker": "Ana Ruiz"}]
INCIDENTS = [
    {"incident_id": "i1", "event_ids": ["a-1", "a-2", "b-0"]},
    {"incident_id": "i2", "event_ids": ["c-0"]},
    {"incident_id": "i3", "event_ids": []},
]


@pytest.fixture
def store(fill):
    return fill(documents=DOCUMENTS, sentences=PLACES, events=EVENTS, frames=FRAMES, mentions=MENTIONS, quotes=QUOTES, incidents=INCIDENTS)


def marked(frame):
    """Each sentence with its cue in brackets."""
    return [
        f"{r.words[: r.mark_start]}[{r.words[r.mark_start : r.mark_end]}]{r.words[r.mark_end :]}"
        for r in frame.astype({"mark_end": int}).itertuples()
    ]


def test_one_sentence_per_article_comes_first_in_order_of_publication(store):
    # b is of 2 September, a of the 5th, c has no date; a's second sentence waits
    assert marked(evidence(store, track="military", n=0)) == [
        "The boat was [hit].",
        "A boat was [hit].",
        "A [hit], said Ana.",
        "They [hit] it again.",
    ]
    assert marked(evidence(store, track="military", n=2)) == ["The boat was [hit].", "A boat was [hit]."]


@pytest.mark.parametrize(
    ("what", "sentences"),
    [
        ({"frame": "sea"}, ["A [boat] was hit."]),
        ({"entity": "Ana Ruiz"}, ["[Ana] met Ben."]),
        ({"speaker": "Ana Ruiz"}, ["[A hit], said Ana."]),
        ({"mode": "meet"}, ["Ana [met] Ben."]),
        ({"status": "planned"}, ["Ana [met] Ben."]),
        ({"event": "consult"}, ["Ana [met] Ben."]),
        ({"event": "strike", "outlet": "Wire"}, ["The boat was [hit]."]),
        ({"event": "strike", "status": "planned"}, []),
        ({"track": "military", "start": "2025-09-03"}, ["A boat was [hit].", "They [hit] it again."]),
        ({"track": "military", "end": "2025-09-03"}, ["The boat was [hit]."]),
        ({"frame": "'; DROP TABLE events; --"}, []),
    ],
)
def test_what_is_asked_for_is_found(store, what, sentences):
    assert marked(evidence(store, n=0, **what)) == sentences


def test_evidence_names_its_article(store):
    row = evidence(store, frame="sea").iloc[0]
    assert (row["outlet"], row["title"], f"{row['published']:%Y-%m-%d}") == ("Post", "A", "2025-09-05")


def test_a_selection_gives_its_own_sentences_only(store):
    assert marked(evidence(Store(store.path, copies=False), status="occurred", n=0, outlet="Post")) == ["A boat was [hit].", "They [hit] it again."]


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ({}, "ask for one of frame, event, mode, track, status, entity, speaker$"),
        ({"colour": "red"}, "ask for one of .*, not colour"),
        ({"frame": "sea", "entity": "Ana"}, "frame and entity are annotated apart"),
    ],
)
def test_a_question_that_no_table_answers_is_refused(store, what, message):
    with pytest.raises(ValueError, match=message):
        evidence(store, **what)


def test_a_cue_that_reaches_past_its_sentence_is_marked_to_the_sentences_end(fill):
    cue = [{"doc_id": "a", "start": 8, "end": 19, "codebook": "crisis", "frame": "sea"}]
    assert marked(evidence(fill(documents=DOCUMENTS, sentences=PLACES, frames=cue), frame="sea")) == ["Ana met [Ben.]"]


def test_each_incident_has_the_sentences_that_report_it(store):
    found = of_incidents(store, ["i1", "i2", "i3", "none"])
    assert marked(found["i1"]) == ["The boat was [hit].", "A boat was [hit].", "They [hit] it again."]
    assert marked(found["i2"]) == ["A [hit], said Ana."]
    assert found["i3"].empty and found["none"].empty
    assert marked(of_incidents(store, ["i1"], most=1)["i1"]) == ["The boat was [hit]."]


def test_two_events_of_one_incident_in_one_sentence_give_it_once(fill):
    events = [event("b-0", 0, 13), event("b-1", 0, 4, "boat")]
    store = fill(documents=DOCUMENTS, sentences=PLACES, events=events, incidents=[{"incident_id": "i", "event_ids": ["b-0", "b-1"]}])
    assert marked(of_incidents(store, ["i"])["i"]) == ["The [boat] was hit."]


def test_sentences_that_hold_a_form_one_per_article(fill):
    store = fill(
        documents=[{"doc_id": "a", "outlet": "Post", "text": "The Regime. A regime."}, {"doc_id": "b", "outlet": "Wire", "text": "Regimens."}],
        sentences=[
            {"doc_id": "a", "sentence": 0, "start": 0, "end": 11}, {"doc_id": "a", "sentence": 1, "start": 12, "end": 21},
            {"doc_id": "b", "sentence": 0, "start": 0, "end": 9},
        ],
    )  # fmt: skip
    found = of_words(store, ["regime", "the regime"])
    assert found[["words", "mark_start", "mark_end"]].values.tolist() == [["The Regime.", 0, 10]]
    assert of_words(store, ["regime"], outlet="Wire").empty
