"""The inputs of a corpus -> records: walks its folders, tells each file's format by its ending, and lets no damaged file stop the rest."""

from __future__ import annotations

import csv
import gzip
import io
import lzma
import os
import re
import traceback
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

import yaml

from parley.read import archives, datasets, pages, papers
from parley.read.bundles import split
from parley.read.encoding import decode as decode
from parley.read.record import MAX_TEXT as MAX_TEXT
from parley.read.record import Record, Rejected, storable
from parley.read.source import MAX_DEPTH, Bomb, Budget, Damaged, Source, TooLarge

MAX_YAML_DEPTH = 20
"""Lists and mappings inside each other in front matter, which needs one."""

READ = ".txt .md .html .htm .mhtml .pdf .docx .eml .json .jsonl .csv .tsv .parquet .warc .zip, each also as .gz"


def records(corpus: Path, columns: Mapping[str, str] | None = None) -> Iterator[Record | Rejected]:
    """Every input of a corpus: a folder (recursively, in the order of the paths) or one file. `columns` names columns of data sets (ours -> theirs).

    Raises FileNotFoundError where `corpus` does not exist.
    """
    if not corpus.exists():
        raise FileNotFoundError(f"no such corpus: {corpus}. Give a folder of articles, or one file ({READ})")
    columns = dict(columns or {})
    if corpus.is_file():
        yield from _file(corpus, storable(corpus.name), {}, columns)
        return
    metadata, problems = {}, []
    if (corpus / "metadata.csv").is_file():
        metadata, problems = metadata_rows((corpus / "metadata.csv").read_bytes())
    yield from problems
    used = set()
    for path, problem in sorted(_walk(corpus)):
        name = path.relative_to(corpus).as_posix()
        if problem:
            yield Rejected(storable(name), "link" if "link" in problem else "no file", problem)
            continue
        extra = metadata.get(name) or metadata.get(path.name) or {}
        used.update(k for k in (name, path.name) if k in metadata)
        yield from _file(path, storable(name), extra, columns)
    for name in sorted(set(metadata) - used):
        if not any(name == u or name.startswith(f"{u}/") for u in used):
            yield Rejected(name, "metadata without file", "metadata.csv has a row for a file that is not in the folder; correct its `file` column")


def _walk(corpus: Path) -> Iterator[tuple[Path, str]]:
    """(path, what keeps it from being read or an empty text) of everything in the folder but the corpus's own notes. Links to folders are not followed."""
    for folder, folders, files in os.walk(corpus, followlinks=False):
        here = Path(folder)
        for name in list(folders):
            path = here / name
            if passed_over(path.relative_to(corpus)):
                folders.remove(name)
            elif path.is_symlink():
                yield path, "a link to a folder is not followed; put the folder itself here"
        for name in files:
            path = here / name
            if passed_over(path.relative_to(corpus)):
                continue
            try:
                plain = path.is_file()
            except OSError:  # a link to itself
                plain = False
            yield path, "" if plain else "a link that leads nowhere; put the file itself here" if path.is_symlink() else "neither a file nor a folder"


def passed_over(path: Path | PurePosixPath) -> bool:
    """What belongs to the corpus but is no article: notes, codebook, hand labels, hidden files."""
    return (
        any(part.startswith((".", "_")) for part in path.parts)
        or path.parts[0] in ("gold",)
        or path.name in ("metadata.csv", "codebook.yaml", "reading.yaml", "README.md", "LICENSE", "LICENSE.txt", "facts.csv", "coding.csv")
    )


def _file(path: Path, name: str, extra: dict, columns: dict) -> Iterator[Record | Rejected]:
    try:
        size = path.stat().st_size
        stream = path.open("rb")
    except OSError as error:
        yield Rejected(name, "not readable", f"{error.strerror or error}: check the file's permissions")
        return
    with stream:
        yield from read(Source(name, name.lower(), stream, size, extra, budget=Budget(size)), columns)


def read(source: Source, columns: dict) -> Iterator[Record | Rejected]:
    """The records of one input, or one rejection with the reason: no input vanishes.

    Where a library meets damage, the input is damaged. Any other error is a fault of ours: it is told apart as `reader error`, with its type and place,
    and the run goes on. Only exhausted memory stops a run.
    """
    given = False
    try:
        for item in _by_ending(source, columns):
            given = True
            yield item
        if not given:
            yield source.reject("empty", "there is no article in it")
    except Bomb as error:
        if source.depth:
            raise  # what belongs to the whole file is said once, by its name
        yield source.reject("zip bomb", str(error))
    except TooLarge as error:
        yield source.reject("too large", str(error))
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield source.reject("truncated", f"the archive ends or breaks here: {error}")
    except RecursionError:
        yield source.reject("damaged", "it nests too deep to be read")
    except Damaged as error:
        yield source.reject("damaged", str(error))
    except (OSError, lzma.LZMAError, zipfile.BadZipFile) as error:  # met while a stream is read, by whoever reads it
        yield source.reject("damaged", f"{type(error).__name__}: {storable(str(error))[:200]}")
    except Exception as error:
        said = f"{type(error).__name__} {_place(error)}: {storable(str(error))[:200]}"
        yield source.reject(READER_ERROR, f"a fault of Parley, please report it with this file: {said}")
    finally:
        source.close()


READER_ERROR = "reader error"
"""The reason that stands for a fault of ours. Tests and fuzzing fail where it appears."""


def _place(error: Exception) -> str:
    """Our file and line where an error passed last: `datasets.py:120`."""
    ours = [f for f in traceback.extract_tb(error.__traceback__) if Path(f.filename).parent == Path(__file__).parent]
    return f"at {Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else ""


def _by_ending(source: Source, columns: dict) -> Iterator[Record | Rejected]:
    ending = source.kind.rpartition(".")[2] if "." in source.kind else ""
    if source.depth > MAX_DEPTH:
        yield source.reject("nested too deep", f"more than {MAX_DEPTH} archives inside each other; unpack it by hand")
    elif ending == "gz":
        yield from read(archives.unpacked(source), columns)
    elif ending in ("txt", "md", "text"):
        yield from _text(source)
    elif ending in ("jsonl", "ndjson"):
        yield from datasets.jsonl(source, columns)
    elif ending == "json":
        yield from datasets.json_file(source, columns)
    elif ending in ("csv", "tsv"):
        yield from datasets.csv_file(source, columns)
    elif ending == "parquet":
        yield from datasets.parquet(source, columns)
    elif ending in ("html", "htm", "xhtml"):
        yield from pages.html_file(source)
    elif ending in ("mhtml", "mht"):
        yield from pages.mhtml(source)
    elif ending == "eml":
        for item in pages.message(source):
            yield from read(item, columns) if isinstance(item, Source) else [item]
    elif ending == "pdf":
        yield from _articles(source, papers.pdf(source))
    elif ending == "docx":
        yield from _articles(source, papers.docx(source))
    elif ending == "warc":
        yield from archives.warc(source)
    elif ending == "zip":
        for item in archives.members(source, passed_over, metadata_rows):
            yield from read(item, columns) if isinstance(item, Source) else [item]
    else:
        yield source.reject("format not read", f".{ending}: what is read is {READ}" if ending else f"no file ending: what is read is {READ}")


def _articles(source: Source, item: Record | Rejected) -> Iterator[Record | Rejected]:
    """One article, or the many of a news database's export."""
    several = split(item.text) if isinstance(item, Record) else None
    if not several:
        yield item
        return
    for number, (fields, dates, text) in enumerate(several, 1):
        name = f"{source.name}:{number}"
        if text.strip():
            yield Record(name, text, {**fields, **source.extra}, dates=dates)
        else:
            yield Rejected(name, "empty", f"the export gives no text for {fields.get('title') or 'this article'}: save it with full text")


def _text(source: Source) -> Iterator[Record | Rejected]:
    raw = source.whole()
    if b"\0" in raw[:65536] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield source.reject("binary", "the file holds NUL bytes: it is not text, whatever its name says")
        return
    text = decode(raw)
    if not text.strip():
        yield source.reject("empty", "the file holds no text")
        return
    printable = sum(c.isprintable() or c in "\n\r\t\x0c" for c in text[:20_000]) / len(text[:20_000])
    if printable < 0.9:
        yield source.reject("binary", f"only {printable:.0%} of its first characters are text")
        return
    try:
        fields, body = front_matter(text)
    except ValueError as error:
        yield source.reject("front matter", str(error))
        return
    fields = {**fields, **{k: v for k, v in source.extra.items() if v}}
    if not body.strip():
        yield source.reject("empty", "there is no text after the front matter")
        return
    yield from _articles(source, Record(source.name, body, fields))


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
            if depth > MAX_YAML_DEPTH:
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


def metadata_rows(raw: bytes) -> tuple[dict[str, dict], list[Rejected]]:
    """Rows of a `metadata.csv` by their `file` column, and what was wrong with it."""
    reader = csv.DictReader(io.StringIO(decode(raw).replace("\0", ""), newline=""))
    names = [n.strip().lower() for n in reader.fieldnames or []]
    if "file" not in names:
        return {}, [Rejected("metadata.csv", "metadata", f"no column `file`; it has {', '.join(names) or 'no header'}")]
    reader.fieldnames = names
    rows, problems = {}, []
    numbered = enumerate(reader, 2)
    limit = csv.field_size_limit(131_072)  # a title has no 100,000 letters: the mark was left open
    try:
        _metadata_rows(numbered, reader, rows, problems)
    finally:
        csv.field_size_limit(limit)
    return rows, problems


def _metadata_rows(numbered: Iterator, reader: csv.DictReader, rows: dict, problems: list) -> None:
    while True:
        try:
            number, row = next(numbered)
        except StopIteration:
            break
        except csv.Error as error:
            problem = f"{error}; the rows from here on are not read. Is a quotation mark left open?"
            problems.append(Rejected(f"metadata.csv:{reader.line_num}", "metadata", problem))
            break
        name = (row.get("file") or "").strip()
        if not name:
            problems.append(Rejected(f"metadata.csv:{number}", "metadata", "the row names no file"))
            continue
        rows[name] = {k: v.strip() for k, v in row.items() if k and k != "file" and isinstance(v, str) and v.strip()}
