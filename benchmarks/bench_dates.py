"""Words per second of the time expressions, beside what a user would pick instead: `python benchmarks/bench_dates.py [TEXTS.jsonl[.gz]]`.

Sentences are split before the clock starts and their time is given apart. dateparser and parsedatetime are measured where they are installed (the extra
`bench`), on as many of the texts as they read in a minute; both only search, and neither knows sentences.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import sys
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from parley.annotate.dates import find
from parley.annotate.text import Splitter
from parley.codebook import load

ROOT = Path(__file__).parent.parent
PATIENCE = 60
"""Seconds after which a slow reader gets no further text."""


def texts(path: Path, limit: int) -> list[str]:
    """Texts of a folder of .txt files or of a .jsonl[.gz] with `text`."""
    if path.is_dir():
        return [p.read_text(encoding="utf-8") for p in sorted(path.glob("*.txt"))][:limit]
    with gzip.open(path, "rt", encoding="utf-8") if path.name.endswith(".gz") else path.open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for _, line in zip(range(limit), lines, strict=False)]


def rate(name: str, items: list, words: list[int], read: Callable) -> None:
    """Prints the words that one core reads in a second of processor time."""
    began, done, found = time.process_time(), 0, 0
    for item, n in zip(items, words, strict=True):
        found += len(read(item) or ())
        done += n
        if time.process_time() - began > PATIENCE:
            break
    seconds = time.process_time() - began
    print(f"{name:<22}{done / max(seconds, 1e-9):>12,.0f} words/s  {done:>10,} words  {found:>8,} found  {seconds:7.2f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "texts", type=Path, nargs="?", default=ROOT / "corpus" / "sample", help="folder of .txt, or .jsonl[.gz] (default: corpus/sample)"
    )
    parser.add_argument("--limit", type=int, default=3000, help="texts at most (default: 3000)")
    options = parser.parse_args()
    articles = texts(options.texts, options.limit)
    if not articles:
        sys.exit(f"{options.texts}: no texts; give a folder of .txt files or a .jsonl[.gz] with `text`")
    words = [len(a.split()) for a in articles]
    split = Splitter(load().words.get("abbreviations", ()))
    ready = [(a, split(a)) for a in articles]
    day = date(2025, 1, 15)
    print(f"Python {sys.version.split()[0]}, one core, {len(articles):,} texts")
    rate("sentences", articles, words, split)
    rate("parley", ready, words, lambda r: find(r[0], r[1], day))
    if importlib.util.find_spec("parsedatetime"):
        import parsedatetime

        calendar = parsedatetime.Calendar()
        rate("parsedatetime", articles, words, lambda a: calendar.nlp(a, datetime(2025, 1, 15)))
    if importlib.util.find_spec("dateparser"):
        from dateparser.search import search_dates

        rate("dateparser", articles, words, lambda a: search_dates(a, languages=["en"], settings={"RELATIVE_BASE": datetime(2025, 1, 15)}))


if __name__ == "__main__":
    main()
