"""Parley's front door: load a corpus, ask, draw, and open any number to its sentences.

    import helpers as h
    corpus = h.load_corpus("corpus/sample")
    h.frame_prevalence(corpus, by="outlet", codebook="crisis")
    h.show_evidence(corpus, event="strike", outlet="Harbor Wire", n=3)

Functions named by a noun return a DataFrame. `plot_*` return a picture, `show_*` something to look at. Nothing prints.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

import pandas as pd

from parley.analyse import balance as _balance
from parley.analyse import choosing as _choosing
from parley.analyse import chronology as _chronology
from parley.analyse import evidence as _evidence
from parley.analyse import findings as _findings
from parley.analyse import framing as _framing
from parley.analyse import keyness as _keyness
from parley.analyse import linkage as _linkage
from parley.analyse import reference as _reference
from parley.analyse import trust as _trust
from parley.analyse.agency import agency, agents_left_out
from parley.analyse.balance import cooperation_balance, lagged_association, too_few, weekly_counts
from parley.analyse.chronology import chronology, omissions, omitted, planned, reports, status_counts, undated
from parley.analyse.concordance import concordance
from parley.analyse.coverage import articles, carried, cleaning, conflicts, copies, dating, gaps, months, outlets, rejected
from parley.analyse.dispersion import dispersion
from parley.analyse.entities import entity_frequency, name_collisions, name_forms, name_merges, outlet_contrast, roles, salience
from parley.analyse.framing import compare, frame_places, who_speaks
from parley.analyse.keyness import keyness
from parley.analyse.linkage import linkage_scores, wrongly_linked
from parley.analyse.reference import compare_reference, reference_scores
from parley.analyse.together import cooccurrence
from parley.codebook import frame_label as frame_label
from parley.exports import export_chronology
from parley.learn import learn_frames
from parley.run import Corpus, load_corpus
from parley.show import claims as _claims
from parley.show import concordance as _concordance
from parley.show import explore as _explore
from parley.show import tables as _tables
from parley.store import Store

CORPUS = os.environ.get("PARLEY_CORPUS", "corpus/sample")
"""The corpus that `make site CORPUS=...` or `make lab CORPUS=...` names; the constructed sample otherwise."""
TRACKS = _chronology.TALKS_AND_FORCE


# framing


def frames(corpus: Corpus) -> pd.DataFrame:
    """A row per frame of the codebooks: codebook, frame, definition, what counts, what does not, number of cues."""
    rows = [(f.codebook, f.name, f.definition, f.counts, f.does_not_count, len(f.cues)) for f in corpus.codebook.frames]
    return pd.DataFrame(rows, columns=["codebook", "frame", "definition", "counts", "does_not_count", "cues"])


def frame_prevalence(corpus: Corpus, *, by: str, codebook: str = "crisis") -> pd.DataFrame:
    """A row per frame and group (`by` is outlet, week, month or corpus): count of n articles, share, low, high (95 %, Wilson 1927)."""
    return _framing.frame_prevalence(corpus, by=by, codebook=codebook)


def frame_voice(corpus: Corpus, *, codebook: str = "crisis") -> pd.DataFrame:
    """A row per frame and outlet: cues, and the share of them in quoted words rather than the outlet's own."""
    return _framing.frame_voice(corpus, codebook=codebook)


def lexical_choice(corpus: Corpus, *, by: str) -> pd.DataFrame:
    """A row per choice, label and group: uses, articles, share of the choice's uses with an interval. The codebook lists the choices."""
    return _framing.lexical_choice(corpus, choices=corpus.codebook.choices, by=by)


def collocates(corpus: Corpus, *, entity: str, top: int = 20) -> pd.DataFrame:
    """A row per word that shares sentences with an actor: counts, logDice with its interval, log-likelihood, pmi, t-score."""
    return _keyness.collocates(corpus, entity=entity, function_words=corpus.codebook.words["function_words"], top=top)


def show_cells(corpus: Corpus, cells: Sequence[dict[str, Any]], *, n: int = 3) -> _tables.Cells:
    """Up to `n` sentences behind each of several numbers, folded; a cell is what `evidence` takes, or `words` (a list of forms) with their `label` and an outlet."""
    find = lambda words=None, label=None, **what: _evidence.of_words(corpus, words, n=n, **what) if words else evidence(corpus, n=n, **what)  # noqa: E731
    return _tables.Cells([(cell, find(**cell)) for cell in cells])


# events


def weekly_balance(corpus: Corpus, *, tracks: Sequence[str] = TRACKS) -> pd.DataFrame:
    """A row per week and track: dated incidents that happened, and their mean intensity."""
    return _balance.weekly_balance(corpus, tracks=tracks)


def reference(corpus: Corpus, path: str | None = None) -> pd.DataFrame:
    """A row per event of a reference chronology, a CSV with date and text; without a path the corpus's own `facts.csv`, and no row where it has none."""
    place = path or (corpus.folder / "facts.csv")
    return _reference.read_reference(place) if path or place.is_file() else pd.DataFrame(columns=_reference.COLUMNS)


# trust


def gold(corpus: Corpus, name: str) -> pd.DataFrame:
    """Hand labels of the corpus (`events`, `frames`, `quotes`); empty where it has none."""
    folder = corpus.folder / "gold"
    return _trust.gold(folder, name) if (folder / f"{name}.csv").is_file() else pd.DataFrame(columns=["article"])


def gold_counts(corpus: Corpus) -> pd.DataFrame:
    """A row per kind of hand label: articles, rows."""
    return _trust.counts(corpus.folder / "gold")


def scores(corpus: Corpus, name: str) -> pd.DataFrame:
    """What the engine gets right against hand labels of events, frames or quotes, over all labelled articles; empty where there are no labels."""
    labels = gold(corpus, name)
    score = {"events": _trust.event_scores, "frames": _trust.frame_scores, "quotes": _trust.quote_scores}[name]
    return score(Store(corpus.path), labels) if len(labels) else pd.DataFrame()


def name_links(corpus: Corpus) -> pd.DataFrame:
    """A row per hand-linked name (`gold/mentions.csv`): whether the engine has it, and whom it takes it for; over all articles, copies too."""
    return _linkage.mention_matches(Store(corpus.path), gold(corpus, "mentions"))


def missed_events(corpus: Corpus) -> pd.DataFrame:
    """A row per hand-labelled event that the engine does not find: article, text."""
    labels = gold(corpus, "events")
    if labels.empty:
        return pd.DataFrame(columns=["article", "text"])
    return _trust.event_matches(Store(corpus.path), labels).loc[lambda m: ~m["found"], ["article", "text"]].reset_index(drop=True)


# looking


def show(
    data: pd.DataFrame, caption: str = "", *, most: int = 200, hide: Sequence[str] = (), folded: bool = False, empty: str = "", **headings: str
) -> _tables.Table:
    """A DataFrame as a table that can be sorted: the first `most` rows, numbers rounded to look at, without the columns of `hide`.

    `folded` under its caption; `empty` is said where there is no row; keywords rename columns. The page's CSV has every row and column, unrounded."""
    return _tables.Table(data, caption, headings=headings, most=most, hide=hide, folded=folded, empty=empty)


def finding(corpus: Corpus, about: str) -> str:
    """The main finding about corpus, framing, names, events or trust, as a sentence in Markdown with its numbers."""
    return _findings.about_trust(scores(corpus, "events")) if about == "trust" else getattr(_findings, f"about_{about}")(corpus)


def say(text: str) -> Any:
    """A sentence with figures in it that code has computed, as Markdown."""
    from IPython.display import Markdown

    return Markdown(text)


def evidence(corpus: Corpus, *, n: int = 3, **what: Any) -> pd.DataFrame:
    """Sentences that show a frame, event, mode, track, status, entity or speaker, with `outlet`, `start`, `end` if wanted; n=0 gives all."""
    return _evidence.evidence(corpus, n=n, **what)


def show_evidence(corpus: Corpus, *, n: int = 3, summary: str = "", **what: Any) -> _tables.Evidence:
    """The sentences behind a number, each with date, outlet and title. Takes what `evidence` takes."""
    return _tables.Evidence(evidence(corpus, n=n, **what), summary)


def show_concordance(corpus: Corpus, *, entity: str, n: int = 12, outlet: str | None = None) -> _concordance.Concordance:
    """Mentions of an entity, keyword in context, each line with its article."""
    return _concordance.Concordance(concordance(corpus, entity=entity, n=n, outlet=outlet), f"{entity} in context")


def plot_network(corpus: Corpus, *, top: int = 20, least: int = 3) -> Any:
    """Names that share at least `least` sentences, as a network of at most 20."""
    from parley.show.network import network

    words = f"Line: as wide as the sentences that name both, {least} or more; full where chance gives it less than once in 1,000 (log-likelihood ratio), else dashed."
    return network(pairs := cooccurrence(corpus, top=top, least=least), title=_findings.title_of_pairs(pairs), caption=words)


def show_chronology(corpus: Corpus, rows: pd.DataFrame) -> _tables.Chronology:
    """Incidents as lines that open to who reports them, as what, with which figures, and to their sentences."""
    ids, figures = rows["incident_id"], dict(zip(rows["incident_id"], rows.get("figures", [None] * len(rows)), strict=True))
    claims = {k: _claims.block(part, figures[k]) for k, part in reports(corpus, ids).groupby("incident_id")}
    return _tables.Chronology(rows, _evidence.of_incidents(corpus, ids), claims=claims)


def show_incident(corpus: Corpus, incident_id: str) -> _tables.Chronology:
    """One incident, open: its dates, status, actors and support, and every sentence that reports it."""
    rows = _choosing.incidents(corpus, tracks=_chronology.TRACKS).query("incident_id == @incident_id")
    if rows.empty:
        raise ValueError(f"incident_id={incident_id!r}: no dated incident has this id; `chronology(corpus)` lists them")
    return _tables.Chronology(rows, _evidence.of_incidents(corpus, [incident_id]), opened=True)


def explore_chronology(corpus: Corpus, rows: pd.DataFrame | None = None) -> _explore.Explorer:
    """Incidents (all dated ones, or `rows`) with fields in JupyterLab that filter by outlet, day, track, status and entity; in a page their first lines."""
    all_of_them = _choosing.incidents(corpus, tracks=_chronology.TRACKS)
    chosen = all_of_them if rows is None else all_of_them[all_of_them["incident_id"].isin(rows["incident_id"])]
    by = {"outlet": "in_outlets", "track": "track", "status": "status", "entity": "entities"}
    return _explore.Explorer(chosen, by, "earliest", "latest", lambda shown: show_chronology(corpus, shown), "incidents")


def explore_evidence(corpus: Corpus) -> _explore.Explorer:
    """The sentences of all reported events with fields in JupyterLab that filter them by outlet, day of the article, track, status and entity."""
    by = {"outlet": "outlet", "track": "track", "status": "status", "entity": "entities"}
    return _explore.Explorer(_choosing.sentences(corpus), by, "published", "published", _tables.Evidence, "sentences")


def plot_frame_prevalence(corpus: Corpus, *, by: str = "outlet", codebook: str = "crisis") -> Any:
    """Frame prevalence as dots with intervals, by outlet or for the whole corpus."""
    rows = frame_prevalence(corpus, by=by, codebook=codebook)
    words = f"Dot: share of the articles that use the {codebook} frame. Line: 95 % interval (Wilson)."
    looks = {"label": "frame", "group": by, "value": "share", "percent": True, "axis": "share of articles", "weight": "n"}
    return plot("dots", rows, **looks, title=_findings.title_of_frames(rows, codebook), caption=words)


def plot_contrast(words: pd.DataFrame, *, first: str, second: str) -> Any:
    """The words of `keyness` that set two groups apart, as dots with intervals, each word written beside its counts."""
    from parley.show import contrast

    return contrast.contrast(words, first=first, second=second)


def plot_chronology(corpus: Corpus, *, tracks: Sequence[str] = TRACKS) -> Any:
    """The chronology on one axis, over the time in which the corpus's articles appeared."""
    words = "Dated incidents as reported. A disc is a day, a bar the days in which it lies. A number with a plus: incidents that found no room there."
    rows, first_last = chronology(corpus, tracks=tracks), _chronology.window(corpus)
    return plot("chronology", rows, **first_last, title=_findings.title_of_chronology(rows), caption=words)


def title_of(kind: str, rows: pd.DataFrame) -> str:
    """What a figure of the balance (`balance`) or of the order of talk and force (`order`) shows, as its title."""
    return {"balance": _findings.title_of_balance, "order": _findings.about_order}[kind](rows)


def plot(kind: str, data: pd.DataFrame, *, title: str, caption: str = "", **options: Any) -> Any:
    """A figure by name: coverage, calendar, carriers, dots, over_time, matrix, chronology, balance, lags."""
    from parley.show import figures, timeline  # matplotlib takes longer to import than all else together

    return getattr(timeline if kind in ("chronology", "balance", "lags") else figures, kind)(data, title=title, caption=caption, **options)
