import pandas as pd

from parley.show.claims import block


def reports(*rows):
    """Reports written `day outlet status teller copy`; `-` for unknown."""
    made = []
    for n, row in enumerate(rows):
        day, outlet, status, teller, copy = (None if v == "-" else v for v in row.split())
        made.append((pd.Timestamp(day) if day else pd.NaT, outlet, status, teller, copy == "copy", f"d{n}"))
    return pd.DataFrame(made, columns=["published", "outlet", "status", "attributed_to", "copy", "doc_id"])


def test_claims_and_counter_claims_stand_side_by_side():
    html = block(
        reports("2025-09-03 Wire occurred - own", "2025-09-04 Post alleged Ana own", "2025-09-05 Wire occurred - copy", "- - denied Ben own")
    )
    assert "occurred (Wire); alleged (Post; as told by Ana); denied (outlet unknown; as told by Ben)" in html
    assert "2025-09-03 Wire; 2025-09-04 Post; 2025-09-05 Wire (copy of an earlier article); undated outlet unknown" in html
    assert "Figures" not in html


def test_figures_stand_only_where_they_differ_by_day_of_report():
    told = [
        {"what": "killed", "number": 87, "published": pd.Timestamp("2025-12-06"), "doc_id": "d1"},
        {"what": "killed", "number": 83, "published": pd.Timestamp("2025-11-16"), "doc_id": "d0"},
        {"what": "boats", "number": 3, "published": None, "doc_id": "d0"},
    ]
    html = block(reports("2025-11-16 Wire occurred - own", "2025-12-06 Post occurred - own"), told)
    assert "<b>Figures that differ</b>: killed: 83 (2025-11-16, Wire), 87 (2025-12-06, Post)</li>" in html


def test_nothing_of_an_article_is_markup():
    html = block(reports("2025-09-03 <script> occurred <img> own"), [{"what": "<b>", "number": "<i>"}, {"what": "<b>", "number": 2}])
    assert not any(bad in html for bad in ("<script>", "<img>", "<i>"))


def test_a_long_list_of_articles_is_counted():
    assert "and 3 more" in block(reports(*["2025-09-03 Wire occurred - own"] * 15))
