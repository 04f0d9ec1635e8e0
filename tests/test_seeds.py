"""The five real articles that the project was given, through the whole path. Nothing of their words may stand here."""

import os
from pathlib import Path

import pytest

from parley.store import Store

SEEDS = Path(__file__).parent.parent.parent / "shared" / "seeds"


@pytest.fixture
def built(build_here):
    """The folder of the pages and the store of the five articles."""
    if not SEEDS.is_dir():
        message = f"no {SEEDS.name} beside the project: the given articles may not be redistributed, so they are tested where they lie"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    folder = build_here(SEEDS)
    return folder, Store(folder.parent / "store")


def test_the_given_articles_go_through_the_whole_path(built):
    folder, store = built
    assert (store.count("documents"), store.count("rejected")) == (5, 0)
    assert sorted(store.rows("documents", ["published_from"])["published_from"]) == ["byline", "header", "header", "none", "none"]
    assert store.sql("SELECT count(*) AS n FROM documents WHERE (published IS NULL) <> (published_from = 'none')")["n"].tolist() == [0]
    texts = store.rows("documents", ["text"])["text"]
    assert not texts.str.contains("Sign up for the daily").any() and (texts.str.len() > 1000).all()
    assert not texts.str.contains(r"^\s*date \d", regex=True).any()
    for name in ("mentions", "quotes", "frames", "events", "incidents"):
        assert store.count(name) >= 5, name
    assert store.sql("SELECT count(DISTINCT doc_id) AS n FROM events")["n"].tolist() == [5]
    found = {p.name: p.read_text("utf8") for p in folder.glob("*.html")}
    assert len(found) == 6
    for page in found.values():
        assert "5 articles" in page and "Constructed sample" not in page and "Sign up for the daily" not in page
