from datetime import date
from math import log2

import pytest

from parley.analyse.entities import cooccurrence, entity_frequency, name_forms

DOCUMENTS = [
    {"doc_id": "a", "outlet": "Post", "published": "2025-09-03", "words": 100},
    {"doc_id": "b", "outlet": "Post", "published": "2025-10-06", "words": 300},
    {"doc_id": "c", "outlet": "Wire", "published": None, "words": 50},
]


def names(*seen):
    """Mentions written `article sentence entity`; `entity/form` where the text has another form."""
    rows = []
    for n, item in enumerate(seen):
        doc, sentence, name = item.split(" ", 2)
        entity, _, form = name.partition("/")
        label = "LOC" if entity in ("Lima", "Quito") else "NORP" if entity == "Peruvian" else "PER"
        via = "short form" if form else "codebook"
        rows.append(
            {"doc_id": doc, "sentence": int(sentence), "start": n, "end": n + 1, "text": form or entity, "entity": entity, "label": label, "via": via}
        )
    return rows


SEEN = names("a 0 Ana", "a 0 Lima", "a 1 Ana", "b 0 Ana", "b 0 Lima", "c 0 Lima", "c 0 Lima", "c 1 Ben")


def rows(frame, *columns):
    return list(frame[list(columns)].itertuples(index=False, name=None))


def test_entities_are_ranked_by_articles_then_mentions(fill):
    found = entity_frequency(fill(documents=DOCUMENTS, mentions=SEEN), by="corpus")
    # Lima: 4 mentions in 3 articles; Ana: 3 in 2; Ben: 1 in 1; of 450 words
    assert rows(found, "entity", "mentions", "articles", "words") == [("Lima", 4, 3, 450), ("Ana", 3, 2, 450), ("Ben", 1, 1, 450)]
    assert found["per_1000"].tolist() == [pytest.approx(4000 / 450), pytest.approx(3000 / 450), pytest.approx(1000 / 450)]
    assert (found["low"] <= found["per_1000"]).all() and (found["per_1000"] <= found["high"]).all()


def test_a_group_that_does_not_name_the_entity_has_a_row_with_0(fill):
    found = entity_frequency(fill(documents=DOCUMENTS, mentions=SEEN), by="outlet", top=2)
    assert rows(found, "entity", "outlet", "mentions", "articles", "words") == [
        ("Lima", "Post", 2, 2, 400), ("Lima", "Wire", 2, 1, 50), ("Ana", "Post", 3, 2, 400), ("Ana", "Wire", 0, 0, 50),
    ]  # fmt: skip
    assert found["per_1000"].tolist() == [5, 40, 7.5, 0]
    # a single article gives no interval, but none in 50 words is at most 3/50 by the rule of three
    assert found["low"].isna().tolist() == [False, True, False, False] and (found["low"][3], found["high"][3]) == (0, 60)


def test_by_month_undated_articles_are_left_out(fill):
    found = entity_frequency(fill(documents=DOCUMENTS, mentions=SEEN), by="month", top=1)
    # Ana and Lima are each in two dated articles; Ana has 3 mentions there, Lima 2
    assert [(e, m.date(), n) for e, m, n in rows(found, "entity", "month", "mentions")] == [
        ("Ana", date(2025, 9, 1), 2),
        ("Ana", date(2025, 10, 1), 1),
    ]


def test_only_the_labels_asked_for_are_counted(fill):
    found = entity_frequency(fill(documents=DOCUMENTS, mentions=SEEN), by="corpus", labels=("PER",))
    assert found["entity"].tolist() == ["Ana", "Ben"]


def test_no_mention_gives_an_empty_frame_with_its_columns(fill):
    found = entity_frequency(fill(documents=DOCUMENTS), by="outlet")
    assert found.empty and list(found.columns) == ["entity", "outlet", "mentions", "articles", "words", "per_1000", "low", "high"]


def test_an_article_without_words_divides_nothing_by_zero(fill):
    found = entity_frequency(fill(documents=[{"doc_id": "a", "words": 0}], mentions=names("a 0 Ana")), by="corpus")
    assert found["per_1000"].tolist() == [1000]  # read as one word


def test_an_unknown_grouping_is_answered_with_the_choices(fill):
    with pytest.raises(ValueError, match="by='year': choose one of outlet, week, month, corpus"):
        entity_frequency(fill(documents=DOCUMENTS), by="year")


def test_a_pair_counts_sentences_and_how_much_more_often_than_by_chance(fill):
    sentences = [{"doc_id": d, "sentence": s, "start": 0, "end": 1} for d in "abc" for s in (0, 1)]
    found = cooccurrence(fill(documents=DOCUMENTS, mentions=SEEN, sentences=sentences), least=2)
    # Ana and Lima stand in 3 sentences each (Lima twice in c 0 is one), together in 2 of 6: log2(2 · 6 / (3 · 3))
    assert rows(found, "entity", "other", "sentences") == [("Ana", "Lima", 2)]
    assert found["pmi"].tolist() == [pytest.approx(log2(12 / 9))]


def test_pairs_below_the_least_and_peoples_are_left_out(fill):
    seen = names("a 0 Ana", "a 0 Lima", "a 1 Ana", "a 1 Peruvian", "b 1 Ana", "b 1 Peruvian", "c 0 Ana", "c 0 Peruvian")
    assert cooccurrence(fill(documents=DOCUMENTS, mentions=seen)).empty


def test_forms_are_listed_commonest_first_with_how_they_were_recognised(fill):
    seen = names("a 0 Ana Ruiz/Ruiz", "a 1 Ana Ruiz/Ruiz", "b 0 Ana Ruiz", "b 1 Lima", "b 2 Peruvian")
    found = name_forms(fill(documents=DOCUMENTS, mentions=seen))
    assert rows(found, "entity", "label", "mentions", "forms", "found_by") == [
        ("Ana Ruiz", "PER", 3, "Ruiz (2), Ana Ruiz (1)", "codebook, short form"),
        ("Lima", "LOC", 1, "Lima (1)", "codebook"),
    ]
    assert name_forms(fill(documents=DOCUMENTS, mentions=seen), top=1)["entity"].tolist() == ["Ana Ruiz"]
