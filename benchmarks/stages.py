"""Words a second of each stage of `annotate`: `python benchmarks/stages.py ARTICLES.jsonl[.gz]`. One core, processor time, medians of `--runs`.

Names are what the encoder, the finding of names and the linking take together; `parley names`, which wants nothing else of the model, asks it only
about sentences that may hold a new name. `--model FOLDER` adds the names stage with another file of the encoder,
encoder-fp32.onnx of `python -m training.export` for one, and NLTK's own chunker is timed where its data are installed.
"""

from __future__ import annotations

import argparse
import gzip
import json
import resource
import statistics
import time
from collections import Counter
from pathlib import Path

import nltk

from parley import codebook
from parley.annotate import dates, frames, pipeline, quotes
from parley.annotate.linking import link
from parley.annotate.model import WEIGHTS, Encoder
from parley.annotate.pipeline import Annotator, Namer
from parley.annotate.text import read_article

NLTK_WORDS = 20_000
"""Words that NLTK's chunker is given."""


def timed(function, stage: str, spent: Counter):
    """The function, its processor seconds added to `spent`."""

    def run(*given, **named):
        began = time.process_time()
        try:
            return function(*given, **named)
        finally:
            spent[stage] += time.process_time() - began

    return run


def stages(annotator: Annotator, documents: list[dict]) -> Counter:
    """Processor seconds by stage, and of all, for annotating the documents once."""
    spent: Counter = Counter()
    places = [
        (pipeline, "read_article", "sentences and phrases", read_article),
        (annotator, "_encoder", "encoder", annotator._encoder),
        (annotator, "_names", "names from the encoder's labels", annotator._names),
        (pipeline, "link", "linking names", link),
        (dates, "find", "dates", dates.find),
        (quotes, "find", "quotes", quotes.find),
        (frames, "find", "frame cues", frames.find),
        (frames, "weigh", "frames weighed", frames.weigh),
        (annotator, "_events", "events", annotator._events),
    ]
    for owner, name, stage, function in places:
        setattr(owner, name, timed(function, stage, spent))
    began = time.process_time()
    annotator.batch(documents)
    spent["everything"] = time.process_time() - began
    for owner, name, _, function in places:
        setattr(owner, name, function)
    return spent


def named_alone(documents: list[dict]) -> float:
    """Processor seconds of names without anything else."""
    namer = Namer(codebook.load())
    list(namer(documents[:5]))
    began = time.process_time()
    found = sum(len(mentions) for _, mentions in namer(documents))
    assert found, "no names found"
    return time.process_time() - began


def chunked(text: str) -> float:
    """Processor seconds of NLTK's tokens, tags and named-entity chunks."""
    began = time.process_time()
    for sentence in nltk.sent_tokenize(text):
        nltk.ne_chunk(nltk.pos_tag(nltk.word_tokenize(sentence)))
    return time.process_time() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--first", type=int, default=300, help="articles that are annotated")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--model", type=Path, action="append", default=[], help="another model file, beside its tokenizer.json")
    options = parser.parse_args()
    opened = gzip.open if options.articles.suffix == ".gz" else open
    with opened(options.articles, "rt", encoding="utf8") as lines:
        rows = [json.loads(line) for line, _ in zip(lines, range(options.first), strict=False)]
    documents = [{"doc_id": r["id"], "text": r["text"], "title": r.get("title"), "published": None, "language": "en"} for r in rows]
    words = sum(len(d["text"].split()) for d in documents)
    annotator = Annotator(codebook.load())
    annotator.batch(documents[:5])  # fills the caches that a long run fills once
    runs = [stages(annotator, documents) for _ in range(options.runs)]
    for stage in sorted(runs[0], key=lambda s: -runs[0][s]):
        seconds = statistics.median(r[stage] for r in runs)
        print(f"{stage:34s} {words / seconds:12,.0f} words/s   {seconds / statistics.median(r['everything'] for r in runs):5.0%} of all")
    named = ("encoder", "names from the encoder's labels", "linking names")
    print(f"names stage, {WEIGHTS.name}/encoder.onnx {words / statistics.median(sum(r[s] for s in named) for r in runs):,.0f} words/s")
    print(f"{len(documents):,} articles, {words:,} words; peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
    print(
        f"names alone (parley names) {words / statistics.median(named_alone(documents) for _ in range(options.runs)):,.0f} words/s, splitting into sentences included"
    )
    for path in options.model:
        annotator._encoder = Encoder(path.parent, model=path.name)
        spent = [stages(annotator, documents) for _ in range(options.runs)]
        print(f"names stage, {path.name} {words / statistics.median(sum(r[s] for s in named) for r in spent):,.0f} words/s")
    text = " ".join(d["text"] for d in documents)[: NLTK_WORDS * 6]
    try:
        print(f"NLTK's chunker {len(text.split()) / chunked(text):,.0f} words/s")
    except LookupError:
        print("NLTK's chunker not timed: its data (punkt_tab, averaged_perceptron_tagger_eng, maxent_ne_chunker_tab) are not installed")


if __name__ == "__main__":
    main()
