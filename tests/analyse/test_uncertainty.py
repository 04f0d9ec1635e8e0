import tracemalloc
from math import isnan

import pytest

from parley.analyse import uncertainty
from parley.analyse.uncertainty import bootstrap_ratio, wilson

# z = 1.96, z² = 3.8415. By hand: middle = (p + z²/2n) / (1 + z²/n), half = z / (1 + z²/n) · sqrt(p(1-p)/n + z²/4n²)
BY_HAND = [
    (0, 10, 0, 0.2775),  # z²/(n + z²) = 3.8415 / 13.8415
    (10, 10, 0.7225, 1),  # the same from the other side
    (5, 10, 0.2366, 0.7634),
    (1, 1, 0.2065, 1),  # 1 / (1 + z²) = 1 / 4.8415
    (0, 1, 0, 0.7935),
    (50, 100, 0.4038, 0.5962),
]


@pytest.mark.parametrize(("count", "n", "low", "high"), BY_HAND)
def test_wilson_is_the_interval_worked_out_by_hand(count, n, low, high):
    assert wilson(count, n) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


def test_wilson_of_nothing_is_unknown():
    assert all(isnan(x) for x in wilson(0, 0))


def test_wilson_stays_within_0_and_1_and_holds_the_share():
    for n in range(1, 40):
        for count in range(n + 1):
            low, high = wilson(count, n)
            assert 0 <= low <= count / n + 1e-12 and count / n - 1e-12 <= high <= 1


def test_more_articles_and_a_lower_level_narrow_the_interval():
    wide, narrow, lower = wilson(3, 10), wilson(30, 100), wilson(3, 10, 0.8)
    assert wide[0] < narrow[0] < 0.3 < narrow[1] < wide[1]
    assert wide[0] < lower[0] < 0.3 < lower[1] < wide[1]


def test_a_ratio_that_every_article_shares_is_certain():
    # 1/2, 2/4 and 3/6: whatever is drawn, the ratio is one half
    assert bootstrap_ratio([1, 2, 3], [2, 4, 6], seed="x") == (0.5, 0.5)


def test_a_ratio_stays_between_the_smallest_and_the_largest_articles():
    low, high = bootstrap_ratio([0, 1, 2, 0], [10, 10, 10, 10], seed="x")
    assert 0 <= low < 0.075 < high <= 0.2  # 3/40 = 0.075 over all


def test_the_same_name_gives_the_same_draw_and_another_name_another():
    values = [0, 3, 1, 7, 2, 5, 0, 4], [10, 12, 9, 30, 8, 21, 7, 15]
    assert bootstrap_ratio(*values, seed="a") == bootstrap_ratio(*values, seed="a")
    assert bootstrap_ratio(*values, seed="a") != bootstrap_ratio(*values, seed="b")


@pytest.mark.parametrize(("top", "bottom"), [([], []), ([1], [2]), ([0, 0], [0, 0])])
def test_fewer_than_two_articles_or_no_denominator_leave_a_ratio_unknown(top, bottom):
    assert all(isnan(x) for x in bootstrap_ratio(top, bottom, seed="x"))


def test_draws_without_a_denominator_are_passed_over():
    # one draw in four holds only the second article, whose denominator is 0
    assert bootstrap_ratio([1, 0], [4, 0], seed="x") == (0.25, 0.25)


def test_none_or_all_of_every_articles_cues_leave_the_doubt_that_so_few_articles_leave():
    assert bootstrap_ratio([0, 0, 0], [7, 2, 4], seed="x") == wilson(0, 3)
    assert bootstrap_ratio([7, 2, 4], [7, 2, 4], seed="x") == wilson(3, 3)


@pytest.mark.parametrize("at_once", [1, 7, 50, 10**9])
def test_drawing_in_parts_gives_the_figures_of_drawing_at_once(monkeypatch, at_once):
    top, bottom = [n % 5 for n in range(7)], [n % 3 + 1 for n in range(7)]
    whole = bootstrap_ratio(top, bottom, seed="parts")
    monkeypatch.setattr(uncertainty, "DRAWN_AT_ONCE", at_once)
    assert bootstrap_ratio(top, bottom, seed="parts") == whole


def test_memory_does_not_grow_with_the_number_of_resamples(monkeypatch):
    monkeypatch.setattr(uncertainty, "RESAMPLES", 40)
    monkeypatch.setattr(uncertainty, "DRAWN_AT_ONCE", 100_000)
    tracemalloc.start()
    bootstrap_ratio([1.0] * 100_000, [2.0] * 100_000, seed="much")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    # drawing all at once would hold 40 · 100,000 places of 8 bytes, 32 MB, and twice that for the numbers drawn
    assert peak < 12_000_000
