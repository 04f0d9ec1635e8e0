import ast
import re
from pathlib import Path

import nbformat
import pytest

FOLDER = Path(__file__).parent.parent / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
NAMES = [p.stem for p in NOTEBOOKS]


@pytest.fixture(params=NOTEBOOKS, ids=NAMES)
def notebook(request):
    return nbformat.read(request.param, as_version=4)


def code(notebook):
    return [c for c in notebook.cells if c.cell_type == "code"]


def tree(notebook):
    return ast.parse("\n".join(c.source for c in code(notebook)))


def test_there_are_the_six_notebooks_numbered_in_their_order():
    assert [n[:3] for n in NAMES] == ["00-", "01-", "02-", "03-", "04-", "05-"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_a_notebook_is_valid(path):
    nbformat.validate(nbformat.read(path, as_version=nbformat.NO_CONVERT))
    ids = [c.id for c in nbformat.read(path, as_version=4).cells]
    assert len(ids) == len(set(ids))


def test_a_notebook_is_short_enough_to_be_read(notebook):
    assert 15 <= len(notebook.cells) <= 30
    assert max(len(c.source.splitlines()) for c in code(notebook)) <= 20
    assert all(c.source.strip() for c in notebook.cells)


def test_no_outputs_are_kept(notebook):
    assert all(c.outputs == [] and c.execution_count is None for c in code(notebook))


def test_the_first_code_cell_holds_the_parameters(notebook):
    tagged = [c for c in notebook.cells if "parameters" in c.metadata.get("tags", [])]
    assert tagged == code(notebook)[:1]
    assert {t.id for n in ast.parse(tagged[0].source).body if isinstance(n, ast.Assign) for t in ast.walk(n.targets[0]) if isinstance(t, ast.Name)} == {
        "CORPUS", "WIRE_COPIES", "OUTLETS", "START", "END",
    }  # fmt: skip


def test_a_notebook_imports_helpers_and_nothing_else(notebook):
    imports = [n for n in ast.walk(tree(notebook)) if isinstance(n, ast.Import | ast.ImportFrom)]
    assert [ast.unparse(n) for n in imports] == ["import helpers as h"]
    assert not [
        n for n in ast.walk(tree(notebook)) if isinstance(n, ast.Name) and n.id in ("__import__", "exec", "eval", "open", "print", "get_ipython")
    ]


def test_a_notebook_hides_no_warning_and_swallows_no_error(notebook):
    source = "\n".join(c.source for c in code(notebook))
    assert not re.search(r"warnings|filterwarnings|2>/dev/null|^\s*[%!]", source, re.M)
    assert not [n for n in ast.walk(tree(notebook)) if isinstance(n, ast.Try)]


def test_a_notebook_starts_with_its_title_and_ends_with_its_limits(notebook):
    first, last = notebook.cells[0], notebook.cells[-1]
    assert first.cell_type == "markdown" and first.source.startswith("# ")
    assert last.cell_type == "markdown" and "## Limits" in last.source
    assert len(last.source.split("## Limits")[1].split()) >= 20
    assert sum(bool(re.match("# ", line)) for c in notebook.cells if c.cell_type == "markdown" for line in c.source.splitlines()) == 1


def test_every_figure_has_a_title_and_a_caption(notebook):
    plots = [n for n in ast.walk(tree(notebook)) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute) and n.func.attr == "plot"]
    assert all({"title", "caption"} <= {k.arg for k in n.keywords} for n in plots)
    captions = [k.value for n in plots for k in n.keywords if k.arg == "caption"]
    assert all(not isinstance(c, ast.Constant) or len(c.value) > 20 for c in captions)


def test_the_notebooks_draw():
    assert sum("h.plot(" in c.source for p in NOTEBOOKS for c in code(nbformat.read(p, as_version=4))) >= 6


def test_links_between_notebooks_lead_to_one(notebook):
    links = [m for c in notebook.cells if c.cell_type == "markdown" for m in re.findall(r"\]\(([^)#]+\.ipynb)", c.source)]
    assert all((FOLDER / link).is_file() for link in links)
