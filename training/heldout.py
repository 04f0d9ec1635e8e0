"""How well the engine as it ships reads running text that no training saw: `python -m training.heldout`.

`sentences/heldout-told.txt` has every event marked, so that words wrongly taken for events count too. Ten lines make an article. An event is found where a
trigger overlaps its marked words.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from parley.annotate.model import ACTS, STATUSES, TRACKS
from parley.annotate.pipeline import Annotator
from parley.codebook import load
from training.data import read_told

SENTENCES = Path(__file__).parent / "sentences"
LINES = 10
"""Lines of an article."""
PUBLISHED = date(2025, 11, 5)


def articles(items: list[tuple[str, list[tuple]]]) -> Iterator[tuple[str, list[tuple]]]:
    """(text, marked spans in it) of each article."""
    for k in range(0, len(items), LINES):
        text, spans = "", []
        for line, marked in items[k : k + LINES]:
            spans += [(len(text) + s[0], len(text) + s[1], *s[2:]) for s in marked]
            text += line + "\n\n"
        yield text, spans


def overlap(a: tuple[int, int], b: tuple[int, int]) -> int:
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def rows(annotator: Annotator, table: str, made: list[tuple[str, list[tuple]]]) -> list[list[dict]]:
    """The rows of a table for each article."""
    records = [{"doc_id": str(k), "text": text, "title": None, "published": PUBLISHED, "language": "en"} for k, (text, _) in enumerate(made)]
    out: list[list[dict]] = [[] for _ in made]
    for row in annotator.batch(records)[table]:
        out[int(row["doc_id"])].append(row)
    return out


def events(annotator: Annotator) -> str:
    made = list(articles([(t.text, list(t.events)) for article in read_told(SENTENCES / "heldout-told.txt") for t in article]))
    marked = found = given = right = classes = statuses = tracks = 0
    for (_, spans), events in zip(made, rows(annotator, "events", made), strict=True):
        places = {(e["start"], e["end"]): e for e in events}
        marked, given = marked + len(spans), given + len(places)
        right += sum(any(overlap(place, s) for s in spans) for place in places)
        for start, end, act, status, track in spans:
            at = [e for place, e in places.items() if overlap(place, (start, end))]
            if at:
                best = max(at, key=lambda e: e["event"] == ACTS[act])
                found += 1
                classes += best["event"] == ACTS[act]
                statuses += best["status"] == STATUSES[status]
                tracks += best["track"] == TRACKS[track]
    return (
        f"events: {marked} marked, recall {found / marked:.3f}, precision {right / given:.3f}; of those found, class {classes / found:.3f},"
        f" status {statuses / found:.3f}, track {tracks / found:.3f}"
    )


if __name__ == "__main__":
    print(events(Annotator(load())))
