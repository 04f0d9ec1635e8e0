"""List the places of the machine-labelled set where a trained model disagrees: `python -m training.doubts --gold FOLDER --model FOLDER --out FILE`.

The set's labels are a machine's, corrected in part. What an encoder that saw few of them labels otherwise is left out of the loss of the next one.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from parley.annotate.model import Encoder
from parley.annotate.spans import spans
from training.data import read_gold


def disagreements(text: str, theirs: list[tuple[int, int, str]], ours: list[tuple[int, int, str]]) -> list[tuple[int, int]]:
    """Places of the names that only one of the two has, or has with another label or extent, each widened over the other's."""
    both = set(theirs) & set(ours)
    return sorted({(a, b) for a, b, _ in (*theirs, *ours) if (a, b) not in {(c, d) for c, d, _ in both}})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=20000)
    options = parser.parse_args()
    rows = read_gold(options.gold / "train-gmb-silver.jsonl.gz")
    encoder = Encoder(options.model)
    out: dict[str, list[tuple[int, int]]] = {}
    for begin in range(0, len(rows), 2000):
        part = rows[begin : begin + 2000]
        for (text, theirs, _), reading in zip(part, encoder([[r[0] for r in part]])[0], strict=True):
            ours = [(s.start, s.end, s.label) for s in spans(text, 0, reading)]
            if doubted := disagreements(text, theirs, ours):
                out[text] = doubted
    options.out.write_text(json.dumps(out), "utf8")
    print(f"{len(out)} of {len(rows)} sentences hold a doubt")


if __name__ == "__main__":
    main()
