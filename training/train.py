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
import json
import random
import time
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.nn import functional

from training.data import (
    ACTS,
    LABELS,
    STATUSES,
    UNKNOWN,
    Event,
    Told,
    encode,
    marked_tokens,
    read_events,
    read_examples,
    read_gold,
    read_marked,
    read_told,
    recase,
    targets,
)
from training.encoder import HEADS_OF_OURS, ROLE_WIDTH, from_base
from training.export import averaged, export

BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
SEED = 20260103


def sentences(gold: Path, own: Path, first: int, silver: int, doubts: Path | None, seed: int) -> list:
    """Every training sentence, the hard-labelled ones twice, some recased."""
    rng = random.Random(seed)
    names = [
        "train-wikigold",
        "train-wnut17",
        "train-crossner-politics-train",
        "train-crossner-politics-dev",
        "train-uner-ewt-dev",
        "train-uner-ewt-test",
    ]
    out = []
    for name in names:
        out += read_gold(gold / f"{name}.jsonl.gz", 1000 if "wnut" in name else None)
    print(f"labelled sets: {len(out)} sentences")
    marked = [item for path in sorted(own.glob("names-*.txt")) for item in read_marked(path)]
    print(f"own sentences: {len(marked)}")
    out += marked + marked
    machine = read_gold(gold / "train-gmb-silver.jsonl.gz")
    rng.shuffle(machine)
    machine = machine[first : first + silver]
    if doubts:  # spans that an earlier model labels otherwise: the silver labels hold many mistakes, and one is enough to teach it
        listed = json.loads(doubts.read_text("utf8"))
        machine = [(text, spans, norp, listed.get(text, [])) for text, spans, norp in machine]
    out += machine
    out += [recase(item, rng) for item in rng.sample(out, len(out) // 20)]
    rng.shuffle(out)
    return out


def groups(lengths: list[int], size: int, rng: random.Random) -> list[list[int]]:
    """Batches of sentences of like length, in random order."""
    order = sorted(range(len(lengths)), key=lambda i: lengths[i] + rng.random() * 6)
    out = [order[i : i + size] for i in range(0, len(order), size)]
    rng.shuffle(out)
    return out


def padded(rows: list[list[int]]) -> torch.Tensor:
    width = max(map(len, rows))
    return torch.tensor([list(r) + [0] * (width - len(r)) for r in rows])


def name_batches(items: list, tokenizer: Tokenizer, size: int, rng: random.Random):
    """Which items, ids, mask, case, label of each token, whether its label is learned from, whether NORP is labelled."""
    rows = []
    for text, spans, norp, *doubted in items:
        ids, case, offsets = encode(tokenizer, text)
        sure = [b > a and not any(s < b and a < e for s, e in doubted[0]) if doubted else b > a for a, b in offsets]
        rows.append((ids, case, targets(offsets, spans), sure, norp))
    for group in groups([len(r[0]) for r in rows], size, rng):
        ids, case, gold, real = (padded([rows[i][k] for i in group]) for k in range(4))
        mask = padded([[1] * len(rows[i][0]) for i in group])
        yield group, ids, mask, case, gold, real.bool(), torch.tensor([rows[i][4] for i in group])


def event_batches(items: list[Event], tokenizer: Tokenizer, size: int, rng: random.Random):
    """Which items, ids, mask, case; tokens of the text, of the trigger, of source and target; class, status and track."""
    rows = []
    for e in items:
        ids, case, offsets = encode(tokenizer, e.text)
        marks = [marked_tokens(offsets, spans) for spans in (e.trigger, e.source, e.target)]
        rows.append((ids, case, [int(b > a) for a, b in offsets], *marks, (e.act, e.status, e.track)))
    for group in groups([len(r[0]) for r in rows], size, rng):
        ids, case, real, trigger, source, target = (padded([rows[i][k] for i in group]) for k in range(6))
        mask = padded([[1] * len(rows[i][0]) for i in group])
        yield group, ids, mask, case, real, trigger, source, target, torch.tensor([rows[i][6] for i in group])


def told_batches(items: list[Told], tokenizer: Tokenizer, size: int, rng: random.Random):
    """Which items, ids, mask, case; tokens of the text; class, status and track of each token."""
    rows = []
    for item in items:
        ids, case, offsets = encode(tokenizer, item.text)
        rows.append((ids, case, [int(b > a) for a, b in offsets], *item.tokens(offsets)))
    for group in groups([len(r[0]) for r in rows], size, rng):
        ids, case, real, acts, status, track = (padded([rows[i][k] for i in group]) for k in range(6))
        yield group, ids, padded([[1] * len(rows[i][0]) for i in group]), case, real.bool(), acts, status, track


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
    items = sentences(options.gold, options.own, options.first, options.silver, options.doubts, SEED)
    events = [e for path in sorted(options.own.glob("events*.txt")) for e in read_events(path)]
    events += read_examples(options.gold.parent / "events" / "train-plover-gsr.jsonl.gz")
    told = [t for path in sorted(options.own.glob("told-*.txt")) for t in read_told(path)]
    print(f"names: {len(items)} sentences; events: {len(events)} sentences; running text: {len(told)} sentences")
    teacher, model = from_base(str(options.base)).eval(), from_base(str(options.base))
    if options.start:
        model.load_state_dict(averaged([torch.load(path, weights_only=True) for path in options.start]))
    ours = lambda name: name.startswith(HEADS_OF_OURS)  # noqa: E731
    slow = [p for n, p in model.named_parameters() if not ours(n)]
    fast = [p for n, p in model.named_parameters() if ours(n)]
    optimiser = torch.optim.AdamW([{"params": slow, "lr": options.rate}, {"params": fast, "lr": options.rate * 10}], weight_decay=0.01)
    size = 32
    total = options.epochs * (-(-len(items) // size) + EVENT_ROUNDS * sum(-(-len(x) // size) for x in (events, told)))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda s: min((s + 1) / (0.06 * total), max(0.02, (total - s) / total)))
    rng, began, step, average = random.Random(SEED), time.monotonic(), 0, None
    aims: dict[tuple[str, int], torch.Tensor] = {}
    for epoch in range(options.epochs):
        model.train()
        work = [("names", b) for b in name_batches(items, tokenizer, size, rng)]
        work += [("events", b) for _ in range(EVENT_ROUNDS) for b in event_batches(events, tokenizer, size, rng)]
        work += [("told", b) for _ in range(EVENT_ROUNDS) for b in told_batches(told, tokenizer, size, rng)]
        rng.shuffle(work)
        for kind, (group, ids, mask, case, *gold) in work:
            with torch.autocast("cpu", dtype=torch.bfloat16):
                names, acts, roles, vector = model(ids, mask, case)
                if any((kind, i) not in aims for i in group):
                    with torch.no_grad():
                        for i, v in zip(group, teacher(ids, mask, torch.zeros_like(case))[-1], strict=True):
                            aims[kind, i] = v
                aim = torch.stack([aims[kind, i] for i in group])
            own = name_loss(names, *gold) if kind == "names" else told_loss(acts, *gold) if kind == "told" else event_loss(acts, roles, *gold)
            loss = own + VECTOR * (1 - (vector.float() * aim.float()).sum(-1)).mean()
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            step += 1
            if step > total // 2:
                average = _averaged(average, model, 1 / AVERAGED)
            if step % 100 == 0:
                print(f"epoch {epoch + 1} step {step}/{total} {kind} loss {loss.item():.3f} {time.monotonic() - began:.0f} s", flush=True)
    model = average or model
    options.out.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), options.out / "encoder.pt")
    export(model.eval(), tokenizer, options.own, options.out)


if __name__ == "__main__":
    main()
