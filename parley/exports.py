"""What was found as files for other programs. Like `run` and `cli`, it knows more than one wing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from parley.analyse import chronology
from parley.run import Corpus
from parley.show import export


def export_chronology(corpus: Corpus, path: str | Path, *, tracks: Sequence[str] = chronology.TALKS_AND_FORCE) -> Path:
    """Write the chronology, undated incidents too, to a .csv, .json, .ics (calendar) or .timeline.json (TimelineJS) file, and give its path.

    Raises ValueError for another ending, and for a calendar or timeline without a dated incident.
    """
    rows = [find(corpus, tracks=tracks) for find in (chronology.chronology, chronology.undated)]
    rows = pd.concat([r for r in rows if len(r)] or rows[:1], ignore_index=True)
    told = dict(list(chronology.reports(corpus, rows["incident_id"]).groupby("incident_id")))
    return export.write(path, rows, told, name=corpus.name)
