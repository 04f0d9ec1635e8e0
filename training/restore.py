"""The weights of a file that shipped, to go on training from: `python -m training.restore --model encoder.onnx --out FOLDER`.

Each matrix is its 8-bit numbers times their scale: what was rounded off when it was exported stays so (0.001 of F1 of names, at most).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, numpy_helper

from training.encoder import Encoder


def restored(path: Path) -> dict[str, torch.Tensor]:
    """The state of an `Encoder`. Raises ValueError where the file lacks one of its weights."""
    graph = onnx.load(path).graph
    held = {i.name: i for i in graph.initializer}
    value = lambda name: numpy_helper.to_array(held[name]).astype(np.float32)  # noqa: E731
    state, found = Encoder().state_dict(), set()
    for name in state:
        if name in held and held[name].data_type == TensorProto.FLOAT:
            state[name] = torch.tensor(value(name))
        elif f"{name}_quantized" in held:
            state[name] = torch.tensor((value(f"{name}_quantized") - value(f"{name}_zero_point")) * value(f"{name}_scale"))
        else:
            continue
        found.add(name)
    for node in graph.node:
        if node.op_type == "MatMulIntegerToFloat":  # value, matrix, value's scale, matrix' scale, value's zero, matrix' zero
            name = node.name.strip("/").removesuffix("/MatMul_quant_float").replace("/", ".") + ".weight"
            state[name] = torch.tensor(((value(node.input[1]) - value(node.input[5])) * value(node.input[3])).T.copy())
            found.add(name)
    if missing := set(state) - found:
        raise ValueError(f"{path} does not hold {', '.join(sorted(missing))}: was it written by training.export?")
    return state


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    torch.save(restored(options.model), options.out / "encoder.pt")


if __name__ == "__main__":
    main()
