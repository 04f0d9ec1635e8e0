import json
import os
import shutil
from datetime import date

import pytest

from parley import run
from parley.codebook import CodebookError
from parley.run import annotate, store_for
from parley.store import BY_DOCUMENT, Store

pytestmark = pytest.mark.usefixtures("quick")

STORY = (
    "CORALTOWN, March 4 - The harbour ministers of Norlandia and Sudlandia met in Coraltown on Tuesday to talk about the ferries that stopped in winter. "
    "The ministers agreed that three of the nine boats sail again in May, and that a joint office counts the passengers. "
    "A fishing union asked for a seat in that office, and was told that the question would be answered before the summer."
)


def write(folder, name, text, **fields):
    folder.mkdir(exist_ok=True)
    head = "".join(f"{k}: {v}\n" for k, v in fields.items())
    (folder / name).write_text(f"---\n{head}---\n{text}\n" if head else text, "utf8")


def touched(path, text):
    """Change a file's text and its time of change, whatever the file system's clock can tell apart."""
    path.write_text(text, "utf8")
    os.utime(path, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns + 10**9))


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "mine"
    for n, day in enumerate(("2025-03-04", "2025-03-05", "2025-03-06")):
        write(folder, f"{n}.txt", f"President Number{n} visited Caracas on Monday.", title=f"Visit {n}", outlet=f"Paper {n}", published=day)
    return folder


@pytest.fixture
def go(corpus, tmp_path):
    """Annotate the corpus in this process: (what was done, the store)."""
    return lambda **more: (annotate(corpus, tmp_path / "store", workers=1, progress=False, **more), Store(tmp_path / "store"))


def tables(path):
    """Every table but `runs`, whose rows hold the time of the run."""
    found = {}
    for name in (*BY_DOCUMENT, "documents", "rejected", "incidents"):
        rows = Store(path).sql(f"SELECT * FROM {name}").to_json(orient="records", date_format="iso")
        found[name] = sorted(json.dumps(r, sort_keys=True) for r in json.loads(rows))
    return found


def test_a_run_says_what_it_did_and_leaves_every_table(go):
    done, store = go()
    assert (done.documents, done.rejected, done.copies, done.annotated) == (3, 0, 0, 3) and done.seconds > 0
    assert store.count("documents") == 3 and store.count("sentences") >= 3 and store.count("mentions") >= 3


def test_the_second_run_does_nothing(go):
    go()
    before = {p: p.stat().st_mtime_ns for p in go()[1].path.rglob("*")}
    done, store = go()
    assert (done.documents, done.annotated) == (3, 0)
    assert {p: p.stat().st_mtime_ns for p in store.path.rglob("*")} == before


def test_files_that_were_only_touched_are_read_and_not_annotated_again(go, corpus):
    go()
    touched(corpus / "0.txt", (corpus / "0.txt").read_text("utf8"))
    assert go()[0].annotated == 0


def test_a_changed_article_replaces_the_earlier_one(go, corpus):
    go()
    touched(corpus / "1.txt", "A wholly new text on the ferries of Coraltown.")
    done, store = go()
    texts = store.sql("SELECT text FROM documents WHERE source_id = '1.txt'")["text"].tolist()
    assert done.documents == 3 and done.annotated >= 1 and len(texts) == 1 and "ferries" in texts[0]
    assert store.sql("SELECT count(*) AS n FROM mentions m ANTI JOIN documents d USING (doc_id)")["n"].tolist() == [0]


def test_only_the_partition_of_the_new_article_is_annotated(go, corpus, monkeypatch):
    monkeypatch.setattr(run, "PARTITION", 1)  # each article ends its own partition
    go()
    write(corpus, "3.txt", "President Number3 visited Lima on Friday.")
    done, store = go()
    assert (done.documents, done.annotated) == (4, 1) and len(store.keys("documents")) == 4


def test_a_removed_article_leaves_every_table(go, corpus):
    go()
    (corpus / "2.txt").unlink()
    done, store = go()
    assert (done.documents, store.count("documents")) == (2, 2)
    assert all(len(set(store.rows(name, ["doc_id"])["doc_id"])) <= 2 for name in BY_DOCUMENT)
    assert "Paper 2" not in store.rows("documents", ["outlet"])["outlet"].tolist()


def test_a_copy_leads_to_its_original(go, corpus):
    write(corpus, "wire.txt", STORY, outlet="Wire", published="2025-03-04")
    write(corpus, "paper.txt", f"{STORY} Our reporters added this.", outlet="Paper", published="2025-03-05")
    done, store = go()
    found = store.sql("SELECT c.outlet AS copy, o.outlet AS original FROM documents c JOIN documents o ON c.copy_of = o.doc_id")
    assert done.copies == 1 and found.apply(tuple, axis=1).tolist() == [("Paper", "Wire")]


def test_a_copy_whose_original_is_removed_stands_for_itself(go, corpus):
    write(corpus, "wire.txt", STORY, outlet="Wire", published="2025-03-04")
    write(corpus, "paper.txt", f"{STORY} Our reporters added this.", outlet="Paper", published="2025-03-05")
    go()
    (corpus / "wire.txt").unlink()
    done, store = go()
    assert done.copies == 0 and store.rows("documents", ["copy_of"])["copy_of"].isna().all()


def test_metadata_csv_says_what_the_files_do_not(tmp_path):
    write(tmp_path / "c", "a.txt", "Ferries sailed again.")
    (tmp_path / "c" / "metadata.csv").write_text("file,title,outlet,published\na.txt,Ferries,Post,2025-03-04\n", "utf8")
    annotate(tmp_path / "c", tmp_path / "s", workers=1, progress=False)
    row = Store(tmp_path / "s").rows("documents").iloc[0]
    assert (row["outlet"], row["title"], row["published"].date(), row["published_from"]) == ("Post", "Ferries", date(2025, 3, 4), "metadata")


def test_a_codebook_in_the_corpus_names_actors_that_the_shipped_one_does_not(go, corpus):
    write(corpus, "4.txt", "Officials said that Quarrelia would send its envoy.")
    _, store = go()
    assert "Republic of Quarrelia" not in store.rows("mentions", ["entity"])["entity"].tolist()
    (corpus / "codebook.yaml").write_text("actors:\n  - {name: Republic of Quarrelia, label: LOC, aliases: [Quarrelia]}\n", "utf8")
    done, store = go()
    assert done.annotated == done.documents == 4  # a new codebook makes every annotation stale
    assert "Republic of Quarrelia" in store.rows("mentions", ["entity"])["entity"].tolist()


def test_a_broken_codebook_is_named_with_its_line_and_leaves_no_store(corpus, tmp_path):
    (corpus / "codebook.yaml").write_text("actors:\n  - {name: X, label: LOC}\nactores: []\n", "utf8")
    with pytest.raises(CodebookError, match=r"mine/codebook\.yaml, line 3: unknown key `actores`"):
        annotate(corpus, tmp_path / "store", workers=1, progress=False)
    assert not (tmp_path / "store").exists()


def test_every_input_is_kept_or_listed_with_a_reason(go, corpus):
    write(corpus, "empty.txt", "")
    write(corpus, "notes.xls", "x")
    shutil.copy(corpus / "0.txt", corpus / "again.txt")
    done, store = go()
    # 0.txt and again.txt hold the same: the first in the order of names is kept
    reasons = store.rows("rejected").set_index("source_id")["reason"].to_dict()
    assert (done.documents, done.rejected) == (3, 3)
    assert reasons == {"empty.txt": "empty", "notes.xls": "format not read", "again.txt": "duplicate"}


def test_a_missing_folder_is_named_and_leaves_no_store(tmp_path):
    with pytest.raises(FileNotFoundError, match="no such corpus: .*nowhere"):
        annotate(tmp_path / "nowhere", tmp_path / "store", workers=1, progress=False)
    assert not (tmp_path / "store").exists()


def test_an_empty_folder_gives_a_store_without_rows(tmp_path):
    (tmp_path / "c").mkdir()
    done = annotate(tmp_path / "c", tmp_path / "s", workers=1, progress=False)
    assert (done.documents, done.rejected) == (0, 0)
    assert all(Store(tmp_path / "s").count(name) == 0 for name in (*BY_DOCUMENT, "documents", "rejected", "incidents"))


def test_a_folder_of_which_nothing_is_kept_says_why(tmp_path):
    write(tmp_path / "c", "empty.txt", "")
    done = annotate(tmp_path / "c", tmp_path / "s", workers=1, progress=False)
    assert (done.documents, done.rejected) == (0, 1)
    assert Store(tmp_path / "s").rows("rejected")["reason"].tolist() == ["empty"]


def test_articles_can_come_into_a_folder_that_was_empty_and_leave_it(tmp_path):
    go = lambda: annotate(tmp_path / "c", tmp_path / "s", workers=1, progress=False).documents  # noqa: E731
    (tmp_path / "c").mkdir()
    assert go() == 0
    write(tmp_path / "c", "a.txt", "Ferries sailed again.")
    assert go() == 1 and Store(tmp_path / "s").count("documents") == 1
    (tmp_path / "c" / "a.txt").unlink()
    assert go() == 0 and Store(tmp_path / "s").count("documents") == 0


def test_a_single_file_of_records_is_a_corpus(tmp_path):
    lines = [{"id": "x1", "text": "Ferries sailed again.", "outlet": "Post"}, {"id": "x2"}]
    (tmp_path / "c.jsonl").write_text("".join(json.dumps(r) + "\n" for r in lines), "utf8")
    done = annotate(tmp_path / "c.jsonl", tmp_path / "s", workers=1, progress=False)
    assert (done.documents, done.rejected) == (1, 1)
    assert Store(tmp_path / "s").rows("documents")["source_id"].tolist() == ["x1"]


def test_the_state_tells_what_the_tables_hold(go, corpus):
    write(corpus, "empty.txt", "")
    _, store = go()
    state = store.read_state()
    assert (state["documents"], state["rejected"], state["copies"], state["name"]) == (3, 1, 0, "mine")
    assert all(len(state[k]) == 64 for k in ("engine", "files", "input", "codebook_sha256"))


def test_a_run_that_was_stopped_before_its_end_is_finished_by_the_next(go):
    _, store = go()
    whole = tables(store.path)
    (store.path / "state.json").unlink()
    shutil.rmtree(store.path / "mentions.parquet")
    (store.path / "documents.parquet" / "_half.tmp").write_bytes(b"half")
    done, store = go()
    assert done.annotated == 3
    assert tables(store.path) == whole
    assert not list(store.path.rglob("*.tmp"))


def test_each_run_that_does_something_is_recorded(go, corpus):
    _, store = go()
    go()
    assert store.rows("runs")["documents"].tolist() == [3]


def test_two_workers_give_the_tables_of_one(corpus, tmp_path, monkeypatch):
    monkeypatch.setattr(run, "PARTITION", 1)
    write(corpus, "wire.txt", STORY, outlet="Wire", published="2025-03-04")
    write(corpus, "paper.txt", f"{STORY} Our reporters added this.", outlet="Paper", published="2025-03-05")
    for workers in (1, 2):
        annotate(corpus, tmp_path / str(workers), workers=workers, progress=False)
    one, two = tables(tmp_path / "1"), tables(tmp_path / "2")
    assert one == two
    assert len(one["documents"]) == 5 and len(one["events"]) >= 1 and len(one["incidents"]) >= 1
    assert Store(tmp_path / "1").read_state() == Store(tmp_path / "2").read_state()


def test_corpora_of_one_name_in_two_places_have_two_stores(tmp_path):
    assert store_for(tmp_path / "a" / "mine") != store_for(tmp_path / "b" / "mine")
    assert store_for(tmp_path / "a" / "mine") == store_for(f"{tmp_path}/a/../a/mine")
    assert store_for(tmp_path / "mine").name.startswith("mine-")


def test_names_are_one_across_articles_and_a_merge_that_no_longer_holds_is_undone(go, corpus, monkeypatch):
    monkeypatch.setattr(run, "PARTITION", 1)  # each article ends its own partition
    write(corpus, "full.txt", "Opposition leader Tomasa Zedillo-Prat visited Lima on Friday. She met reporters.")
    write(corpus, "short.txt", "Ms. Zedillo-Prat said that she would return to Lima on Sunday.")
    _, store = go()
    entities = lambda: set(Store(store.path).sql("SELECT entity FROM mentions WHERE text = 'Zedillo-Prat'")["entity"])  # noqa: E731
    assert entities() == {"Tomasa Zedillo-Prat"}
    assert store.rows("merges")[["name", "entity"]].to_numpy().tolist() == [["Zedillo-Prat", "Tomasa Zedillo-Prat"]]
    whole = tables(store.path)
    write(corpus, "other.txt", "Minister Hugo Zedillo-Prat visited Quito on Friday.")
    go()
    assert entities() == {"Zedillo-Prat"} and Store(store.path).count("merges") == 0
    (corpus / "other.txt").unlink()
    go()
    assert tables(store.path) == whole
