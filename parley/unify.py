"""One canonical name across the corpus: merges of names, and their application to the stored annotations.

Which names mean the same is decided over all articles (`parley.analyse.merges`), so it comes after the partitions are annotated. `mentions.name`
keeps what an article alone gives; `mentions.entity`, the speakers of quotes and the actors and places of events get the canonical name.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from parley.analyse import merges
from parley.codebook import Codebook
from parley.store import BY_DOCUMENT, Store

NAMED = {"quotes": ("speaker",), "events": ("attributed_to", "source", "target", "place")}
"""Columns beside `mentions.entity` that hold a name. Where a name stands for a government, they hold the government."""

_PLANNED = """SELECT unnest(CAST($names AS VARCHAR[])) AS name, unnest(CAST($labels AS VARCHAR[])) AS label,
                     unnest(CAST($entities AS VARCHAR[])) AS entity"""


def unify(tables: Store, keys: set[str], book: Codebook, again: Callable[[list[str]], None]) -> pd.DataFrame:
    """Bring the partitions `keys` to the merges that hold now and write the table `merges`, which is returned.

    Only partitions that hold a name merged otherwise are written. `again` annotates partitions anew: it is called with those that hold a merge of
    an earlier run which no longer holds, since quotes and events do not keep what they said before it. A partition is written mentions last; if a run
    is stopped in between, `unfinished` names it.
    """
    files = [str(tables.path / "mentions.parquet" / f"{key}.parquet") for key in sorted(keys & tables.keys("mentions"))]
    found = merges.find(pd.DataFrame(columns=["name", "label", "mentions"]))
    if files:
        names = tables.sql("SELECT name, label, count(*) AS mentions FROM read_parquet($files) GROUP BY ALL ORDER BY ALL", {"files": files})
        found = merges.find(names, known=(a.name for a in book.actors), apart=book.keep_apart)
        other = _otherwise(tables, files, found)
        if len(other):
            tables.write_state({"unifying": sorted(other["key"])})  # and nothing of a finished run, so that the next one looks again
            if wrong := sorted(other.loc[other["wrong"], "key"]):
                again(wrong)
            planned = {(r.name, r.label): r.entity for r in found.itertuples(index=False)}
            stands_for = {a.name: a.acts_for for a in book.actors if a.acts_for}
            for key in sorted(other["key"]):
                _apply(tables, key, planned, stands_for)
    tables.write("merges", "all", found.to_dict("records"))
    return found


def unfinished(tables: Store) -> None:
    """Remove the annotations of partitions that a stopped run left half unified, so that they are made anew."""
    for key in tables.read_state().get("unifying", ()):
        for name in BY_DOCUMENT:
            (tables.path / f"{name}.parquet" / f"{key}.parquet").unlink(missing_ok=True)


def _otherwise(tables: Store, files: list[str], found: pd.DataFrame) -> pd.DataFrame:
    """A row per partition with a mention whose entity is not the one it should be: `key`, and `wrong` where it is another than its own name."""
    rows = tables.sql(
        f"""WITH planned AS ({_PLANNED})
            SELECT m.filename, bool_or(m.entity <> m.name) AS wrong
            FROM read_parquet($files, filename = true) m LEFT JOIN planned p ON m.name = p.name AND m.label = p.label
            WHERE m.entity <> coalesce(p.entity, m.name) GROUP BY m.filename ORDER BY m.filename""",
        {"files": files, "names": list(found["name"]), "labels": list(found["label"]), "entities": list(found["entity"])},
    )
    return rows.assign(key=[f.replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".parquet") for f in rows["filename"]])


def _apply(tables: Store, key: str, planned: dict[tuple[str, str], str], stands_for: dict[str, str]) -> None:
    read = lambda name: pq.read_table(tables.path / f"{name}.parquet" / f"{key}.parquet")  # noqa: E731
    mentions = read("mentions")
    rows = mentions.select(["doc_id", "name", "label"]).to_pylist()
    entities = [planned.get((r["name"], r["label"]), r["name"]) for r in rows]
    # an article reads one name as one thing; where it does not, its quotes and events keep what they have
    meant: dict[tuple[str, str], set[str]] = {}
    for r, entity in zip(rows, entities, strict=True):
        meant.setdefault((r["doc_id"], r["name"]), set()).add(entity)
    to = {of: stands_for.get(entity, entity) for of, (entity, *more) in meant.items() if not more and entity != of[1]}
    for name, columns in NAMED.items():
        data = read(name)
        if not len(data):
            continue
        docs = data["doc_id"].to_pylist()
        for column in columns:
            values = [to.get((d, v), v) for d, v in zip(docs, data[column].to_pylist(), strict=True)]
            data = _with(data, column, values)
        tables.write(name, key, _once_each(data) if name == "events" else data)
    tables.write("mentions", key, _with(mentions, "entity", entities))


def _once_each(events: pa.Table) -> pa.Table:
    """Without an actor who, under the canonical name, acts on himself: the pair was two names of one."""
    target = [None if t == s else t for s, t in zip(events["source"].to_pylist(), events["target"].to_pylist(), strict=True)]
    return _with(events, "target", target)


def _with(data: pa.Table, column: str, values: list) -> pa.Table:
    return data.set_column(data.schema.get_field_index(column), column, pa.array(values, pa.string())).combine_chunks()
