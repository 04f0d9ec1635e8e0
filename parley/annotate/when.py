"""When a reported event happened: by an expression of its sentence, by the event before it, by the publication, or not known."""

from __future__ import annotations

import re
from datetime import date, timedelta

from parley.annotate.clauses import CLAUSE
from parley.annotate.dates import Time
from parley.annotate.text import Article, Match

LEAD_SENTENCES = 3
"""News leads report what is new: an undated event in them is dated by the publication, to within the days before it."""
LEAD_DAYS = 1


def when(article: Article, match: Match, times: list[Time], number: int, before: tuple[date, date] | None) -> tuple[date | None, date | None, str]:
    """(earliest, latest, how) of an event told at `match` in sentence `number`; `before` is the interval of the event whose story it goes on with."""
    text = article.text
    best = None
    for t in times:
        a, b = (t.end, match.start) if t.end <= match.start else (match.end, t.start)
        if b - a >= 200:
            continue  # costs too much whatever stands between
        between = text[a:b]
        cost = len(between) + 60 * len(CLAUSE.findall(between)) + 80 * len(re.findall(r"[;:“”\"]", between)) + (10 if t.end <= match.start else 0)
        if best is None or cost < best[0]:
            best = (cost, t)
    if best and best[0] < 200:
        t = best[1]
        # an interval that is open on one side ("since May", "by Friday") ends, or begins, with what is known: the publication, else its other side
        earliest, latest = (
            t.earliest or min(filter(None, (article.published, t.latest))),
            t.latest or max(filter(None, (article.published, t.earliest))),
        )
        if t.end <= match.start and re.search(r"\bsince\s+(?:\w+\s+)?$", text[max(0, t.start - 15) : t.start], re.I) and article.published:
            latest = max(latest, article.published)
        return earliest, latest, "expression"
    if before:
        return *before, "inherited"
    if number < article.headline + LEAD_SENTENCES and article.published:
        return article.published - timedelta(LEAD_DAYS), article.published, "publication"
    return None, None, "none"
