"""One article, or a batch of them, through all annotators: rows for every table that an article's text decides."""

from __future__ import annotations

from collections.abc import Iterable

from parley.annotate import dates, events, frames, quotes
from parley.annotate.names import Names, government
from parley.annotate.text import Splitter, phrases, read_article
from parley.codebook import Codebook

MAX_ANNOTATED = 2_000_000
"""Characters of an article that are annotated; nothing that is news is longer."""


class Annotator:
    """The annotators of one codebook. Made once per process: building the automaton takes a moment, an article takes milliseconds."""

    def __init__(self, book: Codebook) -> None:
        self._book = book
        self._split = Splitter(book.words.get("abbreviations", ()))
        self._find = phrases(book)
        self._names = Names(book)
        self._stands_for = government(book)

    def batch(self, documents: Iterable[dict]) -> dict[str, list[dict]]:
        """Rows by table for rows of `documents`. Articles that are not in English are passed over."""
        tables: dict[str, list[dict]] = {name: [] for name in ("sentences", "dates", "mentions", "quotes", "frames", "document_frames", "events")}
        for document in documents:
            if document["language"] in (None, "en"):
                for name, rows in self.article(document).items():
                    tables[name].extend(rows)
        return tables

    def article(self, document: dict) -> dict[str, list[dict]]:
        """Rows by table for one row of `documents`."""
        article = read_article({**document, "text": document["text"][:MAX_ANNOTATED]}, self._split, self._find)
        text, doc_id = article.text, article.doc_id
        times = dates.find(text, article.sentences, article.published)
        mentions = self._names(article)
        said = quotes.find(article, mentions)
        cues = frames.find(article, [(q.content_start, q.content_end) for q in said if q.direct])
        happened = [events.acting(e, self._stands_for) for e in events.find(article, mentions, times, [q for q in said if q.kind == "statement"])]
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
                 "entity": m.entity, "via": m.via}
                for m in mentions
            ],
            "quotes": [{"doc_id": doc_id, **vars(q), "speaker": self._stands_for.get(q.speaker, q.speaker)} for q in said],
            "frames": [
                {"doc_id": doc_id, "sentence": c.sentence, "start": c.start, "end": c.end, "codebook": c.codebook, "frame": c.frame, "cue": c.text,
                 "in_quote": c.in_quote}
                for c in cues
            ],
            "document_frames": [
                {"doc_id": doc_id, "codebook": book, "frame": frame, "share": share, "present": present}
                for book, frame, share, present in frames.in_document(cues, len(article.sentences), self._book)
            ],
            "events": [_event_row(doc_id, text, n, e) for n, e in enumerate(happened)],
        }  # fmt: skip


def _event_row(doc_id: str, text: str, number: int, e: events.Event) -> dict:
    side = lambda name, m: {  # noqa: E731
        name: m.entity if m else None, f"{name}_start": m.start if m else None, f"{name}_end": m.end if m else None
    }  # fmt: skip
    return {
        "event_id": f"{doc_id}-{number}", "doc_id": doc_id, "sentence": e.sentence, "start": e.start, "end": e.end,
        "trigger": text[e.start : e.end], "event": e.trigger.event, "mode": e.trigger.mode, "track": e.trigger.track, "status": e.status,
        "attributed_to": e.attributed_to, **side("source", e.source), **side("target", e.target), "place": e.place, "earliest": e.earliest,
        "latest": e.latest, "date_from": e.date_from, "intensity": e.trigger.intensity, "confidence": e.confidence, "vector": None,
    }  # fmt: skip
