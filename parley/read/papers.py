"""Printed forms: .pdf and .docx as plain text."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

import pypdfium2
from lxml import etree

from parley.read.record import MAX_TEXT, Record, Rejected
from parley.read.source import Damaged, Source, reading

MAX_PAPER = 200_000_000
"""Bytes of a PDF or Word file: pictures weigh more than text."""
MAX_PAGES = 5_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def pdf(source: Source) -> Record | Rejected:
    """The text of all pages, lines of a paragraph joined. A PDF's dates tell when the file was made, not the article, and are not used."""
    raw = source.whole(MAX_PAPER)
    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            return source.reject("locked", "the PDF asks for a password; save a copy without one")
        return source.reject("damaged", f"no PDF can be read here: {error}")
    try:
        if len(document) > MAX_PAGES:
            return source.reject("too large", f"{len(document):,} pages; an article or an export of articles has at most {MAX_PAGES:,}")
        pages, length = [], 0
        for number in range(len(document)):
            with reading("pypdfium2"):
                page = document[number]
                text_page = page.get_textpage()
                pages.append(text_page.get_text_bounded())
                text_page.close()
                page.close()
            length += len(pages[-1])
            if length > MAX_TEXT:
                return source.reject("too large", f"its text is longer than {MAX_TEXT / 1e6:.0f} MB")
        with reading("pypdfium2"):
            title = (document.get_metadata_dict(skip_empty=True) or {}).get("Title")
    finally:
        document.close()
    text = _paragraphs("\n\n".join(p.replace("\r\n", "\n").replace("\r", "\n") for p in pages))
    if not text.strip():
        return source.reject("no text", "the PDF holds pictures of pages and no text; run a text recognition (OCR) over it first")
    # the title of many PDFs is the name of a file or program
    named = {"title": title} if title and len(title.split()) >= 3 and not re.search(r"\.\w{2,5}$|^microsoft|untitled", title, re.I) else {}
    return Record(source.name, text, {**named, **source.extra})


def _paragraphs(text: str) -> str:
    """Printed lines joined to paragraphs: a line that goes on in the next, and a word parted by a hyphen, are made whole."""
    text = re.sub(r"(?<=[a-z])(?:[\ufffe\u0002]\n?|[\u00ad-]\n)(?=[a-z])", "", text)
    lines = [line.rstrip() for line in text.split("\n")]
    longest = sorted(map(len, lines))[int(len(lines) * 0.9)] if lines else 0
    made: list[str] = []
    for line in lines:
        goes_on = made and made[-1] and line and len(made[-1].rpartition("\n")[2]) > 0.6 * longest and longest > 40
        if goes_on and not re.search(r"[.!?:”\"]$", made[-1]) and not re.match(r"\s|[•*-]\s", line) or goes_on and len(line) and line[0].islower():
            made[-1] += " " + line.strip()
        else:
            made.append(line)
    return "\n".join(made)


def docx(source: Source) -> Record | Rejected:
    """The paragraphs of a Word file, with title and author of its properties."""
    raw = source.whole(MAX_PAPER)
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        return source.reject("locked", "an old Word file (.doc) or one with a password; save it as .docx without one")
    try:
        with reading("zipfile"):
            archive = zipfile.ZipFile(io.BytesIO(raw))
        body = _part(archive, "word/document.xml", source)
    except Damaged as error:
        return source.reject("damaged", f"no Word file can be read here: {error}")
    paragraphs = []
    for paragraph in body.iter(f"{_W}p"):
        pieces = []
        for piece in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"):
            if next(piece.iterancestors(f"{_W}p")) is not paragraph:
                continue  # of a text box inside, which has paragraphs of its own
            pieces.append(
                piece.text or "" if piece.tag == f"{_W}t" else "-" if piece.tag.endswith("Hyphen") else " " if piece.tag.endswith("tab") else "\n"
            )
        paragraphs.append("".join(pieces))
    text = "\n".join(paragraphs)
    if not text.strip():
        return source.reject("no text", "the Word file holds no text; are its pages pictures?")
    fields = {}
    if "docProps/core.xml" in archive.namelist():
        try:
            core = _part(archive, "docProps/core.xml", source)
            for name, tag in (("title", "title"), ("author", "creator")):
                value = core.findtext(f"{{http://purl.org/dc/elements/1.1/}}{tag}")
                if value and value.strip():
                    fields[name] = value.strip()
        except (Damaged, OSError, EOFError, zlib.error):
            pass  # the properties are a help, the text is the article
    return Record(source.name, text, {**fields, **source.extra})


def _part(archive: zipfile.ZipFile, name: str, source: Source):
    """One XML part as a tree: no external entities, no network, no document type."""
    with reading("zipfile"), archive.open(name) as file:
        raw = file.read(10 * MAX_TEXT + 1)
    source.budget.spend(len(raw))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    with reading("lxml"):
        return etree.fromstring(raw, parser)
