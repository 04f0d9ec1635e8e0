"""What a reader makes of an input: a record, or a reason why there is none."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

MAX_TEXT = 20_000_000
"""Bytes of one article. The longest news texts have some 100,000; a file beyond this is something else."""

FIELDS = ("title", "outlet", "author", "url", "published", "language", "licence", "constructed")


@dataclass
class Record:
    """One article as its file gives it.

    `kept_whole` says that offsets must count in `text` as it stands, byte for byte. `dates` are further dates that its file gives, each with where
    it was found (header, byline, url). `removed` is what the format's reader took out already: (rule, text).
    """

    source_id: str
    text: str
    fields: dict = field(default_factory=dict)
    named: bool = False
    kept_whole: bool = False
    dates: list[tuple[str, str]] = field(default_factory=list)
    removed: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Rejected:
    """An input that is not kept: where it was, why, and what exactly was found."""

    source_id: str
    reason: str
    detail: str


def storable(text: str) -> str:
    """The text with lone surrogates, which no UTF-8 can hold, as question marks."""
    return text.encode("utf-8", "replace").decode("utf-8") if re.search(r"[\ud800-\udfff]", text) else text
