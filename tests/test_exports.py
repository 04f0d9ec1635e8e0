import csv
import json

import pytest

import helpers
from parley import cli, run

pytestmark = pytest.mark.usefixtures("quick")


@pytest.fixture
def corpus(tmp_path, monkeypatch):
    """Two articles of two outlets that tell of one strike, and of a meeting."""
    folder = tmp_path / "mine"
    folder.mkdir()
    story = "The navy of Norlandia struck a Sudlandian boat on 2 September 2025, killing {n} people. The presidents of Norlandia and Sudlandia met on 5 September 2025."
    (folder / "a.txt").write_text(f"---\noutlet: Wire\npublished: 2025-09-06\n---\n{story.format(n=3)} Fishermen watched it from the shore.", "utf8")
    (folder / "b.txt").write_text(f"---\noutlet: =Post\npublished: 2025-09-08\n---\nNobody slept in Coraltown this week. {story.format(n=4)}", "utf8")
    monkeypatch.setenv("PARLEY_STORE", str(tmp_path / "store"))
    return folder


def test_the_command_and_the_notebook_write_the_same_bytes(corpus, tmp_path, capsys):
    for ending in ("csv", "json", "ics", "timeline.json"):
        assert cli.main(["export", str(corpus), "--chronology", str(tmp_path / f"by-command.{ending}")]) == 0
        assert f"by-command.{ending}" in capsys.readouterr().out
        path = helpers.export_chronology(run.load_corpus(corpus), tmp_path / f"by-hand.{ending}")
        assert path.read_bytes() == (tmp_path / f"by-command.{ending}").read_bytes()


def test_every_incident_is_exported_with_who_reports_it(corpus, tmp_path):
    loaded = run.load_corpus(corpus, wire_copies="each")
    ids = sorted([*helpers.chronology(loaded)["incident_id"], *helpers.undated(loaded)["incident_id"]])
    with helpers.export_chronology(loaded, tmp_path / "c.csv").open(encoding="utf8", newline="") as file:
        assert sorted(r["incident_id"] for r in csv.DictReader(file)) == ids and ids
    made = json.loads(helpers.export_chronology(loaded, tmp_path / "c.json").read_text("utf8"))
    assert made["name"] == "mine" and all(i["reports"] for i in made["incidents"])
    assert {r["outlet"] for i in made["incidents"] for r in i["reports"]} == {"Wire", "=Post"}


@pytest.mark.parametrize(
    ("arguments", "message"), [([], "say what to export: --chronology FILE"), (["--chronology", "a.doc"], "the ending says the format")]
)
def test_what_cannot_be_exported_is_said(corpus, capsys, arguments, message):
    assert cli.main(["export", str(corpus), *arguments]) == 2
    assert message in capsys.readouterr().err


def test_a_line_of_the_chronology_opens_to_who_reports_it(corpus):
    loaded = run.load_corpus(corpus, wire_copies="each")
    html = helpers.show_chronology(loaded, helpers.chronology(loaded))._repr_html_()
    assert html.count("<b>Reported by</b>") == html.count('<details class="incident"') > 0
    assert "2025-09-06 Wire; 2025-09-08 =Post (copy of an earlier article)" in html


def test_a_reference_is_the_corpus_s_own_unless_another_is_given(corpus, tmp_path):
    loaded = run.load_corpus(corpus)
    assert helpers.reference(loaded).empty and helpers.compare_reference(loaded, helpers.reference(loaded)).empty
    (corpus / "facts.csv").write_text("date,fact\n2025-09-02,The navy of Norlandia struck a Sudlandian boat and killed people\n", "utf8")
    matches = helpers.compare_reference(loaded, helpers.reference(loaded))
    assert matches["found"].tolist() == [True] and matches["days_off"].tolist() == [0]
    (tmp_path / "other.csv").write_text("date,text\nsoon,x\n", "utf8")
    with pytest.raises(ValueError, match=r"other\.csv, row 2: 'soon' is no date"):
        helpers.reference(loaded, tmp_path / "other.csv")
