"""How right the engine's quotes are, measured against labels given by hand: what `parley evaluate quotes` prints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from parley.annotate.linking import link
from parley.annotate.model import Encoder
from parley.annotate.names import Names
from parley.annotate.quotes import Quote, traced
from parley.annotate.text import Splitter, phrases, read_article
from parley.codebook import load
from parley.evaluate import Scores, _line, _records

OVERLAP = 0.5
"""A quote is found where its content and the labelled content share half of what they cover together (intersection over union, characters)."""

MEASURES = ("content", "direct", "indirect")
_MARKED = re.compile(r"\s*(?:[“”\"„‘']|``).*[”\"“’'][.,?!]?\s*", re.S)


def quotes(paths: Iterable[Path]) -> Scores:
    """Scores of attributed statements: content F1 of all, of direct and of indirect ones, and the share of found ones with the right speaker.

    A gold file is `.jsonl` or `.jsonl.gz`; a record has `text` and `quotes` with content, cue and source, each a list of [start, end].
    Direct are labels whose content stands in quotation marks, double or single, and quotes that the engine calls direct. Raises ValueError for another file.
    """
    book, scores = load(), Scores()
    split, find, names, encoder = Splitter(book.words.get("abbreviations", ())), phrases(book), Names(book), Encoder()
    for path in paths:
        for number, record in enumerate(_records(path), 1):
            if not {"text", "quotes"} <= record.keys():
                raise ValueError(f"{path}, record {number}: a record needs `text` and `quotes` (content, cue, source) to measure quotes")
            published = date.fromisoformat(record["published"][:10]) if record.get("published") else None
            article = read_article({"doc_id": str(number), "text": record["text"], "title": record.get("title"), "published": published}, split, find)
            (readings,) = encoder([[article.text[a:b] for a, b in article.sentences]])
            mentions = names(article, readings)
            compare(record["text"], record["quotes"], traced(article, link(article, mentions)), scores)
    return scores


def compare(text: str, gold: Sequence[dict], found: Sequence[tuple[Quote, str]], scores: Scores) -> None:
    """Adds one article to the scores. Each label takes the free quote that overlaps it most; a label's content reaches from its first to its last part."""
    free, right, spoken, named = set(range(len(found))), {"content": 0, "direct": 0, "indirect": 0}, 0, 0
    labelled = {"direct": 0, "indirect": 0}
    for label in gold:
        span = min(a for a, _ in label["content"]), max(b for _, b in label["content"])
        kind = "direct" if _MARKED.fullmatch(text[slice(*span)]) else "indirect"
        labelled[kind] += 1
        best = max(free, key=lambda i: _shared(found[i][0], span), default=None)
        cue = " ".join(text[a:b] for a, b in label.get("cue") or []).lower()
        if best is None or _shared(found[best][0], span) < OVERLAP:
            cause = "other extent" if best is not None and _shared(found[best][0], span) > 0 else "missed"
            scores.error(f"{cause}, {kind}", cue, _shown(text, *span))
            continue
        free.discard(best)
        quote = found[best][0]
        right["content"] += 1
        right[kind] += 1
        if label.get("source"):
            spoken += 1
            sure = quote.speaker_start is not None and any(min(quote.speaker_end, b) > max(quote.speaker_start, a) for a, b in label["source"])
            named += sure
            if not sure:
                scores.error("other speaker", cue, _shown(text, *span))
    for i in free:
        quote, pattern = found[i]
        scores.error(f"not labelled, {pattern}", (quote.cue or "").lower(), _shown(text, quote.content_start, quote.content_end))
    direct = sum(q.direct for q, _ in found)
    scores.add("content", right["content"], len(gold) + len(found))
    scores.add("direct", right["direct"], labelled["direct"] + direct)
    scores.add("indirect", right["indirect"], labelled["indirect"] + len(found) - direct)
    # a share as F1 has it: 2 x right / (n + n)
    scores.add("speaker", named, 2 * spoken)


def report(scores: Scores, errors: int = 25) -> list[str]:
    """The lines that `parley evaluate quotes` prints."""
    lines = [f"{len(scores.right.get('content', []))} articles; F1 of content in per cent with 95 % intervals (articles drawn anew)"]
    lines += [_line(measure, scores.f1(measure)) for measure in MEASURES]
    lines.append("right speakers of the quotes found, per cent")
    lines.append(_line("speaker", scores.f1("speaker")))
    lines.append("errors by cause, the most frequent first")
    causes: dict[str, int] = {}
    for (cause, _), n in scores.errors.items():
        causes[cause] = causes.get(cause, 0) + n
    for cause, total in sorted(causes.items(), key=lambda e: (-e[1], e[0]))[:errors]:
        words = sorted(((n, cue) for (c, cue), n in scores.errors.items() if c == cause), key=lambda e: (-e[0], e[1]))
        most = ", ".join(f"{cue or 'no cue'} {n}" for n, cue in words[:4])
        lines.append(f"{total:5}  {cause}: {most}   e.g. {scores.examples[cause, words[0][1]]}")
    return lines


def _shared(quote: Quote, span: tuple[int, int]) -> float:
    shared = min(quote.content_end, span[1]) - max(quote.content_start, span[0])
    return max(0, shared) / (max(quote.content_end, span[1]) - min(quote.content_start, span[0]))


def _shown(text: str, start: int, end: int) -> str:
    return f"{' '.join(text[max(0, start - 40) : start].split())} [{' '.join(text[start : min(end, start + 80)].split())}]"
