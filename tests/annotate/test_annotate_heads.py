import numpy as np
import pytest

from parley.annotate.heads import CACHE, FITTED, Head, Vectors, fitted, heads, save
from parley.annotate.model import Encoder
from parley.codebook import Codebook, Frame


def embed(texts):
    """A vector per text from its first letter: d for deals, g for guns; 384 wide, as the model's."""
    out = np.zeros((len(texts), 384), np.float32)
    for row, text in enumerate(texts):
        out[row, "dgx".index(text[0])] = 1
    return out


def frame(name, definition, *examples):
    return Frame("c", name, name, definition, "", "", (), examples)


def book(*frames, without=("x1", "x2")):
    return Codebook((), (), (), frames, {}, (), {}, (), {}, {}, no_frame={"c": without})


TWO = (frame("deal", "d", "d1", "d2"), frame("gun", "g", "g1", "g2"))


@pytest.fixture(scope="module")
def encoder():
    return Encoder()


def test_a_sentence_like_the_examples_gets_their_frame_and_another_none():
    (head,) = heads(book(*TWO), embed)
    assert head.frames == ("deal", "gun")
    assert head.choose(embed(["d9", "g9", "x9"]), np.zeros((3, 2))).tolist() == [0, 1, 2]
    p = head(embed(["d9"]), np.zeros((1, 2)))
    assert p[0, 0] > 0.9 and p.sum() < 1


def test_a_new_frame_needs_nothing_but_its_words():
    (head,) = heads(book(TWO[0], frame("guns", "g")), embed)
    assert head.choose(embed(["g9"]), np.zeros((1, 2))).tolist() == [1]


def test_a_cue_adds_to_its_frame_and_a_third_adds_nothing():
    (head,) = heads(book(*TWO), embed)
    none, one, two, three = (head(embed(["x"]), np.array([[n, 0]]))[0, 0] for n in range(4))
    assert none < one < two == three


def test_a_codebook_without_sentences_of_no_frame_takes_those_of_the_others():
    (head,) = heads(book(*TWO, without=()), embed)
    assert head.choose(embed(["d9", "g9"]), np.zeros((2, 2))).tolist() == [0, 1]


def test_fitting_moves_a_head_to_what_is_coded_and_is_the_same_each_time():
    (head,) = heads(book(*TWO), embed)
    x, cues = embed(["d9", "d8", "g9"]), np.zeros((3, 2))
    right = np.array([1, 1, 0])  # the analyst calls every deal a gun and every gun a deal
    moved, again = (fitted(head, x, cues, right, strength=1e-4) for _ in range(2))
    assert moved.choose(x, cues).tolist() == [1, 1, 0]
    assert np.array_equal(moved.weights, again.weights)


def test_a_strong_prior_keeps_the_head_where_it_was():
    (head,) = heads(book(*TWO), embed)
    moved = fitted(head, embed(["d9"]), np.zeros((1, 2)), np.array([1]), strength=1e6)
    assert np.allclose(moved.weights, head.weights, atol=1e-3)


def test_a_fitted_head_is_taken_while_the_frames_are_the_same(tmp_path):
    mine = Head("c", ("deal", "gun"), np.full((2, 384), 0.5, np.float32), np.array([1.0, 2, 3], np.float32), 0.25)
    save([mine], tmp_path / FITTED)
    (kept,) = heads(book(*TWO), embed, tmp_path / FITTED)
    assert np.array_equal(kept.weights, mine.weights) and kept.bias.tolist() == [1, 2, 3] and kept.per_cue == 0.25
    (other,) = heads(book(*TWO, frame("more", "x")), embed, tmp_path / FITTED)
    assert not np.array_equal(other.weights[:2], mine.weights)


def test_a_vector_of_the_file_is_what_the_model_says_now(book_sentences, encoder):
    held = Vectors(encoder)
    fresh = Vectors(encoder, CACHE.with_name("none"))
    assert held._held, "made for another model: run python -m training.frames"
    # an 8-bit model's vectors differ a little with what else stands in the batch
    assert ((held(book_sentences) * fresh(book_sentences)).sum(1) > 0.97).all()


@pytest.fixture
def book_sentences():
    from parley.codebook import load

    return [f.examples[0] for f in load().frames][::5]


def test_the_file_made_for_another_model_is_not_used(tmp_path):
    class Other:
        sha256 = "another"

        def __call__(self, texts):
            return [[type("Reading", (), {"vector": np.ones(384, np.float16)})] for _ in texts]

    vectors = Vectors(Other())
    assert vectors(["a"]).tolist() == [[1.0] * 384]
    vectors.save(tmp_path / "v.npz")
    assert Vectors(Other(), tmp_path / "v.npz")._held.keys() == vectors._held.keys()


def test_the_shipped_examples_are_as_many_as_the_codebook_promises():
    from parley.codebook import load

    assert all(10 <= len(f.examples) <= 30 for f in load().frames)
