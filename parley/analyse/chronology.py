"""What happened when: incidents in order, undated and planned ones apart, and the balance of cooperation and conflict."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from parley.store import Store

TRACKS = ("diplomatic", "pressure", "military", "domestic", "other")
HAPPENED = ("occurred", "ongoing", "alleged", "historical", "denied")


def chronology(store: Store, *, tracks: Sequence[str], least_documents: int = 1) -> pd.DataFrame:
    """A row per dated incident of `tracks`, in order of time: the columns of the table `incidents`.

    Restricted stores keep an incident if one of its events is in an article they hold. Raises ValueError for an unknown track.
    """
    unknown = set(tracks) - set(TRACKS)
    if unknown:
        raise ValueError(f"tracks={sorted(unknown)}: choose from {', '.join(TRACKS)}")
    return store.sql(
        """SELECT i.* FROM incidents i WHERE list_contains($tracks, i.track) AND i.earliest IS NOT NULL AND i.documents >= $least
           AND EXISTS (SELECT 1 FROM events e WHERE list_contains(i.event_ids, e.event_id)) ORDER BY i.earliest, i.latest, i.salience DESC, i.incident_id""",
        {"tracks": list(tracks), "least": least_documents},
    )


def window(store: Store, margin_days: int = 45) -> dict[str, pd.Timestamp]:
    """`start` and `end` of the time that a chronology shows: from before the first dated article to after the last; empty without any."""
    first, last = store.sql("SELECT min(published), max(published) FROM documents").iloc[0]
    margin = pd.Timedelta(days=margin_days)
    return {} if pd.isna(first) else {"start": first - margin, "end": last + margin}


def undated(store: Store, *, tracks: Sequence[str]) -> pd.DataFrame:
    """A row per incident of `tracks` that no report dates, the most reported first."""
    return store.sql(
        """SELECT i.* FROM incidents i WHERE list_contains($tracks, i.track) AND i.earliest IS NULL
           AND EXISTS (SELECT 1 FROM events e WHERE list_contains(i.event_ids, e.event_id)) ORDER BY i.documents DESC, i.salience DESC, i.incident_id""",
        {"tracks": list(tracks)},
    )


def reports(store: Store, incident_id: str) -> pd.DataFrame:
    """A row per event of an incident: published, outlet, title, status, trigger, source, target, interval, and the sentence's place in its article."""
    return store.sql(
        """SELECT d.published, d.outlet, d.title, d.copy_of IS NOT NULL AS copy, e.status, e.trigger, e.source, e.target, e.earliest, e.latest, e.date_from,
                  e.doc_id, e.sentence, e.start, e."end"
           FROM events e JOIN documents d USING (doc_id)
           WHERE e.event_id IN (SELECT unnest(event_ids) FROM incidents WHERE incident_id = $incident) ORDER BY d.published NULLS LAST, d.outlet, e.start""",
        {"incident": incident_id},
    )


def weekly_balance(store: Store, *, tracks: Sequence[str]) -> pd.DataFrame:
    """A row per week that holds a dated incident that happened: incidents by `track`, and `intensity`, the mean of its events (-10 conflict .. 10 cooperation).

    A week counts an incident on the first day of its interval; incidents with an interval over 31 days are left out.
    """
    return store.sql(
        """SELECT CAST(date_trunc('week', i.earliest) AS DATE) AS week, i.track, count(*) AS incidents,
                  avg((SELECT avg(e.intensity) FROM events e WHERE list_contains(i.event_ids, e.event_id))) AS intensity
           FROM incidents i WHERE list_contains($tracks, i.track) AND i.earliest IS NOT NULL AND i.latest - i.earliest <= 31
             AND EXISTS (SELECT 1 FROM events e WHERE list_contains(i.event_ids, e.event_id))
             AND i.status IN ('occurred', 'ongoing', 'alleged') GROUP BY ALL ORDER BY week, track""",
        {"tracks": list(tracks)},
    )


def status_counts(store: Store) -> pd.DataFrame:
    """A row per track and status: events."""
    return store.sql("SELECT track, status, count(*) AS events FROM events GROUP BY ALL ORDER BY track, status")
