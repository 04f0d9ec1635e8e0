"""Every format is read with the network cut off: Python's sockets raise, and a server on this machine that all files point to hears nothing."""

import gzip
import io
import json
import socket
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, HTTPServer

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from test_read_bundles import NEXIS_UNI
from test_read_pages import DOCX, PAGE, STORY, pdf, warc

from parley.read.corpus import read
from parley.read.formats import READ


@pytest.fixture
def server():
    """(address, requests that came): C libraries open sockets that Python does not see, so a real server listens."""
    heard = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            heard.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"zzz-fetched")

        do_HEAD = do_POST = do_GET

        def log_message(self, *args):
            pass

    listening = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.server_port}", heard
    listening.shutdown()
    listening.server_close()
    thread.join()


@pytest.fixture
def cut_off(monkeypatch):
    """Attempts of Python code to reach the network; each raises."""
    tried = []

    def refuse(*args, **options):
        tried.append(args)
        raise OSError("no network in this test")

    for name in ("create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse)
    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    return tried


def zipped(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        for name, data in members.items():
            z.writestr(name, data)
    return out.getvalue()


def inviting(address):
    """A file of each format whose content asks for things from `address`."""
    remote = (
        f'<!DOCTYPE html SYSTEM "{address}/a.dtd" [<!ENTITY x SYSTEM "{address}/entity"><!ENTITY % y SYSTEM "{address}/parameter"> %y;]>'
        f'<?xml-stylesheet href="{address}/style.xsl"?>'
    )
    asks = (
        f'<base href="{address}/"><link rel="stylesheet" href="{address}/b.css"><link rel="canonical" href="{address}/2025/11/04/envoys">'
        f'<link rel="amphtml" href="{address}/amp"><meta http-equiv="refresh" content="0; url={address}/next"><script src="{address}/c.js"></script>'
    )
    page = remote + PAGE.partition("<!DOCTYPE html>")[2].replace("<head>", f"<head>{asks}").replace(
        "</h1>", f'</h1><img src="{address}/d.png"><iframe src="{address}/e"></iframe><object data="{address}/f"></object><p>See &x; there.</p>'
    )
    word = f'<!DOCTYPE w SYSTEM "{address}/w.dtd" [<!ENTITY x SYSTEM "{address}/word">]>' + DOCX.format(
        f'<w:p><w:r><w:t xmlns:xi="http://www.w3.org/2001/XInclude">{STORY[0]}<xi:include href="{address}/include"/></w:t></w:r></w:p>'
    )
    row = {"title": "Envoys meet", "text": STORY[1], "url": f"{address}/row", "image": f"{address}/row.png"}
    rows = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([row]), rows)
    head = f"From: x@zed.example\nSubject: Envoys meet\nContent-Base: {address}/\nMIME-Version: 1.0\n"
    part = f'Content-Type: message/external-body; access-type=URL; URL="{address}/body"\n\n\n'
    mail = f"{head}Content-Type: multipart/mixed; boundary=z\n\n--z\n{part}--z\nContent-Type: text/html; charset=utf-8\n\n{page}\n--z--\n"
    saved = f"Snapshot-Content-Location: {address}/saved\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=z\n\n"
    saved += f"--z\nContent-Type: text/html; charset=utf-8\nContent-Location: {address}/saved\n\n{page}\n--z--\n"
    text = f"---\ntitle: Envoys meet\nurl: {address}/text\n---\n![boat]({address}/g.png)\n\n{STORY[2]}\n"
    made = {
        ".txt": text, ".md": text, ".html": page, ".htm": page, ".mhtml": saved, ".eml": mail, ".json": json.dumps([row]), ".jsonl": json.dumps(row),
        ".csv": f"title,text,url\nEnvoys meet,The boats left.,{address}/csv\n", ".tsv": f"title\ttext\turl\nEnvoys meet\tThe boats stayed.\t{address}/tsv\n",
        ".pdf": pdf(STORY[0].replace("(", "")).replace(b"/Type /Page ", f"/Type /Page /AA << /O << /S /URI /URI ({address}/pdf) >> >> ".encode()),
        ".docx": zipped(**{"word/document.xml": word}), ".parquet": rows.getvalue(), ".warc": warc((f"{address}/warc", 200, "text/html; charset=utf-8", page)),
    }  # fmt: skip
    made = {ending: data if isinstance(data, bytes) else data.encode() for ending, data in made.items()}
    return {**made, ".zip": zipped(**{"in.html": page, "in.txt": text}), ".export.txt": NEXIS_UNI.encode()}


def test_the_test_has_every_format():
    assert {f".{e.rpartition('.')[2]}" for e in inviting("http://127.0.0.1:9")} >= {
        w for w in READ.replace(",", " ").split() if w.startswith(".")
    } - {".gz"}


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("ending", list(inviting("http://127.0.0.1:9")))
def test_reading_asks_nothing_of_the_network(tmp_path, book, server, cut_off, ending, packed):
    address, heard = server
    data = inviting(address)[ending]
    (tmp_path / f"a{ending}{'.gz' if packed else ''}").write_bytes(gzip.compress(data) if packed else data)
    found = list(read(tmp_path, book, clean_records=True))
    assert cut_off == [] and heard == []
    kept = [f for f in found if isinstance(f, dict)]
    # a Word file with a document type of its own is refused; everything else is an article
    assert kept or ending == ".docx", found
    assert not any("zzz-fetched" in d["text"] for d in kept)


def test_the_trap_works(server, cut_off):
    with pytest.raises(OSError, match="no network in this test"):
        socket.create_connection(("127.0.0.1", int(server[0].rpartition(":")[2])))
    assert len(cut_off) == 1


def test_the_server_hears_what_is_asked(server):
    with socket.create_connection(("127.0.0.1", int(server[0].rpartition(":")[2])), timeout=5) as asking:
        asking.sendall(b"GET /x HTTP/1.0\r\n\r\n")
        assert b"zzz-fetched" in asking.makefile("rb").read()
    assert server[1] == ["/x"]
