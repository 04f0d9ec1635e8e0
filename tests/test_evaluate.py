import json

import pytest

from parley.cli import main
from parley.evaluate import Scores, compare, dates, shape

TEXT = "They met on Monday and again two days later, in May."


def test_spans_and_values_are_counted_as_in_tempeval():
    scores = Scores()
    gold = [(12, 18, "DATE", "2025-11-03"), (29, 37, "DURATION", "P2D"), (48, 51, "DATE", "2025-05")]
    found = [(12, 18, "DATE", "2025-11-03"), (29, 43, "DATE", "2025-11-05")]
    compare(TEXT, gold, found, scores)
    # three labels, two found: F1 is 2 x right / 5; equal spans 1, overlapping 2, equal values 1
    assert [round(scores.f1(m)[0], 3) for m in ("strict", "relaxed", "value")] == [0.4, 0.8, 0.4]
    assert scores.errors == {("other span", "# days later"): 1, ("other value", "# days later"): 1, ("missed DATE", "MONTH"): 1}


def test_errors_of_one_kind_fall_together():
    assert shape("Last Monday") == shape("last Friday") == "last DAY"
    assert shape("3 May 2024") == shape("12  June 1999") == "# MONTH #"


def test_the_command_prints_scores_and_errors(tmp_path, capsys):
    gold = tmp_path / "gold.jsonl"
    rows = [{"text": "They met yesterday.", "published": "2025-11-05", "dates": [{"start": 9, "end": 18, "type": "DATE", "value": "2025-11-04"}]}] * 2
    gold.write_text("\n".join(json.dumps(r) for r in rows))
    assert main(["evaluate", "dates", str(gold)]) == 0
    assert "value      100.0" in capsys.readouterr().out


def test_a_file_without_labels_is_named(tmp_path):
    (tmp_path / "texts.jsonl").write_text('{"text": "They met."}')
    with pytest.raises(ValueError, match="texts.jsonl, record 1"):
        dates([tmp_path / "texts.jsonl"])
