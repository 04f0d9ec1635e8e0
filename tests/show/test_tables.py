from datetime import date
from html.parser import HTMLParser

import pandas as pd
import pytest

from parley.show.tables import LONGEST, Chronology, Evidence, Table, corpus_card, escape, interval, number, sentence, short

SCRIPT, IMAGE, QUOTES = "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '" onmouseover="alert(1)\' x'
NAN = float("nan")


class Parsed(HTMLParser):
    """The tags and attribute names of some HTML, and its text."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.text = [], set(), ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data):
        self.text += data


def texts(row):
    """The texts of the cells of one row of a table."""
    return [Parsed(f"<td{cell}").text for cell in row.split("<td")[1:]]


def said(**changes):
    words = "The navy struck a boat."
    row = {"words": words, "mark_start": 9, "mark_end": 15, "published": date(2025, 9, 2), "outlet": "Post", "title": "Boat", "constructed": False}
    return {**row, **changes}


def line(**changes):
    row = {
        "incident_id": "i1",
        "earliest": date(2025, 9, 2),
        "latest": date(2025, 9, 2),
        "track": "military",
        "status": "occurred",
        "event": "ASSAULT",
    }
    row |= {
        "mode": "strike",
        "trigger": "struck",
        "source": "Navy",
        "target": None,
        "documents": 2,
        "independent_outlets": 1,
        "outlets": 1,
        "place": None,
    }
    return {**row, **changes}


@pytest.mark.parametrize(
    ("value", "kind", "shown"),
    [
        (None, "", "–"),
        (NAN, "", "–"),
        (NAN, "share", "–"),
        (pd.NaT, "", "–"),
        (0.5, "share", "50%"),
        (0.005, "share", "0%"),
        (1, "share", "100%"),
        (True, "", "yes"),
        (False, "", "no"),
        (1234567, "", "1,234,567"),
        (0, "", "0"),
        (3.0, "count", "3"),
        (3.0, "", "3.0"),
        (2.345, "", "2.3"),
        (0.345, "", "0.34"),
        (-0.001, "", "0.00"),
        (-0.126, "", "-0.13"),
        (1234.5, "", "1,234"),  # to even
        (float("inf"), "count", "inf"),
        (date(2025, 9, 2), "", "2025-09-02"),
        (pd.Timestamp(2025, 9, 2, 7, 30), "", "2025-09-02"),
        ("5 < 6", "", "5 &lt; 6"),
    ],
)
def test_a_value_reads_as_a_person_writes_it(value, kind, shown):
    assert number(value, kind) == shown


@pytest.mark.parametrize("hostile", [SCRIPT, IMAGE, QUOTES])
def test_nothing_of_an_article_becomes_markup(hostile):
    plain = {
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "div",
        "blockquote",
        "mark",
        "footer",
        "details",
        "summary",
        "span",
        "b",
        "p",
        "dl",
        "dt",
        "dd",
    }
    shown = [
        Table(pd.DataFrame({hostile: [hostile], "n": [1]}), caption=hostile, headings={"n": hostile})._repr_html_(),
        Evidence(pd.DataFrame([said(words=hostile, mark_start=0, mark_end=3, outlet=hostile, title=hostile)]), hostile)._repr_html_(),
        Chronology(
            pd.DataFrame([line(track=hostile, status=hostile, event=hostile, source=hostile, target=hostile, mode=hostile, trigger=hostile)]),
            {"i1": pd.DataFrame([said(words=hostile, mark_start=0, mark_end=3)])},
        )._repr_html_(),
        corpus_card(hostile, {hostile: hostile}, hostile),
    ]
    for html in shown:
        page = Parsed(html)
        assert set(page.tags) <= plain
        assert not any(name.startswith("on") or name in ("src", "href", "style") for name in page.attributes)
        assert hostile in page.text or hostile.replace("_", " ") in page.text


def test_a_long_word_is_cut_with_an_ellipsis():
    assert escape("x" * LONGEST) == "x" * LONGEST
    assert escape("x" * 500) == "x" * (LONGEST - 1) + "…"


def test_the_cut_never_falls_inside_an_escaped_character():
    assert escape("&" * 500) == "&amp;" * (LONGEST - 1) + "…"


def test_emoji_and_accents_pass_as_they_are():
    assert texts("<td>🚢 Peña</td>") == ["🚢 Peña"]
    assert "🚢 Peña" in Table(pd.DataFrame({"outlet": ["🚢 Peña"]}))._repr_html_()


def test_a_table_without_rows_is_a_sentence_and_no_file():
    empty = pd.DataFrame({"outlet": pd.Series(dtype=str), "share": pd.Series(dtype=float)})
    assert Table(empty, "Outlets.")._repr_html_() == '<p class="none">Outlets: none.</p>'
    assert Parsed(Table(empty, "Outlets", empty="Nothing < to compare.")._repr_html_()).text == "Nothing < to compare."
    assert "application/vnd.parley.table+csv" not in Table(empty)._repr_mimebundle_()


def test_hidden_columns_and_those_that_know_nothing_are_in_the_file_alone():
    table = Table(pd.DataFrame({"outlet": ["Post", "Wire"], "place": [None, None], "n": [1, 2]}), hide=["n"])
    assert Parsed(table._repr_html_()).text == "outletPostWire"
    assert table.csv() == "outlet,place,n\nPost,,1\nWire,,2\n"


def test_the_ends_of_an_interval_share_a_column_that_sorts_by_the_lower():
    rows = pd.DataFrame(
        {"share": [0.5, NAN], "low": [0.25, NAN], "high": [0.75, NAN], "earliest": [date(2025, 9, 2)] * 2, "latest": [date(2025, 9, 30)] * 2}
    )
    html = Table(rows)._repr_html_()
    assert Parsed(html.split("<tbody>")[0]).text == "share95 % intervalwhen"
    assert [texts(r)[1:] for r in html.split("<tbody>")[1].split("<tr>")[1:]] == [
        ["25–75%", "2025-09-02 to 2025-09-30"],
        ["–", "2025-09-02 to 2025-09-30"],
    ]
    assert 'data-value="0.25">25–75%' in html


def test_a_folded_table_stands_under_its_caption():
    html = Table(pd.DataFrame({"n": [1]}), "Numbers", folded=True)._repr_html_()
    assert html.startswith('<details class="folded"><summary>Numbers</summary>') and "<caption>" not in html


def test_a_sentence_of_an_article_that_may_not_be_passed_on_is_in_no_table(monkeypatch):
    monkeypatch.setenv("PARLEY_QUOTES", "snippets")
    rows = pd.DataFrame({"headline": ["The navy struck a boat."], "trigger": ["struck"], "source": ["Navy"], "target": [None]})
    table = Table(rows, hide=["trigger", "source", "target"])
    assert Parsed(table._repr_html_()).text == "headlinestruck: Navy" and "boat" not in table.csv()
    label = Table(pd.DataFrame({"article": ["a.txt"], "text": ["struck a boat"]}))
    assert "boat" not in label._repr_html_() + label.csv() and "struck a boat" in Table(pd.DataFrame({"text": ["struck a boat"]}))._repr_html_()


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        ("2025-09-02", "2025-09-02", "2 Sep 2025"),
        ("2025-09-02", "2025-09-09", "2–9 Sep 2025"),
        ("2025-09-01", "2025-09-30", "Sep 2025"),
        ("2025-09-01", "2025-10-31", "Sep–Oct 2025"),
        ("2025-09-28", "2025-10-03", "28 Sep – 3 Oct 2025"),
        ("2025-12-28", "2026-01-03", "28 Dec 2025 – 3 Jan 2026"),
        (None, None, "undated"),
    ],
)
def test_dates_of_a_list_are_short(first, last, shown):
    assert short(first, last) == shown


def test_one_row_is_rounded_for_reading_while_the_exact_value_stays_for_sorting():
    html = Table(pd.DataFrame({"frame": ["war"], "count": [1], "share": [1 / 3], "pmi": [0.123456]}))._repr_html_()
    assert texts(html.split("<tbody><tr>")[1]) == ["War", "1", "33%", "0.12"]
    assert f'data-value="{1 / 3}"' in html and 'data-value="0.123456"' in html


def test_low_and_high_of_a_rate_are_no_percentages():
    html = Table(pd.DataFrame({"per_1000": [2.5], "low": [1.25], "high": [120.0]}))._repr_html_()
    assert texts(html.split("<tbody><tr>")[1]) == ["2.5", "1.2 to 120"]


def test_whole_numbers_that_became_real_by_a_gap_read_as_whole_numbers():
    html = Table(pd.DataFrame({"n": [3.0, NAN]}))._repr_html_()
    assert [texts(r) for r in html.split("<tbody>")[1].split("<tr>")[1:]] == [["3"], ["–"]]


def test_heads_are_words_and_can_be_renamed():
    html = Table(pd.DataFrame({"published_from": ["url"], "first": [1]}), headings={"published_from": "found in"})._repr_html_()
    assert Parsed(html.split("<tbody>")[0]).text == "found infirst article"


def test_a_list_in_a_cell_is_written_out():
    assert ">a, b<" in Table(pd.DataFrame({"ids": [["a", "b"]]}))._repr_html_()


def test_only_the_first_rows_are_shown_and_the_caption_says_so():
    table = Table(pd.DataFrame({"n": range(1001)}), "Numbers.", most=3)
    assert table._repr_html_().count("<tr>") == 4 and len(table) == 1001
    assert "<caption>Numbers. The first 3 of 1,001 rows.</caption>" in table._repr_html_()
    assert "rows." not in Table(pd.DataFrame({"n": range(3)}), most=3)._repr_html_()


def test_a_table_can_be_reached_and_named_by_keyboard_and_screen_reader():
    assert 'tabindex="0" role="group" aria-label="Numbers"' in Table(pd.DataFrame({"n": [1]}), "Numbers")._repr_html_()
    assert 'scope="col"' in Table(pd.DataFrame({"n": [1]}))._repr_html_()


def test_evidence_marks_the_cue_and_names_date_outlet_and_title():
    assert sentence(said()) == (
        '<blockquote class="quote"><span class="words">The navy <mark>struck</mark> a boat.</span><footer>2025-09-02 · Post · Boat</footer></blockquote>'
    )


def test_evidence_of_an_undated_untitled_constructed_article_says_so():
    text = Parsed(sentence(said(published=pd.NaT, outlet=None, title=None, constructed=True))).text
    assert text == "The navy struck a boat.undated · outlet unknown · constructed sample"


def test_a_very_long_sentence_is_cut_around_its_cue():
    words = "a" * 600 + " struck " + "b" * 600
    html = sentence(said(words=words, mark_start=601, mark_end=607))
    quoted = html.split('<blockquote class="quote">')[1].split("<footer>")[0]
    assert "<mark>struck</mark>" in quoted and quoted.startswith('<span class="words">…a') and quoted.endswith("b…</span>")
    assert len(Parsed(quoted).text) == LONGEST + 2


def test_a_mark_outside_its_sentence_breaks_nothing():
    assert Parsed(sentence(said(mark_start=90, mark_end=99))).text.startswith("The navy struck a boat.2025")
    assert "<mark>The</mark> navy" in sentence(said(mark_start=-5, mark_end=3))


def test_evidence_folds_under_its_summary():
    rows = pd.DataFrame([said()])
    assert Evidence(rows, "Three")._repr_html_().startswith('<details class="evidence" open><summary>Three</summary><blockquote class="quote">')
    assert " open" not in Evidence(rows, "Three", folded=True)._repr_html_()
    assert Evidence(rows)._repr_html_().startswith('<div class="evidence">')


def test_no_evidence_is_said():
    empty = pd.DataFrame([said()]).iloc[:0]
    assert "No sentence of the corpus shows this." in Evidence(empty)._repr_html_()
    assert repr(Evidence(empty)) == "no evidence"


def test_evidence_prints_as_text():
    assert repr(Evidence(pd.DataFrame([said()]))) == "2025-09-02 Post: The navy struck a boat."


def test_an_incident_is_a_line_that_opens_to_its_sentences():
    html = Chronology(pd.DataFrame([line(target="Crew")]), {"i1": pd.DataFrame([said()])})._repr_html_()
    assert html.count("<details") == 1 and "<mark>struck</mark>" in html
    summary = Parsed(html.split("<summary>")[1].split("</summary>")[0]).text
    for part in ("2 Sep 2025", "military", "occurred", "Navy → Crew", "2 articles, 1 independent outlet"):
        assert part in summary


def test_a_chronology_of_nothing_says_none():
    rows = pd.DataFrame([line()]).iloc[:0]
    assert Parsed(Chronology(rows, {})._repr_html_()).text == "none" and isinstance(repr(Chronology(rows, {})), str)


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        (date(2025, 9, 2), date(2025, 9, 2), "2025-09-02"),
        (pd.Timestamp(2025, 9, 2), pd.Timestamp(2025, 9, 30), "2025-09-02 to 2025-09-30"),
        (None, None, "undated"),
        (pd.NaT, pd.NaT, "undated"),
    ],
)
def test_an_interval_is_one_day_two_days_or_undated(first, last, shown):
    assert interval(first, last) == shown


def test_a_card_lists_its_facts_and_its_note():
    assert Parsed(corpus_card("mine", {"articles": "3"}, "Made up.")).text == "minearticles3Made up."
    assert "note" not in corpus_card("mine", {"articles": "3"}, "")
