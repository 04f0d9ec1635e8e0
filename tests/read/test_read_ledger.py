import random
import shutil

import pytest

from parley.read import corpus, formats
from parley.read.formats import READER_ERROR
from parley.read.ledger import Ledger, Seen, Unaccounted

TEXT = "The envoys of the two republics met in the harbour, and they left it at noon."


def counted(folder, book):
    ledger = Ledger()
    found = list(corpus.read(folder, book, ledger=ledger))
    assert ledger.inputs == ledger.documents + ledger.rejected == len(found)
    return ledger


def test_identical_files_are_inputs_too(tmp_path, book):
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(TEXT)
    (tmp_path / "d.jsonl").write_text('{"text": "One."}\n{"text": "One."}\n[]\n')
    # three files and three lines: the text of the files once, that of the lines twice, as they have other names
    assert counted(tmp_path, book) == Ledger(inputs=6, documents=2, rejected=4)


def test_a_file_with_nothing_in_it_is_an_input(tmp_path, book):
    for name in ("a.jsonl", "b.json", "c.csv", "d.txt"):
        (tmp_path / name).write_text("")
    shutil.make_archive(str(tmp_path / "e"), "zip", tmp_path, "a.jsonl")
    assert counted(tmp_path, book).rejected == 5


def test_an_input_that_becomes_nothing_is_an_error(tmp_path, book, monkeypatch):
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_text(TEXT + " Others came.")

    class Forgetful(Ledger):
        @property
        def documents(self):
            return 1

        @documents.setter
        def documents(self, value):
            pass

    with pytest.raises(Unaccounted, match="2 inputs were read, but 1 documents and 0 rejected inputs came of them: 1 vanished"):
        list(corpus.read(tmp_path, book, ledger=Forgetful()))


@pytest.mark.parametrize(("documents", "rejected", "says"), [(3, 0, "1 vanished"), (4, 1, "1 too many"), (0, 0, "4 vanished")])
def test_tables_that_hold_another_number_are_an_error(documents, rejected, says):
    ledger = Ledger(inputs=4, documents=3, rejected=1)
    ledger.check()
    ledger.check(2, 2)
    with pytest.raises(Unaccounted, match=says):
        ledger.check(documents, rejected)


def test_a_fault_of_ours_is_told_from_damage_with_its_type_and_place_and_stops_nothing(tmp_path, book, monkeypatch):
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.html").write_text("<p>")
    (tmp_path / "c.zip").write_bytes(b"PK")
    monkeypatch.setattr(formats, "_text", lambda source: [].pop())
    found = {r.source_id: r for r in corpus.read(tmp_path, book)}
    assert found["a.txt"].reason == READER_ERROR and "IndexError at formats.py:" in found["a.txt"].detail
    assert found["b.html"].reason == "no article" and found["c.zip"].reason == "damaged"


def test_what_a_library_raises_on_a_damaged_file_is_damage(tmp_path, book, monkeypatch):
    def broken(*args, **options):
        raise AttributeError("'NoneType' object has no attribute 'tag'")

    monkeypatch.setattr("parley.read.pages.bare_extraction", broken)
    (tmp_path / "a.html").write_text(f"<html><body><p>{TEXT}</p></body></html>")
    (found,) = corpus.read(tmp_path, book)
    assert found.reason == "damaged" and found.detail.startswith("trafilatura cannot read it: AttributeError")


def test_seen_keys_are_found_with_their_first_name_after_any_growth():
    dice = random.Random(3)
    keys = {dice.getrandbits(64): f"name {i} é" for i in range(5_000)}
    keys |= {0: "zero", 2**64 - 1: "last"}
    seen = Seen()
    for key, name in keys.items():
        assert key not in seen and seen.get(key) is None
        seen.add(key, name)
    for key, name in keys.items():
        seen.add(key, "another")
        assert key in seen and seen.get(key) == name
    assert len(seen) == 5_002 and all(dice.getrandbits(64) not in seen for _ in range(1000))
