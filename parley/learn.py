"""Frames learned from sentences that an analyst has coded: `coding.csv` of a corpus, beside its articles."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from parley import codebook
from parley.annotate.heads import FITTED, Head, Vectors, fitted, heads, save
from parley.annotate.model import Encoder
from parley.annotate.text import Splitter, phrases, read_article

FOLDS = 5
NONE = "none"
"""What stands in `coding.csv` for a sentence that shows no frame."""


@cache
def _vectors() -> Vectors:
    return Vectors(Encoder(threads=2))


def coded(corpus: str | Path) -> pd.DataFrame:
    """Rows of `coding.csv`: sentence, codebook, frame. Raises FileNotFoundError where there is none and ValueError, naming file and line, where one is wrong."""
    path = Path(corpus) / "coding.csv"
    if not path.is_file():
        raise FileNotFoundError(f"no {path}: give a table with the columns sentence, codebook, frame (frame is `{NONE}` where a sentence shows none)")
    rows = pd.read_csv(path, dtype=str, keep_default_na=False)
    if missing := [c for c in ("sentence", "codebook", "frame") if c not in rows]:
        raise ValueError(f"{path}: no column `{missing[0]}`; needed are sentence, codebook, frame")
    book = codebook.load(corpus)
    known = {(f.codebook, f.name) for f in book.frames} | {(f.codebook, NONE) for f in book.frames}
    for line, row in enumerate(rows.itertuples(), 2):
        if (row.codebook, row.frame) not in known:
            names = ", ".join(sorted(n for c, n in known if c == row.codebook)) or "none: the codebook is unknown"
            raise ValueError(f"{path}, line {line}: no frame `{row.frame}` in codebook `{row.codebook}`; there are {names}")
        if not row.sentence.strip():
            raise ValueError(f"{path}, line {line}: no sentence")
    return rows.drop_duplicates(["sentence", "codebook"], keep="last")[["sentence", "codebook", "frame"]].reset_index(drop=True)


def learn_frames(corpus: str | Path) -> pd.DataFrame:
    """Fit the heads of the codebooks that `coding.csv` covers, keep them beside the corpus, and say how good they are.

    A row per codebook and frame with coded sentences, then `macro average`: `n` coded sentences, and F1 of the likeliest frame `before` (definitions and examples
    alone) and `after`, the latter in 5-fold cross-validation: each sentence is judged by a head fitted to the other four fifths. Folds are dealt out within
    each frame, in the order of the table. Frames with fewer than two sentences cannot be judged. The next `load_corpus` annotates with what was learned.
    """
    folder = Path(corpus)
    rows, book = coded(folder), codebook.load(folder)
    made, out = [], []
    for head in heads(book, _vectors()):
        mine = rows[rows["codebook"] == head.codebook]
        if mine.empty:
            continue
        x, cues = _vectors()(mine["sentence"].tolist()), _cues(mine["sentence"], head, book)
        classes = [*head.frames, NONE]
        right = np.array([classes.index(f) for f in mine["frame"]])
        before, after = head.choose(x, cues), cross_validated(head, x, cues, right)
        made.append(fitted(head, x, cues, right))
        scores = [(classes[k], int((right == k).sum()), _f1(before, right, k), _f1(after, right, k)) for k in sorted(set(right))]
        out += [(head.codebook, *s) for s in scores]
        out.append((head.codebook, "macro average", len(right), float(np.mean([s[2] for s in scores])), float(np.mean([s[3] for s in scores]))))
    save(made, folder / FITTED)
    return pd.DataFrame(out, columns=["codebook", "frame", "n", "before", "after"])


def cross_validated(head: Head, vectors: np.ndarray, cues: np.ndarray, right: np.ndarray) -> np.ndarray:
    """The class of each sentence by a head fitted to the other folds."""
    fold = np.zeros(len(right), int)
    at = 0
    for k in sorted(set(right)):
        mine = np.flatnonzero(right == k)
        fold[mine] = (np.arange(len(mine)) + at) % FOLDS
        at += len(mine)
    out = np.zeros(len(right), int)
    for q in sorted(set(fold)):
        rest, held = fold != q, fold == q
        out[held] = (fitted(head, vectors[rest], cues[rest], right[rest]) if rest.any() else head).choose(vectors[held], cues[held])
    return out


def _cues(sentences, head: Head, book) -> np.ndarray:
    split, find = Splitter(book.words.get("abbreviations", ())), phrases(book)
    at = {name: i for i, name in enumerate(head.frames)}
    counts = np.zeros((len(sentences), len(head.frames)))
    for row, text in enumerate(sentences):
        article = read_article({"doc_id": "", "text": text, "title": None, "published": None}, split, find)
        for m in article.found.get(f"cue {head.codebook}", ()):
            counts[row, at[m.entry.name]] += 1
    return counts


def _f1(found: np.ndarray, right: np.ndarray, k: int) -> float:
    return float(2 * ((found == k) & (right == k)).sum() / max(1, (found == k).sum() + (right == k).sum()))
