"""Places units of a province on a grid of equal squares: compact, and roughly where they lie."""

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Cell = tuple[int, int]  # column from the west, row from the north

_SPREAD = 0.6  # weight of the even spread against true distance: towns need room
_SLACK = 1.45  # candidate cells per unit in the first round
_ROUNDS = 8  # closing one hole may open another at the edge


def grid_cells(points: Mapping[str, tuple[float, float]]) -> dict[str, Cell]:
    """
    One cell for each unit, no two in one; the same points always give the same cells.

    Args:
        points: unit code → (longitude, latitude) in degrees.
    """
    if not points:
        return {}
    return dict(_cells(tuple(sorted((code, *place) for code, place in points.items()))))


@lru_cache(maxsize=64)  # units stay where they are, while the figures on them change all day
def _cells(points: tuple[tuple[str, float, float], ...]) -> Mapping[str, Cell]:
    codes = [code for code, _, _ in points]
    places = _spread(np.array([place for _, *place in points], dtype=float))
    size = _size(len(codes))
    wanted = places * (size - 1)
    candidates = np.argwhere(np.ones(size.astype(int))).astype(float)
    first = candidates[assign(_squared_distances(wanted, candidates))]
    kept = _most_compact(candidates, first)
    for _ in range(_ROUNDS):
        if not _enclosed(candidates, kept).any():
            break
        kept = _most_compact(candidates, kept)
    final = kept[assign(_squared_distances(wanted, kept))]
    final -= final.min(axis=0)
    return {code: (int(x), int(y)) for code, (x, y) in zip(codes, final, strict=True)}


def _spread(places: Floats) -> Floats:
    """Positions in 0-1 from the north-west, half by distance and half by rank, with equal scale."""
    middle = np.deg2rad(places[:, 1].mean())
    flat = np.column_stack([places[:, 0] * np.cos(middle), -places[:, 1]])
    extent = np.maximum(np.ptp(flat, axis=0), 1e-9)
    share = (flat - flat.min(axis=0)) / extent
    below = (flat[:, None, :] > flat[None, :, :]).sum(axis=1)
    same = (flat[:, None, :] == flat[None, :, :]).sum(axis=1) - 1
    ranks = (below + same / 2) / max(len(flat) - 1, 1)
    return (1 - _SPREAD) * share + _SPREAD * ranks


def _size(units: int) -> Floats:
    """Columns and rows that hold all units with some room to keep the outline."""
    return np.full(2, max(np.ceil(np.sqrt(units)), np.round(np.sqrt(units * _SLACK))))


def _most_compact(candidates: Floats, used: Floats) -> Floats:
    """As many cells as were used, those with the most used neighbours, and no holes."""
    apart = np.abs(candidates[:, None, :] - used[None, :, :]).max(axis=2)
    neighbours = (apart == 0) * 1.0 + (apart <= 1) * 1.0 + (apart <= 2) * 0.2
    score = neighbours.sum(axis=1) - 1e-3 * np.abs(candidates - used.mean(axis=0)).sum(axis=1)
    score += 1e3 * _enclosed(candidates, used)
    best = np.argsort(-score, kind="stable")[: len(used)]
    return candidates[np.sort(best)]


def _enclosed(candidates: Floats, used: Floats) -> NDArray[np.bool_]:
    """The candidates that cannot be reached from outside without crossing a used cell."""
    shape = candidates.max(axis=0).astype(int) + 3
    wall = np.zeros(shape, dtype=bool)
    wall[tuple((used + 1).astype(int).T)] = True
    outside = np.zeros(shape, dtype=bool)
    outside[0, 0] = True
    for _ in range(shape.sum() * 4):
        grown = outside.copy()
        grown[1:] |= outside[:-1]
        grown[:-1] |= outside[1:]
        grown[:, 1:] |= outside[:, :-1]
        grown[:, :-1] |= outside[:, 1:]
        outside = grown & ~wall
    return ~(outside | wall)[tuple((candidates + 1).astype(int).T)]


def _squared_distances(wanted: Floats, cells: Floats) -> Floats:
    return ((wanted[:, None, :] - cells[None, :, :]) ** 2).sum(axis=2)


def assign(cost: Floats) -> NDArray[np.int64]:
    """
    The column given to each row so that the summed cost is least (rows ≤ columns).

    Kuhn-Munkres by shortest augmenting paths, O(rows² × columns).
    """
    rows, columns = cost.shape
    row_price, column_price = np.zeros(rows + 1), np.zeros(columns + 1)
    owner = np.zeros(columns + 1, dtype=np.int64)  # row (from 1) that holds a column, 0 = nobody
    for row in range(1, rows + 1):
        way = np.zeros(columns + 1, dtype=np.int64)
        owner[0], column = row, 0
        least = np.full(columns + 1, np.inf)
        visited = np.zeros(columns + 1, dtype=bool)
        while owner[column]:
            visited[column] = True
            holder = owner[column]
            reduced = cost[holder - 1] - row_price[holder] - column_price[1:]
            better = ~visited[1:] & (reduced < least[1:])
            least[1:][better] = reduced[better]
            way[1:][better] = column
            column_next = int(np.where(visited[1:], np.inf, least[1:]).argmin()) + 1
            step = least[column_next]
            row_price[owner[visited]] += step
            column_price[visited] -= step
            least[~visited] -= step
            column = column_next
        while column:
            owner[column], column = owner[way[column]], int(way[column])
    result = np.zeros(rows, dtype=np.int64)
    held = np.flatnonzero(owner[1:])
    result[owner[1:][held] - 1] = held
    return result
