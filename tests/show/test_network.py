import numpy as np
import pandas as pd
import pytest

from parley.show.network import apart, network, spread


def pairs(*rows):
    return pd.DataFrame([(a, b, n, n > 5) for a, b, n in rows], columns=["entity", "other", "sentences", "surprising"])


def crowded(n):
    """Every name of n with its next two, all long."""
    name = lambda i: f"Confederation of Fishery Boards {i % n}"  # noqa: E731
    return pairs(*((name(i), name(i + k), 3 + i) for i in range(n) for k in (1, 2)))


def overlapping(places, sizes):
    gaps = np.abs(places[:, None] - places[None]) - (sizes[:, None] + sizes[None]) / 2
    return [(i, j) for i, j in np.argwhere((gaps < -1e-9).all(axis=2)) if i < j]


def test_boxes_that_overlap_give_way():
    sizes = np.full((3, 2), 0.2)
    places = apart(np.array([[0.5, 0.5], [0.55, 0.5], [0.5, 0.52]]), sizes)
    assert not overlapping(places, sizes)


def test_boxes_that_do_not_overlap_stay():
    places = np.array([[0.2, 0.2], [0.8, 0.8]])
    assert apart(places, np.full((2, 2), 0.1)).tolist() == places.tolist()


def test_what_is_joined_stands_nearer_than_what_is_not():
    x = spread(4, [(0, 1), (1, 2), (2, 3)], np.ones(3))
    assert np.linalg.norm(x[0] - x[1]) < np.linalg.norm(x[0] - x[3])
    assert (x >= 0).all() and (x <= 1).all()


def test_parts_without_a_line_between_them_stand_side_by_side():
    x = spread(5, [(0, 1), (1, 2), (3, 4)], np.ones(3))
    assert x[3:, 0].max() < x[:3, 0].min()


@pytest.mark.parametrize("n", [2, 9, 20])
def test_no_label_covers_another(n):
    figure = network(crowded(n), title="Boards").figure
    figure.draw_without_rendering()
    boxes = [t.get_bbox_patch().get_window_extent() for t in figure.axes[0].texts]
    sizes = np.array([[b.width, b.height] for b in boxes])
    assert len(boxes) == n and not overlapping(np.array([[(b.x0 + b.x1) / 2, (b.y0 + b.y1) / 2] for b in boxes]), sizes)


def test_the_same_pairs_give_the_same_picture():
    assert network(crowded(6), title="Boards").svg() == network(crowded(6), title="Boards").svg()


def test_at_most_twenty_names_are_drawn():
    assert len(network(crowded(40), title="Boards").figure.axes[0].texts) <= 20


def test_lines_tell_chance_from_more():
    lines = network(pairs(("Ana", "Rui", 9), ("Rui", "Eva", 3)), title="x").figure.axes[0].lines
    assert [line.get_linestyle() for line in lines] == ["-", "--"] and lines[0].get_linewidth() > lines[1].get_linewidth()


def test_alt_text_names_the_widest_line():
    assert (
        network(pairs(("Ana", "Rui", 9), ("Rui", "Eva", 3)), title="x").alt
        == "Network of 3 names and 2 pairs. Widest line: Ana and Rui, 9 sentences."
    )


def test_nothing_to_draw_is_said():
    assert "No two names" in network(pairs(), title="x").alt
