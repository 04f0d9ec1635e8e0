import base64
import re

import matplotlib.pyplot as plt
import pytest

from parley.show import style
from parley.show.style import Picture, new, nothing, series, styled


@styled
def drawn(text="text"):
    figure, axes = new(3, 2)
    axes.set_title(text)
    return Picture(figure, "A title.", "A caption.")


def test_a_picture_is_an_svg_that_needs_nothing_else():
    html = drawn()._repr_html_()
    svg = base64.b64decode(re.search(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)", html)[1]).decode()
    assert svg == drawn().svg(titled=False)
    assert "<dc:date>" not in svg and "<text" not in svg  # no date of making; letters are outlines


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '" onerror="alert(1)', "it's <b>"])
def test_alt_and_caption_are_text(hostile):
    figure, _ = new(1, 1)
    html = Picture(figure, hostile, hostile)._repr_html_()
    assert hostile not in html and "<script" not in html
    assert len(re.findall(r'<img [^>]*alt="[^"]*" [^>]*>|<img alt="[^"]*"', html)) == 1
    assert html.count('"') % 2 == 0 and "onerror" not in re.sub(r'"[^"]*"|>[^<]*<', "", html)


def test_a_picture_without_a_caption_has_none():
    figure, _ = new(1, 1)
    assert "figcaption" not in Picture(figure, "alt")._repr_html_()


def test_a_picture_prints_what_it_shows():
    assert repr(drawn()) == "Picture: A title."


def test_the_notebooks_own_settings_change_no_picture_and_stay_as_they_are():
    plain = drawn().svg()
    with plt.rc_context({"axes.titlesize": 30, "font.family": "monospace", "savefig.facecolor": "red"}):
        assert drawn().svg() == plain
        assert plt.rcParams["axes.titlesize"] == 30


def test_a_drawn_figure_is_closed():
    before = plt.get_fignums()
    drawn()
    assert plt.get_fignums() == before


@pytest.mark.parametrize("text", [r"$\nosuchcommand$", "$5 or $10", "新华社 🚢"])
def test_no_text_is_a_formula_and_a_letter_that_the_font_lacks_is_no_error(text):
    assert drawn(text).svg()


def test_a_picture_is_saved_in_the_format_of_its_ending(tmp_path):
    drawn().save(str(tmp_path / "a.png"))
    drawn().save(str(tmp_path / "a.svg"))
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG") and b"<svg" in (tmp_path / "a.svg").read_bytes()


def test_nothing_to_draw_is_words_on_the_page_and_no_picture():
    picture = nothing("No article < dated.")
    assert picture._repr_html_() == '<p class="none">No article &lt; dated.</p>' and picture.title == ""
    with pytest.raises(ValueError, match="there is no figure"):
        picture.svg()


def test_a_name_keeps_its_look_whatever_the_order():
    assert series(["Wire", "Post"]) == series(["Post", "Wire"])
    assert len(set(series("abcdefgh").values())) == 8
    assert len(series([str(n) for n in range(20)])) == 20


def test_every_colour_is_told_by_a_marker_too():
    assert len(style.SERIES) == len(style.MARKERS) == len(set(style.MARKERS))
    assert {"diplomatic", "pressure", "military", "domestic", "other"} == set(style.TRACKS)
