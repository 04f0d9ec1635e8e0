from datetime import date

import pyarrow as pa
import pytest

from parley.store import BY_DOCUMENT, SCHEMAS, Store, table

# the columns of the design, in its order; a table may hold more
COLUMNS = {
    "documents": "doc_id source_id title outlet author url published published_precision published_from language words text licence copy_of",
    "rejected": "source_id reason detail",
    "sentences": "doc_id sentence start end in_headline",
    "dates": "doc_id sentence start end text type value earliest latest zone",
    "mentions": "doc_id sentence start end text label name entity via",
    "quotes": "doc_id content_start content_end cue_start cue_end cue stance direct speaker_start speaker_end speaker",
    "frames": "doc_id sentence start end codebook frame cue in_quote",
    "document_frames": "doc_id codebook frame share present",
    "events": "event_id doc_id sentence start end trigger event mode track status attributed_to source source_start source_end target"
    " target_start target_end place earliest latest date_from intensity confidence vector",
    "incidents": "incident_id headline earliest latest track event status source target place documents outlets independent_outlets salience event_ids",
    "merges": "name entity label reason mentions",
    "runs": "run_id started version commit codebook_sha256 model_sha256 documents seconds",
}
DOCUMENTS = [
    {"doc_id": "a", "outlet": "O'Neill's Post", "published": date(2025, 11, 1), "text": "One."},
    {"doc_id": "b", "outlet": 'The "Daily" Wire', "published": date(2025, 11, 5), "text": "Two.", "copy_of": "a"},
    {"doc_id": "c", "outlet": None, "published": None, "text": "Three."},
]


@pytest.fixture
def filled(tmp_path):
    """A store of three documents with one sentence each."""
    store = Store(tmp_path / "store")
    store.write("documents", "k", DOCUMENTS)
    store.write("sentences", "k", [{"doc_id": d, "sentence": 0, "start": 0, "end": 4, "in_headline": False} for d in "abc"])
    store.write("incidents", "k", [{"incident_id": "i1", "event_ids": ["a-0", "b-0"]}])
    return store.path


def chosen(path, **filters):
    store = Store(path, **filters)
    documents = store.rows("documents", ["doc_id"]).doc_id.tolist()
    assert store.rows("sentences").doc_id.tolist() == documents
    return documents


def test_the_tables_are_those_of_the_design():
    assert list(SCHEMAS) == list(COLUMNS)


@pytest.mark.parametrize("name", COLUMNS)
def test_a_table_has_the_columns_of_the_design_in_order(name):
    wanted = COLUMNS[name].split()
    assert [c for c in SCHEMAS[name].names if c in wanted] == wanted


def test_the_tables_of_one_document_all_name_it():
    assert BY_DOCUMENT == ("sentences", "dates", "mentions", "quotes", "frames", "document_frames", "events")
    assert all("doc_id" in SCHEMAS[name].names for name in BY_DOCUMENT)


def test_a_column_that_a_row_lacks_is_null():
    made = table("rejected", [{"source_id": "x.txt", "reason": "empty"}])
    assert made.to_pylist() == [{"source_id": "x.txt", "reason": "empty", "detail": None}]


def test_an_unknown_table_is_a_key_error():
    with pytest.raises(KeyError):
        table("rumours", [])


def test_a_table_without_rows_keeps_its_columns_and_types():
    for name, schema in SCHEMAS.items():
        assert table(name, []).schema == schema


def test_a_store_that_is_not_there_says_how_to_make_one(tmp_path):
    with pytest.raises(FileNotFoundError, match="python -m parley annotate"):
        Store(tmp_path / "none").count("documents")
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("name", [n for n in COLUMNS if n not in ("documents", "sentences", "incidents")])
def test_a_table_never_written_is_empty_with_columns(filled, name):
    store = Store(filled)
    assert store.count(name) == 0
    assert list(store.rows(name).columns) == SCHEMAS[name].names


def test_an_empty_table_has_the_types_that_a_full_one_has(filled):
    types = lambda s: s.sql("SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'events'").values.tolist()  # noqa: E731
    empty = types(Store(filled))
    full = Store(filled)
    full.write("events", "k", [{"event_id": "a-0", "doc_id": "a", "vector": [0.5, 0.25]}])
    assert empty == types(full)
    assert ["vector", "FLOAT[]"] in empty


def test_a_vector_comes_back_as_it_went_in(filled):
    store = Store(filled)
    store.write("events", "k", [{"event_id": "a-0", "doc_id": "a", "vector": [0.5, 0.25]}])
    assert list(store.rows("events").vector[0]) == [0.5, 0.25]


def test_a_list_of_event_ids_comes_back_in_order(filled):
    assert list(Store(filled).rows("incidents").event_ids[0]) == ["a-0", "b-0"]


def test_an_empty_partition_beside_a_full_one_changes_nothing(filled):
    store = Store(filled)
    store.write("documents", "empty", [])
    assert store.count("documents") == 3


def test_a_partition_is_replaced_whole(filled):
    store = Store(filled)
    assert store.count("documents") == 3
    store.write("documents", "k", DOCUMENTS[:1])
    assert store.rows("documents").doc_id.tolist() == ["a"]
    assert [p.name for p in (filled / "documents.parquet").iterdir()] == ["k.parquet"]


def test_a_write_that_fails_leaves_the_old_partition(filled, monkeypatch):
    def broken(*args, **kwargs):
        raise OSError("no space left on device")

    monkeypatch.setattr("parley.store.pq.write_table", broken)
    with pytest.raises(OSError, match="no space"):
        Store(filled).write("documents", "k", [])
    assert Store(filled).count("documents") == 3


def test_a_row_of_the_wrong_type_leaves_the_old_partition(filled):
    with pytest.raises((pa.ArrowInvalid, pa.ArrowTypeError)):
        Store(filled).write("sentences", "k", [{"doc_id": "a", "sentence": "first"}])
    assert Store(filled).count("sentences") == 3


def test_what_a_stopped_run_left_is_not_read_and_is_swept_away(filled):
    left = filled / "documents.parquet" / "_k2.123.tmp"
    left.write_bytes(b"half a partition")
    store = Store(filled)
    assert store.count("documents") == 3 and store.keys("documents") == {"k"}
    store.keep("documents", ["k"])
    assert not left.exists() and store.count("documents") == 3


def test_keep_removes_the_other_partitions(filled):
    store = Store(filled)
    store.write("documents", "k2", [{"doc_id": "z"}])
    assert store.keys("documents") == {"k", "k2"} and store.count("documents") == 4
    store.keep("documents", ["k2"])
    assert store.rows("documents").doc_id.tolist() == ["z"]
    assert store.keys("quotes") == set()


def test_clear_removes_the_tables_and_nothing_else(filled):
    (filled / "notes.txt").write_text("mine")
    store = Store(filled)
    store.write_state({"a": 1})
    store.clear()
    assert [p.name for p in filled.iterdir()] == ["notes.txt"]


def test_the_state_comes_back(tmp_path):
    store = Store(tmp_path / "s")
    assert store.read_state() == {}
    store.write_state({"input": "é"})
    assert store.read_state() == {"input": "é"}
    assert [p.name for p in store.path.iterdir()] == ["state.json"]


@pytest.mark.parametrize("damage", [b"{", b"", b"\xff\xfe\xff"])
def test_a_damaged_state_is_no_state(tmp_path, damage):
    (tmp_path / "state.json").write_bytes(damage)
    assert Store(tmp_path).read_state() == {}


def test_without_filters_all_documents_are_there(filled):
    assert chosen(filled) == ["a", "b", "c"]


def test_an_outlet_with_a_quote_in_its_name_is_found(filled):
    assert chosen(filled, outlets=["O'Neill's Post"]) == ["a"]
    assert chosen(filled, outlets=['The "Daily" Wire', "O'Neill's Post"]) == ["a", "b"]


def test_an_outlet_that_looks_like_sql_chooses_nothing(filled):
    assert chosen(filled, outlets=["x') OR 1=1 --"]) == []


def test_no_outlets_are_not_all_outlets(filled):
    assert chosen(filled, outlets=[]) == []


def test_start_and_end_take_in_their_own_days(filled):
    assert chosen(filled, start="2025-11-05") == ["b"]
    assert chosen(filled, end=date(2025, 11, 1)) == ["a"]
    assert chosen(filled, start="2025-11-01", end="2025-11-05") == ["a", "b"]
    assert chosen(filled, start="2025-11-02", end="2025-11-04") == []


def test_a_start_that_is_no_date_is_refused(filled):
    with pytest.raises(ValueError, match="2025-02-31|day is out of range"):
        Store(filled, start="2025-02-31")


def test_copies_can_be_left_out(filled):
    assert chosen(filled, copies=False) == ["a", "c"]


def test_incidents_are_never_restricted(filled):
    assert Store(filled, outlets=[]).count("incidents") == 1


def test_values_go_into_a_query_as_parameters(filled):
    found = Store(filled).sql("SELECT doc_id FROM documents WHERE outlet = ?", ["O'Neill's Post"])
    assert found.doc_id.tolist() == ["a"]


@pytest.mark.parametrize("name", ["it's mine", "a[1]", "what*", "Zürich – über"])
def test_a_folder_of_any_name_can_hold_a_store(tmp_path, name):
    store = Store(tmp_path / name)
    store.write("documents", "k", DOCUMENTS)
    assert store.count("documents") == 3


def test_text_of_any_kind_comes_back_as_it_went_in(tmp_path):
    text = "a\r\n b\u00ad\u200d 🙂 e\u0301 \u0130 \u202e \x00 end  "
    store = Store(tmp_path / "s")
    store.write("documents", "k", [{"doc_id": "a", "text": text}])
    assert store.rows("documents").text[0] == text
