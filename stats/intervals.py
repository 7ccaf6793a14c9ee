"""How far a share of people may lie from the truth by chance alone."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_Z_95 = 1.959963984540054  # the 97.5 % point of the standard normal distribution


def wilson(successes: pd.Series, n: pd.Series) -> tuple[pd.Series, pd.Series]:
    """The limits of `wilson_limits` beside the rows they are of."""
    low, high = wilson_limits(numbers(successes), numbers(n))
    return pd.Series(low, index=n.index), pd.Series(high, index=n.index)


def wilson_limits(successes: Floats, n: Floats) -> tuple[Floats, Floats]:
    """
    The 95 % Wilson interval of successes/n, as percentages 0-100, unrounded.

    Wilson, E. B. (1927), JASA 22: 209-212. Missing where n is 0.
    """
    trials = np.where(n > 0, n, np.nan)
    share = successes / trials
    shrink = 1 + _Z_95**2 / trials
    centre = (share + _Z_95**2 / (2 * trials)) / shrink
    half = _Z_95 / shrink * np.sqrt(share * (1 - share) / trials + (_Z_95 / (2 * trials)) ** 2)
    return 100 * np.maximum(centre - half, 0), 100 * np.minimum(centre + half, 1)


def percentages(part: Floats, n: Floats) -> Floats:
    """Part of n, 0-100, unrounded; missing where n is 0."""
    return 100 * part / np.where(n > 0, n, np.nan)


def numbers(column: pd.Series) -> Floats:
    """A column as plain numbers; what is missing is not a number."""
    return column.to_numpy(dtype=np.float64, na_value=np.nan)


Estimate = tuple[pd.Series, pd.Series, pd.Series]  # value, low, high


def difference(before: Estimate, now: Estimate) -> tuple[pd.Series, pd.Series]:
    """
    The 95 % interval of now minus before, for two independent rates with their own intervals.

    Newcombe, R. G. (1998), Statistics in Medicine 17: 873-890, method 10: with Wilson intervals of
    the two rates the distances to their limits are squared and added. Points of a percentage.
    """
    (old, old_low, old_high), (new, new_low, new_high) = before, now
    change = new - old
    down = ((new - new_low) ** 2 + (old_high - old) ** 2) ** 0.5
    up = ((new_high - new) ** 2 + (old - old_low) ** 2) ** 0.5
    return change - down, change + up
