"""A corpus -> documents and rejected inputs: cleaned, dated, given an outlet, each kept once."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from parley.codebook import Codebook
from parley.read import clean, dating
from parley.read.formats import Record, Rejected, records

MAX_FIELD = 2_000
"""Characters of a title, outlet or author that are kept; longer ones are damage or an attack."""

_ENGLISH = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "in",
        "a",
        "that",
        "is",
        "was",
        "for",
        "on",
        "said",
        "with",
        "as",
        "by",
        "at",
        "from",
        "it",
        "his",
        "be",
        "has",
        "he",
        "are",
        "have",
        "were",
        "an",
        "this",
        "not",
        "had",
        "but",
        "which",
        "or",
        "its",
        "who",
        "will",
        "they",
        "their",
        "been",
    ]
)


def read(corpus: str | Path, codebook: Codebook) -> Iterator[dict | Rejected]:
    """Documents as rows of the table `documents` (`copy_of` still open), and a `Rejected` for every input that was not kept.

    Nothing is lost: each input gives one or the other. Raises FileNotFoundError where the corpus does not exist.
    """
    hosts = {host: outlet.name for outlet in codebook.outlets for host in outlet.hosts}
    contents: dict[str, str] = {}
    names: set[str] = set()
    for item in records(Path(corpus)):
        if isinstance(item, Rejected):
            yield item
            continue
        document = _document(item, hosts)
        if isinstance(document, Rejected):
            yield document
        elif document["doc_id"] in contents:
            yield Rejected(item.source_id, "duplicate", f"the same content as {contents[document['doc_id']]}, which is kept")
        elif item.source_id in names:
            yield Rejected(item.source_id, "id used twice", "an earlier record has this `id`; give each record its own")
        else:
            contents[document["doc_id"]] = item.source_id
            names.add(item.source_id)
            yield document


def _document(item: Record, hosts: dict[str, str]) -> dict | Rejected:
    title, outlet, author, url = (_line(item.fields.get(k)) for k in ("title", "outlet", "author", "url"))
    when, text = dating.published(item.fields, item.text, item.source_id)
    if item.kept_whole:
        text = item.text
    else:
        text, _ = clean.clean(text)
        if title and not _same(text[: len(title) + 40].split("\n", 1)[0], title):
            text = f"{title}\n\n{text}"
        elif not title:
            title = _first_line(text)
    if not text.strip():
        return Rejected(item.source_id, "empty", "nothing is left after cleaning")
    if outlet is None and url:
        host = _host(url)
        outlet = hosts.get(host) or host or None
    stated = _line(item.fields.get("language"))
    identity = [item.source_id if item.named else None, title, outlet, author, url, str(when.day), text]
    words = len(re.findall(r"\w+", text))
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
        "language": stated[:2].lower() if stated else language(text),
        "words": words,
        "text": text,
        "licence": _line(item.fields.get("licence") or item.fields.get("license")),
        "copy_of": None,
        "constructed": item.fields.get("constructed") in (True, "true", "True"),
    }


def _line(value) -> str | None:
    """A metadata value as one line of text, or None."""
    if value is None:
        return None
    text = re.sub(r"[\x00-\x1f\x7f\s]+", " ", str(value)[: 2 * MAX_FIELD]).strip()[:MAX_FIELD]
    return text.encode("utf-8", "replace").decode("utf-8") or None


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.") if "//" in url else ""
    except ValueError:  # http://[broken
        return ""


def _same(a: str, b: str) -> bool:
    fold = lambda s: re.sub(r"\W+", " ", s).strip().casefold()  # noqa: E731
    return fold(a) == fold(b)


def _first_line(text: str) -> str | None:
    """The first line as a title where it reads like one: short, set apart, no full stop."""
    first, _, rest = text.partition("\n")
    first = first.strip()
    return first if rest.strip() and 15 <= len(first) <= 200 and len(first.split()) >= 4 and not first.endswith((".", "”", '"', ":", ",")) else None


def language(text: str) -> str | None:
    """`en` where enough of the words are English function words, `und` (undetermined) where a longer text has few, else None."""
    words = re.findall(r"[^\W\d_]+", text[:20_000].lower())
    if len(words) < 5:
        return None
    share = sum(w in _ENGLISH for w in words) / len(words)
    if len(words) < 20:
        return "en" if share > 0 or text.isascii() else "und"
    return "en" if share >= 0.12 else "und"
