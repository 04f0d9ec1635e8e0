"""Names that stand in the same sentences, drawn as a network whose labels can be read."""

from __future__ import annotations

import textwrap

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from parley.show.style import INK, SERIES, Picture, new, nothing, styled

MOST = 20
"""Names in the figure: with more, lines cover one another and nothing can be read."""
LINES = 45
"""Lines in the figure, for the same reason."""
WIDE, NARROW = (10, 7.2), (4.4, 6.6)
"""Inches, on a screen and on a telephone."""
_STEPS = 400
_GAP = 1.12
"""Room that a label takes, as a multiple of its own size."""


@styled
def network(pairs: pd.DataFrame, *, title: str, caption: str = "", most: int = MOST) -> Picture:
    """Pairs (`entity`, `other`, `sentences`, `llr`) as boxes and lines: a line is as wide as the sentences shared, full where `llr` says that chance hardly gives
    it (`surprising`), dashed where it may. Box: the name, larger the more sentences it shares. At most `most` names, those that share most.
    """
    if pairs.empty:
        return nothing("No two names share enough sentences to be drawn.")
    ends = pd.concat([pairs[["entity", "sentences"]], pairs[["other", "sentences"]].rename(columns={"other": "entity"})])
    weight = ends.groupby("entity")["sentences"].sum().sort_values(ascending=False, kind="stable").head(most)
    kept = pairs[pairs["entity"].isin(weight.index) & pairs["other"].isin(weight.index)]
    if len(kept) > LINES:
        caption = f"{caption} Drawn are the {LINES} widest lines of {len(kept)} between these names.".strip()
        kept = kept.sort_values("sentences", ascending=False, kind="stable").head(LINES)
    names = [n for n in weight.index if n in set(kept["entity"]) | set(kept["other"])]
    at = {n: i for i, n in enumerate(names)}
    edges = [(at[a], at[b]) for a, b in zip(kept["entity"], kept["other"], strict=True)]
    first = kept.sort_values("sentences", ascending=False, kind="stable").iloc[0]
    alt = f"Network of {len(names)} names and {len(kept)} pairs. Widest line: {first['entity']} and {first['other']}, {first['sentences']} sentences."
    wide, narrow = (_drawn(kept, names, edges, weight, title, size) for size in (WIDE, NARROW))
    return Picture(wide, alt, caption, narrow=narrow)


def _drawn(kept: pd.DataFrame, names: list[str], edges: list[tuple[int, int]], weight: pd.Series, title: str, size: tuple[float, float]) -> Figure:
    figure, axes = new(*size)
    axes.axis("off")
    axes.set_title(textwrap.fill(title, int(8.2 * size[0])))
    least, more, wrap = (8.5, 4.5, 18) if size == WIDE else (7.5, 2.0, 13)
    box = {"boxstyle": "round,pad=0.35", "facecolor": "white", "edgecolor": SERIES[0], "linewidth": 1.1}
    look = {"ha": "center", "va": "center", "color": INK, "zorder": 3, "bbox": box}
    labels = [axes.text(0, 0, textwrap.fill(_cut(n), wrap), fontsize=least + more * (weight[n] / weight.iloc[0]) ** 0.5, **look) for n in names]
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    figure.draw_without_rendering()
    frame = axes.get_window_extent()
    sizes = np.array([[b.width / frame.width, b.height / frame.height] for b in (t.get_bbox_patch().get_window_extent() for t in labels)])
    places = apart(spread(len(names), edges, kept["sentences"].to_numpy(float)), sizes * _GAP)
    for text, place in zip(labels, places, strict=True):
        text.set_position(place)
    widest = kept["sentences"].max()
    for (a, b), row in zip(edges, kept.itertuples(), strict=True):
        sure = row.surprising
        axes.plot(*places[[a, b]].T, color=SERIES[0] if sure else "#9A9A9A", linestyle="-" if sure else (0, (4, 3)), zorder=1,
                  linewidth=0.8 + 5 * row.sentences / widest, alpha=0.75 if sure else 0.6, solid_capstyle="round")  # fmt: skip
    low, high = (places - sizes / 2).min(axis=0), (places + sizes / 2).max(axis=0)
    axes.set_xlim(min(0, low[0]) - 0.01, max(1, high[0]) + 0.01)
    axes.set_ylim(min(0, low[1]) - 0.01, max(1, high[1]) + 0.01)
    return figure


def spread(n: int, edges: list[tuple[int, int]], weights: np.ndarray) -> np.ndarray:
    """Places (n, 2) in the unit square, such that what is joined stands near, the nearer the larger its weight. The largest connected part takes the right,
    the others stand one above another at the left. The same network gives the same picture."""
    far = np.full((n, n), np.inf)
    np.fill_diagonal(far, 0)
    for (a, b), w in zip(edges, weights, strict=True):
        far[a, b] = far[b, a] = 1 / (0.5 + 0.5 * (w / max(weights)) ** 0.5)
    for k in range(n):
        far = np.minimum(far, far[:, k, None] + far[None, k])
    parts = sorted({tuple(np.flatnonzero(np.isfinite(row))) for row in far}, key=lambda part: (-len(part), part))
    places = np.zeros((n, 2))
    side = min(0.4, 0.12 + (n - len(parts[0])) / n) if len(parts) > 1 else 0.0
    top = 1.0
    for k, part in enumerate(parts):
        chosen = list(part)
        inner = _majorised(far[np.ix_(chosen, chosen)])
        if k == 0:
            places[chosen] = inner * [1 - side, 1] + [side, 0]
            continue
        height = len(part) / (n - len(parts[0]))
        places[chosen] = inner[:, ::-1] * [side * 0.6, height * 0.6] + [side * 0.1, top - height * 0.8]
        top -= height
    return places


def _majorised(far: np.ndarray) -> np.ndarray:
    """Stress majorisation of distances, begun from a circle (Gansner, Koren and North 2005, doi:10.1007/978-3-540-31843-9_25), fitted to the unit square."""
    n = len(far)
    angle = 2 * np.pi * np.arange(n) / n
    x = np.stack([np.cos(angle), np.sin(angle)], axis=1) * far.max() / 2
    with np.errstate(divide="ignore"):
        strength = np.where(far > 0, far**-2.0, 0)
    inverse = np.linalg.pinv(np.diag(strength.sum(axis=1)) - strength)
    for _ in range(_STEPS):
        between = np.linalg.norm(x[:, None] - x[None], axis=2)
        ratio = np.where(between > 1e-9, strength * far / np.maximum(between, 1e-9), 0)
        x = inverse @ ((np.diag(ratio.sum(axis=1)) - ratio) @ x)
    size = np.ptp(x, axis=0)
    return 0.5 + (x - (x.max(axis=0) + x.min(axis=0)) / 2) / np.where(size > 1e-9, size, 1)


def apart(places: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """The places moved until no two boxes of `sizes` (width, height) overlap: each overlapping pair gives way by half, along its smaller overlap."""
    out = np.clip(places.astype(float), sizes / 2, 1 - sizes / 2)
    for _ in range(_STEPS):
        moved = False
        for i in range(len(out)):
            for j in range(i + 1, len(out)):
                gap = out[j] - out[i]
                over = (sizes[i] + sizes[j]) / 2 - np.abs(gap)
                if (over > 1e-9).all():
                    axis = int(np.argmin(over / (sizes[i] + sizes[j])))
                    step = (over[axis] / 2 + 1e-6) * (1 if gap[axis] >= 0 else -1)
                    out[i, axis] -= step
                    out[j, axis] += step
                    moved = True
        if not moved:
            break
    return out


def _cut(name: str) -> str:
    return name if len(name) <= 40 else name[:39] + "…"
