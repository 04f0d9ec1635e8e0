"""The status of an event: single rules, and 360 hand-labelled sentences of our own.

`status.tsv` was labelled before the code was written; `open` rows (240) were used to develop it, `blind` rows (120) were not looked at. A row marks
one event (`trigger`), and its status belongs to that event alone:
occurred, told as fact, acts of speech among them, whatever becomes of what they speak about; ongoing, under way or in force when the story was
written; planned, announced, ordered or agreed but to come; possible, may, could, questions, both halves of an if, the act that is threatened; alleged,
reported by somebody whom the text does not stand behind; denied, a party contradicts the report; negated, the text or the party itself says that it did
not or will not happen, called off and averted among them; historical, years or generations before the story, whatever came of it.
"""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from parley.annotate import status as rules
from parley.annotate.clauses import breaks, clause_end, clause_start
from parley.annotate.model import STATUSES
from parley.annotate.text import placed

SENTENCES = Path(__file__).with_name("status.tsv")
FLOOR = {"open": 0.86, "blind": 0.43}
"""Share of all rows, a little under what is reached. An event that is not found counts as wrong."""


@pytest.fixture(scope="module")
def answers(annotator):
    """By part, (status by hand, status found or "missing") of each row."""
    with SENTENCES.open(encoding="utf8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    documents = [{"doc_id": r["id"], "text": r["sentence"], "title": None, "published": date(2025, 11, 5), "language": "en"} for r in rows]
    found = {}
    for event in annotator.batch(documents)["events"]:
        found.setdefault(event["doc_id"], []).append(event)
    out = {"open": [], "blind": []}
    for row in rows:
        start = row["sentence"].index(row["trigger"])
        at = [e for e in found.get(row["id"], []) if e["start"] < start + len(row["trigger"]) and start < e["end"]]
        best = max(at, key=lambda e: (e["event"] == row["class"], -e["start"]), default=None)
        out[row["part"]].append((row["status"], best["status"] if best else "missing"))
    return out


def confusion(pairs):
    """Rows by hand, columns by the engine."""
    counts, columns = Counter(pairs), [*STATUSES, "missing"]
    lines = [" " * 10 + "".join(f"{c:>11}" for c in columns)]
    return "\n".join([*lines, *(f"{s:10}" + "".join(f"{counts[s, c]:11}" for c in columns) for s in STATUSES)])


@pytest.mark.parametrize(("part", "rows"), [("open", 240), ("blind", 120)])
def test_the_status_of_hand_labelled_sentences(answers, part, rows):
    pairs = answers[part]
    right, missing = sum(a == b for a, b in pairs), sum(b == "missing" for _, b in pairs)
    assert len(pairs) == rows
    message = f"{part}: {right} of {rows} right, {missing} not found, {right / (rows - missing):.2f} of those found\n{confusion(pairs)}"
    assert right / rows >= FLOOR[part], message


@pytest.fixture
def status(annotate):
    """The status of the event at `trigger`."""

    def of(text, trigger, **k):
        at = [e for e in annotate(text, **k)["events"] if trigger in e["trigger"]]
        assert at, [e["trigger"] for e in annotate(text, **k)["events"]]
        return at[0]["status"]

    return of


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        # from the nearest word outward
        ("Chad denied that it planned to bomb Sudan.", "bomb", "denied"),
        ("Chad refused to bomb the capital of Sudan.", "bomb", "negated"),
        ("Chad has not ruled out bombing Sudan.", "bombing", "possible"),
        ("Chad may not bomb Sudan.", "bomb", "possible"),
        ("Chad would have bombed Sudan.", "bombed", "negated"),
        ("Chad claimed that Sudan had bombed a bridge.", "bombed", "alleged"),
        ("Chad accused Sudan of bombing a bridge.", "bombing", "alleged"),
        ("Chad ordered two brigades to invade Sudan.", "invade", "planned"),
        # told as speech, "would" is a plan; with a condition it is not
        ("Chad said it would expel the diplomats.", "expel", "planned"),
        ("Chad said it would expel the diplomats if Sudan attacked.", "expel", "possible"),
        ("Unless Sudan frees the hostages, Chad will expel the diplomats.", "expel", "possible"),
        ("Will Chad bomb Sudan?", "bomb", "possible"),
        # what is said of a noun
        ("The talks between Chad and Sudan were called off.", "talks", "negated"),
        ("The talks between Chad and Sudan are under way.", "talks", "ongoing"),
        ("Chad and Sudan have held no talks.", "talks", "negated"),
        ("Reports of strikes on Sudan were false.", "strikes", "denied"),
        # who bears it out
        ("Chad said it had bombed a depot, offering no evidence.", "bombed", "alleged"),
        ("Chad had never bombed Sudan, the minister insisted.", "bombed", "denied"),
        ("Sudan said that Chad had bombed a depot. No evidence was published for the claim.", "bombed", "alleged"),
        # years ago
        ("In 1989, when Chad invaded Sudan, the market burned.", "invaded", "historical"),
        ("Decades after Chad invaded Sudan, the market is a ruin.", "invaded", "historical"),
        ("Chad is bombing Sudan.", "bombing", "ongoing"),
        ("Chad bombed Sudan.", "bombed", "occurred"),
        # what stands goes on
        ("Sudan disputes the vote in Chad.", "disputes the vote", "ongoing"),
        # a denial of something else leaves it alone
        ("Chad bombed Sudan on Monday, and the count of the dead is disputed by Libya.", "bombed", "occurred"),
        # words of status by class of cause
        ("Rebels poured scorn on claims that Chad had bombed Sudan.", "bombed", "denied"),
        ("Chad held off bombing Sudan.", "bombing", "negated"),
        ("Chad is drawing up plans to bomb Sudan.", "bomb", "planned"),
        ("Chad raised the prospect of bombing Sudan.", "bombing", "possible"),
    ],
)
def test_what_stands_around_the_event_is_applied_outward(status, text, trigger, expected):
    assert status(text, trigger) == expected


def test_where_the_rules_decide_alone_what_runs_until_a_day_goes_on(status, monkeypatch):
    monkeypatch.setattr(rules, "SURE", 1_000.0)  # the encoder reads "due to" as planned
    assert status("The talks between Chad and Sudan are due to run until Friday.", "talks") == "ongoing"


def test_two_events_of_a_sentence_have_each_their_own_status(status):
    text = "Chad condemned the alleged attack by rebels on a camp in Sudan."
    assert (status(text, "condemned"), status(text, "attack")) == ("occurred", "alleged")


@pytest.mark.parametrize(
    ("cue", "kind", "words"),
    [
        ("refused to", "status", "refused to"),
        ("planned EVENT", "status adjective", "planned"),
        ("EVENT was called off", "status after", "was called off"),
        ("… no proof", "status anywhere", "no proof"),
    ],
)
def test_a_cue_says_where_it_stands(cue, kind, words):
    assert placed(cue) == (kind, words)


def test_clauses_end_at_conjunctions_and_commas():
    text = "It rained, but Chad, after talks, bombed Sudan while Libya slept"
    at = text.index("bombed")
    assert clause_start(text, 0, at) == text.index(" talks") and clause_end(text, at, len(text)) == text.index(" while")
    assert breaks("Chad, today", 0, 11) and not breaks("Chad, today", 0, 11, commas=False)
