import codecs
import gzip
import json

import pytest

from parley.read.formats import MAX_TEXT, Record, Rejected, decode, front_matter, records


def read(folder):
    return list(records(folder))


def one(folder):
    found = read(folder)
    assert len(found) == 1, found
    return found[0]


def rejected(item, reason, *parts):
    assert isinstance(item, Rejected) and item.reason == reason, item
    for part in parts:
        assert part in item.detail, item.detail


def lines(path, *items):
    path.write_bytes(b"".join((item if isinstance(item, bytes) else json.dumps(item).encode()) + b"\n" for item in items))


# folders and files


def test_an_empty_folder_holds_nothing(tmp_path):
    assert read(tmp_path) == []


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="no such corpus: .*nowhere"):
        read(tmp_path / "nowhere")


def test_one_file_can_be_the_corpus(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("The envoys met.")
    (tmp_path / "b.txt").write_text("Another one.")
    assert one(path) == Record("a.txt", "The envoys met.", {})


def test_nested_folders_are_read_in_the_order_of_their_paths(tmp_path):
    for name in ("b/c/d.txt", "a.txt", "b/a.md", "b.TXT"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"Text of {name}")
    # as paths, `b.TXT` and the folder `b` compare by their parts: "b" < "b.TXT"
    assert [r.source_id for r in read(tmp_path)] == ["a.txt", "b/a.md", "b/c/d.txt", "b.TXT"]


def test_hidden_files_and_the_corpus_own_notes_are_passed_over(tmp_path):
    for name in (".DS_Store", "_draft.txt", ".git/a.txt", "README.md", "LICENSE", "codebook.yaml", "gold/a.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("not an article")
    assert read(tmp_path) == []


@pytest.mark.parametrize(("name", "says"), [("a.xls", ".xls"), ("a", "no file ending"), ("a.txt.rar", ".rar"), ("a.doc", ".doc")])
def test_an_unknown_ending_is_rejected_by_name(tmp_path, name, says):
    (tmp_path / name).write_text("The envoys met.")
    rejected(one(tmp_path), "format not read", says)


def test_a_text_of_50_megabytes_is_too_large_and_never_read(tmp_path, monkeypatch):
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(50_000_000)
    monkeypatch.setattr("pathlib.Path.read_bytes", lambda self: pytest.fail("the file was read"))
    rejected(one(tmp_path), "too large", "50 MB", "20 MB")


@pytest.mark.parametrize("raw", [b"\x7fELF\x02\x01\x00\x00" + b"abc" * 50, b"\x00" * 100, bytes(range(1, 32)) * 20])
def test_a_binary_file_named_txt_is_rejected(tmp_path, raw):
    (tmp_path / "a.txt").write_bytes(raw)
    rejected(one(tmp_path), "binary")


@pytest.mark.parametrize("raw", [b"", b" \n\t\r\n", b"\xef\xbb\xbf"])
def test_a_file_without_text_is_empty(tmp_path, raw):
    (tmp_path / "a.txt").write_bytes(raw)
    rejected(one(tmp_path), "empty")


# bytes


def test_utf_16_is_read_by_its_byte_order_mark(tmp_path):
    for name, encoding, mark in (("a.txt", "utf-16-le", codecs.BOM_UTF16_LE), ("b.txt", "utf-16-be", codecs.BOM_UTF16_BE)):
        (tmp_path / name).write_bytes(mark + "Nicolás met them.".encode(encoding))
    assert [r.text for r in read(tmp_path)] == ["Nicolás met them."] * 2


def test_half_a_utf_16_character_at_the_end_does_not_stop_the_reading():
    assert decode(codecs.BOM_UTF16_LE + "ab".encode("utf-16-le") + b"c") == "ab\ufffd"


def test_a_utf_8_byte_order_mark_is_no_text():
    assert decode(codecs.BOM_UTF8 + b"abc") == "abc"


def test_one_stray_byte_does_not_spoil_the_rest():
    assert decode("“Nicolás” met".encode() + b"\xff them.") == "“Nicolás” met\ufffd them."


def test_replacement_characters_that_were_there_do_not_count_as_stray_bytes():
    text = "One.\ufffd\n" * 9 + "“Nicolás”"
    assert decode(text.encode() + b"\xff") == text + "\ufffd"


@pytest.mark.parametrize("text", ["Nicolás met them.", "Él habló: año, señal, común, café, así.", "Besuch in Köln"])
def test_latin_1_is_read_as_latin_1(text):
    assert decode(text.encode("latin-1")) == text


def test_many_windows_quotation_marks_are_windows_1252():
    text = "“One,” he said. “Two,” she said. “Three.”"
    assert decode(text.encode("cp1252")) == text


def test_any_bytes_can_be_decoded():
    assert len(decode(bytes(range(256)) * 3)) == 768


# front matter


def test_front_matter_gives_fields_and_the_text_after_it():
    assert front_matter("---\nTitle: A day\npublished: '2025-11-05'\n---\nThe envoys met.\n") == (
        {"title": "A day", "published": "2025-11-05"},
        "The envoys met.\n",
    )


def test_front_matter_may_end_its_lines_as_windows_does():
    assert front_matter("---\r\ntitle: A day\r\n---\r\nThe envoys met.") == ({"title": "A day"}, "The envoys met.")


@pytest.mark.parametrize(
    "text", ["The envoys met.\n---\ntitle: x\n---\n", "---\nThe envoys met.\n---\nThey left.", "---\ntitle: never closed\nThe envoys met."]
)
def test_a_rule_between_dashes_is_no_front_matter(text):
    assert front_matter(text) == ({}, text)


def test_front_matter_that_is_not_yaml_names_the_line(tmp_path):
    # line 1 is `---`, 2 the title, 3 the outlet with a second colon
    (tmp_path / "a.txt").write_text("---\ntitle: x\noutlet: The Post: Daily\n---\nThe envoys met.")
    rejected(one(tmp_path), "front matter", "not YAML on line 3", "in quotes")


def test_yaml_aliases_in_front_matter_are_refused(tmp_path):
    (tmp_path / "a.txt").write_text("---\ntitle: &t x\noutlet: *t\n---\nThe envoys met.")
    rejected(one(tmp_path), "front matter", "aliases")


def test_front_matter_can_make_no_objects(tmp_path):
    (tmp_path / "a.txt").write_text("---\ntitle: !!python/object/apply:os.getcwd []\n---\nThe envoys met.")
    rejected(one(tmp_path), "front matter", "line 2")


def test_front_matter_that_nests_too_deep_is_rejected(tmp_path):
    (tmp_path / "a.txt").write_text(f"---\ntitle: {'[' * 3000}{']' * 3000}\n---\nThe envoys met.")
    rejected(one(tmp_path), "front matter", "nests too deep")


def test_an_impossible_date_in_front_matter_stays_a_text():
    fields, _ = front_matter("---\ntitle: x\npublished: 2025-02-31\n---\nThe envoys met.")
    assert fields == {"title": "x", "published": "2025-02-31"}


def test_front_matter_without_text_is_empty(tmp_path):
    (tmp_path / "a.txt").write_text("---\ntitle: x\n---\n\n")
    rejected(one(tmp_path), "empty", "after the front matter")


# metadata.csv


def test_metadata_go_to_their_file_and_come_before_front_matter(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/a.txt").write_text("---\ntitle: old\nauthor: Zed\n---\nThe envoys met.")
    (tmp_path / "metadata.csv").write_text("File, Title ,outlet\nsub/a.txt,new,\n")
    assert one(tmp_path).fields == {"title": "new", "author": "Zed"}


def test_a_metadata_row_for_no_file_is_reported(tmp_path):
    (tmp_path / "a.txt").write_text("The envoys met.")
    (tmp_path / "metadata.csv").write_text("file,title\na.txt,x\ngone.txt,y\n")
    record, missing = read(tmp_path)
    assert record.fields == {"title": "x"} and missing.source_id == "gone.txt"
    rejected(missing, "metadata without file", "`file` column")


def test_a_metadata_row_that_names_no_file_is_reported_by_its_line(tmp_path):
    (tmp_path / "metadata.csv").write_text("file,title\n ,x\n")
    item = one(tmp_path)
    assert item.source_id == "metadata.csv:2"
    rejected(item, "metadata", "names no file")


@pytest.mark.parametrize(("text", "has"), [("name;title\na.txt;x\n", "name;title"), ("path,title\n", "path, title"), ("", "no header")])
def test_metadata_without_a_file_column_are_reported_once(tmp_path, text, has):
    (tmp_path / "a.txt").write_text("The envoys met.")
    (tmp_path / "metadata.csv").write_text(text)
    problem, record = read(tmp_path)
    rejected(problem, "metadata", "no column `file`", has)
    assert record.fields == {}


def test_a_quotation_mark_left_open_in_metadata_does_not_stop_the_reading(tmp_path):
    (tmp_path / "a.txt").write_text("The envoys met.")
    (tmp_path / "metadata.csv").write_text('file,title\na.txt,x\n"b.txt,' + "y,z\n" * 50_000)
    problem, record = read(tmp_path)
    rejected(problem, "metadata", "quotation mark left open")
    assert record.fields == {"title": "x"}


# JSON lines


def test_a_record_keeps_its_text_byte_for_byte(tmp_path):
    text = " one\r\ntwo\u00ad\u200b \t\n\n\n\ntwo\u00a0 \r\n  "
    lines(tmp_path / "a.jsonl", {"id": "r1", "text": text, "title": "T", "other": 1})
    assert one(tmp_path) == Record("r1", text, {"title": "T"}, named=True, kept_whole=True)


def test_a_record_without_id_is_named_by_its_line(tmp_path):
    lines(tmp_path / "a.jsonl", {"text": "One."}, b"  ", {"text": "Three.", "id": 7})
    assert [r.source_id for r in read(tmp_path)] == ["a.jsonl:1", "7"]


@pytest.mark.parametrize("line", [b"{", b"The envoys met.", b'{"text": "x"} {"text": "y"}', b"\xff\xfe\xfd", b"[" * 100_000])
def test_a_line_that_is_not_json_is_rejected_by_its_number(tmp_path, line):
    lines(tmp_path / "a.jsonl", {"text": "One."}, line, {"text": "Three."})
    first, bad, last = read(tmp_path)
    assert (first.text, last.text, bad.source_id) == ("One.", "Three.", "a.jsonl:2")
    rejected(bad, "not JSON")


@pytest.mark.parametrize("line", [b"[]", b'"text"', b"3", b"null"])
def test_a_line_that_is_no_object_is_rejected(tmp_path, line):
    lines(tmp_path / "a.jsonl", line)
    rejected(one(tmp_path), "not a record", "`id` and `text`")


@pytest.mark.parametrize("item", [{"id": "r1"}, {"id": "r1", "text": None}, {"id": "r1", "text": " \n"}, {"id": "r1", "text": ["One."]}])
def test_a_record_without_text_is_rejected_by_its_id(tmp_path, item):
    lines(tmp_path / "a.jsonl", item)
    assert one(tmp_path).source_id == "r1"
    rejected(one(tmp_path), "empty")


def test_lone_surrogates_become_question_marks(tmp_path):
    lines(tmp_path / "a.jsonl", b'{"id": "r\\ud800", "text": "One \\udfff two \\ud83d\\ude42."}', b'{"id": "\\ud800", "text": ""}')
    record, empty = read(tmp_path)
    assert (record.source_id, record.text, empty.source_id) == ("r?", "One ? two 🙂.", "?")


def test_a_truncated_archive_gives_what_is_whole_and_says_where_it_ends(tmp_path):
    packed = gzip.compress(b"".join(b'{"id": "%d", "text": "The envoys met %d times."}\n' % (i, i * i) for i in range(2000)))
    (tmp_path / "a.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    *whole, last = read(tmp_path)
    assert 0 < len(whole) < 2000 and all(isinstance(r, Record) for r in whole)
    assert last.source_id == f"a.jsonl.gz:{len(whole) + 1}"
    rejected(last, "truncated", "ends or breaks here")


@pytest.mark.parametrize("raw", [b"not packed", b"\x1f\x8b" + b"\xff" * 40])
def test_an_archive_that_is_none_is_rejected(tmp_path, raw):
    (tmp_path / "a.jsonl.gz").write_bytes(raw)
    rejected(one(tmp_path), "truncated")


def test_a_whole_archive_is_read(tmp_path):
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(b'{"id": "r1", "text": "One."}'))
    assert one(tmp_path).text == "One."


def test_an_archive_that_breaks_inside_a_record_too_large_is_reported_once(tmp_path):
    packed = gzip.compress(b'{"text": "' + b"x" * (MAX_TEXT + 9_000_000) + b'"}', 1)
    (tmp_path / "a.jsonl.gz").write_bytes(packed[:-2000])
    rejected(one(tmp_path), "too large")


def test_a_record_too_large_does_not_hide_the_next(tmp_path):
    lines(tmp_path / "a.jsonl", b'{"text": "' + b"x" * MAX_TEXT + b'"}', {"text": "Two."})
    big, second = read(tmp_path)
    rejected(big, "too large", "20 MB")
    assert second.source_id == "a.jsonl:2"
