"""Notebooks -> pages: executed by Jupyter's own machinery, rendered through our template, one self-contained file each."""

from __future__ import annotations

import ast
import base64
import csv
import hashlib
import html
import io
import json
import os
import re
import sys
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbconvert import HTMLExporter
from nbconvert.filters.markdown_mistune import markdown2html_mistune
from pygments.formatters import HtmlFormatter
from tqdm import tqdm

from parley.show import quoting
from parley.show.tables import CSV

TEMPLATE = Path(__file__).parent / "template"
LONGEST_CELL_SECONDS = 600
HEAD = 30
"""Points above a figure that stands by itself, for its title."""


class NotebookFailed(RuntimeError):
    """A notebook stopped at an error. The message names the notebook, the cell and the error."""


def build(
    notebooks: Sequence[Path],
    out: Path,
    *,
    environment: Mapping[str, str],
    version: str,
    provenance: Mapping[str, str],
    banner: str = "",
    workers: int = 2,
    progress: bool = True,
) -> list[Path]:
    """Execute the notebooks and write a page for each; the one that starts with 00 is `index.html`. Returns the pages that had to be made anew.

    Every table of a page is written whole to `tables/` beside the pages. `environment` is added to each kernel's. `version` stands for everything
    else that a page depends on: a page whose notebook and version are the same as at the last build is left as it is. Raises NotebookFailed.
    """
    out.mkdir(parents=True, exist_ok=True)
    made_file = out / ".built.json"
    made = json.loads(made_file.read_text("utf8")) if made_file.is_file() else {}
    files = [_page(n.stem) for n in notebooks]
    titles = [_label(n) for n in notebooks]
    look = b"".join(p.read_bytes() for p in sorted(TEMPLATE.rglob("*")) if p.is_file())
    keys = {f: hashlib.sha256(n.read_bytes() + look + repr((version, titles)).encode()).hexdigest() for f, n in zip(files, notebooks, strict=True)}
    todo = [(n, f) for n, f in zip(notebooks, files, strict=True) if made.get(f) != keys[f] or not (out / f).is_file()]

    def one(job: tuple[Path, str]) -> tuple[str, dict[str, str]]:
        notebook, file = job
        pages = [{"file": f, "label": t, "current": f == file} for f, t in zip(files, titles, strict=True)]
        node = execute(notebook, environment)
        tables = name_tables(node, Path(file).stem)
        return render(node, pages=pages, provenance=provenance, banner=banner), tables

    # sentences of articles that may not be passed on are counted over the whole site, in the order of its pages
    used: dict[str, set[int]] = {}
    for file in set(files) - {f for _, f in todo}:
        for doc, sentences in quoting.places((out / file).read_text("utf8")).items():
            used.setdefault(doc, set()).update(sentences)
    done = []
    with (
        ThreadPoolExecutor(max(1, workers)) as pool,
        tqdm(total=len(todo), desc="notebooks", unit="", disable=None if progress else True, delay=2, leave=False) as bar,
    ):
        for (_, file), (page, tables) in zip(todo, pool.map(one, todo), strict=True):
            _write_tables(out / "tables", Path(file).stem, tables)
            _write(out / file, quoting.keep_few(page, used))
            done.append(out / file)
            bar.update()
    for stale in set(made) - set(files):
        (out / stale).unlink(missing_ok=True)
        _write_tables(out / "tables", Path(stale).stem, {})
    made_file.write_text(json.dumps(keys, indent=1, sort_keys=True) + "\n", "utf8")
    return done


def first_picture(page: Path, target: Path) -> Path:
    """Write the first figure of a page, with the title that stands above it there, to a file of its own. Raises ValueError where the page has none."""
    found = re.search(
        r'(?:<p class="title">([^<]*)</p>)?(?:<[^>]*>)*?<img alt="[^"]*" src="data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)"', page.read_text("utf8")
    )
    if found is None:
        raise ValueError(f"{page.name} has no figure")
    target.parent.mkdir(parents=True, exist_ok=True)
    _write(target, _titled(base64.b64decode(found[2]).decode("utf8"), found[1] or ""))
    return target


def _titled(svg: str, title: str) -> str:
    """A figure with a line of its title (HTML) above it, in the colours that its style for dark screens knows."""
    size = re.search(r'width="([\d.]+)pt" height="([\d.]+)pt" viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    if size is None or not title:
        return svg
    wide, high, right, low = map(float, size.groups())
    box = f'width="{wide:g}pt" height="{high + HEAD:g}pt" viewBox="0 {-HEAD} {right:g} {low + HEAD:g}"'
    head = f'<rect y="{-HEAD}" width="{right:g}" height="{HEAD + 1}" style="fill: #ffffff"/>'
    head += (
        f'<text x="8" y="-9" font-family="DejaVu Sans, Verdana, sans-serif" font-weight="bold" font-size="13" style="fill: #222222">{title}</text>'
    )
    return svg.replace(size[0], box, 1).replace("</defs>", f"</defs>{head}", 1)


def _write(path: Path, text: str) -> None:
    unfinished = path.with_name(f".{path.name}.tmp")
    unfinished.write_text(text, "utf8", newline="\n")
    os.replace(unfinished, path)


def name_tables(node: nbformat.NotebookNode, stem: str) -> dict[str, str]:
    """File name -> CSV of every table of an executed notebook; each output that holds one learns its file's name."""
    found = {}
    for cell in node.cells:
        for output in cell.get("outputs", []):
            if CSV in output.get("data", {}):
                file = f"{stem}-{len(found) + 1:02}.csv"
                found[file] = output["data"][CSV]
                output["metadata"]["parley_csv"] = {"file": f"tables/{file}", "rows": len(list(csv.reader(io.StringIO(found[file])))) - 1}
    return found


def _write_tables(folder: Path, stem: str, tables: Mapping[str, str]) -> None:
    """Put a page's tables in place of those that it had."""
    for old in folder.glob(f"{stem}-[0-9][0-9]*.csv"):
        if old.name not in tables:
            old.unlink()
    for file, text in tables.items():
        folder.mkdir(exist_ok=True)
        # spreadsheets take a file without this mark for their own country's encoding
        _write(folder / file, "\ufeff" + text)


def execute(notebook: Path, environment: Mapping[str, str]) -> nbformat.NotebookNode:
    """The notebook with its outputs, run in a fresh kernel of this Python in the notebook's own folder."""
    node = nbformat.read(notebook, as_version=4)
    client = NotebookClient(node, timeout=LONGEST_CELL_SECONDS, kernel_name="python3", resources={"metadata": {"path": str(notebook.parent)}})
    kernel = client.create_kernel_manager()
    # the kernel runs in the Python that runs this, whatever kernels the machine has under this name
    kernel.kernel_spec.argv[0] = sys.executable
    with tempfile.TemporaryDirectory(prefix="parley-") as sockets:
        if os.name == "posix":
            # sockets in a folder that only this user can open, where the system has them; elsewhere Jupyter's default
            kernel.transport, kernel.ip = "ipc", str(Path(sockets) / "kernel")
        try:
            with client.setup_kernel(env={**os.environ, **environment, "PYDEVD_DISABLE_FILE_VALIDATION": "1"}):
                for index, cell in enumerate(node.cells):
                    client.execute_cell(cell, index)
        except CellExecutionError as error:
            raise NotebookFailed(f"{notebook.name}, cell {index + 1}: {error.ename}: {error.evalue}\n\n{cell.source}") from error
    return node


def render(node: nbformat.NotebookNode, *, pages: Sequence[Mapping], provenance: Mapping[str, str], banner: str = "") -> str:
    """An executed notebook as one self-contained page."""
    exporter = HTMLExporter(template_name="parley", extra_template_basedirs=[str(TEMPLATE)])
    headings = _Headings()
    exporter.register_filter("parley_markdown", headings.render)
    first = next((c.source for c in node.cells if c.cell_type == "markdown"), "Parley")
    light, dark = (HtmlFormatter(style=s).get_style_defs(".highlight") for s in ("sas", "github-dark"))
    resources = {
        "parley": {
            "title": first.splitlines()[0].lstrip("# ").strip(),
            "pages": pages,
            "contents": _contents(node),
            "provenance": {**provenance, "parameters": _parameters(node)},
            "banner": banner,
            "css": f"{(TEMPLATE / 'page.css').read_text('utf8')}\n{light}\n@media (prefers-color-scheme: dark) {{ {dark} }}\n.highlight {{ background: none !important; }}",
            "script": (TEMPLATE / "page.js").read_text("utf8"),
        }
    }
    body, _ = exporter.from_notebook_node(node, resources=resources)
    return body


def _parameters(node: nbformat.NotebookNode) -> str:
    """The constants of the notebook's parameters cell, as they stand in it."""
    cell = next((c.source for c in node.cells if "parameters" in c.metadata.get("tags", [])), "")
    given = [ast.unparse(n) for n in ast.parse(cell).body if isinstance(n, ast.Assign)]
    return "; ".join(given) or "none"


def _label(notebook: Path) -> str:
    """`04-talks-and-strikes` -> `Talks and strikes`."""
    return notebook.stem.split("-", 1)[-1].replace("-", " ").capitalize()


def _page(stem: str) -> str:
    """The page of a notebook; the one that starts with 00 is the index."""
    return "index.html" if stem.startswith("00-") else f"{stem}.html"


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "section"


def _contents(node: nbformat.NotebookNode) -> list[dict[str, str]]:
    found = [line[3:].strip() for c in node.cells if c.cell_type == "markdown" for line in c.source.splitlines() if line.startswith("## ")]
    return [{"id": _slug(t), "text": re.sub(r"[*_`]", "", t)} for t in found]


class _Headings:
    """Markdown as HTML, each heading with the id that the table of contents points to."""

    def render(self, source: str) -> str:
        text = markdown2html_mistune(source)
        text = re.sub(r'<a class="anchor-link"[^>]*>.*?</a>', "", text)
        text = re.sub(r'href="(?:\./)?([\w-]+)\.ipynb(#[\w-]*)?"', lambda m: f'href="{_page(m[1])}{m[2] or ""}"', text)
        plain = lambda m: html.unescape(re.sub(r"<[^>]+>", "", m))  # noqa: E731
        return re.sub(r"<(h[1-4])(?: id=\"[^\"]*\")?>(.*?)</\1>", lambda m: f'<{m[1]} id="{_slug(plain(m[2]))}">{m[2]}</{m[1]}>', text)
