"""A name in its contexts, line under line."""

from __future__ import annotations

import pandas as pd

from parley.analyse import groups
from parley.store import Store

WIDTH = 46
"""Characters of context on either side."""


def concordance(store: Store, *, entity: str, n: int = 20, outlet: str | None = None, width: int = WIDTH) -> pd.DataFrame:
    """A row per mention of an entity by name (not by nationality), keyword in context: `left`, `name` as written, `right` (at most `width` characters each, within the sentence),
    `published`, `outlet`, `title`, `url`, `constructed`, `doc_id`, `start`, `licence`, `withheld` (the text is not at hand), `sentence`.
    At most `n` (0: all), one per article before a second of any.
    """
    where = f"AND {groups.GROUPS['outlet']} = $outlet" if outlet is not None else ""
    rows = store.sql(
        f"""WITH hits AS (
              SELECT d.published, d.outlet, d.title, d.url, d.licence, d.constructed, d.withheld, d.doc_id, m.sentence, m.start, m.text AS name,
                     substr(d.text, s.start + 1, m.start - s.start) AS "left", substr(d.text, m."end" + 1, s."end" - m."end") AS "right",
                     row_number() OVER (PARTITION BY d.doc_id ORDER BY m.start) AS nth
              FROM mentions m JOIN documents d USING (doc_id) JOIN sentences s ON s.doc_id = m.doc_id AND s.sentence = m.sentence
              WHERE m.entity = $entity AND m.label IS DISTINCT FROM 'NORP' {where})
            SELECT * FROM hits ORDER BY nth, published NULLS LAST, doc_id {"LIMIT " + str(int(n)) if n else ""}""",
        {"entity": entity} | ({"outlet": outlet} if outlet is not None else {}),
    )
    rows["left"] = [_end(" ".join(t.split()), width) + (" " if t[-1:].isspace() else "") for t in rows["left"]]
    rows["right"] = [(" " if t[:1].isspace() else "") + _begin(" ".join(t.split()), width) for t in rows["right"]]
    order = ["published", "outlet", "title", "left", "name", "right", "url", "constructed", "doc_id", "start", "licence", "withheld", "sentence"]
    return rows.sort_values(["published", "doc_id", "start"], kind="stable", ignore_index=True)[order]


def _end(text: str, width: int) -> str:
    """The end of a text, cut at a blank."""
    return text if len(text) <= width else "…" + text[-width:].partition(" ")[2]


def _begin(text: str, width: int) -> str:
    return text if len(text) <= width else text[:width].rpartition(" ")[0] + "…"
