"""Who says what of an incident: the statuses that its reports claim, the figures that differ, and where each comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from parley.show import quoting
from parley.show.tables import escape, number

LONGEST_NAME = 6
"""Words of a speaker who is named or described rather than quoted."""
STATUSES = ("occurred", "ongoing", "historical", "alleged", "planned", "possible", "denied", "negated")


def block(reports: pd.DataFrame, figures: object = None) -> str:
    """A list for a line of the chronology: each status claimed with the outlets that claim it, figures that differ by date of report, and the articles.

    `reports` are rows of `parley.analyse.chronology.reports` for one incident, in order of report; `figures` is the incident's column of that name, rows with
    `what` is counted, the `number`, and the article (`doc_id`) and day that report it (`published`), if the store has it.
    """
    items = [_statuses(reports)]
    outlets = dict(zip(reports["doc_id"], reports["outlet"], strict=True))
    if differing := _figures(figures, outlets):
        items.append(f"<li><b>Figures that differ</b>: {differing}</li>")
    articles = reports.drop_duplicates("doc_id")
    listed = "; ".join(_article(r) for r in articles.head(12).to_dict("records"))
    more = f"; and {len(articles) - 12:,} more" if len(articles) > 12 else ""
    items.append(f"<li><b>Reported by</b>: {listed}{more}</li>")
    return f'<ul class="claims">{"".join(items)}</ul>'


def _statuses(reports: pd.DataFrame) -> str:
    parts = []
    for status in sorted(set(reports["status"]), key=STATUSES.index):
        part = reports[reports["status"] == status]
        outlets = ", ".join(escape(o, 60) for o in dict.fromkeys(_known(part["outlet"])))
        said = ", ".join(escape(a, 60) for a in dict.fromkeys(_speakers(part["attributed_to"])))
        parts.append(f"{escape(status)} ({outlets or 'outlet unknown'}{f'; as told by {said}' if said else ''})")
    return f"<li><b>Status as reported</b>: {'; '.join(parts)}</li>"


def _speakers(values: Iterable) -> list[str]:
    """Those who are said to tell it; where an article's words are limited none longer than a name, since only evidence counts what it quotes."""
    return [v for v in _known(values) if not quoting.limited() or len(v.split()) <= LONGEST_NAME]


def _known(values: Iterable) -> list[str]:
    return [v for v in values if isinstance(v, str) and v]


def _article(r: Mapping) -> str:
    day = number(r["published"]) if not pd.isna(r["published"]) else "undated"
    outlet = escape(r["outlet"], 60) if isinstance(r["outlet"], str) else "outlet unknown"
    copy = " (copy of an earlier article)" if r["copy"] else ""
    return f"{day} {outlet}{copy}"


def _figures(figures: object, outlets: Mapping[str, str | None]) -> str:
    """Each thing counted of which reports give different numbers: `killed: 83 (2025-11-16, Wire), 87 (2025-12-06, Post)`."""
    rows = [f for f in figures if isinstance(f, Mapping)] if isinstance(figures, Iterable) and not isinstance(figures, str) else []
    by: dict[str, list[Mapping]] = {}
    for f in rows:
        by.setdefault(str(f.get("what") or f.get("kind") or "number"), []).append(f)
    parts = []
    for what, told in by.items():
        if len({f.get("number") for f in told}) < 2:
            continue
        listed = ", ".join(
            dict.fromkeys(
                f"{escape(f.get('number'))}{_whence(f, outlets.get(f.get('doc_id')))}"
                for f in sorted(told, key=lambda f: str(f.get("published") or "9999"))
            )
        )
        parts.append(f"{escape(what, 60)}: {listed}")
    return "; ".join(parts)


def _whence(f: Mapping, outlet: object) -> str:
    known = [number(f["published"]) if not pd.isna(f.get("published")) else "", escape(outlet, 60) if isinstance(outlet, str) else ""]
    inside = ", ".join(k for k in known if k)
    return f" ({inside})" if inside else ""
