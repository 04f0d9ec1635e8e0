"""The sentences behind a number."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

from parley.analyse import groups
from parley.store import Store

SENTENCE = """substr(d.text, s.start + 1, s."end" - s.start) AS words"""
ARTICLE = "d.published, d.outlet, d.title, d.url, d.licence, d.constructed, d.withheld, d.doc_id"

KINDS = {
    "frame": ("frames", "frame"),
    "event": ("events", "event"),
    "mode": ("events", "mode"),
    "track": ("events", "track"),
    "status": ("events", "status"),
    "entity": ("mentions", "entity"),
    "speaker": ("quotes", "speaker"),
}
"""What evidence can be asked for: the table and column that hold it."""


def evidence(store: Store, *, n: int = 3, outlet: str | None = None, start: str | None = None, end: str | None = None, **what: str) -> pd.DataFrame:
    """Up to `n` sentences (0: all) that show what is asked for, at most one per article while other articles have one.

    `what` is one or more of frame, event, mode, track, status, entity, speaker; several must name one table. A row is a sentence:
    published, outlet, title, words (the sentence), and mark_start, mark_end, the cue's place in it. Raises ValueError for other words.
    """
    unknown = set(what) - set(KINDS)
    if unknown or not what:
        raise ValueError(f"ask for one of {', '.join(KINDS)}" + (f", not {', '.join(sorted(unknown))}" if unknown else ""))
    tables = {KINDS[k][0] for k in what}
    if len(tables) > 1:
        raise ValueError(f"{' and '.join(what)} are annotated apart; ask for one at a time")
    name = tables.pop()
    first, last = ("content_start", "content_end") if name == "quotes" else ("start", '"end"')
    tests = [f"x.{KINDS[k][1]} = ${k}" for k in what]
    values: dict = dict(what)
    # "strike" finds the modes and classes that hold it, so that an analyst need not know PLOVER by heart
    if "event" in what:
        tests = [t for t in tests if not t.endswith("$event")] + [
            "(lower(x.event) = lower($event) OR x.mode ILIKE '%' || $event || '%' OR x.trigger ILIKE '%' || $event || '%')"
        ]
    for key, sql in (
        ("outlet", f"{groups.GROUPS['outlet']} = $outlet"),
        ("start", "d.published >= CAST($start AS DATE)"),
        ("end", "d.published <= CAST($end AS DATE)"),
    ):
        value = {"outlet": outlet, "start": start, "end": end}[key]
        if value is not None:
            tests.append(sql)
            values[key] = value
    rows = store.sql(
        f"""WITH hits AS (
              SELECT {ARTICLE}, {SENTENCE}, x.{first} - s.start AS mark_start, x.{last} - s.start AS mark_end, s.sentence,
                     row_number() OVER (PARTITION BY d.doc_id ORDER BY x.{first}) AS nth
              FROM {name} x JOIN documents d USING (doc_id) JOIN sentences s ON s.doc_id = x.doc_id AND s.start <= x.{first} AND x.{first} < s."end"
              WHERE {" AND ".join(tests)})
            SELECT * EXCLUDE (nth) FROM hits ORDER BY nth, published NULLS LAST, doc_id, mark_start {"LIMIT " + str(int(n)) if n else ""}""",
        values,
    )
    rows["mark_end"] = rows[["mark_end"]].assign(length=rows["words"].str.len()).min(axis=1) if len(rows) else rows["mark_end"]
    return rows


def of_words(store: Store, forms: Iterable[str], *, n: int = 3, outlet: str | None = None) -> pd.DataFrame:
    """Up to `n` sentences that hold one of the forms as whole words, in any case: rows as `evidence` gives them, at most one per article."""
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(re.escape(f) for f in sorted(forms, key=len, reverse=True)) + r")(?!\w)", re.I)
    rows = store.sql(
        f"""SELECT {ARTICLE}, {SENTENCE}, s.sentence FROM documents d JOIN sentences s USING (doc_id)
            WHERE ($outlet IS NULL OR {groups.GROUPS["outlet"]} = $outlet) ORDER BY published NULLS LAST, doc_id, s.sentence""",
        {"outlet": outlet},
    )
    found = [pattern.search(w) for w in rows["words"]]
    rows["mark_start"], rows["mark_end"] = ([getattr(m, k)() if m else -1 for m in found] for k in ("start", "end"))
    return rows[rows["mark_start"] >= 0].drop_duplicates("doc_id").head(n).reset_index(drop=True)


def of_incidents(store: Store, incident_ids: Iterable[str], most: int = 12) -> dict[str, pd.DataFrame]:
    """Per incident, a row for each sentence that reports it (at most `most`, one per article first), as `evidence` gives them."""
    wanted = list(incident_ids)
    rows = store.sql(
        f"""WITH named AS (SELECT incident_id, unnest(event_ids) AS event_id FROM incidents WHERE list_contains($ids, incident_id)),
                 hits AS (SELECT n.incident_id, {ARTICLE}, {SENTENCE}, e.start - s.start AS mark_start, e."end" - s.start AS mark_end, s.sentence, e.status,
                            row_number() OVER (PARTITION BY n.incident_id, d.doc_id, s.sentence ORDER BY e.start) AS again,
                            dense_rank() OVER (PARTITION BY n.incident_id, d.doc_id ORDER BY s.sentence) AS nth
                          FROM named n JOIN events e USING (event_id) JOIN documents d ON d.doc_id = e.doc_id
                               JOIN sentences s ON s.doc_id = e.doc_id AND s.sentence = e.sentence)
            SELECT * EXCLUDE (again) FROM hits WHERE again = 1 ORDER BY incident_id, nth, published NULLS LAST, doc_id""",
        {"ids": wanted},
    )
    parts = {k: g.head(most) for k, g in rows.groupby("incident_id")}
    return {i: parts.get(i, rows.iloc[:0]) for i in wanted}
