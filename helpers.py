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
from pathlib import Path
from typing import Any

import pandas as pd

from parley import codebook, run
from parley.analyse import chronology as _chronology
from parley.analyse import coverage as _coverage
from parley.analyse import entities as _entities
from parley.analyse import evidence as _evidence
from parley.analyse import findings as _findings
from parley.analyse import framing as _framing
from parley.analyse import trust as _trust
from parley.show import tables as _tables
from parley.store import Store

ROOT = Path(__file__).parent
CORPUS = os.environ.get("PARLEY_CORPUS", "corpus/sample")
"""The corpus that `make site CORPUS=...` or `make lab CORPUS=...` names; the constructed sample otherwise."""
TRACKS = ("diplomatic", "pressure", "military")
MARGIN = pd.Timedelta(days=45)
"""How far before the first and after the last article a chronology reaches."""


class Corpus(Store):
    """An annotated corpus: what the functions of this module take. Prints as a card with its size, outlets, dates and what was rejected."""

    folder: Path
    name: str

    def __init__(self, folder: Path, store: Path, **filters: Any) -> None:
        super().__init__(store, **filters)
        self.folder, self.name = folder, folder.name
        self.codebook = codebook.load(folder if folder.is_dir() else None)

    def __len__(self) -> int:
        """Articles, after the filters."""
        return self.count("documents")

    def _repr_html_(self) -> str:
        return _tables.corpus_card(*_coverage.card(self, self.name))

    def __repr__(self) -> str:
        _, facts, note = _coverage.card(self, self.name)
        return "\n".join([*(f"{k}: {v}" for k, v in facts.items()), *([note] if note else [])])


def load_corpus(
    folder: str | Path,
    *,
    wire_copies: str = "once",
    outlets: Sequence[str] | None = None,
    start: str | None = None,
    end: str | None = None,
) -> Corpus:
    """Read and annotate a corpus where that is still to do, and open it.

    `folder` is a folder of articles, a text file or a `.jsonl[.gz]`; a relative path counts from here or from the project. `wire_copies` is "once"
    (an article that repeats an earlier one is left out of every count) or "each". `outlets`, `start` and `end` (days, `2025-11-01`) keep a part.
    Raises FileNotFoundError where there is no such corpus and ValueError where nothing in it could be kept.
    """
    if wire_copies not in ("once", "each"):
        raise ValueError(f"wire_copies={wire_copies!r}: choose once or each")
    place = Path(folder) if Path(folder).exists() else ROOT / folder
    store = Path(os.environ.get("PARLEY_STORE") or run.store_for(place))
    if run.annotate(place, store).documents == 0:
        raise ValueError(f"nothing to read in {folder}: give a folder with .txt, .md or .jsonl files (see corpus/README.md)")
    return Corpus(place, store, outlets=outlets, start=start, end=end, copies=wire_copies == "each")


# what is in the corpus


def outlets(corpus: Corpus) -> pd.DataFrame:
    """A row per outlet: articles, words, copies, undated, first and last day."""
    return _coverage.outlets(corpus)


def articles(corpus: Corpus) -> pd.DataFrame:
    """A row per article, earliest first: published, outlet, title, words, source_id."""
    return _coverage.articles(corpus)


def months(corpus: Corpus) -> pd.DataFrame:
    """A row per outlet and month: articles."""
    return _coverage.months(corpus)


def dating(corpus: Corpus) -> pd.DataFrame:
    """A row per way in which publication dates were found: articles."""
    return _coverage.dating(corpus)


def copies(corpus: Corpus) -> pd.DataFrame:
    """A row per article that repeats an earlier one, with the original. Load the corpus with wire_copies="each" to see any."""
    return _coverage.copies(corpus)


def rejected(corpus: Corpus) -> pd.DataFrame:
    """A row per input that was not kept: source_id, reason, detail."""
    return _coverage.rejected(corpus)


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


def who_speaks(corpus: Corpus, *, by: str, top: int = 12) -> pd.DataFrame:
    """A row per speaker and group: quotes, words, share of attributed words with an interval, quotes with a distancing cue."""
    return _framing.who_speaks(corpus, by=by, top=top)


# names


def entity_frequency(corpus: Corpus, *, by: str, top: int = 20) -> pd.DataFrame:
    """A row per entity and group: mentions, articles, words of the group, mentions per 1,000 words with an interval."""
    return _entities.entity_frequency(corpus, by=by, top=top)


def cooccurrence(corpus: Corpus, *, top: int = 15) -> pd.DataFrame:
    """A row per pair of entities: sentences that name both, and pointwise mutual information."""
    return _entities.cooccurrence(corpus, top=top)


def name_forms(corpus: Corpus, *, top: int = 20) -> pd.DataFrame:
    """A row per entity: the forms that were merged into it, and how each was recognised."""
    return _entities.forms(corpus, top=top)


# events


def chronology(corpus: Corpus, *, tracks: Sequence[str] = TRACKS, least_documents: int = 1) -> pd.DataFrame:
    """A row per dated incident, in order of time: interval, track, class, status, actors, articles, independent outlets."""
    return _chronology.chronology(corpus, tracks=tracks, least_documents=least_documents)


def undated(corpus: Corpus, *, tracks: Sequence[str] = TRACKS) -> pd.DataFrame:
    """A row per incident that no report dates."""
    return _chronology.undated(corpus, tracks=tracks)


def weekly_balance(corpus: Corpus, *, tracks: Sequence[str] = TRACKS) -> pd.DataFrame:
    """A row per week and track: dated incidents that happened, and their mean intensity."""
    return _chronology.weekly_balance(corpus, tracks=tracks)


def status_counts(corpus: Corpus) -> pd.DataFrame:
    """A row per track and status: events."""
    return _chronology.status_counts(corpus)


# trust


def gold(corpus: Corpus, name: str) -> pd.DataFrame:
    """Hand labels of the corpus (`events`, `frames`, `quotes`); empty where it has none."""
    folder = corpus.folder / "gold"
    return _trust.gold(folder, name) if (folder / f"{name}.csv").is_file() else pd.DataFrame(columns=["article"])


def gold_counts(corpus: Corpus) -> pd.DataFrame:
    """A row per kind of hand label: articles, rows."""
    return _trust.counts(corpus.folder / "gold")


def scores(corpus: Corpus, name: str) -> pd.DataFrame:
    """What the engine gets right against the corpus's hand labels of events, frames or quotes, with n; empty where there are no labels."""
    labels = gold(corpus, name)
    score = {"events": _trust.event_scores, "frames": _trust.frame_scores, "quotes": _trust.quote_scores}[name]
    return score(corpus, labels) if len(labels) else pd.DataFrame()


def missed_events(corpus: Corpus) -> pd.DataFrame:
    """A row per hand-labelled event that the engine does not find: article, text."""
    labels = gold(corpus, "events")
    if labels.empty:
        return pd.DataFrame(columns=["article", "text"])
    matches = _trust.event_matches(corpus, labels)
    return matches.loc[~matches["found"], ["article", "text"]].reset_index(drop=True)


def compare(first: Corpus, second: Corpus, *, codebook: str) -> pd.DataFrame:
    """A row per frame: its share of the articles in two selections of a corpus, as columns `once` and `each`."""
    return _framing.compare(first, second, codebook=codebook)


# looking


def show(data: pd.DataFrame, caption: str = "", *, most: int = 200, **headings: str) -> _tables.Table:
    """A DataFrame as a table that can be sorted: numbers rounded to look at, shares as percentages. Keywords rename columns."""
    return _tables.Table(data, caption, headings=headings, most=most)


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


def show_chronology(corpus: Corpus, rows: pd.DataFrame) -> _tables.Chronology:
    """Incidents as lines that open to their sentences."""
    return _tables.Chronology(rows, _evidence.of_incidents(corpus, rows["incident_id"]))


def plot(kind: str, data: pd.DataFrame, *, title: str, caption: str = "", **options: Any) -> Any:
    """A figure of parley.show.figures by name: coverage, dots, over_time, matrix, chronology, balance."""
    from parley.show import figures  # matplotlib takes longer to import than all else together

    return getattr(figures, kind)(data, title=title, caption=caption, **options)
