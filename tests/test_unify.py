"""Names as one article gives them, in partitions written by hand; what they become once all articles are known."""

import pytest

from parley import unify
from parley.codebook import Actor, Codebook
from parley.store import BY_DOCUMENT, Store


def book(*actors, apart=()):
    return Codebook(actors, (), (), (), {}, (), {}, (), {}, {}, tuple(apart))


def mention(doc, name, label="PER"):
    return {"doc_id": doc, "text": name, "label": label, "name": name, "entity": name}


@pytest.fixture
def store(tmp_path):
    """Two partitions: one names Ana Lima in full, the other Lima alone."""
    store = Store(tmp_path / "store")
    store.write("documents", "k", [{"doc_id": d} for d in "ab"])
    annotated(store)(["one", "two"])
    return store


def annotated(store, log=None):
    def again(keys):
        if log is not None:
            log.extend(keys)
        for key in keys:
            for name in BY_DOCUMENT:
                store.write(name, key, rows(key, name))

    return again


def rows(key, name):
    doc, who = {"one": ("a", "Ana Lima"), "two": ("b", "Lima")}[key]
    return {
        "mentions": [mention(doc, who), mention(doc, who)],
        "quotes": [{"doc_id": doc, "speaker": who}, {"doc_id": doc, "speaker": "a fisherman"}, {"doc_id": doc}],
        "events": [{"event_id": f"{doc}-0", "doc_id": doc, "source": who, "target": "Rui", "attributed_to": who, "vector": [0.5, 1.0]}],
    }.get(name, [])


def held(store, table, column):
    return store.sql(f"SELECT {column} FROM {table} ORDER BY doc_id, {column}")[column].tolist()


def files(store):
    return {p.relative_to(store.path): p.read_bytes() for p in store.path.rglob("*.parquet") if p.is_file()}


def go(store, codes=None, log=None, keys=("one", "two")):
    return unify.unify(store, set(keys), codes or book(), annotated(store, log))


def test_a_merge_reaches_mentions_quotes_and_events(store):
    found = go(store)
    assert found.to_dict("records") == [
        {"name": "Lima", "entity": "Ana Lima", "label": "PER", "reason": "the only person of that surname in the corpus", "mentions": 2}
    ]
    assert held(store, "mentions", "entity") == ["Ana Lima"] * 4
    assert held(store, "mentions", "name") == ["Ana Lima", "Ana Lima", "Lima", "Lima"]
    assert held(store, "quotes WHERE speaker IS NOT NULL", "speaker") == ["Ana Lima", "a fisherman", "Ana Lima", "a fisherman"]
    assert held(store, "events", "source") == held(store, "events", "attributed_to") == ["Ana Lima"] * 2
    assert store.sql("SELECT * FROM merges").to_dict("records") == found.to_dict("records")


def test_only_partitions_that_hold_the_name_are_written(store):
    before = files(store)
    go(store)
    changed = {p.name for p, data in files(store).items() if before.get(p) != data}
    assert changed == {"two.parquet", "all.parquet"}


def test_a_second_run_changes_nothing(store):
    go(store)
    before, log = files(store), []
    go(store, log=log)
    assert files(store) == before and log == []


def test_a_merge_that_no_longer_holds_is_undone(store):
    go(store)
    store.write("mentions", "three", [mention("c", "Rui Lima")])
    for name in ("quotes", "events"):
        store.write(name, "three", [])
    log = []
    assert go(store, log=log, keys=("one", "two", "three")).empty
    assert log == ["two"] and held(store, "mentions", "entity")[2:4] == ["Lima", "Lima"]
    assert held(store, "quotes", "speaker")[3] == "Lima" and "Lima" in held(store, "events", "source")


def test_bytes_do_not_depend_on_the_way_there(store):
    go(store)
    once = files(store)
    go(store, book(apart=["Lima"]))
    assert held(store, "mentions", "entity")[2:] == ["Lima", "Lima"]
    go(store)
    assert files(store) == once


def test_an_analyst_keeps_names_apart(store):
    assert go(store, book(apart=["Lima"])).empty and go(store, book(apart=["Ana Lima"])).empty


def test_the_codebooks_names_are_never_read_as_another(store):
    assert go(store, book(Actor("Lima", "PER"))).empty


def test_in_events_a_place_becomes_the_government_that_it_stands_for(tmp_path):
    store = Store(tmp_path / "s")
    store.write("documents", "k", [{"doc_id": "a"}])
    store.write("mentions", "one", [mention("a", "Zedgrád", "LOC"), mention("a", "Zedgrad", "LOC")])
    store.write("quotes", "one", [{"doc_id": "a", "speaker": "Zedgrád"}])
    store.write("events", "one", [{"event_id": "a-0", "doc_id": "a", "source": "Zedgrád", "target": "Zedland"}])
    go(store, book(Actor("Zedgrad", "LOC", acts_for="Zedland")), keys=("one",))
    assert held(store, "mentions", "entity") == ["Zedgrad", "Zedgrad"]
    assert held(store, "quotes", "speaker") == held(store, "events", "source") == ["Zedland"]
    assert held(store, "events", "target") == [None]  # nobody acts on himself


def test_what_a_stopped_run_left_half_done_is_made_anew(store, monkeypatch):
    write = Store.write
    monkeypatch.setattr(Store, "write", lambda self, name, key, data: write(self, name, key, data) if name != "mentions" else 1 / 0)
    with pytest.raises(ZeroDivisionError):
        go(store)
    monkeypatch.undo()
    unify.unfinished(store)
    assert all(store.keys(name) == {"one"} for name in BY_DOCUMENT)


def test_a_store_without_names_has_no_merges(tmp_path):
    store = Store(tmp_path / "s")
    store.write("documents", "none", [])
    assert unify.unify(store, set(), book(), lambda keys: None).empty and store.count("merges") == 0
