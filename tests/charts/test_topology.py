from itertools import pairwise

import pytest

from charts.islands import Box
from charts.topology import bounds, object_alone

CODES = {"001", "002", "003"}
BOX = Box(112, 15, 113, 16)


def ring(topology: dict, number: int) -> list:
    return topology["arcs"][topology["objects"]["communes"]["geometries"][number]["arcs"][0][0]]


def test_the_extent_leaves_out_what_is_drawn_apart(topology):
    assert bounds(topology, "communes", CODES) == Box(108, 15, 110, 16)


def test_one_object_keeps_its_own_lines_only(topology):
    alone = object_alone(topology, "communes", CODES, None)

    assert list(alone["objects"]) == ["communes"]
    assert len(alone["arcs"]) == 3
    assert ring(alone, 0) == topology["arcs"][0]
    assert ring(alone, 2) == topology["arcs"][2]


def test_an_area_is_drawn_without_the_rest_of_its_province(topology):
    alone = object_alone(topology, "communes", {"002"}, None)

    assert [one["id"] for one in alone["objects"]["communes"]["geometries"]] == ["002"]
    assert bounds(topology, "communes", {"002"}) == Box(109, 15, 110, 16)


def test_an_archipelago_moves_into_its_box_and_the_mainland_stays(topology):
    alone = object_alone(topology, "communes", CODES, BOX)

    assert ring(alone, 0) == topology["arcs"][0]
    assert all(BOX.west < x < BOX.east and BOX.south < y < BOX.north for x, y in ring(alone, 2))


def test_a_quantised_archipelago_moves_into_its_box_too(topology):
    scale, west, south = 0.001, 100, 10
    topology["transform"] = {"scale": [scale, scale], "translate": [west, south]}
    for arc in topology["arcs"]:
        whole = [[round((x - west) / scale), round((y - south) / scale)] for x, y in arc]
        arc[1:] = [[b[0] - a[0], b[1] - a[1]] for a, b in pairwise(whole)]
        arc[0] = whole[0]

    moved = ring(object_alone(topology, "communes", CODES, BOX), 2)

    x, y = moved[0]
    assert west + scale * x == pytest.approx(112.275, abs=0.3)
    assert BOX.south < south + scale * y < BOX.north
    assert [sum(step) for step in zip(*moved[1:], strict=True)] == [0, 0]
    assert all(isinstance(number, int) for step in moved for number in step)


def test_the_file_itself_is_not_changed(topology):
    before = str(topology)

    object_alone(topology, "communes", CODES, BOX)

    assert str(topology) == before
