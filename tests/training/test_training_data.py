"""Training sentences: marks become spans, words have a case, lines are whole."""

import random
from pathlib import Path

import pytest

from training.data import ACTS, LONGEST, STATUSES, TRACKS, UNKNOWN, read_marked, read_told, recase, targets
from training.rows import TOKENS, Row, groups, passages

SENTENCES = Path(__file__).parent.parent.parent / "training" / "sentences"


def test_marks_become_spans_of_the_text_without_them(tmp_path):
    path = tmp_path / "names-a.txt"
    path.write_text("President [PER Ana Lima] left [LOC Brazil].\n\nNobody came.\n", "utf8")
    (first,), (second,) = read_marked(path)  # a blank line parts two articles
    text, spans, knows_norp = first
    assert text == "President Ana Lima left Brazil."
    assert [(text[a:b], label) for a, b, label in spans] == [("Ana Lima", "PER"), ("Brazil", "LOC")]
    assert knows_norp is True
    assert second == ("Nobody came.", [], True)


def test_the_first_token_of_a_name_begins_it():
    # [CLS] Ana Li ##ma left: tokens of "Ana Lima left", the name is characters 0 to 8
    offsets = [(0, 0), (0, 3), (4, 6), (6, 8), (9, 13)]
    assert targets(offsets, [(0, 8, "PER")]) == [0, 1, 2, 2, 0]  # O B-PER I-PER I-PER O


def test_a_recased_sentence_keeps_its_spans():
    text, spans, _ = recase(("Ana Lima left.", [(0, 8, "PER")], True), random.Random(1))
    assert text in ("ANA LIMA LEFT.", "ana lima left.")
    assert spans == [(0, 8, "PER")]


@pytest.mark.parametrize("name", ["names-world.txt", "names-forms.txt"])
def test_the_shipped_sentences_are_whole_and_no_two_alike(name):
    (items,) = read_marked(SENTENCES / name)
    texts = [text for text, _, _ in items]
    assert len(texts) == len(set(texts)) == 900
    assert not any("[" in text or "]" in text for text in texts)
    assert all(0 <= a < b <= len(text) for text, spans, _ in items for a, b, _ in spans)


def test_the_event_sentences_have_one_trigger_and_three_labels():
    lines = (SENTENCES / "events.txt").read_text("utf8").splitlines()
    assert len(lines) == 900
    for line in lines:
        sentence, event, status, track = line.split("\t")
        assert sentence.count("[TRIG ") == 1, line
        assert sentence.count("[SRC ") <= 1
        assert sentence.count("[TRG ") <= 1
        assert event.isupper()
        assert status.islower()
        assert track in ("diplomatic", "pressure", "military", "domestic", "other")


def test_running_text_has_its_events_by_token(tmp_path):
    path = tmp_path / "told-a.txt"
    path.write_text("Rebels [ASSAULT alleged military shelled] the town.\nIt rained.\n", "utf8")
    ((first, second),) = read_told(path)
    assert first.text == "Rebels shelled the town."
    assert second.text == "It rained." and second.events == ()
    act, status, track = ACTS.index("ASSAULT"), STATUSES.index("alleged"), TRACKS.index("military")
    assert first.events == ((7, 14, act, status, track),)
    # [CLS] Rebels shell ##ed the
    classes, statuses, tracks = first.tokens([(0, 0), (0, 6), (7, 12), (12, 14), (15, 18)])
    assert (classes, statuses, tracks) == (
        [0, 0, act, act, 0],
        [UNKNOWN, UNKNOWN, status, status, UNKNOWN],
        [UNKNOWN, UNKNOWN, track, track, UNKNOWN],
    )


@pytest.mark.parametrize("path", sorted(SENTENCES.glob("told-*.txt")), ids=lambda p: p.stem)
def test_every_mark_of_the_running_text_is_read(path):
    lines = path.read_text("utf8").splitlines()
    assert lines and all(line.strip() or "articles" in path.stem for line in lines) and not any("\t" in line for line in lines)
    assert not [t.text for article in read_told(path) for t in article if "[" in t.text or "]" in t.text]


def row(*ids, whole=(1,)):
    return Row([101, *ids, 102], [0] * (len(ids) + 2), [[*range(len(ids) + 2)]], whole, [len(ids)], [" ".join(map(str, ids))])


def test_two_rows_are_read_together_without_the_signs_between_them():
    both = row(7, 8) + row(9)
    assert both.ids == [101, 7, 8, 9, 102]
    assert both.labels == [[0, 1, 2, 1, 2]]
    assert (both.lengths, both.texts) == ([2, 1], ["7 8", "9"])


def test_neighbours_are_joined_up_to_a_length_and_never_across_kinds():
    rows = [row(1, 2), row(3), row(4), row(5, whole=(0,))]
    (joined, other) = passages(rows, random.Random(1), alone=0.0)
    assert joined.texts == ["1 2", "3", "4"] and other.texts == ["5"]
    assert passages(rows, random.Random(1), alone=1.0) == rows
    long = [row(*range(LONGEST - 2))] * 2
    assert len(passages(long, random.Random(1), alone=0.0)) == 2


def test_a_batch_holds_rows_of_like_length_and_every_row_once():
    found = groups([10] * 200 + [90] * 20, random.Random(1))
    assert sorted(i for g in found for i in g) == list(range(220))
    assert max(len(g) for g in found) == TOKENS // 10
