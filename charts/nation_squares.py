"""The provinces as equal squares in the shape of the country."""

from collections.abc import Mapping, Sequence

import numpy as np

from charts.grid import assign
from charts.islands import Box, Island

_COLUMNS, _ROWS, _TILE = 8, 12, 1.28  # the grid, and the side of a square in degrees
_WEST, _NORTH = 102.1, 23.45  # degrees, of the mainland
_SEA = 3.6  # squares: the side of the box of an archipelago


def nation_layout(
    points: Mapping[str, tuple[float, float]], islands: Sequence[Island]
) -> tuple[dict[str, tuple[float, float]], dict[Island, Box]]:
    """
    The south-west corner of the square of each province, in the shape of the country.

    Both archipelagos stand in boxes in their sea, east of the squares.
    """
    cells = np.array([(x, y) for x in range(_COLUMNS) for y in range(_ROWS)], dtype=float)
    codes = sorted(points)
    wanted = np.array(
        [
            ((points[c][0] - _WEST) / _TILE - 0.5, (_NORTH - points[c][1]) / _TILE - 0.5)
            for c in codes
        ]
    )
    chosen = cells[assign(((wanted[:, None, :] - cells[None, :, :]) ** 2).sum(axis=2))]
    corners = {code: (float(x), float(-y - 1)) for code, (x, y) in zip(codes, chosen, strict=True)}
    boxes = {}
    for island in islands:
        column = max(x for x, _ in corners.values()) + 1.4
        middle = -(_NORTH - island.latitude) / _TILE
        boxes[island] = Box(column, middle - _SEA / 2, column + _SEA, middle + _SEA / 2)
    return corners, boxes
