"""Who is who, measured: the engine's names against names linked by hand."""

from __future__ import annotations

import re
import zlib

import numpy as np
import pandas as pd

from parley.analyse.agreement import bcubed
from parley.analyse.uncertainty import LEVEL, RESAMPLES
from parley.store import Store

COLUMNS = ["article", "text", "nth", "label", "entity", "start", "end", "found", "machine_label", "machine_entity"]


def mention_matches(store: Store, labels: pd.DataFrame) -> pd.DataFrame:
    """A row per hand-linked name: its place, whether the engine has a mention of exactly these code points (`found`), and that one's label and entity.

    `labels` has `article`, `text`, `nth` (which time `text` stands in the article as whole words), `label`, `entity`. Articles that the store lacks are
    left out. Raises ValueError for a name that its article does not hold.
    """
    texts = {s: (d, t) for s, d, t in store.sql("SELECT source_id, doc_id, text FROM documents").itertuples(index=False)}
    machine = {(m.doc_id, m.start, m.end): m for m in store.rows("mentions", ["doc_id", "start", "end", "label", "entity"]).itertuples()}
    rows = []
    for hand in labels.itertuples():
        if hand.article not in texts:
            continue
        doc_id, text = texts[hand.article]
        at = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(hand.text)}(?!\w)", text)]
        nth = int(hand.nth)
        if not 1 <= nth <= len(at):
            raise ValueError(f"{hand.article}: `{hand.text}` stands there {len(at)} times, not {nth}; mend gold/mentions.csv")
        mine = machine.get((doc_id, *at[nth - 1]))
        rows.append((hand.article, hand.text, nth, hand.label, hand.entity, *at[nth - 1], mine is not None,
                     mine.label if mine else None, mine.entity if mine else None))  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS).astype({"found": bool})


def linkage_scores(matches: pd.DataFrame) -> pd.DataFrame:
    """Two rows of B-cubed `precision`, `recall` and `f1` over `n` hand-linked names: those found, and all of them with each missed one standing alone.

    `low` and `high` bound F1 with articles drawn anew (percentile bootstrap). `found` is the share of the names that the engine has, `label_right` that
    of the found ones with the right label.
    """
    rows = []
    for which, part in (("names found", matches[matches["found"]]), ("all names", matches)):
        low, high = _interval(part, which)
        rows.append((which, len(part), *bcubed(_pairs(part)), low, high))
    out = pd.DataFrame(rows, columns=["names", "n", "precision", "recall", "f1", "low", "high"])
    out["found"] = [1.0, matches["found"].mean() if len(matches) else np.nan]
    found = matches[matches["found"]]
    out["label_right"] = (found["label"] == found["machine_label"]).mean() if len(found) else np.nan
    return out


def wrongly_linked(matches: pd.DataFrame) -> pd.DataFrame:
    """A row per found name whose machine cluster is not the one that most names of its entity are in: article, text, entity, machine_entity."""
    found = matches[matches["found"]]
    usual = found.groupby("entity")["machine_entity"].agg(lambda names: names.mode().iloc[0]) if len(found) else pd.Series(dtype=object)
    return found[found["machine_entity"] != found["entity"].map(usual)][["article", "text", "entity", "machine_entity"]].reset_index(drop=True)


def _pairs(rows: pd.DataFrame) -> list[tuple]:
    missed = (("missed", i) for i in range(len(rows)))
    return [(e, m if f else next(missed)) for e, m, f in zip(rows["entity"], rows["machine_entity"], rows["found"], strict=True)]


def _interval(rows: pd.DataFrame, which: str) -> tuple[float, float]:
    """An article drawn twice counts its names twice in the same clusters; a missed name stands alone each time."""
    parts = [part for _, part in rows.groupby("article", sort=True)]
    if len(parts) < 2:
        return np.nan, np.nan
    draw = np.random.default_rng(zlib.crc32(which.encode()))
    pairs = [list(zip(p["entity"], p["machine_entity"].where(p["found"]), p["found"], strict=True)) for p in parts]
    scores = []
    for _ in range(RESAMPLES):
        drawn = [x for i in draw.integers(0, len(parts), len(parts)) for x in pairs[i]]
        scores.append(bcubed((e, m if f else ("missed", n)) for n, (e, m, f) in enumerate(drawn))[2])
    low, high = np.quantile(scores, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)
