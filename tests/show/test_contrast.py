import pandas as pd

from parley.show.contrast import contrast
from parley.show.tables import Cells

WORDS = pd.DataFrame(
    {"word": ["regime", "boats"], "leans_to": ["first", "second"], "count_first": [3, 0], "count_second": [0, 3], "log_odds": [1.0, -1.0],
     "low": [0.5, float("nan")], "high": [1.5, float("nan")], "z": [2.0, -2.0]}
)  # fmt: skip


def test_each_word_has_a_line_of_its_own_with_its_counts():
    picture = contrast(WORDS, first="Post", second="Wire")
    axes = picture.figure.axes[0]
    assert [t.get_text() for t in axes.get_yticklabels()] == ["boats  (0 : 3)", "regime  (3 : 0)"]
    assert axes.get_yticks().tolist() == [0, 1]
    assert "“regime” sets Post apart most" in axes.get_title(loc="left") and "Post : uses in Wire" in picture.caption


def test_without_words_the_picture_says_so():
    assert "nothing to contrast" in contrast(WORDS[:0], first="Post", second="Wire").alt


def test_cells_are_folded_under_their_names():
    rows = pd.DataFrame([{"published": pd.NaT, "outlet": "Post", "title": "T", "words": "A regime.", "mark_start": 2, "mark_end": 8}])
    page = Cells([({"label": "regime", "words": ["regime", "the regime"], "outlet": "Post"}, rows)])._repr_html_()
    assert "<summary>regime, Post</summary>" in page and "<mark>regime</mark>" in page and "details" in page
    assert "No sentence to show" in Cells([])._repr_html_()
