"""What adding and subtracting figures tells: each figure is a row, each fact a column."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Tells = Callable[[Floats, Bools], Bools]  # groups of some of the facts, and which facts these are

EPSILON = 1e-7


class Reading:
    """The figures read so far, as rows of open facts; it takes no row that gives a group away."""

    def __init__(self, rows: Floats, secret: Floats, telling: Tells, facts: Bools) -> None:
        self._rows = rows
        self._secret, self._telling, self._facts = secret, telling, facts
        self._accepted = self._leaks(rows)

    def takes(self, row: Floats) -> bool:
        """Whether a row can be read too; if so it is from now on."""
        row = np.round(row, 9)
        if not row.any() or (self._rows == row).all(axis=1).any():  # known already
            return True
        if (self._secret == row).all(axis=1).any() and _places(row) not in self._accepted:
            return False
        more = np.vstack([self._rows, row])
        if not self._leaks(more) <= self._accepted:
            return False
        self._rows = more
        return True

    def _leaks(self, known: Floats) -> set[tuple[int, ...]]:
        """The groups of facts that can be computed and must not, as the places of its facts."""
        if not known.shape[1]:
            return set()
        basis = _row_space(known)
        alone = _alone(basis)
        single = alone & self._telling(np.eye(known.shape[1]), self._facts)
        found: set[tuple[int, ...]] = {(int(place),) for place in np.flatnonzero(single)}
        rest = np.linalg.norm(self._secret - (self._secret @ basis.T) @ basis, axis=1)
        told = rest < EPSILON * np.maximum(1.0, np.linalg.norm(self._secret, axis=1))
        found |= {_places(row) for row in self._secret[told]}
        return found | self._telling_differences(known[:, ~alone], np.flatnonzero(~alone))

    def _telling_differences(self, rows: Floats, places: Ints) -> set[tuple[int, ...]]:
        """Groups that are one figure, or one minus another, without what is known anyway."""
        facts = np.zeros(len(self._facts), bool)
        facts[np.flatnonzero(self._facts)[places]] = True
        rows = distinct(rows)
        every = np.vstack([rows, np.zeros((1, rows.shape[1]))])
        found: set[tuple[int, ...]] = set()
        for row in rows:
            differences = row - every
            parts = differences[(differences >= -EPSILON).all(axis=1)]
            for part in parts[self._telling(parts, facts)]:
                found.add(tuple(int(place) for place in places[np.round(part, 6) != 0]))
        return found


def without_known(rows: Floats) -> tuple[Floats, Bools]:
    """The rows without the facts that follow from them one by one, and which facts remain."""
    open_ = np.ones(rows.shape[1], bool)
    while True:
        rest = rows * open_
        of_one = rest[(rest != 0).sum(axis=1) == 1]
        if not len(of_one):
            break
        open_ &= ~(of_one != 0).any(axis=0)
    rest = distinct(rows[:, open_])
    if len(rest):
        open_[np.flatnonzero(open_)[_alone(_row_space(rest))]] = False
    return np.round(rows[:, open_], 9), open_


def distinct(rows: Floats) -> Floats:
    """Each row once; a row of nothing is left out."""
    rounded = np.round(rows[rows.any(axis=1)], 9)
    return stacked(list({row.tobytes(): row for row in rounded}.values()), rows.shape[1])[1:]


def _alone(basis: Floats) -> Bools:
    """The facts that can be computed one by one."""
    found: Bools = np.einsum("ij,ij->j", basis, basis) > 1 - EPSILON
    return found


def stacked(rows: Sequence[Floats], facts: int) -> Floats:
    """The rows under one of nothing, so that there is always one."""
    return np.vstack([np.zeros((1, facts)), *rows])


def _row_space(rows: Floats) -> Floats:
    """An orthonormal basis of everything that adding and subtracting these figures gives."""
    _, sizes, directions = np.linalg.svd(rows, full_matrices=False)
    basis: Floats = directions[sizes > EPSILON * max(1.0, float(sizes.max(initial=0.0)))]
    return basis


def _places(row: Floats) -> tuple[int, ...]:
    return tuple(int(place) for place in np.flatnonzero(row))
