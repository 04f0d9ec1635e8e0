"""How the story is told: which frames, which words, whose voice."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pandas as pd

from parley.analyse import groups
from parley.analyse.uncertainty import bootstrap_ratio, wilson
from parley.store import Store


def frame_prevalence(store: Store, *, by: str, codebook: str) -> pd.DataFrame:
    """A row per frame and group: `count` of the group's `n` articles use the frame; `share` with its 95 % interval `low`..`high` (Wilson 1927).

    `codebook` is generic, policy or crisis. Undated articles are left out where `by` is week or month. Articles without any sentence count in n.
    """
    group = groups.column(by)
    rows = store.sql(
        f"""SELECT f.frame, {group} AS "{by}", count(*) AS n, CAST(sum(CASE WHEN f.present THEN 1 ELSE 0 END) AS BIGINT) AS count
            FROM document_frames f JOIN documents d USING (doc_id) WHERE f.codebook = $codebook AND {group} IS NOT NULL
            GROUP BY ALL ORDER BY f.frame, "{by}" """,
        {"codebook": codebook},
    )
    known = store.sql("SELECT DISTINCT codebook FROM document_frames ORDER BY 1")["codebook"].tolist() if rows.empty else []
    if known and codebook not in known:
        raise ValueError(f"codebook={codebook!r}: choose one of {', '.join(known)}")
    rows["share"] = rows["count"] / rows["n"]
    bounds = [wilson(c, n) for c, n in zip(rows["count"], rows["n"], strict=True)]
    rows["low"], rows["high"] = [b[0] for b in bounds], [b[1] for b in bounds]
    return rows


def compare(first: Store, second: Store, *, codebook: str) -> pd.DataFrame:
    """A row per frame: `once` and `each`, its share of the articles of two selections, and the count and n behind each."""
    one, two = (frame_prevalence(s, by="corpus", codebook=codebook).set_index("frame") for s in (first, second))
    out = pd.DataFrame({"once": one["share"], "n_once": one["n"], "each": two["share"], "n_each": two["n"]})
    return out.reset_index()


def frame_voice(store: Store, *, codebook: str) -> pd.DataFrame:
    """A row per frame and outlet: `cues` of the frame, and the share of them in quoted words, with a bootstrap interval over articles."""
    cells = store.sql(
        """SELECT f.frame, coalesce(d.outlet, '(outlet unknown)') AS outlet, f.doc_id, count(*) AS cues,
                  CAST(sum(CASE WHEN f.in_quote THEN 1 ELSE 0 END) AS BIGINT) AS quoted
           FROM frames f JOIN documents d USING (doc_id) WHERE f.codebook = $codebook GROUP BY ALL ORDER BY ALL""",
        {"codebook": codebook},
    )
    return _ratios(cells, ["frame", "outlet"], "quoted", "cues", "frame voice")


PLACES = ("headline", "body", "quoted", "own voice")


def frame_places(store: Store, *, codebook: str) -> pd.DataFrame:
    """A row per frame and place: `count` of `n` sentences there show the frame (by cue or vector), `share` with a 95 % bootstrap interval over articles.

    Places are headline against body, and quoted (more than half of its characters in direct quotation) against the outlet's own voice.
    """
    cells = store.sql(
        """WITH said AS (
             SELECT s.doc_id, s.sentence, s.in_headline, s."end" - s.start AS length,
                    sum(CASE WHEN q.doc_id IS NULL THEN 0 ELSE least(s."end", q.content_end) - greatest(s.start, q.content_start) END) AS quoted
             FROM sentences s LEFT JOIN quotes q ON q.doc_id = s.doc_id AND q.direct AND q.content_start < s."end" AND s.start < q.content_end GROUP BY ALL),
           placed AS (SELECT doc_id, sentence, unnest([CASE WHEN in_headline THEN 'headline' ELSE 'body' END,
                             CASE WHEN 2 * quoted > length THEN 'quoted' ELSE 'own voice' END]) AS place FROM said),
           shown AS (SELECT DISTINCT doc_id, sentence, frame FROM frames WHERE codebook = $codebook),
           names AS (SELECT DISTINCT frame FROM shown)
           SELECT n.frame, p.place, p.doc_id, count(*) AS n, count(x.frame) AS count
           FROM placed p CROSS JOIN names n LEFT JOIN shown x ON x.doc_id = p.doc_id AND x.sentence = p.sentence AND x.frame = n.frame GROUP BY ALL ORDER BY ALL""",
        {"codebook": codebook},
    )
    out = _ratios(cells, ["frame", "place"], "count", "n", "frame places")
    order = {place: i for i, place in enumerate(PLACES)}
    return out.sort_values(["frame", "place"], key=lambda c: c.map(order) if c.name == "place" else c).reset_index(drop=True)


def lexical_choice(store: Store, *, choices: Mapping[str, Mapping[str, Sequence[str]]], by: str) -> pd.DataFrame:
    """A row per choice, label and group: `count` of uses, `articles` that use it, `share` of the choice's uses in the group with a bootstrap interval.

    `choices` is the codebook's list: for each thing that can be named in several ways, the forms of each label.
    """
    group = groups.column(by)
    texts = store.sql(f"""SELECT d.doc_id, {group} AS "{by}", d.text FROM documents d WHERE {group} IS NOT NULL ORDER BY d.doc_id""")
    found = []
    for choice, labels in choices.items():
        forms = {form.lower(): label for label, words in labels.items() for form in words}
        if not forms:
            continue
        pattern = re.compile(r"(?<!\w)(?:" + "|".join(re.escape(f) for f in sorted(forms, key=len, reverse=True)) + r")(?!\w)", re.I)
        for doc_id, cell, text in texts.itertuples(index=False):
            hits = [forms[m[0].lower()] for m in pattern.finditer(text)]
            found += [(choice, label, cell, doc_id, hits.count(label), len(hits)) for label in labels if hits]
    cells = pd.DataFrame(found, columns=["choice", "label", by, "doc_id", "count", "all"])
    out = _ratios(cells, ["choice", "label", by], "count", "all", "lexical choice")
    used = cells[cells["count"] > 0].groupby(["choice", "label", by]).size().rename("articles").reset_index()
    out = out.merge(used, how="left", on=["choice", "label", by], validate="one_to_one")
    out["articles"] = out["articles"].fillna(0).astype(int)
    return out[out["count"] > 0].reset_index(drop=True)


def who_speaks(store: Store, *, by: str, top: int = 12) -> pd.DataFrame:
    """A row per speaker and group: `quotes`, quoted `words`, `share` of the group's attributed words with a bootstrap interval over articles,
    and how many of the quotes carry a `distancing` cue. Wishes and topics are no words of a speaker and do not count. The `top` speakers of the whole
    corpus by words, among those whom the articles name."""
    group = groups.column(by)
    cells = store.sql(
        f"""WITH said AS (
              SELECT q.doc_id, {group} AS "{by}", q.speaker, q.stance,
                     len(string_split_regex(trim(substr(d.text, q.content_start + 1, q.content_end - q.content_start)), '\\s+')) AS words
              FROM quotes q JOIN documents d USING (doc_id)
              WHERE {group} IS NOT NULL AND coalesce(q.kind, 'statement') = 'statement')
            SELECT doc_id, "{by}", speaker, count(*) AS quotes, CAST(sum(words) AS BIGINT) AS words,
                   CAST(sum(CASE WHEN stance = 'distancing' THEN 1 ELSE 0 END) AS BIGINT) AS distancing
            FROM said GROUP BY ALL ORDER BY ALL"""
    )
    known = store.sql("SELECT DISTINCT entity FROM mentions")["entity"]  # "Critics" and "It" begin with a capital, too
    named = cells[cells["speaker"].isin(known) & (cells["speaker"].str.len() > 1)]  # nor is "I" a name
    if named.empty:
        return pd.DataFrame(columns=["speaker", by, "quotes", "words", "distancing", "share", "low", "high"])
    best = named.groupby("speaker")["words"].sum().sort_values(ascending=False, kind="stable").head(top).index
    total = cells.groupby([by, "doc_id"])["words"].sum()
    rows = []
    for speaker in best:
        for cell, docs in total.groupby(level=0):
            mine = named[(named["speaker"] == speaker) & (named[by] == cell)].set_index("doc_id")
            words = mine["words"].reindex(docs.index.get_level_values("doc_id"), fill_value=0)
            low, high = bootstrap_ratio(words.to_numpy(), docs.to_numpy(), seed=f"who speaks {speaker} {cell}")
            rows.append(
                (speaker, cell, int(mine["quotes"].sum()), int(words.sum()), int(mine["distancing"].sum()), words.sum() / docs.sum(), low, high)
            )
    return pd.DataFrame(rows, columns=["speaker", by, "quotes", "words", "distancing", "share", "low", "high"])


def _ratios(cells: pd.DataFrame, keys: list[str], top: str, bottom: str, seed: str) -> pd.DataFrame:
    """Sums of two counts per group of article rows, their ratio `share`, and its bootstrap interval."""
    rows = []
    for key, part in cells.groupby(keys, sort=True):
        low, high = bootstrap_ratio(part[top].to_numpy(), part[bottom].to_numpy(), seed=f"{seed} {key}")
        rows.append((*key, int(part[top].sum()), int(part[bottom].sum()), part[top].sum() / max(1, part[bottom].sum()), low, high))
    return pd.DataFrame(rows, columns=[*keys, top, bottom, "share", "low", "high"])
