from math import isnan, log, log2, sqrt

import pytest

from parley.analyse.keyness import PRIOR_WORDS, collocates, keyness, log_dice

DOCUMENTS = [
    {"doc_id": "a", "outlet": "Post", "text": "Regime ships, regime boats."},
    {"doc_id": "b", "outlet": "Post", "text": "The regime’s ships."},
    {"doc_id": "c", "outlet": "Wire", "text": "Boats and boats and the U.S. ships."},
    {"doc_id": "d", "outlet": "Wire", "text": "Boats."},
]


def test_keyness_is_the_log_odds_ratio_with_a_prior_from_all_the_words(fill):
    found = keyness(fill(documents=DOCUMENTS), by="outlet", first="Post", second="Wire", top=9).set_index("word")
    # 15 words: the Post has 7 (regime 3, ships 2, boats 1, the 1), the Wire 8 (boats 3, and 2, the, u.s, ships)
    prior = 3 / 15 * PRIOR_WORDS
    a, b = 3 + prior, 0 + prior
    wanted = log(a / (7 + PRIOR_WORDS - a)) - log(b / (8 + PRIOR_WORDS - b))
    regime = found.loc["regime"]
    assert regime["log_odds"] == pytest.approx(wanted)
    assert regime["z"] == pytest.approx(wanted / sqrt(1 / a + 1 / b))
    assert (regime["count_first"], regime["count_second"], regime["articles_first"], regime["articles_second"]) == (3, 0, 2, 0)
    assert regime["per_1000_first"] == pytest.approx(3000 / 7) and regime["leans_to"] == "first"
    assert found.loc["boats", "leans_to"] == "second" and "u.s" in found.index
    assert (found["low"] <= found["log_odds"]).all() and (found["log_odds"] <= found["high"]).all()


def test_words_of_too_few_articles_are_not_listed(fill):
    found = keyness(fill(documents=DOCUMENTS), by="outlet", first="Post", second="Wire", least_articles=3)
    assert set(found["word"]) == {"boats", "ships"}


def test_one_article_on_a_side_gives_no_interval_and_no_words_no_rows(fill):
    store = fill(documents=[*DOCUMENTS[:3], {"doc_id": "e", "outlet": "Mute", "text": "1 2 3"}])
    assert keyness(store, by="outlet", first="Post", second="Wire")["low"].map(isnan).all()
    assert keyness(store, by="outlet", first="Mute").empty


def test_an_unknown_group_is_answered_with_those_there_are(fill):
    with pytest.raises(ValueError, match="no outlet 'Times': choose one of Post, Wire"):
        keyness(fill(documents=DOCUMENTS), by="outlet", first="Times")


TEXT = "Ruiz sails. Ruiz sails. The sea. A ship sails."
SENTENCES = [(0, 11), (12, 23), (24, 32), (33, 46)]


def test_collocates_count_sentences_that_name_the_actor(fill):
    store = fill(
        documents=[{"doc_id": "a", "text": TEXT}],
        sentences=[{"doc_id": "a", "sentence": i, "start": s, "end": e} for i, (s, e) in enumerate(SENTENCES)],
        mentions=[{"doc_id": "a", "sentence": i, "start": s, "end": s + 4, "text": "Ruiz", "entity": "Ana Ruiz"} for i, s in ((0, 0), (1, 12))],
    )
    found = collocates(store, entity="Ana Ruiz")
    # "sails" stands in 3 of 4 sentences, in both of the 2 that name her; her own name is left out
    assert found["word"].tolist() == ["sails"]
    row = found.iloc[0]
    assert (row["both"], row["with_entity"], row["with_word"], row["sentences"], row["articles"]) == (2, 2, 3, 4, 1)
    assert row["log_dice"] == pytest.approx(14 + log2(4 / 5))
    assert row["pmi"] == pytest.approx(log2(2 * 4 / (2 * 3))) and row["student_t"] == pytest.approx((2 - 2 * 3 / 4) / sqrt(2), rel=1e-6)
    assert isnan(row["low"])
    assert collocates(store, entity="Ana Ruiz", function_words=("sails",)).empty and collocates(store, entity="Nobody").empty


def test_log_dice_has_its_ceiling_where_two_never_part():
    assert log_dice(5, 5, 5) == 14 and log_dice(0, 5, 5) == -float("inf")
