"""Archives: .gz, .zip with what lies in it, and .warc. Nothing is written to disk under a name that an archive gives."""

from __future__ import annotations

import gzip
import io
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from warcio.archiveiterator import ArchiveIterator

from parley.read import pages
from parley.read.record import MAX_TEXT, Record, Rejected, storable
from parley.read.source import Counted, Damaged, Source, TooLarge, reading


def unpacked(source: Source) -> Source:
    """The content of a .gz, as it is read; its ending is what stands before `.gz`, plain text where nothing does."""
    kind = source.kind.removesuffix(".gz")
    kind = kind if "." in kind.rpartition("/")[2] else f"{kind}.txt"
    stream = io.BufferedReader(Counted(gzip.GzipFile(fileobj=source.stream), source.budget), 1 << 16)
    return Source(source.name, kind, stream, None, source.extra, source.depth + 1, source.budget)


def members(source: Source, passed_over: Callable, metadata_rows: Callable) -> Iterator[Source | Rejected]:
    """Each member of a .zip as a source, in the archive's order, named `archive.zip/member`; locked, linked and escaping ones are rejected."""
    try:
        archive = zipfile.ZipFile(source.seekable())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        yield source.reject("damaged", f"no archive can be read here: {error}. Is the file complete?")
        return
    with archive:
        infos = [i for i in archive.infolist() if not i.is_dir()]
        metadata, problems = {}, []
        for info in infos:
            if info.filename == "metadata.csv" and not info.flag_bits & 1 and info.file_size < MAX_TEXT:
                with archive.open(info) as file:
                    metadata, problems = metadata_rows(file.read(MAX_TEXT))
        yield from (Rejected(f"{source.name}/{p.source_id}", p.reason, p.detail) for p in problems)
        seen: Counter[str] = Counter()
        for info in infos:
            name = storable(info.filename)
            path = PurePosixPath(name)
            seen[name] += 1
            shown = f"{source.name}/{name}" + (f" ({seen[name]})" if seen[name] > 1 else "")
            if ".." in path.parts or path.is_absolute() or "\\" in name or name[1:2] == ":":
                yield Rejected(shown, "unsafe path", "the member's name leads out of the archive; rename it if you trust it")
            elif passed_over(path):
                continue
            elif stat.S_ISLNK(info.external_attr >> 16):
                yield Rejected(shown, "link", "a link inside an archive is not followed; pack the file itself")
            elif info.flag_bits & 1:
                yield Rejected(shown, "locked", "the archive asks for a password; unpack it and give the files")
            else:
                try:
                    with reading("zipfile"):
                        opened = archive.open(info)
                except (Damaged, OSError, EOFError, zlib.error) as error:
                    yield Rejected(shown, "damaged", f"{type(error).__name__}: {storable(str(error))[:200]}")
                    continue
                with opened:
                    stream = io.BufferedReader(Counted(opened, source.budget), 1 << 16)
                    extra = metadata.get(name) or metadata.get(path.name) or source.extra
                    yield Source(shown, name.lower(), stream, None, extra, source.depth + 1, source.budget)


MAX_HEADER = 65_536
"""Bytes of a header line in a web archive; addresses and cookies have some thousands."""


class _Records(ArchiveIterator):
    """A web archive's records; what is wrong with one is told in `rejected`, not printed."""

    INC_RECORD = ""

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        self.reader.readline = _Lines(self.reader.readline)


class _Lines:
    """`readline` that gives up on a line that is no header: the library's own puts a long line together in quadratic time."""

    def __init__(self, readline: Callable) -> None:
        self._readline = readline

    def __call__(self, length: int | None = None) -> bytes:
        line = self._readline(min(length or MAX_HEADER, MAX_HEADER))
        if len(line) >= MAX_HEADER:
            raise Damaged(f"a header line of more than {MAX_HEADER:,} bytes: this is no web archive")
        return line


def _entries(source: Source) -> Iterator:
    with reading("warcio"):
        entries = iter(_Records(source.stream, no_record_parse=False, check_digests=False, arc2warc=False))
    while True:
        with reading("warcio"):
            entry = next(entries, None)
        if entry is None:
            return
        yield entry


def warc(source: Source) -> Iterator[Record | Rejected]:
    """Each page of a web archive. Pictures, scripts, redirects and requests are no articles: they are counted in one line."""
    other: Counter[str] = Counter()
    number = pages_found = 0
    for entry in _entries(source):
        number += 1
        if entry.rec_type not in ("response", "resource"):
            continue
        http = entry.http_headers
        status = http.get_statuscode() if http and entry.rec_type == "response" else "200"
        content = (http.get_header("Content-Type") if http else entry.rec_headers.get_header("Content-Type")) or "no type"
        kind, _, parameters = content.partition(";")
        if status != "200" or kind.strip().lower() not in ("text/html", "application/xhtml+xml"):
            other[kind.strip().lower()[:60] if status == "200" else f"status {status[:20]}"] += 1
            continue
        pages_found += 1
        with reading("warcio"):
            raw = entry.content_stream().read(MAX_TEXT + 1)
        name = f"{source.name}:{number}"
        if len(raw) > MAX_TEXT:
            yield Rejected(name, "too large", str(TooLarge(f"the page is longer than {MAX_TEXT / 1e6:.0f} MB")))
            continue
        charset = parameters.partition("charset=")[2].strip(" \"';") or None
        url = (entry.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
        yield pages.page(name, raw, url=url or None, charset=charset, extra=source.extra)
    if other:
        counts = ", ".join(f"{n} {kind}" for kind, n in other.most_common(12))
        yield Rejected(f"{source.name} (no pages)", "no article", f"{sum(other.values())} responses are no pages with text: {counts}")
    elif not pages_found:
        yield source.reject("empty", "the archive holds no page; record one with a crawler that saves responses")
