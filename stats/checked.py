"""
What people say of themselves beside what they show, in those who took the small check.

Counts are of provinces: people checked in a group and, of them, who claims it (at least basic) and
who showed it. Who does both is never published, so nobody can take one of the two from the other.
"""

from enum import StrEnum

import numpy as np
import pandas as pd

from domain.people import Mode
from stats.guard import Ints
from stats.intervals import difference, percentages, wilson_limits
from stats.rates_guard import FEW

GROUPS = ("0", "1", "2", "3", "4", "5")
_UNIT = ["unit_code", "unit_name", "mode"]
_COLUMNS = ["unit_code", "unit_name", "mode", "group", "figure"]


class Measure(StrEnum):
    """What is told of the people checked."""

    CLAIMED = "says"  # they can, by their answers
    SHOWN = "does"
    OVERCLAIMED = "overclaims"  # they say they can use what does not exist


def released(before: Ints, now: Ints, everybody: Ints, minimum: int) -> Ints:
    """
    The counts to read from now on: those of before, or those of now where they may move.

    A figure moves only when at least `minimum` people more, or fewer, were checked, so that no
    two days give a smaller group away; and only to where at least as many people stand beside it
    who were counted and not checked: whoever subtracts the two tables would know of these. Where
    it falls under `minimum` it is taken back (zeros). What was read once stays otherwise: to hide
    what is remembered would be in vain.

    Args:
        before, now: (…, counts) of one figure, the people checked first.
        everybody: people counted in the same figure, as readers know them.
    """
    checked = now[..., 0]
    far = np.abs(checked - before[..., 0]) >= minimum
    gone = checked < minimum
    moves = far & (gone | (everybody - checked >= minimum))
    return np.where(moves[..., None], np.where(gone[..., None], 0, now), before)


def claimed_and_shown(
    counts: pd.DataFrame, *, minimum: int, whole: tuple[str, str] | None = None
) -> pd.DataFrame:
    """
    Rates of the people checked; what leaves goes through `for_publishing` and `bounds`.

    Columns: unit_code, unit_name, mode, group, figure (a Measure), people, n, able (of n), exact
    (whether every rate of this row's people is shown as it is), percent, low, high, and gap (shown
    minus claimed, points), gap_low and gap_high. CLAIMED and SHOWN have a row for each unit, mode
    and group ("0"-"5"); the gap stands in those of SHOWN, missing where one of the two rates is a
    bound. OVERCLAIMED has a row for each unit, without a group: it is asked of who answers alone.

    Args:
        counts: unit_code, unit_name, mode, then the counts of `db.models.ReleasedCheck`.
        minimum: the least number of people whose figures are shown.
        whole: code and name of all units together. Its figures are sums of rates that are shown
            for the units themselves, so that it tells nothing that they do not.
    """
    claimed, shown = _by_group(counts, "claimed"), _by_group(counts, "shown")
    exact = _exact(claimed) & _exact(shown)
    over = _part(counts[counts["mode"] == Mode.SELF.value], "", "overclaim_asked", "overclaimed")
    tables = {
        Measure.CLAIMED: claimed.assign(exact=exact),
        Measure.SHOWN: shown.assign(exact=exact),
        Measure.OVERCLAIMED: over.assign(exact=_exact(over)),
    }
    for table in tables.values():
        table["exact"] &= table["n"] >= minimum
    if whole is not None:
        tables = {measure: _with_whole(table, whole) for measure, table in tables.items()}
    rates = {measure: _rates(table, measure) for measure, table in tables.items()}
    rates[Measure.SHOWN] = _with_gap(rates[Measure.CLAIMED], rates[Measure.SHOWN])
    return pd.concat(rates.values(), ignore_index=True)


def for_publishing(table: pd.DataFrame) -> pd.DataFrame:
    """The columns that may leave: without the numerators."""
    return table.drop(columns=["able", "exact"])


def bounds(table: pd.DataFrame) -> pd.DataFrame:
    """Which rates of such a table are shown as bounds, as `publish` takes it."""
    low, high = _few(table)
    return table[_COLUMNS].assign(hidden=False, low=low, high=high, shielded=False)


def _by_group(counts: pd.DataFrame, count: str) -> pd.DataFrame:
    """One row for each group and unit; plain arrays, because each step of a frame costs."""
    units = {name: np.tile(counts[name], len(GROUPS)) for name in _UNIT}
    n, able = (
        counts[[f"g{group}_{name}" for group in GROUPS]].to_numpy().T.ravel()
        for name in ("checked", count)
    )
    group = np.repeat(np.array(GROUPS, dtype=object), len(counts))
    return pd.DataFrame({**units, "group": group, "n": n, "able": able})


def _part(counts: pd.DataFrame, group: str, n: str, able: str) -> pd.DataFrame:
    return counts[_UNIT].assign(group=group, n=counts[n], able=counts[able])


def _few(table: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """
    Where hardly anybody stands on the one side of the rate, and on the other.

    However many were checked: with nobody on one side, the other rate would tell who does both.
    """
    low = table["able"] <= FEW
    return low, ~low & (table["n"] - table["able"] <= FEW)


def _exact(table: pd.DataFrame) -> pd.Series:
    low, high = _few(table)
    return ~low & ~high


def _with_whole(table: pd.DataFrame, whole: tuple[str, str]) -> pd.DataFrame:
    """The units and, last, the sum of those whose rates are shown as they are."""
    code, name = whole
    told = table[["n", "able"]].where(table["exact"], 0).assign(**table[["mode", "group"]])
    summed = told.groupby(["mode", "group"], sort=False).sum().reset_index()
    summed = summed.assign(unit_code=code, unit_name=name, exact=summed["n"] > 0)
    return pd.concat([table, summed[table.columns]], ignore_index=True)


def _rates(table: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    n, able = (table[name].to_numpy(dtype=np.float64) for name in ("n", "able"))
    low, high = wilson_limits(able, n)
    return table.assign(
        figure=measure.value,
        people=table["n"],
        percent=percentages(able, n),
        low=low,
        high=high,
    )


def _with_gap(claimed: pd.DataFrame, shown: pd.DataFrame) -> pd.DataFrame:
    """
    Shown minus claimed.

    Newcombe's interval for two independent rates: the same people are behind both, and who claims
    a skill shows it more often, so it is wider than it need be. The exact one would say who does
    both.
    """
    before, now = (
        tuple(table[name] for name in ("percent", "low", "high")) for table in (claimed, shown)
    )
    low, high = difference(before, now)  # type: ignore[arg-type]
    gap = {"gap": shown["percent"] - claimed["percent"], "gap_low": low, "gap_high": high}
    return shown.assign(**{name: values.where(shown["exact"]) for name, values in gap.items()})
