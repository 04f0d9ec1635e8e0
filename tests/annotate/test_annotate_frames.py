import pytest

from parley.annotate.frames import Cue, find, in_document
from parley.annotate.text import Phrases, Splitter, read_article
from parley.codebook import Codebook, Frame


def frame(codebook, name, *cues):
    return Frame(codebook, name, name, "", "", "", cues, ())


FRAMES = (frame("one", "talk", "talks", "peace talks"), frame("one", "force", "strike"), frame("two", "war", "strike", "talks"))
BOOK = Codebook((), (), (), FRAMES, {}, (), {}, (), {}, {})


def cues(text, quoted=()):
    entries = [(f"cue {f.codebook}", cue, f) for f in FRAMES for cue in f.cues]
    return find(read_article({"doc_id": "d", "text": text}, Splitter([]), Phrases(entries)), list(quoted))


def shares(text):
    article = Splitter([])(text)
    return {(b, f): (share, present) for b, f, share, present in in_document(cues(text), len(article), BOOK)}


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


def test_the_share_is_of_sentences_and_two_sentences_make_a_frame_present():
    # 10 sentences, of which two hold a cue of `talk`, one of them twice
    found = shares("Talks and talks. Talks. " + "No boats. " * 8)
    assert found["one", "talk"] == (0.2, True)
    assert found["one", "force"] == (0.0, False)


def test_one_sentence_is_enough_where_it_is_a_quarter():
    assert shares("A strike. No. No. No.")["one", "force"] == (0.25, True)
    assert shares("A strike. No. No. No. No.")["one", "force"] == (0.2, False)


def test_every_frame_has_a_row_even_for_no_text():
    assert shares("") == {("one", "talk"): (0.0, False), ("one", "force"): (0.0, False), ("two", "war"): (0.0, False)}


@pytest.mark.parametrize("text", ["", "\n", "No cue here."])
def test_a_text_without_cues_has_none(text):
    assert cues(text) == []
