import re

import pandas as pd
import pytest

from parley.show import figures

NAN = float("nan")
LONG = "x" * 500
NAMES = ["Post", LONG, "🚢 Daily", "新华社", r"$\foo$ Weekly", "a$b$c", "_hidden", "<script>alert(1)</script>", '"quoted" & Co']


def day(text):
    return pd.Timestamp(text) if text else pd.NaT


def months(*outlets):
    return pd.DataFrame({"outlet": list(outlets), "month": pd.Timestamp(2025, 9, 1), "articles": range(1, len(outlets) + 1)})


def shares(*outlets):
    return pd.DataFrame([(f, o, 0.5, 0.2, 0.8) for f in ("talks", "open_war") for o in outlets], columns=["frame", "outlet", "share", "low", "high"])


def over_time(*labels):
    return pd.DataFrame([(name, pd.Timestamp(2025, 9, 1), 2, 4) for name in labels], columns=["entity", "month", "count", "n"])


def pairs(*names):
    return pd.DataFrame(
        [(a, b, 3 + n, -0.5) for n, (a, b) in enumerate(zip(names, names[1:], strict=False))], columns=["entity", "other", "sentences", "pmi"]
    )


def gaps(*outlets, unit="day"):
    step = {"day": "D", "week": "7D", "month": "MS"}[unit]
    days = pd.date_range("2025-09-01", periods=5, freq=step)
    return pd.DataFrame(
        [(o, d, unit, (i + j) % 4) for i, o in enumerate(outlets) for j, d in enumerate(days)], columns=["outlet", "start", "unit", "articles"]
    )


def carried(*outlets):
    return pd.DataFrame([("Wire", o, 1 + i) for i, o in enumerate(outlets)], columns=["original_outlet", "carried_by", "articles"])


DRAW = {
    "calendar": lambda *names: figures.calendar(gaps(*names), title="Title", caption="Caption"),
    "carriers": lambda *names: figures.carriers(carried(*names), title="Title", caption="Caption"),
    "coverage": lambda *names: figures.coverage(months(*names), title="Title", caption="Caption"),
    "dots": lambda *names: figures.dots(
        shares(*names), label="frame", group="outlet", value="share", percent=True, axis="share", title="Title", caption="Caption"
    ),
    "over_time": lambda *names: figures.over_time(
        over_time(*names), label="entity", when="month", value="count", n="n", axis="share", title="Title", caption="Caption"
    ),
    "matrix": lambda *names: figures.matrix(pairs("Ana", *names), title="Title", caption="Caption"),
}


def texts(picture):
    """The texts that a figure draws, through its own text objects."""
    return [t.get_text() for t in picture.figure.findobj(lambda x: hasattr(x, "get_text")) if t.get_text()]


@pytest.mark.parametrize("kind", DRAW)
@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_any_name_can_be_drawn_without_a_warning_or_a_formula(kind, name):
    picture = DRAW[kind](name, "Wire")
    assert picture.svg().startswith("<?xml") and "<script" not in picture.svg()
    assert "<script" not in picture._repr_html_()


@pytest.mark.parametrize("kind", DRAW)
def test_equal_data_give_equal_bytes(kind):
    assert DRAW[kind]("Post", "Wire").svg() == DRAW[kind]("Post", "Wire").svg()


@pytest.mark.parametrize("kind", DRAW)
def test_nothing_to_draw_is_said_in_words(kind):
    picture = DRAW[kind]()
    assert re.match(r"No |Nothing ", picture.alt) and picture.figure is None and "<img" not in picture._repr_html_()


@pytest.mark.parametrize("kind", DRAW)
def test_a_figure_has_a_title_a_caption_and_says_in_words_what_it_shows(kind):
    picture = DRAW[kind]("Post")
    html = picture._repr_html_()
    assert "Title" in texts(picture)
    assert "Caption</figcaption>" in html
    assert len(re.search(r'<img alt="([^"]+)"', html)[1]) > 20


def test_coverage_tells_the_outlet_with_most_articles():
    # the second outlet has two articles
    assert DRAW["coverage"]("Post", "Wire").alt == "Articles per month for 2 outlets; most from Wire (2)."


def test_dots_tell_the_highest_and_write_codebook_names_as_words():
    picture = DRAW["dots"]("Post")
    assert "Open war" in texts(picture) and "Talks, Post, 50%" in picture.alt


def test_dots_leave_out_what_is_unknown_and_say_when_nothing_is_left():
    rows = pd.DataFrame({"question": ["found", "status"], "share": [0.5, NAN], "low": [0.1, NAN], "high": [0.9, NAN]})
    draw = lambda r: figures.dots(r, label="question", value="share", percent=True, axis="share right", title="Title")  # noqa: E731
    assert "Found" in texts(draw(rows)) and "Status" not in texts(draw(rows))
    assert draw(rows.iloc[1:]).alt.startswith("Nothing ") and draw(pd.DataFrame()).alt.startswith("Nothing ")


def test_dots_without_an_interval_are_drawn_without_a_line():
    rows = shares("Post").assign(low=NAN, high=NAN)
    assert figures.dots(rows, label="frame", group="outlet", value="share", axis="share", title="Title").svg()


def test_a_long_word_is_cut_with_an_ellipsis_in_a_figure():
    drawn = texts(DRAW["coverage"](LONG))
    assert "x" * 27 + "…" in drawn and LONG not in drawn


def test_over_time_leaves_out_periods_without_any():
    rows = over_time("Ana", "Ben").assign(count=[1, 0])
    drawn = texts(figures.over_time(rows, label="entity", when="month", value="count", n="n", axis="share", title="Title"))
    assert "Ana" in drawn and "Ben" not in drawn


def test_the_matrix_tells_the_first_pair():
    assert "Most often: Ana and Post, 3 sentences." in DRAW["matrix"]("Post", "Wire").alt


@pytest.mark.parametrize(("unit", "axis"), [("day", "day of publication"), ("week", "week of publication"), ("month", "month of publication")])
def test_a_calendar_counts_the_empty_squares_of_each_outlet(unit, axis):
    picture = figures.calendar(gaps("Post", "Wire", unit=unit), title="Title")
    # Post has 0 1 2 3 0 articles, Wire 1 2 3 0 1
    assert {"Post  (2 empty)", "Wire  (1 empty)", axis} <= set(texts(picture))
    assert picture.alt == f"Calendar of 5 {unit}s for 2 outlets. In 0 {unit}s none of them has an article."


def test_a_calendar_of_many_outlets_shows_the_first_and_says_so():
    picture = figures.calendar(gaps(*(f"Post {i:02}" for i in range(30))), title="Title", caption="Caption.")
    assert picture.caption == "Caption. Shown are the 20 outlets with most articles, of 30."


def test_a_calendar_in_which_every_square_is_full_is_drawn():
    picture = figures.calendar(gaps("Post").assign(articles=1), title="Title")
    assert "Post  (0 empty)" in texts(picture) and picture.svg()


def test_carriers_are_told_with_their_numbers():
    picture = figures.carriers(carried("Post", "Echo"), title="Title")
    assert {"Wire", "Post", "Echo", "1", "2"} <= set(texts(picture))
    many = figures.carriers(carried(*(f"Post {i:02}" for i in range(20))), title="Title")
    # the five least, with 1 to 5 articles
    assert many.caption == "Not drawn: 15 articles of outlets beyond the first 15."


def test_every_figure_has_a_form_for_a_telephone_with_all_its_names():
    for kind in ("coverage", "calendar", "dots", "over_time"):
        picture = DRAW[kind]("Post", "Wire")
        wide, narrow = ({t.get_text() for t in f.findobj(lambda x: hasattr(x, "get_text"))} for f in (picture.figure, picture.narrow))
        names = {t for t in wide if t.startswith(("Post", "Wire", "Talks", "Open war"))}
        assert len(names) >= 2 and names <= narrow and picture.narrow.get_figwidth() < 5
        assert "<picture><source" in picture._repr_html_()


def test_of_many_outlets_those_with_most_are_drawn_and_the_caption_says_so():
    rows = pd.concat([shares(f"o{n}").assign(n=n) for n in range(30)], ignore_index=True)
    picture = figures.dots(rows, label="frame", group="outlet", value="share", axis="share", title="Title", caption="Caption.", weight="n", most=3)
    assert {"o29", "o28", "o27"} <= set(texts(picture)) and "o26" not in texts(picture)
    assert picture.caption == "Caption. Shown are the 3 with most articles or words, of 30."
    many = figures.coverage(months(*(f"o{n:02}" for n in range(30))), title="Title", caption="Caption.")
    assert "o29" in texts(many) and "o09" not in texts(many) and many.caption.endswith("Shown are the 20 outlets with most articles, of 30.")


def test_rows_keep_the_order_that_is_asked_for():
    rows = pd.DataFrame([("a", 0.1, 9), ("b", 0.9, 1), ("c", 0.5, 5)], columns=["frame", "share", "words"]).assign(low=0.0, high=1.0)
    for order, names in (("", ["A", "C", "B"]), ("words", ["B", "C", "A"]), ("given", ["C", "B", "A"])):
        axes = figures.dots(rows, label="frame", value="share", axis="x", title="T", order=order).figure.axes[0]
        assert [t.get_text() for t in axes.get_yticklabels()] == names


def test_the_coverage_of_many_years_is_drawn_by_year():
    rows = pd.DataFrame({"outlet": "Post", "month": pd.date_range("2020-01-01", periods=48, freq="MS"), "articles": 2})
    picture = figures.coverage(rows, title="Title")
    assert texts(picture).count("24") == 4 and "year of publication" in texts(picture)


def test_a_calendar_of_years_draws_runs_of_days_not_each_day():
    days = pd.date_range("2020-01-01", periods=1000, freq="D")
    rows = pd.DataFrame({"outlet": "Post", "start": days, "unit": "day", "articles": [1] * 500 + [0] * 500})
    assert len(figures.calendar(rows, title="Title").svg()) < 60_000


def test_names_over_many_months_are_drawn_by_year_with_the_years_articles():
    months = pd.date_range("2020-01-01", periods=48, freq="MS")
    rows = pd.DataFrame([(name, m, v, 10) for name, v in (("Ana", 5), ("Bo", 0)) for m in months], columns=["entity", "month", "count", "n"])
    yearly, unit = figures._coarser(rows, "entity", "month", "count", "n")
    assert unit == "year" and yearly[yearly["entity"] == "Ana"][["count", "n"]].values.tolist() == [[60, 120]] * 4
    assert figures._coarser(rows[rows["month"] < "2022"], "entity", "month", "count", "n")[1] == "month"
