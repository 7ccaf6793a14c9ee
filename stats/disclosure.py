"""
What must be blank before figures leave: no group of people under the minimum, by no way.

Every rule of disclosure belongs into `withhold`: primary, then either complementary (the table
decides what is public) or as elsewhere (a table inside it follows).
"""

from collections.abc import Sequence
from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray


class Status(StrEnum):
    """Why a row has figures, or none."""

    SHOWN = "shown"
    WITHHELD = "withheld"  # people answered, too few to publish
    NO_DATA = "no_data"  # nobody answered


Row = tuple[str, str]  # mode and unit code

KEYS = ("unit_code", "unit_name", "mode", "group")
PUBLIC_FACTS = ("population", "population_year", "population_basis", "population_source")
COUNTS = ("n", "people", "undetermined")
MEASURES = (*COUNTS, "percent", "firm_percent", "low", "high", "coverage")
# With n shown, each of these gives away the people outside the rate: people minus n.
_TELL_THE_REST = ("people", "undetermined", "coverage")


def withhold(
    table: pd.DataFrame,
    minimum: int,
    total_code: str | None = None,
    *,
    margins: Sequence[frozenset[str]] = (),
    elsewhere: frozenset[Row] | None = None,
) -> pd.DataFrame:
    """
    The table with everything blank that must not be seen, and a `status` column.

    Args:
        table: KEYS, `people`, `n` and any of MEASURES and PUBLIC_FACTS.
        minimum: the least number of people whose figures are shown.
        total_code: the unit that is the sum of the others, if the table has one.
        margins: sets of units whose sum somebody may read in another table.
        elsewhere: what another table withholds from its readers, who read this one too. Then these
            stay blank here, and the total goes when it would give them away.

    Raises:
        ValueError: a column has no disclosure rule.
    """
    _refuse_unknown(table)
    rows = table.reset_index(drop=True)
    status = _primary(rows, minimum)
    if elsewhere is None:
        status = _complementary(rows, status, minimum, total_code, margins)
    else:
        status = _as_elsewhere(rows, status, minimum, total_code, elsewhere)
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
    rows: pd.DataFrame,
    status: pd.Series,
    minimum: int,
    total_code: str | None,
    margins: Sequence[frozenset[str]],
) -> pd.Series:
    """
    Withhold the smallest shown rows too, until the withheld ones cannot be had from the total.

    The total is always public, and so are those of the margins. One withheld row alone is the total
    minus the others; several that make fewer than `minimum` people together are still such a group.
    """
    status = status.copy()
    for part in _parts(rows, total_code):
        codes, n = part["unit_code"].to_numpy(dtype=str), part["n"].to_numpy()
        hidden = (status[part.index] == Status.WITHHELD).to_numpy(copy=True)
        shown = (status[part.index] == Status.SHOWN).to_numpy(copy=True)
        smallest_first = np.lexsort((codes, n))
        sums = [np.ones(len(n), bool), *(np.isin(codes, [*margin]) for margin in margins)]
        while any(
            [_hide_one_more(units, n, hidden, shown, smallest_first, minimum) for units in sums]
        ):
            pass  # what is hidden for one sum may stand alone in another
        status[part.index[hidden]] = Status.WITHHELD.value
    return status


def _hide_one_more(
    units: NDArray[np.bool_],
    n: NDArray[np.int64],
    hidden: NDArray[np.bool_],
    shown: NDArray[np.bool_],
    smallest_first: NDArray[np.int64],
    minimum: int,
) -> bool:
    """Withhold the smallest shown unit, if the sum of these would give a withheld one away."""
    if not _gives_away(n[units & hidden], minimum):
        return False
    candidates = smallest_first[(units & shown)[smallest_first]]
    if not len(candidates):
        return False
    hidden[candidates[0]], shown[candidates[0]] = True, False
    return True


def _as_elsewhere(
    rows: pd.DataFrame,
    status: pd.Series,
    minimum: int,
    total_code: str | None,
    elsewhere: frozenset[Row],
) -> pd.Series:
    """Hiding more parts would not help, they are read elsewhere: the total is hidden instead."""
    hidden = [row in elsewhere for row in zip(rows["mode"], rows["unit_code"], strict=True)]
    status = status.mask(pd.Series(hidden, rows.index) & (status == Status.SHOWN), Status.WITHHELD)
    for part in _parts(rows, total_code):
        if can_be_computed(part, status, minimum):
            of_part = (rows["unit_code"] == total_code) & (rows["mode"] == part["mode"].iloc[0])
            status = status.mask(of_part & (status == Status.SHOWN), Status.WITHHELD)
    return status


def _parts(rows: pd.DataFrame, total_code: str | None) -> list[pd.DataFrame]:
    """The rows that add up to one total: one mode, one group, without the total itself."""
    by = [column for column in ("mode", "group") if column in rows.columns]
    without_total = rows[rows["unit_code"] != total_code]
    return [part for _, part in without_total.groupby(by, sort=False)]


def can_be_computed(part: pd.DataFrame, status: pd.Series, minimum: int) -> bool:
    """Whether the total of these rows would give away a withheld group under the minimum."""
    return _gives_away(part.loc[status[part.index] == Status.WITHHELD, "n"].to_numpy(), minimum)


def _gives_away(withheld: NDArray[np.int64], minimum: int) -> bool:
    """One withheld row alone is the total minus the others; a few may still be a small group."""
    return len(withheld) == 1 or (len(withheld) > 1 and bool(withheld.sum() < minimum))


def _blank(rows: pd.DataFrame, status: pd.Series, minimum: int) -> pd.DataFrame:
    shown = status == Status.SHOWN
    rest = rows["people"] - rows["n"]
    tells = (rest > 0) & (rest < minimum)
    result = rows.copy()
    for column in (column for column in MEASURES if column in rows.columns):
        keep = shown & ~tells if column in _TELL_THE_REST else shown
        exact = rows[column].astype("Int64") if column in COUNTS else rows[column].astype("float64")
        result[column] = exact.where(keep)
    if "group" in result.columns:  # people beside the n of another group tell its rest
        result = result.drop(columns="people")
    return result.assign(status=status.astype(str))
