import math

import pandas as pd
import pytest

from parley.analyse.balance import bootstrap_mean, cooperation_balance, lagged_association, too_few, weekly_counts
from parley.analyse.findings import about_order, title_of_balance

# a series of 60 weeks without a period that the lags could mistake: 7 n^2 mod 11 repeats after 11 weeks only, and blocks have 9
WAVES = [(7 * n * n) % 11 + (n % 7) for n in range(60)]


def counts(talk, force):
    return pd.DataFrame({"week": pd.date_range("2025-01-06", periods=len(talk), freq="7D"), "talk": talk, "force": force})


def incident(name, track, day, intensity, status="occurred", last=None):
    event = {"event_id": f"a-{name}", "doc_id": "a", "track": track, "status": status, "intensity": intensity, "start": 0}
    row = {"incident_id": name, "track": track, "earliest": day, "latest": last or day, "status": status, "event_ids": [f"a-{name}"]}
    return event, row


@pytest.fixture
def store(fill):
    pairs = [
        incident("1", "diplomatic", "2025-03-03", 6.0), incident("2", "military", "2025-03-04", -9.0), incident("3", "pressure", "2025-03-09", -6.0),
        incident("4", "diplomatic", "2025-03-17", 4.0), incident("5", "military", "2025-03-18", -9.0, status="planned"),
        incident("6", "military", "2025-03-01", -9.0, last="2025-12-31"), incident("7", "diplomatic", "2019-01-01", 5.0),
    ]  # fmt: skip
    documents = [{"doc_id": "a", "published": "2025-03-05"}, {"doc_id": "b", "published": "2025-03-27"}]
    return fill(documents=documents, events=[e for e, _ in pairs], incidents=[i for _, i in pairs])


def test_a_week_has_its_incidents_by_sign_and_their_mean(store):
    # weeks from Monday 3, 10 and 17 March: 6, -9 and -6 (mean -3); nothing; 4. Plans, years, and what lies before the first article stay out
    rows = cooperation_balance(store)
    assert rows["week"].dt.strftime("%m-%d").tolist() == ["03-03", "03-10", "03-17"]
    assert rows[["incidents", "cooperation", "conflict"]].to_numpy().tolist() == [[3, 1, 2], [0, 0, 0], [1, 1, 0]]
    assert rows["balance"].tolist()[::2] == [-3, 4] and math.isnan(rows["balance"][1])
    assert -9 <= rows["low"][0] < -3 < rows["high"][0] <= 6 and rows["low"][1:].isna().all()
    assert title_of_balance(rows) == "2 incidents of cooperation and 2 of conflict in 3 weeks"


def test_a_balance_of_nothing_is_empty(fill):
    rows = cooperation_balance(fill(documents=[{"doc_id": "a"}]))
    assert rows.empty and "balance" in rows and title_of_balance(rows) == "No dated incident that happened"


def test_a_mean_of_equal_values_has_no_width_and_of_two_values_no_interval():
    assert bootstrap_mean([2, 2, 2], seed="x") == (2, 2)
    assert all(math.isnan(v) for v in bootstrap_mean([1, 9], seed="x"))
    # of two values in equal number, a mean of 100 draws lies within two standard errors (0.1) of the middle, 19 times of 20
    low, high = bootstrap_mean([0, 1] * 50, seed="x")
    assert low == pytest.approx(0.4, abs=0.02) and high == pytest.approx(0.6, abs=0.02)
    assert bootstrap_mean([0, 1] * 50, seed="x") == (low, high)


def test_weeks_without_an_incident_count_as_zero_from_the_first_article_to_the_last(store):
    rows = weekly_counts(store)
    # Mondays 3, 10, 17 and 24 March
    assert (rows["talk"].tolist(), rows["force"].tolist()) == ([1, 0, 1, 0], [1, 0, 0, 0])


def test_no_dated_article_gives_no_week(fill):
    assert weekly_counts(fill(documents=[{"doc_id": "a"}])).empty


def test_the_correlation_is_of_ranks():
    # ranks 1 2 3 against 1 3 2: 1 - 6 * (0 + 1 + 1) / (3 * 8) = 0.5
    rows = lagged_association(counts([1, 2, 30], [10, 300, 20]), lags=1)
    assert rows.loc[rows["lag"] == 0, "correlation"].item() == pytest.approx(0.5)
    # ties share their rank, 1.5 1.5 3 against 1 2 3: covariance 1.5, variances 1.5 and 2
    rows = lagged_association(counts([1, 1, 2], [1, 2, 3]), lags=1)
    assert rows.loc[rows["lag"] == 0, "correlation"].item() == pytest.approx(1.5 / math.sqrt(3))


@pytest.mark.parametrize(("shift", "words"), [(2, "more talk 2 weeks after force"), (-1, "more force 1 week after talk")])
def test_a_series_that_follows_the_other_is_found_at_its_lag(shift, words):
    talk = [WAVES[(n - shift) % 60] for n in range(60)]
    rows = lagged_association(counts(talk, WAVES), permutations=200)
    best = rows.loc[rows["correlation"].idxmax()]
    assert best["lag"] == shift and best["correlation"] == pytest.approx(1) and best["p"] == pytest.approx(1 / 201)
    assert rows["p_any"].unique().tolist() == [pytest.approx(1 / 201)]
    assert words in about_order(rows)


def test_a_busy_half_year_of_both_is_no_sign_that_one_follows():
    busy = [0] * 30 + [1] * 30
    # both are silent, then loud, their weeks in an order that has nothing to do with the other's
    talk, force = ([b * (3 + (n * k) % 7) for n, b in enumerate(busy)] for k in (3, 5))
    rows = lagged_association(counts(talk, force), permutations=200)
    assert (rows["correlation"] > 0.5).all() and rows["p_any"].iloc[0] > 0.05
    assert about_order(rows).startswith("Neither follows the other more than chance allows")


def test_equal_counts_give_equal_chance():
    a, b = (lagged_association(counts(WAVES, WAVES[::-1]), permutations=50) for _ in range(2))
    assert a.equals(b)


@pytest.mark.parametrize(("talk", "force"), [([], []), ([1], [2]), ([1] * 60, WAVES), ([0] * 60, [0] * 60), ([1, 2] * 8, [2, 1] * 8)])
def test_too_few_weeks_or_a_constant_series_have_no_probability(talk, force):
    rows = lagged_association(counts(talk, force), permutations=50)
    assert rows["lag"].tolist() == list(range(-4, 5)) and rows["p"].isna().all() and rows["p_any"].isna().all()
    assert about_order(rows) == "Too few weeks to ask whether talk follows force"


def test_a_lag_of_nothing_is_refused():
    with pytest.raises(ValueError, match="lags=0: give at least 1 week"):
        lagged_association(counts(WAVES, WAVES), lags=0)


def test_small_numbers_are_warned_of():
    assert too_few(counts([1] * 51, [1] * 51)).startswith("**Too few to tell.** 51 weeks with 51 talks and 51 uses of force")
    assert too_few(counts([1] * 52, [0] * 52)).startswith("**Too few") and too_few(counts([1] * 52, [1] * 52)) == ""
