"""The chronology on one axis of time: diplomatic above, pressure between, military below; wide for a screen, narrow for a telephone.

Everything is laid out in points (1/72 inch), so that marks and labels keep clear of each other at any length of time.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.textpath import TextPath
from matplotlib.ticker import MaxNLocator

from parley.codebook import between, phrase
from parley.show import style
from parley.show.style import FAINT, INK, Picture, nothing, styled
from parley.show.tables import short

LANES = ("diplomatic", "pressure", "military")
MEANING = {
    "diplomatic": "talks, visits, agreements, releases",
    "pressure": "sanctions, designations, closures",
    "military": "strikes, raids, deployments",
}
WIDEST_DAYS = 92
"""An incident known to no closer than a quarter is not drawn: its bar would say nothing."""
HOLLOW, HATCHED, CROSSED = ("planned", "possible"), ("alleged",), ("denied", "negated")
GIST = 62
"""Characters of a label's words."""
MOST_TRIED = 500
"""Incidents of a lane, the best corroborated first, for which a place is looked for; the others are counted where they lie."""
TRIES = ((1.0, 0.30), (1.0, 0.38), (0.85, 0.42), (0.7, 0.44), (0.7, 0.38))
"""Sizes of the marks, and the share of a lane above and below its middle that they may take, tried in turn until all have room; the last leaves some for counts."""
GAP = 1.2
"""Points between two marks."""


@dataclass(frozen=True)
class _Form:
    """Measures in points: of the figure, of a lane, of what stands left and right of it, and how incidents are labelled."""

    width: float
    lane: float
    left: float
    right: float
    font: float
    smallest: float  # diameter of a mark of one outlet
    labels: int
    numbered: bool


WIDE = _Form(width=792, lane=172, left=8, right=8, font=8.5, smallest=7, labels=18, numbered=False)
NARROW = _Form(width=300, lane=132, left=4, right=4, font=9.5, smallest=6, labels=9, numbered=True)


@styled
def chronology(incidents: pd.DataFrame, *, title: str, start: object = None, end: object = None, caption: str = "") -> Picture:
    """Incidents on one time axis: area for independent outlets, fill for status, a bar as long as the interval in which the day lies.

    The best corroborated are labelled; on a narrow screen numbers lead to a list. Incidents for which a lane has no room are counted where they lie.
    Incidents of other tracks, before `start`, after `end`, or known only to within more than a quarter are counted in the caption instead.
    """
    shown = incidents[incidents["track"].isin(LANES)].copy()
    shown["first"], shown["last"] = pd.to_datetime(shown["earliest"]), pd.to_datetime(shown["latest"])
    dated = shown["first"].notna() & shown["last"].notna()
    kept = dated & ((shown["last"] - shown["first"]).dt.days <= WIDEST_DAYS)
    if start is not None:
        kept &= shown["first"] >= pd.Timestamp(start)
    if end is not None:
        kept &= shown["last"] <= pd.Timestamp(end)
    if outside := int((dated & ~kept).sum()):
        caption = f"{caption} Not drawn: {outside:,} incidents outside the period, or dated no closer than to a quarter.".strip()
    shown = shown[kept].sort_values(["independent_outlets", "salience", "incident_id"], ascending=[False, False, True], kind="stable")
    if shown.empty:
        undated = f" {len(incidents) - int(dated.sum())} are undated." if len(incidents) and not dated.any() else ""
        return nothing(f"No dated incident of these tracks.{undated}")
    counts = shown["track"].value_counts()
    parts = ", ".join(f"{counts.get(t, 0)} {t}" for t in LANES)
    most = shown.iloc[0]
    outlets = int(most["independent_outlets"])
    alt = (
        f"Chronology of {len(shown)} dated incidents from {shown['first'].min():%B %Y} to {shown['last'].max():%B %Y}: {parts}."
        f" Most corroborated: {_gist(most)}, {short(most['first'], most['last'])} ({outlets} independent outlet{'' if outlets == 1 else 's'})."
    )
    return Picture(_Sheet(WIDE, shown, title).figure, alt, caption, narrow=_Sheet(NARROW, shown, title).figure)


@styled
def balance(rows: pd.DataFrame, *, title: str, caption: str = "") -> Picture:
    """Week by week: above, incidents of cooperation upwards and of conflict downwards; below, their mean intensity with its interval."""
    if rows.empty:
        return nothing("No dated incident of these tracks.")
    wide = _weeks(rows, title, 10)
    up, down = int(rows["cooperation"].sum()), int(rows["conflict"].sum())
    held = rows[rows["low"].notna()]
    clear = int(((held["low"] > 0) | (held["high"] < 0)).sum())
    alt = (
        f"Balance of {len(rows)} weeks: {up} incidents of cooperation above the line, {down} of conflict below."
        f" In {clear} of {len(held)} weeks with three or more incidents the interval of the mean intensity lies on one side of 0."
    )
    return Picture(wide, alt, caption, narrow=_weeks(rows, title, 4.4))


def _weeks(rows: pd.DataFrame, title: str, inches: float):
    figure, (counts, mean) = style.new(inches, 5.2, nrows=2, sharex=True, height_ratios=[3, 2])
    week = pd.to_datetime(rows["week"])
    counts.bar(week, rows["cooperation"], width=5.5, color=style.TRACKS["diplomatic"], label="cooperation (above)")
    counts.bar(
        week, -rows["conflict"], width=5.5, color=style.TRACKS["military"], hatch="//", edgecolor="white", linewidth=0, label="conflict (below)"
    )
    held = rows["low"].notna()
    mean.vlines(week[held], rows["low"][held], rows["high"][held], color=FAINT, linewidth=2)
    mean.scatter(week[held], rows["balance"][held], color=INK, s=20, zorder=3)
    mean.scatter(week[~held], rows["balance"][~held], facecolors="white", edgecolors=FAINT, s=16, zorder=3)
    mean.set_ylim(-10.5, 10.5)
    mean.set_yticks([-10, 0, 10], ["−10", "0", "+10"])
    for axes in (counts, mean):
        axes.axhline(0, color=INK, linewidth=0.8)
        axes.grid(axis="y")
        axes.grid(axis="x", visible=False)
    counts.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))
    counts.yaxis.set_major_formatter(lambda v, _: f"{abs(v):.0f}")
    counts.set_ylabel("incidents")
    mean.set_ylabel("mean intensity")
    locator = mdates.AutoDateLocator(minticks=3, maxticks=10 if inches > 6 else 5)
    mean.xaxis.set_major_locator(locator)
    mean.xaxis.set_major_formatter(mdates.ConciseDateFormatter(locator, show_offset=False))
    mean.set_xlim(week.min() - pd.Timedelta(days=10), week.max() + pd.Timedelta(days=10))
    mean.set_xlabel("week in which the incident began")
    counts.set_title("\n".join(_wrap(title, 72 * inches - 60, 12, bold=True)))
    figure.legend(*counts.get_legend_handles_labels(), loc="outside lower left", ncols=2 if inches > 6 else 1, fontsize=9)
    return figure


@styled
def lags(rows: pd.DataFrame, *, title: str, caption: str = "") -> Picture:
    """Correlation of talk with force, moved by weeks: left, force comes after talk; right, talk comes after force. The band is what chance gives."""
    known = rows[rows["correlation"].notna()]
    if known.empty:
        return nothing("No week varies in both talk and force: whether one follows the other cannot be asked.")
    best = known.loc[known["correlation"].abs().idxmax()]
    outside = int(((known["correlation"] < known["low"]) | (known["correlation"] > known["high"])).sum())
    alt = (
        f"Rank correlation of talk with force at {len(known)} lags of {rows['lag'].min()} to {rows['lag'].max()} weeks; strongest {best['correlation']:.2f} at lag"
        f" {int(best['lag'])}. {outside} lie outside the band of chance."
    )
    return Picture(_lags(known, title, 8), alt, caption, narrow=_lags(known, title, 4.4))


def _lags(rows: pd.DataFrame, title: str, inches: float):
    figure, axes = style.new(inches, 3.6)
    axes.fill_between(rows["lag"], rows["low"], rows["high"], color="#DDDDDD", step="mid", linewidth=0, label="95 % of shuffles")
    axes.vlines(rows["lag"], 0, rows["correlation"], color=INK, linewidth=1.2)
    axes.scatter(rows["lag"], rows["correlation"], color=INK, s=34, zorder=3, label="observed")
    axes.axhline(0, color=INK, linewidth=0.8)
    axes.grid(axis="x", visible=False)
    axes.grid(axis="y")
    axes.set_ylim(-1, 1)
    axes.set_yticks([-1, -0.5, 0, 0.5, 1], ["−1", "−0.5", "0", "0.5", "1"])
    axes.set_xticks(rows["lag"], [f"{k:+d}".replace("-", "−") if k else "0" for k in rows["lag"]])
    axes.set_ylabel("rank correlation")
    axes.set_xlabel("weeks  (− force after talk · talk after force +)")
    axes.set_title("\n".join(_wrap(title, 72 * inches - 60, 12, bold=True)))
    figure.legend(loc="outside lower left", ncols=2, fontsize=9)
    return figure


class _Sheet:
    """One drawing of the incidents `shown`, best corroborated first, in one form."""

    def __init__(self, form: _Form, shown: pd.DataFrame, title: str) -> None:
        self.form, self.shown = form, shown
        lines = _wrap(title, form.width - form.left - form.right, form.font + 3.5, bold=True)
        self.top = 14 + len(lines) * (form.font + 3.5) * 1.35
        self.axis = 3 * form.lane
        ranked = self._ranked()
        key = (
            [_wrap(f"{short(r['first'], r['last'])} {_gist(r)}", form.width - form.left - form.right - 20, form.font) for _, r in ranked.iterrows()]
            if form.numbered
            else []
        )
        step = form.font * 1.3
        legend = 34 if not form.numbered else 92
        below = 46 + legend + sum(len(k) * step + 3 for k in key) + 6
        height = self.top + self.axis + below
        self.figure = Figure(figsize=(form.width / 72, height / 72))
        FigureCanvasAgg(self.figure)
        self.axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set_xlim(0, form.width)
        self.axes.set_ylim(-(self.axis + below), self.top)  # 0 is the upper edge of the lanes
        self.axes.axis("off")
        for n, line in enumerate(lines):
            self._write(form.left, self.top - 8 - (form.font + 3.5) * (1.35 * n + 1), line, size=form.font + 3.5, fontweight="bold", label=style.HEAD)
        self._scale()
        self._lanes()
        self.boxes: dict[object, tuple[float, float, float, float]] = {}
        self.taken: list[tuple[float, float, float, float]] = []
        self._place()
        self.labelled: list[tuple[object, tuple[float, float, float, float]]] = []
        self._label(ranked)
        self._legend(-self.axis - 50)
        y = -self.axis - 46 - legend
        for n, lines in enumerate(key):
            self._write(form.left, y - step, f"{n + 1}", size=form.font, fontweight="bold")
            for line in lines:
                y -= step
                self._write(form.left + 20, y, line, size=form.font)
            y -= 3

    def _write(self, x: float, y: float, text: str, **look) -> object:
        look = {"color": INK, "va": "baseline", "ha": "left", **look}
        return self.axes.text(x, y, text, **look)

    def _ranked(self) -> pd.DataFrame:
        """What is labelled: the best corroborated of the whole, but two of each track before a third of any, as far as a lane has them."""
        nth = self.shown.groupby("track").cumcount()
        order = self.shown.assign(early=nth >= 2).sort_values("early", kind="stable")
        return order.head(self.form.labels).sort_values("first", kind="stable") if self.form.numbered else order.head(self.form.labels)

    def _scale(self) -> None:
        first, last = self.shown["first"].min(), self.shown["last"].max()
        margin = max(pd.Timedelta(days=4), (last - first) * 0.02)
        self.begin, self.end = mdates.date2num(first - margin), mdates.date2num(last + margin)
        self.inner = (self.form.left + 6, self.form.width - self.form.right - 6)

    def x(self, day: object) -> float:
        """Points from the left for a day."""
        share = (mdates.date2num(day) - self.begin) / (self.end - self.begin)
        return self.inner[0] + share * (self.inner[1] - self.inner[0])

    def _lanes(self) -> None:
        f = self.form
        for n, track in enumerate(LANES):
            top = -n * f.lane
            self.axes.add_patch(
                Rectangle(
                    (f.left, top - f.lane + 1.5),
                    f.width - f.left - f.right,
                    f.lane - 3,
                    facecolor=style.TRACKS[track],
                    alpha=0.08,
                    linewidth=0,
                    zorder=0,
                )
            )
            self.axes.add_patch(Rectangle((f.left, top - f.lane + 1.5), 3, f.lane - 3, facecolor=style.TRACKS[track], linewidth=0, zorder=1))
            self._write(f.left + 8, top - f.font * 1.6, track.capitalize(), size=f.font + 2, fontweight="bold", zorder=6)
            if not f.numbered:
                self._write(
                    f.left + 14 + _wide(track.capitalize(), f.font + 2, bold=True), top - f.font * 1.6, MEANING[track], size=f.font - 0.5, color=FAINT
                )
        locator = mdates.AutoDateLocator(minticks=3, maxticks=9 if not f.numbered else 5)
        ticks = [t for t in locator.tick_values(mdates.num2date(self.begin), mdates.num2date(self.end)) if self.begin <= t <= self.end]
        words = mdates.ConciseDateFormatter(locator, show_offset=False).format_ticks(ticks)
        days = [mdates.num2date(t) for t in ticks]
        for n, (tick, day, word) in enumerate(zip(ticks, days, words, strict=True)):
            at = self.x(mdates.num2date(tick))
            self.axes.plot([at, at], [0, -self.axis], color="white", linewidth=1.2, zorder=0.5)
            self.axes.plot([at, at], [-self.axis, -self.axis - 4], color=FAINT, linewidth=0.8)
            self._write(at, -self.axis - 6 - f.font, word, size=f.font, ha="center", color=FAINT)
            year = f"{day.year}"
            if (n == 0 or days[n - 1].year != day.year) and word != year:
                self._write(at, -self.axis - 8 - 2 * f.font, year, size=f.font, ha="center", color=FAINT, fontweight="bold")
        self.axes.plot([f.left, f.width - f.right], [-self.axis, -self.axis], color=FAINT, linewidth=0.8)
        self._write(f.width - f.right, -self.axis - 9 - 2 * f.font, "day of the incident, as reported", size=f.font - 0.5, ha="right", color=FAINT)

    def _height(self, outlets: float) -> float:
        """Diameter of a mark whose area is proportional to the number of independent outlets, up to nine."""
        return self.form.smallest * self.scale * np.sqrt(min(max(float(outlets), 1), 9))

    def _place(self) -> None:
        """Draw all marks, in the largest size in which every lane has room for its own, else in the smallest and the rest as counts."""
        for self.scale, reach in TRIES:
            lanes = [self._swarm(lane, reach * self.form.lane) for lane in range(len(LANES))]
            if not any(left_over for _, left_over in lanes):
                break
        for lane, (boxes, left_over) in enumerate(lanes):
            for index, box in boxes.items():
                self._mark(box, style.TRACKS[LANES[lane]], self.shown.at[index, "status"])
                self.boxes[index] = box
                self.taken.append(box)
            self._count(left_over, -(lane + 1) * self.form.lane + 6)

    def _swarm(self, lane: int, reach: float) -> tuple[dict[object, tuple[float, float, float, float]], list[float]]:
        """Boxes of a lane's marks, each as near to the middle as it fits without touching another, and the places of those without room."""
        part = self.shown[self.shown["track"] == LANES[lane]]
        middle = -(lane + 0.5) * self.form.lane
        placed, count = np.empty((min(len(part), MOST_TRIED), 4)), 0
        boxes: dict[object, tuple[float, float, float, float]] = {}
        left_over: list[float] = []
        for number, (index, first, last, outlets) in enumerate(
            zip(part.index, part["first"], part["last"], part["independent_outlets"], strict=True)
        ):
            high = self._height(outlets)
            a, b = self.x(first), self.x(last)
            wide = max(b - a, high)
            x0, x1 = (a + b - wide) / 2, (a + b + wide) / 2
            if number < MOST_TRIED and reach >= high / 2:
                levels = np.arange(0, reach - high / 2 + 0.1, 1.5)
                levels = middle + np.column_stack([levels, -levels]).ravel()
                near = placed[:count]
                near = near[(near[:, 0] < x1 + GAP) & (near[:, 2] > x0 - GAP)]
                low, up = levels - high / 2, levels + high / 2
                free = ~((near[None, :, 1] < up[:, None] + GAP) & (near[None, :, 3] > low[:, None] - GAP)).any(axis=1)
                if free.any():
                    at = int(free.argmax())
                    boxes[index] = (x0, float(low[at]), x1, float(up[at]))
                    placed[count] = boxes[index]
                    count += 1
                    continue
            left_over.append((a + b) / 2)
        return boxes, left_over

    def _count(self, places: list[float], y: float) -> None:
        """`+12` for the marks that found no room, near where they would lie."""
        bins: dict[int, list[float]] = {}
        most = max(1, int((self.inner[1] - self.inner[0]) // 56))  # the last takes what is left of the width
        for x in places:
            bins.setdefault(min(int((x - self.inner[0]) // 56), most - 1), []).append(x)
        for _, xs in sorted(bins.items()):
            text = f"+{len(xs):,} more" if len(bins) == 1 else f"+{len(xs):,}"
            wide = _wide(text, self.form.font, bold=True)
            at = min(max(sum(xs) / len(xs), self.inner[0] + wide / 2), self.inner[1] - wide / 2)
            self._write(at, y, text, size=self.form.font, ha="center", fontweight="bold", zorder=6)
            self.taken.append((at - wide / 2 - 2, y - 3, at + wide / 2 + 2, y + self.form.font + 1))

    def _mark(self, box: tuple[float, float, float, float], colour: str, status: str) -> None:
        """A disc, or a bar with round ends for an interval: solid, hollow, hatched or crossed."""
        x0, y0, x1, y1 = box
        high = y1 - y0
        look = {"facecolor": colour, "edgecolor": colour, "linewidth": 0.8}
        if status in HOLLOW:
            look |= {"facecolor": "white", "linewidth": 1.4}
        elif status in HATCHED:
            look |= {"facecolor": "white", "linewidth": 1.1, "hatch": "//////"}
        elif status in CROSSED:
            look |= {"facecolor": "white", "linewidth": 1.1}
        self.axes.add_patch(PathPatch(_capsule(box), zorder=3, **look))
        if status in CROSSED:
            x, y, arm = (x0 + x1) / 2, (y0 + y1) / 2, 0.36 * high
            cross = Path([(x - arm, y - arm), (x + arm, y + arm), (x - arm, y + arm), (x + arm, y - arm)], [1, 2, 1, 2])
            self.axes.add_patch(PathPatch(cross, edgecolor=colour, facecolor="none", linewidth=1.3, zorder=4))

    def _label(self, ranked: pd.DataFrame) -> None:
        f = self.form
        for track in LANES:  # lane names are in nobody's way
            top = -LANES.index(track) * f.lane
            wide = _wide(track.capitalize(), f.font + 2, bold=True) + (0 if f.numbered else 10 + _wide(MEANING[track], f.font - 0.5))
            self.taken.append((f.left, top - f.font * 2.1, f.left + 10 + wide, top))
        for number, (index, r) in enumerate(ranked.iterrows()):
            if index not in self.boxes:
                continue
            lines = [f"{number + 1}"] if f.numbered else [short(r["first"], r["last"]), *_wrap(_gist(r), 118, f.font)[:3]]
            step = f.font * 1.18
            wide = max(_wide(t, f.font, bold=n == 0) for n, t in enumerate(lines)) + 2
            place = self._free(index, wide, step * len(lines), LANES.index(r["track"]))
            if place is None:
                continue
            self.taken.append((place[0] - 4, place[1] - 2, place[2] + 4, place[3] + 2))
            self.labelled.append((index, place))
            self._lead(self.boxes[index], place)
            for n, t in enumerate(lines):
                y = place[3] - step * (n + 1) + 0.25 * f.font
                self._write(place[0] + 1, y, t, size=f.font, zorder=5, fontweight="bold" if n == 0 else "normal")

    def _free(self, index: object, wide: float, high: float, lane: int) -> tuple[float, float, float, float] | None:
        """The nearest free place for a label of this size in its lane to which a line can be drawn, None where there is none within reach."""
        mark, f = self.boxes[index], self.form
        x, top, bottom = (mark[0] + mark[2]) / 2, -lane * f.lane - 3, -(lane + 1) * f.lane + 3
        taken = np.array(self.taken)
        reach = 24 if f.numbered else 90
        left = np.clip(x - wide / 2 + np.arange(-reach - wide / 2, reach + wide / 2 + 1, 4.0), self.inner[0], self.inner[1] - wide)
        left, low = (g.ravel() for g in np.meshgrid(np.unique(left), np.arange(bottom, top - high, 3.0)))
        away = np.maximum(np.maximum(mark[1] - (low + high), low - mark[3]), 0)
        side = np.maximum(np.maximum(left - x, x - (left + wide)), 0)
        cost = away + 1.1 * side + 0.12 * np.abs(left + wide / 2 - x)
        for at in np.argsort(cost, kind="stable"):
            if cost[at] > (34 if f.numbered else 84):
                return None
            box = (left[at], low[at], left[at] + wide, low[at] + high)
            if not _touches(box, taken) and not any(
                _touches((u, v, u, v), np.array([b for _, b in self.labelled] or [(0, 0, 0, 0)])) for u, v in _line(mark, box)
            ):
                return tuple(map(float, box))
        return None

    def _lead(self, mark: tuple, label: tuple) -> None:
        """A thin line from a mark to the nearest point of its label; later labels keep off it."""
        points = _line(mark, label)
        if abs(points[-1][0] - points[0][0]) + abs(points[-1][1] - points[0][1]) > 3:
            self.axes.plot(*zip(points[0], points[-1], strict=True), color=FAINT, linewidth=0.5, zorder=2)
            self.taken.extend((u - 1, v - 1, u + 1, v + 1) for u, v in points)

    def _legend(self, y: float) -> None:
        """The key, drawn with the same marks: fill, bar, size."""
        f, x, d = self.form, self.form.left + 4, 9.0
        sizes = [(self._height(n), f"{n}{'+' if n == 9 else ''}") for n in (1, 4, 9)]
        items = [
            ([(d, d)], s, t)
            for s, t in (
                ("occurred", "happened"),
                ("planned", "planned or possible"),
                ("alleged", "alleged"),
                ("denied", "denied, or did not happen"),
            )
        ]
        items.append(([(26, d)], "occurred", "a bar: day not known, within it"))
        for marks, status, text in [*items, (None, "occurred", "independent outlets")]:
            wide = sum(h + 10 + _wide(t, f.font - 0.5) for h, t in sizes) if marks is None else marks[0][0]
            need = wide + 6 + _wide(text, f.font - 0.5)
            if x + need > f.width - f.right and x > f.left + 4:
                x, y = f.left + 4, y - 18
            at = x
            for w, h, t in [(h, h, t) for h, t in sizes] if marks is None else [(*marks[0], "")]:
                self._mark((at, y - h / 2, at + w, y + h / 2), FAINT, status)
                at += w + 3
                if t:
                    self._write(at, y - 3, t, size=f.font - 0.5, color=FAINT)
                    at += _wide(t, f.font - 0.5) + 7
            self._write(x + wide + 6, y - 3, text, size=f.font - 0.5, color=FAINT)
            x += need + 16


def _touches(box: tuple, others: np.ndarray) -> bool:
    return bool(((others[:, 0] < box[2]) & (others[:, 2] > box[0]) & (others[:, 1] < box[3]) & (others[:, 3] > box[1])).any())


def _line(mark: tuple, label: tuple) -> list[tuple[float, float]]:
    """Points on the line from the middle of a mark to the nearest point of a label."""
    x, y = (mark[0] + mark[2]) / 2, (mark[1] + mark[3]) / 2
    to = (min(max(x, label[0] + 2), label[2] - 2), min(max(y, label[1]), label[3]))
    return [(x + (to[0] - x) * n / 12, y + (to[1] - y) * n / 12) for n in range(13)]


def _capsule(box: tuple[float, float, float, float]) -> Path:
    """A bar with round ends; a disc where it is as wide as high. 0.5523 makes a cubic curve a quarter of a circle."""
    x0, y0, x1, y1 = box
    r = (y1 - y0) / 2
    k, y, a, b = 0.5523 * r, (y0 + y1) / 2, x0 + r, x1 - r
    points = [(a, y0), (b, y0), (b + k, y0), (x1, y - k), (x1, y), (x1, y + k), (b + k, y1), (b, y1), (a, y1), (a - k, y1), (x0, y + k), (x0, y), (x0, y - k),
              (a - k, y0), (a, y0), (a, y0)]  # fmt: skip
    return Path(points, [1, 2, 4, 4, 4, 4, 4, 4, 2, 4, 4, 4, 4, 4, 4, 79])


def _wide(text: str, size: float, *, bold: bool = False) -> float:
    """Points that a text takes; what the font lacks counts as a capital."""
    known = "".join(c if c.isascii() and c.isprintable() else "W" for c in text)
    path = TextPath((0, 0), known.rstrip() or "i", size=size, prop=FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal"))
    return 1.05 * path.get_extents().x1  # letters drawn in pixels take a little more


def _wrap(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """Lines that fit a width in points."""
    out = [""]
    for word in text.split():
        while _wide(word, size, bold=bold) > width and len(word) > 8:
            word = word[: max(7, int(len(word) * 0.8))] + "…"
        longer = f"{out[-1]} {word}".strip()
        if out[-1] and _wide(longer, size, bold=bold) > width:
            out.append(word)
        else:
            out[-1] = longer
    return out


def _gist(r: pd.Series) -> str:
    """What happened between whom, in a few words of its leading sentence, short enough for a label; without the actors where they do not fit."""
    told = " ".join((phrase(r.get("headline"), r["trigger"]) or str(r["event"]).lower()).split())
    actors = " ".join(between(r, told).split())
    text = whole if actors and len(whole := f"{told}: {actors}") <= GIST else told
    short = textwrap.shorten(text, GIST, placeholder=" …").replace(" … …", " …")
    return short if short.strip(" …") else text[: GIST - 1] + "…"
