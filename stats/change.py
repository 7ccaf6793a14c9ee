"""
What changed between two tables that may be seen, and what may be said of a change.

One rule for map, overview, boards, slides and flags: `verdicts` of the interval of a difference.
"""

from enum import StrEnum

import numpy as np
import pandas as pd

from stats.disclosure import Status
from stats.intervals import Estimate, difference
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
    later = _shown(now, mode, _COLUMNS["now"])
    earlier = _shown(before, mode, _COLUMNS["before"])[["unit_code", *_COLUMNS["before"]]]
    rows = later.merge(earlier, on="unit_code", how="left", validate="one_to_one")
    figures = [name for names in _COLUMNS.values() for name in names]
    known = rows[["before", "now"]].notna().all(axis=1)
    rows[figures] = rows[figures].where(known, np.nan)
    rows["change"] = rows["now"] - rows["before"]
    start, end = (tuple(rows[name] for name in names[:3]) for names in _COLUMNS.values())
    rows["change_low"], rows["change_high"] = difference(start, end)  # type: ignore[arg-type]
    rows["verdict"] = verdicts(rows["change_low"], rows["change_high"])
    ordered = rows.sort_values("change", ascending=False, na_position="last", kind="stable")
    return ordered.reset_index(drop=True)


def _shown(published: Published, mode: str, names: list[str]) -> pd.DataFrame:
    """The rates of one mode that are shown as they are; a bound is none."""
    table = published.table[published.table["mode"] == mode]
    exact = table["status"] == Status.SHOWN.value
    figures = table[_FIGURES].astype(float).where(exact, np.nan).set_axis(names, axis=1)
    marks = [name for name in ("estimated",) if name in table]
    return pd.concat([table[["unit_code", "unit_name", *marks]], figures], axis=1)


def _estimate(row: pd.Series) -> Estimate:
    value, low, high = (pd.Series([float(row[name])]) for name in _FIGURES[:3])
    return value, low, high
