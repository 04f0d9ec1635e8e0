"""What the encoder learns from, as rows of tokens: sentences of all sources, neighbours of one article joined as they are read together."""

from __future__ import annotations

import json
import random
from argparse import Namespace
from dataclasses import dataclass

from tokenizers import Tokenizer

from training.data import LONGEST, Event, Told, encode, marked_tokens, read_gold, read_marked, recase, targets

TOKENS = 900
"""Tokens of a batch."""
SHARE_ALONE = 0.3
"""Share of the rows that stay one sentence: headlines and coded sentences are read alone."""


@dataclass
class Row:
    """One sentence, or several that are read together: their tokens and what is to be learned of each token.

    `labels`: lists as long as `ids`; `whole`: what holds of the row as a whole; `lengths`: tokens of each sentence, without the two that open and
    close the row; `texts`: the sentences.
    """

    ids: list[int]
    case: list[int]
    labels: list[list[int]]
    whole: tuple[int, ...]
    lengths: list[int]
    texts: list[str]

    def __add__(self, other: Row) -> Row:
        """The two read together: the sign that closes the one and that which opens the other are left out."""
        joined = lambda a, b: a[:-1] + b[1:]  # noqa: E731
        labels = [joined(a, b) for a, b in zip(self.labels, other.labels, strict=True)]
        lengths, texts = self.lengths + other.lengths, self.texts + other.texts
        return Row(joined(self.ids, other.ids), joined(self.case, other.case), labels, self.whole, lengths, texts)


def passages(rows: list[Row], rng: random.Random, alone: float = SHARE_ALONE) -> list[Row]:
    """Neighbours joined, as sentences of one article are read: up to a length drawn anew for each passage."""
    out: list[Row] = []
    limit = 0
    for row in rows:
        if out and out[-1].whole == row.whole and len(out[-1].ids) + len(row.ids) - 2 <= limit:
            out[-1] += row
        else:
            out.append(row)
            limit = 0 if rng.random() < alone else rng.randint(LONGEST // 3, LONGEST)
    return out


def sources(options: Namespace, seed: int) -> list[list]:
    """Every training sentence with names by its source, in running order, the hard-labelled ones of our own twice, some recased; `options` are those of `training.train`."""
    rng, gold, own = random.Random(seed), options.gold, options.own
    names = [
        "train-wikigold",
        "train-wnut17",
        "train-crossner-politics-train",
        "train-crossner-politics-dev",
        "train-uner-ewt-dev",
        "train-uner-ewt-test",
    ]
    out = [read_gold(gold / f"{name}.jsonl.gz", 1000 if "wnut" in name else None) for name in names]
    print(f"labelled sets: {sum(map(len, out))} sentences")
    marked = [article for path in sorted(own.glob("names-*.txt")) for article in read_marked(path)]
    print(f"own sentences: {sum(map(len, marked))}")
    out += marked + marked
    machine = read_gold(gold / "train-gmb-silver.jsonl.gz")[options.first : options.first + options.silver]
    if options.doubts:  # spans that an earlier model labels otherwise: the silver labels hold many mistakes, and one is enough to teach it
        listed = json.loads(options.doubts.read_text("utf8"))
        machine = [(text, spans, norp, listed.get(text, [])) for text, spans, norp in machine]
    out.append(machine)
    everything = [item for source in out for item in source]
    out += [[recase(item, rng)] for item in rng.sample(everything, len(everything) // 20)]
    return out


def name_row(tokenizer: Tokenizer, text: str, spans, norp: bool, doubted=()) -> Row:
    """Label of each token, whether it is learned from; whether NORP is labelled."""
    ids, case, offsets = encode(tokenizer, text)
    sure = [int(b > a and not any(s < b and a < e for s, e in doubted)) for a, b in offsets]
    return Row(ids, case, [targets(offsets, spans), sure], (int(norp),), [len(ids) - 2], [text])


def event_row(tokenizer: Tokenizer, e: Event) -> Row:
    """Tokens of the text, of the trigger, of source and target; class, status and track."""
    ids, case, offsets = encode(tokenizer, e.text)
    marks = [marked_tokens(offsets, spans) for spans in (e.trigger, e.source, e.target)]
    return Row(ids, case, [[int(b > a) for a, b in offsets], *marks], (e.act, e.status, e.track), [len(ids) - 2], [e.text])


def told_row(tokenizer: Tokenizer, item: Told) -> Row:
    """Tokens of the text; class, status and track of each token."""
    ids, case, offsets = encode(tokenizer, item.text)
    return Row(ids, case, [[int(b > a) for a, b in offsets], *item.tokens(offsets)], (), [len(ids) - 2], [item.text])


def groups(lengths: list[int], rng: random.Random) -> list[list[int]]:
    """Batches of rows of like length, of about TOKENS each, in random order."""
    order = sorted(range(len(lengths)), key=lambda i: lengths[i] + rng.random() * 6)
    out: list[list[int]] = []
    for i in order:
        if out and lengths[i] * (len(out[-1]) + 1) <= TOKENS:
            out[-1].append(i)
        else:
            out.append([i])
    rng.shuffle(out)
    return out
