import pandas as pd
import pytest

from parley.analyse.linkage import linkage_scores, mention_matches, wrongly_linked

TEXT = "Ana Lima met Rui. Lima left Lima."


@pytest.fixture
def store(fill):
    mention = lambda start, text, entity: {"doc_id": "a", "start": start, "end": start + len(text), "text": text, "label": "PER", "entity": entity}  # noqa: E731
    seen = [mention(0, "Ana Lima", "Ana Lima"), mention(13, "Rui", "Ana Lima"), mention(18, "Lima", "Ana Lima"), mention(28, "Lim", "Lim")]
    return fill(documents=[{"doc_id": "a", "text": TEXT}], mentions=seen)


def labels(*rows):
    return pd.DataFrame([("a.txt", *r) for r in rows], columns=["article", "text", "nth", "label", "entity"])


HAND = [("Ana Lima", "1", "PER", "Ana Lima"), ("Rui", "1", "PER", "Rui"), ("Lima", "2", "PER", "Ana Lima"), ("Lima", "3", "LOC", "Lima")]


def test_a_name_is_found_only_at_its_own_place(store):
    found = mention_matches(store, labels(*HAND))
    assert found["found"].tolist() == [True, True, True, False]
    assert found["start"].tolist() == [0, 13, 18, 28]


def test_scores_over_names_found_and_with_missed_ones_alone(store):
    first, every = linkage_scores(mention_matches(store, labels(*HAND))).to_dict("records")
    # found: {Ana, Lima} {Rui} by hand, all three together by machine: precision (2/3 + 1/3 + 2/3) / 3, recall 1
    assert (first["n"], first["precision"], first["recall"]) == (3, pytest.approx(5 / 9), 1)
    # the missed place stands alone, rightly
    assert (every["n"], every["precision"], every["recall"]) == (4, pytest.approx(2 / 3), 1)
    assert (every["found"], every["label_right"]) == (0.75, 1)


def test_what_is_linked_otherwise_than_the_rest_of_its_entity_is_listed(fill):
    at = {"Ana Lima": 0, "Rui": 13, "Lima": 18}
    seen = [{"doc_id": "a", "start": s, "end": s + len(t), "label": "PER", "entity": "Rui" if t == "Rui" else "Ana"} for t, s in at.items()]
    store = fill(documents=[{"doc_id": "a", "text": TEXT}], mentions=seen)
    hand = labels(("Ana Lima", "1", "PER", "X"), ("Lima", "2", "PER", "X"), ("Rui", "1", "PER", "X"))
    assert wrongly_linked(mention_matches(store, hand))[["text", "machine_entity"]].to_numpy().tolist() == [["Rui", "Rui"]]


def test_a_label_that_the_article_does_not_hold_is_named(store):
    with pytest.raises(ValueError, match=r"a\.txt: `Rui` stands there 1 times, not 2"):
        mention_matches(store, labels(("Rui", "2", "PER", "Rui")))


def test_articles_that_the_corpus_lacks_are_left_out(store):
    found = mention_matches(store, labels(*HAND).assign(article="other.txt"))
    assert found.empty and linkage_scores(found)["n"].tolist() == [0, 0]
