from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charts.grid import assign, grid_cells

PLACES = st.dictionaries(
    st.integers(0, 99999).map(lambda number: f"{number:05}"),
    st.tuples(st.floats(102, 110), st.floats(8, 24)),
    max_size=60,
)


def test_no_unit_gives_no_cell():
    assert grid_cells({}) == {}


def test_one_unit_stands_in_the_first_cell():
    assert grid_cells({"01": (105.0, 21.0)}) == {"01": (0, 0)}


def test_units_at_the_same_place_still_have_a_cell_each():
    cells = grid_cells({f"{number}": (105.0, 21.0) for number in range(30)})

    assert len(set(cells.values())) == 30


def test_west_is_left_and_north_is_up():
    corners = {"nw": (104, 22), "ne": (106, 22), "sw": (104, 20), "se": (106, 20)}

    assert grid_cells(corners) == {"nw": (0, 0), "ne": (1, 0), "sw": (0, 1), "se": (1, 1)}


def test_the_order_of_the_input_does_not_matter():
    generator = np.random.default_rng(4)
    places = {f"{code}": tuple(generator.random(2)) for code in range(80)}

    assert grid_cells(places) == grid_cells(dict(reversed(places.items())))


@settings(deadline=None)  # other work may share the machine
@given(PLACES)
def test_every_unit_has_its_own_cell_and_the_shape_is_compact(places):
    cells = grid_cells(places)

    assert cells.keys() == places.keys()
    assert len(set(cells.values())) == len(places)
    if cells:
        columns, rows = (max(axis) + 1 for axis in zip(*cells.values(), strict=True))
        assert max(columns, rows) <= 1.3 * len(cells) ** 0.5 + 1


@settings(deadline=None)  # other work may share the machine
@given(st.integers(1, 5), st.integers(0, 3), st.randoms(use_true_random=False))
def test_an_assignment_costs_no_more_than_any_other(rows, spare, random):
    columns = rows + spare
    cost = np.array([[random.randint(0, 9) for _ in range(columns)] for _ in range(rows)], float)

    chosen = assign(cost)

    assert len(set(chosen.tolist())) == rows
    cheapest = min(
        sum(cost[row, column] for row, column in enumerate(order))
        for order in permutations(range(columns), rows)
    )
    assert cost[np.arange(rows), chosen].sum() == pytest.approx(cheapest)
