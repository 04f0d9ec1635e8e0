"""Which words set two groups of articles apart, and which words stand beside an actor."""

from __future__ import annotations

import math
import zlib

import numpy as np
import pandas as pd
from nltk.metrics.association import BigramAssocMeasures

from parley.analyse import groups
from parley.analyse.uncertainty import LEVEL, RESAMPLES
from parley.store import Store

PRIOR_WORDS = 500
"""Weight of the prior in words: what the whole corpus says about a word counts as much as 500 words of each group would. Ours; Monroe and colleagues
(2008) scale theirs to their corpus. A larger number pulls rare words further towards no difference."""
_WORD = r"\p{L}+(?:['’.-]\p{L}+)*"
_TOKENS = f"""SELECT doc_id, cell, regexp_replace(unnest(regexp_extract_all(lower(text), '{_WORD.replace("'", "''")}')), '[''’]s$', '') AS word FROM texts"""


def keyness(store: Store, *, by: str, first: str, second: str | None = None, top: int = 15, least_articles: int = 1) -> pd.DataFrame:
    """A row per word: the `top` words that lean most to `first` and the `top` that lean most to `second` (None: all other groups together).

    `log_odds` is the log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008, doi:10.1093/pan/mpn018, equations 16 and 22; natural
    logarithm, above 0 where `first` uses the word more), with its 95 % bootstrap interval over articles; `z` is that ratio over its standard deviation, and
    ranks. Beside it stand the raw counts, uses per 1,000 words, and the articles of each side that hold the word. `least_articles` is the least number of
    articles, of both sides together, for a word to be listed. Words are lower case without 's. Empty where one side has no words. Raises ValueError
    where a group is named that the corpus does not have.
    """
    group = groups.column(by)
    known = store.sql(f"SELECT DISTINCT CAST({group} AS VARCHAR) AS cell FROM documents d WHERE {group} IS NOT NULL ORDER BY 1")["cell"].tolist()
    for name in (first, second):
        if name is not None and name not in known:
            raise ValueError(f"no {by} {name!r}: choose one of {', '.join(known)}")
    texts = f"""texts AS (SELECT d.doc_id, d.text, CASE WHEN CAST({group} AS VARCHAR) = $first THEN 'first'
                  WHEN $second IS NULL OR CAST({group} AS VARCHAR) = $second THEN 'second' ELSE 'rest' END AS cell FROM documents d WHERE {group} IS NOT NULL)"""
    sides = {"first": first, "second": second}
    counts = store.sql(
        f"WITH {texts}, words AS ({_TOKENS}) SELECT word, cell, count(*) AS uses, count(DISTINCT doc_id) AS articles FROM words GROUP BY ALL", sides
    )
    uses, articles = (counts.pivot_table(index="word", columns="cell", values=v, aggfunc="sum", fill_value=0) for v in ("uses", "articles"))
    for table in (uses, articles):
        for cell in ("first", "second"):
            if cell not in table:
                table[cell] = 0
    columns = ["word", "leans_to", "count_first", "count_second", "per_1000_first", "per_1000_second", "articles_first", "articles_second"]
    columns += ["log_odds", "low", "high", "z"]
    totals = uses.sum()
    if not totals["first"] or not totals["second"]:
        return pd.DataFrame(columns=columns)
    prior = uses.sum(axis=1) / uses.to_numpy().sum() * PRIOR_WORDS
    odds = log_odds(uses["first"], uses["second"], totals["first"], totals["second"], prior)
    z = odds / np.sqrt(1 / (uses["first"] + prior) + 1 / (uses["second"] + prior))
    spread = articles["first"] + articles["second"] >= least_articles
    ranked = z[spread].sort_index().sort_values(ascending=False, kind="stable")
    ranked = pd.concat([ranked[ranked > 0].head(top), ranked[ranked < 0].tail(top)])
    out = pd.DataFrame({"word": ranked.index, "leans_to": ["first" if v > 0 else "second" for v in ranked]}).set_index("word", drop=False)
    for cell in ("first", "second"):
        out[f"count_{cell}"], out[f"articles_{cell}"] = uses[cell][out.index], articles[cell][out.index]
        out[f"per_1000_{cell}"] = 1000 * out[f"count_{cell}"] / totals[cell]
    out["log_odds"], out["z"] = odds[out.index], ranked
    cells = store.sql(
        f"""WITH {texts}, words AS ({_TOKENS}), long AS (SELECT doc_id, cell, count(*) AS n FROM words GROUP BY ALL)
            SELECT l.doc_id, l.cell, l.n, w.word, count(w.word) AS uses FROM long l LEFT JOIN words w ON w.doc_id = l.doc_id AND list_contains($listed, w.word)
            WHERE l.cell <> 'rest' GROUP BY ALL ORDER BY l.doc_id""",
        {**sides, "listed": list(out.index)},
    )
    out["low"], out["high"] = _intervals(cells, list(out.index), prior, f"keyness {by} {first} {second}")
    return out[columns].reset_index(drop=True)


def log_odds(first, second, words_first, words_second, prior):
    """Difference of the smoothed log-odds of words in two groups, from counts, the groups' lengths and the prior's pseudo-counts."""
    weight = PRIOR_WORDS
    a, b = first + prior, second + prior
    return np.log(a / (words_first + weight - a)) - np.log(b / (words_second + weight - b))


def _intervals(cells: pd.DataFrame, listed: list[str], prior: pd.Series, seed: str) -> tuple[np.ndarray, np.ndarray]:
    """Percentile intervals of the log-odds, articles of each side drawn with replacement; nan where a side has fewer than two."""
    sums = []
    draw = np.random.default_rng(zlib.crc32(seed.encode()))
    for cell in ("first", "second"):
        part = cells[cells["cell"] == cell]
        lengths = part.groupby("doc_id")["n"].first()
        table = part.dropna(subset=["word"]).pivot_table(index="doc_id", columns="word", values="uses", aggfunc="sum", fill_value=0)
        table = table.reindex(index=lengths.index, columns=listed, fill_value=0).to_numpy(float)
        n = len(lengths)
        if n < 2:
            return (np.full(len(listed), math.nan),) * 2
        weights = draw.multinomial(n, np.full(n, 1 / n), size=RESAMPLES).astype(float)
        sums.append((weights @ table, (weights @ lengths.to_numpy(float))[:, None]))
    (a, na), (b, nb) = sums
    values = log_odds(a, b, na, nb, prior[listed].to_numpy()[None, :])
    tail = (1 - LEVEL) / 2
    return np.quantile(values, tail, axis=0), np.quantile(values, 1 - tail, axis=0)


MEASURES = {"likelihood_ratio": BigramAssocMeasures.likelihood_ratio, "pmi": BigramAssocMeasures.pmi, "student_t": BigramAssocMeasures.student_t}
"""NLTK's association measures: log-likelihood ratio (Dunning 1993), pointwise mutual information in bits, t-score."""


def collocates(store: Store, *, entity: str, function_words: tuple[str, ...] = (), top: int = 20, least: int = 2) -> pd.DataFrame:
    """A row per word that shares sentences with an actor more often than by chance, the strongest by logDice first.

    `both` of the `with_entity` sentences that name the actor hold the word, of `with_word` sentences that hold it, in `sentences` altogether; `articles` hold
    both together. `log_dice` = 14 + log2(2 both / (with_entity + with_word)) (Rychlý 2008), at most 14, and the measures of NLTK: likelihood_ratio, pmi, student_t.
    `low`..`high`: 95 % bootstrap interval of log_dice over articles. The actor's own names are not counted. Words in fewer than `least` sentences
    with the actor, and `function_words`, are left out. Empty where the actor is not named.
    """
    columns = ["word", "both", "with_entity", "with_word", "sentences", "articles", "log_dice", "low", "high", *MEASURES]
    rows = store.sql(
        f"""WITH texts AS (SELECT s.doc_id, s.sentence AS cell, substr(d.text, s.start + 1, s."end" - s.start) AS text FROM sentences s JOIN documents d USING (doc_id)),
                 named AS (SELECT DISTINCT doc_id, sentence AS cell FROM mentions WHERE entity = $entity), words AS (SELECT DISTINCT * FROM ({_TOKENS}))
            SELECT w.doc_id, w.word, count(*) AS holding, CAST(sum(CASE WHEN n.doc_id IS NULL THEN 0 ELSE 1 END) AS BIGINT) AS both
            FROM words w LEFT JOIN named n ON n.doc_id = w.doc_id AND n.cell = w.cell GROUP BY ALL ORDER BY w.word, w.doc_id""",
        {"entity": entity},
    )
    size = store.sql(
        """SELECT s.doc_id, count(*) AS sentences, CAST(sum(CASE WHEN n.doc_id IS NULL THEN 0 ELSE 1 END) AS BIGINT) AS naming FROM sentences s
           LEFT JOIN (SELECT DISTINCT doc_id, sentence FROM mentions WHERE entity = $entity) n ON n.doc_id = s.doc_id AND n.sentence = s.sentence
           GROUP BY ALL ORDER BY s.doc_id""",
        {"entity": entity},
    ).set_index("doc_id")
    own = store.sql("SELECT DISTINCT lower(text) AS form FROM mentions WHERE entity = $entity", {"entity": entity})["form"]
    left_out = set(function_words) | {part for form in [*own, entity.lower()] for part in form.removesuffix("'s").removesuffix("’s").split()}
    sums = rows.groupby("word")[["holding", "both"]].sum()
    total, naming = int(size["sentences"].sum()), int(size["naming"].sum())
    kept = sums[(sums["both"] >= least) & ~sums.index.isin(left_out) & (sums["both"] * total > sums["holding"] * naming)]
    out = []
    for word, part in rows[rows["word"].isin(kept.index)].groupby("word"):
        part = part.set_index("doc_id")[["holding", "both"]].reindex(size.index, fill_value=0)
        with_word, both = int(part["holding"].sum()), int(part["both"].sum())
        spans = _dice_interval(part["both"].to_numpy(float), (part["holding"] + size["naming"]).to_numpy(float), f"collocates {entity} {word}")
        values = [measure(both, (naming, with_word), total) for measure in MEASURES.values()]
        out.append((word, both, naming, with_word, total, int((part["both"] > 0).sum()), log_dice(both, naming, with_word), *spans, *values))
    return pd.DataFrame(out, columns=columns).sort_values(["log_dice", "word"], ascending=[False, True]).head(top).reset_index(drop=True)


def log_dice(both: float, one: float, other: float) -> float:
    """14 + log2 of Dice's coefficient (Rychlý 2008): 14 where two never stand apart, one less for each halving; -inf where they never meet.

    >>> log_dice(2, 4, 4)
    13.0
    """
    return 14 + math.log2(2 * both / (one + other)) if both else -math.inf


def _dice_interval(both: np.ndarray, apart: np.ndarray, seed: str) -> tuple[float, float]:
    if len(both) < 2:
        return math.nan, math.nan
    draw = np.random.default_rng(zlib.crc32(seed.encode()))
    weights = draw.multinomial(len(both), np.full(len(both), 1 / len(both)), size=RESAMPLES).astype(float)
    top, bottom = weights @ both, weights @ apart
    values = 14 + np.log2(2 * top[top > 0] / bottom[top > 0])
    return tuple(float(v) for v in np.quantile(values, [(1 - LEVEL) / 2, (1 + LEVEL) / 2]))
