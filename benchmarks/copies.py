"""Precision and recall of copies, on copies planted in news: `python benchmarks/copies.py ARTICLES.jsonl[.gz]`.

From articles that repeat none, some are copied by each way of an editor: words deleted at random (3 to 30 %), paragraphs dropped, the ending cut,
another headline, and all of it. Every planted copy has one true original. Recall: share of planted copies found. Precision: share of the articles
called copies that were planted, or whose text equals that of their original. Originals keep their dates, a copy comes a day
later. Prints a line per threshold and, at the shipped one, per kind of copy.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import time
from datetime import date, timedelta
from pathlib import Path

from parley.read import copies

DAY = date(2025, 11, 5)


def deleted(text: str, share: float, dice: random.Random) -> str:
    """The text with this share of its words deleted at random."""
    return "\n\n".join(" ".join(w for w in p.split() if dice.random() >= share) for p in text.split("\n\n"))


def dropped(text: str, share: float, dice: random.Random) -> str:
    """The text with this share of its paragraphs dropped, one at least kept."""
    paragraphs = text.split("\n\n")
    return "\n\n".join(p for p in paragraphs if dice.random() >= share) or paragraphs[0]


def cut(text: str, share: float) -> str:
    """The text without this share of its end."""
    return text[: int(len(text) * (1 - share))]


def headline(text: str, dice: random.Random, others: list[str]) -> str:
    """The text under the first line of another article."""
    _, _, rest = text.partition("\n\n")
    return f"{dice.choice(others)[:80]}\n\n{rest or text}"


KINDS = {
    "3 % of words": lambda t, d, o: deleted(t, 0.03, d),
    "10 % of words": lambda t, d, o: deleted(t, 0.10, d),
    "20 % of words": lambda t, d, o: deleted(t, 0.20, d),
    "30 % of words": lambda t, d, o: deleted(t, 0.30, d),
    "half the paragraphs": lambda t, d, o: dropped(t, 0.5, d),
    "ending cut by 60 %": lambda t, d, o: cut(t, 0.6),
    "another headline": headline,
    "10 %, paragraphs, headline": lambda t, d, o: headline(deleted(dropped(t, 0.3, d), 0.10, d), d, o),
    "30 %, paragraphs, headline": lambda t, d, o: headline(deleted(dropped(t, 0.3, d), 0.30, d), d, o),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path, help="a .jsonl[.gz] with `text` in each line")
    parser.add_argument("--each", type=int, default=200, help="copies planted of each kind (default: 200)")
    parser.add_argument("--thresholds", type=float, nargs="+", default=[0.15, 0.2, 0.25, 0.3, 0.36, 0.4, 0.5, 0.6])
    options = parser.parse_args()
    opened = gzip.open if options.articles.suffix == ".gz" else open
    with opened(options.articles, "rt", encoding="utf8") as lines:
        articles = [json.loads(line) for line in lines]
    texts = [a["text"] for a in articles]
    days = [date.fromisoformat(a["published"][:10]) if a.get("published") else DAY for a in articles]
    dice = random.Random(20251105)
    pool = [i for i, t in enumerate(texts) if len(t.split()) >= 80]
    chosen = dice.sample(pool, min(len(pool), options.each * len(KINDS)))
    planted = []
    for number, i in enumerate(chosen):
        kind = list(KINDS)[number % len(KINDS)]
        planted.append((f"p{number}", i, kind, KINDS[kind](texts[i], dice, texts)))
    collected = copies.Copies()
    for i, text in enumerate(texts):
        collected.add(f"o{i}", days[i], text)
    for name, i, _, text in planted:
        collected.add(name, days[i] + timedelta(1), text)
    of = {name: (f"o{i}", kind) for name, i, kind, _ in planted}
    shipped = copies.CONTAINMENT
    print(f"{len(texts):,} articles, {len(planted):,} planted copies, shingles of {copies.SHINGLE} words")
    print(f"{'threshold':>9} {'recall':>8} {'precision':>10} {'called copies':>14} {'among originals':>16} {'seconds':>8}")
    for threshold in sorted({*options.thresholds, shipped}):
        copies.CONTAINMENT = threshold
        began = time.perf_counter()
        found = collected.originals()
        took = time.perf_counter() - began
        hits = {name for name in of if found.get(name) == found.get(of[name][0], of[name][0])}
        among = {a: b for a, b in found.items() if a not in of}
        equal = sum(texts[int(a[1:])] == texts[int(b[1:])] for a, b in among.items())
        precision = (len(hits) + equal) / max(1, len(found))
        mark = " shipped" if threshold == shipped else ""
        print(f"{threshold:9.2f} {len(hits) / len(planted):8.4f} {precision:10.4f} {len(found):14,} {len(among):16,} {took:8.2f}{mark}")
        if threshold == shipped:
            kept, groups = hits, among
    print("\nat the shipped threshold")
    for kind in KINDS:
        names = [n for n, (_, k) in of.items() if k == kind]
        print(f"  {kind:28} recall {sum(n in kept for n in names) / len(names):.3f} of {len(names)}")
    print(f"  groups among the articles as they are: {len(set(groups.values()))}, with {len(groups)} articles that repeat")
    for a, b in sorted(groups.items())[:20]:
        print(f"    {texts[int(a[1:])][:60]!r} repeats {texts[int(b[1:])][:60]!r}")


if __name__ == "__main__":
    main()
