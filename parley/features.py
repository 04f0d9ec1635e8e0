"""Sharing what was found without the articles: a store's facts and figures as a folder, and such a folder as a corpus again.

The folder holds names, dates, coded events, counts, offsets and links (to the host alone where an address spells out a title): no text, no title, no
sentence, and no sentence vector, since words can be guessed from one (Morris et al. 2023, doi:10.18653/v1/2023.emnlp-main.765). Read back, an article
is a blank page of its own length on which only the coded words stand at their places, so that whatever asks for a place, a name or a number gets the
same answer as from the text.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pyarrow as pa
import pyarrow.parquet as pq

from parley import __version__, codebook
from parley.annotate.model import listed
from parley.store import SCHEMAS, Store

NOTE = "features.json"
"""What makes a folder one of features: what it was made from."""
MOST_WORDS = 6
"""Words of the longest text of an article that is passed on: a name, a trigger, a time expression. Longer ones are left out."""
_WHOLE = {"doc_id", "value"}
_LEFT_OUT = {"title", "author", "text", "published_conflict"}
_TABLES = tuple(name for name in SCHEMAS if name not in ("runs", "rejected"))


def is_features(folder: str | Path) -> bool:
    """Whether a folder is one that `export` wrote."""
    return (Path(folder) / NOTE).is_file()


def export(store: Store, folder: str | Path, *, book: codebook.Codebook) -> Path:
    """Write the features of an annotated corpus to `folder`, which must be new, empty or hold features. Two runs write the same bytes.

    Left out: `documents.text`, titles, authors and what was cleaned away, sentences that head an incident, texts of more than six words, vectors,
    the names of files (they often are titles). Kept of the words: names, triggers, cues, time expressions, and the codebook's choices, each with
    its place. Raises ValueError where `folder` holds something else.
    """
    folder = Path(folder)
    if folder.is_dir() and any(folder.iterdir()) and not is_features(folder):
        raise ValueError(f"{folder} holds something else: give a new folder")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    state = store.read_state()
    for name in _TABLES:
        pq.write_table(_bare(name, _whole(store, name)), folder / f"{name}.parquet", compression="zstd")
    texts = dict(store.rows("documents", ["doc_id", "text"]).itertuples(index=False))
    _write(folder / "lengths.parquet", [(d, len(t)) for d, t in texts.items()], ["doc_id", "characters"])
    _write(folder / "choices.parquet", list(_choices(texts, book)), ["doc_id", "start", "text"])
    quotes = store.rows("quotes", ["doc_id", "content_start", "content_end"])
    counts = [(d, a, len(texts[d][a:b].split())) for d, a, b in quotes.itertuples(index=False)]
    _write(folder / "quote_words.parquet", counts, ["doc_id", "content_start", "words"])
    note = {
        "name": state["name"], "documents": len(texts), "rejected": store.count("rejected"), "copies": state["copies"], "input": state["input"],
        "engine": f"parley {__version__}", "codebook_sha256": state["codebook_sha256"], "model_sha256": listed()["encoder.onnx"],
    }  # fmt: skip
    (folder / NOTE).write_text(json.dumps(note, indent=1, sort_keys=True) + "\n", "utf8")
    return folder


def restore(folder: str | Path, target: str | Path) -> dict:
    """Make the store `target` from a folder of features, unless it is there already; returns its state. Raises ValueError where the folder is damaged."""
    folder, store = Path(folder), Store(target)
    try:
        note = json.loads((folder / NOTE).read_text("utf8"))
        digest = hashlib.sha256(b"".join(p.read_bytes() for p in sorted(folder.glob("*.parquet"))) + Path(__file__).read_bytes()).hexdigest()
        state = store.read_state()
        if state.get("features") == digest:
            return state
        store.clear()
        tables = {name: _read(folder / f"{name}.parquet", SCHEMAS[name]) for name in _TABLES}
        tables["documents"] = _blank_pages(folder, tables)
    except (OSError, ValueError, KeyError, pa.ArrowException) as error:
        raise ValueError(f"{folder}: these features cannot be read ({error}); export them again") from error
    for name, rows in tables.items():
        store.write(name, "all", rows)
    store.write("rejected", "all", [{"source_id": f"input {n + 1}", "reason": "not passed on"} for n in range(note["rejected"])])
    state = {**note, "features": digest, "joined": digest, "engine": digest, "files": digest}
    store.write_state(state)
    return state


def _whole(store: Store, name: str) -> pa.Table:
    """All partitions of a table in one order, whatever the partitions are."""
    files = [store.path / f"{name}.parquet" / f"{key}.parquet" for key in sorted(store.keys(name))]
    data = pa.concat_tables([_read(f, SCHEMAS[name]) for f in files] or [SCHEMAS[name].empty_table()])
    order = [
        c
        for c in ("doc_id", "incident_id", "event_id", "sentence", "start", "content_start", "codebook", "frame", "end", "name", "label", "entity")
        if c in data.column_names
    ]
    return data.sort_by([(c, "ascending") for c in order])


def _bare(name: str, rows: pa.Table) -> pa.Table:
    """A table without what may not be passed on, in its own schema."""
    columns = {}
    for field in rows.schema:
        values = rows[field.name].to_pylist()
        if (name, field.name) == ("documents", "source_id"):
            values = rows["doc_id"].to_pylist()
        elif (name, field.name) == ("documents", "withheld"):
            values = [True] * len(rows)
        elif field.name == "removed":
            values = [[{"rule": r["rule"], "text": None} for r in removed or ()] for removed in values]
        elif field.name == "vector" or name == "documents" and field.name in _LEFT_OUT:
            values = [None] * len(rows)
        elif field.name == "url":
            values = [_link(v) for v in values]
        elif field.type == pa.string() and field.name not in _WHOLE:
            values = [v if v is not None and len(re.findall(r"\w+", v)) <= MOST_WORDS and len(v) <= 80 else None for v in values]
        columns[field.name] = values
    if name == "incidents":
        columns["headline"] = [_gist(*r) for r in zip(*(columns[c] for c in ("trigger", "event", "source", "target")), strict=True)]
    return pa.table({f.name: pa.array(columns[f.name], f.type) for f in rows.schema}, schema=rows.schema)


def _link(url: str | None) -> str | None:
    """An address, cut to its host where the rest spells out a title."""
    parts = urlsplit(url or "")
    if len(re.findall(r"[^\W\d_]+", f"{parts.path} {parts.query} {parts.fragment}")) <= MOST_WORDS:
        return url
    return f"{parts.scheme}://{parts.hostname}/" if parts.hostname else None


def _gist(trigger: str | None, event: str, source: str | None, target: str | None) -> str:
    """An incident in its codes, where a sentence of an article stood: `struck: United States → boat`."""
    actors = " → ".join(v for v in (source, target) if v)
    return (trigger or event.lower()) + (f": {actors}" if actors else "")


def _choices(texts: dict[str, str], book: codebook.Codebook):
    """Where the texts use a word of the codebook's lexical choices: government or regime, captured or abducted."""
    forms = sorted({f for labels in book.choices.values() for words in labels.values() for f in words}, key=len, reverse=True)
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(re.escape(f) for f in forms) + r")(?!\w)", re.I)
    for doc_id, text in texts.items():
        yield from ((doc_id, m.start(), m[0]) for m in pattern.finditer(text) if forms)


def _write(path: Path, rows: list[tuple], columns: list[str]) -> None:
    pq.write_table(pa.table({c: [r[i] for r in rows] for i, c in enumerate(columns)}), path, compression="zstd")


def _read(path: Path, schema: pa.Schema) -> pa.Table:
    """A table of features in this engine's schema: columns that it lacks are null, those unknown here are left."""
    data = pq.read_table(path)
    return pa.table({f.name: data[f.name].cast(f.type) if f.name in data.column_names else pa.nulls(len(data), f.type) for f in schema})


def _blank_pages(folder: Path, tables: dict[str, pa.Table]) -> pa.Table:
    """The documents with a text of blanks in which the coded words stand at their places, and as many dots in each quotation as it has other words."""
    lengths = dict(zip(*pq.read_table(folder / "lengths.parquet").to_pydict().values(), strict=True))
    pages = {d: [" "] * n for d, n in lengths.items()}

    def put(doc_id: str, start: int | None, words: str | None) -> None:
        if words and start is not None:
            pages[doc_id][start : start + len(words)] = words

    for name, column in (("mentions", "text"), ("dates", "text"), ("frames", "cue"), ("events", "trigger")):
        for row in tables[name].select(["doc_id", "start", column]).to_pylist():
            put(row["doc_id"], row["start"], row[column])
    for row in tables["quotes"].select(["doc_id", "cue_start", "cue"]).to_pylist():
        put(row["doc_id"], row["cue_start"], row["cue"])
    for row in pq.read_table(folder / "choices.parquet").to_pylist():
        put(row["doc_id"], row["start"], row["text"])
    counted = {(r["doc_id"], r["content_start"]): r["words"] for r in pq.read_table(folder / "quote_words.parquet").to_pylist()}
    for row in tables["quotes"].select(["doc_id", "content_start", "content_end"]).to_pylist():
        page, a, b = pages[row["doc_id"]], row["content_start"], row["content_end"]
        lacking = counted[row["doc_id"], a] - len("".join(page[a:b]).split())
        for i in range(a, b):
            if lacking <= 0:
                break
            if page[i] == " " and (i == a or page[i - 1] == " ") and (i + 1 == b or page[i + 1] == " "):
                page[i], lacking = "·", lacking - 1
    documents = tables["documents"]
    texts = ["".join(pages[d])[: lengths[d]] for d in documents["doc_id"].to_pylist()]
    return documents.set_column(documents.schema.get_field_index("text"), "text", pa.array(texts, pa.string()))
