"""How far the machine's labels can be trusted: its annotations against labels that people gave by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from parley.analyse.uncertainty import bootstrap_ratio, wilson
from parley.store import Store

QUOTE_OVERLAP = 0.5
"""A quote counts as found where its content and the hand-labelled content share half of what they cover together (intersection over union)."""


def gold(folder: str | Path, name: str) -> pd.DataFrame:
    """Rows of a hand-labelled CSV (`events`, `frames` or `quotes`). Raises FileNotFoundError, saying what is missing."""
    path = Path(folder) / f"{name}.csv"
    if not path.is_file():
        raise FileNotFoundError(f"no hand labels at {path.name}: a corpus keeps them in gold/{name}.csv")
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def counts(folder: str | Path) -> pd.DataFrame:
    """A row per kind of hand label that a folder holds: articles and rows."""
    kinds = [k for k in ("events", "frames", "quotes", "mentions") if (Path(folder) / f"{k}.csv").is_file()]
    return pd.DataFrame([(k, gold(folder, k)["article"].nunique(), len(gold(folder, k))) for k in kinds], columns=["labels", "articles", "rows"])


def _texts(store: Store) -> dict[str, tuple[str, str]]:
    docs = store.sql("SELECT source_id, doc_id, text FROM documents")
    return {s: (d, t) for s, d, t in docs.itertuples(index=False)}


def _spot(text: str, phrase: str) -> int:
    """Where a phrase stands, with any run of blanks as one."""
    at = text.find(phrase)
    return at if at >= 0 else " ".join(text.split()).find(" ".join(phrase.split()))


def event_matches(store: Store, labels: pd.DataFrame) -> pd.DataFrame:
    """A row per hand-labelled event: whether the engine has an event at its words (`found`), and whether that one is right in class, track,
    status, interval and each actor. Of several at the words, the one with the right class counts, else the first: `event_id`. `incident` is the happening that the label names."""
    texts = _texts(store)
    events = store.rows("events", ["event_id", "doc_id", "start", "end", "event", "track", "status", "source", "target", "earliest", "latest"])
    by_doc = {k: g.to_dict("records") for k, g in events.groupby("doc_id")}
    rows = []
    for label in labels.to_dict("records"):
        if label["article"] not in texts:
            continue
        doc_id, text = texts[label["article"]]
        context = _spot(text, label["text"])
        start = context + max(0, label["text"].find(label["trigger"]))
        end = start + len(label["trigger"])
        at = [e for e in by_doc.get(doc_id, []) if e["start"] < end and start < e["end"]] if context >= 0 else []
        best = max(at, key=lambda e: (e["event"] == label["event"], -e["start"]), default=None)
        right = {k: bool(best) and best[k] == label[k] for k in ("event", "track", "status")}
        sides = {k: bool(best) and _same_actor(best[k], label[k]) for k in ("source", "target")}
        rows.append(
            {
                "article": label["article"],
                "text": label["text"],
                "event_id": best["event_id"] if best else None,
                "incident": label.get("incident", ""),
                "found": best is not None,
                **right,
                **sides,
                "interval": bool(best) and _interval(best, label),
            }
        )
    answers = ["found", "event", "track", "status", "source", "target", "interval"]
    return pd.DataFrame(rows, columns=["article", "text", "event_id", "incident", *answers]).astype(dict.fromkeys(answers, bool))


def _same_actor(found, labelled: str) -> bool:
    names = {n.strip() for n in labelled.split(";") if n.strip()}
    return found in names if isinstance(found, str) else not names


def _interval(event: dict, label: dict) -> bool:
    """Both undated, or intervals that overlap without the engine's being more than a week wider."""
    if pd.isna(event["earliest"]):
        return not label["earliest"]
    if not label["earliest"]:
        return False
    first, last = date.fromisoformat(label["earliest"]), date.fromisoformat(label["latest"])
    a, b = event["earliest"].date(), event["latest"].date()
    return a <= last and first <= b and (b - a).days <= (last - first).days + 7


def bcubed(predicted: Sequence[Hashable], labelled: Sequence[Hashable]) -> tuple[float, float, float]:
    """Precision, recall and F1 of a clustering, averaged over its items (B-cubed: Bagga and Baldwin 1998, doi:10.3115/980845.980859).

    An item's precision is the share of its predicted cluster that has its label, its recall the share of its label that is in its predicted cluster.
    Zeros where there are no items. Raises ValueError where the two differ in length.
    """
    pairs = Counter(zip(predicted, labelled, strict=True))
    if not pairs:
        return 0.0, 0.0, 0.0
    machine, hand, n = Counter(predicted), Counter(labelled), len(predicted)
    precision = sum(c * c / machine[m] for (m, _), c in pairs.items()) / n
    recall = sum(c * c / hand[h] for (_, h), c in pairs.items()) / n
    return precision, recall, 2 * precision * recall / (precision + recall)


def incident_scores(store: Store, labels: pd.DataFrame) -> pd.DataFrame:
    """How well reports of one happening were joined: B-cubed precision, recall, F1 and `n` hand-labelled events.

    Two rows: over those events that were found (`found`), and over all, each missed one an incident of its own (`all`).
    """
    matches = event_matches(store, labels)
    incidents = store.rows("incidents", ["incident_id", "event_ids"])
    of = {e: i for i, ids in incidents.itertuples(index=False) for e in ids}
    found = matches[matches["found"]]
    missed = [("missed", i) for i in matches.index]
    every = [of.get(e, m) for e, m in zip(matches["event_id"], missed, strict=True)]
    rows = [
        ("found", *bcubed([of.get(e, e) for e in found["event_id"]], list(found["incident"])), len(found)),
        ("all", *bcubed(every, list(matches["incident"])), len(matches)),
    ]
    return pd.DataFrame(rows, columns=["events", "precision", "recall", "f1", "n"])


def event_scores(store: Store, labels: pd.DataFrame) -> pd.DataFrame:
    """A row per question asked of the engine's events: `right` of `n`, share, 95 % interval (Wilson). All but the first are among the events found."""
    matches = event_matches(store, labels)
    found = matches[matches["found"]]
    names = {
        "event": "PLOVER class",
        "track": "track",
        "status": "status",
        "interval": "date interval",
        "source": "source actor",
        "target": "target actor",
    }
    rows = [("events found", int(matches["found"].sum()), len(matches))]
    rows += [(f"{label} right", int(found[k].sum()), len(found)) for k, label in names.items()]
    return _with_intervals(rows)


def frame_scores(store: Store, labels: pd.DataFrame) -> pd.DataFrame:
    """A row per codebook and frame, and per codebook over all frames (`all`): precision, recall and F1 of `present` in the hand-labelled articles."""
    texts = _texts(store)
    articles = [a for a in dict.fromkeys(labels["article"]) if a in texts]
    machine = store.sql("SELECT d.source_id AS article, f.codebook, f.frame FROM document_frames f JOIN documents d USING (doc_id) WHERE f.present")
    machine = {tuple(r) for r in machine[machine["article"].isin(articles)].itertuples(index=False)}
    hand = {(r.article, r.codebook, r.frame) for r in labels.itertuples() if r.article in texts}
    books = {b for _, b, _ in hand}
    rows = []
    for book in sorted(books):
        frames = sorted({f for _, b, f in hand | machine if b == book})
        for frame in ["all", *frames]:
            pick = lambda s: {r for r in s if r[1] == book and frame in ("all", r[2])}  # noqa: B023, E731
            rows.append((book, frame, len(articles), *_prf(len(pick(hand) & pick(machine)), len(pick(machine)), len(pick(hand)))))
    return pd.DataFrame(rows, columns=["codebook", "frame", "articles", "right", "machine", "hand", "precision", "recall", "f1"])


def quote_scores(store: Store, labels: pd.DataFrame) -> pd.DataFrame:
    """Rows for direct, indirect and all quotes: precision, recall and F1 of their content, and the share of found quotes with the right speaker."""
    texts = _texts(store)
    quotes = store.rows("quotes", ["doc_id", "content_start", "content_end", "direct", "speaker", "stance", "kind"])
    quotes = quotes[quotes["kind"].fillna("statement") == "statement"]  # the labels hold no wishes and topics
    by_doc = {k: g.to_dict("records") for k, g in quotes.groupby("doc_id")}
    tally = {kind: [0, 0, 0, 0] for kind in ("direct", "indirect", "all")}
    for article, part in labels.groupby("article"):
        if article not in texts:
            continue
        doc_id, text = texts[article]
        free = list(by_doc.get(doc_id, []))
        for q in free:
            for kind in ("direct" if q["direct"] else "indirect", "all"):
                tally[kind][1] += 1
        for label, start, end in _statements(text, part.to_dict("records")):
            kinds = ("direct" if label["direct"].lower() == "true" else "indirect", "all")
            best = max(free, key=lambda q: _overlap(q, start, end), default=None)
            hit = best is not None and start >= 0 and _overlap(best, start, end) >= QUOTE_OVERLAP
            if hit:
                free.remove(best)
            for kind in kinds:
                tally[kind][2] += 1
                tally[kind][0] += hit
                tally[kind][3] += hit and best["speaker"] in (label["entity"], label["speaker"])
    rows = [(kind, right, machine, hand, *_prf(right, machine, hand)[3:], speakers) for kind, (right, machine, hand, speakers) in tally.items()]
    out = pd.DataFrame(rows, columns=["kind", "right", "machine", "hand", "precision", "recall", "f1", "speaker_right"])
    out["speaker_share"] = out["speaker_right"] / out["right"].where(out["right"] > 0)
    return out


def _statements(text: str, labels: list[dict]) -> list[tuple[dict, int, int]]:
    """Labels with the place of their content. Direct ones that one cue interrupts ("A," she said. "B.") are one statement from A to B, as in the engine's rows."""
    out: list[tuple[dict, int, int]] = []
    for label in labels:
        start = _spot(text, label["content"])
        end = start + len(label["content"])
        if out and label["direct"].lower() == "true" and start >= 0:
            last, first, stop = out[-1]
            same = all(last.get(k) == label.get(k) for k in ("cue", "speaker", "direct")) and last != label
            if (
                same
                and 0 <= first <= stop <= start
                and "\n" not in text[stop:start].strip("\n")
                and text[stop:start].count(label.get("cue", "")) <= 1
            ):
                out[-1] = last, first, end
                continue
        out.append((label, start, end))
    return out


def _overlap(quote: dict, start: int, end: int) -> float:
    shared = min(quote["content_end"], end) - max(quote["content_start"], start)
    return max(0, shared) / (max(quote["content_end"], end) - min(quote["content_start"], start))


def _prf(right: int, machine: int, hand: int) -> tuple[int, int, int, float, float, float]:
    precision, recall = right / machine if machine else 0.0, right / hand if hand else 0.0
    return right, machine, hand, precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _with_intervals(rows: list[tuple[str, int, int]]) -> pd.DataFrame:
    out = pd.DataFrame(rows, columns=["question", "right", "n"])
    out["share"] = out["right"] / out["n"].where(out["n"] > 0)
    bounds = [wilson(r, n) for _, r, n in rows]
    out["low"], out["high"] = [b[0] for b in bounds], [b[1] for b in bounds]
    return out


def by_article(matches: pd.DataFrame, question: str) -> tuple[float, float, float]:
    """Share right over hand-labelled events with a bootstrap interval that draws articles, since events of one article err together."""
    parts = matches.groupby("article")[question].agg(["sum", "count"])
    low, high = bootstrap_ratio(parts["sum"].to_numpy(), parts["count"].to_numpy(), seed=f"trust {question}")
    return float(matches[question].mean()), low, high
