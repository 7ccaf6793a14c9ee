"""
Rates that are nearly none or nearly all of a small group say something of everybody in it.

They are coded: "at most", "at least". A coded rate must not be had by subtraction either, so others
may have to be shielded; the rule is the one of `stats.guard`, asked of rates.
"""

from dataclasses import dataclass

import numpy as np

from stats.guard import Bools, Choice, Ints, Sums

FEW = 2  # people on one side of a rate: nobody may be told to be among them
SMALL = 100  # people; a rate of more is shown as it is


@dataclass(frozen=True, eq=False)
class CodedRates:
    """Per cell: shown as "at most", as "at least", or not at all to protect another."""

    low: Bools
    high: Bools
    shielded: Bools


def coded_rates(
    n: Ints, able: Ints, sums: Sums, hidden: Bools, *, never: Bools | None = None
) -> CodedRates:
    """
    What to code among the cells that are shown.

    Args:
        n: people whose outcome is known, per cell.
        able: those of them who can.
        hidden: cells that show nothing at all; nobody knows their rate either.
        never: cells whose rate is remembered and not drawn again; to shield it would be in vain.
    """
    shown = ~hidden & (n > 0)
    low = shown & (n < SMALL) & (able <= FEW)
    high = shown & (n < SMALL) & ~low & (n - able <= FEW)
    unknown = hidden | low | high
    may_shield = (n > 0) if never is None else (n > 0) & ~never
    choice = Choice(sums, np.lexsort((sums.part, n[sums.part])))
    while len(open_ := _open_sums(n, able, sums, unknown)):
        chosen = choice.first(open_, may_shield & ~unknown)
        before = unknown.sum()
        unknown[chosen[chosen >= 0]] = True
        unknown[sums.total[open_[chosen < 0]]] = True
        if unknown.sum() == before:
            break
    return CodedRates(low, high, unknown & ~hidden & ~low & ~high)


def _open_sums(n: Ints, able: Ints, sums: Sums, unknown: Bools) -> Ints:
    number = sums.added(unknown & (n > 0))
    people = sums.added(np.where(unknown, n, 0))
    can = sums.added(np.where(unknown, able, 0))
    telling = (people < SMALL) & ((can <= FEW) | (people - can <= FEW))
    total_unknown = unknown[sums.total]
    of_parts = ~total_unknown & ((number == 1) | ((number > 1) & telling))
    of_total = total_unknown & (number == 0) & (sums.added(n) > 0)
    return np.flatnonzero(of_parts | of_total)
