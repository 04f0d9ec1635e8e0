"""Who is named together with whom, in one sentence, and how surprising that is."""

from __future__ import annotations

import numpy as np
import pandas as pd

from parley.store import Store

SURPRISING = 10.83
"""Log-likelihood ratio beyond which chance alone gives it once in a thousand pairs (chi-square, one degree of freedom)."""


def log_likelihood(both: np.ndarray, one: np.ndarray, other: np.ndarray, n: int) -> np.ndarray:
    """Dunning's G2 = 2 sum O ln(O / E) of `both` of `one` and of `other` sentences, of `n` in all (Dunning 1993, aclanthology.org/J93-1003)."""
    a, x, y = (np.asarray(v, float) for v in (both, one, other))
    observed = np.stack([a, x - a, y - a, n - x - y + a])
    expected = np.stack([x * y, x * (n - y), y * (n - x), (n - x) * (n - y)]) / n
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(observed > 0, observed * np.log(observed / expected), 0.0)
    return 2 * terms.sum(axis=0)


def cooccurrence(store: Store, *, top: int = 20, least: int = 3) -> pd.DataFrame:
    """A row per pair of entities, among the `top` by sentences, that share at least `least` of the `n` sentences outside headlines.

    `sentences` name both, `first` and `second` the one and the other. `pmi` is the log2 of how much more often they meet than if each were
    spread by chance (Church and Hanks 1990, aclanthology.org/J90-1003), `llr` how much evidence there is for it (Dunning 1993), negative where they meet
    less often than by chance; `surprising` where it passes 10.83. Peoples (NORP) are left out.
    """
    pairs = store.sql(
        """WITH said AS (SELECT doc_id, sentence FROM sentences WHERE NOT coalesce(in_headline, false)),
                named AS (SELECT DISTINCT m.doc_id, m.sentence, m.entity FROM mentions m SEMI JOIN said s
                          ON s.doc_id = m.doc_id AND s.sentence = m.sentence WHERE m.label IN ('PER', 'ORG', 'LOC')),
                often AS (SELECT entity, count(*) AS n FROM named GROUP BY entity ORDER BY n DESC, entity LIMIT $top),
                kept AS (SELECT * FROM named SEMI JOIN often USING (entity))
           SELECT a.entity, b.entity AS other, count(*) AS sentences, any_value(x.n) AS first, any_value(y.n) AS second, (SELECT count(*) FROM said) AS n
           FROM kept a JOIN kept b ON a.doc_id = b.doc_id AND a.sentence = b.sentence AND a.entity < b.entity
                JOIN often x ON x.entity = a.entity JOIN often y ON y.entity = b.entity
           GROUP BY a.entity, b.entity HAVING count(*) >= $least ORDER BY sentences DESC, a.entity, b.entity""",
        {"top": top, "least": least},
    )
    both, one, other = (pairs[c].to_numpy(float) for c in ("sentences", "first", "second"))
    n = int(pairs["n"].iloc[0]) if len(pairs) else 1
    pairs["pmi"] = np.log2(both * n / (one * other)) if len(pairs) else both
    pairs["llr"] = np.sign(pairs["pmi"]) * log_likelihood(both, one, other, n)
    return pairs.assign(surprising=pairs["llr"] > SURPRISING)
