"""Who is named: how often, where, and together with whom."""

from __future__ import annotations

import pandas as pd

from parley.analyse import groups
from parley.analyse.uncertainty import bootstrap_ratio
from parley.store import Store

LABELS = ("PER", "ORG", "LOC", "NORP")


def entity_frequency(store: Store, *, by: str, top: int = 20, labels: tuple[str, ...] = LABELS) -> pd.DataFrame:
    """A row per entity and group: `mentions`, `articles` that name it, `words` of the group, and mentions per 1,000 words with a bootstrap
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
            rows.append((entity, cell, int(counts.sum()), int((counts > 0).sum()), words, 1000 * counts.sum() / max(1, words), low, high))
    out = pd.DataFrame(rows, columns=["entity", by, "mentions", "articles", "words", "per_1000", "low", "high"])
    return out.astype({by: sizes[by].dtype})  # months stay dates where there are none


def cooccurrence(store: Store, *, top: int = 15, least: int = 3) -> pd.DataFrame:
    """A row per pair of entities that share at least `least` sentences: `sentences` with both, and `pmi`, the log2 of how much more often they meet
    than if each were spread over the sentences by chance (Church and Hanks 1990, aclanthology.org/J90-1003). Among the `top` entities by sentences."""
    return store.sql(
        """WITH named AS (SELECT DISTINCT doc_id, sentence, entity FROM mentions WHERE label IN ('PER', 'ORG', 'LOC')),
                often AS (SELECT entity, count(*) AS n FROM named GROUP BY entity ORDER BY n DESC, entity LIMIT $top),
                kept AS (SELECT * FROM named SEMI JOIN often USING (entity))
           SELECT a.entity, b.entity AS other, count(*) AS sentences,
                  log2(count(*) * (SELECT count(*) FROM sentences) / (any_value(x.n) * any_value(y.n) * 1.0)) AS pmi
           FROM kept a JOIN kept b ON a.doc_id = b.doc_id AND a.sentence = b.sentence AND a.entity < b.entity
                JOIN often x ON x.entity = a.entity JOIN often y ON y.entity = b.entity
           GROUP BY a.entity, b.entity HAVING count(*) >= $least ORDER BY sentences DESC, a.entity, b.entity""",
        {"top": top, "least": least},
    )


def name_forms(store: Store, *, top: int = 20) -> pd.DataFrame:
    """A row per entity: its label, mentions, and the forms in which the texts name it, commonest first, with how each was recognised."""
    return store.sql(
        """WITH f AS (SELECT entity, label, text, via, count(*) AS n FROM mentions WHERE label <> 'NORP' GROUP BY ALL)
           SELECT entity, mode(label ORDER BY label) AS label, CAST(sum(n) AS BIGINT) AS mentions,
                  string_agg(text || ' (' || n || ')', ', ' ORDER BY n DESC, text) AS forms, string_agg(DISTINCT via, ', ' ORDER BY via) AS found_by
           FROM f GROUP BY entity ORDER BY mentions DESC, entity LIMIT $top""",
        {"top": top},
    )
