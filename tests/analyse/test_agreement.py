import math
from fractions import Fraction

import pytest

from parley.analyse.agreement import bcubed


def test_bcubed_by_hand():
    # by hand {1 2 3} {4 5}, by machine {1 2} {3 4 5}: precision (1 + 1 + 1/3 + 2/3 + 2/3) / 5, recall (2/3 + 2/3 + 1/3 + 1 + 1) / 5
    pairs = [("a", 1), ("a", 1), ("a", 2), ("b", 2), ("b", 2)]
    assert bcubed(pairs) == pytest.approx([float(Fraction(11, 15))] * 3)


def test_names_of_clusters_do_not_matter():
    assert bcubed([("a", "x"), ("b", "y"), ("a", "x")]) == (1, 1, 1)


def test_everything_in_one_cluster_has_full_recall_and_poor_precision():
    precision, recall, f1 = bcubed([("a", 0), ("b", 0), ("c", 0), ("d", 0)])
    assert (precision, recall, f1) == (0.25, 1, pytest.approx(0.4))


def test_no_items_have_no_score():
    assert all(math.isnan(x) for x in bcubed([]))
