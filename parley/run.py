"""The conductor: reads a corpus, annotates what is new, joins incidents, and stores it all."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from tqdm import tqdm

from parley import __version__, codebook, features, unify
from parley.analyse import coverage, incidents
from parley.annotate import dates
from parley.annotate.heads import FITTED
from parley.annotate.model import listed
from parley.annotate.names import Mention
from parley.annotate.pipeline import Annotator, Namer
from parley.annotate.text import Splitter
from parley.read.copies import Copies
from parley.read.corpus import read
from parley.read.ledger import Ledger
from parley.read.record import Rejected
from parley.show import quoting
from parley.show import tables as _tables
from parley.store import BY_DOCUMENT, Store

PARTITION = 256
"""Articles in a partition, on average. A partition ends where an article's own id says so, so that one more article changes one partition."""
PARTITION_MOST = 1024
PARTITION_CHARACTERS = 20_000_000


@dataclass(frozen=True)
class Summary:
    """What a run did. `annotated` counts the articles that were not in the store yet."""

    documents: int
    rejected: int
    copies: int
    annotated: int
    seconds: float


def annotate(
    corpus: str | Path, target: str | Path, *, workers: int | None = None, clean_records: bool | None = None, progress: bool = True
) -> Summary:
    """Bring the store `target` up to date with `corpus`; what is there already is not done again.

    `workers` processes annotate at once (all cores where None). `clean_records` cleans the texts of data sets (JSON, CSV, Parquet), which else stay
    as they are; None leaves that to the corpus's `reading.yaml`. Raises FileNotFoundError where the corpus does not exist and CodebookError
    where its codebook cannot be used, and Unaccounted if the tables do not hold every input that was read. Calls for one store must not overlap.
    """
    began = time.monotonic()
    if features.is_features(corpus):
        state = features.restore(corpus, target)
        return Summary(state["documents"], state["rejected"], state["copies"], 0, time.monotonic() - began)
    corpus, tables = Path(corpus), Store(target)
    book = codebook.load(corpus if corpus.is_dir() else None)
    head = corpus / FITTED
    learned = hashlib.sha256(head.read_bytes()).hexdigest() if head.is_file() else ""
    engine = hashlib.sha256(f"{engine_sha256()} {book.sha256} {learned}".encode()).hexdigest()
    files = _fingerprint(corpus) + (f" clean={clean_records}" if clean_records is not None else "")
    state = tables.read_state()
    if state.get("engine") == engine and state.get("files") == files and state.get("documents"):
        return Summary(state["documents"], state["rejected"], state["copies"], 0, time.monotonic() - began)
    bar = {"disable": None if progress else True, "delay": 2, "leave": False}

    unify.unfinished(tables)
    ledger = Ledger()
    partitions, rejected, copies = _read(corpus, tables, book, engine, clean_records, bar, ledger)
    originals = copies.originals()
    new = [k for k in partitions if any(k not in tables.keys(name) for name in BY_DOCUMENT)]
    _annotate(tables, new, partitions, corpus, engine, workers, bar)
    unify.unify(tables, set(partitions), book, lambda keys: _annotate(tables, keys, partitions, corpus, engine, workers, bar))
    kept = _documents(tables, partitions, originals)
    tables.write("rejected", "all", [{"source_id": r.source_id, "reason": r.reason, "detail": r.detail} for r in rejected])
    held = Store(target)
    ledger.check(held.count("documents"), held.count("rejected"))  # what was read is what the tables hold
    for name in BY_DOCUMENT:
        tables.keep(name, partitions)
    digest = hashlib.sha256("\n".join(sorted(kept)).encode()).hexdigest()
    if state.get("joined") != f"{digest} {engine}" or not tables.keys("incidents"):
        _join(tables)
    documents, seconds = sum(partitions.values()), time.monotonic() - began
    _record(tables, digest, book.sha256, documents, seconds)
    tables.write_state(
        {
            "engine": engine, "files": files, "joined": f"{digest} {engine}", "input": digest, "documents": documents, "rejected": len(rejected),
            "copies": len(originals), "name": corpus.resolve().name, "codebook_sha256": book.sha256,
        }
    )  # fmt: skip
    return Summary(documents, len(rejected), len(originals), sum(partitions[k] for k in new), seconds)


def time_expressions(corpus: str | Path) -> Iterator[tuple[dict, list[dates.Time]]]:
    """The articles of a corpus as rows of `documents`, each with its time expressions in order; nothing is stored. Inputs that are not kept are passed over."""
    book = codebook.load()
    split = Splitter(book.words.get("abbreviations", ()))
    for item in read(Path(corpus), book):
        if not isinstance(item, Rejected):
            yield item, dates.find(item["text"], split(item["text"]), item["published"])


def names(corpus: str | Path) -> Iterator[tuple[dict, list[Mention]]]:
    """The articles of a corpus as rows of `documents`, each with its names in order; nothing is stored. Inputs that are not kept are passed over.

    In less than half the time of annotating: only sentences that may hold a name not yet read in their article are read.
    """
    book = codebook.load(corpus if Path(corpus).is_dir() else None)
    return Namer(book)(item for item in read(Path(corpus), book) if not isinstance(item, Rejected))


def store_for(corpus: str | Path) -> Path:
    """Where the store of a corpus lies if nobody says otherwise: `.store/` of the project, by the folder's name and place."""
    place = Path(corpus).resolve()
    return Path(__file__).parent.parent / ".store" / f"{place.name}-{hashlib.sha256(str(place).encode()).hexdigest()[:8]}"


def _read(corpus: Path, tables: Store, book, engine: str, clean_records: bool | None, bar: dict, ledger: Ledger):
    """Write each article as it is read, so that memory holds one partition; tell partitions by what is in them."""
    wires = {outlet.name for outlet in book.outlets if outlet.wire}
    partitions: dict[str, int] = {}
    rejected: list[Rejected] = []
    copies = Copies()
    batch: list[dict] = []

    def close() -> None:
        if batch:
            parts = "\n".join(f"{d['doc_id']} {d['language']} {d['licence']} {d['constructed']}" for d in batch)
            key = hashlib.sha256(f"{engine}\n{parts}".encode()).hexdigest()[:20]
            tables.write("documents", f"{key}-read", batch)
            partitions[key] = len(batch)
            batch.clear()

    size = 0
    for item in tqdm(read(corpus, book, clean_records=clean_records, ledger=ledger), desc="reading", unit=" articles", **bar):
        if isinstance(item, Rejected):
            rejected.append(item)
            continue
        copies.add(item["doc_id"], item["published"], item["text"], wire=item["outlet"] in wires)
        batch.append(item)
        size += len(item["text"])
        if int(item["doc_id"][:8], 16) % PARTITION == 0 or len(batch) >= PARTITION_MOST or size > PARTITION_CHARACTERS:
            close()
            size = 0
    close()
    return partitions, rejected, copies


def _annotate(tables: Store, new: list[str], partitions: dict[str, int], corpus: Path, engine: str, workers: int | None, bar: dict) -> None:
    cores = workers or os.cpu_count() or 1
    count = min(cores, len(new))
    threads = max(1, cores // max(1, count))
    with tqdm(total=sum(partitions[k] for k in new), desc="annotating", unit=" articles", **bar) as shown:
        jobs = [(str(tables.path), key, str(corpus), engine, threads) for key in new]
        if count <= 1:
            for job in jobs:
                shown.update(partitions[_one(job)])
            return
        with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
            for key in pool.map(_one, jobs):
                shown.update(partitions[key])


@cache
def _annotator(corpus: str, engine: str, threads: int) -> Annotator:
    """Made once per process and `engine`, the hash that changes with the corpus's codebook and the frames learned from it."""
    return Annotator(codebook.load(corpus if Path(corpus).is_dir() else None), threads=threads, frame_head=Path(corpus) / FITTED)


def _one(job: tuple[str, str, str, str, int]) -> str:
    """Annotate one partition; runs in a worker process."""
    path, key, corpus, engine, threads = job
    tables = Store(path)
    documents = pq.read_table(tables.path / "documents.parquet" / f"{key}-read.parquet").to_pylist()
    for name, rows in _annotator(corpus, engine, threads).batch(documents).items():
        tables.write(name, key, rows)
    return key


def _documents(tables: Store, partitions: dict[str, int], originals: dict[str, str]) -> list[str]:
    """Put `copy_of` into the documents, now that all are known, and remove what is no longer in the corpus."""
    kept = []
    for key in partitions:
        path = tables.path / "documents.parquet" / f"{key}-read.parquet"
        data = pq.read_table(path)
        of = [originals.get(d) for d in data["doc_id"].to_pylist()]
        column = pa.array(of, pa.string())
        final = f"{key}-{hashlib.sha256(json.dumps(of).encode()).hexdigest()[:8]}"
        tables.write("documents", final, data.set_column(data.schema.get_field_index("copy_of"), "copy_of", column))
        kept.append(final)
    if not kept:  # a table without rows, so that what was rejected can be read
        tables.write("documents", "none", [])
        kept.append("none")
    tables.keep("documents", kept)
    return kept


def _join(tables: Store) -> None:
    order = ["event_id", "doc_id", "sentence", "start", "trigger", "event", "track", "status", "source", "target", "place", "earliest", "latest"]
    events = tables.rows("events", [*order, "end", "date_from", "confidence", "vector"])
    # one matrix of half floats: as Python lists the vectors alone would take thirty times the memory
    vectors = np.stack(events.pop("vector").to_list()).astype(np.float16) if len(events) else np.zeros((0, 1), np.float16)
    for name in ("earliest", "latest"):
        events[name] = _days(events[name])
    records = events.astype(object).where(events.notna(), None).to_dict("records")
    documents = tables.rows("documents", ["doc_id", "outlet", "published", "copy_of"])
    documents["published"] = _days(documents["published"])
    documents = documents.astype(object).where(documents.notna(), None).to_dict("records")
    words = {
        (row.doc_id, row.sentence): row.words
        for row in tables.sql(
            """SELECT s.doc_id, s.sentence, substr(d.text, s.start + 1, least(s."end" - s.start, 400)) AS words
               FROM sentences s JOIN documents d USING (doc_id) SEMI JOIN events e ON e.doc_id = s.doc_id AND e.sentence = s.sentence"""
        ).itertuples()
    }
    rows = incidents.join(records, documents, lambda doc, sentence: " ".join(words[doc, sentence].split()), vectors)
    tables.write("incidents", "all", rows)


def _days(column: pd.Series) -> pd.Series:
    return pd.Series([None if pd.isna(v) else v.date() for v in column], index=column.index, dtype=object)


def _record(tables: Store, digest: str, codebook_sha256: str, documents: int, seconds: float) -> None:
    started = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    run_id = hashlib.sha256(f"{digest} {started.isoformat()}".encode()).hexdigest()[:12]
    row = {"run_id": run_id, "started": started, "version": __version__, "commit": commit(), "codebook_sha256": codebook_sha256,
           "model_sha256": listed()["encoder.onnx"], "documents": documents, "seconds": round(seconds, 3)}  # fmt: skip
    tables.write("runs", f"{started:%Y%m%dT%H%M%S}-{run_id}", [row])


def _fingerprint(corpus: Path) -> str:
    """What the corpus's files look like from outside: names, sizes and times of change. Reading is skipped where nothing changed."""

    def stats() -> Iterator[str]:
        for path in [corpus] if corpus.is_file() else sorted(p for p in corpus.rglob("*") if p.is_file()):
            s = path.stat()
            yield f"{path.relative_to(corpus).as_posix()} {s.st_size} {s.st_mtime_ns}"

    return hashlib.sha256("\n".join(stats()).encode()).hexdigest()


@cache
def engine_sha256() -> str:
    """A hash over the engine's own source and its model: an edit makes stored annotations stale, whatever the version says."""
    here = Path(__file__).parent
    files = sorted(
        [
            *here.glob("*.py"),
            *(here / "read").rglob("*.py"),
            *(here / "annotate").rglob("*.py"),
            here / "analyse" / "incidents.py",
            here / "analyse" / "merges.py",
            here / "analyse" / "joining.py",
            here / "analyse" / "surroundings.py",
            *(here / "codebook").glob("*.py"),
        ]
    )
    digest = hashlib.sha256(f"{__version__} {sorted(listed().items())}".encode())
    for path in files:
        if path.name not in ("cli.py", "evaluate.py", "features.py", "provenance.py"):  # these decide nothing that a store holds
            digest.update(path.read_bytes())
    return digest.hexdigest()


@cache
def commit() -> str | None:
    """The commit of the checkout that this engine runs from, marked where files differ from it; None outside a checkout."""
    here = Path(__file__).parent.parent
    git = lambda *words: subprocess.run(["git", "-C", str(here), *words], capture_output=True, text=True, timeout=20)  # noqa: E731
    try:
        head = git("rev-parse", "--short=12", "HEAD")
        if head.returncode:
            return None
        return head.stdout.strip() + ("+changes" if git("status", "--porcelain", "--untracked-files=no").stdout.strip() else "")
    except (OSError, subprocess.TimeoutExpired):
        return None


class Corpus(Store):
    """An annotated corpus: what the functions of this module take. Prints as a card with its size, outlets, dates and what was rejected."""

    folder: Path
    name: str

    def __init__(self, folder: Path, store: Path, **filters: Any) -> None:
        super().__init__(store, **filters)
        self.folder, self.name = folder, folder.name
        self.codebook = codebook.load(folder if folder.is_dir() else None)

    def _view(self, connection: Any, name: str) -> None:
        super()._view(connection, name)
        if name == "incidents" and quoting.limited() and self.keys(name):
            # a headline is a sentence of one of the articles
            codes = "coalesce(trigger, lower(event)) || coalesce(': ' || nullif(concat_ws(' → ', source, target), ''), '')"
            connection.execute("ALTER VIEW incidents RENAME TO whole_incidents")
            connection.execute(f"CREATE VIEW incidents AS SELECT * REPLACE ({codes} AS headline) FROM whole_incidents")

    def __len__(self) -> int:
        """Articles, after the filters."""
        return self.count("documents")

    def _repr_html_(self) -> str:
        look = "" if os.environ.get("PARLEY_PAGES") else _tables.LAB
        return look + _tables.corpus_card(*coverage.card(self, self.name))

    def __repr__(self) -> str:
        _, facts, note = coverage.card(self, self.name)
        return "\n".join([*(f"{k}: {v}" for k, v in facts.items()), *([note] if note else [])])


def load_corpus(
    folder: str | Path,
    *,
    wire_copies: str = "once",
    outlets: Sequence[str] | None = None,
    start: str | None = None,
    end: str | None = None,
) -> Corpus:
    """Read and annotate a corpus where that is still to do, and open it.

    `folder` is a folder of articles, a text file or a `.jsonl[.gz]`; a relative path counts from here or from the project. `wire_copies` is "once"
    (an article that repeats an earlier one is left out of every count) or "each". `outlets`, `start` and `end` (days, `2025-11-01`) keep a part.
    Raises FileNotFoundError where there is no such corpus and ValueError where nothing in it could be kept.
    """
    if wire_copies not in ("once", "each"):
        raise ValueError(f"wire_copies={wire_copies!r}: choose once or each")
    place = Path(folder) if Path(folder).exists() else Path(__file__).parent.parent / folder
    store = Path(os.environ.get("PARLEY_STORE") or store_for(place))
    if annotate(place, store).documents == 0:
        raise ValueError(f"nothing to read in {folder}: give a folder with articles in a format that is read (see corpus/README.md)")
    return Corpus(place, store, outlets=outlets, start=start, end=end, copies=wire_copies == "each")
