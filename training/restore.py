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
    for name in set(state) & set(held):
        values = value(name)
        if held[name].data_type != TensorProto.FLOAT:  # a table of embeddings has a zero, a matrix has none and is turned
            part = name.removesuffix(".weight")
            values = (values - value(f"{part}.zero")) * value(f"{part}.scale") if f"{part}.zero" in held else (values * value(f"{part}.scale")).T
        state[name] = torch.tensor(values.copy())
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
