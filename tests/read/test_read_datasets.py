import gzip
import io
import json
import time
import tracemalloc
import zipfile
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from parley.read import source as sources
from parley.read.corpus import read as documents
from parley.read.datasets import guess
from parley.read.formats import Record, Rejected, records


def read(folder, **columns):
    return list(records(folder, columns))


def rejected(item, reason, *parts):
    assert isinstance(item, Rejected) and item.reason == reason, item
    assert all(part in item.detail for part in parts), item.detail


# columns


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["Headline", "Body", "Publication Date", "Source", "Web URL", "Byline"],
         {"title": "Headline", "text": "Body", "published": "Publication Date", "outlet": "Source", "url": "Web URL", "author": "Byline"}),
        (["content", "text", "date"], {"text": "text", "published": "date"}),
        (["full_text", "pub_date", "newspaper"], {"text": "full_text", "published": "pub_date", "outlet": "newspaper"}),
        (["x", "y"], {}),
    ],
)  # fmt: skip
def test_columns_are_known_by_their_usual_names(names, found):
    assert guess(names, {}) == found


def test_a_chosen_column_wins_over_a_guess():
    assert guess(["text", "body_en", "paper"], {"text": "body_en", "outlet": "paper"}) == {"text": "body_en", "outlet": "paper"}


def test_columns_can_be_named_in_reading_yaml(tmp_path, book):
    (tmp_path / "a.csv").write_text("kop,inhoud\nEnvoys meet,The envoys met.\n")
    (rejection,) = documents(tmp_path, book)
    rejected(rejection, "no text column", "kop, inhoud", "reading.yaml")
    (tmp_path / "reading.yaml").write_text("columns: {text: inhoud, title: kop}")
    (document,) = documents(tmp_path, book)
    assert (document["title"], document["text"]) == ("Envoys meet", "The envoys met.")


@pytest.mark.parametrize(
    ("said", "names"), [("colums: {}", "colums|may hold"), ("columns: {txt: a}", "txt"), ("cleaning: {x: off}", "`x`"), ("[", "not YAML")]
)
def test_a_slip_in_reading_yaml_is_named(tmp_path, book, said, names):
    (tmp_path / "reading.yaml").write_text(said)
    with pytest.raises(ValueError, match=names):
        list(documents(tmp_path, book))


def test_a_rule_of_cleaning_can_be_switched_off(tmp_path, book):
    (tmp_path / "a.txt").write_text("The envoys met.\n\nAdvertisement\n\nThey left.")
    (document,) = documents(tmp_path, book)
    assert document["text"] == "The envoys met.\n\nThey left." and document["removed"] == [{"rule": "advertisement", "text": "Advertisement"}]
    assert (document["words_before"], document["words"]) == (6, 5)
    (tmp_path / "reading.yaml").write_text("cleaning: {advertisement: off}")
    (document,) = documents(tmp_path, book)
    assert "Advertisement" in document["text"] and document["removed"] == []


def test_a_record_is_cleaned_only_where_that_is_asked_for(tmp_path, book):
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "1", "text": "The envoys met.\r\n\r\nAdvertisement"}))
    assert next(documents(tmp_path, book))["text"] == "The envoys met.\r\n\r\nAdvertisement"
    assert next(documents(tmp_path, book, clean_records=True))["text"] == "The envoys met."


# CSV


def test_a_table_gives_a_record_per_row(tmp_path):
    (tmp_path / "a.csv").write_text('id,title,body,date,source\n7,One,"The envoys met, and\nleft.",2025-11-05,Zed Post\n')
    fields = {"title": "One", "outlet": "Zed Post", "published": "2025-11-05"}
    assert read(tmp_path) == [Record("7", "The envoys met, and\nleft.", fields, named=True, kept_whole=True)]


@pytest.mark.parametrize(("name", "mark"), [("a.csv", ";"), ("a.csv", "|"), ("a.tsv", "\t"), ("a.csv", "\t")])
def test_separators_are_recognised(tmp_path, name, mark):
    (tmp_path / name).write_text(f"headline{mark}text\nOne, two{mark}The envoys met.\n")
    (record,) = read(tmp_path)
    assert (record.text, record.fields) == ("The envoys met.", {"title": "One, two"})


def test_ragged_rows_and_nul_bytes_do_not_stop_a_table(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"title,text\nOne,The en\0voys met.\nTwo,They left, at noon.\nThree\nFour,They slept.\n")
    first, ragged, short, last = read(tmp_path)
    assert (first.text, last.text) == ("The envoys met.", "They slept.")
    rejected(ragged, "ragged row", "3 cells under 2")
    rejected(short, "empty")
    assert (ragged.source_id, short.source_id) == ("a.csv:3", "a.csv:4")


def test_a_table_in_another_encoding_is_read(tmp_path):
    (tmp_path / "a.csv").write_bytes("title,text\nOne,Nicolás met them in the harbour.\n".encode("cp1252"))
    (tmp_path / "b.csv").write_bytes("title,text\nOne,Nicolás left.\n".encode("utf-16"))
    assert [r.text for r in read(tmp_path)] == ["Nicolás met them in the harbour.", "Nicolás left."]


def test_a_table_of_one_endless_line_is_named(tmp_path):
    with (tmp_path / "a.csv").open("wb") as file:
        file.write(b"title,text\n")
        file.truncate(60_000_000)
    (tmp_path / "b.csv").write_text("title,text\n" + "x" * 25_000_000)
    assert all(isinstance(item, Rejected) for item in read(tmp_path))


# JSON


@pytest.mark.parametrize(
    "made",
    [
        [{"headline": "One", "body": "The envoys met."}],
        {"headline": "One", "body": "The envoys met."},
        {"status": "ok", "articles": [{"title": "One", "content": "The envoys met."}]},
        {"response": {"docs": [{"headline": {"main": "One"}, "text": "The envoys met."}]}},
    ],
)
def test_articles_are_found_in_a_json_file(tmp_path, made):
    (tmp_path / "a.json").write_text(json.dumps(made))
    (record,) = read(tmp_path)
    assert (record.text, record.fields, record.source_id) == ("The envoys met.", {"title": "One"}, "a.json:1")


def test_sources_and_authors_may_be_objects_and_lists(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps({"text": "One.", "source": {"id": None, "name": "Zed Post"}, "authors": ["Ann", "Bob"]}))
    assert read(tmp_path)[0].fields == {"outlet": "Zed Post", "author": "Ann; Bob"}


def test_a_long_list_is_read_piece_by_piece(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps([{"id": i, "text": f"Text {i} " + "é" * 30_000} for i in range(100)], ensure_ascii=False, indent=1))
    assert [r.source_id for r in read(tmp_path)] == [str(i) for i in range(100)]


def test_a_list_that_breaks_off_gives_what_is_whole(tmp_path):
    (tmp_path / "a.json").write_text('[{"text": "One."}, {"text": "Two."}, {"text": "Thr')
    one, two, end = read(tmp_path)
    assert (one.text, two.text, end.source_id) == ("One.", "Two.", "a.json:3")
    rejected(end, "not JSON")


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, "", "nul", "[1, 2", '"x"', "[1]"])
def test_what_is_no_article_in_a_json_file_is_rejected(tmp_path, text):
    (tmp_path / "a.json").write_text(text)
    assert [type(item) for item in read(tmp_path)] and all(isinstance(item, Rejected) for item in read(tmp_path))


# Parquet


def test_a_parquet_table_gives_a_record_per_row(tmp_path):
    table = pa.table({"Headline": ["One", None], "content": ["The envoys met.", None], "date": [date(2025, 11, 5), None], "other": [1, 2]})
    pq.write_table(table, tmp_path / "a.parquet")
    first, empty = read(tmp_path)
    assert (first.text, first.fields) == ("The envoys met.", {"title": "One", "published": date(2025, 11, 5)})
    rejected(empty, "empty")


def test_a_damaged_parquet_file_is_named(tmp_path):
    (tmp_path / "a.parquet").write_bytes(b"PAR1" + b"x" * 100 + b"PAR1")
    rejected(*read(tmp_path), "damaged")


def test_a_row_of_a_parquet_table_that_cannot_be_read_costs_no_other(tmp_path):
    data = b"The envoys met.\x80The envoys left."
    texts = pa.Array.from_buffers(pa.string(), 3, [None, pa.py_buffer(np.array([0, 15, 16, 32], np.int32)), pa.py_buffer(data)])
    days = pa.array([1, 2, 2**31 - 1], pa.int32()).cast(pa.date32())
    pq.write_table(pa.table({"text": texts, "date": days}), tmp_path / "a.parquet")
    first, no_text, no_day = read(tmp_path)
    assert (first.text, first.fields) == ("The envoys met.", {"published": date(1970, 1, 2)})
    rejected(no_text, "damaged")
    rejected(no_day, "damaged")


# licence and constructed


def test_licence_and_constructed_of_records_are_kept_however_they_are_written(tmp_path, book):
    (tmp_path / "a.csv").write_text("text,license,constructed\nOne.,CC BY 4.0,true\nTwo.,,false\nThree.,,yes\n")
    rows = [
        {"text": "Four.", "licence": "CC0", "constructed": True},
        {"text": "Five.", "constructed": False},
        {"text": "Six.", "License": "x", "constructed": 1},
    ]
    (tmp_path / "b.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    pq.write_table(pa.Table.from_pylist([{"text": "Seven.", "rights": "CC BY", "constructed": True}]), tmp_path / "c.parquet")
    (tmp_path / "d.json").write_text(json.dumps({"text": "Eight.", "license": {"name": "CC BY-SA"}, "constructed": "False"}))
    found = {d["text"]: (d["licence"], d["constructed"]) for d in documents(tmp_path, book)}
    assert found == {
        "One.": ("CC BY 4.0", True), "Two.": (None, False), "Three.": (None, True), "Four.": ("CC0", True), "Five.": (None, False), "Six.": ("x", True),
        "Seven.": ("CC BY", True), "Eight.": ("CC BY-SA", False),
    }  # fmt: skip


def test_licence_and_constructed_may_have_other_names(tmp_path, book):
    (tmp_path / "a.csv").write_text("text,terms,invented\nOne.,CC0,True\n")
    (tmp_path / "reading.yaml").write_text("columns: {licence: terms, constructed: invented}\n")
    (found,) = documents(tmp_path, book)
    assert (found["licence"], found["constructed"]) == ("CC0", True)


@pytest.mark.parametrize("name", ["a.csv", "a.parquet"])
def test_a_table_without_a_text_names_its_columns(tmp_path, name):
    if name == "a.csv":
        (tmp_path / name).write_text("a,b\n1,2\n")
    else:
        pq.write_table(pa.table({"a": [1], "b": [2]}), tmp_path / name)
    rejected(*read(tmp_path), "no text column", "there are: a, b.", "reading.yaml")


# one endless line


@pytest.mark.parametrize("ending", [".txt", ".md", ".html", ".eml", ".json", ".jsonl", ".csv", ".tsv", ".warc"])
def test_one_line_of_60_megabytes_ends_soon_in_bounded_memory(tmp_path, book, ending):
    with (tmp_path / f"a{ending}").open("wb") as file:
        for _ in range(60):
            file.write(b"x" * 1_000_000)
    began = time.monotonic()
    tracemalloc.start()
    try:
        (found,) = documents(tmp_path, book)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found.reason in ("too large", "damaged", "not JSON")
    # a .json may hold one value of 80 MB, several times while it grows; everything else stops at an article's 20 MB
    assert peak < (400e6 if ending == ".json" else 90e6) and time.monotonic() - began < 30


def test_a_list_of_articles_on_one_long_line_is_read_article_by_article(tmp_path, book):
    article = json.dumps({"text": "The envoys met in the harbour. " * 300})
    count = 3_000
    with (tmp_path / "a.json").open("w") as file:
        file.write("[" + ",".join(f'{{"id": {i}, {article[1:]}' for i in range(count)) + "]")
    assert (tmp_path / "a.json").stat().st_size > 25_000_000
    tracemalloc.start()
    try:
        kept = sum(isinstance(d, dict) for d in documents(tmp_path, book))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept == count and peak < 20e6


# archives


def pack(path, **members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in members.items():
            z.writestr(name, data)


def test_archives_hold_any_format_and_archives(tmp_path):
    inner = io.BytesIO()
    pack(inner, **{"b.jsonl": '{"id": "1", "text": "One."}\n', "c.txt.gz": gzip.compress(b"Three.")})
    pack(tmp_path / "a.zip", **{"sub/a.txt": "Two.", "in.zip": inner.getvalue(), ".hidden.txt": "x", "__MACOSX/a.txt": "x"})
    assert [(r.source_id, r.text) for r in read(tmp_path)] == [("a.zip/sub/a.txt", "Two."), ("1", "One."), ("a.zip/in.zip/c.txt.gz", "Three.")]


def test_metadata_may_lie_in_an_archive(tmp_path):
    pack(tmp_path / "a.zip", **{"a.txt": "One.", "metadata.csv": "file,title\na.txt,Envoys meet\n"})
    assert read(tmp_path)[0].fields == {"title": "Envoys meet"}


@pytest.mark.parametrize("name", ["../a.txt", "/etc/a.txt", "x/../../a.txt", "C:a.txt"])
def test_a_member_that_leads_out_of_its_archive_is_rejected(tmp_path, name):
    pack(tmp_path / "a.zip", **{name: "x", "b.txt": "One."})
    bad, good = read(tmp_path)
    rejected(bad, "unsafe path")
    assert good.text == "One."


def test_a_locked_member_is_named_and_the_others_are_read(tmp_path):
    pack(tmp_path / "a.zip", **{"a.txt": "One.", "b.txt": "Two."})
    raw = bytearray((tmp_path / "a.zip").read_bytes())
    raw[raw.index(b"PK\x01\x02") + 8] |= 1  # the flag of encryption in the directory's first entry
    (tmp_path / "a.zip").write_bytes(raw)
    locked, other = read(tmp_path)
    rejected(locked, "locked", "password")
    assert other.text == "Two."


@pytest.mark.parametrize("kind", ["zip", "gz", "nested"])
def test_a_bomb_is_named_and_soon_put_down(tmp_path, monkeypatch, kind):
    monkeypatch.setattr(sources, "FREE", 1_000_000)
    zeros = b"0" * 30_000_000
    if kind == "gz":
        (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(zeros))
    elif kind == "zip":
        pack(tmp_path / "a.zip", **{f"{i}.txt": zeros[:3_000_000] for i in range(10)})
    else:
        inner = io.BytesIO()
        pack(inner, **{"b.csv": zeros})
        pack(tmp_path / "a.zip", **{"in.zip": inner.getvalue()})
    rejected(read(tmp_path)[-1], "zip bomb", "no text packs so well")


def test_archives_without_end_are_put_down(tmp_path):
    data, name = b"One.", "a.txt"
    for depth in range(8):
        inner = io.BytesIO()
        pack(inner, **{name: data})
        data, name = inner.getvalue(), f"{depth}.zip"
    (tmp_path / "a.zip").write_bytes(data)
    rejected(*read(tmp_path), "nested too deep")


def test_a_damaged_member_does_not_hide_the_next(tmp_path):
    pack(tmp_path / "a.zip", **{"a.txt": "One. " * 100, "b.txt": "Two."})
    raw = bytearray((tmp_path / "a.zip").read_bytes())
    raw[40:44] = b"\xff\xff\xff\xff"
    (tmp_path / "a.zip").write_bytes(raw)
    bad, good = read(tmp_path)
    assert isinstance(bad, Rejected) and good.text == "Two."


def test_links_are_followed_to_files_and_named_else(tmp_path):
    folder = tmp_path / "corpus"
    (folder / "sub").mkdir(parents=True)
    (tmp_path / "a.txt").write_text("One.")
    try:
        (folder / "a.txt").symlink_to(tmp_path / "a.txt")
        (folder / "sub" / "loop").symlink_to(folder)
        (folder / "self.txt").symlink_to(folder / "self.txt")
        (folder / "gone.txt").symlink_to(folder / "nowhere")
    except OSError:
        pytest.skip("this system makes no links")
    found = {item.source_id: item for item in read(folder)}
    assert found.pop("a.txt").text == "One." and set(found) == {"sub/loop", "self.txt", "gone.txt"}
    for item in found.values():
        rejected(item, "link")
