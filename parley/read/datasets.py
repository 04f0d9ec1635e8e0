"""Data sets: .json, .jsonl, .csv, .tsv, .parquet, read row by row, with the columns' names guessed unless `reading.yaml` names them.

The texts of data sets are kept as they stand, so that offsets of other tools still fit; `clean_records` cleans them.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping

import pyarrow as pa
import pyarrow.parquet as pq

from parley.read.encoding import stream_encoding
from parley.read.record import FIELDS, MAX_TEXT, Record, Rejected, storable
from parley.read.source import Source, reading

COLUMNS: dict[str, tuple[str, ...]] = {
    "id": ("id", "docid", "documentid", "articleid", "recordid", "guid", "uuid", "uniqueid"),
    "text": ("text", "body", "content", "fulltext", "articletext", "articlebody", "bodytext", "maintext", "plaintext", "cleantext", "contenttext", "rawtext", "story",
             "article"),
    "title": ("title", "headline", "heading", "articletitle", "headlinemain", "documenttitle", "hl1"),
    "published": ("published", "date", "publicationdate", "publisheddate", "publishdate", "pubdate", "datepublished", "datepublish", "publishedat",
                  "publishedon", "webpublicationdate", "firstpublicationdate", "datetime", "timestamp", "day", "articledate"),
    "outlet": ("outlet", "source", "publication", "newspaper", "publisher", "publicationtitle", "sourcename", "medianame", "mediaoutlet", "media", "sitename",
               "paper", "journal", "domain", "sourcedomain"),
    "url": ("url", "link", "weburl", "articleurl", "sourceurl", "canonicalurl", "permalink", "href"),
    "author": ("author", "byline", "authors", "creator", "writer", "reporter", "by"),
    "language": ("language", "lang", "languageoforiginal", "languagecode"),
    "licence": ("licence", "license", "rights"),
    "constructed": ("constructed",),
}  # fmt: skip
"""Our name -> names that others give it, the likeliest first, in small letters without marks."""

LISTS = ("articles", "results", "data", "items", "documents", "docs", "records", "rows", "hits", "response", "value", "stories")
"""Names under which a .json file may hold its articles."""

csv.field_size_limit(MAX_TEXT)


def guess(names: Iterable[str], chosen: Mapping[str, str]) -> dict[str, str]:
    """Our names -> the columns that hold them. `chosen` wins; then the likeliest name. A column serves once."""
    folded: dict[str, str] = {}
    for name in names:
        folded.setdefault(re.sub(r"[^a-z0-9]", "", name.lower()), name)
    found = {ours: theirs for ours, theirs in chosen.items() if theirs in set(folded.values()) or theirs in set(names)}
    for ours, likely in COLUMNS.items():
        if ours not in chosen:
            theirs = next((folded[f] for f in likely if f in folded and folded[f] not in found.values()), None)
            if theirs is not None:
                found[ours] = theirs
    return found


def record(item: Mapping, where: str, columns: Mapping[str, str], extra: Mapping | None = None) -> Record | Rejected:
    """A row as a record; `columns` maps our names to the row's."""
    text, name = item.get(columns.get("text", "text")), item.get(columns.get("id", "id"))
    name = storable(str(name)) if name is not None and name != "" and name == name else None
    if not isinstance(text, str) or not text.strip():
        return Rejected(name or where, "empty", "the record has no `text`")
    if len(text) > MAX_TEXT:
        return Rejected(name or where, "too large", f"the record is longer than {MAX_TEXT / 1e6:.0f} MB")
    fields = {}
    for ours in FIELDS:
        value = _plain(item.get(columns.get(ours, ours)))
        if value not in (None, "") and value == value:
            fields[ours] = value
    return Record(name if name is not None else where, storable(text), {**fields, **(extra or {})}, named=name is not None, kept_whole=True)


def _plain(value):
    """A list of names as one text; of `{name: ...}` or `{main: ...}` the name."""
    if isinstance(value, Mapping):
        return next((value[k] for k in ("name", "main", "title", "original", "default", "$date") if isinstance(value.get(k), str | int)), None)
    if isinstance(value, list | tuple) and value and all(isinstance(v, str | Mapping) for v in value):
        parts = [_plain(v) for v in value] if any(isinstance(v, Mapping) for v in value) else value
        return value if len(parts) == 1 and parts is value else "; ".join(str(p) for p in parts if p)
    return value


def _no_text(source: Source, names: Iterable[str]) -> Rejected:
    named = ", ".join(n[:40] for n in list(names)[:20])
    return source.reject("no text column", f"no column looks like the text; there are: {named}. Name it in reading.yaml: columns: {{text: ...}}")


# JSON


def jsonl(source: Source, columns: Mapping[str, str]) -> Iterator[Record | Rejected]:
    """A record per line. A line beyond 20 MB is passed over in pieces and named."""
    number = 0
    known: dict[tuple, dict[str, str]] = {}
    too_large = False
    while True:
        number += not too_large
        where = f"{source.name}:{number}"
        try:
            line = source.stream.readline(1 << 20 if too_large else MAX_TEXT + 1)
        except (EOFError, OSError, zlib.error) as error:
            if not too_large:  # else the archive breaks inside the record that is rejected already
                yield Rejected(where, "truncated", f"the archive ends or breaks here: {error}")
            return
        if too_large:
            too_large = bool(line) and not line.endswith(b"\n")
            continue
        if len(line) > MAX_TEXT:
            yield Rejected(where, "too large", f"the record is longer than {MAX_TEXT / 1e6:.0f} MB")
            too_large = not line.endswith(b"\n")
            continue
        if not line:
            return
        if number == 1:
            line = line.removeprefix(codecs.BOM_UTF8)
        if line.strip(b" \t\r\n\0"):
            yield _line(line, where, columns, known, source.extra)


def _line(line: bytes, where: str, columns: Mapping[str, str], known: dict, extra: Mapping) -> Record | Rejected:
    try:
        item = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Rejected(where, "not JSON", str(error)[:200])
    if not isinstance(item, dict):
        return Rejected(where, "not a record", "each line should be an object with `id` and `text`")
    return record(item, where, _columns(item, columns, known), extra)


def _columns(item: dict, chosen: Mapping[str, str], known: dict) -> dict[str, str]:
    """The guess for an object's keys, made once for each set of keys."""
    keys = tuple(item)
    if keys not in known:
        if len(known) > 1000:
            known.clear()
        known[keys] = guess(keys, chosen)
    return known[keys]


def json_file(source: Source, columns: Mapping[str, str]) -> Iterator[Record | Rejected]:
    """One article, a list of articles, an object that holds such a list, or objects one after the other. A list is read piece by piece."""
    known: dict[tuple, dict[str, str]] = {}
    number = 0
    for value in _values(source):
        if isinstance(value, Rejected):
            yield value
            continue
        for item in _articles(value):
            number += 1
            where = f"{source.name}:{number}"
            if isinstance(item, dict):
                made = record(item, where, _columns(item, columns, known), source.extra)
                yield made
            else:
                yield Rejected(where, "not a record", "each article should be an object with `text`")


def _articles(value) -> list:
    """The articles in a value: itself, or the list inside it."""
    for _ in range(3):
        if not isinstance(value, dict) or "text" in guess([k for k, v in value.items() if isinstance(v, str)], {}):
            break
        inner = next((value[k] for k in LISTS if isinstance(value.get(k), list | dict)), None)
        if inner is None:
            break
        value = inner
    return value if isinstance(value, list) else [value]


def _values(source: Source) -> Iterator:
    """The values of a .json stream, one by one; the members of a list at its top likewise. Memory holds one value."""
    start = source.stream.read(1 << 16)
    encoding = next((e for m, e in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")) if start.startswith(m)), "utf-8-sig")
    decode = codecs.getincrementaldecoder(encoding)("replace").decode
    buffer, at, done, number, listed = decode(start), 0, not start, 0, False
    read = json.JSONDecoder().raw_decode
    space = re.compile(r"[\s,]*")
    step = 1 << 20
    while True:
        at = space.match(buffer, at).end()
        if number == 0 and not listed and buffer[at : at + 1] == "[":
            listed, at = True, at + 1
            continue
        if listed and buffer[at : at + 1] == "]":
            return
        error = None
        if at < len(buffer):
            try:
                value, end = read(buffer, at)
                if end < len(buffer) or done:
                    number += 1
                    yield value
                    at, step = end, 1 << 20
                    if at > 1 << 20:
                        buffer, at = buffer[at:], 0
                    continue
            except (ValueError, RecursionError) as problem:
                error = problem
        if done:
            if error or listed:
                detail = f"{error}"[:200] if error else "the list has no end: is the file complete?"
                yield Rejected(f"{source.name}:{number + 1}", "not JSON", detail)
            return
        if isinstance(error, RecursionError) or len(buffer) - at > 4 * MAX_TEXT:
            why = "it nests too deep" if isinstance(error, RecursionError) else f"no value ends within {4 * MAX_TEXT / 1e6:.0f} MB"
            yield Rejected(f"{source.name}:{number + 1}", "not JSON", f"{why}; the file is not read from here on")
            return
        block = source.stream.read(step)
        step *= 2  # so that a long value is tried a few times, not once per block
        done = not block
        buffer, at = buffer[at:] + decode(block, done), 0


# tables


class _TooLong(Exception):
    pass


def csv_file(source: Source, columns: Mapping[str, str]) -> Iterator[Record | Rejected]:
    """A record per row. Rows with more cells than the header are rejected: a comma outside quotation marks has shifted their columns."""
    stream = source.stream if hasattr(source.stream, "peek") else io.BufferedReader(source.stream)
    start = stream.read(1 << 20)
    encoding = stream_encoding(start[:-4] if len(start) == 1 << 20 else start)
    sample = start.decode(encoding, "replace").replace("\0", "")
    if not sample.strip():
        yield source.reject("empty", "the file holds no text")
        return
    first = next(iter(sample.splitlines()), "")
    delimiter = "\t" if source.kind.endswith(".tsv") else max(",;\t|", key=lambda d: (len(guess(_cells(first, d), columns)), first.count(d)))
    rows = csv.reader(_lines(start, stream, encoding), delimiter=delimiter)
    try:
        header = [h.strip().strip("\ufeff") for h in next(rows, [])]
    except (csv.Error, _TooLong) as error:
        yield source.reject("damaged", f"the first row cannot be read: {error}")
        return
    found = guess(header, columns)
    if "text" not in found:
        yield _no_text(source, header)
        return
    number = 1
    while True:
        number += 1
        where = f"{source.name}:{number}"
        try:
            row = next(rows, None)
        except (csv.Error, _TooLong) as error:
            yield Rejected(where, "damaged", f"{error}; the rows from here on are not read. Is a quotation mark left open?")
            return
        if row is None:
            if number == 2:
                yield source.reject("empty", "the table has a header and no rows")
            return
        if not any(cell.strip() for cell in row):
            continue
        if len(row) > len(header) and any(cell.strip() for cell in row[len(header) :]):
            yield Rejected(where, "ragged row", f"{len(row)} cells under {len(header)} column names: put a text that holds the separator in quotes")
            continue
        yield record(dict(zip(header, row, strict=False)), where, found, source.extra)


def _cells(line: str, delimiter: str) -> list[str]:
    return [c.strip().strip('"') for c in line.split(delimiter)]


def _lines(start: bytes, stream, encoding: str) -> Iterator[str]:
    """The stream's lines as text with their ends, without NUL; no line longer than an article."""
    decode = codecs.getincrementaldecoder(encoding)("replace").decode
    pending, block = "", start
    while True:
        last = not block
        pending += decode(block, last).replace("\0", "")
        lines = pending.splitlines(keepends=True) if "\x0b" not in pending else re.findall(r"[^\n]*\n|[^\n]+", pending)
        if not last and lines:
            pending = lines.pop()
        yield from lines
        if last:
            return
        if len(pending) > MAX_TEXT:
            raise _TooLong(f"a line of more than {MAX_TEXT / 1e6:.0f} MB")
        block = stream.read(1 << 20)


def parquet(source: Source, columns: Mapping[str, str]) -> Iterator[Record | Rejected]:
    """A record per row, of the columns that are used."""
    try:
        file = pq.ParquetFile(source.seekable())
        names = file.schema_arrow.names
    except (pa.ArrowException, OSError, ValueError) as error:  # ValueError: a column's name that is no UTF-8
        yield source.reject("damaged", f"no Parquet file can be read here: {str(error)[:200]}")
        return
    found = guess(names, columns)
    if "text" not in found:
        yield _no_text(source, names)
        return
    number = 0
    used = list(dict.fromkeys(found.values()))
    batches = file.iter_batches(batch_size=64, columns=used)
    while True:
        with reading("pyarrow"):
            batch = next(batches, None)
        if batch is None:
            break
        arrays = [batch.column(batch.schema.get_field_index(n)) for n in used]
        for i in range(batch.num_rows):
            number += 1
            where = f"{source.name}:{number}"
            try:
                row = {n: a[i].as_py() for n, a in zip(used, arrays, strict=True)}
            except (ValueError, OverflowError) as error:  # text that is no UTF-8, a day beyond the calendar
                yield Rejected(where, "damaged", f"a value of this row cannot be read: {str(error)[:200]}")
                continue
            yield record(row, where, found, source.extra)
    if number == 0:
        yield source.reject("empty", "the table has no rows")
