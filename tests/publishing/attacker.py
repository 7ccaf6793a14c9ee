"""
Somebody who reads everything that anybody may read, and solves for what is hidden.

It knows the areas, what every table shows, and that people are whole numbers. It knows nothing of
how cells are chosen to be hidden. What it solves for are the numbers of people of one commune and
audience, which every table is a sum of.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_EXACT = 1e-7
_ROUNDS = 60  # of narrowing intervals
_MANY = 1e6  # people; nobody supposes more in one commune and audience


@dataclass(frozen=True)
class Sight:
    """
    One day's tables of one province: `cells` (cells, unknowns) of 0 and 1 say what each adds up.

    `known` tells which cells are shown; the attacker looks at the values of those only.
    """

    cells: np.ndarray
    values: np.ndarray
    known: np.ndarray


def cells_of(communes: int, audiences: int, areas: Sequence[Sequence[int]]) -> np.ndarray:
    """Every commune and area, each for everyone and by audience, as sums of unknowns."""
    places = [*([commune] for commune in range(communes)), *areas]
    unknowns = np.arange(communes * audiences).reshape(communes, audiences)
    rows = []
    for inside in places:
        for chosen in [range(audiences), *([audience] for audience in range(audiences))]:
            row = np.zeros(communes * audiences)
            row[unknowns[np.ix_(list(inside), list(chosen))].ravel()] = 1
            rows.append(row)
    return np.array(rows)


def solved(sight: Sight, minimum: int) -> int:
    """How many hidden groups under the minimum follow from the shown sums by linear algebra."""
    small = ~sight.known & (sight.values > 0) & (sight.values < minimum)
    return int(follow(sight.cells[sight.known], sight.cells[small]).sum())


def solved_between(earlier: Sight, later: Sight, minimum: int) -> int:
    """
    The same over two days: of hidden cells of either day, and of what was added in between.

    Unknown is who was there on the first day and who came since.
    """
    nobody = np.zeros_like(earlier.cells)
    first, since = np.hstack([earlier.cells, nobody]), np.hstack([nobody, later.cells])
    shown = np.vstack([first[earlier.known], (first + since)[later.known]])
    step = later.values - earlier.values
    targets = [
        first[~earlier.known & _small(earlier.values, minimum)],
        (first + since)[~later.known & _small(later.values, minimum)],
        since[_small(step, minimum)],
    ]
    return int(follow(shown, np.vstack(targets)).sum())


def narrowed(sight: Sight, minimum: int) -> int:
    """How many hidden groups under the minimum are pinned to one number by whole intervals."""
    shown, right = sight.cells[sight.known], sight.values[sight.known]
    low = np.zeros(shown.shape[1])
    high = np.full(shown.shape[1], _MANY)
    for _ in range(_ROUNDS):
        least, most = shown @ low, shown @ high
        before = low.copy(), high.copy()
        for row, b, lo, hi in zip(shown, right, least, most, strict=True):
            inside = row > 0
            high[inside] = np.minimum(high[inside], np.floor(b - (lo - low[inside]) + _EXACT))
            low[inside] = np.maximum(low[inside], np.ceil(b - (hi - high[inside]) - _EXACT))
        if (before[0] == low).all() and (before[1] == high).all():
            break
    hidden = ~sight.known & _small(sight.values, minimum)
    pinned = (sight.cells[hidden] @ (high - low)) < _EXACT
    return int(pinned.sum())


def remainders(sight: Sight, minimum: int) -> int:
    """How many shown totals leave fewer than the minimum when their shown parts are taken away."""
    told = 0
    for row, value, known in zip(sight.cells, sight.values, sight.known, strict=True):
        if not known:
            continue
        inside = sight.known & (sight.cells @ (1 - row) == 0) & (sight.cells.sum(axis=1) > 0)
        left, rest = row.copy(), value
        for part in np.argsort(-sight.cells.sum(axis=1), kind="stable"):
            part_row = sight.cells[part]
            if inside[part] and not (part_row == row).all() and (part_row <= left).all():
                left, rest = left - part_row, rest - sight.values[part]
        told += int(0 < rest < minimum)
    return told


def rates_solved(sight: Sight, rates: np.ndarray, coded: np.ndarray) -> int:
    """
    How many coded rates follow by linear algebra from those that are shown.

    Args:
        rates: whether the rate of a cell is shown as it is.
        coded: whether a bound is shown instead.
    """
    return int(follow(sight.cells[rates], sight.cells[coded]).sum())


def _small(values: np.ndarray, minimum: int) -> np.ndarray:
    return (values > 0) & (values < minimum)


def follow(shown: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Which targets are combinations of the shown sums."""
    if not len(shown) or not len(targets):
        return np.zeros(len(targets), bool)
    _, weights, axes = np.linalg.svd(shown, full_matrices=False)
    basis = axes[weights > _EXACT * weights.max()]
    beside = targets - (targets @ basis.T) @ basis
    return np.linalg.norm(beside, axis=1) < _EXACT
