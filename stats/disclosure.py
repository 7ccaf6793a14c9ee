"""
What must be blank before figures leave: no group of people under the minimum, by no way.

Every rule of disclosure belongs into `withhold`: too few people, then either what a release holds
back over all tables at once (`stats.release`), or, for a table made of others, what its own total
would give away.
"""

from enum import StrEnum

import numpy as np
import pandas as pd

from stats.guard import hide, sums_of
from stats.intervals import wilson
from stats.rates_guard import FEW, SMALL


class Status(StrEnum):
    """Why a row has figures, or none, or only some."""

    SHOWN = "shown"
    AT_MOST = "at_most"  # the rate is a bound: nearly nobody of a small group
    AT_LEAST = "at_least"  # the rate is a bound: nearly everybody of a small group
    SHIELDED = "shielded"  # no rate, it would give a bound beside it away
    WITHHELD = "withheld"  # people answered, too few to publish
    NO_DATA = "no_data"  # nobody answered


HELD = {  # flag of a release → the status it means; the first that is set decides
    "hidden": Status.WITHHELD.value,
    "low": Status.AT_MOST.value,
    "high": Status.AT_LEAST.value,
    "shielded": Status.SHIELDED.value,
}

KEYS = ("unit_code", "unit_name", "mode", "group")
PUBLIC_FACTS = (
    "population", "population_year", "population_basis", "population_source",
    "estimated",  # whether a boundary view apportions a commune (stats/boundaries.py)
)  # fmt: skip
COUNTS = ("n", "people", "undetermined")
BOARD_MEASURES = (  # of rankings; shown only where the unit's own rate is (stats/boards.py)
    "standardised", "standardised_low", "standardised_high", "before_percent",
    "before_standardised", "change", "change_low", "change_high", "hard_percent", "hard_low",
    "hard_high",
)  # fmt: skip
MEASURES = (*COUNTS, "percent", "firm_percent", "low", "high", "coverage", *BOARD_MEASURES)
# With n shown, each of these gives away the people outside the rate: people minus n.
_TELL_THE_REST = ("people", "undetermined", "coverage")


def withhold(
    table: pd.DataFrame,
    minimum: int,
    total_code: str | None = None,
    *,
    held: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """
    The table with everything blank that must not be seen, and a `status` column.

    Args:
        table: KEYS, `people`, `n` and any of MEASURES and PUBLIC_FACTS.
        minimum: the least number of people whose figures are shown.
        total_code: the unit that is the sum of the others, if the table has one.
        held: what the release holds back: unit_code, mode, (group) and the flags of HELD; a row
            that is missing is held back in nothing. Without it the table guards its own total.

    Raises:
        ValueError: a column has no disclosure rule.
    """
    _refuse_unknown(table)
    rows = table.reset_index(drop=True)
    status = _primary(rows, minimum)
    if held is None:
        status = _complementary(rows, status, minimum, total_code)
    else:
        status = _as_held(rows, status, held)
    return _blank(rows, status, minimum)


def _refuse_unknown(table: pd.DataFrame) -> None:
    ruled = {*KEYS, *PUBLIC_FACTS, *MEASURES}
    unknown = [column for column in table.columns if column not in ruled]
    if unknown:
        raise ValueError(f"columns without a disclosure rule: {unknown}")


def _primary(rows: pd.DataFrame, minimum: int) -> pd.Series:
    """Rows whose denominator is under the minimum."""
    status = np.select(
        [rows["people"] == 0, rows["n"] < minimum],
        [Status.NO_DATA.value, Status.WITHHELD.value],
        default=Status.SHOWN.value,
    )
    return pd.Series(status, index=rows.index, dtype=object)


def _complementary(
    rows: pd.DataFrame, status: pd.Series, minimum: int, total_code: str | None
) -> pd.Series:
    """The smallest rows too, until the withheld ones cannot be had from the public total."""
    status = status.copy()
    for part in _parts(rows, total_code):
        n = part["n"].round().to_numpy(dtype=np.int64)
        total = len(n)  # a cell behind the last row
        sums = sums_of([(total, range(total))])
        too_few = (status[part.index] == Status.WITHHELD).to_numpy()
        hidden = hide(np.append(n, n.sum()), sums, minimum, also=np.append(too_few, False))
        status[part.index[hidden[:total]]] = Status.WITHHELD.value
    return status


def _as_held(rows: pd.DataFrame, status: pd.Series, held: pd.DataFrame) -> pd.Series:
    """What the release decided; too few people stay withheld whatever it says."""
    keys = [name for name in ("unit_code", "mode", "group") if name in rows.columns]
    flags = rows[keys].merge(held, on=keys, how="left", validate="many_to_one")
    marked = flags[list(HELD)].eq(True).to_numpy()
    shown = (status == Status.SHOWN).to_numpy()
    decided = np.select(list(marked.T), list(HELD.values()), default=Status.SHOWN.value)
    return status.mask(shown, pd.Series(decided, index=rows.index))


def _parts(rows: pd.DataFrame, total_code: str | None) -> list[pd.DataFrame]:
    """The rows that add up to one total: one mode, one group, without the total itself."""
    by = [column for column in ("mode", "group") if column in rows.columns]
    without_total = rows[rows["unit_code"] != total_code]
    return [part for _, part in without_total.groupby(by, sort=False)]


def can_be_computed(part: pd.DataFrame, status: pd.Series, minimum: int) -> bool:
    """Whether the total of these rows would give away a withheld group under the minimum."""
    withheld = part.loc[status[part.index] == Status.WITHHELD, "n"]
    return len(withheld) == 1 or (len(withheld) > 1 and bool(withheld.sum() < minimum))


def _blank(rows: pd.DataFrame, status: pd.Series, minimum: int) -> pd.DataFrame:
    counted = ~status.isin((Status.WITHHELD.value, Status.NO_DATA.value))
    rest = rows["people"] - rows["n"]
    tells = (rest > 0) & (rest < minimum)
    result = _in_steps(rows, rest, minimum)
    for column in (column for column in MEASURES if column in rows.columns):
        keep = counted if column in COUNTS else status == Status.SHOWN
        if column in _TELL_THE_REST:
            keep = counted & ~tells
        values = result[column]
        whole = values.round().astype("Int64") if column in COUNTS else values.astype("float64")
        result[column] = whole.where(keep)
    result = _bounded(result, rows, status)
    if "group" in result.columns:  # people beside the n of another group tell its rest
        result = result.drop(columns="people")
    return result.assign(status=status.astype(str))


def _in_steps(rows: pd.DataFrame, rest: pd.Series, minimum: int) -> pd.DataFrame:
    """People outside the rate move in steps of the minimum, and with them all that counts them."""
    result = rows.copy()
    result["people"] = rows["n"] + (rest / minimum).round() * minimum
    if "undetermined" in rows.columns:
        result["undetermined"] = (rest / minimum).round() * minimum
    if "coverage" in rows.columns:
        step = 100 * minimum / rows["population"].astype(float)
        result["coverage"] = (rows["coverage"] / step).round() * step
    if "firm_percent" in rows.columns:  # of few people it is nearly always nearly none
        result["firm_percent"] = rows["firm_percent"].where(rows["n"] >= SMALL)
    return result


def _bounded(result: pd.DataFrame, rows: pd.DataFrame, status: pd.Series) -> pd.DataFrame:
    """The bounds of coded rates, with the interval of everything the rate may be."""
    bound = 100 * FEW / rows["n"].astype(float).where(rows["n"] > 0)
    few = pd.Series(FEW, index=rows.index).clip(upper=rows["n"])
    nobody, up_to_few = (wilson(able, rows["n"]) for able in (few * 0, few))
    for name, low, high, value in (
        (Status.AT_MOST, nobody[0], up_to_few[1], bound),
        (Status.AT_LEAST, 100 - up_to_few[1], 100 - nobody[0], 100 - bound),
    ):
        here = status == name.value
        for column, values in (("percent", value), ("low", low), ("high", high)):
            if column in result.columns:
                result[column] = result[column].mask(here, values)
    return result
