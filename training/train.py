"""Train, export and quantise the encoder: `python -m training.train --gold FOLDER --base model.safetensors --tokenizer tokenizer.json`.

Two losses: names (cross-entropy; where a set does not label NORP, an O may be NORP and is not punished), and distance of the sentence vector from
the base's own, so that one pass gives both. Repeatable: fixed seed, fixed order.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import time
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.nn import functional

from training.data import LABELS, encode, read_gold, read_marked, recase, targets
from training.encoder import from_base

BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
SEED = 20260103


def sentences(gold: Path, own: Path, silver: int, seed: int) -> list:
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
    out += machine[:silver]
    out += [recase(item, rng) for item in rng.sample(out, len(out) // 20)]
    rng.shuffle(out)
    return out


def batches(items: list, tokenizer: Tokenizer, size: int, rng: random.Random):
    """Batches of sentences of like length, in random order."""
    rows = []
    for text, spans, norp in items:
        ids, case, offsets = encode(tokenizer, text)
        rows.append((ids, case, targets(offsets, spans), [b > a for a, b in offsets], norp))
    order = sorted(range(len(rows)), key=lambda i: len(rows[i][0]) + rng.random() * 6)
    groups = [order[i : i + size] for i in range(0, len(order), size)]
    rng.shuffle(groups)
    for group in groups:
        width = max(len(rows[i][0]) for i in group)
        pad = lambda k: torch.tensor([list(rows[i][k]) + [0] * (width - len(rows[i][k])) for i in group])  # noqa: B023, E731
        mask = torch.tensor([[1] * len(rows[i][0]) + [0] * (width - len(rows[i][0])) for i in group])
        yield pad(0), mask, pad(1), pad(2), pad(3).bool(), torch.tensor([rows[i][4] for i in group])


def name_loss(logits: torch.Tensor, gold: torch.Tensor, real: torch.Tensor, norp: torch.Tensor) -> torch.Tensor:
    """Cross-entropy over real tokens; O in a set without NORP labels means O or NORP."""
    logs = functional.log_softmax(logits.float(), dim=-1)
    picked = logs.gather(-1, gold[..., None])[..., 0]
    either = torch.logsumexp(logs[..., [0, LABELS.index("B-NORP"), LABELS.index("I-NORP")]], dim=-1)
    picked = torch.where((gold == 0) & ~norp[:, None], either, picked)
    return -(picked * real).sum() / real.sum()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--own", type=Path, default=Path(__file__).parent / "sentences")
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--silver", type=int, default=12000)
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
    items = sentences(options.gold, options.own, options.silver, SEED)
    teacher, model = from_base(str(options.base)).eval(), from_base(str(options.base))
    slow = [p for n, p in model.named_parameters() if not n.startswith(("names", "cases"))]
    fast = [p for n, p in model.named_parameters() if n.startswith(("names", "cases"))]
    optimiser = torch.optim.AdamW([{"params": slow, "lr": options.rate}, {"params": fast, "lr": options.rate * 10}], weight_decay=0.01)
    total = options.epochs * (len(items) // 32 + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda s: min((s + 1) / (0.06 * total), max(0.02, (total - s) / total)))
    rng, began, step = random.Random(SEED), time.monotonic(), 0
    for epoch in range(options.epochs):
        model.train()
        for ids, mask, case, gold, real, norp in batches(items, tokenizer, 32, rng):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                logits, vector = model(ids, mask, case)
                with torch.no_grad():
                    _, aim = teacher(ids, mask, torch.zeros_like(case))
            loss = name_loss(logits, gold, real, norp) + 2.0 * (1 - (vector.float() * aim.float()).sum(-1)).mean()
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            step += 1
            if step % 100 == 0:
                print(f"epoch {epoch + 1} step {step}/{total} loss {loss.item():.3f} {time.monotonic() - began:.0f} s", flush=True)
    options.out.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), options.out / "encoder.pt")
    export(model.eval(), tokenizer, options.out)


def export(model, tokenizer: Tokenizer, out: Path) -> None:
    """fp32 ONNX, then int8 weights with dynamic activations."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    ids = torch.tensor([tokenizer.encode("President Ana Lima met envoys in Brasilia.").ids])
    axes = {n: {0: "batch", 1: "tokens"} for n in ("ids", "mask", "case", "names")} | {"vector": {0: "batch"}}
    torch.onnx.export(
        model, (ids, torch.ones_like(ids), torch.zeros_like(ids)), str(out / "encoder-fp32.onnx"), input_names=["ids", "mask", "case"],
        output_names=["names", "vector"], dynamic_axes=axes, opset_version=17, dynamo=False,
    )  # fmt: skip
    quantize_dynamic(str(out / "encoder-fp32.onnx"), str(out / "encoder.onnx"), weight_type=QuantType.QInt8, per_channel=True)
    facts = {p.name: {"bytes": p.stat().st_size, "sha256": hashlib.sha256(p.read_bytes()).hexdigest()} for p in sorted(out.glob("*.onnx"))}
    (out / "files.json").write_text(json.dumps(facts, indent=1) + "\n")
    print(facts)


if __name__ == "__main__":
    main()
