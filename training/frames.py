"""Vectors of the shipped codebook's definitions and example sentences, kept beside the engine so that no start computes them.

    python -m training.frames

To be run again where the codebook's frames or the model change; a file made for another model is not used, it only costs each start some seconds.
"""

from __future__ import annotations

from parley.annotate.heads import CACHE, Vectors, heads
from parley.annotate.model import Encoder
from parley.codebook import load


def main() -> None:
    """Write the file of vectors; says how many."""
    vectors = Vectors(Encoder(threads=2), CACHE.with_name("none"))
    made = heads(load(), vectors)
    vectors.save(CACHE)
    print(f"{CACHE.name}: {sum(len(h.frames) for h in made)} frames of {len(made)} codebooks, {CACHE.stat().st_size / 1024:.0f} KiB")


if __name__ == "__main__":
    main()
