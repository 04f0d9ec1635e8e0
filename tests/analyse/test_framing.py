from datetime import date
from math import isnan

import pytest

from parley.analyse.framing import compare, frame_places, frame_prevalence, frame_voice, lexical_choice, who_speaks
from parley.store import Store

DOCUMENTS = [
    {"doc_id": "a", "outlet": "Post", "published": "2025-09-03", "text": "The regime spoke. The Regime fell; the government did not."},
    {"doc_id": "b", "outlet": "Post", "published": "2025-10-06", "text": "A regimen is no word of ours."},
    {"doc_id": "c", "outlet": "Wire", "published": None, "text": "The government met the government."},
    {"doc_id": "d", "outlet": None, "published": "2025-10-07", "text": "Nothing.", "copy_of": "b"},
]
FRAMES = [
    {"doc_id": d, "codebook": "crisis", "frame": f, "share": 0.5, "present": f"{d}{f}" in ("awar", "bwar", "cwar", "atalks")}
    for d in "abcd"
    for f in ("talks", "war")
] + [{"doc_id": "a", "codebook": "generic", "frame": "conflict", "share": 1.0, "present": True}]


def rows(frame, *columns):
    return list(frame[list(columns)].itertuples(index=False, name=None))


def test_prevalence_counts_articles_per_outlet(fill):
    found = frame_prevalence(fill(documents=DOCUMENTS, document_frames=FRAMES), by="outlet", codebook="crisis")
    # talks: a only; war: a, b and c. The Post has a and b, the Wire c, and d names no outlet
    assert rows(found, "frame", "outlet", "count", "n") == [
        ("talks", "(outlet unknown)", 0, 1), ("talks", "Post", 1, 2), ("talks", "Wire", 0, 1),
        ("war", "(outlet unknown)", 0, 1), ("war", "Post", 2, 2), ("war", "Wire", 1, 1),
    ]  # fmt: skip
    assert found["share"].tolist() == [0, 0.5, 0, 0, 1, 1]
    # Wilson for 1 of 2: middle 0.5; half 1.96 / 2.92073 · sqrt(0.125 + 0.24009) = 0.4055
    assert (found["low"][1], found["high"][1]) == (pytest.approx(0.0945, abs=1e-3), pytest.approx(0.9055, abs=1e-3))


def test_prevalence_by_month_leaves_undated_articles_out(fill):
    found = frame_prevalence(fill(documents=DOCUMENTS, document_frames=FRAMES), by="month", codebook="crisis")
    war = found[found["frame"] == "war"]
    assert [(d.date(), c, n) for d, c, n in rows(war, "month", "count", "n")] == [(date(2025, 9, 1), 1, 1), (date(2025, 10, 1), 1, 2)]


def test_a_week_begins_on_monday(fill):
    # 3 September 2025 is a Wednesday; 6 and 7 October are Monday and Tuesday
    found = frame_prevalence(fill(documents=DOCUMENTS, document_frames=FRAMES), by="week", codebook="crisis")
    assert sorted({d.date() for d in found["week"]}) == [date(2025, 9, 1), date(2025, 10, 6)]


def test_prevalence_over_the_whole_corpus_counts_every_article(fill):
    found = frame_prevalence(fill(documents=DOCUMENTS, document_frames=FRAMES), by="corpus", codebook="crisis")
    assert rows(found, "frame", "count", "n") == [("talks", 1, 4), ("war", 3, 4)]


def test_an_unknown_grouping_or_codebook_is_answered_with_the_choices(fill):
    store = fill(documents=DOCUMENTS, document_frames=FRAMES)
    with pytest.raises(ValueError, match="by='paper': choose one of outlet, week, month, corpus"):
        frame_prevalence(store, by="paper", codebook="crisis")
    with pytest.raises(ValueError, match="codebook='crises': choose one of crisis, generic"):
        frame_prevalence(store, by="outlet", codebook="crises")


def test_prevalence_of_no_article_is_an_empty_frame_with_its_columns(fill):
    found = frame_prevalence(fill(), by="outlet", codebook="crisis")
    assert found.empty and list(found.columns) == ["frame", "outlet", "n", "count", "share", "low", "high"]


def test_two_selections_stand_side_by_side(fill):
    each = fill(documents=DOCUMENTS, document_frames=FRAMES)
    found = compare(Store(each.path, copies=False), each, codebook="crisis")
    # without the copy d: war 3 of 3 and talks 1 of 3; with it 3 of 4 and 1 of 4
    assert rows(found, "frame", "n_once", "n_each") == [("talks", 3, 4), ("war", 3, 4)]
    assert found["once"].tolist() == [pytest.approx(1 / 3), 1] and found["each"].tolist() == [0.25, 0.75]


def test_voice_is_the_share_of_cues_in_quoted_words(fill):
    cue = lambda doc, frame, quoted: {"doc_id": doc, "codebook": "crisis", "frame": frame, "in_quote": quoted, "start": 0, "end": 1, "sentence": 0}  # noqa: E731
    cues = [
        cue("a", "war", True),
        cue("a", "war", False),
        cue("b", "war", False),
        cue("c", "war", True),
        {**cue("a", "war", True), "codebook": "generic"},
    ]
    found = frame_voice(fill(documents=DOCUMENTS, frames=cues), codebook="crisis")
    # the Post: 1 of 3 cues quoted, over two articles; the Wire: 1 of 1, in a single article, so no interval
    assert rows(found, "frame", "outlet", "quoted", "cues") == [("war", "Post", 1, 3), ("war", "Wire", 1, 1)]
    assert found["share"].tolist() == [pytest.approx(1 / 3), 1]
    assert found["low"][0] <= 1 / 3 <= found["high"][0] and isnan(found["low"][1])


def test_places_are_shares_of_the_sentences_of_headline_body_quotes_and_own_voice(fill):
    place = lambda i, start, end, head=False: {"doc_id": "a", "sentence": i, "start": start, "end": end, "in_headline": head}  # noqa: E731
    found = frame_places(
        fill(
            documents=DOCUMENTS,
            sentences=[place(0, 0, 10, True), place(1, 11, 21), place(2, 22, 32)],
            frames=[{"doc_id": "a", "codebook": "crisis", "frame": "war", "sentence": i} for i in (0, 2, 2)],
            quotes=[{"doc_id": "a", "content_start": 22, "content_end": 30, "direct": True}],  # 8 of the 10 characters of the last sentence
        ),
        codebook="crisis",
    )
    assert rows(found, "place", "count", "n") == [("headline", 1, 1), ("body", 1, 2), ("quoted", 1, 1), ("own voice", 1, 2)]


def test_choice_counts_whole_words_in_any_case_as_shares_of_the_choice(fill):
    choices = {"who rules": {"regime": ["regime", "the regime"], "government": ["government"]}, "nothing": {}}
    found = lexical_choice(fill(documents=DOCUMENTS), choices=choices, by="outlet")
    # the Post: regime twice, government once ("regimen" is another word); the Wire: government twice
    assert rows(found, "label", "outlet", "count", "all", "articles") == [
        ("government", "Post", 1, 3, 1), ("government", "Wire", 2, 2, 1), ("regime", "Post", 2, 3, 1),
    ]  # fmt: skip
    assert found["share"].tolist() == [pytest.approx(1 / 3), 1, pytest.approx(2 / 3)]


def test_choice_without_any_use_is_an_empty_frame_with_its_columns(fill):
    found = lexical_choice(fill(documents=DOCUMENTS), choices={"sea": {"ship": ["frigate"]}}, by="outlet")
    assert found.empty and {"choice", "label", "outlet", "count", "share", "low", "high", "articles"} <= set(found.columns)


def quote(doc, start, end, speaker, stance="neutral"):
    return {"doc_id": doc, "content_start": start, "content_end": end, "speaker": speaker, "stance": stance, "direct": True}


def named(*people):
    return [{"doc_id": "a", "sentence": 0, "start": n, "end": n + 1, "text": p, "entity": p, "label": "PER"} for n, p in enumerate(people)]


NAMED = named("Ana Ruiz", "Ben Oduya", "Álvaro Peña", "I")


def test_voices_are_shares_of_the_attributed_words_of_a_group(fill):
    said = [
        quote("a", 0, 17, "Ana Ruiz"),  # "The regime spoke." is 3 words
        quote("a", 18, 34, "Ben Oduya", "distancing"),  # "The Regime fell;" is 3 words
        quote("b", 0, 9, "reports"),  # "A regimen" is 2 words of nobody by name
        quote("c", 0, 14, "Ana Ruiz"),  # "The government" is 2 words
    ]
    found = who_speaks(fill(documents=DOCUMENTS, mentions=NAMED, quotes=said), by="outlet")
    # the Post: 8 attributed words, 3 of Ruiz's and 3 of Oduya's; the Wire: 2 of 2 of Ruiz's
    assert rows(found, "speaker", "outlet", "quotes", "words", "distancing") == [
        ("Ana Ruiz", "Post", 1, 3, 0), ("Ana Ruiz", "Wire", 1, 2, 0), ("Ben Oduya", "Post", 1, 3, 1), ("Ben Oduya", "Wire", 0, 0, 0),
    ]  # fmt: skip
    assert found["share"].tolist() == [0.375, 1, 0.375, 0]


def test_a_speaker_is_who_is_named_and_not_who_begins_with_a_capital(fill):
    said = [quote("a", 0, 17, "Álvaro Peña"), quote("a", 18, 34, "Critics"), quote("b", 0, 9, "I")]
    found = who_speaks(fill(documents=DOCUMENTS, mentions=NAMED, quotes=said), by="corpus")
    assert rows(found, "speaker", "share") == [("Álvaro Peña", 3 / 8)]


def test_only_the_speakers_with_most_words_are_given(fill):
    said = [quote("a", 0, 17, "Ana Ruiz"), quote("a", 18, 28, "Ben Oduya")]
    assert who_speaks(fill(documents=DOCUMENTS, mentions=NAMED, quotes=said), by="corpus", top=1)["speaker"].tolist() == ["Ana Ruiz"]


@pytest.mark.parametrize("said", [[], [quote("b", 0, 9, "reports")], [quote("b", 0, 9, None)]])
def test_where_nobody_speaks_by_name_the_frame_is_empty_with_its_columns(fill, said):
    found = who_speaks(fill(documents=DOCUMENTS, quotes=said), by="outlet")
    assert found.empty and list(found.columns) == ["speaker", "outlet", "quotes", "words", "distancing", "share", "low", "high"]
