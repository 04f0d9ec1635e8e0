"""A chronology as files that other programs read: CSV, JSON, iCalendar, and the JSON of TimelineJS. Equal content gives equal bytes."""

from __future__ import annotations

import csv
import hashlib
import html
import io
import json
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

HEADLINE_WORDS = 25
"""Words of a sentence that a file quotes: articles belong to others, and a chronology needs no more."""
COLUMNS = ["incident_id", "earliest", "latest", "track", "event", "status", "trigger", "source", "target", "place", "documents", "outlets",
           "independent_outlets", "salience", "headline", "statuses", "figures"]  # fmt: skip
REPORT_COLUMNS = ["published", "outlet", "title", "url", "copy", "status", "attributed_to", "trigger", "doc_id", "sentence"]
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CALENDAR_STATUS = {"occurred": "CONFIRMED", "ongoing": "CONFIRMED", "historical": "CONFIRMED", "denied": "CANCELLED", "negated": "CANCELLED"}


def write(path: str | Path, incidents: pd.DataFrame, reports: Mapping[str, pd.DataFrame] | None = None, *, name: str = "chronology") -> Path:
    """Write incidents to a file whose ending says the format: .csv, .ics, .timeline.json or .json. `reports` holds, per incident_id, who reports it.

    Raises ValueError for another ending, and where a calendar or a timeline has no dated incident to show.
    """
    path = Path(path)
    text = _writer(path)(incidents, reports or {}, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
    return path


def _writer(path: Path) -> Callable[[pd.DataFrame, Mapping[str, pd.DataFrame], str], str]:
    known = {".timeline.json": timeline_json, ".csv": as_csv, ".json": as_json, ".ics": icalendar}
    for ending, writer in known.items():
        if path.name.lower().endswith(ending):
            return writer
    raise ValueError(f"{path.name}: the ending says the format; use {', '.join(sorted(known))}")


def as_csv(incidents: pd.DataFrame, reports: Mapping[str, pd.DataFrame], name: str) -> str:
    """A line per incident, dated ones first. A cell that a spreadsheet would run as a formula (= + - @, tab, return) begins with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    columns = [c for c in COLUMNS if c in incidents.columns]
    writer.writerow(columns)
    for r in records(incidents):
        writer.writerow([_cell(r[c]) for c in columns])
    return out.getvalue()


def as_json(incidents: pd.DataFrame, reports: Mapping[str, pd.DataFrame], name: str) -> str:
    """`{"name": ..., "incidents": [...]}`; an incident has the columns of the CSV, null where unknown, and `reports` with outlet, date, status and place."""
    rows = records(incidents)
    for r in rows:
        found = reports.get(r["incident_id"])
        r["reports"] = [] if found is None else [{c: _plain(v) for c, v in x.items() if c in REPORT_COLUMNS} for x in found.to_dict("records")]
    return json.dumps({"name": name, "incidents": rows}, ensure_ascii=False, indent=1) + "\n"


def icalendar(incidents: pd.DataFrame, reports: Mapping[str, pd.DataFrame], name: str) -> str:
    """An iCalendar (RFC 5545): an all-day event for each dated incident, as long as its interval, which blocks nobody's time.

    UID comes from the incident's first report, so that a calendar read in again after later articles joined updates the event instead of adding one; DTSTAMP is
    the last day that any incident or report names. Happened is CONFIRMED, planned, possible
    and alleged TENTATIVE, denied and negated CANCELLED. Undated incidents have no place in a calendar. Raises ValueError without any dated one.
    """
    rows = _dated(incidents, "a calendar")
    days = [r["latest"] for r in rows] + [str(d.date()) for f in reports.values() for d in pd.to_datetime(f["published"]).dropna()]
    stamp = max(days).replace("-", "") + "T000000Z"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Parley//Chronology//EN", "CALSCALE:GREGORIAN", f"X-WR-CALNAME:{_text(name)}"]
    for r in rows:
        uid = hashlib.sha256(f"{name}\n{_first_report(r, reports)}".encode()).hexdigest()[:32]
        lines += [
            "BEGIN:VEVENT", f"UID:{uid}@parley.invalid", f"DTSTAMP:{stamp}", f"DTSTART;VALUE=DATE:{r['earliest'].replace('-', '')}",
            *_end(r["latest"]), f"SUMMARY:{_text(summary(r))}", f"DESCRIPTION:{_text(_description(r))}",
            f"CATEGORIES:{_text(r['track'])}", f"STATUS:{_CALENDAR_STATUS.get(r['status'], 'TENTATIVE')}", "TRANSP:TRANSPARENT",
        ]  # fmt: skip
        if r.get("place"):
            lines.append(f"LOCATION:{_text(r['place'])}")
        lines.append("END:VEVENT")
    return "".join(_folded(line) for line in [*lines, "END:VCALENDAR"])


def timeline_json(incidents: pd.DataFrame, reports: Mapping[str, pd.DataFrame], name: str) -> str:
    """The JSON that TimelineJS reads: a slide for each dated incident, grouped by track; texts are escaped, as TimelineJS takes them for HTML.

    Raises ValueError without a dated incident: TimelineJS needs one.
    """
    day = lambda text: dict(zip(("year", "month", "day"), map(int, text.split("-")), strict=True))  # noqa: E731
    events = []
    for r in _dated(incidents, "a timeline"):
        first, last = r["earliest"], r["latest"]
        events.append(
            {
                "unique_id": f"i{r['incident_id']}",
                "start_date": day(first),
                "end_date": day(last),
                "display_date": first if first == last else f"between {first} and {last}",
                "group": r["track"],
                "text": {
                    "headline": html.escape(summary(r)),
                    "text": f"<p>{html.escape(r.get('headline') or '')}</p><p>{html.escape(_support(r))}</p>",
                },
            }
        )
    title = {
        "text": {"headline": html.escape(name), "text": "<p>Incidents as the articles report them; an interval means that the day is not known.</p>"}
    }
    return json.dumps({"title": title, "events": events, "scale": "human"}, ensure_ascii=False, indent=1) + "\n"


def records(incidents: pd.DataFrame) -> list[dict]:
    """Incidents as plain values, in order of time, undated ones last: dates as ISO texts, unknown as None, the headline cut to 25 words."""
    columns = [c for c in COLUMNS if c in incidents.columns]
    rows = [{c: _plain(v) for c, v in r.items()} for r in incidents[columns].to_dict("records")]
    for r in rows:
        words = (r.get("headline") or "").split()
        if len(words) > HEADLINE_WORDS:
            r["headline"] = " ".join(words[:HEADLINE_WORDS]) + " …"
    return sorted(rows, key=lambda r: (r["earliest"] is None, r["earliest"] or "", r["latest"] or "", r["incident_id"]))


def summary(r: Mapping) -> str:
    """What happened in a line, from the codes: `struck (Navy → Rebels)`, with the status in front unless it happened."""
    actors = " → ".join(a for a in (r.get("source"), r.get("target")) if a)
    what = str(r.get("trigger") or r["event"]).capitalize()
    status = "" if r["status"] in ("occurred", "ongoing", "historical") else f"[{r['status']}] "
    return f"{status}{what}" + (f" ({actors})" if actors else "")


def _support(r: Mapping) -> str:
    plural = lambda n, noun: f"{n} {noun}{'' if n == 1 else 's'}"  # noqa: E731
    return f"{r['status']}; {r['track']}, {str(r['event']).lower()}; {plural(r['documents'], 'article')}, {plural(r['independent_outlets'], 'independent outlet')}"


def _description(r: Mapping) -> str:
    interval = "" if r["earliest"] == r["latest"] else f"\nOn a day between {r['earliest']} and {r['latest']}, or over that time."
    return f"{r.get('headline') or ''}\n{_support(r)}{interval}"


def _dated(incidents: pd.DataFrame, what: str) -> list[dict]:
    rows = [r for r in records(incidents) if r["earliest"] is not None]
    if not rows:
        raise ValueError(f"no dated incident: {what} would be empty; widen the tracks or the dates, or export .csv or .json")
    return rows


def _plain(value: object) -> object:
    """A value as JSON has it."""
    if isinstance(value, pd.Timestamp | date):
        return None if pd.isna(value) else f"{value.year:04}-{value.month:02}-{value.day:02}"
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple) or (hasattr(value, "tolist") and getattr(value, "ndim", 0)):
        return [_plain(v) for v in value]
    if value is None or pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value


def _cell(value: object) -> object:
    if isinstance(value, list | dict):
        value = json.dumps(value, ensure_ascii=False)
    return f"'{value}" if isinstance(value, str) and value.lstrip(" \n").startswith(_FORMULA) else value


def _text(value: str) -> str:
    """A TEXT value (RFC 5545, 3.3.11): backslash, semicolon, comma and line break escaped, other control characters left out."""
    value = value.replace("\r\n", "\n").replace("\r", "\n").replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    return "".join(c for c in value if c >= " " and c != "\x7f")


def _folded(line: str) -> str:
    """A content line (RFC 5545, 3.1): at most 75 octets before each CRLF, the rest on lines that begin with a blank; no character is cut."""
    parts, size = [""], 0
    for c in line:
        octets = len(c.encode("utf-8"))
        if size + octets > 75:
            parts.append(" ")
            size = 1
        parts[-1] += c
        size += octets
    return "".join(f"{p}\r\n" for p in parts)


def _first_report(r: Mapping, reports: Mapping[str, pd.DataFrame]) -> str:
    """The id of the event that reported an incident first; of the incident where that is not told."""
    told = reports.get(r["incident_id"])
    return r["incident_id"] if told is None or "event_id" not in told or told.empty else str(told["event_id"].iloc[0])


def _end(latest: str) -> list[str]:
    """DTEND is the first day after the event (RFC 5545, 3.6.1). After the last day that there is, none is given: the event takes its first day."""
    day = date.fromisoformat(latest)
    return [] if day == date.max else [f"DTEND;VALUE=DATE:{(day + timedelta(days=1)).isoformat().replace('-', '')}"]
