import pandas as pd
import pytest

from parley.annotate.heads import FITTED
from parley.learn import coded, learn_frames

CODED = [
    ("The ferry company lost a third of its income.", "economic"),
    ("Bread costs twice what it did in spring.", "economic"),
    ("Wages in the yards fell again.", "economic"),
    ("She wept beside the empty cot.", "human_interest"),
    ("The old man still waits at the pier for his brother.", "human_interest"),
    ("He keeps her letters in a shoe box.", "human_interest"),
    ("The office opens at nine.", "none"),
]


def write(folder, rows):
    pd.DataFrame([(s, "generic", f) for s, f in rows], columns=["sentence", "codebook", "frame"]).to_csv(folder / "coding.csv", index=False)


def test_coded_sentences_make_a_head_beside_the_corpus(tmp_path):
    write(tmp_path, CODED)
    found = learn_frames(tmp_path)
    assert (tmp_path / FITTED).is_file()
    assert found[["frame", "n"]].values.tolist() == [["human_interest", 3], ["economic", 3], ["none", 1], ["macro average", 7]]
    assert found["after"].between(0, 1).all() and found.iloc[-1]["after"] == pytest.approx(found["after"][:-1].mean())
    again = learn_frames(tmp_path)
    pd.testing.assert_frame_equal(found, again)


def test_a_row_that_cannot_be_used_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="sentence, codebook, frame"):
        coded(tmp_path)
    write(tmp_path, [*CODED, ("A sentence.", "economics")])
    with pytest.raises(ValueError, match=r"coding.csv, line 9: no frame `economics` in codebook `generic`; there are conflict, economic"):
        coded(tmp_path)


def test_a_sentence_coded_twice_keeps_its_last_code(tmp_path):
    write(tmp_path, [("A sentence.", "economic"), ("A sentence.", "morality")])
    assert coded(tmp_path)["frame"].tolist() == ["morality"]
