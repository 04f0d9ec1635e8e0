"""What a page was made from: the input, the engine, the codebook, the model, the packages, and a time that does not depend on the clock."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from importlib import metadata

import pandas as pd

from parley import __version__, run
from parley.annotate.model import listed
from parley.store import Store

PACKAGES = ("duckdb", "matplotlib", "nbconvert", "nltk", "numpy", "onnxruntime", "pandas", "pyarrow", "tokenizers")
"""Those whose version can change a number or how a page looks."""


def of(store: Store) -> dict[str, str]:
    """What to print at the foot of a page, by name. Two runs on the same input give the same."""
    state = store.read_state()
    articles, words, newest = store.sql("SELECT count(*), CAST(coalesce(sum(words), 0) AS BIGINT), max(published) FROM documents").iloc[0]
    return {
        "corpus": f"{state['name']}, {articles:,} article{'' if articles == 1 else 's'}, {words:,} words",
        "corpus hash": state["input"][:16],
        "engine": f"parley {__version__}, commit {run.commit() or 'unknown'}",
        "codebook hash": state["codebook_sha256"][:16],
        "model hash": state.get("model_sha256", listed()["encoder.onnx"])[:16],
        "Python": platform.python_version(),
        "packages": ", ".join(f"{name} {metadata.version(name)}" for name in PACKAGES),
        "time": time(newest),
    }


def time(newest: object) -> str:
    """SOURCE_DATE_EPOCH (reproducible-builds.org) where it is set, else the day of the newest article. Raises ValueError where it is no number."""
    if given := os.environ.get("SOURCE_DATE_EPOCH", "").strip():
        if not given.isdigit():
            raise ValueError(f"SOURCE_DATE_EPOCH={given!r}: give seconds since 1970 as a whole number")
        return f"{datetime.fromtimestamp(int(given), UTC):%Y-%m-%d %H:%M} UTC"
    return "unknown: no article is dated" if pd.isna(newest) else f"{newest:%Y-%m-%d}, the day of the newest article"
