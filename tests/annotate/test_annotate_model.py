"""The shipped model: its files, its windows and batches, and what it says of plain sentences."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from parley.annotate.cases import cases
from parley.annotate.model import LABELS, RUN, STRIDE, WEIGHTS, WINDOW, Encoder, ModelError, _batches, _runs, _windows, listed


@pytest.fixture(scope="module")
def encoder():
    return Encoder()


def alone(encoder, *texts):
    """A reading of each text as an article of one sentence."""
    return [reading for (reading,) in encoder([[t] for t in texts])]


def best(reading):
    return [LABELS[i] for i in reading.names.argmax(1)]


def test_the_file_is_small_and_the_one_on_the_card():
    assert (WEIGHTS / "encoder.onnx").stat().st_size <= 25_000_000
    card = (Path(__file__).parents[2] / "training" / "MODEL_CARD.md").read_text("utf8")
    assert listed()["encoder.onnx"] in card


def test_a_missing_file_says_what_to_do(tmp_path):
    with pytest.raises(ModelError, match=r"encoder\.onnx is missing.*install the project again"):
        Encoder(tmp_path)


def test_another_file_is_refused(tmp_path):
    for name in ("encoder.json", "tokenizer.json"):
        shutil.copy(WEIGHTS / name, tmp_path)
    (tmp_path / "encoder.onnx").write_bytes(b"something else")
    with pytest.raises(ModelError, match="not the file that belongs to this version"):
        Encoder(tmp_path)


def test_names_are_seen_by_their_capitals(encoder):
    named, ordinary = alone(encoder, "They met Wilma Okello in Kampala.", "They met an old friend in the harbour.")
    assert "B-PER" in best(named) and "B-LOC" in best(named)
    assert set(best(ordinary)) == {"O"}


def test_probabilities_sum_to_one_and_vectors_have_unit_length(encoder):
    (reading,) = alone(encoder, "The envoys met in Caracas on Monday.")
    assert np.allclose(reading.names.sum(1), 1, atol=1e-5) and abs(np.linalg.norm(reading.vector.astype(float)) - 1) < 1e-2
    assert reading.vector.shape == (384,) and len(reading.offsets) == len(reading.names) == len(reading.roles)


def test_like_sentences_have_like_vectors(encoder):
    strike, attack, cake = (
        r.vector.astype(float) for r in alone(encoder, "Jets struck the port.", "Planes attacked the harbour.", "She baked a cake.")
    )
    assert strike @ attack > strike @ cake + 0.2


def test_a_long_sentence_is_read_to_its_end(encoder):
    text = "They said that they met and left and " * 40 + "saw Wilma Okello."
    (reading,) = alone(encoder, text)
    assert len(reading.offsets) > 2 * WINDOW and reading.offsets[-1, 1] == len(text)
    okello = reading.tokens(text.index("Okello"), text.index("Okello") + 6)
    assert best(reading)[okello.start].endswith("PER")


@pytest.mark.parametrize(
    ("tokens", "begins"),
    [(0, [0]), (WINDOW, [0]), (WINDOW + 1, [0, STRIDE]), (STRIDE + WINDOW, [0, STRIDE]), (STRIDE + WINDOW + 1, [0, STRIDE, 2 * STRIDE])],
)
def test_windows_cover_every_token(tokens, begins):
    found = list(_windows(tokens))
    assert found == begins and found[-1] + WINDOW >= tokens


def test_a_batch_holds_sentences_of_one_length_and_no_more_than_fit():
    assert _batches([]) == []
    assert [list(b) for b in _batches([5, 5, 6, 40, 40])] == [[0, 1], [2], [3, 4]]
    assert [len(b) for b in _batches([128] * 9)] == [4, 4, 1]  # 512 tokens


def test_neighbours_are_read_together_up_to_a_length():
    assert _runs([], []) == []
    assert _runs([0, 1], [0, 0]) == [(0, 1)]
    assert _runs([0, 1, 2, 0], [30, RUN - 30, 1]) == [(0, 1), (2, 0)]  # the sentence that comes again does so in its own run
    assert _runs([0, 1, 2], [10, RUN + 1, 10]) == [(0,), (1,), (2,)]


def test_a_run_of_sentences_gives_a_reading_of_each_with_its_own_offsets(encoder):
    texts = ["Wilma Okello left Kampala.", "", "Okello saw Lima."]
    ((one, none, two),) = encoder([texts])
    assert [tuple(r.offsets[-1]) for r in (one, two)] == [(len(texts[0]) - 1, len(texts[0])), (len(texts[2]) - 1, len(texts[2]))]
    assert len(none.offsets) == len(none.names) == 0 and not none.vector.any()
    assert len(two.names) == len(two.acts) == len(two.roles) == len(two.offsets)
    assert abs(np.linalg.norm(two.vector.astype(float)) - 1) < 1e-2


def test_what_one_sentence_says_helps_in_the_next(encoder):
    """A firm that is called like a person, where only the sentence before tells."""
    fell = "Alma Berg fell two percent."
    told = encoder([["Alma Berg is a mining company listed in Oslo.", fell]])[0][1]
    (bare,) = alone(encoder, fell)
    org = [LABELS.index(label) for label in ("B-ORG", "I-ORG")]
    assert told.names[:2, org].sum(1).min() > 0.5 > bare.names[:2, org].sum(1).max()


def test_a_reading_is_the_same_to_the_last_bit_whatever_is_read_with_it(encoder):
    articles = [
        ["Okello left Kampala.", "She said so on Monday."],
        ["Envoys met in Lima."],
        ["Ships sailed from Recife.", "The ministers of Chad and Niger will sign a treaty in Paris on Friday."],
    ]
    together = encoder([*articles, *([t.replace("left", "saw") for t in a] for a in articles), ["They left. " * 90]])
    for article, with_others in zip(articles, together, strict=False):
        (by_itself,) = encoder([article])
        for one, other in zip(by_itself, with_others, strict=True):
            for part in ("names", "acts", "roles", "vector"):
                assert np.array_equal(getattr(one, part), getattr(other, part)), part


def test_repeated_and_reordered_articles_read_the_same(encoder):
    a, b = "The envoys met in Caracas.", "Okello left Kampala."
    one, two, again = alone(encoder, a, b, a)
    assert one is again and len(two.offsets) != len(one.offsets)


@pytest.mark.parametrize("text", ["", " ", "x" * 200_000, "🙂" * 300, "\u200f\u200dмосква 北京", "\x00\x01"])
def test_strange_text_gives_places_inside_it(encoder, text):
    (reading,) = alone(encoder, text)
    assert len(reading.offsets) == 0 or (reading.offsets.min() >= 0 and reading.offsets.max() <= len(text))


@pytest.mark.parametrize(
    ("word", "case"), [("12", 0), ("met", 1), ("Iran", 2), ("A", 2), ("UN", 3), ("iPhone", 4), ("McKay", 4), ("3COM", 3), ("x" * 41, 0)]
)
def test_the_case_of_a_word(word, case):
    assert cases(word).tolist() == [case] * len(word)


def test_the_case_of_each_word_of_a_text():
    assert cases("UN met Ana\ud800, ok").tolist() == [3, 3, 0, 1, 1, 1, 0, 2, 2, 2, 0, 0, 0, 1, 1]
    assert cases("").tolist() == [] and cases("—!").tolist() == [0, 0]
