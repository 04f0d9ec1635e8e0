"""One look for every figure: colours that the colour-blind can tell apart, plain axes, titles that say what is seen.

Colours: Okabe and Ito (2008), jfly.uni-koeln.de/color. A colour never speaks alone: fill, marker or a label says the same.
"""

from __future__ import annotations

import base64
import functools
import html
import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import matplotlib

matplotlib.use("agg")
import matplotlib.pyplot as plt
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

TRACKS = {"diplomatic": "#0072B2", "pressure": "#E69F00", "military": "#D55E00", "domestic": "#7A7A7A", "other": "#B5B5B5"}
SERIES = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#4D4D4D", "#999933")
MARKERS = ("o", "s", "D", "^", "v", "P", "X", "h")
SHADES = ("#DCEBF5", "#A3CBE5", "#5BA3CF", "#0072B2", "#003E61")
"""From few to many, in fifths."""
HEAD = "title"
"""The label of a text that is a line of the figure's title: a page gives the title itself."""
INK, FAINT, GRID = "#222222", "#666666", "#DDDDDD"
DARK = {
    INK: "#ECECEC", FAINT: "#B0B0B0", GRID: "#3C3C40", "#FFFFFF": "#17181A", "#EEEEEE": "#2A2B2F", "#CCCCCC": "#55565B", "#D9D9D9": "#55565B", "#999999": "#8A8A8F",
    "#0072B2": "#4DA6DB", "#E69F00": "#F0B429", "#D55E00": "#F07F2E", "#7A7A7A": "#9A9A9A", "#B5B5B5": "#6F6F6F", "#4D4D4D": "#C4C4C4", "#999933": "#B8B84A",
    "#DCEBF5": "#1F3340", "#A3CBE5": "#245372", "#5BA3CF": "#2F7FB0", "#003E61": "#BDE3F8",
}  # fmt: skip
"""What a colour of a figure becomes where the reader's screen is dark: the same hue, light enough to stand out from #17181A."""

_RC = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],  # ships with matplotlib, so a figure is the same on every machine
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": INK,
    "axes.titlelocation": "left",
    "axes.titlesize": 12,
    "axes.titleweight": "bold",
    "axes.titlepad": 12,
    "axes.axisbelow": True,
    "axes.grid": True,
    "axes.grid.axis": "x",
    "grid.color": GRID,
    "grid.linewidth": 0.8,
    "xtick.color": FAINT,
    "ytick.color": INK,
    "ytick.major.size": 0,
    "legend.frameon": False,
    "text.color": INK,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "text.parse_math": False,  # a name with dollar signs is a name, not a formula
    "svg.hashsalt": "parley",
    "svg.fonttype": "path",
    "hatch.linewidth": 1.0,
}


@contextmanager
def _look() -> Iterator[None]:
    with plt.rc_context(_RC), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from", UserWarning)  # a name in a script that the font lacks is drawn as boxes
        yield


def styled(draw):
    """Run a drawing function in the house style, whatever the notebook's own settings are, and leave those alone."""

    @functools.wraps(draw)
    def drawn(*args, **options):
        with _look():
            return draw(*args, **options)

    return drawn


def new(width: float, height: float, **grid) -> tuple[Figure, object]:
    """A figure in inches, and its axes."""
    return plt.subplots(figsize=(width, height), layout="constrained", **grid)


def series(names) -> dict[str, tuple[str, str]]:
    """Name -> (colour, marker), the same for the same sorted names on every page. More than eight share the last."""
    return {name: (SERIES[min(i, len(SERIES) - 1)], MARKERS[min(i, len(MARKERS) - 1)]) for i, name in enumerate(sorted(names))}


def _with_dark(svg: str) -> str:
    """The figure with a style for dark screens: matplotlib writes each colour into a `style` attribute, which a rule can find and overrule."""
    rules = "".join(
        f'[style*="{kind}: {light.lower()}"]{{{kind}:{dark}!important}}'
        for light, dark in DARK.items()
        for kind in ("fill", "stroke")
        if f"{kind}: {light.lower()}" in svg
    )
    return svg.replace("<defs>", f"<defs><style>@media (prefers-color-scheme:dark){{{rules}}}</style>", 1)


@dataclass
class Picture:
    """A figure with what it shows in words: `alt` for who cannot see it, `caption` under it. Prints as SVG.

    `narrow`, if given, is the same drawn for a screen as small as a telephone's, which a page shows there instead. Without a figure only the words of
    `alt` stand there.
    """

    figure: Figure | None
    alt: str
    caption: str = ""
    narrow: Figure | None = None

    def __post_init__(self) -> None:
        for figure in (self.figure, self.narrow):
            if figure is not None:
                plt.close(figure)

    @property
    def title(self) -> str:
        """The figure's title, in one line."""
        if self.figure is None:
            return ""
        return " ".join(" ".join([*(a.get_title("left") for a in self.figure.axes), *(t.get_text() for t in _heads(self.figure))]).split())

    def svg(self, *, titled: bool = True, narrow: bool = False) -> str:
        """The figure, or its narrow form, as SVG text without a date, so that the same data give the same bytes. Without its title where the page
        gives it. Raises ValueError where there is nothing to draw."""
        figure = self.narrow if narrow and self.narrow is not None else self.figure
        if figure is None:
            raise ValueError(f"there is no figure: {self.alt}")
        out = io.StringIO()
        titles = [(a, a.get_title("left")) for a in figure.axes]
        heads = [(t, t.get_text()) for t in _heads(figure)]
        with _look():
            cut = None if titled else _below(figure, [t for t, _ in heads]) if heads else "tight"
            try:
                for axes, text in titles:
                    axes.set_title(text if titled else "")
                for head, text in heads:
                    head.set_text(text if titled else "")
                figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None}, bbox_inches=cut, pad_inches=0.05)
            finally:
                for axes, text in titles:
                    axes.set_title(text)
                for head, text in heads:
                    head.set_text(text)
        return _with_dark(out.getvalue())

    def save(self, path: str) -> None:
        """Write the figure to a file; the ending says the format (svg, png at 200 dots per inch, pdf). Raises ValueError where there is nothing to draw."""
        if self.figure is None:
            raise ValueError(f"there is no figure: {self.alt}")
        with _look():
            self.figure.savefig(path, dpi=200)

    def _repr_html_(self) -> str:
        if self.figure is None:
            return f'<p class="none">{html.escape(self.alt)}</p>'
        data = lambda narrow: "data:image/svg+xml;base64," + base64.b64encode(self.svg(titled=not self.title, narrow=narrow).encode()).decode()  # noqa: E731
        title = f'<p class="title">{html.escape(self.title)}</p>' if self.title else ""
        caption = f"<figcaption>{html.escape(self.caption)}</figcaption>" if self.caption else ""
        image = f'<img alt="{html.escape(self.alt)}" src="{data(False)}">'
        if self.narrow is not None:
            image = f'<picture><source media="(max-width: 48rem)" srcset="{data(True)}">{image}</picture>'
        else:  # too wide for a telephone: it scrolls there
            image = f'<div class="scroll-x" tabindex="0" role="group" aria-label="figure">{image}</div>'
        return f'<figure class="picture">{title}{image}{caption}</figure>'

    def __repr__(self) -> str:
        return f"Picture: {self.alt}"


def nothing(message: str) -> Picture:
    """What stands where a figure would, if there is nothing to draw."""
    return Picture(None, message)


def _heads(figure: Figure) -> list[Text]:
    """The lines of a title that a figure draws as texts of its own."""
    return [t for t in figure.findobj(Text) if t.get_label() == HEAD]


def _below(figure: Figure, heads: list[Text]) -> Bbox:
    """The figure without the lines of its title at the top, in inches."""
    lowest = min(t.get_window_extent(figure.canvas.get_renderer()).y0 for t in heads) / figure.dpi
    return Bbox([[0, 0], [figure.get_figwidth(), lowest - 0.04]])
