"""Figures from findings. Each takes a DataFrame of the analysis and returns a Picture; none computes what it shows."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from itertools import pairwise

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
from matplotlib.colors import BoundaryNorm, ListedColormap
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from parley.codebook import frame_label
from parley.show.style import INK, SHADES, Picture, new, nothing, series, styled

WIDE, NARROW = 9.0, 4.4
"""Inches across: on a screen or sheet, and on a telephone, where names stand above their rows."""
MONTHS = 36
"""Months from which coverage is drawn by year."""
MANY = 60
"""Periods of a calendar from which its squares are not drawn one by one."""


def words(name: str) -> str:
    """A codebook name as a person reads it: `oil_economy` -> `Oil and economy`, `own_voice` -> `Own voice`."""
    return frame_label(str(name))


def _wrapped(title: str, figure) -> str:
    """A title in lines that fit the figure; some nine bold letters take an inch."""
    return textwrap.fill(title, max(20, int(8.2 * figure.get_figwidth())))


def _short(text: str, width: int) -> str:
    text = " ".join(str(text).split())
    short = textwrap.shorten(text, width, placeholder=" …")
    return short if short.strip(" …") or not text else text[: width - 1] + "…"


def _rows(axes, names: Sequence[str], narrow: bool) -> None:
    """Names of rows at the axis; on a narrow screen above each row, at the left edge, so that the data keep the width."""
    if not narrow:
        axes.set_yticks(range(len(names)), names)
        return
    axes.set_yticks([])
    look = {"transform": axes.get_yaxis_transform(), "va": "top", "fontsize": 9, "zorder": 4}
    for at, name in enumerate(names):
        axes.text(0, at + 0.5, name, bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6}, **look)


def _largest(rows: pd.DataFrame, by: str, weight: str, most: int, caption: str) -> tuple[list, str]:
    """The groups that weigh most, in that order, and the caption, which says so where some are left out."""
    sums = rows.groupby(by)[weight].sum().sort_values(ascending=False, kind="stable")
    if len(sums) > most:
        caption = f"{caption} Shown are the {most} outlets with most articles, of {len(sums):,}.".strip()
    return sums.index.tolist()[:most], caption


@styled
def coverage(months: pd.DataFrame, *, title: str, most: int = 20, caption: str = "") -> Picture:
    """Articles by outlet (rows) and month, or year where there are many: a dot's area is the number of articles, which is written on it where it has room."""
    if months.empty:
        return nothing("No dated article: there is no coverage over time to draw.")
    outlets, caption = _largest(months, "outlet", "articles", most, caption)
    kept = months[months["outlet"].isin(outlets)]
    top = kept.groupby("outlet")["articles"].sum()
    when = pd.to_datetime(kept["month"])
    unit = "month" if (when.max().to_period("M") - when.min().to_period("M")).n < MONTHS else "year"
    if unit == "year":
        kept = kept.assign(month=when.dt.to_period("Y").dt.start_time).groupby(["outlet", "month"], as_index=False)["articles"].sum()
    return Picture(
        _coverage(kept, outlets[::-1], title, WIDE, unit),
        f"Articles per {unit} for {len(outlets)} outlets; most from {outlets[0]} ({top[outlets[0]]}).",
        caption,
        narrow=_coverage(kept, outlets[::-1], title, NARROW, unit),
    )


def _coverage(kept: pd.DataFrame, outlets: list[str], title: str, width: float, unit: str) -> Figure:
    narrow = width == NARROW
    figure, axes = new(width, 1.3 + (0.6 if narrow else 0.42) * len(outlets))
    when = pd.to_datetime(kept["month"])
    period = {"month": "M", "year": "Y"}[unit]
    span = (when.max().to_period(period) - when.min().to_period(period)).n + 1
    widest = min(23.0, 72 * (width - (0.5 if narrow else 2.2)) / (span + 1))  # points: a month's dot stays in its month
    y = [outlets.index(o) - (0.14 if narrow else 0) for o in kept["outlet"]]
    area = (kept["articles"] / kept["articles"].max()) * (widest**2 - 0.3 * widest**2) + 0.3 * widest**2
    axes.scatter(when, y, s=area, color="#0072B2", linewidths=0)
    for x, at, n, size in zip(when, y, kept["articles"], area, strict=True):
        if size**0.5 >= 11 + 3 * (len(str(n)) - 1):
            axes.annotate(f"{n}", (x, at), ha="center", va="center", color="white", fontsize=8, fontweight="bold")
    _rows(axes, [_short(o, 28) for o in outlets], narrow)
    axes.set_ylim(-0.7, len(outlets) - 0.3)
    _time_axis(axes, when, f"{unit} of publication", narrow)
    axes.set_title(_wrapped(title, figure))
    return figure


@styled
def calendar(gaps: pd.DataFrame, *, title: str, most: int = 20, caption: str = "") -> Picture:
    """A row of squares per outlet, one for each period (`start`, `unit`): the darker the more `articles`, hollow where there is none."""
    if gaps.empty:
        return nothing("No article is dated to the day: there is no calendar to draw.")
    outlets = list(dict.fromkeys(gaps["outlet"]))
    unit, kept = gaps["unit"].iloc[0], outlets[:most]
    if len(outlets) > most:
        caption = f"{caption} Shown are the {most} outlets with most articles, of {len(outlets):,}.".strip()
    table = gaps.pivot_table(index="outlet", columns="start", values="articles", aggfunc="sum", fill_value=0).reindex(kept)
    table.columns = pd.to_datetime(table.columns)
    nobody = int((table.to_numpy().sum(axis=0) == 0).sum())
    return Picture(
        _calendar(table, unit, title, WIDE),
        f"Calendar of {len(table.columns)} {unit}s for {len(kept)} outlets. In {nobody} {unit}s none of them has an article.",
        caption,
        narrow=_calendar(table, unit, title, NARROW),
    )


def _calendar(table: pd.DataFrame, unit: str, title: str, width: float) -> Figure:
    narrow, counts, n = width == NARROW, table.to_numpy(), len(table)
    edges = [*table.columns, table.columns[-1] + pd.tseries.frequencies.to_offset({"day": "D", "week": "7D", "month": "MS"}[unit])]
    figure, axes = new(width, 1.6 + (0.52 if narrow else 0.36) * n)
    steps = np.unique(np.ceil(np.quantile(counts[counts > 0], [0.5, 0.8, 0.95])).astype(int))
    bounds = sorted({0, 1, *(int(s) + 1 for s in steps if s < counts.max()), int(counts.max()) + 1})
    colours = ["#FFFFFF", *SHADES[1:]][: len(bounds) - 1]
    look = {
        "cmap": ListedColormap(colours),
        "norm": BoundaryNorm(bounds, len(colours)),
        "edgecolors": "#D9D9D9",
        "linewidth": 0.5 if len(edges) <= MANY else 0,
    }
    for row in range(n):
        at, x, cells = n - 1 - row, mdates.date2num(edges), counts[row]
        if len(cells) >= MANY:  # runs of one shade are one rectangle: a page has no room for thousands
            changes = np.flatnonzero(np.diff(np.digitize(cells, bounds))) + 1
            x, cells = x[[0, *changes, len(cells)]], cells[[0, *changes]]
        drawn = axes.pcolormesh(x, [at - 0.45, at + (0.05 if narrow else 0.45)], cells[None], **look)
    axes.xaxis_date()
    axes.grid(visible=False)
    axes.set_ylim(-0.6, n - 0.4)
    empty = (counts == 0).sum(axis=1)
    _rows(axes, [f"{_short(o, 26)}  ({k} empty)" for o, k in zip(table.index, empty, strict=True)][::-1], narrow)
    _dates(axes, narrow)
    axes.set_xlabel(f"{unit} of publication")
    bar = figure.colorbar(drawn, ax=axes, location="bottom", shrink=0.6, aspect=36, pad=0.02, ticks=[(a + b) / 2 for a, b in pairwise(bounds)])
    bar.ax.set_xticklabels([f"{a}" if b - a == 1 else f"{a}–{b - 1}" for a, b in pairwise(bounds)])
    bar.ax.tick_params(length=0, labelsize=8)
    bar.outline.set_edgecolor("#D9D9D9")
    bar.set_label(f"articles in the {unit} (empty: none)", fontsize=9)
    axes.set_title(_wrapped(title, figure))
    return figure


@styled
def carriers(rows: pd.DataFrame, *, title: str, most: int = 15, caption: str = "") -> Picture:
    """Who carried whose report: originals in rows, carriers in columns; a dot's area is the number of articles, which is written on it. On a narrow
    screen a bar per pair of outlets."""
    if rows.empty:
        return nothing("No article repeats an earlier one.")
    rank = lambda column: rows.groupby(column)["articles"].sum().sort_values(ascending=False, kind="stable").index.tolist()[:most]  # noqa: E731
    sources, takers = rank("original_outlet"), rank("carried_by")
    kept = rows[rows["original_outlet"].isin(sources) & rows["carried_by"].isin(takers)]
    if left := int(rows["articles"].sum() - kept["articles"].sum()):
        caption = f"{caption} Not drawn: {left} articles of outlets beyond the first {most}.".strip()
    figure, axes = new(min(WIDE, 3.6 + 0.75 * len(takers)), 1.9 + 0.42 * len(sources))
    x, y = [takers.index(t) for t in kept["carried_by"]], [sources.index(s) for s in kept["original_outlet"]]
    axes.scatter(x, y, s=300 * kept["articles"] / kept["articles"].max() + 230, color="#0072B2", linewidths=0)
    for at, row, n in zip(x, y, kept["articles"], strict=True):
        axes.annotate(f"{n}", (at, row), ha="center", va="center", color="white", fontsize=8, fontweight="bold")
    flat = len(takers) <= 5
    names = [textwrap.fill(_short(t, 22), 14) if flat else _short(t, 22) for t in takers]
    axes.set_xticks(range(len(takers)), names, **({} if flat else {"rotation": 30, "ha": "right", "rotation_mode": "anchor"}))
    axes.set_yticks(range(len(sources)), [_short(s, 28) for s in sources])
    axes.set_xlim(-0.6, len(takers) - 0.4)
    axes.set_ylim(len(sources) - 0.4, -0.6)
    axes.set_xlabel("carried by")
    axes.set_ylabel("original of")
    axes.set_title(_wrapped(title, figure))
    top = rows.iloc[0]
    return Picture(
        figure,
        f"Who carried whose report, {len(sources)} outlets by {len(takers)}. Most: {top['carried_by']} carried {top['articles']} of {top['original_outlet']}.",
        caption,
        narrow=_pairs(kept.sort_values("articles", ascending=False, kind="stable").head(most)[::-1], title),
    )


def _pairs(kept: pd.DataFrame, title: str) -> Figure:
    figure, axes = new(NARROW, 0.9 + 0.46 * len(kept))
    y = np.arange(len(kept)) - 0.2
    axes.barh(y, kept["articles"], height=0.3, color="#0072B2")
    for at, n in zip(y, kept["articles"], strict=True):
        axes.annotate(f" {n}", (n, at), va="center", fontsize=9)
    pairs = zip(kept["original_outlet"], kept["carried_by"], strict=True)
    _rows(axes, [f"{_short(a, 24)} → {_short(b, 24)}" for a, b in pairs], True)
    axes.set_ylim(-0.5, len(kept) - 0.4)
    axes.set_xlim(0, 1.1 * kept["articles"].max())
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=4))
    axes.set_xlabel("articles: original of → carried by")
    axes.set_title(_wrapped(title, figure))
    return figure


@styled
def dots(
    rows: pd.DataFrame, *, label: str, value: str, group: str = "", title: str, axis: str, percent: bool = False, caption: str = "", count: str = "",
    order: str = "", weight: str = "", most: int = 6, half: bool = False,
) -> Picture:  # fmt: skip
    """Estimates as dots with their intervals `low`..`high`: a line per `label`, a colour and marker per `group`, if any. `count` names a column to write beside the label.

    Rows are ordered by their mean value, by the sum of the column `order`, or, for "given", as they come. Of more than `most` groups those with the
    largest `weight` (a column) are drawn. `half` draws a line at one half.
    """
    rows = rows[rows[value].notna()] if len(rows) else rows
    if rows.empty:
        return nothing("Nothing of this kind was found in the corpus.")
    if not group:
        group, rows = "all", rows.assign(all="")
    names = rows[group].nunique()
    if weight and names > most:
        heavy = rows.groupby(group)[weight].max().sort_values(ascending=False, kind="stable").index[:most]
        rows, caption = rows[rows[group].isin(heavy)], f"{caption} Shown are the {most} with most articles or words, of {names:,}.".strip()
    if order == "given":
        lines = list(dict.fromkeys(rows[label]))[::-1]
    else:
        by = rows.groupby(label)
        lines = (by[order].sum() if order else by[value].mean()).sort_values(kind="stable").index.tolist()
    draw = lambda width: _dots(rows, lines, width, label, value, group, title, axis, percent, count, half)  # noqa: E731
    best = rows.loc[rows[value].idxmax()]
    shown = f"{best[value]:.0%}" if percent else f"{best[value]:.1f}"
    groups = "" if group == "all" else f" and {rows[group].nunique()} groups"
    whose = "" if group == "all" else f"{best[group]}, "
    return Picture(
        draw(WIDE),
        f"Dot plot of {axis} for {len(lines)} rows{groups}, with intervals. Highest: {words(best[label])}, {whose}{shown}.",
        caption,
        narrow=draw(NARROW),
    )


def _dots(
    rows: pd.DataFrame, order: list, width: float, label: str, value: str, group: str, title: str, axis: str, percent: bool, count: str, half: bool
) -> Figure:
    narrow = width == NARROW
    groups = sorted(rows[group].astype(str).unique())
    looks = series(groups)
    tall = max(0.34, 0.16 * len(groups) + 0.12)  # inches of a row's dots
    over = 0.2 if narrow else 0.0  # inches of the name above them
    height, step = tall + over, 0.72 * tall / (tall + over) / max(1, len(groups))
    figure, axes = new(width, 1.5 + height * len(order))
    for i, name in enumerate(groups):
        part = rows[rows[group].astype(str) == name]
        y = np.array([order.index(x) for x in part[label]]) - over / height / 2 + (len(groups) - 1) * step / 2 - i * step
        colour, marker = looks[name]
        known = part["low"].notna().to_numpy()
        axes.hlines(y[known], part["low"][known], part["high"][known], color=colour, linewidth=1.6, alpha=0.55)
        axes.scatter(part[value], y, color=colour, marker=marker, s=34, label=re.sub("^(_|$)", " ", _short(name, 30)), zorder=3)
    names = [_short(words(x), 34) for x in order]
    if count:
        totals = rows.groupby(label)[count].sum()
        names = [f"{n}  ({int(totals[x]):,})" for n, x in zip(names, order, strict=True)]
    _rows(axes, names, narrow)
    axes.set_ylim(-0.6, len(order) - 0.4)
    for edge in np.arange(0.5, len(order) - 0.5):
        axes.axhline(edge, color="#EEEEEE", linewidth=0.8, zorder=0)
    if percent:
        reach = min(1.0, max(0.1, 1.05 * rows[["high", value]].max().max()))
        axes.set_xlim(-0.02 * reach, 1.02 * reach)
        axes.xaxis.set_major_locator(MaxNLocator(nbins=5 if narrow else 8, steps=[1, 2, 5, 10]))
        axes.xaxis.set_major_formatter(lambda v, _: f"{v:.0%}")
    else:
        axes.set_xlim(left=0)
    if half:
        axes.axvline(0.5, color=INK, linewidth=0.8, zorder=1)
    axes.set_xlabel(axis)
    axes.set_title(_wrapped(title, figure))
    if len(groups) > 1:
        figure.legend(loc="outside lower left", ncols=min(2 if narrow else 4, len(groups)), fontsize=9, handletextpad=0.3)
    return figure


@styled
def over_time(rows: pd.DataFrame, *, label: str, when: str, value: str, n: str, title: str, axis: str, caption: str = "") -> Picture:
    """A panel-like strip per `label`: a dot per period, its area the count, its shade the share of the period's `n` articles."""
    rows, when = _coarser(rows, label, when, value, n)
    rows = rows[rows[value] > 0]
    if rows.empty:
        return nothing("Nothing of this kind was found in dated articles.")
    order = rows.groupby(label)[value].sum().sort_values(kind="stable").index.tolist()
    draw = lambda width: _over_time(rows, order, width, label, when, value, n, title, axis)  # noqa: E731
    most = rows.loc[rows[value].idxmax()]
    return Picture(
        draw(WIDE),
        f"Dots by {when} for {len(order)} rows; area shows the number of articles, shade the share of the {when}'s articles."
        f" Most: {words(most[label])}, {most[value]:,} articles in one {when}.",
        caption,
        narrow=draw(NARROW),
    )


def _coarser(rows: pd.DataFrame, label: str, when: str, value: str, n: str) -> tuple[pd.DataFrame, str]:
    """The rows by month, or by year, where there are too many periods to draw; and what a period then is."""
    times = pd.to_datetime(rows[when])
    if times.nunique() <= MONTHS:
        return rows, when
    unit, period = ("month", "M") if times.dt.to_period("M").nunique() <= MONTHS else ("year", "Y")
    rows = rows.assign(**{unit: times.dt.to_period(period).dt.start_time})
    of = rows.drop_duplicates(when).groupby(unit)[n].sum()  # a period's articles stand in each of its rows
    sums = rows.groupby([label, unit], sort=False, as_index=False)[value].sum()
    return sums.assign(**{n: sums[unit].map(of)}), unit


def _over_time(rows: pd.DataFrame, order: list, width: float, label: str, when: str, value: str, n: str, title: str, axis: str) -> Figure:
    narrow = width == NARROW
    figure, axes = new(width, 1.6 + (0.46 if narrow else 0.36) * len(order))
    times = pd.to_datetime(rows[when])
    periods = max(1, (times.max() - times.min()).days / {"week": 7, "month": 30.4, "year": 365.25}.get(when, 1))
    widest = min(16.0, max(3.0, 72 * (width - (0.5 if narrow else 2.4)) / (periods + 1)))  # points: a dot stays in its period
    drawn = axes.scatter(
        times, [order.index(x) - (0.16 if narrow else 0) for x in rows[label]], s=widest**2 * (0.12 + 0.88 * rows[value] / rows[value].max()),
        c=(rows[value] / rows[n]).clip(upper=1), cmap=ListedColormap(SHADES), norm=BoundaryNorm(np.linspace(0, 1, 6), 5), edgecolors="#0072B2", linewidths=0.5,
    )  # fmt: skip
    _rows(axes, [_short(words(x), 34) for x in order], narrow)
    axes.set_ylim(-0.7, len(order) - 0.3)
    _time_axis(axes, times, f"{when} of publication", narrow)
    bar = figure.colorbar(drawn, ax=axes, location="bottom", shrink=0.5, aspect=32, pad=0.02)
    bar.ax.xaxis.set_major_formatter(lambda v, _: f"{v:.0%}")
    bar.ax.tick_params(length=0, labelsize=8)
    bar.set_label(axis, fontsize=9)
    bar.outline.set_visible(False)
    axes.set_title(_wrapped(title, figure))
    return figure


@styled
def matrix(pairs: pd.DataFrame, *, title: str, caption: str = "") -> Picture:
    """Which names share sentences: area is the number of sentences, shade how much more often than by chance (pmi)."""
    if pairs.empty:
        return nothing("No two names share enough sentences to be drawn.")
    weight = pd.concat([pairs.groupby("entity")["sentences"].sum(), pairs.groupby("other")["sentences"].sum()]).groupby(level=0).sum()
    names = weight.sort_values(ascending=False, kind="stable").index.tolist()
    at = {n: i for i, n in enumerate(names)}
    side = 0.42 * len(names) + 2.4
    figure, axes = new(min(10, side + 2), min(8.5, side))
    x = [min(at[a], at[b]) for a, b in zip(pairs["entity"], pairs["other"], strict=True)]
    y = [max(at[a], at[b]) for a, b in zip(pairs["entity"], pairs["other"], strict=True)]
    reach = max(1.0, pairs["pmi"].abs().max())
    drawn = axes.scatter(
        x,
        y,
        s=300 * pairs["sentences"] / pairs["sentences"].max() + 25,
        c=pairs["pmi"],
        cmap="PuOr_r",
        vmin=-reach,
        vmax=reach,
        edgecolors=INK,
        linewidths=0.4,
    )
    axes.set_xticks(range(len(names) - 1), [_short(n, 24) for n in names[:-1]], rotation=40, ha="right", rotation_mode="anchor")
    axes.set_yticks(range(1, len(names)), [_short(n, 28) for n in names[1:]])
    axes.set_ylim(len(names) - 0.4, 0.4)
    axes.set_xlim(-0.6, len(names) - 1.4)
    axes.grid(axis="y")
    bar = figure.colorbar(drawn, ax=axes, shrink=0.6, aspect=16, pad=0.01)
    bar.set_label("together more (+) or less (−) than by chance,\nlog2 (pointwise mutual information)", fontsize=8)
    bar.outline.set_visible(False)
    axes.set_title(_wrapped(title, figure))
    first = pairs.iloc[0]
    return Picture(
        figure,
        f"Matrix of {len(names)} names that share sentences. Most often: {first['entity']} and {first['other']}, {first['sentences']} sentences.",
        caption,
    )


def _time_axis(axes, times: pd.Series, label: str, narrow: bool = False) -> None:
    first, last = times.min(), times.max()
    margin = max(pd.Timedelta(days=5), (last - first) * 0.03)
    axes.set_xlim(first - margin, last + margin)
    _dates(axes, narrow)
    axes.set_xlabel(label)


def _dates(axes, narrow: bool) -> None:
    locator = mdates.AutoDateLocator(minticks=3, maxticks=5 if narrow else 10)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(mdates.ConciseDateFormatter(locator))
