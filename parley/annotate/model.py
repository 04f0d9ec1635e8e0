"""The compact encoder that ships with the project: what it says of each sentence, from the ONNX file in `weights/`.

One pass gives names, what tells an event, who takes part in it, and a vector of each sentence. Neighbouring sentences are read together. How it was trained: `training/`.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate, pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from parley.annotate.cases import cases

WEIGHTS = Path(__file__).parent / "weights"
LABELS = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-NORP", "I-NORP")
ACTS = (
    "none", "AGREE", "CONSULT", "SUPPORT", "AID", "COOPERATE", "CONCEDE", "RETREAT", "ACCUSE", "REJECT", "REQUEST", "THREATEN", "ASSAULT", "COERCE",
    "MOBILIZE", "PROTEST", "SANCTION",
)  # fmt: skip
STATUSES = ("occurred", "ongoing", "planned", "possible", "alleged", "denied", "negated", "historical")
TRACKS = ("diplomatic", "pressure", "military", "domestic", "other")
ROLE_WIDTH = 64

WINDOW = 126
"""Tokens that are read at once, as in training (128 with the two that open and close a sentence). A longer sentence is read in windows."""
RUN = 48
"""Tokens up to which neighbouring sentences are read together."""
STRIDE = 94
"""From one window's begin to the next: windows overlap, and each token is taken from the window in which it stands furthest from an edge."""
BATCH_TOKENS = 512
"""Tokens of a batch: large enough to keep a core busy, small enough to stay in its cache (4,096 are a third slower)."""
RUNS_AT_ONCE = 2_000
"""Runs whose tokens' states are held at once: 200 MB at most, however long an article."""
LONGEST = 20_000
"""Characters of a sentence that are read: sentences are cut at blanks long before, so what is longer is one word without end, and no name."""


class ModelError(RuntimeError):
    """The model's file is missing, or is not the one that belongs to this version."""


@dataclass(frozen=True)
class Reading:
    """What the model says of one sentence; offsets are code points in the sentence, end exclusive.

    `offsets` (tokens, 2); `names` (tokens, 9) probabilities of LABELS; `acts` (tokens, 30) logits of ACTS, STATUSES and TRACKS for an event told
    by that token; `roles` (tokens, 256) asking for source and target, answering as source and target; `vector` (384,) of unit length.
    """

    offsets: np.ndarray
    names: np.ndarray
    acts: np.ndarray
    roles: np.ndarray
    vector: np.ndarray

    def tokens(self, start: int, end: int) -> slice:
        """The tokens that overlap a span; empty where the span holds none."""
        starts, ends = self.bounds
        first = bisect_right(ends, start)
        return slice(first, max(first, bisect_left(starts, end)))

    @cached_property
    def bounds(self) -> tuple[list[int], list[int]]:
        """Where the tokens begin and end, as lists: these are asked for one by one, for which arrays are slow."""
        return self.offsets[:, 0].tolist(), self.offsets[:, 1].tolist()


class _Sentence(NamedTuple):
    """Token ids, the case of each token's word, and each token's code points."""

    ids: list[int]
    cases: np.ndarray
    offsets: np.ndarray


class Encoder:
    """The model on `threads` cores. Made once per process; raises ModelError where its files are not as they should be."""

    def __init__(self, folder: Path = WEIGHTS, *, threads: int = 1, model: str = "encoder.onnx") -> None:
        self.sha256 = verified(folder, model)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # idle threads must not burn the cores of other workers
        slow = ["SkipLayerNormFusion"]  # the fused sum and norm take six times as long as the two apart: a sixth of all (measured with 1.31)
        self._session = onnxruntime.InferenceSession(str(folder / model), options, providers=["CPUExecutionProvider"], disabled_optimizers=slow)
        opening = self._tokenizer.encode("").ids
        self._first, self._last = opening[0], opening[-1]

    def __call__(self, articles: Sequence[Sequence[str]]) -> list[list[Reading]]:
        """A reading of each sentence of each article, sentences in running order.

        Neighbours are read together, up to RUN tokens: what one sentence says of a name helps in the next. Runs of one length are read at once, without
        padding, and activations have fixed scales: an article's readings are the same to the last bit whatever else is read with it. Callers give as
        many articles as they have at hand, since many runs of one length are read faster than few.
        """
        unique = {text: i for i, text in enumerate(dict.fromkeys(t for article in articles for t in article))}
        found = self._tokenizer.encode_batch([text[:LONGEST] for text in unique], add_special_tokens=False)
        texts = [text[:LONGEST] for text in unique]
        written = cases("\n".join(texts) + "\n")
        begins = accumulate((len(text) + 1 for text in texts), initial=0)
        offsets = [np.array(tokens.offsets, np.int32).reshape(-1, 2) for tokens in found]
        sentences = [_Sentence(tokens.ids, written[begin + own[:, 0]], own) for tokens, begin, own in zip(found, begins, offsets, strict=False)]
        runs = [_runs([unique[t] for t in article], [len(s.ids) for s in sentences]) for article in articles]
        # wire copies and standing lines repeat themselves: each run is read once
        wanted = list(dict.fromkeys(run for article in runs for run in article))
        readings: dict[tuple[int, ...], list[Reading]] = {}
        for at in range(0, len(wanted), RUNS_AT_ONCE):
            part = wanted[at : at + RUNS_AT_ONCE]
            readings |= zip(part, self._read([[sentences[k] for k in run] for run in part]), strict=True)
        return [[reading for run in article for reading in readings[run]] for article in runs]

    def _read(self, runs: list[list[_Sentence]]) -> list[list[Reading]]:
        pieces: list[tuple[int, int, list[int], np.ndarray]] = []
        for i, run in enumerate(runs):
            ids, case = [t for s in run for t in s.ids], np.concatenate([s.cases for s in run])
            pieces.extend((i, at, ids[at : at + WINDOW], case[at : at + WINDOW]) for at in _windows(len(ids)))
        pieces.sort(key=lambda p: len(p[2]))
        parts: list[list[tuple[int, list[np.ndarray]]]] = [[] for _ in runs]
        for batch in _batches([len(p[2]) + 2 for p in pieces]):
            for (i, at, *_), out in zip((pieces[k] for k in batch), self._run([pieces[k] for k in batch]), strict=True):
                parts[i].append((at, out))
        return [_split([s.offsets for s in run], part) for run, part in zip(runs, parts, strict=True)]

    def _run(self, pieces) -> list[list[np.ndarray]]:
        ids = np.array([[self._first, *tokens, self._last] for _, _, tokens, _ in pieces])
        case = np.zeros_like(ids)
        case[:, 1:-1] = [of for *_, of in pieces]
        names, acts, roles, states = self._session.run(["names", "acts", "roles", "states"], {"ids": ids, "case": case})
        return [list(row) for row in zip(softmax(names[:, 1:-1]), acts[:, 1:-1], roles[:, 1:-1].astype(np.float16), states, strict=True)]


def verified(folder: Path, model: str) -> str:
    """The SHA-256 of a model file that is what `encoder.json` beside it says. Raises ModelError else."""
    path = folder / model
    mend = "install the project again, or run `git checkout -- parley/annotate/weights` in a checkout"
    if not path.is_file() or not (folder / "encoder.json").is_file():
        raise ModelError(f"{path} is missing: {mend}")
    wanted = listed(folder)
    for name in (model, "tokenizer.json"):
        found = _sha256(folder / name)
        if found != wanted.get(name):
            raise ModelError(
                f"{folder / name} is not the file that belongs to this version (SHA-256 {found[:12]}…, not {wanted.get(name, 'listed')[:12]}…): {mend}"
            )
    return wanted[model]


@cache
def listed(folder: Path = WEIGHTS) -> dict[str, str]:
    """The SHA-256 that each file of the model is to have."""
    return json.loads((folder / "encoder.json").read_text("utf8"))


@cache
def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _windows(tokens: int) -> range:
    return range(0, max(1, tokens - (WINDOW - STRIDE)), STRIDE) if tokens > WINDOW else range(1)


def _runs(sentences: list[int], lengths: list[int]) -> list[tuple[int, ...]]:
    """Neighbours that are read together; a longer sentence is alone."""
    out: list[tuple[int, ...]] = []
    held = 0
    for i in sentences:
        if out and held + lengths[i] <= RUN:
            out[-1] += (i,)
            held += lengths[i]
        else:
            out.append((i,))
            held = lengths[i]
    return out


def _batches(lengths: list[int]) -> list[range]:
    """Runs of one length, of sorted lengths, whose size stays within BATCH_TOKENS."""
    out, begin = [], 0
    for i, length in enumerate(lengths):
        if i > begin and (length != lengths[begin] or length * (i - begin + 1) > BATCH_TOKENS):
            out.append(range(begin, i))
            begin = i
    return [*out, range(begin, len(lengths))] if lengths else out


def _split(offsets: list[np.ndarray], parts: list[tuple[int, list]]) -> list[Reading]:
    """A reading of each sentence of a run, from the run's windows. What opens a run counts to its first sentence, what closes it to its last."""
    parts.sort(key=lambda p: p[0])
    tokens = sum(map(len, offsets))
    cuts = [0, *(at + (WINDOW - STRIDE) // 2 for at, _ in parts[1:]), tokens]
    kept = [slice(a - at, b - at) for (at, _), (a, b) in zip(parts, pairwise(cuts), strict=True)]
    names, acts, roles = (np.concatenate([out[k][part] for part, (_, out) in zip(kept, parts, strict=True)]) for k in range(3))
    inner = [out[3][part.start + 1 : part.stop + 1] for part, (_, out) in zip(kept, parts, strict=True)]
    states = np.concatenate([parts[0][1][3][:1], *inner, parts[-1][1][3][-1:]])
    out, at = [], 0
    for i, own in enumerate(offsets):
        of = slice(at, at + len(own))
        vector = states[at + (i > 0) : at + len(own) + 1 + (i == len(offsets) - 1)].sum(0)
        length = float(np.sqrt((vector * vector).sum())) or 1.0
        out.append(Reading(own, names[of], acts[of], roles[of], (vector / length).astype(np.float16)))
        at += len(own)
    return out


def mean(rows: np.ndarray) -> np.ndarray:
    """The mean of rows, of which there is mostly one."""
    return rows[0] if len(rows) == 1 else rows.mean(0)


def softmax(x: np.ndarray) -> np.ndarray:
    """Probabilities from logits, over the last axis."""
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)
