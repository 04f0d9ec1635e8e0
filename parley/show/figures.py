"""Figures from findings. Each takes a DataFrame of the analysis and returns a Picture; none computes what it shows."""

from __future__ import annotations

import re
import textwrap
from itertools import pairwise

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
from matplotlib.colors import BoundaryNorm, ListedColormap

from parley.show.style import INK, Picture, new, nothing, series, styled


def words(name: str) -> str:
    """A codebook name as a person reads it: `military_threat` -> `Military threat`."""
    text = str(name).replace("_", " ")
    return text[:1].upper() + text[1:]


def _wrapped(title: str, figure) -> str:
    """A title in lines that fit the figure; some nine bold letters take an inch."""
    return textwrap.fill(title, max(20, int(8.2 * figure.get_figwidth())))


def _short(text: str, width: int) -> str:
    text = " ".join(str(text).split())
    short = textwrap.shorten(text, width, placeholder=" …")
    return short if short.strip(" …") or not text else text[: width - 1] + "…"


@styled
def coverage(months: pd.DataFrame, *, title: str, caption: str = "") -> Picture:
    """Articles by outlet (rows) and month: a dot's area is the number of articles, which is written on it."""
    if months.empty:
        return nothing("No dated article: there is no coverage over time to draw.")
    outlets = sorted(months["outlet"].unique(), reverse=True)[-30:]
    figure, axes = new(9, 1.3 + 0.42 * len(outlets))
    kept = months[months["outlet"].isin(outlets)]
    y = [outlets.index(o) for o in kept["outlet"]]
    largest = kept["articles"].max()
    axes.scatter(pd.to_datetime(kept["month"]), y, s=420 * kept["articles"] / largest + 60, color="#0072B2", linewidths=0)
    for x, at, n in zip(pd.to_datetime(kept["month"]), y, kept["articles"], strict=True):
        axes.annotate(f"{n}", (x, at), ha="center", va="center", color="white", fontsize=8, fontweight="bold")
    axes.set_yticks(range(len(outlets)), [_short(o, 28) for o in outlets])
    axes.set_ylim(-0.7, len(outlets) - 0.3)
    _time_axis(axes, pd.to_datetime(kept["month"]), "month of publication")
    axes.set_title(_wrapped(title, figure))
    top = kept.groupby("outlet")["articles"].sum().sort_values(ascending=False)
    return Picture(figure, f"Articles per month for {len(outlets)} outlets; most from {top.index[0]} ({top.iloc[0]}).", caption)


@styled
def calendar(gaps: pd.DataFrame, *, title: str, most: int = 20, caption: str = "") -> Picture:
    """A row of squares per outlet, one for each period (`start`, `unit`): the darker the more `articles`, hollow where there is none."""
    if gaps.empty:
        return nothing("No article is dated to the day: there is no calendar to draw.")
    outlets = list(dict.fromkeys(gaps["outlet"]))
    unit, kept = gaps["unit"].iloc[0], outlets[:most]
    if len(outlets) > most:
        caption = f"{caption} Shown are the {most} outlets with most articles, of {len(outlets)}.".strip()
    table = gaps.pivot_table(index="outlet", columns="start", values="articles", aggfunc="sum", fill_value=0).reindex(kept)
    table.columns = pd.to_datetime(table.columns)
    edges = [*table.columns, table.columns[-1] + pd.tseries.frequencies.to_offset({"day": "D", "week": "7D", "month": "MS"}[unit])]
    figure, axes = new(9, 1.6 + 0.36 * len(kept))
    counts = table.to_numpy()
    shades = ListedColormap(["#FFFFFF", "#CFE3F1", "#7FB5D8", "#0072B2", "#003E61"])
    steps = np.unique(np.ceil(np.quantile(counts[counts > 0], [0.5, 0.8, 0.95])).astype(int))
    bounds = [0, 1, *(int(s) + 1 for s in steps if s < counts.max()), int(counts.max()) + 1]
    bounds = sorted(set(bounds))
    colours = [shades(i) for i in range(5)][: len(bounds) - 1]
    drawn = axes.pcolormesh(
        mdates.date2num(edges), np.arange(len(kept) + 1) - 0.5, counts, cmap=ListedColormap(colours), norm=BoundaryNorm(bounds, len(colours)),
        edgecolors="#D9D9D9", linewidth=0.5,
    )  # fmt: skip
    axes.xaxis_date()
    axes.grid(visible=False)
    axes.invert_yaxis()
    empty = (counts == 0).sum(axis=1)
    axes.set_yticks(range(len(kept)), [f"{_short(o, 26)}  ({n} empty)" for o, n in zip(kept, empty, strict=True)])
    locator = mdates.AutoDateLocator(minticks=3, maxticks=10)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(mdates.ConciseDateFormatter(locator))
    axes.set_xlabel(f"{unit} of publication")
    bar = figure.colorbar(drawn, ax=axes, location="bottom", shrink=0.6, aspect=36, pad=0.02, ticks=[(a + b) / 2 for a, b in pairwise(bounds)])
    bar.ax.set_xticklabels([f"{a}" if b - a == 1 else f"{a} to {b - 1}" for a, b in pairwise(bounds)])
    bar.ax.tick_params(length=0, labelsize=8)
    bar.set_label(f"articles in the {unit} (white: none)", fontsize=9)
    axes.set_title(_wrapped(title, figure))
    nobody = int((counts.sum(axis=0) == 0).sum())
    return Picture(
        figure, f"Calendar of {len(table.columns)} {unit}s for {len(kept)} outlets. In {nobody} {unit}s none of them has an article.", caption
    )


@styled
def carriers(rows: pd.DataFrame, *, title: str, most: int = 15, caption: str = "") -> Picture:
    """Who carried whose report: originals in rows, carriers in columns; a dot's area is the number of articles, which is written on it."""
    if rows.empty:
        return nothing("No article repeats an earlier one.")
    rank = lambda column: rows.groupby(column)["articles"].sum().sort_values(ascending=False, kind="stable").index.tolist()[:most]  # noqa: E731
    sources, takers = rank("original_outlet"), rank("carried_by")
    kept = rows[rows["original_outlet"].isin(sources) & rows["carried_by"].isin(takers)]
    if left := int(rows["articles"].sum() - kept["articles"].sum()):
        caption = f"{caption} Not drawn: {left} articles of outlets beyond the first {most}.".strip()
    figure, axes = new(min(9, 3.6 + 0.75 * len(takers)), 2.1 + 0.42 * len(sources))
    x, y = [takers.index(t) for t in kept["carried_by"]], [sources.index(s) for s in kept["original_outlet"]]
    axes.scatter(x, y, s=300 * kept["articles"] / kept["articles"].max() + 230, color="#0072B2", linewidths=0)
    for at, row, n in zip(x, y, kept["articles"], strict=True):
        axes.annotate(f"{n}", (at, row), ha="center", va="center", color="white", fontsize=8, fontweight="bold")
    axes.set_xticks(range(len(takers)), [_short(t, 22) for t in takers], rotation=30, ha="right", rotation_mode="anchor")
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
    )


@styled
def dots(
    rows: pd.DataFrame, *, label: str, value: str, group: str = "", title: str, axis: str, percent: bool = False, caption: str = "", count: str = ""
) -> Picture:
    """Estimates as dots with their intervals `low`..`high`: a line per `label`, a colour and marker per `group`, if any. `count` names a column to write beside the label."""
    rows = rows[rows[value].notna()] if len(rows) else rows
    if rows.empty:
        return nothing("Nothing of this kind was found in the corpus.")
    if not group:
        group, rows = "all", rows.assign(all="")
    order = rows.groupby(label)[value].mean().sort_values(kind="stable").index.tolist()
    groups = sorted(rows[group].astype(str).unique())
    looks = series(groups)
    step = 0.72 / max(1, len(groups))
    figure, axes = new(9, 1.5 + max(0.34, 0.16 * len(groups) + 0.12) * len(order))
    for i, name in enumerate(groups):
        part = rows[rows[group].astype(str) == name]
        y = np.array([order.index(x) for x in part[label]]) + (len(groups) - 1) * step / 2 - i * step
        colour, marker = looks[name]
        known = part["low"].notna().to_numpy()
        axes.hlines(y[known], part["low"][known], part["high"][known], color=colour, linewidth=1.6, alpha=0.55)
        axes.scatter(part[value], y, color=colour, marker=marker, s=34, label=re.sub("^(_|$)", " ", _short(name, 30)), zorder=3)
    names = [_short(words(x), 34) for x in order]
    if count:
        totals = rows.groupby(label)[count].sum()
        names = [f"{n}  ({int(totals[x]):,})" for n, x in zip(names, order, strict=True)]
    axes.set_yticks(range(len(order)), names)
    axes.set_ylim(-0.6, len(order) - 0.4)
    for edge in np.arange(0.5, len(order) - 0.5):
        axes.axhline(edge, color="#EEEEEE", linewidth=0.8, zorder=0)
    if percent:
        reach = min(1.0, max(0.1, 1.05 * rows[["high", value]].max().max()))
        axes.set_xlim(-0.02 * reach, 1.02 * reach)
        axes.xaxis.set_major_formatter(lambda v, _: f"{v:.0%}")
    else:
        axes.set_xlim(left=0)
    axes.set_xlabel(axis)
    axes.set_title(_wrapped(title, figure))
    if group != "all":
        figure.legend(loc="outside lower left", ncols=min(4, len(groups)), fontsize=9, handletextpad=0.3)
    best = rows.loc[rows[value].idxmax()]
    shown = f"{best[value]:.0%}" if percent else f"{best[value]:.1f}"
    return Picture(
        figure,
        f"Dot plot of {axis} for {len(order)} rows and {len(groups)} groups, with intervals. Highest: {words(best[label])}, {best[group]}, {shown}.",
        caption,
    )


@styled
def over_time(rows: pd.DataFrame, *, label: str, when: str, value: str, n: str, title: str, axis: str, caption: str = "") -> Picture:
    """A panel-like strip per `label`: a dot per period, its area the count, its shade the share of the period's `n` articles."""
    rows = rows[rows[value] > 0]
    if rows.empty:
        return nothing("Nothing of this kind was found in dated articles.")
    order = rows.groupby(label)[value].sum().sort_values(kind="stable").index.tolist()
    figure, axes = new(9, 1.5 + 0.4 * len(order))
    times = pd.to_datetime(rows[when])
    share = (rows[value] / rows[n]).clip(upper=1)
    drawn = axes.scatter(
        times, [order.index(x) for x in rows[label]], s=260 * rows[value] / rows[value].max() + 18, c=share, cmap="cividis_r", vmin=0, vmax=1,
        edgecolors=INK, linewidths=0.4,
    )  # fmt: skip
    axes.set_yticks(range(len(order)), [_short(words(x), 34) for x in order])
    axes.set_ylim(-0.7, len(order) - 0.3)
    _time_axis(axes, times, f"{when} of publication")
    bar = figure.colorbar(drawn, ax=axes, shrink=0.7, aspect=14, pad=0.01)
    bar.ax.yaxis.set_major_formatter(lambda v, _: f"{v:.0%}")
    bar.set_label(axis)
    bar.outline.set_visible(False)
    axes.set_title(_wrapped(title, figure))
    return Picture(
        figure, f"Dots by month for {len(order)} rows; area shows the number of articles, shade the share of the month's articles.", caption
    )


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


def _time_axis(axes, times: pd.Series, label: str) -> None:
    first, last = times.min(), times.max()
    margin = max(pd.Timedelta(days=5), (last - first) * 0.03)
    axes.set_xlim(first - margin, last + margin)
    locator = mdates.AutoDateLocator(minticks=3, maxticks=10)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(mdates.ConciseDateFormatter(locator))
    axes.set_xlabel(label)
