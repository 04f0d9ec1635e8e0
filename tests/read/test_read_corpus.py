import gzip
import json
import os
from datetime import date

import pytest

from parley.read.corpus import MAX_FIELD, language, read
from parley.read.formats import Rejected
from parley.store import SCHEMAS, table

TEXT = "The envoys of the two republics met in the harbour, and they left it at noon."


def documents(folder, book):
    found = list(read(folder, book))
    return [d for d in found if isinstance(d, dict)], [r for r in found if isinstance(r, Rejected)]


def only(folder, book):
    kept, rejected = documents(folder, book)
    assert len(kept) == 1 and not rejected, rejected
    return kept[0]


def lines(path, *items):
    path.write_text("".join(json.dumps(item) + "\n" for item in items))


def test_a_document_has_the_columns_of_the_table(tmp_path, book):
    (tmp_path / "a.txt").write_text(TEXT)
    assert list(only(tmp_path, book)) == [c for c in SCHEMAS["documents"].names if c != "withheld"]  # only features withhold a text


def test_an_empty_folder_gives_nothing(tmp_path, book):
    assert documents(tmp_path, book) == ([], [])


def test_a_missing_folder_is_an_error(tmp_path, book):
    with pytest.raises(FileNotFoundError, match="no such corpus"):
        list(read(tmp_path / "nowhere", book))


def test_a_corpus_of_one_file_gives_one_document(tmp_path, book):
    (tmp_path / "2025-11-05.txt").write_text(TEXT)
    d = only(tmp_path / "2025-11-05.txt", book)
    assert (d["source_id"], d["text"], d["published"], d["published_from"]) == ("2025-11-05.txt", TEXT, date(2025, 11, 5), "filename")
    assert (d["words"], d["language"], d["copy_of"]) == (16, "en", None)


def test_every_input_is_a_document_or_rejected(tmp_path, book):
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "same.txt").write_text(TEXT)
    (tmp_path / "b.xls").write_bytes(b"x")
    (tmp_path / "c.txt").write_bytes(b"\x00\x01")
    (tmp_path / "d.txt").write_text("")
    (tmp_path / "e.txt").write_text("---\ntitle: a: b\n---\nx")
    (tmp_path / "f.txt").write_text("Sign up for our newsletter")
    lines(tmp_path / "g.jsonl", {"id": "1", "text": "One."}, {"id": "1", "text": "Two."}, [], {"id": "2"})
    (tmp_path / "h.jsonl.gz").write_bytes(gzip.compress(b'{"id": "3", "text": "Three."}\n')[:-9])
    (tmp_path / "metadata.csv").write_text("file,title\ngone.txt,x\n")
    kept, rejected = documents(tmp_path, book)
    # seven files, four lines, an archive that breaks off in its only line, one row of metadata
    assert len(kept) + len(rejected) == 7 + 4 + 1 + 1
    assert [d["source_id"] for d in kept] == ["a.txt", "1"]
    assert {(r.source_id, r.reason) for r in rejected} == {
        ("same.txt", "duplicate"), ("b.xls", "format not read"), ("c.txt", "binary"), ("d.txt", "empty"), ("e.txt", "front matter"), ("f.txt", "empty"),
        ("1", "id used twice"), ("g.jsonl:3", "not a record"), ("2", "empty"), ("h.jsonl.gz:1", "truncated"), ("gone.txt", "metadata without file"),
    }  # fmt: skip
    table("documents", kept)
    table("rejected", [vars(r) for r in rejected])


def test_two_files_of_the_same_content_are_kept_once(tmp_path, book):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT)
    (kept,), (rejected,) = documents(tmp_path, book)
    assert kept["source_id"] == "a.txt" and rejected == Rejected("b.txt", "duplicate", "the same content as a.txt, which is kept")


def test_the_same_text_of_two_outlets_is_two_documents(tmp_path, book):
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(f"---\noutlet: {name}\n---\n{TEXT}")
    kept, rejected = documents(tmp_path, book)
    assert len({d["doc_id"] for d in kept}) == 2 and not rejected


def test_a_repeated_id_is_rejected_where_its_text_differs(tmp_path, book):
    lines(tmp_path / "a.jsonl", {"id": "1", "text": "One."}, {"id": "1", "text": "Two."}, {"id": "1", "text": "One."})
    (kept,), rejected = documents(tmp_path, book)
    assert kept["text"] == "One." and [(r.source_id, r.reason) for r in rejected] == [("1", "id used twice"), ("1", "duplicate")]


def test_a_record_of_json_lines_keeps_its_text_byte_for_byte(tmp_path, book):
    text = "\n Date: 2025-11-05\r\nThe en\u00advoys\u200b met.\r\n\r\n\r\nSign up for our news \t\n  "
    lines(tmp_path / "a.jsonl", {"id": "1", "text": text, "title": "Envoys meet"})
    d = only(tmp_path, book)
    assert d["text"] == text and d["title"] == "Envoys meet"


def test_a_title_stands_before_a_text_that_lacks_it(tmp_path, book):
    (tmp_path / "a.txt").write_text(f"---\ntitle: Envoys meet\n---\n{TEXT}")
    (tmp_path / "b.txt").write_text(f"---\ntitle: Envoys leave\n---\nENVOYS LEAVE!\n\n{TEXT}")
    kept, _ = documents(tmp_path, book)
    assert [d["text"] for d in kept] == [f"Envoys meet\n\n{TEXT}", f"ENVOYS LEAVE!\n\n{TEXT}"]


def test_a_first_line_that_reads_like_a_title_is_one(tmp_path, book):
    (tmp_path / "a.txt").write_text(f"Envoys of two republics meet\n\n{TEXT}")
    assert only(tmp_path, book)["title"] == "Envoys of two republics meet"


@pytest.mark.parametrize("first", ["Too short", TEXT, "“We will all leave at once”"])
def test_a_first_line_that_reads_like_a_sentence_is_no_title(tmp_path, book, first):
    (tmp_path / "a.txt").write_text(f"{first}\n\n{TEXT} Then they met again.")
    assert only(tmp_path, book)["title"] is None


def test_an_outlet_is_known_by_the_host_of_its_pages(tmp_path, book):
    outlet = next(o for o in book.outlets if o.hosts)
    lines(
        tmp_path / "a.jsonl",
        {"id": "1", "text": "One.", "url": f"https://www.{outlet.hosts[0]}/x"},
        {"id": "2", "text": "Two.", "url": "https://zed.invalid:8080/x"},
        {"id": "3", "text": "Three.", "url": f"https://{outlet.hosts[0]}/x", "outlet": "Zed Post"},
        {"id": "4", "text": "Four.", "url": "zed"},
        {"id": "5", "text": "Five.", "url": "http://[::1/x"},
    )
    kept, rejected = documents(tmp_path, book)
    assert [d["outlet"] for d in kept] == [outlet.name, "zed.invalid", "Zed Post", None, None] and not rejected


def test_fields_are_one_line_of_bounded_length(tmp_path, book):
    lines(tmp_path / "a.jsonl", {"id": "1", "text": "One.", "title": " a\n\tb\x00c ", "author": "x" * 100_000, "outlet": "\ud800", "licence": ["x"]})
    d = only(tmp_path, book)
    assert (d["title"], len(d["author"]), d["outlet"], d["licence"]) == ("a b c", MAX_FIELD, "?", "['x']")
    table("documents", [d])


def test_lone_surrogates_can_be_stored(tmp_path, book):
    (tmp_path / "a.jsonl").write_text('{"id": "\\ud800", "text": "One \\udfff.", "title": "\\ud800"}\n')
    assert table("documents", [only(tmp_path, book)]).num_rows == 1


def test_a_file_name_that_is_no_utf_8_can_be_stored(tmp_path, book):
    try:
        with open(os.path.join(os.fsencode(tmp_path), b"z\xe9d.txt"), "w") as file:
            file.write(TEXT)
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    d = only(tmp_path, book)
    assert table("documents", [d]).num_rows == 1 and d["source_id"] == "z?d.txt"


def test_an_impossible_date_leaves_the_article_undated(tmp_path, book):
    (tmp_path / "a.txt").write_text(f"---\ntitle: x\npublished: 2025-02-31\n---\n{TEXT}")
    d = only(tmp_path, book)
    assert (d["published"], d["published_precision"], d["published_from"]) == (None, "unknown", "none")


def test_an_id_depends_on_the_content_not_on_the_place(tmp_path, book):
    ids = set()
    for name in ("one/a.txt", "two/deep/b.txt"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(TEXT)
        ids.add(only((tmp_path / name).parent, book)["doc_id"])
    assert len(ids) == 1 and len(ids.pop()) == 16


def test_reading_twice_gives_the_same(tmp_path, book):
    (tmp_path / "a.txt").write_text(TEXT)
    lines(tmp_path / "b.jsonl", {"id": "1", "text": "One."}, {"text": "Two."})
    assert list(read(tmp_path, book)) == list(read(tmp_path, book))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (TEXT, "en"),
        ("One two", None),
        ("", None),
        ("12345 67890 !!", None),
        (
            "Los enviados de las dos partes hablaron en el puerto durante tres horas y salieron sin dar ninguna respuesta a los periodistas que esperaban",
            "es",
        ),
        ("Послы двух республик встретились в гавани", "und"),
        ("Harbour talks fail again today", "en"),
    ],
)
def test_english_is_known_by_its_small_words(text, code):
    assert language(text) == code


def test_a_stated_language_is_believed(tmp_path, book):
    lines(tmp_path / "a.jsonl", {"id": "1", "text": TEXT, "language": "ES-ve"})
    assert only(tmp_path, book)["language"] == "es"
