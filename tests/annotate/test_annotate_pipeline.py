from datetime import date

import pytest

from parley.annotate.pipeline import MAX_ANNOTATED
from parley.store import BY_DOCUMENT, SCHEMAS, table

STORY = (
    "“We will not leave the table today,” President Nicolás Maduro’s envoy said on Monday. The U.S. bombed a boat off Venezuela last month, killing three."
    " Marco Rubio said that the talks between Washington and Caracas had failed on 3 May 2024. Inflation rose; exports fell. According to the ministry, the"
    " boats were empty. Wilma Zedson, an analyst, claimed that Venezuela was invaded."
)
EACH = {
    "plain": STORY,
    "emoji": "🙂👩\u200d🚀 " + STORY.replace(" ", " 🙂 ", 3) + " 🏴\U000e0067\U000e007f",
    "combining accents": STORY.replace("á", "a\u0301").replace("o", "o\u0308"),
    "marks of direction": "\u200f" + STORY.replace(". ", ".\u200e \u202b").replace("Maduro", "\u2067Maduro\u2069"),
    "zero-width joiners": STORY.replace(" ", "\u200d ").replace("Rubio", "Ru\u200cbio"),
    "dotted capital I": "\u0130\u0130 " + STORY.replace("I", "\u0130") + " \u0130stanbul",
    "final sigma": "ΟΔΟΣ ὈΔΥΣΣΕΎΣ. " + STORY,
    "Windows line ends": STORY.replace(". ", ".\r\n\r\n"),
    "lines of lines": STORY.replace(" ", "\n"),
    "empty lines with blanks": STORY.replace(". ", ". \n \t \n\u00a0\n"),
    "control characters": STORY.replace(" ", "\x00 ", 5).replace(",", "\x1f,"),
    "unclosed mark": STORY.replace("”", ""),
    "marks reversed": STORY.replace("“", "”", 1),
    "only capitals": STORY.upper(),
    "only small letters": STORY.lower(),
    "twice without blank": STORY + STORY,
    "without full stops": STORY.replace(".", ""),
    "empty sentences": ". . . " + STORY.replace(". ", ". . ... ! ") + " . ?",
    "one word": "Venezuela",
    "one letter": "A",
    "one mark": "“",
    "nothing": "",
    "blanks": " \n\t ",
}
SPANS = [
    ("dates", "start", "end", "text"), ("mentions", "start", "end", "text"), ("quotes", "cue_start", "cue_end", "cue"),
    ("frames", "start", "end", "cue"), ("events", "start", "end", "trigger"),
]  # fmt: skip
PLACES = [
    ("sentences", "start", "end"), ("quotes", "content_start", "content_end"), ("quotes", "speaker_start", "speaker_end"),
    ("events", "source_start", "source_end"), ("events", "target_start", "target_end"),
]  # fmt: skip


def check(text, rows):
    """Every offset of every table points to what the row says, and every sentence number to a sentence that holds it."""
    for name, start, end, stored in SPANS:
        for row in rows[name]:
            if row[start] is not None and row.get("signal") != "vector":  # a sentence found by its vector stores no words
                assert text[row[start] : row[end]] == row[stored] != "", (name, row)
    for name, start, end in PLACES:
        for row in rows[name]:
            assert (row[start] is None) == (row[end] is None), (name, row)
            assert row[start] is None or (0 <= row[start] < row[end] <= len(text) and text[row[start] : row[end]].strip()), (name, row)
    sentences = [(s["start"], s["end"]) for s in rows["sentences"]]
    assert [s["sentence"] for s in rows["sentences"]] == list(range(len(sentences)))
    assert all(a[1] <= b[0] for a, b in zip(sentences, sentences[1:], strict=False))
    for name in ("dates", "mentions", "frames", "events"):
        for row in rows[name]:
            assert sentences[row["sentence"]][0] <= row["start"], (name, row)
    for name in BY_DOCUMENT:
        assert set(rows[name][0] if rows[name] else ()) <= set(SCHEMAS[name].names)
        table(name, rows[name])


@pytest.mark.parametrize("text", EACH.values(), ids=EACH)
def test_every_offset_points_to_what_is_stored(annotate, text):
    check(text, annotate(text))


def test_the_story_has_rows_in_every_table(annotate):
    rows = annotate(STORY)
    assert set(rows) == set(BY_DOCUMENT) and all(rows.values())


@pytest.mark.parametrize("text", ["emoji", "dotted capital I", "marks of direction", "final sigma"])
def test_strange_letters_hide_no_event_or_quote(annotate, text):
    plain, strange = annotate(STORY), annotate(EACH[text])
    assert len(strange["quotes"]) == len(plain["quotes"])
    listed = lambda rows: {e["trigger"] for e in rows["events"] if e["class_from"] == "both"}  # noqa: E731
    assert listed(plain) and len(listed(strange)) >= len(listed(plain)) - 1  # the model reads the marks too, and may doubt


def test_rows_of_every_kind_of_text_are_the_same_each_time(annotate):
    for text in EACH.values():
        assert annotate(text) == annotate(text)


def test_the_headline_is_marked(annotate):
    rows = annotate("Envoys meet\n\nThe envoys met. They left.", title="Envoys meet")["sentences"]
    assert [r["in_headline"] for r in rows] == [True, False, False]


def test_an_article_of_one_word_is_one_sentence(annotate):
    rows = annotate("Venezuela")
    assert [(r["start"], r["end"]) for r in rows["sentences"]] == [(0, 9)]


def test_an_empty_article_has_no_rows_but_those_of_its_frames(annotate, book):
    rows = annotate("")
    assert {name for name, found in rows.items() if found} == {"document_frames"}
    assert len(rows["document_frames"]) == len(book.frames) and not any(r["present"] for r in rows["document_frames"])


def test_only_english_articles_are_annotated(annotator):
    documents = [{"doc_id": c, "text": "Iran met Iraq.", "title": None, "published": None, "language": c} for c in ("en", "es", "und", None)]
    tables = annotator.batch(documents)
    assert [r["doc_id"] for r in tables["sentences"]] == ["en", None]


def test_a_batch_of_nothing_has_every_table(annotator):
    assert annotator.batch([]) == {name: [] for name in BY_DOCUMENT}


def test_a_batch_holds_what_its_articles_hold(annotator):
    one, two = (
        {"doc_id": d, "text": text, "title": None, "published": date(2025, 11, 5), "language": "en"}
        for d, text in (("a", STORY), ("b", "Envoys met in Quito. " + STORY[:200]))
    )
    tables, first, second = annotator.batch([one, two]), annotator.batch([one]), annotator.batch([two])
    for event in (*tables["events"], *first["events"], *second["events"]):
        event["vector"] = event["vector"].tolist()
    assert tables == {name: first[name] + second[name] for name in BY_DOCUMENT}


# long runs: a square would take minutes, so the bound is generous
LONG = {
    "one word of a megabyte": "x" * 1_000_000,
    "one capital word of a megabyte": "X" * 1_000_000,
    "digits": "2025" * 1_000,
    "straight marks": '"' * 20_000,
    "opening marks": "“" * 20_000,
    "closing marks": "”" * 20_000,
    "pairs of marks": "“”" * 10_000,
    "apostrophes": "'" * 20_000,
    "letters and blanks": "a " * 10_000,
    "capitals and blanks": "A " * 10_000,
    "newlines": "\n" * 20_000,
    "blanks between two words": "A" + " " * 20_000 + "b",
    "full stops": "." * 20_000,
    "hyphens": "a-" * 10_000,
    "commas": "Iran, " * 1_000,
    "sentences of one name": "Zed. " * 20_000,
    "sentences of many names": " ".join(f"Z{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}{chr(97 + i // 676)} left." for i in range(1_500)),
    "a day without end": "met on 3 May 2020 " * 1_000,
    "speech without end": "he said that it was " * 1_000,
    "quotes without end": '"yes we can do," he said ' * 1_000,
    "strikes without end": "they struck Iran " * 1_000,
    "lists": "- Iran\n" * 10_000,
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_long_runs_take_no_long_time(annotate, text, seconds):
    rows = {}
    assert seconds(lambda: rows.update(annotate(text))) < 10
    check(text, rows)


def test_what_lies_beyond_two_million_characters_is_not_annotated(annotate):
    text = "Iran met Iraq.\n" + "x" * MAX_ANNOTATED + " Iran met Iraq."
    assert max(m["end"] for m in annotate(text)["mentions"]) < 20
