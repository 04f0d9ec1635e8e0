"""Web pages and messages: .html, .mhtml, .eml. The main text and its metadata come from trafilatura; nothing is fetched."""

from __future__ import annotations

import email
import email.errors
import email.header
import io
import logging
import re
from collections.abc import Iterator, Mapping
from email.message import Message

from lxml import html
from trafilatura import bare_extraction

from parley.read.encoding import decode, decode_page
from parley.read.record import Record, Rejected, storable
from parley.read.source import Damaged, Source, reading

MAX_TAGS_DEEP = 240
"""Elements inside each other. Pages of news have some 30; the XML library stops at 256."""
MAX_SHOWN = 60
"""Pieces of a page that are listed as removed; the rest are counted."""

_DATES = (
    "article:published_time", "og:published_time", "datepublished", "date_published", "pubdate", "publishdate", "publish_date", "publication_date",
    "article.published", "sailthru.date", "parsely-pub-date", "cxenseparse:recs:publishtime", "dc.date.issued", "dcterms.created", "dc.date",
    "citation_publication_date", "date", "originalpublicationdate", "published_date", "article_date_original",
)  # fmt: skip
EXTRACTION = {
    "with_metadata": True, "include_comments": False, "include_tables": True, "favor_precision": True,
    # dates that the page declares, or shows in a <time> element or a byline; the extensive search also believes years in footers and addresses
    "date_extraction_params": {"original_date": True, "extensive_search": False, "max_date": "2099-12-31"},
}  # fmt: skip
"""What trafilatura is asked for. The benchmark asks the same of trafilatura alone."""
_JSON_LD_DATE = re.compile(r'"datePublished"\s*:\s*"([^"\\]{4,40})"')
_PARSER = html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, huge_tree=False, encoding="utf-8")
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it says about damaged pages is told in `rejected`
logging.getLogger("htmldate").setLevel(logging.CRITICAL)


def html_file(source: Source) -> Iterator[Record | Rejected]:
    """A saved page."""
    yield page(source.name, source.whole(), extra=source.extra)


def page(name: str, raw: bytes, *, url: str | None = None, charset: str | None = None, extra: Mapping | None = None) -> Record | Rejected:
    """The article of a page: its main text, title, author, site, address and date, or why there is none."""
    text = decode_page(raw, charset).replace("\0", "")
    if not text.strip():
        return Rejected(name, "empty", "the file holds no text")
    if "<" not in text[:5000]:
        return Rejected(name, "not a page", "there is no HTML in it; give plain text the ending .txt")
    if _deep(text):
        return Rejected(name, "damaged", f"more than {MAX_TAGS_DEEP} tags inside each other: no page of news is built so; save its text as .txt")
    try:
        return _article(name, text, url, extra)
    except Damaged as error:  # said here, so that the next page of a web archive is read
        return Rejected(name, "damaged", str(error))


def _article(name: str, text: str, url: str | None, extra: Mapping | None) -> Record | Rejected:
    with reading("lxml"):
        tree = html.document_fromstring(storable(text).encode(), parser=_PARSER)
    visible = [
        t for t in (" ".join(s.split()) for s in tree.xpath("//body//text()[not(ancestor::script or ancestor::style or ancestor::noscript)]")) if t
    ]
    dates = _page_dates(tree)
    with reading("trafilatura"):
        found = bare_extraction(tree, url=url, **EXTRACTION)
    body = (found.text or "").strip() if found else ""
    if not body:
        return Rejected(name, "no article", "the page holds no main text; was it saved before it had loaded, or is it a list of links?")
    address = url or found.url
    fields = {"title": found.title, "author": found.author, "sitename": found.sitename, "url": address, "language": _language(tree)}
    if dates:
        fields["published"] = dates[0]
    elif found.date and (not address or found.date.replace("-", "") not in re.sub(r"\D", "", address)):
        # from a <time> element or a line of the visible page
        return _record(name, body, fields, extra, [("byline", found.date)], visible)
    return _record(name, body, fields, extra, [("metadata", d) for d in dates[1:]], visible)


def _record(name: str, body: str, fields: dict, extra: Mapping | None, dates: list, visible: list[str]) -> Record:
    kept = " ".join(body.split())
    frame = list(dict.fromkeys(v for v in visible if v not in kept and v != fields.get("title")))
    removed = [("page frame", v[:300]) for v in frame[:MAX_SHOWN]]
    if len(frame) > MAX_SHOWN:
        removed.append(("page frame", f"... and {len(frame) - MAX_SHOWN} pieces more"))
    given = {k: v for k, v in {**fields, **(extra or {})}.items() if v}
    return Record(name, body, given, dates=dates, removed=removed)


def _deep(text: str) -> bool:
    """Whether more tags stand open at once than any page of news has. Only asked of pages with very many tags or very long runs of them."""
    if text.count("<") < MAX_TAGS_DEEP:
        return False
    depth = deepest = 0
    for m in re.finditer(
        r"<(/?)(?:div|span|section|article|table|tr|td|ul|ol|li|b|i|em|strong|font|blockquote|a|p|center|\w{1,12}(?=>))[\s>]", text, re.I
    ):
        depth = max(0, depth - 1) if m[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest > 20 * MAX_TAGS_DEEP or _unclosed(text) > MAX_TAGS_DEEP


def _unclosed(text: str) -> int:
    """The longest run of opening tags with no closing tag and no text between them."""
    longest = max(re.findall(r"(?:<[A-Za-z][^<>/]{0,60}>\s*){240,}", text), key=len, default="")
    return longest.count("<")


def _page_dates(tree) -> list[str]:
    """Publication dates that the page's head declares, the most reliable first; each once."""
    metas = {}
    for meta in tree.iter("meta"):
        key = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        if key and key not in metas:
            metas[key] = (meta.get("content") or "").strip()
    found = [metas[k] for k in _DATES[:2] if metas.get(k)]
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        found += _JSON_LD_DATE.findall(str(script)[:200_000])[:1]
    found += [metas[k] for k in _DATES[2:] if metas.get(k)]
    return list(dict.fromkeys(found))


def _language(tree) -> str | None:
    """The page's own claim, only where it is not English: templates often say `en` over texts that are not."""
    said = (tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip().lower()[:2]
    return said if re.fullmatch("[a-z]{2}", said) and said != "en" else None


# messages


def mhtml(source: Source) -> Iterator[Record | Rejected]:
    """The page in a browser's single-file archive. Its `Date` is when it was saved, and is not used."""
    root = email.message_from_bytes(source.whole())
    for part in root.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            url = _header(part, "Content-Location") or _header(root, "Snapshot-Content-Location")
            address = url if url and url.startswith("http") else None
            yield page(source.name, _payload(part), url=address, charset=_charset(part), extra=source.extra)
            return
    yield source.reject("no article", "the archive holds no page")


def message(source: Source) -> Iterator[Record | Rejected | Source]:
    """A message (a newsletter, an alert) as an article, and each of its attachments as an input of its own."""
    root = email.message_from_bytes(source.whole())
    plain = rich = None
    attached: list[tuple[str, Message]] = []
    for part in root.walk():
        if part.is_multipart():
            continue
        kind, name = part.get_content_type(), part.get_filename()
        if part.get_content_disposition() == "attachment" or (name and not kind.startswith(("text/", "image/"))):
            attached.append((storable(_words(name or "attachment")), part))
        elif kind == "text/plain" and plain is None:
            plain = part
        elif kind == "text/html" and rich is None:
            rich = part
    fields = {"title": _header(root, "Subject"), "author": _header(root, "From"), "published": _header(root, "Date")}
    fields = {k: v for k, v in {**fields, **source.extra}.items() if v}
    if plain is not None and (text := decode_page(_payload(plain), _charset(plain))).strip():
        yield Record(source.name, text, fields)
    elif rich is not None:
        made = page(source.name, _payload(rich), charset=_charset(rich), extra=fields)
        yield made
    elif not attached:
        yield source.reject("empty", "the message has no text")
    for number, (name, part) in enumerate(attached, 1):
        raw = _payload(part)
        shown = f"{source.name}/{number}-{name}"
        source.budget.spend(len(raw))
        yield Source(shown, name.lower(), io.BytesIO(raw), len(raw), {}, source.depth + 1, source.budget)


def _payload(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _charset(part: Message) -> str | None:
    said = part.get_param("charset")
    return said if isinstance(said, str) else None


def _header(part: Message, name: str) -> str | None:
    value = part.get(name)
    return storable(_words(str(value)[:4000])) or None if value is not None else None


def _words(value: str) -> str:
    """A header with its encoded words (=?utf-8?...?=) as text."""
    try:
        pieces = [
            p if isinstance(p, str) else decode(p) if c in (None, "unknown-8bit") else decode_page(p, c) for p, c in email.header.decode_header(value)
        ]
    except (email.errors.HeaderParseError, ValueError, LookupError):
        return value
    return " ".join("".join(pieces).split())
