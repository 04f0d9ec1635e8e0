"""What a frame is called where people read it."""

from __future__ import annotations

import functools

from parley.codebook.book import HERE, read

LONGEST = 34
"""Letters of a label that a figure has room for."""


def frame_label(name: str) -> str:
    """`oil_economy` -> `Oil and economy`: the label of the shipped codebooks, else the name's own words.

    A label is taken if it begins like the name, is short, and is the only one for the name: `economic` is called differently in two codebooks.
    """
    plain = str(name).replace("_", " ")
    plain = plain[:1].upper() + plain[1:]
    labels = _labels().get(name, set())
    label = next(iter(labels)) if len(labels) == 1 else plain
    return label if len(label) <= LONGEST and label.split(" ")[0].rstrip(",") == plain.split(" ")[0] else plain


@functools.cache
def _labels() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for book in read(HERE / "frames.yaml")["codebooks"].values():
        for name, frame in book["frames"].items():
            found.setdefault(str(name), set()).add(str(frame["label"]))
    return found
