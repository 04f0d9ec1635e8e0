"""The tables' schemas, the folder of Parquet partitions that holds them, and DuckDB over it.

A store is a folder with one sub-folder per table (``documents.parquet``, ``events.parquet`` ...), each holding partitions
named by a key. A partition is written whole and put in place by renaming, so a run that is stopped leaves no half of one.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

_TEXT, _INT, _DAY, _BOOL, _REAL = pa.string(), pa.int64(), pa.date32(), pa.bool_(), pa.float64()


def _schema(**columns: pa.DataType) -> pa.Schema:
    return pa.schema(list(columns.items()))


SCHEMAS: dict[str, pa.Schema] = {
    "documents": _schema(
        doc_id=_TEXT, source_id=_TEXT, title=_TEXT, outlet=_TEXT, author=_TEXT, url=_TEXT, published=_DAY, published_precision=_TEXT,
        published_from=_TEXT, published_conflict=_TEXT, language=_TEXT, words=_INT, words_before=_INT,
        removed=pa.list_(pa.struct([("rule", _TEXT), ("text", _TEXT)])), text=_TEXT, licence=_TEXT, copy_of=_TEXT, constructed=_BOOL, withheld=_BOOL,
    ),
    "rejected": _schema(source_id=_TEXT, reason=_TEXT, detail=_TEXT),
    "sentences": _schema(doc_id=_TEXT, sentence=_INT, start=_INT, end=_INT, in_headline=_BOOL),
    "dates": _schema(doc_id=_TEXT, sentence=_INT, start=_INT, end=_INT, text=_TEXT, type=_TEXT, value=_TEXT, earliest=_DAY, latest=_DAY, zone=_TEXT),
    "mentions": _schema(doc_id=_TEXT, sentence=_INT, start=_INT, end=_INT, text=_TEXT, label=_TEXT, name=_TEXT, entity=_TEXT, via=_TEXT),
    "quotes": _schema(
        doc_id=_TEXT, content_start=_INT, content_end=_INT, cue_start=_INT, cue_end=_INT, cue=_TEXT, stance=_TEXT, direct=_BOOL,
        speaker_start=_INT, speaker_end=_INT, speaker=_TEXT, kind=_TEXT,
    ),
    "frames": _schema(doc_id=_TEXT, sentence=_INT, start=_INT, end=_INT, codebook=_TEXT, frame=_TEXT, cue=_TEXT, in_quote=_BOOL, signal=_TEXT, score=_REAL),
    "document_frames": _schema(doc_id=_TEXT, codebook=_TEXT, frame=_TEXT, share=_REAL, present=_BOOL),
    "events": _schema(
        event_id=_TEXT, doc_id=_TEXT, sentence=_INT, start=_INT, end=_INT, trigger=_TEXT, event=_TEXT, mode=_TEXT, class_from=_TEXT, track=_TEXT,
        status=_TEXT, attributed_to=_TEXT, source=_TEXT, source_start=_INT, source_end=_INT, target=_TEXT, target_start=_INT, target_end=_INT, place=_TEXT,
        earliest=_DAY, latest=_DAY, date_from=_TEXT, intensity=_REAL, confidence=_REAL, vector=pa.list_(pa.float16()),
    ),
    "incidents": _schema(
        incident_id=_TEXT, headline=_TEXT, trigger=_TEXT, earliest=_DAY, latest=_DAY, track=_TEXT, event=_TEXT, status=_TEXT,
        statuses=pa.list_(pa.struct([("status", _TEXT), ("reports", _INT)])), source=_TEXT, target=_TEXT, place=_TEXT,
        figures=pa.list_(pa.struct([("what", _TEXT), ("number", _INT), ("published", _DAY), ("doc_id", _TEXT)])), documents=_INT,
        outlets=_INT, independent_outlets=_INT, salience=_REAL, event_ids=pa.list_(_TEXT),
    ),
    "merges": _schema(name=_TEXT, entity=_TEXT, label=_TEXT, reason=_TEXT, mentions=_INT),
    "runs": _schema(
        run_id=_TEXT, started=pa.timestamp("s"), version=_TEXT, commit=_TEXT, codebook_sha256=_TEXT, model_sha256=_TEXT, documents=_INT, seconds=_REAL,
    ),
}  # fmt: skip

BY_DOCUMENT = ("sentences", "dates", "mentions", "quotes", "frames", "document_frames", "events")
"""Tables that one article's text decides; all others need the whole corpus."""


def table(name: str, rows: Sequence[Mapping]) -> pa.Table:
    """Rows as an Arrow table of the schema of `name`; a column that a row lacks is null. Raises KeyError for an unknown table."""
    schema = SCHEMAS[name]
    return pa.table({field.name: pa.array([row.get(field.name) for row in rows], field.type) for field in schema}, schema=schema)


class Store:
    """A folder of annotation tables.

    `path` need not exist yet. Reading is done in SQL over Parquet, so only what a query asks for comes into memory.
    `outlets`, `start`, `end` and `copies` (keyword only) restrict every table that names a `doc_id` to the articles chosen:
    `copies=False` leaves out articles that repeat an earlier one. Incidents are never restricted: they are joined over the whole corpus.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        outlets: Iterable[str] | None = None,
        start: date | str | None = None,
        end: date | str | None = None,
        copies: bool = True,
    ) -> None:
        self.path = Path(path)
        self.filters = {"outlets": sorted(outlets) if outlets is not None else None, "start": _day(start), "end": _day(end), "copies": copies}
        self._connection: duckdb.DuckDBPyConnection | None = None

    # writing

    def write(self, name: str, key: str, rows: pa.Table | Sequence[Mapping]) -> Path:
        """Put the partition `key` of table `name` in place, whole or not at all."""
        data = rows if isinstance(rows, pa.Table) else table(name, rows)
        folder = self.path / f"{name}.parquet"
        folder.mkdir(parents=True, exist_ok=True)
        target, unfinished = folder / f"{key}.parquet", folder / f"_{key}.{os.getpid()}.tmp"
        pq.write_table(data.cast(SCHEMAS[name]), unfinished, compression="zstd")
        os.replace(unfinished, target)
        self._connection = None
        return target

    def keys(self, name: str) -> set[str]:
        """Keys of the partitions that table `name` holds."""
        return {p.stem for p in (self.path / f"{name}.parquet").glob("*.parquet") if not p.name.startswith("_")}

    def keep(self, name: str, keys: Iterable[str]) -> None:
        """Remove every partition of `name` that is not in `keys`, and what a stopped run left behind."""
        wanted = set(keys)
        for path in (self.path / f"{name}.parquet").glob("*"):
            if path.name.startswith("_") or path.stem not in wanted:
                path.unlink()
        self._connection = None

    def clear(self) -> None:
        """Remove the store's own tables and state; nothing else that lies in the folder."""
        for name in SCHEMAS:
            shutil.rmtree(self.path / f"{name}.parquet", ignore_errors=True)
        (self.path / "state.json").unlink(missing_ok=True)
        self._connection = None

    def read_state(self) -> dict:
        """What the last finished run left: hashes of its input and engine. Empty where no run finished."""
        path = self.path / "state.json"
        try:
            return json.loads(path.read_text("utf8"))
        except (FileNotFoundError, ValueError):  # ValueError: damaged JSON or bytes that are no UTF-8
            return {}

    def write_state(self, state: Mapping) -> None:
        self.path.mkdir(parents=True, exist_ok=True)
        unfinished = self.path / f"_state.{os.getpid()}.tmp"
        unfinished.write_text(json.dumps(state, indent=1, sort_keys=True) + "\n", "utf8")
        os.replace(unfinished, self.path / "state.json")

    # reading

    def sql(self, query: str, parameters: Mapping | Sequence | None = None) -> pd.DataFrame:
        """Rows of a query over the tables, each a view under its own name. Values go in as `parameters`, never into the query's text."""
        return self._open().execute(query, parameters).df()

    def rows(self, name: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """One table whole, or some of its columns, in a stable order."""
        chosen = ", ".join(f'"{c}"' for c in columns) if columns else "*"
        order = [c for c in ("doc_id", "sentence", "start", "content_start", "source_id", "earliest", "incident_id") if c in SCHEMAS[name].names]
        return self.sql(f"SELECT {chosen} FROM {name} ORDER BY {', '.join(order) or '1'}")

    def count(self, name: str) -> int:
        """Number of rows of a table."""
        return int(self._open().execute(f"SELECT count(*) FROM {name}").fetchone()[0])

    def _open(self) -> duckdb.DuckDBPyConnection:
        if self._connection is None:
            if not (self.path / "documents.parquet").is_dir():
                raise FileNotFoundError(f"no store at {self.path}: make one with `python -m parley annotate CORPUS --store {self.path}`")
            connection = duckdb.connect(config={"threads": "2", "autoinstall_known_extensions": "false", "autoload_known_extensions": "false"})
            connection.execute("SET enable_progress_bar = false")  # in a notebook it would leave a bar in the page
            for name in SCHEMAS:
                self._view(connection, name)
            self._connection = connection
        return self._connection

    def _view(self, connection: duckdb.DuckDBPyConnection, name: str) -> None:
        files = sorted(str(p) for p in (self.path / f"{name}.parquet").glob("*.parquet") if not p.name.startswith("_"))
        if not files:
            # DuckDB reads half floats from Parquet, not from Arrow
            fields = [pa.field(f.name, pa.list_(pa.float32())) if f.type == pa.list_(pa.float16()) else f for f in SCHEMAS[name]]
            connection.register(name, pa.schema(fields).empty_table())
            return
        listed = ", ".join(_literal(f) for f in files)
        where = self._where(name)
        connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet([{listed}]){where}")

    def _where(self, name: str) -> str:
        """The filters as SQL. DuckDB takes no parameters in a view, so values are quoted here."""
        f = self.filters
        tests = []
        if f["outlets"] is not None:
            tests.append(f"outlet IN ({', '.join(_literal(o) for o in f['outlets']) or 'NULL'})")
        if f["start"]:
            tests.append(f"published >= DATE '{f['start'].isoformat()}'")
        if f["end"]:
            tests.append(f"published <= DATE '{f['end'].isoformat()}'")
        if not f["copies"]:
            tests.append("copy_of IS NULL")
        if not tests or "doc_id" not in SCHEMAS[name].names:
            return ""
        return " WHERE " + " AND ".join(tests) if name == "documents" else " WHERE doc_id IN (SELECT doc_id FROM documents)"


def _literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _day(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
