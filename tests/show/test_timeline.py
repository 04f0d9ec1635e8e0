from itertools import combinations

import pandas as pd
import pytest

from parley.show import timeline
from parley.show.timeline import NARROW, WIDE, _Sheet

LONG = "x" * 500


def day(text):
    return pd.Timestamp(text) if text else pd.NaT


def incidents(*rows):
    """Incidents written `first last track status`; `-` for no day. Each has one outlet more than the one before."""
    made = []
    for n, row in enumerate(rows):
        first, last, track, status = row.split()
        made.append(
            {"incident_id": f"i{n}", "headline": "The navy struck a boat.", "trigger": "struck", "earliest": day(first.strip("-")), "latest": day(last.strip("-")),
             "track": track, "event": "ASSAULT", "status": status, "source": "Navy", "target": None, "documents": 1, "independent_outlets": 1 + n, "salience": 1.0}
        )  # fmt: skip
    names = "incident_id headline trigger earliest latest track event status source target documents independent_outlets salience"
    return pd.DataFrame(made, columns=names.split()).astype({"earliest": "datetime64[us]", "latest": "datetime64[us]"})


def many(n, *, days=1, track="military"):
    rows = incidents(*[f"2025-09-02 2025-09-02 {track} occurred"] * min(n, 50))
    rows = pd.concat([rows] * (n // len(rows)), ignore_index=True)
    shift = pd.to_timedelta(rows.index % days, unit="D")
    return rows.assign(
        incident_id=[f"i{k:05}" for k in rows.index], earliest=rows["earliest"] + shift, latest=rows["latest"] + shift, independent_outlets=1
    )


def sheet(rows, form=WIDE):
    shown = rows.assign(first=rows["earliest"], last=rows["latest"])
    return _Sheet(form, shown, "Title")


def texts(figure):
    return [t.get_text() for t in figure.findobj(lambda x: hasattr(x, "get_text")) if t.get_text()]


def weeks(n=4):
    rows = [(pd.Timestamp(2025, 9, 1) + pd.Timedelta(weeks=k), 3, 1, 2, -2.0, -5.0, 1.0) for k in range(n)]
    return pd.DataFrame(rows, columns=["week", "incidents", "cooperation", "conflict", "balance", "low", "high"])


def lags(correlation=0.5):
    rows = [(k, 40, correlation, 0.0, -0.3, 0.3, 0.01, 0.04) for k in (-1, 0, 1)]
    return pd.DataFrame(rows, columns=["lag", "weeks", "correlation", "chance", "low", "high", "p", "p_any"])


@pytest.mark.parametrize("status", ["occurred", "ongoing", "historical", "planned", "possible", "alleged", "denied", "negated"])
def test_one_incident_of_any_status_is_drawn_wide_and_narrow(status):
    picture = timeline.chronology(incidents(f"2025-09-02 2025-09-02 military {status}"), title="Title", caption="Caption")
    assert picture.alt == (
        "Chronology of 1 dated incidents from September 2025 to September 2025: 0 diplomatic, 0 pressure, 1 military."
        " Most corroborated: struck a boat: Navy, 2 Sep 2025 (1 independent outlet)."
    )
    assert {"Title", "2 Sep 2025", "struck a boat: Navy", "Diplomatic", "Pressure", "Military"} <= set(texts(picture.figure))
    assert {"Title", "1", "2 Sep 2025 struck a boat: Navy"} <= set(texts(picture.narrow))
    html = picture._repr_html_()
    assert '<source media="(max-width: 48rem)"' in html and "Caption</figcaption>" in html


@pytest.mark.parametrize(
    ("status", "face", "hatched", "crosses"),
    [("occurred", "#d55e00", False, 0), ("planned", "#ffffff", False, 0), ("alleged", "#ffffff", True, 0), ("denied", "#ffffff", False, 1)],
)
def test_the_fill_tells_the_status(status, face, hatched, crosses):
    from matplotlib.colors import to_hex
    from matplotlib.patches import PathPatch

    made = sheet(incidents(f"2025-09-02 2025-09-02 military {status}"))
    marks = [p for p in made.axes.patches if isinstance(p, PathPatch) and to_hex(p.get_edgecolor()) == "#d55e00"]
    assert len(marks) == 1 + crosses
    assert to_hex(marks[0].get_facecolor()) == face and bool(marks[0].get_hatch()) == hatched


def test_the_area_tells_the_independent_outlets():
    made = sheet(incidents(*["2025-09-02 2025-09-02 military occurred"] * 4))
    widths = {made.shown.at[i, "independent_outlets"]: b[2] - b[0] for i, b in made.boxes.items()}
    assert widths[4] == pytest.approx(2 * widths[1])  # four times the area


def test_an_interval_is_a_bar_from_its_first_day_to_its_last():
    made = sheet(incidents("2025-09-01 2025-09-30 military occurred", "2025-10-20 2025-10-20 military occurred"))
    bar, disc = made.boxes[0], made.boxes[1]
    assert (bar[0], bar[2]) == (pytest.approx(made.x(day("2025-09-01"))), pytest.approx(made.x(day("2025-09-30"))))
    assert disc[2] - disc[0] == pytest.approx(disc[3] - disc[1])


@pytest.mark.parametrize("form", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize(("n", "days"), [(6, 1), (100, 1), (150, 90)])
def test_marks_and_labels_keep_off_each_other_and_inside_the_figure(form, n, days):
    made = sheet(many(max(n, 6), days=days) if n >= 50 else incidents(*["2025-09-02 2025-09-02 diplomatic occurred"] * n), form)
    boxes = [*made.boxes.values(), *(box for _, box in made.labelled)]
    assert len(made.labelled) >= 1
    apart = lambda a, b: a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]  # noqa: E731
    assert all(apart(a, b) for a, b in combinations(boxes, 2))
    assert all(b[0] >= 0 and b[2] <= form.width and -made.axis <= b[1] and b[3] <= 0 for b in boxes)


@pytest.mark.parametrize("form", [WIDE, NARROW], ids=["wide", "narrow"])
def test_no_text_is_wider_than_the_figure(form):
    rows = incidents("2025-09-02 2025-09-02 military occurred").assign(trigger=LONG, source=LONG)
    made = _Sheet(form, rows.assign(first=rows["earliest"], last=rows["latest"]), f"A title {LONG} that runs on and on over the page and further")
    made.figure.canvas.draw()
    ends = [t.get_window_extent().x1 / made.figure.dpi * 72 for t in made.axes.texts]
    assert max(ends) <= form.width + 1


def test_ten_thousand_incidents_of_one_day_are_drawn_or_counted():
    rows = many(10_000)
    made = sheet(rows)
    counted = [t for t in texts(made.figure) if t.endswith(" more")]
    assert len(counted) == 1 and len(made.boxes) + int(counted[0].strip("+ more").replace(",", "")) == 10_000
    assert timeline.chronology(rows, title="Title").alt.startswith("Chronology of 10000 dated incidents")


def test_incidents_of_one_day_in_every_lane_take_their_own_lane():
    made = sheet(incidents(*(f"2025-09-02 2025-09-02 {t} occurred" for t in timeline.LANES)))
    assert [-(b[1] + b[3]) / 2 // WIDE.lane for b in (made.boxes[0], made.boxes[1], made.boxes[2])] == [0, 1, 2]


def test_nothing_to_draw_is_said_in_words():
    assert timeline.chronology(incidents(), title="Title").alt == "No dated incident of these tracks."
    none = timeline.chronology(incidents("- - military occurred", "- - diplomatic planned"), title="Title")
    assert none.alt == "No dated incident of these tracks. 2 are undated." and none.figure is None


def test_incidents_that_are_not_drawn_are_counted_in_the_caption():
    rows = incidents(
        "2025-09-02 2025-09-02 military occurred",
        "2025-01-01 2025-12-31 military occurred",  # dated to a year
        "2025-06-01 2025-06-01 pressure occurred",  # before the start
        "2025-12-01 2025-12-01 pressure occurred",  # after the end
        "2025-09-02 2025-09-02 domestic occurred",  # no lane
    )
    picture = timeline.chronology(rows, title="Title", start="2025-08-01", end="2025-10-31", caption="Caption")
    assert picture.alt.startswith("Chronology of 1 dated incidents") and picture.caption.startswith("Caption Not drawn: 3 incidents")


@pytest.mark.parametrize("unit", ["s", "us", "ns"])
def test_the_unit_of_the_dates_moves_nothing(unit):
    rows = incidents("2025-09-02 2025-09-02 military occurred", "2025-11-02 2025-11-02 military occurred")
    made = sheet(rows.astype({"earliest": f"datetime64[{unit}]", "latest": f"datetime64[{unit}]"}))
    assert made.boxes == sheet(rows).boxes


@pytest.mark.parametrize("name", [LONG, "🚢 Daily", "新华社", r"$\foo$ Weekly", "<script>alert(1)</script>"], ids=range(5))
def test_any_name_can_be_drawn_without_a_warning_or_a_formula(name):
    picture = timeline.chronology(incidents("2025-09-02 2025-09-02 military occurred").assign(trigger=name, target=name), title=name)
    assert "<script" not in picture.svg() + picture.svg(narrow=True) + picture._repr_html_()


def test_equal_data_give_equal_bytes():
    draw = lambda: [p.svg(narrow=n) for p in (timeline.chronology(many(100), title="T"), timeline.balance(weeks(), title="T")) for n in (False, True)]  # noqa: E731
    assert draw() == draw()


def test_the_balance_counts_and_tells_the_weeks_with_a_clear_sign():
    rows = weeks()
    rows.loc[0, "high"] = -1.0
    picture = timeline.balance(rows, title="Title", caption="Caption")
    assert picture.alt == (
        "Balance of 4 weeks: 4 incidents of cooperation above the line, 8 of conflict below."
        " In 1 of 4 weeks with three or more incidents the interval of the mean intensity lies on one side of 0."
    )
    assert "Title" in texts(picture.figure) and timeline.balance(rows.iloc[:0], title="T").alt.startswith("No ")


def test_the_lags_tell_the_strongest_and_how_many_leave_the_band():
    picture = timeline.lags(lags(), title="Title")
    assert (
        picture.alt == "Rank correlation of talk with force at 3 lags of -1 to 1 weeks; strongest 0.50 at lag -1. 3 lie outside the band of chance."
    )
    assert timeline.lags(lags(float("nan")), title="T").alt.startswith("No week varies")


def test_a_page_gets_the_title_in_words_and_the_figure_without_it():
    picture = timeline.chronology(incidents("2025-09-02 2025-09-02 military occurred"), title="Force in September")
    assert picture.title == "Force in September" and '<p class="title">Force in September</p>' in picture._repr_html_()
    height = lambda svg: float(svg.split('height="')[1].split("pt")[0])  # noqa: E731
    assert height(picture.svg()) - height(picture.svg(titled=False)) > 10
    assert picture.title == "Force in September"


@pytest.mark.parametrize(
    ("headline", "source", "label"),
    [
        ("The fleet struck a boat.", "Ana Lima", "struck a boat: Ana Lima"),
        ("It struck seventeen corrugated warehouse buildings belonging neighbouring municipal bodies.", "Ana Lima",
         "struck seventeen corrugated warehouse buildings belonging …"),
        ("The fleet struck a boat.", LONG, "struck a boat"),
    ],
)  # fmt: skip
def test_a_label_names_actors_only_where_they_fit(headline, source, label):
    row = incidents("2025-09-02 2025-09-02 military occurred").assign(headline=headline, source=source).iloc[0]
    assert timeline._gist(row) == label
