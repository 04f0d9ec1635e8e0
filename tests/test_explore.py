from datetime import date

import pandas as pd
import pytest

from parley.show.explore import Explorer
from parley.show.tables import Table

ROWS = pd.DataFrame(
    {
        "what": ["met", "struck", "fined"],
        "track": ["diplomatic", "military", "pressure"],
        "outlets": [["Post", "Wire"], ["Wire"], []],
        "earliest": [date(2025, 3, 1), date(2025, 3, 10), None],
        "latest": [date(2025, 3, 4), date(2025, 3, 10), None],
    }
)


@pytest.fixture
def explorer():
    return Explorer(ROWS, {"track": "track", "outlet": "outlets"}, "earliest", "latest", Table, "lines")


@pytest.mark.parametrize(
    ("values", "left"),
    [
        ({}, ["met", "struck", "fined"]),
        ({"track": "any", "outlet": None}, ["met", "struck", "fined"]),
        ({"track": "military"}, ["struck"]),
        ({"outlet": "Wire"}, ["met", "struck"]),
        ({"outlet": "Post", "track": "military"}, []),
        ({"start": date(2025, 3, 4)}, ["met", "struck"]),
        ({"start": date(2025, 3, 5)}, ["struck"]),
        ({"end": date(2025, 3, 1)}, ["met"]),
    ],
)
def test_values_choose_rows(explorer, values, left):
    assert explorer.chosen(**values)["what"].tolist() == left


def test_an_unknown_field_is_refused(explorer):
    with pytest.raises(ValueError, match="colour='red': choose by track, outlet, start or end"):
        explorer.chosen(colour="red")


def test_in_a_page_all_stands_there_and_nothing_runs(explorer, monkeypatch):
    monkeypatch.setenv("PARLEY_PAGES", "1")
    bundle = explorer._repr_mimebundle_()
    assert set(bundle) == {"text/html", "text/plain"}
    assert "of 3 lines" not in bundle["text/html"] and "struck" in bundle["text/html"]  # all of them: nothing to count


def test_a_field_moved_changes_what_is_shown(explorer):
    box = explorer.widget()
    fields, count, shown = box.children
    assert [f.description for f in fields.children] == ["track", "outlet", "from", "to"]
    assert fields.children[1].options == ("any", "Post", "Wire")
    fields.children[0].value = "military"
    assert "<b>1</b> of 3 lines" in count.value and "struck" in shown.value and "met" not in shown.value
    fields.children[0].value = "any"
    fields.children[3].value = date(2025, 3, 2)
    assert "met" in shown.value and "struck" not in shown.value


def test_outside_a_page_the_widget_comes_with_the_table(explorer, monkeypatch):
    monkeypatch.delenv("PARLEY_PAGES", raising=False)
    bundle = explorer._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle and "struck" in bundle["text/html"]
