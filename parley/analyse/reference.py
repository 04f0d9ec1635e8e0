"""A chronology that somebody else made, as CSV, beside the corpus's own: what is found of it, and how far the dates are off."""

from __future__ import annotations

import csv
import io
import math
import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
from nltk.stem.porter import PorterStemmer

from parley.analyse.chronology import TALKS_AND_FORCE, TRACKS, members
from parley.analyse.uncertainty import wilson
from parley.store import Store

NEAR_DAYS = 10
"""Days between two intervals up to which they may tell one happening: a report can be late, or name the day of the announcement. Further off is missed."""
ALIKE = 0.2
"""Least likeness of words (cosine of tf-idf) of a reference row and an incident's sentences. Chosen on the sample against its facts by reading the matches;
every match is listed with its likeness, so that a reader can judge."""
DAYS_COST = 0.02
"""What a day between the intervals takes off the likeness when two incidents compete for a row: ten days outweigh a fifth of the words."""
WORDS = ("text", "fact", "event", "description", "headline", "summary")
COLUMNS = ["row", "earliest", "latest", "text", "track", "actors"]
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$")
_WORD = re.compile(r"[^\W\d_]{3,}|\d+")


def read_reference(path: str | Path) -> pd.DataFrame:
    """A row per row of a CSV in UTF-8: `row` (its line in the file), `earliest`, `latest`, `text`, `track` (missing if unknown), `actors`.

    The file has a header with `date` (`2025-09-02`, `2025-09` or `2025`: the days that it can mean) or `earliest` and `latest`, with `text` (or fact, event,
    description, headline, summary), and if it likes `track` and `actors`; commas, semicolons or tabs part the cells, other columns are passed over.
    Raises ValueError, naming the file, the row and what would mend it, for a date that is none, an interval that ends before it begins, an unknown
    track, a row without text, and a file without the columns or without a row; FileNotFoundError where there is no file.
    """
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"{path}: no such file; give a CSV with the columns date and text")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"{path.name}: not UTF-8 at byte {error.start}; save it as CSV in UTF-8") from error
    head = text.split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count), skipinitialspace=True)
    reader.fieldnames = [str(n).strip().lower() for n in reader.fieldnames or []]
    names = set(reader.fieldnames)
    told = next((w for w in WORDS if w in names), None)
    if told is None or not ("date" in names or {"earliest", "latest"} <= names):
        raise ValueError(
            f"{path.name}: the first line names {', '.join(sorted(names)) or 'no column'}; it needs date (or earliest and latest) and text"
        )
    try:
        rows = [
            _row(path.name, reader.line_num, {k: (v or "").strip() for k, v in r.items() if isinstance(k, str) and not isinstance(v, list)}, told)
            for r in reader
        ]
    except csv.Error as error:
        raise ValueError(f"{path.name}, row {reader.line_num}: {error}; put cells with line breaks or quotes in double quotes") from error
    if not rows:
        raise ValueError(f"{path.name}: no row below the header; give a row per event")
    return pd.DataFrame(rows, columns=COLUMNS)


def _row(name: str, line: int, cells: dict[str, str], told: str) -> tuple:
    where = f"{name}, row {line}"
    if cells.get("date"):
        first, last = _days(cells["date"], where)
    elif cells.get("earliest") or cells.get("latest"):
        first = _days(cells.get("earliest") or cells["latest"], where)[0]
        last = _days(cells.get("latest") or cells["earliest"], where)[1]
    else:
        raise ValueError(f"{where}: no date; write 2025-09-02, 2025-09 or 2025")
    if last < first:
        raise ValueError(f"{where}: latest ({last}) lies before earliest ({first}); swap them or mend one")
    if not cells.get(told):
        raise ValueError(f"{where}: no {told}; say what happened, or remove the row")
    track = (cells.get("track") or "").lower() or None
    if track is not None and track not in TRACKS:
        raise ValueError(f"{where}: track {track!r} is none of {', '.join(TRACKS)}; use one of them or leave it empty")
    return line, first, last, cells[told], track, cells.get("actors", "")


def _days(text: str, where: str) -> tuple[date, date]:
    """First and last day that `2025-09-02`, `2025-09` or `2025` can mean."""
    m = _DATE.match(text)
    try:
        if not m:
            raise ValueError("no date")
        year, month, day = int(m[1]), int(m[2] or 0), int(m[3] or 0)
        if m[3]:
            return date(year, month, day), date(year, month, day)
        if m[2]:
            return date(year, month, 1), date(year, month, monthrange(year, month)[1])
        return date(year, 1, 1), date(year, 12, 31)
    except ValueError as error:
        raise ValueError(f"{where}: {text[:40]!r} is no date; write 2025-09-02, 2025-09 or 2025") from error


def compare_reference(store: Store, reference: pd.DataFrame, *, tracks: Sequence[str] = TRACKS) -> pd.DataFrame:
    """A row per reference row: its columns, `found`, and of the incident that matches best: incident_id, trigger, incident_earliest, incident_latest,
    incident_track, status, independent_outlets, `alike` (0..1) and `days_off`.

    An incident can match if at most ten days lie between the intervals and its sentences, actors and place share enough words with the row's text and
    actors: cosine of word stems weighed by tf-idf over rows and incidents, at least `ALIKE`. Of those that can, the one with most likeness, less a
    little for each day, is taken; one incident may match several rows. `days_off` is 0 where the intervals overlap, above 0 the days by which the
    corpus dates it later, below 0 earlier. A row that is not found has no incident and no `days_off`.
    """
    rows = _told(store, tracks)
    mine, theirs = [_stems(w) for w in rows["words"]], [_stems(f"{r.text} {r.actors}") for r in reference.itertuples()]
    weight = _weights([*mine, *theirs])
    mine, theirs = [_vector(s, weight) for s in mine], [_vector(s, weight) for s in theirs]
    first, last = _ordinals(rows["earliest"]), _ordinals(rows["latest"])
    out = []
    for r, vector in zip(reference.itertuples(index=False), theirs, strict=True):
        off = _apart(first, last, r.earliest.toordinal(), r.latest.toordinal())
        best = None
        for i in np.flatnonzero(np.abs(off) <= NEAR_DAYS):
            alike = sum(w * mine[i][s] for s, w in vector.items() if s in mine[i])
            near = alike - DAYS_COST * abs(off[i])
            # a sentence tells several incidents that differ in few words: among equals the track decides, then the support
            rank = (round(near, 1), rows["track"].iloc[i] == r.track, rows["independent_outlets"].iloc[i], near, -i)
            if alike >= ALIKE and (best is None or rank > best[0]):
                best = (rank, i, alike)
        row = r._asdict() | {"found": best is not None}
        if best:
            m = rows.iloc[best[1]]
            row |= {"incident_id": m["incident_id"], "trigger": m["trigger"], "incident_earliest": m["earliest"], "incident_latest": m["latest"],
                    "incident_track": m["track"], "status": m["status"], "independent_outlets": m["independent_outlets"], "alike": round(float(best[2]), 3),
                    "days_off": int(off[best[1]])}  # fmt: skip
        out.append(row)
    columns = [*reference.columns, "found", "incident_id", "trigger", "incident_earliest", "incident_latest", "incident_track", "status",
               "independent_outlets", "alike", "days_off"]  # fmt: skip
    frame = pd.DataFrame(out, columns=columns)
    return frame.astype({"days_off": "Int64", "independent_outlets": "Int64", "found": bool})


def reference_scores(store: Store, matches: pd.DataFrame, *, tracks: Sequence[str] = TALKS_AND_FORCE) -> pd.DataFrame:
    """A row per question put to `compare_reference`'s rows: question, right, n, share, low, high (95 %, Wilson 1927).

    Recall: rows found, and of those from the corpus's own time on (a quarter before its first dated article to its last). Dates: rows found whose intervals
    overlap the incident's. Track: right, where the reference names one. Precision is asked only of what a selective chronology should hold: incidents of
    `tracks` that happened, dated to a month or closer, reported by two or more independent outlets, and inside the reference's own time, that are near
    in time to a row and like it in words. An incident that a reference leaves out need not be wrong.
    """
    span = store.sql("SELECT min(published) AS first, max(published) AS last FROM documents").iloc[0]
    out = [("rows found", matches["found"])]
    if pd.notna(span["first"]):
        begin, end = (span["first"] - pd.Timedelta(days=92)).date(), span["last"].date()
        inside = (matches["earliest"] >= begin) & (matches["latest"] <= end)
        out.append(("rows of the corpus's own time found", matches.loc[inside, "found"]))
    found = matches[matches["found"]]
    out.append(("date overlaps, of rows found", found["days_off"] == 0))
    named = found[found["track"].notna()]
    out.append(("track agrees, of rows found that name one", named["track"] == named["incident_track"]))
    out.append(("well reported incidents that a row tells", _told_by(store, matches, tracks)))
    rows = [(q, int(hit.sum()), len(hit), hit.mean() if len(hit) else math.nan, *wilson(int(hit.sum()), len(hit))) for q, hit in out]
    return pd.DataFrame(rows, columns=["question", "right", "n", "share", "low", "high"])


def _told_by(store: Store, matches: pd.DataFrame, tracks: Sequence[str]) -> pd.Series:
    """Whether a row of the reference tells each incident that it should hold."""
    rows = _told(store, tracks)
    first, last = _ordinals(rows["earliest"]), _ordinals(rows["latest"])
    begin = min((d.toordinal() for d in matches["earliest"]), default=1)
    end = max((d.toordinal() for d in matches["latest"]), default=0)
    asked = (
        rows["status"].isin(["occurred", "ongoing"]) & (rows["independent_outlets"] >= 2) & (last - first <= 31) & (first >= begin) & (last <= end)
    )
    mine, theirs = [_stems(w) for w in rows["words"]], [_stems(f"{r.text} {r.actors}") for r in matches.itertuples()]
    weight = _weights([*mine, *theirs])
    theirs = [_vector(s, weight) for s in theirs]
    days = [(a.toordinal(), b.toordinal()) for a, b in zip(matches["earliest"], matches["latest"], strict=True)]
    hits = []
    for i in np.flatnonzero(asked.to_numpy()):
        vector = _vector(mine[i], weight)
        near = (t for t, (a, b) in zip(theirs, days, strict=True) if abs(int(_apart(first[i : i + 1], last[i : i + 1], a, b)[0])) <= NEAR_DAYS)
        hits.append(any(sum(w * vector[s] for s, w in t.items() if s in vector) >= ALIKE for t in near))
    return pd.Series(hits, dtype=bool)


def _told(store: Store, tracks: Sequence[str]) -> pd.DataFrame:
    """Dated incidents that are not said to be untrue, each with the words of its sentences, its actors and its place."""
    return store.sql(
        f"""WITH {members("sentence", "trigger")},
             sentences_of AS (SELECT DISTINCT m.incident_id, m.doc_id, m.sentence FROM members m),
             said AS (SELECT o.incident_id, string_agg(substr(d.text, s.start + 1, s."end" - s.start), ' ' ORDER BY o.doc_id, o.sentence) AS said
                      FROM sentences_of o JOIN documents d ON d.doc_id = o.doc_id JOIN sentences s ON s.doc_id = o.doc_id AND s.sentence = o.sentence
                      GROUP BY o.incident_id)
            SELECT i.incident_id, i.trigger, i.earliest, i.latest, i.track, i.status, i.independent_outlets,
                   concat_ws(' ', coalesce(said.said, i.headline), i.trigger, i.source, i.target, i.place) AS words
            FROM incidents i SEMI JOIN members USING (incident_id) LEFT JOIN said ON said.incident_id = i.incident_id
            WHERE list_contains($tracks, i.track) AND i.earliest IS NOT NULL AND i.status <> 'negated'
            ORDER BY i.earliest, i.latest, i.incident_id""",
        {"tracks": list(tracks)},
    )


_STEM = PorterStemmer().stem


def _stems(text: str) -> Counter:
    words = Counter(w for w in _WORD.findall(text.casefold()))
    out: Counter = Counter()
    for w, n in words.items():
        out[_STEM(w)] += n
    return out


def _weights(texts: Iterable[Counter]) -> dict[str, float]:
    """Inverse document frequency of each stem, log((n + 1) / df): words that every text holds weigh next to nothing."""
    texts = list(texts)
    seen = Counter(s for t in texts for s in t)
    return {s: math.log((len(texts) + 1) / n) for s, n in seen.items()}


def _vector(stems: Counter, weight: dict[str, float]) -> dict[str, float]:
    raw = {s: (1 + math.log(n)) * weight[s] for s, n in stems.items()}
    size = math.sqrt(sum(v * v for v in raw.values()))
    return {s: v / size for s, v in raw.items()} if size else {}


def _ordinals(days: pd.Series) -> np.ndarray:
    return np.array([d.toordinal() for d in days], dtype=int)


def _apart(first: np.ndarray, last: np.ndarray, begin: int, end: int) -> np.ndarray:
    """Days from the interval begin..end to each of first..last: 0 where they overlap, above 0 where those lie later."""
    return np.maximum(first - end, 0) - np.maximum(begin - last, 0)
