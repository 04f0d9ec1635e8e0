import numpy as np
import pytest

from parley.annotate.frames import Cue, find, weigh
from parley.annotate.heads import Head
from parley.annotate.text import Phrases, Splitter, read_article
from parley.codebook import Codebook, Frame


def frame(codebook, name, *cues):
    return Frame(codebook, name, name, "", "", "", cues, ())


FRAMES = (frame("one", "talk", "talks", "peace talks"), frame("one", "force", "strike"), frame("two", "war", "strike", "talks"))
BOOK = Codebook((), (), (), FRAMES, {}, (), {}, (), {}, {})


def cues(text, quoted=()):
    entries = [(f"cue {f.codebook}", cue, f) for f in FRAMES for cue in f.cues]
    return find(read_article({"doc_id": "d", "text": text}, Splitter([]), Phrases(entries)), list(quoted))


# vectors of two numbers: the first speaks for talk, the second for force; with 10 as slope everything is nearly sure
HEADS = [
    Head("one", ("talk", "force"), np.array([[10.0, 0], [0, 10]]), np.array([0.0, 0, 5]), 10.0),
    Head("two", ("war",), np.array([[0.0, 0]]), np.array([0.0, 5]), 10.0),
]


def weighed(text, vectors, quoted=()):
    entries = [(f"cue {f.codebook}", cue, f) for f in FRAMES for cue in f.cues]
    article = read_article({"doc_id": "d", "text": text}, Splitter([]), Phrases(entries))
    return weigh(article, find(article, list(quoted)), np.array(vectors, float).reshape(-1, 2), list(quoted), HEADS, BOOK)


def test_a_cue_counts_once_in_each_codebook():
    assert [(c.codebook, c.frame, c.text) for c in cues("A strike.")] == [("one", "force", "strike"), ("two", "war", "strike")]


def test_the_longer_cue_wins_within_a_codebook():
    assert [(c.codebook, c.text) for c in cues("Peace Talks!")] == [("one", "Peace Talks"), ("two", "Talks")]


def test_a_cue_knows_its_sentence_and_place():
    assert cues("No. A strike.")[0] == Cue(1, 6, 12, "one", "force", "strike", False)


def test_a_cue_in_direct_speech_says_so():
    # "talks" at 0-5 and 10-15; the quoted stretch is 9-16
    assert [c.in_quote for c in cues("talks and talks", [(9, 16)]) if c.codebook == "one"] == [False, True]
    assert [c.in_quote for c in cues("talks and talks", [(0, 5)]) if c.codebook == "one"] == [True, False]


def test_quoted_cues_are_marked_through_the_whole_pipeline(annotate, book):
    codebook, cue = next((f.codebook, c) for f in book.frames for c in f.cues if c == "inflation")
    rows = annotate(f"“We will not speak of {cue} today,” Marco Rubio said. The {cue} rose.")["frames"]
    assert [r["in_quote"] for r in rows if r["cue"] == cue and r["codebook"] == codebook] == [True, False]


def test_a_sentence_without_a_cue_is_found_by_its_vector():
    signs, _ = weighed("No boats. None.", [[1, 0], [0, 0]])
    # 0.8 of the slope: e^8 against e^4 for none and 1 for force
    wanted = np.exp(8) / (np.exp(8) + np.exp(4) + 1)
    assert [(c.sentence, c.start, c.end, c.frame, c.signal, c.text) for c in signs] == [(0, 0, 9, "talk", "vector", None)]
    assert signs[0].score == pytest.approx(wanted)


def test_a_cue_raises_the_probability_and_keeps_its_own_row():
    signs, _ = weighed("A strike.", [[0, 0]])
    assert [(c.codebook, c.frame, c.signal, c.text) for c in signs] == [("one", "force", "cue", "strike"), ("two", "war", "cue", "strike")]
    assert signs[0].score == pytest.approx(np.exp(8) / (np.exp(8) + np.exp(4) + 1))


def test_a_sentence_inside_direct_speech_says_so():
    assert [c.in_quote for c in weighed("No boats. None.", [[1, 0], [1, 0]], [(0, 9)])[0]] == [True, False]


def test_the_share_is_what_the_sentences_are_expected_to_show_and_decides_presence():
    _, rows = weighed("No boats. None.", [[1, 0], [0, 0]])
    # 0.4 of the slope. First sentence: e^4 for talk, 1 for force, e^2 for none; second: 1, 1 and e^2
    talk = (np.exp(4) / (np.exp(4) + 1 + np.exp(2)) + 1 / (2 + np.exp(2))) / 2
    found = {(b, f): (share, present) for b, f, share, present in rows}
    # of two frames and none each would take a third; 1.35 times that is 0.45
    assert found["one", "talk"] == (pytest.approx(talk), True) and talk > 0.45
    assert found["one", "force"][1] is False


def test_every_frame_has_a_row_even_for_no_text():
    assert weighed("", []) == ([], [("one", "talk", 0.0, False), ("one", "force", 0.0, False), ("two", "war", 0.0, False)])


@pytest.mark.parametrize("text", ["", "\n", "No cue here."])
def test_a_text_without_cues_has_none(text):
    assert cues(text) == []
