import json
import os
import re
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

import helpers
from parley import codebook, features, run
from parley.analyse import balance, entities, framing
from parley.cli import main
from parley.show.tables import sentence
from parley.store import Store

pytestmark = pytest.mark.usefixtures("quick")

SEEDS = Path(__file__).parent.parent.parent / "shared" / "seeds"
SHIPPED = Path(__file__).parent.parent / "corpus" / "venezuela-features"
STORY = (
    'On Monday the government of Venezuela freed two sailors, the ministry wrote. "Nobody here wants a war over a fishing boat, '
    'whatever the newspapers print tomorrow," said President Nicolás Maduro in Caracas. The US navy struck a boat near Aruba on 4 March 2025, '
    "and the regime in Caracas called the strike an act of war that it would answer in its own time and in its own waters."
)
WORDS = re.compile(r"\w+")


def windows(text, size=8):
    words = [w.casefold() for w in WORDS.findall(text)]
    return {tuple(words[i : i + size]) for i in range(len(words) - size + 1)}


def strings(value):
    """Every text in a nested value."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [s for v in value.values() for s in strings(v)]
    return [s for v in value for s in strings(v)] if isinstance(value, list) else []


def held(folder):
    """Every text in a folder of features."""
    found = strings(json.loads((folder / "features.json").read_text("utf8")))
    for path in folder.glob("*.parquet"):
        found += strings(pq.read_table(path).to_pylist())
    return found


@pytest.fixture
def stored(tmp_path):
    """The store of a corpus of two articles."""
    folder = tmp_path / "mine"
    folder.mkdir()
    for n, outlet in enumerate(("Post", "Wire")):
        head = f"---\ntitle: Two sailors go home while the navy waits, part {n} of the tale\noutlet: {outlet}\nauthor: Ana Bell\npublished: 2025-03-1{n}\nurl: https://{outlet.lower()}.example/{n}\n---\n"
        (folder / f"Two sailors go home while the navy waits {n}.txt").write_text(head + STORY * (n + 1), "utf8")
    run.annotate(folder, tmp_path / "store")
    return Store(tmp_path / "store")


@pytest.fixture
def exported(stored, tmp_path):
    return features.export(stored, tmp_path / "features", book=codebook.load())


@pytest.fixture
def loaded(exported, tmp_path, monkeypatch):
    monkeypatch.setenv("PARLEY_STORE", str(tmp_path / "again"))
    return helpers.load_corpus(exported, wire_copies="each")


def test_no_words_of_the_articles_are_in_the_folder_but_short_ones(exported):
    texts = held(exported)
    assert len(texts) > 100
    assert not [t for t in texts if len(WORDS.findall(t)) > 6 and "→" not in t and not t.startswith("https://")]
    assert not windows(STORY) & {w for t in texts for w in windows(t)}
    assert not [t for t in texts if "sailors go home" in t or "Ana Bell" in t]
    documents = pq.read_table(exported / "documents.parquet")
    assert all(documents[c].null_count == len(documents) for c in ("text", "title", "author"))
    events = pq.read_table(exported / "events.parquet")
    assert len(events) >= 2 and events["vector"].null_count == len(events)


def test_facts_and_figures_are_in_it(exported, stored):
    documents = pq.read_table(exported / "documents.parquet").to_pylist()
    assert {(d["outlet"], d["url"]) for d in documents} == {("Post", "https://post.example/0"), ("Wire", "https://wire.example/1")}
    for name in ("sentences", "mentions", "dates", "quotes", "frames", "document_frames", "events", "incidents"):
        assert len(pq.read_table(exported / f"{name}.parquet")) == stored.count(name) > 0, name


def test_numbers_come_out_the_same_as_from_the_texts(stored, loaded):
    book = codebook.load()
    for ask in (
        lambda s: framing.frame_prevalence(s, by="outlet", codebook="crisis"),
        lambda s: framing.who_speaks(s, by="corpus"),
        lambda s: framing.lexical_choice(s, choices=book.choices, by="outlet"),
        lambda s: entities.entity_frequency(s, by="corpus"),
        lambda s: balance.weekly_balance(s, tracks=["military", "diplomatic"]),
    ):
        mine, theirs = ask(stored), ask(loaded)
        assert len(mine)
        pd.testing.assert_frame_equal(mine, theirs)


def test_evidence_shows_the_place_and_the_link_instead_of_words(loaded, monkeypatch):
    rows = helpers.evidence(loaded, event="strike", n=0)
    assert len(rows) and rows["withheld"].all()
    page = helpers.show_evidence(loaded, event="strike", n=0)._repr_html_()
    assert re.search(r"Sentence \d+ of the article, where it says <mark>\w+", page)
    assert not windows(STORY) & windows(re.sub(r"<[^>]+>", " ", page))


def test_a_link_is_given_where_it_leads_somewhere(loaded):
    row = helpers.evidence(loaded, event="strike", n=1).iloc[0].to_dict()
    assert 'href="https://post.org/1?a=1&amp;b=%22"' in sentence({**row, "url": "https://post.org/1?a=1&b=%22"})
    assert "href" not in sentence({**row, "url": "https://post.example/1"}) and "href" not in sentence({**row, "url": "javascript:alert(1)"})


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        (None, None),
        ("https://post.org/2025/03/world/navy-strikes-boat-80121", "https://post.org/2025/03/world/navy-strikes-boat-80121"),
        ("https://me:secret@post.org/two-sailors-go-home-while-the-navy-waits", "https://post.org/"),
        ("two-sailors-go-home-while-the-navy-waits", None),
    ],
)
def test_a_link_that_spells_out_a_title_leads_to_the_host(url, kept):
    assert features._link(url) == kept


def test_two_exports_write_the_same_bytes(stored, exported, tmp_path):
    again = features.export(stored, tmp_path / "second", book=codebook.load())
    assert {p.name: p.read_bytes() for p in again.iterdir()} == {p.name: p.read_bytes() for p in exported.iterdir()}
    features.export(stored, again, book=codebook.load())  # its own earlier export may be replaced


def test_a_folder_that_holds_something_else_is_left_alone(stored, tmp_path):
    (tmp_path / "mine2").mkdir()
    (tmp_path / "mine2" / "thesis.txt").write_text("years of work", "utf8")
    with pytest.raises(ValueError, match="mine2 holds something else"):
        features.export(stored, tmp_path / "mine2", book=codebook.load())
    assert (tmp_path / "mine2" / "thesis.txt").read_text("utf8") == "years of work"


@pytest.mark.parametrize("damage", ["documents.parquet", "lengths.parquet", "features.json"])
def test_damaged_features_are_named(exported, tmp_path, damage):
    (exported / damage).write_bytes(b"{broken")
    with pytest.raises(ValueError, match="features: these features cannot be read .* export them again"):
        features.restore(exported, tmp_path / "again")


def test_the_command_exports_and_says_what(tmp_path, monkeypatch, capsys):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "a.txt").write_text(STORY, "utf8")
    monkeypatch.setattr(run, "store_for", lambda _: tmp_path / "store")
    assert main(["export", str(tmp_path / "mine"), "--features", str(tmp_path / "out")]) == 0
    assert "features of 1 article in" in capsys.readouterr().out and features.is_features(tmp_path / "out")
    assert main(["export", str(tmp_path / "mine")]) == 2
    assert "--features FOLDER" in capsys.readouterr().err


def test_every_notebook_runs_on_features(exported, build_here):
    folder = build_here(exported)
    assert len(list(folder.glob("*.html"))) == 6
    everything = " ".join(re.sub(r"<[^>]+>", " ", p.read_text("utf8")) for p in folder.rglob("*") if p.suffix in (".html", ".csv"))
    assert not windows(STORY) & windows(everything) and "Sentence " in everything


def seeds():
    if not SEEDS.is_dir():
        message = f"no {SEEDS.name} beside the project: the given articles may not be redistributed, so they are tested where they lie"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    return {w for p in SEEDS.glob("*.txt") for w in windows(p.read_text("utf8"))}


def test_nothing_of_the_given_articles_is_in_features_made_from_them(tmp_path):
    theirs = seeds()
    run.annotate(SEEDS, tmp_path / "store")
    folder = features.export(Store(tmp_path / "store"), tmp_path / "features", book=codebook.load())
    assert len(theirs) > 2000 and not theirs & {w for t in held(folder) for w in windows(t)}


def test_nothing_of_the_given_articles_is_in_the_features_that_are_shipped():
    theirs = seeds()
    if not SHIPPED.is_dir():
        pytest.skip(f"no {SHIPPED.name}: it is made by `python -m parley export ../shared/seeds --features corpus/{SHIPPED.name}`")
    assert not theirs & {w for t in held(SHIPPED) for w in windows(t)}
