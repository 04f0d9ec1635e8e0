"""One article, or a batch of them, through all annotators: rows for every table that an article's text decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from parley.annotate import dates, frames, quotes
from parley.annotate.events import Event, Events
from parley.annotate.heads import WIDTH, Vectors, heads
from parley.annotate.linking import government, link
from parley.annotate.model import Encoder, Reading
from parley.annotate.names import Mention, Names
from parley.annotate.text import Article, Splitter, phrases, read_article
from parley.codebook import Codebook

MAX_ANNOTATED = 2_000_000
"""Characters of an article that are annotated; nothing that is news is longer."""
POOL = 1000
"""Sentences that the model is given at once, of as many articles as hold them: many of one length are read faster than few."""


class _Reader:
    """Rows of `documents` made ready for the annotators, POOL sentences or a little more at a time."""

    def __init__(self, book: Codebook) -> None:
        self._split = Splitter(book.words.get("abbreviations", ()))
        self._find = phrases(book)

    def pools(self, documents: Iterable[dict]) -> Iterator[list[tuple[dict, Article | None]]]:
        """Each row with its article; None where it is not in English."""
        pool: list[tuple[dict, Article | None]] = []
        held = 0
        for document in documents:
            english = document["language"] in (None, "en")
            article = read_article({**document, "text": document["text"][:MAX_ANNOTATED]}, self._split, self._find) if english else None
            pool.append((document, article))
            held += len(article.sentences) if article else 0
            if max(held, len(pool)) >= POOL:
                yield pool
                pool, held = [], 0
        if pool:
            yield pool


class Namer:
    """Names alone, without what else the model could tell: it reads only the sentences that may hold a name not yet read in the article."""

    def __init__(self, book: Codebook, *, threads: int = 1) -> None:
        self._reader = _Reader(book)
        self._names = Names(book)
        self._encoder = Encoder(threads=threads)

    def __call__(self, documents: Iterable[dict]) -> Iterator[tuple[dict, list[Mention]]]:
        """Each row of `documents` with its names in order, linked inside the article; none where it is not in English."""
        for pool in self._reader.pools(documents):
            yield from self._named(pool)

    def _named(self, pool: list[tuple[dict, Article | None]]) -> Iterator[tuple[dict, list[Mention]]]:
        asked = [self._names.asked(a) if a else [] for _, a in pool]
        texts = [
            [a.text[s:e] for (s, e), ask in zip(a.sentences, asks, strict=True) if ask] if a else [] for (_, a), asks in zip(pool, asked, strict=True)
        ]
        for (document, article), asks, said in zip(pool, asked, self._encoder(texts), strict=True):
            readings = iter(said)
            yield document, link(article, self._names(article, [next(readings) if ask else None for ask in asks])) if article else []


class Annotator:
    """The annotators of one codebook. Made once per process: loading the model and building the automaton take a moment."""

    def __init__(self, book: Codebook, *, threads: int = 1, frame_head: Path | None = None) -> None:
        self._book = book
        self._reader = _Reader(book)
        self._names = Names(book)
        self._encoder = Encoder(threads=threads)
        self._heads = heads(book, Vectors(self._encoder), frame_head)
        self._events = Events(book)
        self._stands_for = government(book)

    def batch(self, documents: Iterable[dict]) -> dict[str, list[dict]]:
        """Rows by table for rows of `documents`. Articles that are not in English are passed over."""
        tables: dict[str, list[dict]] = {name: [] for name in ("sentences", "dates", "mentions", "quotes", "frames", "document_frames", "events")}
        for pool in self._reader.pools(documents):
            self._annotate([article for _, article in pool if article], tables)
        return tables

    def _annotate(self, pool: list[Article], tables: dict[str, list[dict]]) -> None:
        for article, readings in zip(pool, self._encoder([[a.text[s:e] for s, e in a.sentences] for a in pool]), strict=True):
            for name, rows in self._rows(article, readings).items():
                tables[name].extend(rows)

    def _rows(self, article: Article, readings: list[Reading]) -> dict[str, list[dict]]:
        text, doc_id = article.text, article.doc_id
        times = dates.find(text, article.sentences, article.published)
        mentions = link(article, self._names(article, readings))
        said = quotes.find(article, mentions)
        direct = [(q.content_start, q.content_end) for q in said if q.direct]
        vectors = np.array([r.vector for r in readings], np.float32).reshape(len(readings), WIDTH)
        signs, framed = frames.weigh(article, frames.find(article, direct), vectors, direct, self._heads, self._book)
        happened = self._events(article, readings, mentions, times, [q for q in said if q.kind == "statement"])
        at = article.sentence_at
        return {
            "sentences": [
                {"doc_id": doc_id, "sentence": i, "start": s, "end": e, "in_headline": i < article.headline} for i, (s, e) in enumerate(article.sentences)
            ],
            "dates": [
                {"doc_id": doc_id, "sentence": at(t.start), "start": t.start, "end": t.end, "text": text[t.start : t.end], "type": t.type,
                 "value": t.value, "earliest": t.earliest, "latest": t.latest, "zone": t.zone}
                for t in times
            ],
            "mentions": [
                {"doc_id": doc_id, "sentence": at(m.start), "start": m.start, "end": m.end, "text": text[m.start : m.end], "label": m.label,
                 "name": m.entity, "entity": m.entity, "via": m.via}
                for m in mentions
            ],
            "quotes": [{"doc_id": doc_id, **vars(q), "speaker": self._stands_for.get(q.speaker, q.speaker)} for q in said],
            "frames": [
                {"doc_id": doc_id, "sentence": c.sentence, "start": c.start, "end": c.end, "codebook": c.codebook, "frame": c.frame, "cue": c.text,
                 "in_quote": c.in_quote, "signal": c.signal, "score": c.score}
                for c in signs
            ],
            "document_frames": [
                {"doc_id": doc_id, "codebook": book, "frame": frame, "share": share, "present": present}
                for book, frame, share, present in framed
            ],
            "events": [_event_row(doc_id, text, n, e, readings[e.sentence].vector) for n, e in enumerate(happened)],
        }  # fmt: skip


def _event_row(doc_id: str, text: str, number: int, e: Event, vector: np.ndarray) -> dict:
    side = lambda role, who, name: {  # noqa: E731
        role: name, f"{role}_start": who.start if who else None, f"{role}_end": who.end if who else None
    }  # fmt: skip
    return {
        "event_id": f"{doc_id}-{number}", "doc_id": doc_id, "sentence": e.sentence, "start": e.start, "end": e.end,
        "trigger": text[e.start : e.end], "event": e.trigger.event, "mode": e.trigger.mode, "class_from": e.class_from, "track": e.trigger.track,
        "status": e.status, "attributed_to": e.attributed_to, **side("source", e.source, e.source_name), **side("target", e.target, e.target_name),
        "place": e.place, "earliest": e.earliest, "latest": e.latest, "date_from": e.date_from, "intensity": e.trigger.intensity,
        "confidence": e.confidence, "vector": vector,
    }  # fmt: skip
