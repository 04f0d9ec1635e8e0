"""What counts as an actor, an event, a frame, an act of speech: YAML that an analyst can read and change.

The files beside this one hold sections (`actors`, `classes`, `codebooks` ...). A corpus may carry a `codebook.yaml` with any of the same
sections: it adds entries, replaces single values, and takes over a phrase that the shipped codebook gives to another entry.
"""

from parley.codebook.book import Actor, Codebook, Frame, Outlet, ReportingVerb, Trigger, load
from parley.codebook.labels import frame_label
from parley.codebook.located import CodebookError
from parley.codebook.phrase import between, phrase

__all__ = ["Actor", "Codebook", "CodebookError", "Frame", "Outlet", "ReportingVerb", "Trigger", "between", "frame_label", "load", "phrase"]
