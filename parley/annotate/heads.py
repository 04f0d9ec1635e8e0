"""Which frame a sentence shows, from its vector: a head per codebook, made from the codebook's own definitions and examples.

A frame's direction is its definition, half its "what counts" and the mean of its examples (a prototype classifier: Snell, Swersky and Zemel 2017,
arXiv:1703.05175), so a frame that an analyst adds in YAML works without training. Where an analyst has coded sentences, `fitted` moves it towards them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from parley.codebook import Codebook, Frame

CACHE = Path(__file__).parent / "vectors" / "frames.npz"
FITTED = "_frames-head.npz"
"""Where a corpus keeps the head that was fitted to its `coding.csv`; names with an underscore are no articles."""

COUNTS_WEIGHT = 0.5
"""Weight of "what counts" beside the definition and the mean of the examples: it is longer and wanders further. Set on policy-frames, where any from 0.3
to 1 does nearly as well."""
CUE_WEIGHT = 0.1
"""What a cue phrase adds to a frame's cosine, for the first two cues: about the distance between a frame's own sentences and its neighbours'."""
SHARPNESS = (4.0, 40.0)
"""Between which the slope of the probabilities is sought."""
CALIBRATED = 0.8
"""Part of the examples' slope at which probabilities of real sentences are right: examples are clearer than news. On policy-frames the mean probability of
the frame chosen is then its accuracy (0.65)."""
SHARED = 0.4
"""Part of the slope with which a sentence is shared out among frames when an article is summed: flatter, since a sentence may carry several. Set on
narrative-frames, where 0.25 to 0.5 do equally well."""

Embed = Callable[[Sequence[str]], np.ndarray]


@dataclass(frozen=True)
class Head:
    """The frames of one codebook: `weights` (frames, 384) and `bias` (frames + 1) give the logits of a softmax whose last class is "no frame"."""

    codebook: str
    frames: tuple[str, ...]
    weights: np.ndarray
    bias: np.ndarray
    per_cue: float

    def __call__(self, vectors: np.ndarray, cues: np.ndarray, slope: float = CALIBRATED) -> np.ndarray:
        """Probabilities (sentences, frames) from vectors (sentences, 384) and the number of cues of each frame (sentences, frames)."""
        logits = vectors @ self.weights.T + self.per_cue * np.minimum(cues, 2)
        return softmax(slope * (np.column_stack([logits, np.zeros(len(vectors))]) + self.bias))[:, :-1]

    def choose(self, vectors: np.ndarray, cues: np.ndarray) -> np.ndarray:
        """The likeliest class of each sentence, as an index into the frames; their number stands for none."""
        p = self(vectors, cues)
        return np.column_stack([p, 1 - p.sum(1)]).argmax(1)


def heads(book: Codebook, embed: Embed, fitted: Path | None = None) -> list[Head]:
    """A head per codebook that has frames, from its own sentences; those that an analyst has fitted (`fitted`, a file) instead where they still belong.

    A fitted head belongs while its codebook has the same frames. Frames with neither definition nor example are found by their cues alone.
    """
    every = tuple(t for texts in book.no_frame.values() for t in texts)
    out = []
    for name in dict.fromkeys(f.codebook for f in book.frames):
        head = prototype(name, [f for f in book.frames if f.codebook == name], book.no_frame.get(name) or every, embed)
        out.append(_restored(fitted, head) if fitted is not None and fitted.is_file() else head)
    return out


def prototype(codebook: str, frames: Sequence[Frame], without: Sequence[str], embed: Embed) -> Head:
    """The head of definitions and examples. Slope and "no frame" are fitted to the examples, each scored without itself, so that a probability
    says how often a sentence like the examples, frames and none equally frequent, shows the frame; in real text "none" is more frequent than that."""
    described = np.array([_mean(embed([t]) if t else None) + COUNTS_WEIGHT * _mean(embed([c]) if c else None) for t, c in texts_of(frames)])
    shown = [embed(f.examples) if f.examples else np.zeros((0, WIDTH)) for f in frames]
    sums = np.array([v.sum(0) for v in shown])
    parts = [(t != "") + COUNTS_WEIGHT * (c != "") + (len(v) > 0) for (t, c), v in zip(texts_of(frames), shown, strict=True)]
    scale = 1 / np.maximum(np.array(parts, float), COUNTS_WEIGHT)  # a frame that lacks a part is not thereby further from every sentence
    scores, right = [], []
    for i, vectors in enumerate(shown):
        for v in vectors:
            means = sums.copy()
            means[i] -= v  # a sentence must not speak for itself
            scores.append((described + _unit(means)) @ v * scale)
            right.append(i)
    weights = (described + _unit(sums)) * scale[:, None]
    if without:
        scores.extend(embed(without) @ weights.T)
        right.extend([len(frames)] * len(without))
    slope, level = _calibrated(np.array(scores).reshape(-1, len(frames)), np.array(right, int))
    bias = np.zeros(len(frames) + 1)
    bias[-1] = slope * level
    return Head(codebook, tuple(f.name for f in frames), (slope * weights).astype(np.float32), bias.astype(np.float32), float(slope * CUE_WEIGHT))


WIDTH = 384
"""Numbers of a sentence vector."""


def texts_of(frames: Sequence[Frame]) -> list[tuple[str, str]]:
    return [(f.definition, f.counts) for f in frames]


def _calibrated(scores: np.ndarray, right: np.ndarray) -> tuple[float, float]:
    """The slope and the level of "no frame" under which the examples are likeliest, each class weighing the same; by search on a grid."""
    frames = scores.shape[1]
    if not len(scores):
        return SHARPNESS[0], 0.3
    weight = 1 / np.bincount(right, minlength=frames + 1)[right]
    best = (-np.inf, SHARPNESS[0], 0.3)
    levels = np.arange(0.1, 0.61, 0.02) if (right == frames).any() else [float(np.median(scores.max(1))) / 2 + float(np.median(scores)) / 2]
    for slope in np.arange(SHARPNESS[0], SHARPNESS[1] + 1, 2):
        for level in levels:
            p = softmax(slope * np.column_stack([scores, np.full(len(scores), level)]))
            fit = float((weight * np.log(p[np.arange(len(right)), right] + 1e-9)).sum())
            best = max(best, (fit, float(slope), float(level)))
    return best[1:]


def fitted(head: Head, vectors: np.ndarray, cues: np.ndarray, right: np.ndarray, *, strength: float = 0.05, steps: int = 400) -> Head:
    """A head moved from `head` towards coded sentences: multinomial logistic regression, L2 towards the head instead of towards zero.

    `right` (sentences,) holds the index of each sentence's frame, or the number of frames for none. `strength` is the penalty per unit of squared distance
    from the head that was there before. Deterministic: gradient descent with momentum (Nesterov 1983) and a step that the curvature bounds.
    """
    x = np.column_stack([vectors, np.ones(len(vectors))]).astype(np.float64)
    start = np.column_stack([np.vstack([head.weights, np.zeros(vectors.shape[1])]), head.bias]).astype(np.float64)
    fixed = np.column_stack([head.per_cue * np.minimum(cues, 2), np.zeros(len(vectors))])
    wanted = np.eye(len(start))[right]
    step = 1 / (0.5 * np.linalg.eigvalsh(x.T @ x)[-1] + strength)
    now, before = start.copy(), start.copy()
    for i in range(steps):
        ahead = now + i / (i + 3) * (now - before)
        slope = (softmax(x @ ahead.T + fixed) - wanted).T @ x + strength * (ahead - start)
        before, now = now, ahead - step * slope
    return replace(head, weights=now[:-1, :-1].astype(np.float32) - now[-1, :-1].astype(np.float32), bias=now[:, -1].astype(np.float32))


def save(heads: Sequence[Head], path: Path) -> None:
    """Write fitted heads to a file that holds numbers and names only."""
    with path.open("wb") as out:
        np.savez(out, **{f"{h.codebook} {k}": v for h in heads for k, v in vars(h).items() if k != "codebook"})


def _restored(path: Path, head: Head) -> Head:
    with np.load(path, allow_pickle=False) as held:
        if f"{head.codebook} frames" not in held or tuple(held[f"{head.codebook} frames"].tolist()) != head.frames:
            return head
        pick = lambda k: held[f"{head.codebook} {k}"]  # noqa: E731
        return replace(head, weights=pick("weights"), bias=pick("bias"), per_cue=float(pick("per_cue")))


class Vectors:
    """Sentence vectors by text: those of the shipped codebook from a file made for this model (`training/frames.py`), all others from the encoder."""

    def __init__(self, encoder, path: Path = CACHE) -> None:
        self._encoder = encoder
        self._held: dict[str, np.ndarray] = {}
        if path.is_file():
            with np.load(path, allow_pickle=False) as held:
                if str(held["model"]) == encoder.sha256:
                    self._held = dict(zip(held["keys"].tolist(), held["vectors"].astype(np.float32), strict=True))

    def __call__(self, texts: Sequence[str]) -> np.ndarray:
        """(texts, 384) of unit length."""
        keys = [key(t) for t in texts]
        new = {k: t for k, t in zip(keys, texts, strict=True) if k not in self._held}
        if new:
            for k, (reading,) in zip(new, self._encoder([[text] for text in new.values()]), strict=True):
                self._held[k] = reading.vector.astype(np.float32)
        return np.array([self._held[k] for k in keys], np.float32).reshape(len(keys), WIDTH)

    def save(self, path: Path) -> None:
        """Write all vectors that are held, under the model's SHA-256."""
        keys = sorted(self._held)
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(path, model=self._encoder.sha256, keys=np.array(keys), vectors=np.array([self._held[k] for k in keys], np.float16))


def key(text: str) -> str:
    """What a text is known by in the file of vectors."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def softmax(x: np.ndarray) -> np.ndarray:
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def _unit(x: np.ndarray) -> np.ndarray:
    return x / np.maximum(1e-9, np.linalg.norm(x, axis=-1, keepdims=True))


def _mean(x: np.ndarray | None) -> np.ndarray:
    return np.zeros(WIDTH) if x is None else _unit(x.mean(0))
