"""What several tests need and what takes a moment to make: the shipped codebook and the annotators over it."""

from datetime import date

import pytest

from parley.annotate.pipeline import Annotator
from parley.codebook import load


@pytest.fixture(scope="session")
def book():
    return load()


@pytest.fixture(scope="session")
def annotator(book):
    return Annotator(book)


@pytest.fixture(scope="session")
def annotate(annotator):
    """Rows by table for one text, published on Wednesday, 5 November 2025 unless told otherwise."""

    def rows(text, published=date(2025, 11, 5), title=None):
        return annotator.article({"doc_id": "d", "text": text, "title": title, "published": published, "language": "en"})

    return rows
