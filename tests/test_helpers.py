import ast
import inspect
from pathlib import Path

import pytest

import helpers

pytestmark = pytest.mark.usefixtures("quick")

SOURCE = Path(helpers.__file__)
STORY = (
    "The harbour ministers of Norlandia and Sudlandia met in Coraltown on Tuesday to talk about the ferries that stopped in winter. "
    "The ministers agreed that three of the nine boats sail again in May, and that a joint office counts the passengers. "
    "A fishing union asked for a seat in that office, and was told that the question would be answered before the summer."
)
PUBLIC = sorted(n for n, f in vars(helpers).items() if inspect.isfunction(f) and not n.startswith("_"))


@pytest.fixture
def corpus(tmp_path, monkeypatch):
    """Three articles: a wire story, its copy a day later, and one of its own without a date."""
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "a.txt").write_text(f"---\noutlet: Wire\npublished: 2025-03-04\n---\n{STORY}", "utf8")
    (folder / "b.txt").write_text(f"---\noutlet: Paper\npublished: 2025-03-05\n---\n{STORY} Our reporters added this.", "utf8")
    (folder / "c.txt").write_text("---\noutlet: Paper\n---\nNobody was hurt in Coraltown.", "utf8")
    monkeypatch.setenv("PARLEY_STORE", str(tmp_path / "store"))
    return folder


def names(corpus):
    return helpers.articles(corpus)["source_id"].tolist()


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_function_says_what_it_gives(name):
    doc = inspect.getdoc(getattr(helpers, name))
    assert doc and len(doc) > 20 and doc.split("\n")[0].endswith((".", ":", ")", ","))


def test_there_is_something_to_import():
    assert {"load_corpus", "frame_prevalence", "chronology", "show", "show_evidence", "plot", "scores"} <= set(PUBLIC)


def test_the_front_door_stays_small():
    assert len(SOURCE.read_text("utf8").splitlines()) < 250


def test_the_front_door_knows_no_notebook():
    tree = ast.parse(SOURCE.read_text("utf8"))
    imported = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names} | {
        n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)
    }
    assert not any(m.split(".")[0] in ("nbformat", "nbclient", "nbconvert", "notebooks", "jupyterlab") for m in imported)
    assert ".ipynb" not in SOURCE.read_text("utf8")


def test_nothing_in_the_front_door_prints():
    calls = [n for n in ast.walk(ast.parse(SOURCE.read_text("utf8"))) if isinstance(n, ast.Call)]
    assert calls and not [c for c in calls if getattr(c.func, "id", "") in ("print", "display") or getattr(c.func, "attr", "") in ("write", "print")]


def test_loading_and_asking_prints_nothing(corpus, capsys):
    loaded = helpers.load_corpus(corpus)
    helpers.outlets(loaded)
    helpers.show(helpers.articles(loaded))
    helpers.finding(loaded, "corpus")
    assert capsys.readouterr() == ("", "")


def test_a_wire_story_is_counted_once_or_each(corpus):
    assert names(helpers.load_corpus(corpus)) == names(helpers.load_corpus(corpus, wire_copies="once")) == ["a.txt", "c.txt"]
    each = helpers.load_corpus(corpus, wire_copies="each")
    assert names(each) == ["a.txt", "b.txt", "c.txt"] and len(helpers.copies(each)) == 1


def test_outlets_and_days_choose_articles(corpus):
    assert names(helpers.load_corpus(corpus, outlets=["Wire"])) == ["a.txt"]
    assert names(helpers.load_corpus(corpus, start="2025-03-05", wire_copies="each")) == ["b.txt"]
    assert names(helpers.load_corpus(corpus, end="2025-03-04")) == ["a.txt"]
    assert len(helpers.load_corpus(corpus, outlets=[])) == 0


@pytest.mark.parametrize(
    ("options", "message"),
    [({"wire_copies": "twice"}, "wire_copies='twice': choose once or each"), ({"start": "soon"}, "soon"), ({"end": "2025-13-01"}, "month")],
)
def test_an_option_that_cannot_be_meant_is_refused(corpus, options, message):
    with pytest.raises(ValueError, match=message):
        helpers.load_corpus(corpus, **options)


def test_a_missing_corpus_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("PARLEY_STORE", str(tmp_path / "store"))
    with pytest.raises(FileNotFoundError, match="no such corpus: .*nowhere"):
        helpers.load_corpus(tmp_path / "nowhere")


def test_a_corpus_without_an_article_says_what_to_give(tmp_path, monkeypatch):
    (tmp_path / "mine").mkdir()
    monkeypatch.setenv("PARLEY_STORE", str(tmp_path / "store"))
    with pytest.raises(ValueError, match=r"nothing to read in .*mine: give a folder with articles"):
        helpers.load_corpus(tmp_path / "mine")


def test_a_relative_folder_counts_from_the_project_wherever_one_stands(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PARLEY_STORE", str(tmp_path / "store"))
    assert len(helpers.load_corpus("corpus/sample", wire_copies="each")) == 40


def test_a_corpus_shows_itself_as_a_card_and_as_text(corpus):
    loaded = helpers.load_corpus(corpus)
    assert len(loaded) == 2 and repr(loaded).startswith("articles: 2 (")
    assert '<p class="name">mine</p>' in loaded._repr_html_()


def test_hand_labels_are_empty_where_a_corpus_has_none(corpus):
    loaded = helpers.load_corpus(corpus)
    assert helpers.gold(loaded, "events").empty and helpers.gold_counts(loaded).empty and helpers.missed_events(loaded).empty
    assert all(helpers.scores(loaded, name).empty for name in ("events", "frames", "quotes"))
    assert "no hand labels" in helpers.finding(loaded, "trust")


def test_hand_labels_of_a_corpus_are_scored(corpus):
    (corpus / "gold").mkdir()
    head = "article,text,trigger,event,track,status,source,target,earliest,latest,incident\n"
    (corpus / "gold" / "events.csv").write_text(f"{head}c.txt,Nobody was hurt,painted,AGREE,other,occurred,,,,,x\n", "utf8")
    loaded = helpers.load_corpus(corpus)
    assert helpers.scores(loaded, "events").iloc[0][["right", "n"]].tolist() == [0, 1]
    assert helpers.missed_events(loaded)["text"].tolist() == ["Nobody was hurt"]
    assert helpers.gold_counts(loaded).apply(tuple, axis=1).tolist() == [("events", 1, 1)]


def test_the_frames_of_the_codebook_have_definitions_and_cues(corpus):
    frames = helpers.frames(helpers.load_corpus(corpus))
    assert (
        {"crisis", "generic"} <= set(frames["codebook"])
        and (frames.loc[frames["codebook"] == "crisis", "cues"] > 0).all()
        and frames["definition"].str.len().min() > 20
    )


def test_a_table_keeps_the_frame_behind_it(corpus):
    articles = helpers.articles(helpers.load_corpus(corpus))
    table = helpers.show(articles, "Articles", words="length")
    assert table.data is articles and ">length</th>" in table._repr_html_()


def test_an_unknown_figure_is_an_error(corpus):
    with pytest.raises(AttributeError, match="pie"):
        helpers.plot("pie", helpers.articles(helpers.load_corpus(corpus)), title="x")
