"""What is in the corpus: articles by outlet and month, where dates came from, copies, and what was not kept."""

from __future__ import annotations

import pandas as pd

from parley.store import Store


def outlets(store: Store) -> pd.DataFrame:
    """A row per outlet: articles, words, copies (articles that repeat an earlier one), undated, first and last day."""
    return store.sql(
        """SELECT coalesce(outlet, '(outlet unknown)') AS outlet, count(*) AS articles, CAST(sum(words) AS BIGINT) AS words, count(copy_of) AS copies,
                  count(*) - count(published) AS undated, min(published) AS first, max(published) AS last
           FROM documents GROUP BY ALL ORDER BY articles DESC, outlet"""
    )


def months(store: Store) -> pd.DataFrame:
    """A row per outlet and month with at least one dated article: articles."""
    return store.sql(
        """SELECT coalesce(outlet, '(outlet unknown)') AS outlet, CAST(date_trunc('month', published) AS DATE) AS month, count(*) AS articles
           FROM documents WHERE published IS NOT NULL GROUP BY ALL ORDER BY month, outlet"""
    )


MAX_DAYS = 120
"""Corpora over a longer time are counted by week, beyond `MAX_WEEKS` by month: a calendar has to fit a page."""
MAX_WEEKS = 120


def gaps(store: Store) -> pd.DataFrame:
    """A row per outlet and period from the corpus's first dated article to its last: start of the period, unit (day, week, month), articles.

    Periods without articles are rows with 0. Outlets come by number of articles. Dates known only to the month or year are left out: they fill no day.
    """
    span = store.sql("SELECT min(published) AS first, max(published) AS last FROM documents WHERE published_precision = 'day'").iloc[0]
    if pd.isna(span["first"]):
        return pd.DataFrame(
            {"outlet": pd.Series(dtype=str), "start": pd.Series(dtype="datetime64[us]"), "unit": pd.Series(dtype=str), "articles": []}
        )
    days = (span["last"] - span["first"]).days + 1
    unit = "day" if days <= MAX_DAYS else "week" if days <= 7 * MAX_WEEKS else "month"
    return store.sql(
        f"""WITH dated AS (SELECT coalesce(outlet, '(outlet unknown)') AS outlet, date_trunc('{unit}', published) AS start
                           FROM documents WHERE published_precision = 'day' AND published IS NOT NULL),
                 periods AS (SELECT unnest(generate_series(min(start), max(start), INTERVAL 1 {unit})) AS start FROM dated),
                 outlets AS (SELECT outlet, count(*) AS all_articles FROM dated GROUP BY outlet)
            SELECT o.outlet, CAST(p.start AS DATE) AS start, '{unit}' AS unit, count(d.outlet) AS articles
            FROM outlets o CROSS JOIN periods p LEFT JOIN dated d ON d.outlet = o.outlet AND d.start = p.start
            GROUP BY o.outlet, o.all_articles, p.start ORDER BY o.all_articles DESC, o.outlet, p.start"""
    )


def carried(store: Store) -> pd.DataFrame:
    """A row per outlet with an original and outlet that carried it: articles, first and last day. Needs a store that counts each copy."""
    return store.sql(
        """SELECT coalesce(o.outlet, '(outlet unknown)') AS original_outlet, coalesce(c.outlet, '(outlet unknown)') AS carried_by, count(*) AS articles,
                  count(DISTINCT o.doc_id) AS originals, min(c.published) AS first, max(c.published) AS last
           FROM documents c JOIN documents o ON c.copy_of = o.doc_id GROUP BY ALL ORDER BY articles DESC, original_outlet, carried_by"""
    )


def dating(store: Store) -> pd.DataFrame:
    """A row per way in which publication dates were found (metadata, header, byline, url, filename, text, none): articles."""
    return store.sql(
        "SELECT published_from, published_precision, count(*) AS articles FROM documents GROUP BY ALL ORDER BY articles DESC, published_from"
    )


def conflicts(store: Store) -> pd.DataFrame:
    """A row per article whose sources of a date disagree: the date taken, where it was found, and what else was found."""
    return store.sql(
        """SELECT source_id, outlet, published, published_from, published_conflict FROM documents
           WHERE published_conflict IS NOT NULL ORDER BY published NULLS LAST, source_id"""
    )


def cleaning(store: Store) -> pd.DataFrame:
    """A row per rule of cleaning that was used: articles, removals, an example of what it took out."""
    return store.sql(
        """SELECT r.rule AS rule, count(DISTINCT doc_id) AS articles, count(*) AS removals, min(left(r.text, 120)) AS example
           FROM (SELECT doc_id, unnest(removed) AS r FROM documents) GROUP BY ALL ORDER BY removals DESC, rule"""
    )


def copies(store: Store) -> pd.DataFrame:
    """A row per article that repeats an earlier one: its outlet and title, and the outlet and title of the original."""
    return store.sql(
        """SELECT o.outlet AS original_outlet, o.title AS original_title, c.outlet AS carried_by, c.title AS carried_as, c.published
           FROM documents c JOIN documents o ON c.copy_of = o.doc_id ORDER BY o.title, c.published, c.outlet"""
    )


def articles(store: Store) -> pd.DataFrame:
    """A row per article, earliest first, undated ones last: published, outlet, title, words, source_id."""
    return store.sql("SELECT published, outlet, title, words, source_id FROM documents ORDER BY published NULLS LAST, source_id")


def rejected(store: Store) -> pd.DataFrame:
    """A row per input that was not kept: source_id, reason, detail."""
    return store.sql("SELECT source_id, reason, detail FROM rejected ORDER BY source_id")


def card(store: Store, name: str) -> tuple[str, dict[str, str], str]:
    """The corpus in a few facts: (name, facts, note). The note says where articles are constructed, or their words are not at hand."""
    f = store.sql(
        """SELECT count(*) AS articles, count(DISTINCT outlet) AS outlets, count(outlet) AS known, min(published) AS first, max(published) AS last,
                  count(*) - count(published) AS undated, CAST(coalesce(sum(words), 0) AS BIGINT) AS words, CAST(count(*) FILTER (constructed) AS BIGINT) AS made,
                  CAST(count(*) FILTER (language NOT IN ('en')) AS BIGINT) AS foreign FROM documents"""
    ).iloc[0]
    days = f"{f['first']:%Y-%m-%d} to {f['last']:%Y-%m-%d}" if pd.notna(f["first"]) else "none known"
    state = store.read_state()
    facts = {
        "articles": f"{f['articles']:,} ({f['words']:,} words)",
        "outlets": f"{f['outlets']:,}" + (f", unknown for {f['articles'] - f['known']:,} articles" if f["articles"] > f["known"] else ""),
        "published": days + (f", {f['undated']:,} undated" if f["undated"] else ""),
        "copies of earlier articles": f"{state.get('copies', 0):,}" + ("" if store.filters["copies"] else ", counted once"),
        "inputs not kept": f"{store.count('rejected'):,}",
    }
    if f["foreign"]:
        facts["not in English, not annotated"] = f"{f['foreign']:,}"
    every = "These articles are" if f["made"] == f["articles"] else f"{f['made']:,} of these articles are"
    note = f"{every} constructed: written for this project from reported facts, not journalism." if f["made"] else ""
    if store.sql("SELECT count(*) AS n FROM documents WHERE withheld")["n"].iloc[0]:
        note = f"{note} What was found, without the articles' words: evidence gives the place in an article instead.".strip()
    return name, facts, note
