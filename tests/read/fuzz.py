"""Anything may lie in a corpus: `python tests/read/fuzz.py --cases 20000` feeds the readers files that hypothesis makes up.

Each case must end within five seconds of the processor (a busy machine is no fault of a reader),
raise nothing, meet no fault of ours, and give a document or a rejection for every file.
The test suite runs a few hundred of the same cases (test_read_fuzz.py).
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import sys
import tempfile
import time
import zipfile
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[2]))
from parley.codebook import load
from parley.read.copies import Copies
from parley.read.corpus import read
from parley.read.formats import READER_ERROR
from parley.read.ledger import Ledger
from parley.store import table

SLOWEST = 5.0
ENDINGS = [
    ".txt", ".md", ".html", ".htm", ".mhtml", ".pdf", ".docx", ".eml", ".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".parquet",
    ".warc", ".warc.gz", ".zip", ".gz", ".txt.gz", ".csv.gz", ".jsonl.gz", ".html.gz", ".exe",
]  # fmt: skip
TEXTS = (
    "The envoys met in the harbour on 5 November 2025, and left at noon.", "Date: 2025-02-31\n\nx", "---\ntitle: x\npublished: 0000-00-00\n---\nThe envoys met.",
    "End of Document", "Document 1 of 2\nFull text: x", "1 of 2 DOCUMENTS\n\nBODY:", "Document ZEDP000020251105elb50001a", "\ufffd\nCBS News +1", "â€™", "é" * 50,
    "title,text\n1,2,3\n\"", "<html><body><p>The envoys met.</p>", "<![CDATA[", "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>", "&#xD800;",
    "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>x", "%PDF-1.4\n1 0 obj", "PAR1", "PK\x03\x04",
    "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: text/html; charset=x\n\n<p>x\n--a--", "=?utf-8?b?////?=", "Subject: =?x?q?=FF?=\n\n",
    '{"id": 1, "text": "', "[[[[", "nan", "2125-01-01", "HD\nx\nTD\ny",
)  # fmt: skip

TAGS = (
    "<html lang=x>", "<head>", "<title>Envoys meet</title>", "<body>", "<article>", "<p>", "</p>", "<div><div>", "</div>", "<table><tr><td>", "<li>",
    "<time datetime='2025-02-31'>",
    "<meta property='article:published_time' content='0000-00-00'>", "<meta charset=utf-16>", "<script type='application/ld+json'>{\"datePublished\": \"x\"}</script>",
    "<link rel=canonical href='http://[::1'>", "<a href='//'>x</a>", "<!--", "-->", "<svg><p>", "<p>The envoys of the two republics met in the harbour and left it at noon.</p>",
)  # fmt: skip
pieces = st.one_of(
    st.sampled_from(TEXTS), st.text(max_size=60), st.sampled_from(["\n", "\r\n", "\0", "\x0c", "\u2028", ",", '"', "\t", "{", "}", "<", ">"])
)
plain = st.lists(pieces, max_size=12).map("".join)
encodings = st.sampled_from(["utf-8", "utf-16", "utf-16-le", "cp1252", "koi8_r", "shift_jis", "iso2022_jp", "gb18030", "utf-8-sig"])
written = st.builds(lambda text, encoding: text.encode(encoding, "replace"), plain, encodings)
keys = st.sampled_from(["text", "id", "title", "date", "source", "articles", "url", "author", "x"])
values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), plain),
    lambda v: st.lists(v, max_size=3) | st.dictionaries(keys, v, max_size=5),
    max_leaves=8,
)
as_json = st.lists(values, max_size=4).flatmap(lambda v: st.sampled_from([json.dumps(v).encode(), b"\n".join(json.dumps(x).encode() for x in v)]))


def zipped(members: dict[str, bytes]) -> bytes:
    """A .zip with these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        for name, data in members.items():
            z.writestr(name, data)
    return out.getvalue()


def broken(data: bytes, cuts: list[tuple[int, int]]) -> bytes:
    """The bytes with some of them changed, and cut off where a change is 0."""
    made = bytearray(data)
    for place, value in cuts:
        if made:
            made[place % len(made)] = value
            if value == 0:
                del made[place % len(made) :]
    return bytes(made)


names = st.builds(lambda stem, end: stem + end, st.sampled_from(["a", "2025-11-05-b", "../c", "/d", "e/f", "é"]), st.sampled_from(ENDINGS))
simple = st.one_of(written, as_json, st.binary(max_size=300))
docx = plain.map(lambda t: zipped({"word/document.xml": t.encode("utf-8", "replace"), "docProps/core.xml": b"<p/>"}))
rows = st.lists(st.fixed_dictionaries({"text": plain, "title": plain, "date": plain}), max_size=3)
responses = st.lists(
    st.tuples(st.sampled_from(["200", "404", "x"]), st.sampled_from(["text/html", "text/html; charset=x", "image/png", ""]), plain), max_size=3
)
tagged = st.lists(st.one_of(pieces, st.sampled_from(TAGS)), max_size=20).map(lambda parts: "".join(parts).encode("utf-8", "replace"))


def parquet(made: list[dict]) -> bytes:
    """A Parquet file of these rows."""
    out = io.BytesIO()
    clean = [{k: v.encode("utf-8", "replace").decode() for k, v in row.items()} for row in made]
    pq.write_table(pa.Table.from_pylist(clean, pa.schema([(k, pa.string()) for k in ("text", "title", "date")])), out)
    return out.getvalue()


def warc(made: list[tuple[str, str, str]]) -> bytes:
    """A web archive of these responses: status, type and body."""
    out = b""
    for status, kind, body in made:
        http = f"HTTP/1.1 {status} OK\r\nContent-Type: {kind}\r\n\r\n".encode() + body.encode("utf-8", "replace")
        out += (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://z.example/\r\nContent-Length: {len(http)}\r\n\r\n".encode()
            + http
            + b"\r\n\r\n"
        )
    return out


def pdf(text: str) -> bytes:
    """A PDF of one page with this text, without its table of places, which readers rebuild."""
    stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode("latin-1", "replace")
    return (
        b"%%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n3 0 obj\n<< /Type /Page "
        b"/Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>\nendobj\n4 0 obj\n<< /Length %d >>\nstream\n%b\nendstream"
        b"\nendobj\n5 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>\nendobj\ntrailer << /Size 6 /Root 1 0 R >>\n%%%%EOF"
        % (len(stream), stream)
    )


built = st.one_of(rows.map(parquet), responses.map(warc), responses.map(warc).map(gzip.compress), plain.map(pdf), tagged)
packed = st.one_of(st.dictionaries(names, simple, max_size=4).map(zipped), simple.map(gzip.compress), docx)
contents = st.builds(broken, st.one_of(simple, simple, packed, built), st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=3))
files = st.lists(st.tuples(st.sampled_from(ENDINGS), contents), min_size=1, max_size=2)


def case(made: list[tuple[str, bytes]], book, clean: bool = True) -> Counter:
    """Read one corpus of made-up files; AssertionError or whatever a reader raises where it fails. Counts documents and reasons."""
    with tempfile.TemporaryDirectory() as folder:
        for number, (ending, data) in enumerate(made):
            (Path(folder) / f"{number}{ending}").write_bytes(data)
        began, clock = time.process_time(), time.monotonic()
        ledger = Ledger()
        found = list(read(folder, book, clean_records=clean, ledger=ledger))
        kept = [f for f in found if isinstance(f, dict)]
        copies = Copies()
        for d in kept:
            copies.add(d["doc_id"], d["published"], d["text"])
        copies.originals()
        took, waited = time.process_time() - began, time.monotonic() - clock
    assert took < SLOWEST and waited < 12 * SLOWEST, f"{took:.1f} s of the processor, {waited:.1f} s in all"
    table("documents", kept)
    table("rejected", [vars(f) for f in found if not isinstance(f, dict)])
    assert all(d["text"].strip() for d in kept)
    faults = [f.detail for f in found if not isinstance(f, dict) and f.reason == READER_ERROR]
    assert not faults, faults
    assert ledger.inputs == len(found) == len(kept) + sum(not isinstance(f, dict) for f in found)
    assert len(found) >= len(made), "an input vanished"
    return Counter("document" if isinstance(f, dict) else f.reason for f in found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=20_000)
    options = parser.parse_args()
    book, seen, count, slowest = load(), Counter(), 0, 0.0

    @settings(
        max_examples=options.cases, deadline=None, database=None, phases=[Phase.generate, Phase.shrink], suppress_health_check=list(HealthCheck)
    )
    @given(files, st.booleans())
    def run(made, clean):
        nonlocal count, slowest
        began = time.process_time()
        seen.update(case(made, book, clean))
        slowest = max(slowest, time.process_time() - began)
        count += 1

    run()
    sys.stdout.write(f"{count:,} cases, none failed, the slowest took {slowest:.2f} s\n{dict(seen.most_common())}\n")


if __name__ == "__main__":
    main()
