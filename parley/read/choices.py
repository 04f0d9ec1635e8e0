"""What a corpus's own `reading.yaml` says about reading it: names of columns, rules of cleaning that are off, whether data sets are cleaned."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import yaml

from parley.read.clean import RULES
from parley.read.record import FIELDS

EXAMPLE = "columns: {text: body_en, outlet: paper}\nclean_records: false\ncleaning: {photo credit: off}"


@dataclass(frozen=True)
class Choices:
    """`columns` maps our names to the corpus's; `rules_off` are rules of `clean.RULES`; `clean_records` cleans the texts of data sets too."""

    columns: dict[str, str] = field(default_factory=dict)
    rules_off: frozenset[str] = frozenset()
    clean_records: bool = False


def load(corpus: str | Path, *, clean_records: bool | None = None) -> Choices:
    """The choices of a corpus, or the usual ones. Raises ValueError, naming the entry, where `reading.yaml` says something unknown."""
    path = Path(corpus) / "reading.yaml"
    if not path.is_file():
        return Choices(clean_records=bool(clean_records))
    try:
        said = yaml.safe_load(path.read_text("utf-8-sig")) or {}
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(f"{path}: not YAML: {error}") from error
    if not isinstance(said, dict) or set(said) - {"columns", "cleaning", "clean_records"}:
        raise ValueError(f"{path}: it may hold `columns`, `cleaning` and `clean_records`, as in\n{EXAMPLE}")
    columns, cleaning = said.get("columns") or {}, said.get("cleaning") or {}
    for section, value, known in (("columns", columns, ("id", "text", *FIELDS)), ("cleaning", cleaning, tuple(RULES))):
        if not isinstance(value, dict):
            raise ValueError(f"{path}: `{section}` should hold `name: value` lines")
        if unknown := [str(k) for k in value if k not in known]:
            raise ValueError(f"{path}: `{unknown[0]}` under `{section}` is not known; choose among {', '.join(known)}")
    off = frozenset(k for k, v in cleaning.items() if v in (False, "off"))
    whole = said.get("clean_records", False) if clean_records is None else clean_records
    return Choices({k: str(v) for k, v in columns.items()}, off, bool(whole))
