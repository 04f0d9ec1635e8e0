from datetime import date
from pathlib import Path

import pytest

from parley.analyse.reference import compare_reference, read_reference, reference_scores

SAMPLE = Path(__file__).parent.parent.parent / "corpus" / "sample" / "facts.csv"


@pytest.fixture
def written(tmp_path):
    def write(text, encoding="utf-8"):
        path = tmp_path / "mine.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return write


def incident(name, day, sentence, track="military", status="occurred", last=None, outlets=2, dated=True):
    days = {"earliest": day if dated else None, "latest": (last or day) if dated else None}
    return {
        "documents": {"doc_id": name, "outlet": "Post", "published": "2025-09-20", "text": sentence},
        "sentences": {"doc_id": name, "sentence": 0, "start": 0, "end": len(sentence), "in_headline": False},
        "events": {"event_id": f"{name}-0", "doc_id": name, "sentence": 0, "start": 0, "end": 3, "track": track, "status": status},
        "incidents": {"incident_id": name, "track": track, **days, "status": status, "event_ids": [f"{name}-0"], "independent_outlets": outlets,
                      "headline": sentence, "salience": 1.0},
    }  # fmt: skip


@pytest.fixture
def store(fill):
    def made(*incidents):
        return fill(**{t: [i[t] for i in incidents] for t in ("documents", "sentences", "events", "incidents")})

    return made


def test_dates_are_the_days_that_they_can_mean(written):
    rows = read_reference(written("date,text,track\n2025-09-02,a,military\n2025-02,b,\n2024,c,Diplomatic\n"))
    assert rows["track"].isna().tolist() == [False, True, False]
    assert list(rows.fillna({"track": "none"}).itertuples(index=False, name=None)) == [
        (2, date(2025, 9, 2), date(2025, 9, 2), "a", "military", ""),
        (3, date(2025, 2, 1), date(2025, 2, 28), "b", "none", ""),
        (4, date(2024, 1, 1), date(2024, 12, 31), "c", "diplomatic", ""),
    ]


def test_an_interval_may_stand_in_two_columns_and_have_one_end(written):
    rows = read_reference(written("\ufeffEarliest;Latest;Event;actors\n2025-09;2025-10;a;X, Y\n;2025-09-05;b;\n"))
    assert rows[["earliest", "latest", "text", "actors"]].to_numpy().tolist() == [
        [date(2025, 9, 1), date(2025, 10, 31), "a", "X, Y"], [date(2025, 9, 5), date(2025, 9, 5), "b", ""],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("date,text\n2025-09-02,a\n02/09/2025,b\n", r"mine\.csv, row 3: '02/09/2025' is no date; write 2025-09-02, 2025-09 or 2025"),
        ("date,text\n2025-02-30,a\n", "row 2: '2025-02-30' is no date"),
        ("date,text\n2025-13,a\n", "row 2: '2025-13' is no date"),
        ("date,text\n0000,a\n", "row 2: '0000' is no date"),
        ('date,text\n2025-09-02,"two\nlines"\nsoon,b\n', "row 4: 'soon' is no date"),
        ("date,text\n,a\n", "row 2: no date; write"),
        ("earliest,latest,text\n2025-09-02,2025-09-01,a\n", r"row 2: latest \(2025-09-01\) lies before earliest \(2025-09-02\)"),
        ("date,text\n2025-09-02,\n", "row 2: no text; say what happened"),
        ("date,text,track\n2025-09-02,a,naval\n", "row 2: track 'naval' is none of diplomatic, pressure"),
        ("when,text\n2025-09-02,a\n", r"names text, when; it needs date \(or earliest and latest\) and text"),
        ("date,what\n2025-09-02,a\n", "names date, what; it needs"),
        ("", "names no column"),
        ("date,text\n", "no row below the header"),
    ],
)
def test_what_cannot_be_read_is_an_error_that_names_the_row(written, text, message):
    with pytest.raises(ValueError, match=message):
        read_reference(written(text))


def test_another_encoding_or_no_file_is_named(written, tmp_path):
    with pytest.raises(ValueError, match="mine.csv: not UTF-8 at byte 21; save it"):
        read_reference(written("date,text\n2025-09-02,\xe9\n", "latin-1"))
    with pytest.raises(FileNotFoundError, match="none.csv: no such file"):
        read_reference(tmp_path / "none.csv")


def test_the_facts_of_the_sample_are_a_reference():
    rows = read_reference(SAMPLE)
    assert len(rows) == 40 and rows["track"].notna().all() and rows["row"].tolist() == list(range(2, 42))


def test_likeness_is_the_cosine_of_weighed_words(store, written):
    told = store(incident("i", "2025-09-02", "navy struck boat"))
    found = compare_reference(told, read_reference(written("date,text\n2025-09-02,navy struck port\n2025-09-02,envoy\n")))
    # three texts: navy and struck in two of them weigh log(4/2) = 0.693, boat and port log(4) = 1.386; 2 * 0.48 / (2 * 0.48 + 1.922) = 0.333
    assert found["found"].tolist() == [True, False] and found["alike"][0] == 0.333
    assert found[["incident_id", "days_off"]].isna().iloc[1].all()


@pytest.mark.parametrize(
    ("first", "last", "off"),
    [("2025-09-02", "2025-09-02", 0), ("2025-09-01", "2025-09-30", 0), ("2025-09-05", "2025-09-07", 3), ("2025-08-25", "2025-08-30", -3),
     ("2025-09-12", "2025-09-12", 10), ("2025-09-13", "2025-09-13", None), ("2025-08-22", "2025-08-22", None)],
)  # fmt: skip
def test_days_off_is_the_gap_between_the_intervals_up_to_ten_days(store, written, first, last, off):
    told = store(incident("i", first, "navy struck boat", last=last))
    found = compare_reference(told, read_reference(written("date,text\n2025-09-02,navy struck boat\n")))
    assert found["found"].tolist() == [off is not None]
    assert found["days_off"].dropna().tolist() == ([] if off is None else [off])


def test_of_two_the_nearer_in_time_then_in_track_is_taken(store, written):
    rows = read_reference(written("date,text,track\n2025-09-02,navy struck boat,military\n"))
    near = store(incident("late", "2025-09-12", "navy struck boat"), incident("near", "2025-09-03", "navy struck boat", track="diplomatic"))
    assert compare_reference(near, rows)["incident_id"].tolist() == ["near"]
    same = store(
        incident("talk", "2025-09-02", "navy struck boat", track="diplomatic", outlets=9), incident("force", "2025-09-02", "navy struck boat")
    )
    assert compare_reference(same, rows)["incident_id"].tolist() == ["force"]


def test_what_is_undated_or_did_not_happen_matches_nothing(store, written):
    told = store(incident("u", None, "navy struck boat", dated=False), incident("n", "2025-09-02", "navy struck boat", status="negated"))
    assert compare_reference(told, read_reference(written("date,text\n2025-09-02,navy struck boat\n")))["found"].tolist() == [False]


def test_scores_count_recall_dates_tracks_and_what_a_reference_should_hold(store, written):
    told = store(
        incident("a", "2025-09-02", "navy struck boat"),
        incident("b", "2025-09-10", "envoy met leader", track="military"),
        incident("c", "2025-09-05", "harbour closed forever"),  # two outlets, in the reference's time, and not in it
        incident("d", "2025-09-06", "one outlet alone", outlets=1),
        incident("e", "2025-09-07", "only planned so far", status="planned"),
    )
    rows = read_reference(
        written(
            "date,text,track\n2025-09-02,navy struck boat,military\n2025-09-12,envoy met leader,diplomatic\n2019,long ago,\n2025-09-11,army marched,\n"
        )
    )
    matches = compare_reference(told, rows)
    scores = reference_scores(told, matches)
    assert list(scores[["question", "right", "n"]].itertuples(index=False, name=None)) == [
        ("rows found", 2, 4),
        ("rows of the corpus's own time found", 2, 3),
        ("date overlaps, of rows found", 1, 2),  # the meeting is told two days early
        ("track agrees, of rows found that name one", 1, 2),
        ("well reported incidents that a row tells", 2, 3),
    ]
    assert matches["days_off"].dropna().tolist() == [0, -2]


def test_no_reference_and_no_incident_give_no_score(fill, written):
    empty = fill(documents=[{"doc_id": "a"}])
    rows = read_reference(written("date,text\n2025-09-02,a\n"))
    assert compare_reference(empty, rows)["found"].tolist() == [False]
    nothing = compare_reference(empty, rows.iloc[:0])
    assert nothing.empty and reference_scores(empty, nothing)["n"].eq(0).all() and reference_scores(empty, nothing)["share"].isna().all()
