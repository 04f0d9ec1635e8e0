"""The words that set two groups apart, drawn so that every word can be read."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from parley.show.figures import NARROW, WIDE, _short, _wrapped
from parley.show.style import FAINT, INK, SERIES, Picture, new, nothing, styled


@styled
def contrast(words: pd.DataFrame, *, first: str, second: str, caption: str = "") -> Picture:
    """A line per word of `keyness`: dot and interval for its log-odds, the word and its two raw counts in columns of their own, so that none overlap."""
    if words.empty:
        return nothing("Keyness needs two groups with words; here there is nothing to contrast.")
    rows = words.sort_values("z", kind="stable").reset_index(drop=True)
    title = f"“{rows['word'].iloc[-1]}” sets {_short(first, 30)} apart most, “{rows['word'].iloc[0]}” {_short(second, 30)}"
    draw = lambda width: _contrast(rows, first, second, title, width)  # noqa: E731
    caption = caption or (
        f"Beside each word: uses in {first} : uses in {second}. Dot: log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008); line: 95 % "
        "bootstrap interval over articles. Ordered by z, which is not drawn: it weighs the ratio by how often the word is used."
    )
    top, bottom = rows.iloc[-1], rows.iloc[0]
    alt = f"Words that set {first} and {second} apart: {len(rows)} words; strongest “{top['word']}” and “{bottom['word']}”."
    return Picture(draw(WIDE), alt, caption, narrow=draw(NARROW))


def _contrast(rows: pd.DataFrame, first: str, second: str, title: str, width: float) -> Figure:
    figure, axes = new(width, 1.9 + 0.26 * len(rows))
    colours = [SERIES[0] if v == "first" else SERIES[1] for v in rows["leans_to"]]
    known = rows["low"].notna()
    axes.hlines(
        rows.index[known],
        rows["low"][known],
        rows["high"][known],
        colors=[c for c, k in zip(colours, known, strict=True) if k],
        linewidth=1.6,
        alpha=0.55,
    )
    for side, marker in (("first", "o"), ("second", "s")):
        part = rows[rows["leans_to"] == side]
        axes.scatter(part["log_odds"], part.index, color=SERIES[0] if side == "first" else SERIES[1], marker=marker, s=34, zorder=3)
    axes.axvline(0, color=FAINT, linewidth=0.8)
    axes.set_yticks(
        rows.index, [f"{_short(w, 24)}  ({a} : {b})" for w, a, b in zip(rows["word"], rows["count_first"], rows["count_second"], strict=True)]
    )
    for tick in axes.get_yticklabels():
        tick.set_color(INK)
        tick.set_fontsize(9)
    axes.set_ylim(-0.7, len(rows) - 0.3)
    reach = 1.08 * rows[["log_odds", "low", "high"]].abs().max().max()
    axes.set_xlim(-reach, reach)
    arrows = f"← more in {_short(second, 30)} (square)", f"more in {_short(first, 30)} (circle) →"
    axes.set_xlabel("log-odds ratio (natural logarithm)\n" + ("\n" if width == NARROW else "        ").join(arrows))
    axes.set_title(_wrapped(title, figure))
    return figure
