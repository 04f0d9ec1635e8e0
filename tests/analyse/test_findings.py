import pandas as pd
import pytest

from parley.analyse import findings

HOSTILE = "<img src=x onerror=alert(1)>"


def frames(**present):
    """Rows of document_frames: `a="war"` says that the article a has the frame war."""
    return [
        {"doc_id": d, "codebook": "crisis", "frame": f, "present": f in present.get(d, "").split()} for d in sorted(present) for f in ("talks", "war")
    ]


def test_the_corpus_is_told_in_articles_outlets_and_undated(fill):
    documents = [
        {"doc_id": d, "outlet": o, "published": p} for d, o, p in [("a", "Post", "2025-09-03"), ("b", "Post", None), ("c", "Wire", "2025-09-04")]
    ]
    text = findings.about_corpus(fill(documents=documents))
    assert text == "The corpus holds **3 articles** from 2 outlets, most of them (2) from Post; 1 is undated."


def test_one_article_of_an_unknown_outlet_is_told_in_the_singular(fill):
    assert (
        findings.about_corpus(fill(documents=[{"doc_id": "a"}])) == "The corpus holds **1 article** from outlets that they do not name; 1 is undated."
    )


def test_nothing_left_after_the_filters_is_said(fill):
    assert findings.about_corpus(fill()).startswith("**No article is left**")


def test_framing_names_the_commonest_frame_and_where_outlets_differ_most(fill):
    documents = [{"doc_id": d, "outlet": "Post" if d in "ab" else "Wire"} for d in "abc"]
    text = findings.about_framing(fill(documents=documents, document_frames=frames(a="war talks", b="war talks", c="war")))
    # war: all three articles; talks: 2 of 2 in the Post, 0 of 1 in the Wire
    assert text == (
        "The commonest crisis frame is **war**, in 3 of 3 articles; outlets differ most over **talks**: "
        "2 of 2 in Post, 0 of 1 in Wire (with so few articles their intervals overlap)."
    )


def test_framing_says_where_intervals_do_not_overlap(fill):
    documents = [{"doc_id": f"{o}{n}", "outlet": o} for o in ("Post", "Wire") for n in range(9)]
    text = findings.about_framing(
        fill(documents=documents, document_frames=frames(**{d["doc_id"]: "war" if d["outlet"] == "Post" else "" for d in documents}))
    )
    assert "9 of 9 in Post, 0 of 9 in Wire (intervals do not overlap)" in text


def test_framing_of_one_outlet_compares_nothing(fill):
    text = findings.about_framing(fill(documents=[{"doc_id": "a", "outlet": "Post"}], document_frames=frames(a="war")))
    assert text == "The commonest crisis frame is **war**, in 1 of 1 articles; with one outlet there is nothing to compare it with."


def test_framing_of_outlets_that_agree_does_not_call_them_one(fill):
    documents = [{"doc_id": "a", "outlet": "Post"}, {"doc_id": "b", "outlet": "Wire"}]
    text = findings.about_framing(fill(documents=documents, document_frames=frames(a="war", b="war")))
    assert text == "The commonest crisis frame is **war**, in 2 of 2 articles; every outlet uses each frame in the same share of its articles."


@pytest.mark.parametrize("rows", [[], frames(a="")])
def test_no_frame_is_said(fill, rows):
    assert findings.about_framing(fill(documents=[{"doc_id": "a"}] if rows else [], document_frames=rows)).startswith("**No crisis frame**")


def test_names_are_told_with_mentions_articles_and_the_first_voice(fill):
    documents = [{"doc_id": "a", "text": "one two three four", "outlet": "Post"}, {"doc_id": "b", "text": "five"}]
    mentions = [{"doc_id": "a", "sentence": 0, "start": n, "end": n + 1, "text": "Ana", "entity": "Ana", "label": "PER"} for n in range(3)]
    quotes = [
        {"doc_id": "a", "content_start": 0, "content_end": 13, "speaker": "Ana"},
        {"doc_id": "a", "content_start": 14, "content_end": 18, "speaker": "Ben"},
    ]
    # Ana has three of the four attributed words
    assert findings.about_names(fill(documents=documents, mentions=mentions, quotes=quotes)) == (
        "The person named most is **Ana**: 3 mentions in 1 of 2 articles; nobody is quoted at more length than **Ana** (75% of all attributed words)."
    )
    assert findings.about_names(fill(documents=documents, mentions=mentions, quotes=[])).endswith("; nobody is quoted by name.")


def test_no_person_is_said(fill):
    assert findings.about_names(fill(documents=[{"doc_id": "a"}])).startswith("**No person**")


def happened(fill, *changes, **more):
    day = {"earliest": "2025-09-02", "latest": "2025-09-02"}
    base = {
        "track": "military",
        "event": "ASSAULT",
        "trigger": "struck",
        "status": "occurred",
        "source": "Navy",
        "target": "Crew",
        "independent_outlets": 2,
    }
    incidents = [{"incident_id": f"i{n}", "documents": 2, "salience": 1.0, "event_ids": ["e"], **base, **day, **c} for n, c in enumerate(changes)]
    return findings.about_events(fill(documents=[{"doc_id": "a"}], events=[{"event_id": "e", "doc_id": "a"}], incidents=incidents, **more))


def test_events_are_counted_by_track_with_the_best_corroborated_named(fill):
    text = happened(fill, {}, {"track": "diplomatic", "independent_outlets": 1}, {"status": "planned"})
    assert text.startswith("Reports date **1 diplomatic**, **0 pressure** and **1 military** incidents that happened, and 1 planned, ")
    assert "(Navy and Crew), 2025-09-02, by 2 independent outlets." in text


def test_an_incident_without_actors_or_exact_day_is_told_so(fill):
    text = happened(fill, {"source": None, "target": None, "latest": "2025-09-04"})
    assert "(no actor named), 2025-09-02 to 2025-09-04, by 2 independent outlets." in text
    assert happened(fill, {"independent_outlets": 1}).endswith("; none by a second known outlet.")


@pytest.mark.parametrize("changes", [[], [{"status": "planned"}], [{"earliest": None, "latest": None}]])
def test_no_incident_that_happened_is_said(fill, changes):
    assert happened(fill, *changes) == "**No incident** of the three tracks is reported with a date."


def test_trust_tells_what_is_found_and_how_often_the_status_is_right():
    scores = pd.DataFrame(
        [("events found", 3, 4, 0.75, 0.3, 0.95), ("status right", 1, 3, 1 / 3, 0.06, 0.79)],
        columns=["question", "right", "n", "share", "low", "high"],
    )
    assert findings.about_trust(scores) == (
        "Against hand labels the engine finds **3 of 4 events** (75%, 30% to 95%); of those found, the status is right for 1 of 3 (33%)."
    )


@pytest.mark.parametrize(
    "scores", [pd.DataFrame(), pd.DataFrame([("events found", 0, 0, None, None, None)], columns=["question", "right", "n", "share", "low", "high"])]
)
def test_trust_without_labels_of_these_articles_is_said(scores):
    text = findings.about_trust(scores)
    assert "**no hand labels**" in text and "nan" not in text


def test_trust_with_nothing_found_gives_no_share_of_nothing():
    nan = float("nan")
    rows = [("events found", 0, 4, 0.0, 0.0, 0.49), ("status right", 0, 0, nan, nan, nan)]
    text = findings.about_trust(pd.DataFrame(rows, columns=["question", "right", "n", "share", "low", "high"]))
    assert "**0 of 4 events** (0%, 0% to 49%)" in text and "nan" not in text


def test_nothing_of_an_articles_names_is_markup(fill):
    documents = [{"doc_id": "a", "outlet": HOSTILE}, {"doc_id": "b", "outlet": "[x](javascript:alert(1))"}]
    mentions = [{"doc_id": "a", "sentence": 0, "start": 0, "end": 1, "text": "*", "entity": "**$x$**\n# <b>", "label": "PER"}]
    store = fill(documents=documents, mentions=mentions, document_frames=frames(a="war", b=""))
    for text in (findings.about_corpus(store), findings.about_framing(store), findings.about_names(store)):
        assert "\n" not in text
        assert all(text[i - 1] == "\\" for i, c in enumerate(text) if c in "<>[]$#")
