"""
What changed between two tables that may be seen, and what may be said of a change.

One rule for map, overview, boards, slides and flags: `verdicts` of the interval of a difference.
"""

from enum import StrEnum

import numpy as np
import pandas as pd

from stats.disclosure import Status
from stats.intervals import Estimate, Floats, difference
from stats.published import Published

_FIGURES = ["percent", "low", "high", "n"]
_COLUMNS = {
    "before": ["before", "before_low", "before_high", "before_n"],
    "now": ["now", "now_low", "now_high", "now_n"],
}


class Verdict(StrEnum):
    """What may be said of a change."""

    RISEN = "risen"
    FALLEN = "fallen"
    UNCLEAR = "unclear"  # it may be chance: the interval of the change holds zero
    UNKNOWN = "unknown"  # one of the two rates is not shown, or only as a bound


CLEAR = frozenset({Verdict.RISEN, Verdict.FALLEN})


def verdicts(low: pd.Series, high: pd.Series) -> pd.Series:
    """What may be said of differences with these 95 % intervals; one that touches zero holds it."""
    found = np.select(
        [low.isna() | high.isna(), low > 0, high < 0],
        [Verdict.UNKNOWN.value, Verdict.RISEN.value, Verdict.FALLEN.value],
        default=Verdict.UNCLEAR.value,
    )
    return pd.Series(found, index=low.index, dtype=object)


def verdict_between(before: pd.Series, now: pd.Series) -> Verdict:
    """
    The same of two rows of published tables: percent, low, high and status.

    Rates of the same people counted twice (two months of one round) are taken as independent: the
    interval is then wider than it need be, and never says too much.
    """
    if not all(row["status"] == Status.SHOWN.value for row in (before, now)):
        return Verdict.UNKNOWN
    low, high = difference(_estimate(before), _estimate(now))
    return Verdict(verdicts(low, high).iloc[0])


def changes(before: Published, now: Published) -> pd.DataFrame:
    """
    The rate of each unit in two rounds, the largest rise first and the unknown last.

    Made of figures that are shown themselves, so that it tells nothing new.

    Args:
        before, now: one row per unit and mode; of the main mode of `now` both are read.

    Columns: unit_code, unit_name, before, now (percent 0-100) with _low, _high and _n each, change
    (points) with its 95 % interval (_low, _high), and verdict. Figures are missing unless both
    rounds show the rate itself.
    """
    mode = now.notes.modes[0].value
    units, later = _shown(now, mode)
    earlier = _of(units["unit_code"], *_shown(before, mode))
    unknown = np.isnan(earlier[:, 0]) | np.isnan(later[:, 0])
    earlier[unknown], later[unknown] = np.nan, np.nan
    figures = zip([*_COLUMNS["now"], *_COLUMNS["before"]], [*later.T, *earlier.T], strict=True)
    rows = units.assign(**dict(figures))
    start, end = (tuple(rows[name] for name in names[:3]) for names in _COLUMNS.values())
    low, high = difference(start, end)  # type: ignore[arg-type]
    rows = rows.assign(change=rows["now"] - rows["before"], change_low=low, change_high=high)
    rows["verdict"] = verdicts(low, high)
    return rows.sort_values(
        "change", ascending=False, na_position="last", kind="stable", ignore_index=True
    )


def _shown(published: Published, mode: str) -> tuple[pd.DataFrame, Floats]:
    """The units of one mode and their _FIGURES where these are shown as they are; a bound is none.

    Raises:
        ValueError: a unit has two rows of one mode.
    """
    table = published.table[published.table["mode"] == mode]
    if table["unit_code"].duplicated().any():
        raise ValueError("a unit has two rows of one mode")
    figures = table[_FIGURES].to_numpy(dtype=np.float64, na_value=np.nan, copy=True)
    figures[(table["status"] != Status.SHOWN.value).to_numpy(dtype=bool)] = np.nan
    marks = [name for name in ("estimated",) if name in table]
    return table[["unit_code", "unit_name", *marks]], figures


def _of(codes: pd.Series, units: pd.DataFrame, figures: Floats) -> Floats:
    """The figures of each of these units; of those that are not there, none."""
    place = {code: row for row, code in enumerate(units["unit_code"].tolist())}
    nothing = np.full((1, len(_FIGURES)), np.nan)
    return np.vstack([figures, nothing])[[place.get(code, -1) for code in codes.tolist()]]


def _estimate(row: pd.Series) -> Estimate:
    value, low, high = (pd.Series([float(row[name])]) for name in _FIGURES[:3])
    return value, low, high
