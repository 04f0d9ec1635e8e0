"""Who is named: how often, where in the article, in which role, under which forms; and whether two outlets differ in it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist

import numpy as np
import pandas as pd

from parley.analyse import groups, merges
from parley.analyse.uncertainty import LEVEL, bootstrap_ratio, wilson
from parley.store import Store

LABELS = ("PER", "ORG", "LOC")
"""What is counted unless asked otherwise: persons, bodies and places. A nationality ("Peruvian") tells of somebody else, and is left out."""


def entity_frequency(store: Store, *, by: str, top: int = 20, labels: tuple[str, ...] = LABELS) -> pd.DataFrame:
    """A row per entity and group.

    `mentions`, `articles` that name it of its `n`, `words` of the group, and mentions per 1,000 words with a bootstrap
    interval over articles. The `top` entities of the whole corpus by articles, then mentions; groups without a mention have a row with 0.
    """
    group = groups.column(by)
    cells = store.sql(
        f"""SELECT m.entity, {group} AS "{by}", m.doc_id, count(*) AS mentions FROM mentions m JOIN documents d USING (doc_id)
            WHERE list_contains($labels, m.label) AND {group} IS NOT NULL GROUP BY ALL ORDER BY ALL""",
        {"labels": list(labels)},
    )
    sizes = store.sql(f"""SELECT d.doc_id, {group} AS "{by}", d.words FROM documents d WHERE {group} IS NOT NULL ORDER BY d.doc_id""")
    ranked = cells.groupby("entity").agg(articles=("doc_id", "nunique"), mentions=("mentions", "sum")).reset_index()
    best = ranked.sort_values(["articles", "mentions", "entity"], ascending=[False, False, True], kind="stable").head(top)["entity"]
    rows = []
    for entity in best:
        mine = cells[cells["entity"] == entity].set_index("doc_id")["mentions"]
        for cell, docs in sizes.groupby(by, sort=True):
            counts = mine.reindex(docs["doc_id"], fill_value=0)
            words = int(docs["words"].sum())
            low, high = bootstrap_ratio(counts.to_numpy() * 1000, docs["words"].to_numpy(), seed=f"entity {entity} {cell}")
            if counts.sum() == 0 and words:
                low, high = (
                    0.0,
                    3000 / words,
                )  # none in so many words: the rule of three (Hanley and Lippman-Hand 1983, doi:10.1001/jama.1983.03330370053031)
            rows.append((entity, cell, int(counts.sum()), int((counts > 0).sum()), len(docs), words, 1000 * counts.sum() / max(1, words), low, high))
    out = pd.DataFrame(rows, columns=["entity", by, "mentions", "articles", "n", "words", "per_1000", "low", "high"])
    return out.astype({by: sizes[by].dtype})  # months stay dates where there are none


def name_forms(store: Store, *, top: int = 20) -> pd.DataFrame:
    """A row per entity: its label, mentions, and the forms in which the texts name it, commonest first, with how each was recognised."""
    return store.sql(
        """WITH named AS (SELECT entity, label, text, via FROM mentions WHERE label <> 'NORP'),
                f AS (SELECT entity, text, count(*) AS n FROM named GROUP BY ALL),
                e AS (SELECT entity, mode(label ORDER BY label) AS label, count(*) AS mentions, string_agg(DISTINCT via, ', ' ORDER BY via) AS found_by
                      FROM named GROUP BY entity)
           SELECT e.entity, e.label, e.mentions, string_agg(f.text || ' (' || f.n || ')', ', ' ORDER BY f.n DESC, f.text) AS forms, e.found_by
           FROM e JOIN f USING (entity) GROUP BY e.entity, e.label, e.mentions, e.found_by ORDER BY mentions DESC, entity LIMIT $top""",
        {"top": top},
    )


def name_merges(store: Store) -> pd.DataFrame:
    """A row per name that is read as another across the corpus: `name`, `entity`, `label`, `reason`, `mentions` of it."""
    return store.sql("SELECT name, entity, label, reason, mentions FROM merges ORDER BY mentions DESC, entity, name")


def name_collisions(store: Store) -> pd.DataFrame:
    """A row per surname that several people of the corpus bear, who are kept apart: `surname`, `people`, `unresolved` mentions by surname alone."""
    names = store.sql("SELECT entity AS name, label, count(*) AS mentions FROM mentions WHERE label = 'PER' GROUP BY ALL ORDER BY ALL")
    return merges.collisions(names)


def salience(store: Store, *, top: int = 20, labels: tuple[str, ...] = LABELS) -> pd.DataFrame:
    """A row per entity, the `top` by articles.

    `articles` that name it, `position` of its first mention in them (median; 0 the article's begin, 1 its
    end), and of those `n` that have a headline the `share` whose headline names it, `count` of them, with a 95 % interval (Wilson)."""
    rows = store.sql(
        """WITH first AS (SELECT m.entity, m.doc_id, min(m.start) AS start, bool_or(s.in_headline) AS head, count(*) AS n
                          FROM mentions m JOIN sentences s ON s.doc_id = m.doc_id AND s.sentence = m.sentence
                          WHERE list_contains($labels, m.label) GROUP BY m.entity, m.doc_id),
                titled AS (SELECT DISTINCT doc_id FROM sentences WHERE in_headline)
           SELECT f.entity, count(*) AS articles, median(f.start / greatest(1, length(d.text))) AS position,
                  count(*) FILTER (f.head) AS count, count(t.doc_id) AS n
           FROM first f JOIN documents d USING (doc_id) LEFT JOIN titled t USING (doc_id)
           GROUP BY f.entity ORDER BY articles DESC, sum(f.n) DESC, f.entity LIMIT $top""",
        {"labels": list(labels), "top": top},
    )
    rows["share"] = rows["count"] / rows["n"].where(rows["n"] > 0)
    bounds = [wilson(c, n) for c, n in zip(rows["count"], rows["n"], strict=True)]
    return rows.assign(low=[b[0] for b in bounds], high=[b[1] for b in bounds])


def roles(store: Store, *, top: int = 15) -> pd.DataFrame:
    """A row per entity, the `top` by events and quotes.

    In how many events it acts (`agent`) and is acted on (`patient`), how many statements it makes
    (`speaker`), the `articles` of all these, and the `share` of its events in which it acts, with a 95 % interval by bootstrap over articles.

    Capitals and palaces count as the government they stand for. An event that several actors share is one for each of them.
    """
    cells = store.sql(
        """WITH told AS (SELECT source AS entity, doc_id, 'agent' AS role, start AS at FROM events WHERE source IS NOT NULL
                         UNION SELECT target, doc_id, 'patient', start FROM events WHERE target IS NOT NULL
                         UNION SELECT speaker, doc_id, 'speaker', content_start FROM quotes
                               WHERE speaker IN (SELECT entity FROM mentions UNION SELECT source FROM events))
           SELECT entity, doc_id, count(*) FILTER (role = 'agent') AS agent, count(*) FILTER (role = 'patient') AS patient,
                  count(*) FILTER (role = 'speaker') AS speaker FROM told GROUP BY ALL ORDER BY ALL"""
    )
    totals = cells.groupby("entity")[["agent", "patient", "speaker"]].sum()
    totals["articles"] = cells.groupby("entity").size()
    totals["all"] = totals[["agent", "patient", "speaker"]].sum(axis=1)
    rows = (
        totals.reset_index().sort_values(["all", "entity"], ascending=[False, True], kind="stable", ignore_index=True).head(top).drop(columns="all")
    )
    events = rows["agent"] + rows["patient"]
    rows["share"] = rows["agent"] / events.where(events > 0)
    bounds = []
    for entity in rows["entity"]:
        mine = cells[(cells["entity"] == entity) & (cells["agent"] + cells["patient"] > 0)]
        bounds.append(bootstrap_ratio(mine["agent"].to_numpy(), (mine["agent"] + mine["patient"]).to_numpy(), seed=f"role {entity}"))
    return rows.assign(low=[b[0] for b in bounds], high=[b[1] for b in bounds])


FEWEST = 5
"""Articles of each outlet that must name an entity before its rates are compared: with fewer, an interval over articles promises too much."""


def rate_ratio(counts: tuple[np.ndarray, np.ndarray], words: tuple[np.ndarray, np.ndarray], *, level: float = LEVEL) -> tuple[float, float, float]:
    """How many times the rate of the first sample of articles is that of the second, with the ends of its interval.

    Each rate is a ratio of sums over articles with the variance of such a ratio (Cochran 1977, Sampling Techniques, ch. 6), since mentions of one article come
    together; the interval is symmetric on the log scale. (nan, nan, nan) where a sample has one article or no mention.
    """
    logs, variance = [], 0.0
    for y, w in zip(counts, words, strict=True):
        y, w = np.asarray(y, float), np.asarray(w, float)
        if len(y) < 2 or not y.sum() or not w.sum():
            return math.nan, math.nan, math.nan
        rate = y.sum() / w.sum()
        left = y - rate * w
        variance += len(y) / (len(y) - 1) * (left**2).sum() / y.sum() ** 2
        logs.append(math.log(rate))
    middle, half = logs[0] - logs[1], NormalDist().inv_cdf((1 + level) / 2) * math.sqrt(variance)
    return math.exp(middle), math.exp(middle - half), math.exp(middle + half)


def outlet_contrast(store: Store, *, outlets: Sequence[str], top: int = 10, labels: tuple[str, ...] = LABELS) -> pd.DataFrame:
    """A row per entity, the `top` of the two outlets by mentions.

    Mentions and rate per 1,000 words in each (`mentions_1`, `per_1000_1`, ...), the `ratio` of
    the rates with `ratio_low` and `ratio_high`, and `reading`, what may be said of it in words.

    The intervals hold for all rows together: the 5 % are divided by their number (Bonferroni). Fewer than two outlets give no rows. Raises
    ValueError for an outlet that the corpus lacks.
    """
    group = groups.column("outlet")
    sizes = store.sql(
        f"""SELECT d.doc_id, {group} AS outlet, d.words FROM documents d WHERE list_contains($outlets, {group}) ORDER BY d.doc_id""",
        {"outlets": list(outlets)},
    )
    for outlet in outlets:
        if outlet not in set(sizes["outlet"]):
            raise ValueError(f"no article of {outlet!r} in this corpus")
    cells = store.sql(
        f"""SELECT m.entity, m.doc_id, count(*) AS n FROM mentions m JOIN documents d USING (doc_id)
           WHERE list_contains($outlets, {group}) AND list_contains($labels, m.label) GROUP BY ALL ORDER BY ALL""",
        {"outlets": list(outlets), "labels": list(labels)},
    )
    often = cells.groupby("entity")["n"].sum().reset_index().sort_values(["n", "entity"], ascending=[False, True], kind="stable").head(top)["entity"]
    if len(outlets) < 2:
        often = often[:0]
    level = 1 - (1 - LEVEL) / max(1, len(often))
    docs = [sizes[sizes["outlet"] == o].set_index("doc_id")["words"] for o in outlets]
    rows = []
    for entity in often:
        mine = cells[cells["entity"] == entity].set_index("doc_id")["n"]
        counts = [mine.reindex(d.index, fill_value=0) for d in docs]
        named = [int((c > 0).sum()) for c in counts]
        ratio, low, high = rate_ratio(tuple(counts), tuple(docs), level=level)
        per = [(int(c.sum()), 1000 * c.sum() / max(1, int(d.sum()))) for c, d in zip(counts, docs, strict=True)]
        if min(named) < FEWEST:
            low = high = math.nan
        rows.append((entity, *per[0], *per[1], ratio, low, high, _reading(outlets, ratio, low, high, named)))
    return pd.DataFrame(
        rows, columns=["entity", "mentions_1", "per_1000_1", "mentions_2", "per_1000_2", "ratio", "ratio_low", "ratio_high", "reading"]
    )


def _reading(outlets: Sequence[str], ratio: float, low: float, high: float, named: list[int]) -> str:
    if math.isnan(low):
        return f"too few articles to compare ({named[0]} and {named[1]} name it; {FEWEST} each are needed)"
    if low <= 1 <= high:
        return f"these articles cannot tell the two apart ({low:.1f} to {high:.1f} times)"
    more, times, ends = (outlets[0], ratio, (low, high)) if ratio > 1 else (outlets[1], 1 / ratio, (1 / high, 1 / low))
    return f"{more} names it {times:.1f} times as often ({ends[0]:.1f} to {ends[1]:.1f})"
