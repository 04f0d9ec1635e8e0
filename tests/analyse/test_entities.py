import math
from datetime import date

import numpy as np
import pytest

from parley.analyse.entities import (
    entity_frequency,
    name_collisions,
    name_forms,
    outlet_contrast,
    rate_ratio,
    roles,
    salience,
)

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
    assert found.empty and list(found.columns) == ["entity", "outlet", "mentions", "articles", "n", "words", "per_1000", "low", "high"]


def test_an_article_without_words_divides_nothing_by_zero(fill):
    found = entity_frequency(fill(documents=[{"doc_id": "a", "words": 0}], mentions=names("a 0 Ana")), by="corpus")
    assert found["per_1000"].tolist() == [1000]  # read as one word


def test_an_unknown_grouping_is_answered_with_the_choices(fill):
    with pytest.raises(ValueError, match="by='year': choose one of outlet, week, month, corpus"):
        entity_frequency(fill(documents=DOCUMENTS), by="year")


def test_forms_are_listed_commonest_first_with_how_they_were_recognised(fill):
    seen = names("a 0 Ana Ruiz/Ruiz", "a 1 Ana Ruiz/Ruiz", "b 0 Ana Ruiz", "b 1 Lima", "b 2 Peruvian")
    found = name_forms(fill(documents=DOCUMENTS, mentions=seen))
    assert rows(found, "entity", "label", "mentions", "forms", "found_by") == [
        ("Ana Ruiz", "PER", 3, "Ruiz (2), Ana Ruiz (1)", "codebook, short form"),
        ("Lima", "LOC", 1, "Lima (1)", "codebook"),
    ]
    assert name_forms(fill(documents=DOCUMENTS, mentions=seen), top=1)["entity"].tolist() == ["Ana Ruiz"]


def test_surnames_of_several_people_are_reported(fill):
    seen = names("a 0 Ana Ruiz", "a 1 Rui Ruiz", "b 0 Ruiz", "b 1 Ana Ruiz")
    assert name_collisions(fill(documents=DOCUMENTS, mentions=seen)).to_dict("records") == [
        {"surname": "Ruiz", "people": "Ana Ruiz, Rui Ruiz", "unresolved": 1}
    ]


def test_salience_is_where_a_name_comes_first_and_whether_the_headline_has_it(fill):
    documents = [{"doc_id": d, "text": "x" * 100} for d in "abc"]
    places = {"a": [(0, "Ana"), (50, "Ana")], "b": [(60, "Ana")], "c": [(20, "Ana"), (90, "Rui")]}
    seen = [{"doc_id": d, "sentence": int(at >= 10), "start": at, "entity": e, "label": "PER"} for d, those in places.items() for at, e in those]
    sentences = [{"doc_id": d, "sentence": i, "start": 10 * i, "in_headline": i == 0 and d != "c"} for d in "abc" for i in (0, 1)]
    ana, rui = salience(fill(documents=documents, mentions=seen, sentences=sentences)).to_dict("records")
    # first at 0, .6 and .2 of the article; a and b have headlines, that of a names her
    assert (ana["articles"], ana["position"], ana["count"], ana["n"], ana["share"]) == (3, 0.2, 1, 2, 0.5)
    assert (rui["articles"], rui["n"]) == (1, 0) and math.isnan(rui["share"])


def test_roles_count_events_once_for_each_of_their_actors(fill):
    events = [
        {"doc_id": "a", "start": 1, "source": "Ana", "target": "Rui"},
        {"doc_id": "a", "start": 1, "source": "Ana", "target": "Lima"},  # the same act, on two
        {"doc_id": "b", "start": 1, "source": "Rui", "target": "Ana"},
    ]
    quotes = [{"doc_id": "b", "content_start": 9, "speaker": "Ana"}, {"doc_id": "b", "content_start": 20, "speaker": "a fisherman"}]
    found = roles(fill(documents=DOCUMENTS, mentions=SEEN, events=events, quotes=quotes)).set_index("entity")
    assert found.loc["Ana", ["agent", "patient", "speaker", "articles", "share"]].tolist() == [1, 1, 1, 2, 0.5]
    assert found.loc["Rui", ["agent", "patient", "speaker"]].tolist() == [1, 1, 0]
    assert "a fisherman" not in found.index


def test_the_interval_of_a_rate_ratio_by_hand():
    # rates 4/200 and 2/200; residuals 1, -1 and 1, -1: variance of the log 2 · 2/16 + 2 · 2/4
    ratio, low, high = rate_ratio((np.array([3, 1]), np.array([2, 0])), (np.array([100, 100]), np.array([100, 100])))
    half = 1.959964 * math.sqrt(0.25 + 1)
    assert ratio == pytest.approx(2) and (low, high) == (pytest.approx(2 * math.exp(-half)), pytest.approx(2 * math.exp(half)))


def test_a_rate_ratio_needs_mentions_on_both_sides():
    assert all(math.isnan(x) for x in rate_ratio(([1, 1], [0, 0]), ([9, 9], [9, 9])))


def contrasted(fill, post, wire):
    documents = [{"doc_id": f"{o}{i}", "outlet": o, "words": 100} for o, n in (("Post", post), ("Wire", wire)) for i in range(len(n))]
    seen = names(*(f"{o}{i} 0 Ana" for o, n in (("Post", post), ("Wire", wire)) for i, times in enumerate(n) for _ in range(times)))
    return outlet_contrast(fill(documents=documents, mentions=seen), outlets=("Post", "Wire")).iloc[0]


def test_a_clear_difference_is_told_in_words(fill):
    row = contrasted(fill, [8, 9, 8, 9, 8, 9], [2, 2, 3, 2, 2, 3])
    assert (row["mentions_1"], row["per_1000_1"], row["mentions_2"]) == (51, 85, 14) and row["ratio_low"] > 1
    assert row["reading"].startswith("Post names it 3.6 times as often")


def test_a_difference_that_the_articles_do_not_support_is_said_to_be_none(fill):
    assert "cannot tell" in contrasted(fill, [9, 1, 0, 1, 1, 5], [1, 3, 0, 2, 1, 1])["reading"]


def test_few_articles_are_not_compared(fill):
    row = contrasted(fill, [9, 9, 9], [1, 1, 1])
    assert row["reading"] == "too few articles to compare (3 and 3 name it; 5 each are needed)" and math.isnan(row["ratio_low"])


def test_an_outlet_that_the_corpus_lacks_is_named(fill):
    with pytest.raises(ValueError, match="no article of 'Gazette'"):
        outlet_contrast(fill(documents=DOCUMENTS), outlets=("Post", "Gazette"))
