"""A corpus -> documents and rejected inputs: cleaned, dated, given an outlet, each kept once."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from parley.codebook import Codebook
from parley.read import choices, clean, dating
from parley.read.choices import Choices
from parley.read.formats import records
from parley.read.ledger import Ledger, Seen
from parley.read.record import Record, Rejected
from parley.read.words import language, words

MAX_FIELD = 2_000
"""Characters of a title, outlet or author that are kept; longer ones are damage or an attack."""
MAX_REMOVED = 2_000
"""Characters of one removal that are kept to be shown."""


def read(corpus: str | Path, codebook: Codebook, *, clean_records: bool | None = None, ledger: Ledger | None = None) -> Iterator[dict | Rejected]:
    """Documents as rows of the table `documents` (`copy_of` still open), and a `Rejected` for every input that was not kept.

    Texts of data sets (JSON, CSV, Parquet) are kept as they stand; `clean_records=True` cleans them like files. None leaves that to the corpus's
    `reading.yaml`. Nothing is lost: each input gives one document or one rejection, identical ones too; `ledger` counts them. Raises
    FileNotFoundError where the corpus does not exist, ValueError where its `reading.yaml` cannot be used, and Unaccounted at the end if an input
    has become neither.
    """
    chosen = choices.load(corpus, clean_records=clean_records)
    ledger = Ledger() if ledger is None else ledger
    hosts = {host: outlet.name for outlet in codebook.outlets for host in outlet.hosts}
    contents, names = Seen(), Seen()
    for item in records(Path(corpus), chosen.columns):
        ledger.inputs += 1
        made = _once(item, item if isinstance(item, Rejected) else _document(item, hosts, chosen), contents, names)
        if isinstance(made, Rejected):
            ledger.rejected += 1
        else:
            ledger.documents += 1
        yield made
    ledger.check()


def _once(item: Record | Rejected, made: dict | Rejected, contents: Seen, names: Seen) -> dict | Rejected:
    """The document, unless its content or its id was there before."""
    if isinstance(made, Rejected):
        return made
    content, name = int(made["doc_id"], 16), int.from_bytes(hashlib.blake2b(item.source_id.encode(), digest_size=8).digest())
    if content in contents:
        return Rejected(item.source_id, "duplicate", f"the same content as {contents.get(content)}, which is kept")
    if name in names:
        return Rejected(item.source_id, "id used twice", "an earlier record has this `id`; give each record its own")
    contents.add(content, item.source_id)
    names.add(name)
    return made


def _document(item: Record, hosts: dict[str, str], chosen: Choices) -> dict | Rejected:
    title, outlet, author, url = (_line(item.fields.get(k)) for k in ("title", "outlet", "author", "url"))
    when, text = dating.published(item.fields, item.text, item.source_id, item.dates)
    removed: list[tuple[str, str]] = []
    before = None
    if item.kept_whole and not chosen.clean_records:
        text = item.text
    else:
        if text != item.text:
            removed.append(("date header", item.text.strip()[: max(0, len(item.text.strip()) - len(text))].strip() or "Date"))
        before = len(words(item.text))
        text, more = clean.clean(text, off=chosen.rules_off)
        removed += item.removed + more
        if title and not _same(text[: len(title) + 40].split("\n", 1)[0], title):
            text = f"{title}\n\n{text}" if text else ""
        elif not title:
            title = _first_line(text)
    if not text.strip():
        return Rejected(item.source_id, "empty", "nothing is left after cleaning")
    if url:
        host = _host(url)
        outlet = outlet or _known(host, hosts) or _line(item.fields.get("sitename")) or host or None
    outlet = outlet or _line(item.fields.get("sitename"))
    stated = _line(item.fields.get("language"))
    identity = [item.source_id if item.named else None, title, outlet, author, url, str(when.day), text]
    count = len(words(text))
    return {
        "doc_id": hashlib.sha256(json.dumps(identity).encode()).hexdigest()[:16],
        "source_id": item.source_id,
        "title": title,
        "outlet": outlet,
        "author": author,
        "url": url,
        "published": when.day,
        "published_precision": when.precision,
        "published_from": when.source,
        "published_conflict": when.conflict,
        "language": _code(stated) if stated else language(text),
        "words": count,
        "words_before": count if before is None else before,
        "removed": [{"rule": rule, "text": _storable(what[:MAX_REMOVED])} for rule, what in removed],
        "text": text,
        "licence": _line(item.fields.get("licence") or item.fields.get("license")),
        "copy_of": None,
        "constructed": str(item.fields.get("constructed")).strip().lower() in ("true", "yes", "1", "1.0"),
    }


def _line(value) -> str | None:
    """A metadata value as one line of text, or None."""
    if value is None or value != value:
        return None
    text = value if isinstance(value, str) else str(value)
    if len(text) > MAX_FIELD:
        text = text[: 2 * MAX_FIELD]
    return _storable(re.sub(r"[\x00-\x1f\x7f\s]+", " ", text).strip()[:MAX_FIELD]) or None


def _storable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8") if not text.isascii() else text


_LANGUAGES = {"english": "en", "spanish": "es", "french": "fr", "german": "de", "portuguese": "pt", "italian": "it", "dutch": "nl", "russian": "ru"}


def _code(stated: str) -> str:
    """A stated language as two letters: `EN-us`, `eng` and `English` are `en`."""
    low = stated.lower()
    return _LANGUAGES.get(re.split(r"[^a-z]", low)[0]) or low[:2]


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.") if "//" in url else ""
    except ValueError:  # http://[broken
        return ""


def _known(host: str, hosts: dict[str, str]) -> str | None:
    """The outlet of a host name, or of the domain that it belongs to: `edition.cnn.com` is CNN."""
    while "." in host:
        if host in hosts:
            return hosts[host]
        host = host.partition(".")[2]
    return None


def _same(a: str, b: str) -> bool:
    fold = lambda s: re.sub(r"\W+", " ", s).strip().casefold()  # noqa: E731
    return fold(a) == fold(b)


def _first_line(text: str) -> str | None:
    """The first line as a title where it reads like one: short, set apart, no full stop."""
    first, _, rest = text.partition("\n")
    first = first.strip()
    return first if rest.strip() and 15 <= len(first) <= 200 and len(first.split()) >= 4 and not first.endswith((".", "”", '"', ":", ",")) else None
