"""Tables and evidence as HTML. Every text of an article goes through `html.escape`; nothing of it is ever markup."""

from __future__ import annotations

import csv
import html
import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from parley.codebook import between, frame_label, phrase
from parley.show import quoting

HEADINGS = {
    "per_1000": "per 1,000 words",
    "pmi": "pmi (log2)",
    "first": "first article",
    "last": "last article",
    "f1": "F1",
    "documents": "articles",
    "low": "95 % interval",
    "earliest": "when",
}
INTERVALS = {"low": "high", "earliest": "latest", "incident_earliest": "incident_latest"}
"""Columns that a page shows as one, from this to that; the heading is the first one's."""
CSV = "application/vnd.parley.table+csv"
"""The kind under which a table hands the page all its rows, to be written beside it."""
WORDED = ("text", "words", "sentence", "content", "headline", "context", "left", "right", "example")
"""Columns that may hold an article's own words (`text` beside `article`: a hand label; alone: a reference's own)."""
LONGEST = 400
"""Characters of a cell or sentence that are shown; the rest is cut with an ellipsis."""


def escape(value: object, longest: int = LONGEST) -> str:
    """Any value as text that is safe in HTML, cut to a bound."""
    text = str(value)
    return html.escape(text if len(text) <= longest else text[: longest - 1] + "…")


def number(value: object, kind: str = "") -> str:
    """A value as a person reads it: two or three digits, percentages for shares, an en dash for what is missing."""
    if value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return "–"
    if kind == "share":
        return f"{value:.0%}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float):
        value = 0.0 if abs(value) < 0.005 else value  # no minus before 0.00
        return (
            f"{value:,.0f}" if abs(value) >= 100 or value == int(value) and kind == "count" else f"{value:.1f}" if abs(value) >= 1 else f"{value:.2f}"
        )
    if isinstance(value, int) or hasattr(value, "item") and isinstance(value.item(), int):
        return f"{int(value):,}"
    return escape(value)


@dataclass
class Table:
    """A DataFrame to look at: sorted by a click on the page, numbers rounded here and nowhere else. `data` is the frame itself.

    The first `most` rows are shown, without the columns of `hide` and those that know nothing; the file beside the page has all. `empty`: what stands
    there without rows. `folded`: only the caption stands there until opened.
    """

    data: pd.DataFrame
    caption: str = ""
    shares: tuple[str, ...] = ("share", "low", "high", "precision", "recall", "f1", "speaker_share", "once", "each")
    headings: Mapping[str, str] = field(default_factory=dict)
    most: int = 200
    hide: Sequence[str] = ()
    folded: bool = False
    empty: str = ""

    def _repr_html_(self) -> str:
        if self.data.empty:
            words = self.empty or (self.caption.rstrip(".") + ": none." if self.caption else "None.")
            return f'<p class="none">{escape(words)}</p>'
        shown = self.data.head(self.most)
        data = list(shown.columns)
        ends = {b: a for a, b in INTERVALS.items() if a in data and b in data}
        columns = [c for c in data if c not in self.hide and c not in ends and (len(shown) == 1 or c in ends.values() or shown[c].notna().any())]
        numeric = {c for c in data if pd.api.types.is_numeric_dtype(shown[c]) and not pd.api.types.is_bool_dtype(shown[c])}
        names = {**HEADINGS, **self.headings}
        head = "".join(
            f'<th scope="col"{" class=num" if c in numeric else ""}>{escape(names.get(c, str(c).replace("_", " ")))}</th>' for c in columns
        )
        joined = set(ends.values())
        body = "".join(
            "<tr>" + "".join(self._interval(c, row) if c in joined else self._cell(c, row[c], row, c in numeric) for c in columns) + "</tr>"
            for row in (dict(zip(data, values, strict=True)) for values in shown.itertuples(index=False, name=None))
        )
        more = f"The first {self.most:,} of {len(self.data):,} rows." if len(self.data) > self.most else ""
        caption = ". ".join(t.rstrip(".") for t in ("" if self.folded else self.caption, more) if t) + ("." if more else "")
        caption = f"<caption>{escape(caption)}</caption>" if caption else ""
        region = f'<div class="scroll" tabindex="0" role="group" aria-label="{escape(self.caption or "table")}">'
        table = f'{region}<table class="data">{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
        return f'<details class="folded"><summary>{escape(self.caption or "Table")}</summary>{table}</details>' if self.folded else table

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        file = {} if self.data.empty else {CSV: self.csv()}
        return {"text/html": self._repr_html_(), "text/plain": repr(self), **file}

    def csv(self) -> str:
        """Every row as CSV, numbers unrounded. A text that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, CSV injection)."""
        out = io.StringIO()
        write = csv.writer(out, lineterminator="\n")
        write.writerow(_plain(c) for c in self.data.columns)
        for values in self.data.itertuples(index=False, name=None):
            row = dict(zip(self.data.columns, values, strict=True))
            write.writerow(_plain(self._worded(c, v, row)) for c, v in row.items())
        return out.getvalue()

    def _worded(self, column: str, value: object, row: Mapping) -> object:
        """A value as it may be passed on: of an article's own words none where that is limited, since only evidence counts what it quotes."""
        if not quoting.limited() or column not in WORDED or not isinstance(value, str) or column == "text" and "article" not in row:
            return value
        return gist(row) if column == "headline" and "trigger" in row else "(words left out)"

    def _kind(self, column: str, numeric: bool) -> str:
        return "share" if column in self.shares and "per_1000" not in self.data else "count" if numeric else ""

    def _interval(self, column: str, row: Mapping) -> str:
        low, high = row[column], row[INTERVALS[column]]
        if column != "low":
            return f'<td class="day">{interval(low, high)}</td>'
        a, b = (number(v, self._kind("low", True)) for v in (low, high))
        both = "–" if a == b == "–" else f"{a[:-1]}–{b}" if a.endswith("%") and b.endswith("%") else f"{a} to {b}"
        return f'<td class="num" data-value="{escape(low)}">{both}</td>'

    def _cell(self, column: str, value: object, row: Mapping, numeric: bool) -> str:
        value = self._worded(column, value, row)
        if isinstance(value, list) or hasattr(value, "tolist") and not hasattr(value, "item"):
            value = ", ".join(map(str, value))
        if column == "frame":
            value = frame_label(str(value))
        if column == "mode":
            value = str(value).replace("_", " ")
        text = number(value, self._kind(column, numeric))
        if numeric and column == "share" and value == value:
            text = f'<span class="bar" style="--share:{min(1.0, max(0.0, float(value))):.3f}"></span>{text}'
        return (
            f'<td class="num" data-value="{escape(value)}">{text}</td>'
            if numeric
            else f"<td{' class=day' if isinstance(value, date) else ' class=long' if len(text) > 40 else ''}>{text}</td>"
        )

    def __repr__(self) -> str:
        return repr(self.data.head(self.most))

    def __len__(self) -> int:
        return len(self.data)


def gist(row: Mapping) -> str:
    """An incident in its codes: `struck: United States → boat`."""
    actors = " → ".join(v for v in (row.get("source"), row.get("target")) if isinstance(v, str))
    return f"{row['trigger']}{f': {actors}' if actors else ''}"


def _plain(value: object) -> object:
    """A value for a cell of a CSV file."""
    if value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, list) or hasattr(value, "tolist") and not hasattr(value, "item"):
        value = ", ".join(map(str, value))
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    if not isinstance(value, str):
        return value
    return f"'{value}" if value.lstrip()[:1] in ("=", "+", "-", "@") or value[:1] in ("\t", "\r") else value


def sentence(row: Mapping) -> str:
    """One piece of evidence: the sentence with its cue marked, then date, outlet and title. Constructed articles say so.

    Where the text is not at hand, its place in the article stands instead; where it may not be passed on, a snippet.
    """
    words, a, b = str(row["words"]), int(row["mark_start"]), int(row["mark_end"])
    a, b = max(0, a), min(len(words), b)
    few = quoting.limited() and not quoting.is_open(row.get("licence"), row.get("constructed") is True)
    if row.get("withheld") is True:
        kind, quoted = (
            "quote withheld",
            f"Sentence {int(row['sentence']) + 1} of the article, where it says <mark>{html.escape(words[a:b][:60])}</mark>",
        )
    else:
        kind = f'quote limited" data-place="{row["doc_id"]} {int(row["sentence"])}' if few else "quote"
        # of a limited sentence always the same words, whatever is marked: two windows on it would add up to more
        quoted = _marked(words, a, b, *(quoting.span(words, 0, 0) if few else _window(words, a, b)))
    when = number(row["published"]) if not pd.isna(row["published"]) else "undated"
    outlet = escape(row["outlet"]) if isinstance(row["outlet"], str) else "outlet unknown"
    title = f" · {escape(row['title'], 120)}" if isinstance(row["title"], str) else ""
    made = ' · <span class="made">constructed sample</span>' if row.get("constructed") is True else ""
    return f'<blockquote class="{kind}"><span class="words">{quoted}</span><footer>{when} · {outlet}{title}{_link(row.get("url"))}{made}</footer></blockquote>'


def _window(words: str, a: int, b: int) -> tuple[int, int]:
    first = max(0, a - LONGEST // 2)
    return first, min(len(words), max(b if b - a <= LONGEST else 0, first + LONGEST))


def _marked(words: str, a: int, b: int, first: int, last: int) -> str:
    """The part first..last of the words, with a..b marked as far as it lies inside."""
    a, b = min(max(a, first), last), max(min(b, last), first)
    lead, tail = "…" if first else "", "…" if last < len(words) else ""
    return f"{lead}{html.escape(words[first:a])}<mark>{html.escape(words[a:b])}</mark>{html.escape(words[b:last])}{tail}"


def _link(url: object) -> str:
    """The article's address to follow, unless it is reserved for examples (RFC 2606) or no web address."""
    if not isinstance(url, str) or not url.startswith(("https://", "http://")):
        return ""
    host = url.split("/")[2].split(":")[0] if url.count("/") >= 2 else ""
    return "" if not host or host.endswith((".example", ".test", ".invalid")) else f' · <a href="{html.escape(url)}" rel="noreferrer">article</a>'


@dataclass
class Evidence:
    """Sentences behind a number, each with article and date. `data` is the DataFrame that they come from."""

    data: pd.DataFrame
    summary: str = ""
    folded: bool = False

    def _repr_html_(self) -> str:
        items = "".join(sentence(r) for r in self.data.to_dict("records")) or '<p class="none">No sentence of the corpus shows this.</p>'
        if not self.summary:
            return f'<div class="evidence">{items}</div>'
        return f'<details class="evidence"{"" if self.folded else " open"}><summary>{escape(self.summary)}</summary>{items}</details>'

    def __repr__(self) -> str:
        return "\n".join(f"{number(r.published)} {r.outlet}: {r.words}" for r in self.data.itertuples()) or "no evidence"


@dataclass
class Cells:
    """The sentences behind several numbers: each cell's name, and its rows as `evidence` gives them, folded under that name."""

    cells: list[tuple[Mapping, pd.DataFrame]]

    def _repr_html_(self) -> str:
        return (
            "".join(Evidence(rows, self._name(cell), folded=True)._repr_html_() for cell, rows in self.cells if len(rows))
            or '<p class="none">No sentence to show.</p>'
        )

    @staticmethod
    def _name(cell: Mapping) -> str:
        return ", ".join(
            "/".join(v) if isinstance(v, list | tuple) else frame_label(v) if k == "frame" else str(v).replace("_", " ")
            for k, v in cell.items()
            if v is not None and not (k == "words" and "label" in cell)
        )

    def __repr__(self) -> str:
        return "\n".join(f"{self._name(cell)}\n{Evidence(rows)!r}" for cell, rows in self.cells)


@dataclass
class Chronology:
    """Incidents as lines that open to the sentences behind them. `reports` holds, per incident_id, its evidence rows; `claims`, if given, HTML
    that stands above them: who reports it, as what, with which figures."""

    data: pd.DataFrame
    reports: Mapping[str, pd.DataFrame]
    claims: Mapping[str, str] = field(default_factory=dict)
    opened: bool = False

    def _repr_html_(self) -> str:
        return f'<div class="chronology">{"".join(self._line(r) for r in self.data.to_dict("records")) or "<p class=none>none</p>"}</div>'

    def _line(self, r: Mapping) -> str:
        n, outlets = r["documents"], r["independent_outlets"]
        support = f"{n} article{'s' if n != 1 else ''}, {outlets} independent outlet{'s' if outlets != 1 else ''}"
        told = phrase(r.get("headline"), r["trigger"]) or str(r["event"]).lower()
        items = "".join(sentence(x) for x in self.reports[r["incident_id"]].to_dict("records"))
        kinds = f'data-track="{escape(r["track"])}" data-status="{escape(r["status"])}"{" open" if self.opened else ""}'
        when = short(r["earliest"], r["latest"])
        return (
            f'<details class="incident" {kinds}><summary><span class="when">{when}</span> '
            f'<span class="track {escape(r["track"])}">{escape(r["track"])}</span> '
            f'<span class="what"><b>{escape(told, 80)}</b> {escape(between(r, told))} '
            f'<span class="status {escape(r["status"])}">{escape(r["status"])}</span> '
            f'<span class="support">· {escape(str(r["event"]).lower())} · {support}</span></span></summary>{self.claims.get(r["incident_id"], "")}{items}</details>'
        )

    def __repr__(self) -> str:
        return repr(self.data[["earliest", "latest", "track", "status", "event", "source", "target", "independent_outlets"]])


def interval(first: object, last: object) -> str:
    """Dates as an interval: `2025-09-02`, or `2025-11-01 to 2025-11-24`, or `undated`."""
    if first is None or pd.isna(first):
        return "undated"
    return number(first) if first == last else f"{number(first)} to {number(last)}"


def short(first: object, last: object) -> str:
    """Dates as one reads them in a list: `2 Sep 2025`, `2–9 Sep 2025`, `Sep 2025` for a whole month, `19 Sep 2025 – 30 Nov 2026`."""
    if first is None or pd.isna(first):
        return "undated"
    a, b = pd.Timestamp(first), pd.Timestamp(last)
    if a == b:
        return f"{a.day} {a:%b %Y}"
    whole = a.day == 1 and (b + pd.Timedelta(days=1)).day == 1
    if (a.year, a.month) == (b.year, b.month):
        return f"{a:%b %Y}" if whole else f"{a.day}–{b.day} {a:%b %Y}"
    if whole:
        return f"{a:%b}–{b:%b %Y}" if a.year == b.year else f"{a:%b %Y} – {b:%b %Y}"
    return f"{a.day} {a:%b} – {b.day} {b:%b %Y}" if a.year == b.year else f"{a.day} {a:%b %Y} – {b.day} {b:%b %Y}"


LAB = """<style>
details.incident{border-bottom:1px solid #8883;padding:.2em 0} details.incident summary{cursor:pointer} .support,blockquote.quote footer{opacity:.75;font-size:.88em}
.track{border-left:.8em solid;padding-left:.3em} .track.diplomatic{border-color:#0072b2} .track.pressure{border-color:#e69f00} .track.military{border-color:#d55e00}
.track.domestic{border-color:#7a7a7a} .track.other{border-color:#b5b5b5} .status{border:1px solid #8886;border-radius:4px;padding:0 .3em;font-size:.88em}
blockquote.quote{margin:.6em 0;border-left:3px solid #8886;padding-left:.9em} blockquote.quote mark{background:#fff0b3;color:#1d1d1f} table.data .num{text-align:right}
table.data caption{text-align:left} .card{border:1px solid #8886;border-radius:8px;padding:.7em 1em;max-width:44em} .card .name{font-weight:700;font-size:1.1em}
.card dl{display:grid;grid-template-columns:max-content 1fr;gap:.1em 1.2em} .card dd{margin:0} .scroll{max-height:34em;overflow:auto}
.bar{display:inline-block;width:4.5em;height:.7em;margin-right:.5em;background:linear-gradient(#0072b2 0 0) no-repeat left/calc(100%*var(--share)) 100%,#0072b233}
figure.picture{margin:1em 0;background:#fff;padding:.6em} figure.picture figcaption{color:#595959}
</style>"""
"""How the displays look in JupyterLab; the card of the corpus, which each notebook shows first, brings it. Pages have their own style."""


def corpus_card(name: str, facts: Mapping[str, str], note: str) -> str:
    """What was loaded: a line per fact, and a note, in a box."""
    rows = "".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in facts.items())
    return f'<div class="card"><p class="name">{escape(name)}</p><dl>{rows}</dl>{f"<p class=note>{escape(note)}</p>" if note else ""}</div>'
