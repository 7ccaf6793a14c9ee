"""
What must be blank before figures leave: no group of people under the minimum, by no way.

Every rule of disclosure belongs into `withhold`: too few people, then either what a release holds
back over all tables at once (`stats.release`), or, for a table made of others, what its own total
would give away.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stats.guard import Bools, Ints, hide, sums_of
from stats.intervals import Floats, numbers, percentages, wilson_limits
from stats.rates_guard import FEW, SMALL

Statuses = NDArray[np.object_]  # the status of each row, as it is written in the table
Figures = dict[str, Floats]


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
    "figure",  # which of several rates of the same people a row is of (stats/checked.py)
    "estimated",  # whether a boundary view apportions a commune (stats/boundaries.py)
)  # fmt: skip
COUNTS = ("n", "people", "undetermined")
BOARD_MEASURES = (  # of rankings; shown only where the unit's own rate is (stats/boards.py)
    "standardised", "standardised_low", "standardised_high", "before_percent",
    "before_standardised", "change", "change_low", "change_high", "hard_percent", "hard_low",
    "hard_high",
)  # fmt: skip
CHECK_MEASURES = ("gap", "gap_low", "gap_high")  # of checks, between two rates (stats/checked.py)
MEASURES = (
    *COUNTS, "percent", "firm_percent", "low", "high", "coverage", *BOARD_MEASURES, *CHECK_MEASURES,
)  # fmt: skip
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
    status = _primary(table, minimum)
    if held is None:
        status = _complementary(table, status, minimum, total_code)
    else:
        status = _as_held(table, status, held)
    return _blank(table, status, minimum)


def _refuse_unknown(table: pd.DataFrame) -> None:
    ruled = {*KEYS, *PUBLIC_FACTS, *MEASURES}
    unknown = [column for column in table.columns if column not in ruled]
    if unknown:
        raise ValueError(f"columns without a disclosure rule: {unknown}")


def _primary(rows: pd.DataFrame, minimum: int) -> Statuses:
    """Rows whose denominator is under the minimum."""
    status = np.where(rows["n"] < minimum, Status.WITHHELD.value, Status.SHOWN.value)
    return np.where(rows["people"] == 0, Status.NO_DATA.value, status).astype(object)


def _complementary(
    rows: pd.DataFrame, status: Statuses, minimum: int, total_code: str | None
) -> Statuses:
    """The smallest rows too, until the withheld ones cannot be had from the public total."""
    status = status.copy()
    people = rows["n"].round().to_numpy(dtype=np.int64)
    for part in _parts(rows, total_code):
        n = people[part]
        total = len(n)  # a cell behind the last row
        sums = sums_of([(total, range(total))])
        also = np.append(status[part] == Status.WITHHELD.value, False)
        hidden = hide(np.append(n, n.sum()), sums, minimum, also=also)
        status[part[hidden[:total]]] = Status.WITHHELD.value
    return status


def _as_held(rows: pd.DataFrame, status: Statuses, held: pd.DataFrame) -> Statuses:
    """
    What the release decided; too few people stay withheld whatever it says.

    Raises:
        ValueError: it says two things of one row.
    """
    names = [name for name in ("unit_code", "mode", "group", "figure") if name in rows.columns]
    marked = held[list(HELD)].to_numpy(dtype=bool)
    states = np.select(list(marked.T), list(HELD.values()), default=Status.SHOWN.value)
    decided = dict(zip(_keys(held, names), states.tolist(), strict=True))
    if len(decided) < len(held):
        raise ValueError("a release says two things of one figure")
    shown = Status.SHOWN.value
    said = [decided.get(key, shown) for key in _keys(rows, names)]
    return np.where(status == shown, np.array(said, dtype=object), status)


def _keys(rows: pd.DataFrame, names: Sequence[str]) -> Iterable[tuple[str, ...]]:
    return zip(*(rows[name].tolist() for name in names), strict=True)


def _parts(rows: pd.DataFrame, total_code: str | None) -> list[Ints]:
    """Where the rows stand that add up to one total: one mode, one group, without the total."""
    by = [column for column in ("mode", "group") if column in rows.columns]
    is_part = (rows["unit_code"] != total_code).to_numpy()
    places: dict[tuple[str, ...], list[int]] = {}
    for place, key in enumerate(_keys(rows, by)):
        if is_part[place]:
            places.setdefault(key, []).append(place)
    return [np.array(found) for found in places.values()]


def can_be_computed(part: pd.DataFrame, status: pd.Series, minimum: int) -> bool:
    """Whether the total of these rows would give away a withheld group under the minimum."""
    withheld = part.loc[status[part.index] == Status.WITHHELD, "n"]
    return len(withheld) == 1 or (len(withheld) > 1 and bool(withheld.sum() < minimum))


def _blank(rows: pd.DataFrame, status: Statuses, minimum: int) -> pd.DataFrame:
    shown = status == Status.SHOWN.value
    counted = (status != Status.WITHHELD.value) & (status != Status.NO_DATA.value)
    n = numbers(rows["n"])
    rest = numbers(rows["people"]) - n
    tells = (rest > 0) & (rest < minimum)
    figures = {name: numbers(rows[name]) for name in MEASURES if name in rows.columns}
    result = {str(name): rows[name].array for name in rows.columns}
    for name, values in (figures | _in_steps(figures, rows, minimum)).items():
        keep = counted if name in COUNTS else shown
        if name in _TELL_THE_REST:
            keep = counted & ~tells
        result[name] = _whole(values, keep) if name in COUNTS else np.where(keep, values, np.nan)
    for name, (here, bound) in _bounds(n, status).items():
        if name in result:
            result[name] = np.where(here, bound, result[name])
    if "group" in result:  # people beside the n of another group tell its rest
        del result["people"]
    return pd.DataFrame({**result, "status": status.astype(str)})


def _whole(values: Floats, keep: Bools) -> pd.arrays.IntegerArray:
    """Whole numbers, nothing of those that are not kept."""
    known = keep & ~np.isnan(values)
    return pd.arrays.IntegerArray(np.where(known, values.round(), 0).astype(np.int64), ~known)


def _in_steps(figures: Figures, rows: pd.DataFrame, minimum: int) -> Figures:
    """People outside the rate move in steps of the minimum, and with them all that counts them."""
    n = figures["n"]
    rest = ((figures["people"] - n) / minimum).round() * minimum
    result = {"people": n + rest}
    if "undetermined" in figures:
        result["undetermined"] = rest
    if "coverage" in figures:
        population = numbers(rows["population"])
        step = 100 * minimum / np.where(population > 0, population, np.nan)
        result["coverage"] = (figures["coverage"] / step).round() * step
    if "firm_percent" in figures:  # of few people it is nearly always nearly none
        result["firm_percent"] = np.where(n >= SMALL, figures["firm_percent"], np.nan)
    return result


def _bounds(n: Floats, status: Statuses) -> dict[str, tuple[Bools, Floats]]:
    """Where rates are coded, and the bounds there: the rate's and of everything it may be."""
    least, most = status == Status.AT_LEAST.value, status == Status.AT_MOST.value
    few = np.minimum(n, FEW)
    lowest, (_, up_to_few) = wilson_limits(0 * n, n)[0], wilson_limits(few, n)
    bound = percentages(np.full(len(n), float(FEW)), n)
    return {
        "percent": (most | least, np.where(most, bound, 100 - bound)),
        "low": (most | least, np.where(most, lowest, 100 - up_to_few)),
        "high": (most | least, np.where(most, up_to_few, 100 - lowest)),
    }
