"""Who acts on whom, and whether the sentence says so: active, passive, or passive with the agent left out."""

from __future__ import annotations

import re

import pandas as pd

from parley.analyse import groups
from parley.analyse.uncertainty import bootstrap_ratio
from parley.store import Store

_PASSIVE = re.compile(
    r"\b(?:am|is|are|was|were|be|been|being|get|gets|got|gotten|getting|['’]re)(?:\s+(?:not|never|also|then|later|first|all|both|\w+ly)){0,3}\s*$",
    re.I,
)
_REDUCED_BY = re.compile(r"^\W{0,2}(?:\w+\W+){0,6}?by\b", re.I)
VOICES = ("active", "passive", "agentless_passive", "other")
NOBODY = "(not named)"


def voice(sentence: str, start: int, end: int, source_start: int | None) -> str:
    """How an event's word puts its agent, from the sentence, the word's place in it, and where the agent is named (None: nowhere).

    Passive: a form of be or get before a participle, or a participle followed by "by"; agentless where no agent stands behind it. Active: the agent stands
    before a word that is not passive. Other: all else, such as nouns ("the strike on ...") whose agent is left out.

    >>> voice("The boat was sunk.", 13, 17, None)
    'agentless_passive'
    """
    word, before, after = sentence[start:end], sentence[max(0, start - 60) : start], sentence[end : end + 60]
    participle = not word.split(" ")[0].lower().endswith(("ing", "s"))  # "is striking" and "are strikes" are no passives
    behind = source_start is not None and source_start >= end
    if participle and _PASSIVE.search(before):
        return "passive" if behind and _REDUCED_BY.match(after) else "agentless_passive"
    if participle and behind and _REDUCED_BY.match(after):
        return "passive"
    return "active" if source_start is not None and source_start < start else "other"


def agency(store: Store, *, by: str, top: int = 20) -> pd.DataFrame:
    """A row per source, target and group: reported `events` in `articles`, told how (active, passive, agentless_passive, other).

    A source that no report names is "(not named)". `share` is that of the group's events with this target that are told with this source, with a 95 %
    bootstrap interval over articles. The `top` pairs of the whole corpus by events. Voice is read from word order (`voice`), not from a parse.
    """
    group = groups.column(by)
    rows = store.sql(
        f"""SELECT e.doc_id, {group} AS "{by}", e.source, e.target, substr(d.text, s.start + 1, s."end" - s.start) AS words, e.start - s.start AS start,
                   e."end" - s.start AS "end", e.source_start - s.start AS source_start
            FROM events e JOIN documents d USING (doc_id) JOIN sentences s ON s.doc_id = e.doc_id AND s.sentence = e.sentence
            WHERE e.target IS NOT NULL AND {group} IS NOT NULL ORDER BY e.doc_id, e.start"""
    )
    columns = ["source", "target", by, "events", "articles", *VOICES, "of_target", "share", "low", "high"]
    if rows.empty:
        return pd.DataFrame(columns=columns)
    rows["source"] = rows["source"].fillna(NOBODY)
    places = zip(rows["words"], rows["start"], rows["end"], rows["source_start"], strict=True)
    rows["voice"] = [voice(w, int(a), int(b), None if pd.isna(s) else int(s)) for w, a, b, s in places]
    pairs = rows.groupby(["source", "target"]).size().sort_index().sort_values(ascending=False, kind="stable").head(top).index
    out = []
    for source, target in pairs:
        at = rows[rows["target"] == target]
        for cell, part in at.groupby(by, sort=True):
            mine = part["source"] == source
            if not mine.any():
                continue
            docs = part.assign(mine=mine).groupby("doc_id")["mine"].agg(["sum", "count"])
            spans = bootstrap_ratio(docs["sum"].to_numpy(), docs["count"].to_numpy(), seed=f"agency {source} {target} {cell}")
            told = part.loc[mine, "voice"].value_counts()
            counts = [int(told.get(v, 0)) for v in VOICES]
            out.append((source, target, cell, int(mine.sum()), int((docs["sum"] > 0).sum()), *counts, len(part), mine.mean(), *spans))
    return pd.DataFrame(out, columns=columns)


def agents_left_out(store: Store, *, by: str) -> pd.DataFrame:
    """A row per group: events told in the passive (`passives`), those of them `without_agent`, their share with a 95 % bootstrap interval over articles."""
    group = groups.column(by)
    rows = store.sql(
        f"""SELECT e.doc_id, {group} AS "{by}", substr(d.text, s.start + 1, s."end" - s.start) AS words, e.start - s.start AS start,
                   e."end" - s.start AS "end", e.source_start - s.start AS source_start
            FROM events e JOIN documents d USING (doc_id) JOIN sentences s ON s.doc_id = e.doc_id AND s.sentence = e.sentence
            WHERE {group} IS NOT NULL ORDER BY e.doc_id, e.start"""
    )
    places = zip(rows["words"], rows["start"], rows["end"], rows["source_start"], strict=True)
    rows["voice"] = [voice(w, int(a), int(b), None if pd.isna(s) else int(s)) for w, a, b, s in places]
    rows = rows[rows["voice"].isin(["passive", "agentless_passive"])]
    out = []
    for cell, part in rows.groupby(by, sort=True):
        docs = (part["voice"] == "agentless_passive").groupby(part["doc_id"]).agg(["sum", "count"])
        low, high = bootstrap_ratio(docs["sum"].to_numpy(), docs["count"].to_numpy(), seed=f"agents left out {by} {cell}")
        out.append((cell, len(part), int(docs["sum"].sum()), docs["sum"].sum() / len(part), low, high))
    return pd.DataFrame(out, columns=[by, "passives", "without_agent", "share", "low", "high"])
