"""Weights to the file that ships: `python -m training.export --weights one/encoder.pt two/encoder.pt --tokenizer tokenizer.json --out FOLDER`.

Matrices are kept in 8 bits, one scale for each column. What flows into them is kept in 8 bits as well, with scales that are fixed here, from what the
sentences written for this project let flow: a sentence is then read the same whichever other sentences are read with it. The graph is written out node
by node instead of traced: without the mask that batches of one length do not need, and the shapes that tracing works out anew for each, it reads a
twentieth faster.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer

from training.data import encode
from training.encoder import HEADS, LAYERS, WIDTH, Encoder

CALIBRATED_ON = 1500
"""Sentences that the scales are taken from."""
SEED = 20260103
CLOSE = 1e-3
"""How far a state may lie from torch's: sums of 32-bit numbers in another order."""
OUTPUTS = ("names", "acts", "roles", "states")
_OURS = "com.microsoft"
_MARKS = re.compile(r"\[(?:(?:PER|ORG|LOC|NORP|SRC|TRG|TRIG)|[A-Z]+ [a-z]+ [a-z]+) |\]")


class Graph:
    """The encoder as an ONNX graph, of 32-bit numbers, or of 8-bit ones where `ranges` gives what flows into each matrix (least, greatest)."""

    def __init__(self, state: dict[str, np.ndarray], ranges: dict[str, tuple[float, float]] | None = None) -> None:
        self._state, self._ranges = state, ranges
        self._nodes: list[onnx.NodeProto] = []
        self._constants: dict[str, np.ndarray] = {}
        self.flows: list[str] = []
        """What flows into matrices: the tensors whose ranges 8-bit graphs need."""
        self._write()

    def model(self, also: tuple[str, ...] = ()) -> onnx.ModelProto:
        """The whole, with the tensors `also` as outputs besides its own."""
        value = lambda name, kind: helper.make_tensor_value_info(name, kind, ["batch", "tokens", None])  # noqa: E731
        ints = [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"]) for name in ("ids", "case")]
        outputs = [value(name, TensorProto.FLOAT) for name in dict.fromkeys((*OUTPUTS, *also))]
        constants = [numpy_helper.from_array(array, name) for name, array in self._constants.items()]
        graph = helper.make_graph(self._nodes, "encoder", ints, outputs, constants)
        versions = [helper.make_opsetid("", 17), helper.make_opsetid(_OURS, 1)]
        return helper.make_model(graph, opset_imports=versions, ir_version=8)

    def _write(self) -> None:
        end, one, zero = (self._constant(f"at {n}", np.array([n], np.int64)) for n in (2, 1, 0))
        tokens = self._node("Slice", [self._node("Shape", ["ids"], "shape"), one, end], "length")
        words, case = (self._embedded("Gather", name, of) for name, of in (("words", ["ids"]), ("cases", ["case"])))
        places = self._embedded("Slice", "places", [zero, tokens, zero])
        x = self._normed("Add", ["norm", self._node("Add", [words, places], "placed"), case], "x0")
        for i in range(LAYERS):
            x = self._layer(f"layers.{i}", x, "states" if i + 1 == LAYERS else f"x{i + 1}")
        for head in ("names", "acts", "roles"):
            self._linear(head, x, head)

    def _layer(self, name: str, x: str, out: str) -> str:
        apart = self._constant("heads apart", np.array([0, 0, HEADS, WIDTH // HEADS], np.int64))
        together = self._constant("heads together", np.array([0, 0, WIDTH], np.int64))
        turned = []
        for part, order in (("query", [0, 2, 1, 3]), ("key", [0, 2, 3, 1]), ("value", [0, 2, 1, 3])):
            split = self._node("Reshape", [self._linear(f"{name}.{part}", x), apart], f"{name}.{part} apart")
            turned.append(self._node("Transpose", [split], f"{name}.{part} turned", perm=order))
        alike = self._node("MatMul", turned[:2], f"{name}.alike")
        scaled = self._node("Mul", [alike, self._constant("scale", np.float32((WIDTH // HEADS) ** -0.5))], f"{name}.scaled")
        weights = self._node("Softmax", [scaled], f"{name}.weights", axis=-1)
        seen = self._node("Transpose", [self._node("MatMul", [weights, turned[2]], f"{name}.seen")], f"{name}.seen turned", perm=[0, 2, 1, 3])
        told = self._linear(f"{name}.out", self._node("Reshape", [seen, together], f"{name}.attended"))
        between = self._normed("Add", [f"{name}.norm1", x, told], f"{name}.between")
        inner = self._node("Gelu", [self._linear(f"{name}.up", between)], f"{name}.inner", domain=_OURS)
        return self._normed("Add", [f"{name}.norm2", between, self._linear(f"{name}.down", inner)], out)

    def _linear(self, name: str, x: str, out: str | None = None) -> str:
        """x times a matrix, and its bias; in 8 bits, x is quantised once for all matrices that it flows into."""
        matrix, bias = self._state[f"{name}.weight"].T.copy(), self._constant(f"{name}.bias", self._state[f"{name}.bias"])
        out = out or f"{name} done"
        if x not in self.flows:
            self.flows.append(x)
        if self._ranges is None:
            product = self._node("MatMul", [x, self._constant(f"{name}.weight", matrix)], f"{name} product")
            return self._node("Add", [product, bias], out)
        if f"{x}.scale" not in self._constants:
            low, high = self._ranges[x]
            step = (high - low) / 255
            self._constant(f"{x}.scale", np.float32(step))
            self._constant(f"{x}.zero", np.uint8(round(-low / step)))
            self._node("QuantizeLinear", [x, f"{x}.scale", f"{x}.zero"], f"{x}.whole")
        scale = np.abs(matrix).max(0) / np.float32(127)
        whole = np.clip(np.rint(matrix / scale), -127, 127).astype(np.int8)
        inputs = [f"{x}.whole", self._constant(f"{name}.weight", whole), f"{x}.scale", self._constant(f"{name}.scale", scale), f"{x}.zero", "", bias]
        return self._node("MatMulIntegerToFloat", inputs, out, domain=_OURS)

    def _embedded(self, kind: str, name: str, of: list[str]) -> str:
        """Rows of a table of embeddings; in 8 bits, with one scale and one zero for the table."""
        table = self._state[f"{name}.weight"]
        if self._ranges is None:
            return self._node(kind, [self._constant(f"{name}.weight", table), *of], f"{name} rows")
        low, high = float(table.min()), float(table.max())
        scale = np.float32((high - low) / 255)
        zero = np.uint8(np.rint(-low / scale))
        whole = np.clip(np.rint(table / scale) + zero, 0, 255).astype(np.uint8)
        rows = self._node(kind, [self._constant(f"{name}.weight", whole), *of], f"{name} rows")
        return self._node("DequantizeLinear", [rows, self._constant(f"{name}.scale", scale), self._constant(f"{name}.zero", zero)], f"{name} found")

    def _normed(self, kind: str, parts: list[str], out: str) -> str:
        norm, *terms = parts
        total = self._node(kind, terms, f"{out} sum")
        scale, bias = (self._constant(f"{norm}.{part}", self._state[f"{norm}.{part}"]) for part in ("weight", "bias"))
        return self._node("LayerNormalization", [total, scale, bias], out, axis=-1, epsilon=1e-12)

    def _constant(self, name: str, array: np.ndarray) -> str:
        self._constants[name] = np.asarray(array)
        return name

    def _node(self, kind: str, inputs: list[str], out: str, **options) -> str:
        self._nodes.append(helper.make_node(kind, inputs, [out], name=out, **options))
        return out


def export(model: Encoder, tokenizer: Tokenizer, own: Path, out: Path) -> None:
    """encoder-fp32.onnx, encoder.onnx in 8 bits, tokenizer.json, and encoder.json with the SHA-256 of each, in `out`. Raises ValueError where the
    graph does not say what the model does."""
    state = {name: value.numpy() for name, value in model.state_dict().items()}
    whole = Graph(state)
    onnx.save(whole.model(), out / "encoder-fp32.onnx")
    seen = ranges(whole, model, tokenizer, sentences(own))
    onnx.save(Graph(state, seen).model(), out / "encoder.onnx")
    tokenizer.save(str(out / "tokenizer.json"))
    facts = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in (out / "encoder.onnx", out / "encoder-fp32.onnx", out / "tokenizer.json")}
    (out / "encoder.json").write_text(json.dumps(facts, indent=1) + "\n")
    print(facts, (out / "encoder.onnx").stat().st_size, "bytes")


def sentences(own: Path) -> list[str]:
    """CALIBRATED_ON of the project's own sentences, without their marks."""
    lines = [line.split("\t")[0] for path in sorted(own.glob("*.txt")) for line in path.read_text("utf8").splitlines() if line.strip()]
    return [_MARKS.sub("", line) for line in random.Random(SEED).sample(lines, min(CALIBRATED_ON, len(lines)))]


def ranges(graph: Graph, model: Encoder, tokenizer: Tokenizer, texts: list[str]) -> dict[str, tuple[float, float]]:
    """The least and the greatest value of each tensor that flows into a matrix while the graph reads `texts`; the first ones are read by torch too."""
    session = onnxruntime.InferenceSession(graph.model(tuple(graph.flows)).SerializeToString(), providers=["CPUExecutionProvider"])
    low, high = dict.fromkeys(graph.flows, 0.0), dict.fromkeys(graph.flows, 0.0)
    for n, text in enumerate(texts):
        ids, case, _ = encode(tokenizer, text)
        out = dict(zip(graph.flows, session.run(graph.flows, {"ids": np.array([ids]), "case": np.array([case])}), strict=True))
        if n < 20:
            with torch.no_grad():
                states = model(torch.tensor([ids]), torch.ones(1, len(ids)), torch.tensor([case]))[-1].numpy()
            if not np.abs(states - out["states"]).max() < CLOSE:
                raise ValueError(f"the graph reads {text!r} otherwise than the model does")
        for name, values in out.items():
            low[name], high[name] = min(low[name], float(values.min())), max(high[name], float(values.max()))
    return {name: (low[name], high[name]) for name in graph.flows}


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
