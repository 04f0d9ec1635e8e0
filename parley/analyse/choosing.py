"""What one can choose incidents and sentences by: the rows of the explorers in JupyterLab."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from parley.analyse import chronology, evidence
from parley.store import Store


def incidents(store: Store, *, tracks: Sequence[str]) -> pd.DataFrame:
    """The rows of `chronology`, each with `in_outlets`, who reports it, and `entities`, its actors and place; both are lists."""
    rows = chronology.chronology(store, tracks=tracks)
    names = store.sql(
        """SELECT n.incident_id, list(DISTINCT d.outlet) AS in_outlets
           FROM (SELECT incident_id, unnest(event_ids) AS event_id FROM incidents) n JOIN events e USING (event_id) JOIN documents d USING (doc_id)
           WHERE d.outlet IS NOT NULL GROUP BY ALL"""
    )
    rows = rows.merge(names, how="left", on="incident_id", validate="one_to_one")
    rows["in_outlets"] = [sorted(v) if hasattr(v, "__iter__") else [] for v in rows["in_outlets"]]
    rows["entities"] = [sorted({v for v in parts if isinstance(v, str)}) for parts in rows[["source", "target", "place"]].itertuples(index=False)]
    return rows


def sentences(store: Store) -> pd.DataFrame:
    """A row per reported event as `evidence` gives it, earliest article first, with event, track, status, and `entities`: the names in its sentence."""
    return store.sql(
        f"""WITH named AS (SELECT doc_id, sentence, list(DISTINCT entity ORDER BY entity) AS entities FROM mentions GROUP BY ALL)
            SELECT {evidence.ARTICLE}, {evidence.SENTENCE}, e.start - s.start AS mark_start, e."end" - s.start AS mark_end, s.sentence, e.event, e.track,
                   e.status, coalesce(n.entities, []) AS entities
            FROM events e JOIN documents d USING (doc_id) JOIN sentences s ON s.doc_id = e.doc_id AND s.sentence = e.sentence
                 LEFT JOIN named n ON n.doc_id = e.doc_id AND n.sentence = e.sentence
            ORDER BY d.published NULLS LAST, d.doc_id, e.start"""
    )
