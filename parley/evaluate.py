"""How right the engine is, measured against labels given by hand: what `parley evaluate` prints. Apart from the tests, which ask whether it works at all."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from parley.analyse.uncertainty import bootstrap_ratio
from parley.annotate.dates import find
from parley.annotate.text import Splitter
from parley.codebook import load

MEASURES = ("strict", "relaxed", "value")
TYPES = ("DATE", "TIME", "DURATION", "SET")
_EDGES = " \t\r\n\"'“”‘’()[].,;:"

Label = tuple[int, int, str, str]
"""Start, end, TIMEX3 type and value."""


@dataclass
class Scores:
    """Counts per article, for F1 = 2 x right / (found + labelled) with articles drawn anew, and the errors by cause."""

    right: dict[str, list[int]] = field(default_factory=dict)
    both: dict[str, list[int]] = field(default_factory=dict)
    errors: Counter = field(default_factory=Counter)
    examples: dict[tuple[str, str], str] = field(default_factory=dict)

    def add(self, measure: str, right: int, both: int) -> None:
        self.right.setdefault(measure, []).append(right)
        self.both.setdefault(measure, []).append(both)

    def f1(self, measure: str) -> tuple[float, float, float]:
        """F1 with the ends of its 95 % interval; nan where nothing was found or labelled."""
        right, both = self.right.get(measure, []), self.both.get(measure, [])
        if not sum(both):
            return float("nan"), float("nan"), float("nan")
        low, high = bootstrap_ratio([2 * r for r in right], both, seed=f"dates {measure}")
        return 2 * sum(right) / sum(both), low, high

    def error(self, cause: str, shape: str, example: str) -> None:
        self.errors[cause, shape] += 1
        self.examples.setdefault((cause, shape), example)


def dates(paths: Iterable[Path]) -> Scores:
    """Scores of time expressions as in TempEval-3 (UzZaman et al. 2013, S13-2001): spans equal, spans overlapping, overlapping with an equal value.

    A gold file is `.jsonl` or `.jsonl.gz`; a record has `text`, `published` and `dates` with start, end, type, value. Raises ValueError for another.
    """
    split, scores = Splitter(load().words.get("abbreviations", ())), Scores()
    for path in paths:
        for number, record in enumerate(_records(path), 1):
            if not {"text", "dates"} <= record.keys():
                raise ValueError(f"{path}, record {number}: a record needs `text` and `dates` (start, end, type, value) to measure dates")
            text = record["text"]
            published = date.fromisoformat(record["published"][:10]) if record.get("published") else None
            found = [(t.start, t.end, t.type, t.value) for t in find(text, split(text), published)]
            compare(text, [(d["start"], d["end"], d["type"], d["value"]) for d in record["dates"]], found, scores)
    return scores


def compare(text: str, gold: Sequence[Label], found: Sequence[Label], scores: Scores) -> None:
    """Adds one article to the scores. Each label takes the free expression that overlaps it most."""
    gold, found = [_trimmed(text, g) for g in gold], sorted(_trimmed(text, f) for f in found)
    free, strict, relaxed, value = set(range(len(found))), 0, 0, 0
    by_type: Counter = Counter()
    for g in gold:
        best = max((i for i in free if _overlap(g, found[i]) > 0), key=lambda i: _overlap(g, found[i]), default=None)
        if best is None:
            scores.error(f"missed {g[2]}", shape(text[g[0] : g[1]]), _shown(text, g))
            continue
        free.discard(best)
        f = found[best]
        relaxed, strict, value = relaxed + 1, strict + (f[:2] == g[:2]), value + (f[3] == g[3])
        by_type[g[2]] += f[2:] == g[2:]
        if f[:2] != g[:2]:
            scores.error("other span", shape(text[f[0] : f[1]]), f"{_shown(text, f)} for {text[g[0] : g[1]]!r}")
        if f[3] != g[3]:
            scores.error("other value", shape(text[f[0] : f[1]]), f"{_shown(text, f)} for {g[3]}")
    for i in free:
        scores.error(f"not labelled {found[i][2]}", shape(text[found[i][0] : found[i][1]]), _shown(text, found[i]))
    for measure, right in zip(MEASURES, (strict, relaxed, value), strict=True):
        scores.add(measure, right, len(gold) + len(found))
    for kind in TYPES:
        scores.add(kind, by_type[kind], sum(g[2] == kind for g in gold) + sum(f[2] == kind for f in found))


def shape(words: str) -> str:
    """An expression without its particulars, so that errors of one kind fall together: "last DAY", "# MONTH", "# years ago"."""
    words = " ".join(words.lower().split())
    words = re.sub(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", "DAY", words)
    words = re.sub(
        r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)",
        "MONTH",
        words,
    )
    return re.sub(r"\b(?:\d[\d:.,/]{0,9}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)\b", "#", words)


def report(scores: Scores, errors: int = 15) -> list[str]:
    """The lines that `parley evaluate dates` prints."""
    lines = [f"{len(scores.right.get('strict', []))} articles; F1 in per cent with 95 % intervals (articles drawn anew)"]
    for measure in MEASURES:
        lines.append(_line(measure, scores.f1(measure)))
    lines.append("by type, spans overlapping with equal type and value")
    lines += [_line(kind, scores.f1(kind)) for kind in TYPES]
    lines.append("errors, the most frequent first")
    for (cause, words), n in sorted(scores.errors.items(), key=lambda e: (-e[1], e[0]))[:errors]:
        lines.append(f"{n:5}  {cause}: {words}   e.g. {scores.examples[cause, words]}")
    return lines


def _line(name: str, f1: tuple[float, float, float]) -> str:
    return f"  {name:<10}" + " {:5.1f}   {:5.1f} to {:5.1f}".format(*(100 * x for x in f1))


def _records(path: Path) -> Iterable[dict]:
    with gzip.open(path, "rt", encoding="utf-8") if path.name.endswith(".gz") else path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def _trimmed(text: str, label: Label) -> Label:
    start, end, kind, value = label
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return start, end, kind, value


def _overlap(a: Label, b: Label) -> int:
    return min(a[1], b[1]) - max(a[0], b[0])


def _shown(text: str, label: Label) -> str:
    return f"{' '.join(text[max(0, label[0] - 30) : label[0]].split())} [{text[label[0] : label[1]]}] {label[3]}"
