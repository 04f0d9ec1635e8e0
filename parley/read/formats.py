"""Files -> records: a text with whatever its file says about it. One generator per format, so that a large file is never held whole."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

MAX_TEXT = 20_000_000
"""Bytes of one article. The longest news texts have some 100,000; a file beyond this is something else."""

MAX_DEPTH = 20
"""Lists and mappings inside each other in front matter, which needs one."""

FIELDS = ("title", "outlet", "author", "url", "published", "language", "licence")


@dataclass
class Record:
    """One article as its file gives it. `kept_whole` says that offsets must count in `text` as it stands, byte for byte."""

    source_id: str
    text: str
    fields: dict = field(default_factory=dict)
    named: bool = False
    kept_whole: bool = False


@dataclass
class Rejected:
    """An input that is not kept: where it was, why, and what exactly was found."""

    source_id: str
    reason: str
    detail: str


def records(corpus: Path) -> Iterator[Record | Rejected]:
    """Every input of a corpus: a folder (recursively, in the order of the paths), one text file, or one `.jsonl[.gz]`.

    Raises FileNotFoundError where `corpus` does not exist.
    """
    if not corpus.exists():
        raise FileNotFoundError(f"no such corpus: {corpus}. Give a folder of articles, a text file or a .jsonl[.gz]")
    if corpus.is_file():
        yield from _file(corpus, _storable(corpus.name), {})
        return
    metadata, problems = _metadata(corpus)
    yield from problems
    used = set()
    for path in sorted(p for p in corpus.rglob("*") if p.is_file() and not _passed_over(p.relative_to(corpus))):
        name = path.relative_to(corpus).as_posix()
        extra = metadata.get(name) or metadata.get(path.name) or {}
        used.update(k for k in (name, path.name) if k in metadata)
        yield from _file(path, _storable(name), extra)
    for name in sorted(set(metadata) - used):
        yield Rejected(name, "metadata without file", "metadata.csv has a row for a file that is not in the folder; correct its `file` column")


def _storable(text: str) -> str:
    """The text with lone surrogates, which no UTF-8 can hold, as question marks."""
    return text.encode("utf-8", "replace").decode("utf-8") if re.search(r"[\ud800-\udfff]", text) else text


def _passed_over(path: Path) -> bool:
    """What belongs to the corpus but is no article: notes, codebook, hand labels, hidden files."""
    first = path.parts[0]
    return (
        any(part.startswith((".", "_")) for part in path.parts)
        or first in ("gold",)
        or path.name in ("metadata.csv", "codebook.yaml", "README.md", "LICENSE", "LICENSE.txt", "facts.csv", "coding.csv")
    )


def _file(path: Path, name: str, extra: dict) -> Iterator[Record | Rejected]:
    low = name.lower()
    if low.endswith((".jsonl", ".jsonl.gz")):
        yield from _jsonl(path, name)
    elif low.endswith((".txt", ".md", ".text")):
        yield _text(path, name, extra)
    else:
        yield Rejected(name, "format not read", f"{Path(name).suffix or 'no file ending'}: give plain text (.txt, .md) or .jsonl[.gz]")


def _text(path: Path, name: str, extra: dict) -> Record | Rejected:
    size = path.stat().st_size
    if size > MAX_TEXT:
        return Rejected(name, "too large", f"{size / 1e6:.0f} MB; one article holds at most {MAX_TEXT / 1e6:.0f} MB. Split the file into articles")
    raw = path.read_bytes()
    if b"\0" in raw[:65536] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Rejected(name, "binary", "the file holds NUL bytes: it is not text, whatever its name says")
    text = decode(raw)
    if not text.strip():
        return Rejected(name, "empty", "the file holds no text")
    printable = sum(c.isprintable() or c in "\n\r\t" for c in text[:20_000]) / len(text[:20_000])
    if printable < 0.9:
        return Rejected(name, "binary", f"only {printable:.0%} of its first characters are text")
    try:
        fields, body = front_matter(text)
    except ValueError as error:
        return Rejected(name, "front matter", str(error))
    fields = {**fields, **{k: v for k, v in extra.items() if v}}
    if not body.strip():
        return Rejected(name, "empty", "there is no text after the front matter")
    return Record(name, body, fields)


def decode(raw: bytes) -> str:
    """Bytes as text: by their byte order mark, else UTF-8, else Windows-1252 with what it cannot say replaced."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if raw.startswith(mark):
            return raw.decode(encoding, "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        # a stray byte in a UTF-8 file is damage; many of them, or accented letters with no UTF-8 beside them, are another encoding
        lenient = raw.decode("utf-8", "replace")
        stray = lenient.count("\ufffd") - raw.count(b"\xef\xbf\xbd")
        ascii_else = sum(byte > 127 for byte in raw) == stray
        if stray <= max(3, len(raw) // 500) and error.start > 0 and not (ascii_else and _letters(raw)):
            return lenient
        return raw.decode("cp1252", "replace")


def _letters(raw: bytes) -> bool:
    """Whether every byte beyond ASCII is a Latin-1 letter next to an ASCII one, as in `Nicol\\xe1s`."""
    return len(re.findall(rb"[\xc0-\xd6\xd8-\xf6\xf8-\xfe](?=[A-Za-z])|(?<=[A-Za-z])[\xc0-\xd6\xd8-\xf6\xf8-\xfe]", raw)) == len(
        re.findall(rb"[\x80-\xff]", raw)
    )


def front_matter(text: str) -> tuple[dict, str]:
    """The YAML between two `---` lines at the top, as a dict of known and unknown fields, and the rest.

    Raises ValueError, naming the line, where the block is not YAML or not a mapping.
    """
    match = re.match(r"\ufeff?---[ \t]*\r?\n", text)
    if not match:
        return {}, text
    end = re.compile(r"^---[ \t]*\r?$\n?", re.M).search(text, match.end())
    if not end or end.start() > 100_000:
        return {}, text
    block = text[match.end() : end.start()]
    if not re.match(r"\s*[\w-]+\s*:", block):
        return {}, text
    try:
        depth = 0
        for event in yaml.parse(block, Loader=yaml.SafeLoader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                raise ValueError("the block between the --- lines nests too deep; it should hold `name: value` lines")
            if isinstance(event, yaml.AliasEvent):
                raise ValueError("the front matter uses YAML aliases, which are not read; write the value out")
        try:
            fields = yaml.safe_load(block)
        except (ValueError, OverflowError):  # 31 February: the value stays a text, which `dating` will not take for a date
            fields = yaml.load(block, Loader=yaml.BaseLoader)  # noqa: S506 - makes texts, lists and mappings only
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" on line {mark.line + 2}" if mark else ""
        raise ValueError(
            f"the block between the --- lines is not YAML{line}: {getattr(error, 'problem', error)}; put a value that holds a colon in quotes"
        ) from error
    if not isinstance(fields, dict):
        raise ValueError("the block between the --- lines should hold `name: value` lines")
    return {str(k).lower(): v for k, v in fields.items()}, text[end.end() :]


def _metadata(corpus: Path) -> tuple[dict[str, dict], list[Rejected]]:
    """Rows of `metadata.csv` by their `file` column."""
    path = corpus / "metadata.csv"
    if not path.is_file():
        return {}, []
    reader = csv.DictReader(io.StringIO(decode(path.read_bytes()).replace("\0", ""), newline=""))
    names = [n.strip().lower() for n in reader.fieldnames or []]
    if "file" not in names:
        return {}, [Rejected("metadata.csv", "metadata", f"no column `file`; it has {', '.join(names) or 'no header'}")]
    reader.fieldnames = names
    rows, problems = {}, []
    numbered = enumerate(reader, 2)
    while True:
        try:
            number, row = next(numbered)
        except StopIteration:
            break
        except csv.Error as error:
            problems.append(
                Rejected(
                    f"metadata.csv:{reader.line_num}", "metadata", f"{error}; the rows from here on are not read. Is a quotation mark left open?"
                )
            )
            break
        name = (row.get("file") or "").strip()
        if not name:
            problems.append(Rejected(f"metadata.csv:{number}", "metadata", "the row names no file"))
            continue
        rows[name] = {k: v.strip() for k, v in row.items() if k and k != "file" and isinstance(v, str) and v.strip()}
    return rows, problems


def _jsonl(path: Path, name: str) -> Iterator[Record | Rejected]:
    number = 0
    with gzip.open(path, "rb") if name.lower().endswith(".gz") else path.open("rb") as lines:
        while True:
            number += 1
            try:
                line = lines.readline(MAX_TEXT + 1)
            except (EOFError, OSError, zlib.error) as error:
                yield Rejected(f"{name}:{number}", "truncated", f"the archive ends or breaks here: {error}")
                return
            if not line:
                return
            if len(line) > MAX_TEXT:
                yield Rejected(f"{name}:{number}", "too large", f"the record is longer than {MAX_TEXT / 1e6:.0f} MB")
                try:
                    while line and not line.endswith(b"\n"):
                        line = lines.readline(MAX_TEXT)
                except (EOFError, OSError, zlib.error):
                    return  # the archive breaks inside the record that is rejected already
                continue
            if line.strip():
                yield _json_record(line, f"{name}:{number}")


def _json_record(line: bytes, where: str) -> Record | Rejected:
    try:
        item = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Rejected(where, "not JSON", str(error)[:200])
    if not isinstance(item, dict):
        return Rejected(where, "not a record", "each line should be an object with `id` and `text`")
    text, name = item.get("text"), item.get("id")
    if not isinstance(text, str) or not text.strip():
        return Rejected(_storable(str(name or where)), "empty", "the record has no `text`")
    text = _storable(text)
    name = _storable(str(name)) if name is not None else None
    fields = {k: item[k] for k in FIELDS if item.get(k) not in (None, "")}
    return Record(name if name is not None else where, text, fields, named=name is not None, kept_whole=True)
