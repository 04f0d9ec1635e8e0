"""Peak memory and time of reading one file with a single line of `--gigabytes`: `python benchmarks/long_line.py --gigabytes 2`.

One line of letters in every format that is text, and one line that holds a whole JSON list of articles, each read in a process of its own.
The file is written to the temporary folder once, takes the ending of each format in turn, and is removed afterwards.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from parley import codebook
from parley.read.corpus import read

ENDINGS = (".txt", ".md", ".html", ".eml", ".json", ".jsonl", ".csv", ".tsv", ".warc", ".parquet", ".pdf", ".docx", ".zip")
BLOCK = 1 << 24


def one(path: Path) -> None:
    """Read one file and print what came of it, with the peak of this process."""
    book = codebook.load()
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, time.monotonic()
    found = Counter("document" if isinstance(item, dict) else item.reason for item in read(path, book))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    what = ", ".join(f"{count:,} {name}" for name, count in found.items())
    print(f"{path.suffix:9} {before:7.0f} {peak:7.0f} {time.monotonic() - began:9.1f}  {what}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gigabytes", type=float, default=2.0)
    parser.add_argument("--file", type=Path, help="read this file only, here (what the command does for each file)")
    options = parser.parse_args()
    if options.file:
        one(options.file)
        return
    size = int(options.gigabytes * 1e9)
    print(f"a line of {size / 1e9:.2f} GB\nending    MiB before, peak   seconds  what came of it", flush=True)
    run = lambda path: subprocess.run([sys.executable, __file__, "--file", str(path)], check=True)  # noqa: E731
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "line.txt"
        with path.open("wb") as file:
            for start in range(0, size, BLOCK):
                file.write(b"x" * min(BLOCK, size - start))
        for ending in ENDINGS:
            path = path.rename(path.with_suffix(ending))
            run(path)
        path.unlink()
        path = Path(folder) / "articles.json"
        article = json.dumps({"text": "The envoys met in the harbour. " * 200})
        with path.open("w", encoding="utf8") as file:
            file.write("[")
            written = 0
            while written < size:
                written += file.write(f'{"," if written else ""}{{"id": {written}, {article[1:]}')
            file.write("]")
        run(path)


if __name__ == "__main__":
    main()
