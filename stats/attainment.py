"""
How many people reach the basic level: over all six groups, and in each group.

Input frames hold counts: one row per unit and mode with the columns of the rollup (`people`,
`reached`, `firm`, `undetermined`, `g0_none` … `ai_firm`). Modes are kept apart, never added up.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from domain.people import Mode
from stats.intervals import wilson

GROUPS = ("0", "1", "2", "3", "4", "5", "ai")  # AI (miền 6) is reported apart from the six
_UNIT = ["unit_code", "unit_name"]
_LEVELS = ("none", "help", "basic", "firm")


def attainment(counts: pd.DataFrame, *, mode: Mode = Mode.SELF) -> pd.DataFrame:
    """
    The share of people who reach the basic level, one row per unit, in the order of the input.

    Columns: unit_code, unit_name, mode, people, undetermined, n (people whose outcome is
    determined), percent and firm_percent of n (0-100, unrounded, missing when n = 0), low and
    high (95 % interval of percent). A unit nobody answered in stays, with people = 0.
    """
    rows = _every_unit(counts, [mode])
    n = rows["people"] - rows["undetermined"]
    low, high = wilson(rows["reached"], n)
    return rows[[*_UNIT, "mode", "people", "undetermined"]].assign(
        n=n,
        percent=_percent(rows["reached"], n),
        firm_percent=_percent(rows["firm"], n),
        low=low,
        high=high,
    )


def profile(
    counts: pd.DataFrame, *, modes: Sequence[Mode] = (Mode.SELF, Mode.ASSISTED)
) -> pd.DataFrame:
    """
    The share of people at least basic in each group, one row per unit, mode and group.

    Columns: unit_code, unit_name, mode, people, group ("0"-"5", "ai"), n (people whose level in
    this group is determined), percent, low, high.
    """
    rows = _every_unit(counts, modes)
    blocks = [_group_rows(rows, group) for group in GROUPS]
    order = ["_position", "_group"]
    return pd.concat(blocks).sort_values(order, ignore_index=True).drop(columns=order)


def combined(counts: pd.DataFrame, *, code: str, name: str) -> pd.DataFrame:
    """The counts of all units together as those of one unit, one row per mode."""
    summed = counts.drop(columns=_UNIT).groupby("mode", sort=False, as_index=False).sum()
    return summed.assign(unit_code=code, unit_name=name)


def _group_rows(rows: pd.DataFrame, group: str) -> pd.DataFrame:
    prefix = "ai" if group == "ai" else f"g{group}"
    levels = rows[[f"{prefix}_{level}" for level in _LEVELS]]
    able = rows[f"{prefix}_basic"] + rows[f"{prefix}_firm"]
    n = levels.sum(axis=1)
    low, high = wilson(able, n)
    return rows[[*_UNIT, "mode", "people"]].assign(
        group=group,
        n=n,
        percent=_percent(able, n),
        low=low,
        high=high,
        _position=np.arange(len(rows)),
        _group=GROUPS.index(group),
    )


def _every_unit(counts: pd.DataFrame, modes: Sequence[Mode]) -> pd.DataFrame:
    """One row per unit and mode, zero where nobody answered that way: absence stays visible."""
    units = counts[_UNIT].drop_duplicates("unit_code")
    wanted = units.merge(pd.DataFrame({"mode": [mode.value for mode in modes]}), how="cross")
    known = counts.drop(columns="unit_name")
    rows = wanted.merge(known, on=["unit_code", "mode"], how="left", validate="one_to_one")
    numbers = rows.columns.difference([*_UNIT, "mode"])
    filled = rows[numbers].fillna(0)
    # Shares of communes, under older boundaries, stay the fractions they are.
    whole = bool((filled % 1 == 0).all(axis=None))
    rows[numbers] = filled.astype("int64") if whole else filled
    return rows


def _percent(part: pd.Series, n: pd.Series) -> pd.Series:
    return 100 * part.astype(float) / n.where(n > 0, np.nan)
