"""Weights to the file that ships: `python -m training.export --weights one/encoder.pt two/encoder.pt --tokenizer tokenizer.json --out FOLDER`.

Matrices are kept in 8 bits, one scale for each column. What flows into them is kept in 8 bits as well, with scales that are fixed here, from what the
sentences written for this project let flow: a sentence is then read the same whichever other sentences are read with it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
from collections import defaultdict
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer

from training.data import encode
from training.encoder import Encoder

CALIBRATED_ON = 1500
"""Sentences that the scales are taken from."""
SEED = 20260103
_MARKS = re.compile(r"\[(?:(?:PER|ORG|LOC|NORP|SRC|TRG|TRIG)|[A-Z]+ [a-z]+ [a-z]+) |\]")


def export(model: Encoder, tokenizer: Tokenizer, own: Path, out: Path) -> None:
    """encoder-fp32.onnx, encoder.onnx in 8 bits, tokenizer.json, and encoder.json with the SHA-256 of what ships, in `out`."""
    ids = torch.tensor([tokenizer.encode("President Ana Lima met envoys in Brasilia.").ids])
    axes = {n: {0: "batch", 1: "tokens"} for n in ("ids", "mask", "case", "names", "acts", "roles", "states")}
    torch.onnx.export(
        model, (ids, torch.ones_like(ids), torch.zeros_like(ids)), str(out / "encoder-fp32.onnx"), input_names=["ids", "mask", "case"],
        output_names=["names", "acts", "roles", "states"], dynamic_axes=axes, opset_version=17, dynamo=False,
    )  # fmt: skip
    quantize_dynamic(str(out / "encoder-fp32.onnx"), str(out / "encoder.onnx"), weight_type=QuantType.QInt8, per_channel=True)
    graph = onnx.load(out / "encoder.onnx")
    asked = [n.input[0] for n in graph.graph.node if n.op_type == "DynamicQuantizeLinear"]
    fix_scales(graph, ranges(out / "encoder-fp32.onnx", asked, tokenizer, sentences(own)))
    onnx.save(graph, out / "encoder.onnx")
    tokenizer.save(str(out / "tokenizer.json"))
    facts = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in (out / "encoder.onnx", out / "tokenizer.json")}
    (out / "encoder.json").write_text(json.dumps(facts, indent=1) + "\n")
    print(facts, (out / "encoder.onnx").stat().st_size, "bytes")


def sentences(own: Path) -> list[str]:
    """CALIBRATED_ON of the project's own sentences, without their marks."""
    lines = [line.split("\t")[0] for path in sorted(own.glob("*.txt")) for line in path.read_text("utf8").splitlines() if line.strip()]
    return [_MARKS.sub("", line) for line in random.Random(SEED).sample(lines, min(CALIBRATED_ON, len(lines)))]


def ranges(model: Path, asked: list[str], tokenizer: Tokenizer, texts: list[str]) -> dict[str, tuple[float, float]]:
    """The least and the greatest value of each tensor in `asked` while the model reads `texts`."""
    graph = onnx.load(model)
    graph.graph.output.extend(helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in asked)
    session = onnxruntime.InferenceSession(graph.SerializeToString(), providers=["CPUExecutionProvider"])
    low, high = dict.fromkeys(asked, 0.0), dict.fromkeys(asked, 0.0)
    for text in texts:
        ids, case, _ = encode(tokenizer, text)
        out = session.run(asked, {"ids": np.array([ids]), "mask": np.ones((1, len(ids)), np.int64), "case": np.array([case])})
        for name, values in zip(asked, out, strict=True):
            low[name], high[name] = min(low[name], float(values.min())), max(high[name], float(values.max()))
    return {name: (low[name], high[name]) for name in asked}


def fix_scales(graph: onnx.ModelProto, seen: dict[str, tuple[float, float]]) -> None:
    """Replace scales that are worked out for each batch by fixed ones, in place.

    Each DynamicQuantizeLinear becomes QuantizeLinear; each MatMulInteger with its cast, scale and bias becomes the runtime's one operator for them
    (MatMulIntegerToFloat), into which it would have been fused had the scales not been constants.
    """
    nodes = graph.graph.node
    constants = {i.name: i for i in graph.graph.initializer}
    readers = defaultdict(list)
    for node in nodes:
        for name in node.input:
            readers[name].append(node)
    writer = {name: node for node in nodes for name in node.output}
    become, dropped = {}, set()
    for node in [n for n in nodes if n.op_type == "DynamicQuantizeLinear"]:
        low, high = seen[node.input[0]]
        step = (high - low) / 255
        value, scale, zero = node.output
        graph.graph.initializer.append(numpy_helper.from_array(np.float32(step), scale))
        graph.graph.initializer.append(numpy_helper.from_array(np.uint8(round(-low / step)), zero))
        become[node.name] = helper.make_node("QuantizeLinear", [node.input[0], scale, zero], [value], name=f"{node.name}_fixed")
        for product in readers[value]:
            (cast,) = readers[product.output[0]]
            (scaled,) = readers[cast.output[0]]
            (scales,) = [writer[name] for name in scaled.input if name != cast.output[0]]
            assert (product.op_type, cast.op_type, scaled.op_type, scales.op_type) == ("MatMulInteger", "Cast", "Mul", "Mul"), product.name
            (columns,) = [name for name in scales.input if name != scale]
            result, bias = scaled.output[0], []
            after = readers[result]
            if len(after) == 1 and after[0].op_type == "Add":
                vectors = [name for name in after[0].input if name in constants and len(constants[name].dims) == 1]
                if vectors:
                    result, bias = after[0].output[0], vectors
                    dropped.add(after[0].name)
            dropped |= {cast.name, scaled.name, scales.name}
            become[product.name] = helper.make_node(
                "MatMulIntegerToFloat", [value, product.input[1], scale, columns, zero, product.input[3], *bias], [result],
                domain="com.microsoft", name=f"{product.name}_float",
            )  # fmt: skip
    kept = [become.get(node.name, node) for node in nodes if node.name not in dropped]
    del nodes[:]
    nodes.extend(kept)
    graph.opset_import.append(helper.make_opsetid("com.microsoft", 1))


def averaged(states: list[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """The mean of the weights of several trainings: better than each of them where one began from another (Wortsman et al. 2022, arXiv:2203.05482)."""
    return {name: sum(state[name] for state in states) / len(states) for name in Encoder().state_dict()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--weights", type=Path, nargs="+", required=True, help="encoder.pt of one training, or of several that went on from each other"
    )
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--own", type=Path, default=Path(__file__).parent / "sentences")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(options.tokenizer))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    model = Encoder()
    model.load_state_dict(averaged([torch.load(path, weights_only=True) for path in options.weights]))
    options.out.mkdir(parents=True, exist_ok=True)
    export(model.eval(), tokenizer, options.own, options.out)


if __name__ == "__main__":
    main()
