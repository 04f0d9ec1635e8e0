"""How evenly a name is spread over the articles: few articles that are all about it, or many that mention it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from parley.analyse.entities import LABELS
from parley.store import Store


def deviation_of_proportions(counts: Sequence[float], sizes: Sequence[float]) -> tuple[float, float]:
    """Gries's DP and its normalised form, of `counts` in parts of `sizes` (words): 0 as even as the sizes, towards 1 all in one small part.

    DP is half the sum of the differences between a part's share of the counts and of the words (Gries 2008, doi:10.1075/ijcl.13.4.02gri); divided by
    its greatest possible value, 1 minus the smallest share of words (Lijffijt and Gries 2012, doi:10.1075/ijcl.17.1.08lij). (nan, nan) without counts;
    the normalised one is nan for a single part.

    >>> deviation_of_proportions([3, 1], [50, 50])
    (0.25, 0.5)
    """
    v, s = np.asarray(counts, float), np.asarray(sizes, float)
    v, s = v[s > 0], s[s > 0]
    if not v.sum():
        return math.nan, math.nan
    share = s / s.sum()
    dp = float(np.abs(v / v.sum() - share).sum() / 2)
    greatest = 1 - share.min()
    return dp, dp / greatest if greatest > 0 else math.nan


def juillands_d(counts: Sequence[float], sizes: Sequence[float]) -> float:
    """Juilland's D of `counts` in parts of `sizes`: 1 even, 0 all in one part. 1 - V / sqrt(n - 1), with V the standard deviation of the parts' rates
    over their mean (Juilland and Chang-Rodríguez 1964; formula after Gries 2008, section 2). nan without counts or for one part. Where parts are many
    it is close to 1 for almost any name, which is what Gries's DP mends.

    >>> juillands_d([1, 1], [50, 50]), juillands_d([2, 0], [50, 50])
    (1.0, 0.0)
    """
    v, s = np.asarray(counts, float), np.asarray(sizes, float)
    rates = v[s > 0] / s[s > 0]
    if len(rates) < 2 or not rates.sum():
        return math.nan
    return float(1 - rates.std() / rates.mean() / math.sqrt(len(rates) - 1))


def dispersion(store: Store, *, top: int = 20, labels: Sequence[str] = LABELS) -> pd.DataFrame:
    """A row per entity, the `top` by mentions: `mentions`, `articles` that name it of `n`, `dp`, `dp_norm` and `juilland_d` over the articles."""
    sizes = store.sql("SELECT doc_id, words FROM documents ORDER BY doc_id").set_index("doc_id")["words"]
    counts = store.sql(
        """WITH named AS (SELECT entity, doc_id FROM mentions WHERE list_contains($labels, label)),
                often AS (SELECT entity FROM named GROUP BY entity ORDER BY count(*) DESC, entity LIMIT $top)
           SELECT entity, doc_id, count(*) AS n FROM named SEMI JOIN often USING (entity) GROUP BY ALL ORDER BY ALL""",
        {"labels": list(labels), "top": top},
    )
    rows = []
    for entity, part in counts.groupby("entity", sort=True):
        spread = part.set_index("doc_id")["n"].reindex(sizes.index, fill_value=0)
        rows.append((entity, int(spread.sum()), len(part), len(sizes), *deviation_of_proportions(spread, sizes), juillands_d(spread, sizes)))
    out = pd.DataFrame(rows, columns=["entity", "mentions", "articles", "n", "dp", "dp_norm", "juilland_d"])
    return out.sort_values(["mentions", "entity"], ascending=[False, True], kind="stable", ignore_index=True)
