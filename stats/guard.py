"""
Which cells of a table stay hidden, so that none of them can be computed from the others.

A cell is a number of people; a sum says which cells add up to which. The rules are of sums, so that
they hold for rows, columns, parents and every table that is drawn from the same cells.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Sums:
    """Sum number i: the cell `total[i]` is the sum of the cells `part[of == i]`; `of` ascends."""

    total: Ints
    part: Ints
    of: Ints

    @cached_property
    def starts(self) -> Ints:
        return np.searchsorted(self.of, np.arange(len(self.total)))

    def added(self, values: NDArray[np.generic]) -> Ints:
        """What the parts of each sum make, for a value per cell."""
        weights = values[self.part].astype(float)
        return np.bincount(self.of, weights, minlength=len(self.total)).astype(np.int64)


def sums_of(groups: Sequence[tuple[int, Sequence[int]]]) -> Sums:
    """Sums from (total, parts) pairs; a sum without parts is left out."""
    kept = [(total, parts) for total, parts in groups if len(parts)]
    return Sums(
        total=np.array([total for total, _ in kept], dtype=np.int64),
        part=np.array([cell for _, parts in kept for cell in parts], dtype=np.int64),
        of=np.repeat(np.arange(len(kept)), [len(parts) for _, parts in kept]),
    )


def hide(
    values: Ints,
    sums: Sums,
    minimum: int,
    *,
    hidden_before: Bools | None = None,
    also: Bools | None = None,
    never: Bools | None = None,
) -> Bools:
    """
    The cells to hide: those of 1 to `minimum` - 1 people, and whatever would give them away.

    What is hidden inside one sum must be at least two cells and `minimum` people, since anybody can
    subtract the shown parts from the shown total. An empty cell hides nothing and stays.

    Args:
        values: people per cell, not negative.
        hidden_before: cells that no reader has ever seen; they are hidden rather than others,
            because a cell seen once is still known.
        also: cells to hide in any case, even empty ones: that somebody is there may be seen.
        never: cells that would be hidden in vain, because they are remembered and not drawn again.
    """
    hidden = (values > 0) & (values < minimum)
    if also is not None:
        hidden |= also
    may_hide = (values > 0) if never is None else (values > 0) & ~never
    never_seen = np.zeros(len(values), bool) if hidden_before is None else hidden_before
    choice = Choice(sums, np.lexsort((sums.part, values[sums.part], ~never_seen[sums.part])))
    while len(open_ := _open_sums(values, sums, minimum, hidden)):
        chosen = choice.first(open_, may_hide & ~hidden)
        before = hidden.sum()
        hidden[chosen[chosen >= 0]] = True
        hidden[sums.total[open_[chosen < 0]]] = True  # no part is left to hide: the total goes
        if hidden.sum() == before:
            break  # what is left is the sum of remembered parts: nobody learns from it
    return hidden


def _open_sums(values: Ints, sums: Sums, minimum: int, hidden: Bools) -> Ints:
    """The sums that give something away."""
    number = sums.added(hidden)
    people = sums.added(np.where(hidden, values, 0))
    total_hidden = hidden[sums.total]
    of_parts = ~total_hidden & ((number == 1) | ((number > 1) & (people < minimum)))
    of_total = total_hidden & (number == 0) & (sums.added(values) > 0)
    return np.flatnonzero(of_parts | of_total)


class Choice:
    """The part of a sum to hide next: the smallest, in an order settled once."""

    def __init__(self, sums: Sums, order: Ints) -> None:
        by_sum = np.argsort(sums.of[order], kind="stable")
        self._cells = sums.part[order][by_sum]
        self._starts = sums.starts

    def first(self, of_sums: Ints, allowed: Bools) -> Ints:
        """For each of these sums the first allowed cell, or -1."""
        nowhere = len(self._cells)
        places = np.where(allowed[self._cells], np.arange(nowhere), nowhere)
        found = np.minimum.reduceat(places, self._starts)[of_sums]
        return np.where(found < nowhere, self._cells[np.minimum(found, nowhere - 1)], -1)
