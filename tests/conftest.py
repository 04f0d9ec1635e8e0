"""What several tests need and what takes a moment to make: the shipped codebook, the annotators over it, and built sites."""

import ast
import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from time import process_time
from unittest import mock

import nbformat
import pytest

import helpers
from parley import codebook, run
from parley.annotate.pipeline import Annotator
from parley.cli import main
from parley.codebook import load
from parley.show import site as pages

YARD = 0.025
"""Processor seconds of `_yard` on the quiet machine that the limits of time in tests were set on."""


def _yard() -> float:
    began = process_time()
    for n in range(120):
        [m[0].lower() for m in re.finditer(r"\b(?:alpha|beta|[a-z]+ing)\b|\d+", f"the {n} boats were sailing to 20 ports " * 100)]
    return process_time() - began


@pytest.fixture
def seconds():
    """Processor seconds of a call, divided by how much slower than the quiet machine this one is just now."""

    def spent(function, *given) -> float:
        before, began = _yard(), process_time()
        function(*given)
        took = process_time() - began
        return took / max(1, before / YARD, _yard() / YARD)

    return spent


@pytest.fixture(scope="session")
def book():
    return load()


@pytest.fixture(scope="session")
def annotator(book):
    return Annotator(book)


@pytest.fixture(scope="session")
def annotate(annotator):
    """Rows by table for one text, published on Wednesday, 5 November 2025 unless told otherwise."""

    def rows(text, published=date(2025, 11, 5), title=None):
        found = annotator.batch([{"doc_id": "d", "text": text, "title": title, "published": published, "language": "en"}])
        for event in found["events"]:
            event["vector"] = event["vector"].tolist()  # so that rows can be compared
        return found

    return rows


@pytest.fixture
def quick(book, annotator, monkeypatch):
    """Runs that take the shipped codebook and its annotators as they stand; a corpus with a codebook of its own still gets its own."""
    load, make = codebook.load, run._annotator
    own = lambda corpus: corpus is not None and (Path(corpus) / "codebook.yaml").is_file()  # noqa: E731
    monkeypatch.setattr(codebook, "load", lambda corpus=None: load(corpus) if own(corpus) else book)
    monkeypatch.setattr(run, "_annotator", lambda corpus, engine, threads: make(corpus, engine, threads) if own(corpus) else annotator)


def _build_site(corpus, folder):
    """The pages of a corpus in `folder`/site, made through the command line with kernels, as `make site` does; the store lies beside them."""
    code = "import sys, pathlib; from parley import cli, run; run.store_for = lambda _: pathlib.Path(sys.argv[1]); sys.exit(cli.main(sys.argv[2:]))"
    command = [sys.executable, "-c", code, str(folder / "store"), "site", str(corpus), "--out", str(folder / "site")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return folder / "site"


def run_cells(notebook, environment):
    """What `site.execute` gives, from this process instead of a kernel: seconds faster, and every warning is an error here."""
    with mock.patch.dict(os.environ, environment):
        return _run_cells(nbformat.read(notebook, as_version=4), notebook.name)


def _run_cells(node, name):
    names = {}
    for cell in (c for c in node.cells if c.cell_type == "code"):
        body = ast.parse(cell.source).body
        last = ast.Expression(body.pop().value) if isinstance(body[-1], ast.Expr) else None
        exec(compile(ast.Module(body, []), name, "exec"), names)  # noqa: S102
        value = eval(compile(last, name, "eval"), names) if last else None  # noqa: S307
        if value is not None:
            bundle = value._repr_mimebundle_() if hasattr(value, "_repr_mimebundle_") else {}
            kinds = {"text/html": "_repr_html_", "text/markdown": "_repr_markdown_"}
            data = {kind: getattr(value, method)() for kind, method in kinds.items() if hasattr(value, method)}
            cell.outputs = [nbformat.v4.new_output("execute_result", {**data, "text/plain": repr(value), **bundle}, execution_count=1)]
    return node


@pytest.fixture
def build_here(quick, monkeypatch, tmp_path):
    """Build the pages of a corpus without kernels; gives the folder of the pages."""

    def build(corpus, *options):
        monkeypatch.setattr(pages, "execute", run_cells)
        monkeypatch.setattr(run, "store_for", lambda _: tmp_path / "store")
        monkeypatch.setattr(helpers, "CORPUS", str(corpus))
        monkeypatch.setenv("PARLEY_STORE", str(tmp_path / "store"))
        assert main(["site", str(corpus), "--out", str(tmp_path / "site"), "--workers", "1", *options]) == 0
        return tmp_path / "site"

    return build


@pytest.fixture(scope="session")
def build_site():
    return _build_site


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The pages of the sample corpus. Read them, change nothing."""
    return _build_site(Path(__file__).parent.parent / "corpus" / "sample", tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="session")
def hostile_site(tmp_path_factory):
    """The pages of a corpus whose texts, titles and outlets try to be markup, code and formulas."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "mine").mkdir()
    long, formula = "Antidisestablishment" * 25, "=HYPERLINK(0)"
    script, image = "<script>window.hacked=1</script>", "<img src=x onerror=alert(1)>"
    said = f'President Nicolás Maduro {script} met Bob {image} in Caracas. "The {script} strike on the boat was a threat of war," said Ana {image}. '
    for n, outlet in enumerate((image, "[x](javascript:alert(1))", r"$\nosuch$ 🚢 `新华社`", "+\"' onclick='alert(1) &lt;")):
        record = {
            "id": f"{n} {image}",
            "title": (f"{script} on day {n}", f"{formula} 🚢 {image}", r"$\frac{1}{0}$ \[x\] $$y", f"@{long} on Monday")[n],
            "outlet": outlet,
            "published": f"2025-03-0{n + 1}",
            "text": f"{said * 3}{n}" * (n + 1),
        }
        (folder / "mine" / f"{n}.jsonl").write_text(json.dumps(record) + "\n", "utf8")
    return _build_site(folder / "mine", folder)
