import json

import pytest

from parley.annotate.quotes import Quote
from parley.cli import main
from parley.evaluate import Scores
from parley.evaluate_quotes import compare, quotes

TEXT = "Ana said it was late. “We go now,” said Ben."


def quote(start, end, speaker, *, direct=False):
    return Quote(start, end, 4, 8, "said", "neutral", direct, *speaker, "Ana"), "clause"


def test_contents_that_share_half_are_found_and_speakers_that_overlap_are_right():
    scores = Scores()
    gold = [
        {"content": [[9, 20]], "cue": [[4, 8]], "source": [[0, 3]]},
        {"content": [[22, 34]], "cue": [[35, 39]], "source": [[40, 43]]},
        {"content": [[0, 3]], "cue": [[4, 8]], "source": []},
    ]
    found = [quote(9, 20, (0, 3)), quote(23, 33, (0, 3), direct=True)]
    compare(TEXT, gold, found, scores)
    # three labels, two quotes, both right: 2 x 2 / 5; of the two found one has the right speaker
    assert [round(scores.f1(m)[0], 3) for m in ("content", "direct", "indirect", "speaker")] == [0.8, 1.0, 0.667, 0.5]
    assert scores.errors == {("other speaker", "said"): 1, ("missed, indirect", "said"): 1}


def test_a_label_takes_no_quote_that_shares_less_than_half():
    scores = Scores()
    compare(TEXT, [{"content": [[9, 20]], "cue": [[4, 8]], "source": [[0, 3]]}], [quote(9, 13, (0, 3))], scores)
    assert scores.f1("content")[0] == 0 and set(scores.errors) == {("other extent, indirect", "said"), ("not labelled, clause", "said")}


def test_the_command_prints_scores_and_errors(tmp_path, capsys):
    gold = tmp_path / "gold.jsonl"
    row = {"text": "Ana Lopez said it was late.", "quotes": [{"content": [[15, 26]], "cue": [[10, 14]], "source": [[0, 9]]}]}
    gold.write_text("\n".join(json.dumps(row) for _ in range(2)))
    assert main(["evaluate", "quotes", str(gold)]) == 0
    assert "content    100.0" in capsys.readouterr().out


def test_a_file_without_labels_is_named(tmp_path):
    (tmp_path / "texts.jsonl").write_text('{"text": "They met."}')
    with pytest.raises(ValueError, match="texts.jsonl, record 1"):
        quotes([tmp_path / "texts.jsonl"])
