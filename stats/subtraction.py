"""What adding and subtracting figures tells: each figure is a row, each fact a column."""

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Groups = set[tuple[int, ...]]  # each as the places of its facts
Tells = Callable[[Floats, Bools], Bools]  # groups of some of the facts, and which facts these are

EPSILON = 1e-7


class Reading:
    """
    The figures read so far, as rows of open facts; it takes no row that gives a group away.

    Of a further row only what it adds is looked at: nothing that was read tells more than may be.
    """

    def __init__(self, rows: Floats, secret: Floats, telling: Tells, facts: Bools) -> None:
        self._rows = self._first = rows
        self._secret, self._telling, self._facts = secret, telling, facts
        self._sizes = np.maximum(1.0, np.linalg.norm(secret, axis=1))

    def takes(self, row: Floats) -> bool:
        """Whether a row can be read too; if so it is from now on."""
        row = np.round(row, 9)
        if not row.any() or (self._rows == row).all(axis=1).any():  # known already
            return True
        if (self._secret == row).all(axis=1).any() and _places(row) not in self._accepted:
            return False
        basis = _extended(self._basis, row)
        if not self._leaks_with(row, basis) <= self._accepted:
            return False
        self._rows, self._basis = np.vstack([self._rows, row]), basis
        return True

    @cached_property
    def _basis(self) -> Floats:
        return _row_space(self._first)

    @cached_property
    def _accepted(self) -> Groups:
        """What can be computed before any row is taken."""
        if not self._first.shape[1]:
            return set()
        basis = _row_space(self._first)
        return self._told(basis) | self._telling_differences(self._first, _alone(basis))

    def _leaks_with(self, row: Floats, basis: Floats) -> Groups:
        """The groups that can be computed with a further row and must not, or were accepted."""
        alone = _alone(basis)
        if (alone == _alone(self._basis)).all():
            return self._told(basis) | self._telling_differences(self._rows, alone, row)
        more = np.vstack([self._rows, row])
        return self._told(basis) | self._telling_differences(more, alone)

    def _told(self, basis: Floats) -> Groups:
        """Single facts and secret groups that can be computed, as the places of their facts."""
        single = _alone(basis) & self._telling(np.eye(basis.shape[1]), self._facts)
        rest = np.linalg.norm(self._secret - (self._secret @ basis.T) @ basis, axis=1)
        told = self._secret[rest < EPSILON * self._sizes]
        return {(int(place),) for place in np.flatnonzero(single)} | {_places(row) for row in told}

    def _telling_differences(
        self, rows: Floats, alone: Bools, further: Floats | None = None
    ) -> Groups:
        """
        Groups that are one figure, or one minus another, without what is known anyway.

        With a further row: those that it is part of.
        """
        facts, places = np.zeros(len(self._facts), bool), np.flatnonzero(~alone)
        facts[np.flatnonzero(self._facts)[places]] = True
        rows = distinct(rows[:, ~alone])
        every = np.vstack([rows, np.zeros((1, rows.shape[1]))])
        differences: Iterable[Floats] = (row - every for row in rows)
        if further is not None:
            differences = (further[~alone] - every, rows - further[~alone])
        found: Groups = set()
        for difference in differences:
            parts = difference[(difference >= -EPSILON).all(axis=1)]
            for part in parts[self._telling(parts, facts)]:
                found.add(tuple(int(place) for place in places[np.round(part, 6) != 0]))
        return found


def matrix(rows: Collection[Mapping[int, float]], facts: Mapping[int, int]) -> Floats:
    """
    A row for each figure, a column for each fact.

    Args:
        rows: unit of a fact → its share in the figure.
        facts: unit → column; others are left out.
    """
    dense = np.zeros((len(rows), len(facts)))
    cells = [
        (place, facts[unit_id], share)
        for place, row in enumerate(rows)
        for unit_id, share in row.items()
        if unit_id in facts
    ]
    if cells:
        figure, fact, share = (list(column) for column in zip(*cells, strict=True))
        dense[figure, fact] = share
    return dense


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
    places = {row.tobytes(): place for place, row in enumerate(rounded)}
    first: Floats = rounded[list(places.values())]
    return first


def _alone(basis: Floats) -> Bools:
    """The facts that can be computed one by one."""
    found: Bools = np.einsum("ij,ij->j", basis, basis) > 1 - EPSILON
    return found


def _row_space(rows: Floats) -> Floats:
    """An orthonormal basis of everything that adding and subtracting these figures gives."""
    _, sizes, directions = np.linalg.svd(rows, full_matrices=False)
    basis: Floats = directions[sizes > EPSILON * max(1.0, float(sizes.max(initial=0.0)))]
    return basis


def _extended(basis: Floats, row: Floats) -> Floats:
    """An orthonormal basis with what a further row adds to it."""
    rest = row
    for _ in range(2):  # the second time takes away what rounding left
        rest = rest - (rest @ basis.T) @ basis
    size = float(np.linalg.norm(rest))
    if size <= EPSILON * max(1.0, float(np.linalg.norm(row))):
        return basis
    return np.vstack([basis, rest / size])


def _places(row: Floats) -> tuple[int, ...]:
    return tuple(int(place) for place in np.flatnonzero(row))
