"""Train the encoder: `python -m training.train --gold FOLDER --base model.safetensors --tokenizer tokenizer.json`.

Losses: names (cross-entropy; where a set does not label NORP, an O may be NORP and is not punished); events (class, status and track at the words
that tell the event, and which words are its source and target); events of running text, where all are marked and most words tell none; and the
distance of the sentence vector from the base's own, so that one pass gives all. What ships is a moving average of the weights. Repeatable: fixed seed,
fixed order.
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import random
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.nn import functional

from training.data import ACTS, LABELS, STATUSES, UNKNOWN, encode, read_events, read_examples, read_told
from training.encoder import HEADS_OF_OURS, ROLE_WIDTH, from_base, vectors
from training.export import averaged, export
from training.rows import Row, event_row, groups, name_row, passages, sources, told_row

BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
SEED = 20260103


def padded(rows: list[list[int]]) -> torch.Tensor:
    width = max(map(len, rows))
    return torch.tensor([list(r) + [0] * (width - len(r)) for r in rows])


def batches(rows: list[Row], rng: random.Random) -> Iterator[tuple]:
    """Texts of the sentences, (ids, mask, case), which tokens are whose (`spread`), the labels of each token, and what holds of each row."""
    for group in groups([len(r.ids) for r in rows], rng):
        chosen = [rows[i] for i in group]
        ids, case = padded([r.ids for r in chosen]), padded([r.case for r in chosen])
        mask = padded([[1] * len(r.ids) for r in chosen])
        parts = torch.stack([spread(r.lengths, max(len(r.lengths) for r in chosen), ids.shape[1]) for r in chosen])
        labels = [padded([r.labels[k] for r in chosen]) for k in range(len(chosen[0].labels))]
        yield [t for r in chosen for t in r.texts], (ids, mask, case), parts, labels, torch.tensor([r.whole for r in chosen])


def spread(lengths: list[int], sentences: int, tokens: int) -> torch.Tensor:
    """(sentences, tokens): 1 where a token belongs to a sentence; what opens a row to the first, what closes it to the last."""
    out, at = torch.zeros(sentences, tokens, dtype=torch.long), 1
    for k, length in enumerate(lengths):
        out[k, at - (k == 0) : at + length + (k == len(lengths) - 1)] = 1
        at += length
    return out


OTHER_WORDS = 0.3
"""Weight of "this word tells no event": a sentence may tell more events than the one that is marked."""


def event_loss(acts: torch.Tensor, roles: torch.Tensor, real, trigger, source, target, gold) -> torch.Tensor:
    """Class, status, track at the trigger's tokens; none elsewhere; and for each token whether it belongs to the source, to the target."""
    acts, roles = acts.float(), roles.float()
    share = trigger.float() / trigger.sum(1, keepdim=True).clamp(min=1)
    at = (acts * share[..., None]).sum(1)
    ends = (0, len(ACTS), len(ACTS) + len(STATUSES), acts.shape[-1])
    loss = torch.zeros(())
    for k, weight in ((0, 1.0), (1, 0.7), (2, 0.4)):
        if (gold[:, k] != UNKNOWN).any():
            loss = loss + weight * functional.cross_entropy(at[:, ends[k] : ends[k + 1]], gold[:, k], ignore_index=UNKNOWN)
    others = (real * (1 - trigger)).bool()
    loss = loss + OTHER_WORDS * functional.cross_entropy(acts[..., : len(ACTS)][others], torch.zeros(int(others.sum()), dtype=torch.long))
    asked = (roles * share[..., None]).sum(1)
    for k, side in enumerate((source, target)):
        question, answer = asked[:, k * ROLE_WIDTH : (k + 1) * ROLE_WIDTH], roles[..., (k + 2) * ROLE_WIDTH : (k + 3) * ROLE_WIDTH]
        logits = (answer @ question[..., None])[..., 0] / ROLE_WIDTH**0.5
        each = functional.binary_cross_entropy_with_logits(logits, side.float(), reduction="none")
        loss = loss + 4.0 * (each * real).sum() / real.sum()
    return loss


def told_loss(acts: torch.Tensor, real, classes, status, track) -> torch.Tensor:
    """Class of each token, none included, and status and track of those that tell an event."""
    logits, ends = acts.float(), (0, len(ACTS), len(ACTS) + len(STATUSES), acts.shape[-1])
    tells, silent = real & (classes > 0), real & (classes == 0)
    loss = functional.cross_entropy(logits[..., : ends[1]][silent], classes[silent])
    if tells.any():
        for k, (gold, weight) in enumerate(((classes, 1.0), (status, 0.7), (track, 0.4))):
            loss = loss + weight * functional.cross_entropy(logits[..., ends[k] : ends[k + 1]][tells], gold[tells])
    return loss


def name_loss(logits: torch.Tensor, gold: torch.Tensor, real: torch.Tensor, norp: torch.Tensor) -> torch.Tensor:
    """Cross-entropy over real tokens; O in a set without NORP labels means O or NORP."""
    logs = functional.log_softmax(logits.float(), dim=-1)
    picked = logs.gather(-1, gold[..., None])[..., 0]
    either = torch.logsumexp(logs[..., [0, LABELS.index("B-NORP"), LABELS.index("I-NORP")]], dim=-1)
    picked = torch.where((gold == 0) & ~norp[:, None], either, picked)
    return -(picked * real).sum() / real.sum()


EVENT_ROUNDS = 2
"""Times that the event sentences are seen in an epoch: they are few beside the names."""
VECTOR = 1.0
"""Weight of the distance between a sentence's vector and the base's own."""
AVERAGED = 150
"""Steps over which the weights are averaged, from the middle of the training on."""


def _averaged(average, model, rate: float):
    if average is None:
        return copy.deepcopy(model)
    with torch.no_grad():
        for old, new in zip(average.parameters(), model.parameters(), strict=True):
            old.lerp_(new, rate)
    return average


def learn_aims(aims: dict[str, torch.Tensor], texts: list[str], teacher, tokenizer: Tokenizer) -> None:
    """Adds the base model's own vector of each sentence, read alone."""
    new = [t for t in dict.fromkeys(texts) if t not in aims]
    if new:
        read = [encode(tokenizer, t)[0] for t in new]
        ids, mask = padded(read), padded([[1] * len(r) for r in read])
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            states = teacher(ids, mask, torch.zeros_like(ids))[-1]
        aims.update(zip(new, vectors(states, mask[:, None, :])[:, 0], strict=True))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--own", type=Path, default=Path(__file__).parent / "sentences")
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--silver", type=int, default=12000)
    parser.add_argument(
        "--first", type=int, default=0, help="where in the shuffled silver set to begin: another part than the model of --start and --doubts saw"
    )
    parser.add_argument("--start", type=Path, nargs="+", help="weights (encoder.pt) of earlier trainings to go on from; several: their mean")
    parser.add_argument("--doubts", type=Path, help="places of the silver set that are not learned from (training.doubts)")
    parser.add_argument("--rate", type=float, default=1e-4)
    options = parser.parse_args()
    if hashlib.sha256(options.base.read_bytes()).hexdigest() != BASE_SHA256:
        raise SystemExit(f"{options.base} is not the base model: its SHA-256 should be {BASE_SHA256}")
    torch.manual_seed(SEED)
    random.seed(SEED)
    np.random.seed(SEED)
    tokenizer = Tokenizer.from_file(str(options.tokenizer))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    rng = random.Random(SEED)
    row = lambda make, items: [make(tokenizer, *item) if isinstance(item, tuple) else make(tokenizer, item) for item in items]  # noqa: E731
    names = [row(name_row, source) for source in sources(options, SEED)]
    events = row(event_row, [e for path in sorted(options.own.glob("events*.txt")) for e in read_events(path)])
    events += row(event_row, read_examples(options.gold.parent / "events" / "train-plover-gsr.jsonl.gz"))
    told = [row(told_row, article) for path in sorted(options.own.glob("told-*.txt")) for article in read_told(path)]
    print(f"names: {sum(map(len, names))} sentences; events: {len(events)} sentences; running text: {sum(map(len, told))} sentences")

    def work() -> list[tuple]:
        """The batches of one epoch, passages drawn anew."""
        out = [("names", b) for b in batches([p for source in names for p in passages(source, rng)], rng)]
        for _ in range(EVENT_ROUNDS):
            out += [("events", b) for b in batches(events, rng)]
            out += [("told", b) for b in batches([p for source in told for p in passages(source, rng)], rng)]
        rng.shuffle(out)
        return out

    teacher, model = from_base(str(options.base)).eval(), from_base(str(options.base))
    if options.start:
        model.load_state_dict(averaged([torch.load(path, weights_only=True) for path in options.start]))
    heads = lambda name: name.startswith(HEADS_OF_OURS)  # noqa: E731
    slow = [p for n, p in model.named_parameters() if not heads(n)]
    fast = [p for n, p in model.named_parameters() if heads(n)]
    optimiser = torch.optim.AdamW([{"params": slow, "lr": options.rate}, {"params": fast, "lr": options.rate * 10}], weight_decay=0.01)
    epoch = work()
    total = options.epochs * len(epoch)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda s: min((s + 1) / (0.06 * total), max(0.02, (total - s) / total)))
    began, step, average = time.monotonic(), 0, None
    aims: dict[str, torch.Tensor] = {}
    for number in range(options.epochs):
        model.train()
        for kind, (texts, inputs, parts, labels, whole) in epoch if number == 0 else work():
            learn_aims(aims, texts, teacher, tokenizer)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                names_said, acts, roles, states = model(*inputs)
            if kind == "names":
                own = name_loss(names_said, labels[0], labels[1].bool(), whole[:, 0].bool())
            elif kind == "told":
                own = told_loss(acts, labels[0].bool(), *labels[1:])
            else:
                own = event_loss(acts, roles, *labels, whole)
            ours = vectors(states, parts)[parts.any(-1)]
            loss = own + VECTOR * (1 - (ours * torch.stack([aims[t] for t in texts])).sum(-1)).mean()
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            step += 1
            if step > total // 2:
                average = _averaged(average, model, 1 / AVERAGED)
            if step % 100 == 0:
                print(f"epoch {number + 1} step {step}/{total} {kind} loss {loss.item():.3f} {time.monotonic() - began:.0f} s", flush=True)
    model = average or model
    options.out.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), options.out / "encoder.pt")
    export(model.eval(), tokenizer, options.own, options.out)


if __name__ == "__main__":
    main()
