"""What happened when: incidents in order, undated and planned ones apart, who reports them, and what one outlet leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from parley.analyse.uncertainty import wilson
from parley.store import Store

TRACKS = ("diplomatic", "pressure", "military", "domestic", "other")
TALKS_AND_FORCE = ("diplomatic", "pressure", "military")
"""The tracks of the chronology, unless somebody asks for others."""
AHEAD = ("planned", "possible")


def members(*columns: str) -> str:
    """SQL of a table `members` for a WITH clause: a row per incident and event of it that the selection holds, with `columns` of the events."""
    listed = "".join(f', e."{c}"' for c in columns)
    return f"""members AS (SELECT n.incident_id, e.event_id, e.doc_id{listed}
               FROM (SELECT incident_id, unnest(event_ids) AS event_id FROM incidents) n JOIN events e USING (event_id))"""


def chronology(store: Store, *, tracks: Sequence[str] = TALKS_AND_FORCE, least_documents: int = 1) -> pd.DataFrame:
    """A row per dated incident of `tracks`, in order of time: the columns of the table `incidents`.

    Restricted stores keep an incident if one of its events is in an article they hold. Raises ValueError for an unknown track.
    """
    return _incidents(
        store, tracks, "i.earliest IS NOT NULL AND i.documents >= $least", "i.earliest, i.latest, i.salience DESC", least=int(least_documents)
    )


def window(store: Store, margin_days: int = 45) -> dict[str, pd.Timestamp]:
    """`start` and `end` of the time that a chronology shows: from before the first dated article to after the last; empty without any."""
    first, last = store.sql("SELECT min(published), max(published) FROM documents").iloc[0]
    margin = pd.Timedelta(days=margin_days)
    return {} if pd.isna(first) else {"start": first - margin, "end": last + margin}


def undated(store: Store, *, tracks: Sequence[str] = TALKS_AND_FORCE) -> pd.DataFrame:
    """A row per incident of `tracks` that no report dates, the most reported first."""
    return _incidents(store, tracks, "i.earliest IS NULL", "i.documents DESC, i.salience DESC")


def planned(store: Store, *, tracks: Sequence[str] = TALKS_AND_FORCE) -> pd.DataFrame:
    """A row per incident of `tracks` that was only planned or possible when it was reported, dated or not: dated ones first, in order of time."""
    return _incidents(store, tracks, f"i.status IN {AHEAD}", "i.earliest NULLS LAST, i.latest, i.salience DESC")


def _incidents(store: Store, tracks: Sequence[str], where: str, order: str, **values: int) -> pd.DataFrame:
    unknown = set(tracks) - set(TRACKS)
    if unknown:
        raise ValueError(f"tracks={sorted(unknown)}: choose from {', '.join(TRACKS)}")
    return store.sql(
        f"""WITH {members()} SELECT i.* FROM incidents i SEMI JOIN members USING (incident_id)
            WHERE list_contains($tracks, i.track) AND {where} ORDER BY {order}, i.incident_id""",
        {"tracks": list(tracks), **values},
    )


def reports(store: Store, incident_id: str | Iterable[str]) -> pd.DataFrame:
    """A row per event of an incident, or of several: incident_id, published, outlet, title, url, copy (repeats an earlier article), status,
    attributed_to, trigger, source, target, interval and where that comes from, and the sentence's place in its article. In order of report."""
    wanted = [incident_id] if isinstance(incident_id, str) else list(incident_id)
    return store.sql(
        """SELECT n.incident_id, d.published, d.outlet, d.title, d.url, d.copy_of IS NOT NULL AS copy, e.status, e.attributed_to, e.trigger, e.source,
                  e.target, e.earliest, e.latest, e.date_from, e.doc_id, e.event_id, e.sentence, e.start, e."end"
           FROM (SELECT incident_id, unnest(event_ids) AS event_id FROM incidents WHERE list_contains($ids, incident_id)) n
           JOIN events e USING (event_id) JOIN documents d ON d.doc_id = e.doc_id
           ORDER BY n.incident_id, d.published NULLS LAST, d.outlet, e.doc_id, e.start, e.event_id""",
        {"ids": wanted},
    )


def status_counts(store: Store) -> pd.DataFrame:
    """A row per track and status: events."""
    return store.sql("SELECT track, status, count(*) AS events FROM events GROUP BY ALL ORDER BY track, status")


def omissions(store: Store, *, tracks: Sequence[str] = TALKS_AND_FORCE, least_outlets: int = 1) -> pd.DataFrame:
    """A row per ordered pair of outlets: of the `n` incidents that `outlet` reports, `omitted` are in no article of `other`; share, low, high (Wilson).

    `least_outlets` asks only of incidents that as many outlets report; from 2 on, a slip of the engine in one article is no longer an omission of the rest.
    An outlet that carries a wire copy does report what is in it, so copies count here even where they are left out elsewhere. Only what `outlet` reports
    between the first and last dated article of `other` counts: nobody omits what happened before it is listened to. "Omitted" is said of the articles in
    the corpus, not of all that an outlet published, and an incident that the engine failed to join looks omitted on both sides.
    """
    seen = _coverage(store, tracks)
    seen = seen[seen.groupby("incident_id")["outlet"].transform("size") >= least_outlets]
    columns = ["outlet", "other", "n", "omitted", "share", "low", "high"]
    spans = _everything(store).sql(
        "SELECT outlet, min(published) AS first, max(published) AS last FROM documents WHERE outlet IS NOT NULL GROUP BY outlet ORDER BY outlet"
    )
    out = []
    by = dict(list(seen.groupby("outlet", sort=True)))
    for a in by:
        for b, first, last in spans.itertuples(index=False):
            if a == b or pd.isna(first):
                continue
            then = by[a][(by[a]["reported"] >= first) & (by[a]["reported"] <= last)]
            n = len(then)
            left = n - int(then["incident_id"].isin(by[b]["incident_id"]).sum()) if b in by else n
            out.append((a, b, n, left, left / n if n else float("nan"), *wilson(left, n)))
    return pd.DataFrame(out, columns=columns)


def omitted(store: Store, *, outlet: str, other: str, tracks: Sequence[str] = TALKS_AND_FORCE, least_outlets: int = 1) -> pd.DataFrame:
    """A row per incident that `outlet` reports and no article of `other` does, the most salient first: the columns of `incidents`.

    `least_outlets` and which incidents count: as in `omissions`.

    Raises ValueError where the corpus has no article of one of them.
    """
    whole = _everything(store)
    known = set(whole.sql("SELECT DISTINCT outlet FROM documents WHERE outlet IS NOT NULL")["outlet"])
    for name in (outlet, other):
        if name not in known:
            raise ValueError(f"{name!r}: the corpus has no article of it; its outlets are {', '.join(sorted(known)) or 'unknown'}")
    seen = _coverage(store, tracks)
    seen = seen[seen.groupby("incident_id")["outlet"].transform("size") >= least_outlets]
    first, last = whole.sql("SELECT min(published), max(published) FROM documents WHERE outlet = $other", {"other": other}).iloc[0]
    mine = seen[(seen["outlet"] == outlet) & (seen["reported"] >= first) & (seen["reported"] <= last)]
    left = set(mine["incident_id"]) - set(seen.loc[seen["outlet"] == other, "incident_id"])
    rows = whole.sql(
        "SELECT * FROM incidents WHERE list_contains($ids, incident_id) ORDER BY salience DESC, earliest NULLS LAST, incident_id",
        {"ids": sorted(left)},
    )
    return rows.reset_index(drop=True)


def _everything(store: Store) -> Store:
    """The same selection with the copies in it."""
    return Store(store.path, **{**store.filters, "copies": True})


def _coverage(store: Store, tracks: Sequence[str]) -> pd.DataFrame:
    """A row per incident and outlet that reports it in a dated article: incident_id, outlet, day of its first report."""
    return _everything(store).sql(
        f"""WITH {members()} SELECT m.incident_id, d.outlet, min(d.published) AS reported
            FROM members m JOIN documents d ON d.doc_id = m.doc_id JOIN incidents i ON i.incident_id = m.incident_id
            WHERE d.outlet IS NOT NULL AND d.published IS NOT NULL AND list_contains($tracks, i.track) GROUP BY ALL ORDER BY m.incident_id, d.outlet""",
        {"tracks": list(tracks)},
    )
