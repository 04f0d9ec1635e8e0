"""Speed and memory of reading: `python benchmarks/reading.py ARTICLES.jsonl[.gz]`. One core, everything made up from those articles.

1. Articles a second through `parley.read`, copies included (processor time).
2. Pages a second against trafilatura alone on the same pages: the articles put into a page with menus, a sidebar and a footer.
3. Peak memory while reading a JSONL of `--gigabytes` and finding its copies (written to the temporary folder, removed afterwards), at each tenth of it.
"""

from __future__ import annotations

import argparse
import gzip
import html
import json
import resource
import tempfile
import time
from pathlib import Path

from trafilatura import bare_extraction, load_html

from parley import codebook
from parley.read import pages
from parley.read.copies import Copies
from parley.read.corpus import read

MENU = "".join(f'<li><a href="/s{i}">Section number {i}</a></li>' for i in range(30))
ASIDE = "".join(f'<div class="card"><a href="/r{i}"><h3>Another story, number {i}</h3><img src="/{i}.jpg"></a></div>' for i in range(20))


def page(article: dict) -> bytes:
    """The article as a page of a news site."""
    paragraphs = "".join(f"<p>{html.escape(p)}</p>" for p in article["text"].split("\n\n"))
    title = html.escape(article.get("title") or "")
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title><meta property="og:title" content="{title}">'
        f'<meta property="article:published_time" content="{article.get("published")}"><meta property="og:site_name" content="Zed Post"></head><body>'
        f'<header><nav><ul>{MENU}</ul></nav></header><main><article><h1>{title}</h1>{paragraphs}</article></main><aside class="related">{ASIDE}</aside>'
        f"<footer><ul>{MENU}</ul><p>All rights reserved.</p></footer></body></html>"
    ).encode()


def peak() -> float:
    """Peak memory of this process in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def articles_a_second(path: Path, book) -> tuple[int, int, float]:
    """Articles, copies and processor seconds of reading once."""
    began = time.process_time()
    copies, count = Copies(), 0
    for item in read(path, book):
        if isinstance(item, dict):
            copies.add(item["doc_id"], item["published"], item["text"])
            count += 1
    found = copies.originals()
    return count, len(found), time.process_time() - began


def alone(raw: bytes):
    """What a user would write: trafilatura with metadata, with the same settings and the same search for dates as ours."""
    return bare_extraction(load_html(raw), **pages.EXTRACTION)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--gigabytes", type=float, default=5.0, help="size of the JSONL for memory (default: 5; 0 leaves it out)")
    parser.add_argument("--pages", type=int, default=600)
    parser.add_argument("--runs", type=int, default=5, help="0 leaves out speed")
    options = parser.parse_args()
    book = codebook.load()
    opened = gzip.open if options.articles.suffix == ".gz" else open
    with opened(options.articles, "rt", encoding="utf8") as lines:
        sample = [json.loads(line) for line in lines]
    if options.runs:
        rows = [articles_a_second(options.articles, book) for _ in range(options.runs)]
        count, found, seconds = sorted(rows, key=lambda r: r[2])[len(rows) // 2]
        print(f"articles: {count:,} read, {found} copies, median of {len(rows)} runs {seconds:.2f} s of one core: {count / seconds:,.0f} a second")
        compare([page(a) for a in sample[: options.pages]], max(3, options.runs // 2))
    if options.gigabytes:
        memory(sample, options.gigabytes, book)


def compare(made: list[bytes], runs: int) -> None:
    """Print how many pages a second trafilatura alone and ours read, with equal settings; the run with the median share."""
    for raw in made[:20]:
        alone(raw), pages.page("a.html", raw)
    shares = []
    for _ in range(runs):
        began = time.process_time()
        for raw in made:
            alone(raw)
        theirs = time.process_time() - began
        began = time.process_time()
        kept = sum(not isinstance(pages.page("a.html", raw), pages.Rejected) for raw in made)
        ours = time.process_time() - began
        shares.append((theirs / ours, len(made) / theirs, len(made) / ours, kept))
    share, theirs, ours, kept = sorted(shares)[len(shares) // 2]
    settings = "date search not extensive and favour precision on both sides"
    print(
        f"pages: {len(made)} pages, {kept} kept; trafilatura alone {theirs:.0f} a second, parley.read {ours:.0f} a second: {share:.0%} ({settings})"
    )


def memory(sample: list[dict], gigabytes: float, book) -> None:
    """Write a JSONL of this size, read it, find its copies, and print the peak at each tenth."""
    with tempfile.TemporaryDirectory() as folder:
        path, size, number = Path(folder) / "large.jsonl", 0, 0
        with path.open("w", encoding="utf8") as file:
            while size < gigabytes * 1e9:
                article = sample[number % len(sample)]
                size += file.write(json.dumps({**article, "id": f"{number}", "text": f"{number} {article['text']}"}) + "\n")
                number += 1
        before, tenth = peak(), max(1, number // 10)
        print(f"memory: {size / 1e9:.1f} GB, {number:,} articles; {before:.0f} MiB before")
        began, copies = time.monotonic(), Copies()
        for i, item in enumerate(read(path, book), 1):
            if isinstance(item, dict):
                copies.add(item["doc_id"], item["published"], item["text"])
            if i % tenth == 0:
                print(f"  after {i:>9,}: peak {peak():.0f} MiB, {i / (time.monotonic() - began):,.0f} a second", flush=True)
        found = copies.originals()
        print(f"  {len(found):,} copies found: peak {peak():.0f} MiB, {time.monotonic() - began:,.0f} s in all")


if __name__ == "__main__":
    main()
