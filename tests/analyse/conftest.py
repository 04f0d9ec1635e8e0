"""Stores of a few rows, written by hand."""

from datetime import date

import pytest

from parley.store import Store


@pytest.fixture
def fill(tmp_path):
    """Make a store of literal rows: `fill(documents=[...], events=[...])`. Dates are texts; `words` counts the blanks of a text unless given."""

    def made(**tables):
        store = Store(tmp_path / "store")
        for name, rows in {"documents": [], **tables}.items():
            rows = [{k: date.fromisoformat(v) if k in ("published", "earliest", "latest") and v else v for k, v in r.items()} for r in rows]
            if name == "documents":
                rows = [{"text": "", "source_id": f"{r['doc_id']}.txt", "language": "en", "constructed": False, **r} for r in rows]
                rows = [{"words": len(r["text"].split()), **r} for r in rows]
            store.write(name, "k", rows)
        return store

    return made
