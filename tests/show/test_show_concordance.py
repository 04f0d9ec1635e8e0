from datetime import date

import pandas as pd

from parley.show.concordance import Concordance

LINE = {
    "published": date(2025, 9, 3), "outlet": "Post <b>", "title": 'Rain "again"', "left": "In <i> ", "name": "Ana", "right": " spoke.",
    "url": "https://post.org/1?a=1&b=2", "constructed": False,
}  # fmt: skip


def page(**changed):
    return Concordance(pd.DataFrame([{**LINE, **changed}]), "Ana in context")._repr_html_()


def test_a_line_leads_to_its_article():
    assert '<a href="https://post.org/1?a=1&amp;b=2" rel="noreferrer">2025-09-03 · Post &lt;b&gt;</a>' in page()
    assert 'title="Rain &quot;again&quot;"' in page()


def test_texts_are_never_markup():
    assert "In &lt;i&gt;" in page() and "<i>" not in page() and "<mark>Ana</mark>" in page()


def test_no_link_that_runs_code_or_was_invented():
    assert "<a " not in page(url="javascript:alert(1)") and "<a " not in page(url=None)
    assert "<a " not in page(constructed=True) and "constructed" in page(constructed=True)


def test_what_is_unknown_is_said():
    found = page(published=None, outlet=None, title=None)
    assert "undated · outlet unknown" in found


def test_words_that_are_not_at_hand_are_a_place():
    found = page(withheld=True, sentence=3)
    assert "… (sentence 4 of the article)" in found and "spoke" not in found


def test_what_is_constructed_throughout_is_said_once():
    two = Concordance(pd.DataFrame([{**LINE, "constructed": True}] * 2), "Ana in context")._repr_html_()
    assert two.count("constructed") == 1 and "<caption>Ana in context · constructed sample</caption>" in two


def test_no_mention_is_said():
    empty = Concordance(pd.DataFrame(columns=list(LINE)))
    assert "none" in empty._repr_html_() and len(empty) == 0 and repr(empty) == "no mention"
