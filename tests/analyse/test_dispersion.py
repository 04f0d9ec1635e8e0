import math

import pytest

from parley.analyse.dispersion import deviation_of_proportions, dispersion, juillands_d


def test_a_name_as_even_as_the_words_has_no_deviation():
    assert deviation_of_proportions([2, 1, 1], [200, 100, 100]) == (0, 0)


def test_all_in_the_smallest_part_is_the_greatest_deviation():
    dp, norm = deviation_of_proportions([0, 0, 4], [200, 200, 100])
    # shares 0, 0, 1 against .4, .4, .2: half of .4 + .4 + .8
    assert dp == pytest.approx(0.8) and norm == pytest.approx(1)


def test_deviation_in_unequal_parts():
    # shares .75, .25 against .6, .4: .15, of at most 1 - .4
    assert deviation_of_proportions([3, 1], [60, 40]) == (pytest.approx(0.15), pytest.approx(0.25))


def test_juillands_d_by_hand():
    # rates 3, 1 per part: mean 2, standard deviation 1, V = .5, over sqrt(1)
    assert juillands_d([3, 1], [10, 10]) == pytest.approx(0.5)
    assert juillands_d([5, 0, 0, 0], [10, 10, 10, 10]) == pytest.approx(0)


def test_nothing_to_disperse_is_no_number():
    assert all(math.isnan(x) for x in (*deviation_of_proportions([0, 0], [1, 1]), juillands_d([0, 0], [1, 1]), juillands_d([3], [10])))
    assert deviation_of_proportions([3], [10])[0] == 0 and math.isnan(deviation_of_proportions([3], [10])[1])


def test_parts_without_words_are_no_parts():
    assert deviation_of_proportions([3, 1, 0], [60, 40, 0])[1] == pytest.approx(0.25)


def test_articles_that_do_not_name_it_count_as_parts(fill):
    documents = [{"doc_id": d, "words": 100} for d in "abcd"]
    mentions = [{"doc_id": d, "entity": e, "label": "PER"} for d, e in (*((d, "Ana") for d in "abcd"), ("a", "Rui"), ("a", "Rui"))]
    ana, rui = dispersion(fill(documents=documents, mentions=mentions)).to_dict("records")
    assert (ana["entity"], ana["mentions"], ana["articles"], ana["n"], ana["dp"], ana["juilland_d"]) == ("Ana", 4, 4, 4, 0, 1)
    assert (rui["articles"], rui["dp"], rui["dp_norm"], rui["juilland_d"]) == (1, 0.75, 1, pytest.approx(0))
