"""One canonical name across the corpus: seconds of processor time and peak memory for a growing number of rows of the table `mentions`.

`python benchmarks/names.py` prints a row per size: distinct names, merges found, time to find them, time to bring the stored partitions to them, time of a second run,
which has nothing to do, and peak memory. The names are made of invented syllables; common people are named as often as they are in news (Zipf), by full name, with a
middle initial, by surname alone, in another spelling or in capitals.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from parley import unify
from parley.codebook import Codebook
from parley.store import BY_DOCUMENT, Store

PARTITION = 10_000
SYLLABLES = "ka lo mi ru ten sha dor bel vin qua gho jar nim pel tos wey zan hul fri mo".split()
SPELLINGS = str.maketrans({"k": "q", "v": "w", "z": "s"})


def people(n: int, draw: np.random.Generator) -> list[tuple[str, str]]:
    word = lambda: "".join(draw.choice(SYLLABLES, draw.integers(2, 5))).capitalize()  # noqa: E731
    given, surnames = [word() for _ in range(max(20, n // 50))], [word() for _ in range(max(20, n // 2))]
    return [(given[draw.integers(len(given))], surnames[draw.integers(len(surnames))]) for _ in range(n)]


def fill(store: Store, rows: int, seed: int = 7) -> set[str]:
    """Partitions of mentions, with a quote and an event for every tenth of them."""
    draw = np.random.default_rng(seed)
    known = people(max(100, rows // 20), draw)
    rank = np.minimum(draw.zipf(1.3, rows) - 1, len(known) - 1)
    rank = np.where(draw.random(rows) < 0.5, rank, draw.integers(0, len(known), rows))
    form = draw.random(rows)
    keys = set()
    for a in range(0, rows, PARTITION):
        mentions, quotes, events = [], [], []
        for i in range(a, min(rows, a + PARTITION)):
            given, surname = known[rank[i]]
            forms = (
                f"{given} {surname}",
                surname,
                f"{given} {'ABCDEFG'[rank[i] % 7]}. {surname}",
                f"{given.translate(SPELLINGS)} {surname}",
                f"{given} {surname}".upper(),
            )
            name = forms[int(np.searchsorted((0.55, 0.8, 0.9, 0.97), form[i], "right"))]
            doc = f"{i // 25:08d}"
            mentions.append(
                {"doc_id": doc, "sentence": i % 25, "start": 0, "end": 5, "text": name, "label": "PER", "name": name, "entity": name, "via": "model"}
            )
            if i % 10 == 0:
                quotes.append({"doc_id": doc, "content_start": i % 25, "speaker": name})
                events.append({"event_id": f"{doc}-{i % 25}", "doc_id": doc, "source": name, "target": None, "vector": [0.0]})
        key = f"{a // PARTITION:08d}"
        for table in BY_DOCUMENT:
            store.write(table, key, {"mentions": mentions, "quotes": quotes, "events": events}.get(table, []))
        keys.add(key)
    store.write("documents", "all", [{"doc_id": f"{d:08d}"} for d in range((rows + 24) // 25)])
    return keys


def measure(rows: int) -> None:
    book = Codebook((), (), (), (), {}, (), {}, (), {}, {}, ())
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "store")
        keys = fill(store, rows)
        names = store.sql("SELECT name, label, count(*) AS mentions FROM mentions GROUP BY ALL ORDER BY ALL")
        spent = [time.process_time()]
        unify.merges.find(names)
        spent.append(time.process_time())
        found = unify.unify(store, keys, book, lambda wrong: None)
        spent.append(time.process_time())
        unify.unify(store, keys, book, lambda wrong: None)
        spent.append(time.process_time())
    first, whole, second = np.diff(spent)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{rows:8d}  {len(names):8d}  {len(found):8d}  {first:7.1f}  {whole - first:8.1f}  {second:9.1f}  {peak:8.0f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000, 1_000_000], help="numbers of mentions")
    options = parser.parse_args()
    if len(options.rows) == 1:
        measure(options.rows[0])
        return
    print("mentions     names    merges   find s   apply s  second s  peak MiB")
    for n in options.rows:  # a process each, so that the peak is its own
        subprocess.run([sys.executable, __file__, "--rows", str(n)], check=True)


if __name__ == "__main__":
    main()
