"""
How many people reach the basic level: over all six groups, and in each group.

Input frames hold counts: one row per unit and mode with the columns of the rollup (`people`,
`reached`, `firm`, `undetermined`, `g0_none` … `ai_firm`). Modes are kept apart, never added up.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from domain.people import Mode
from stats.intervals import percentages, wilson_limits

GROUPS = ("0", "1", "2", "3", "4", "5", "ai")  # AI (miền 6) is reported apart from the six
_UNIT = ["unit_code", "unit_name"]
_KEYS = [*_UNIT, "mode"]
_LEVELS = ("none", "help", "basic", "firm")
_ABLE = slice(2, 4)  # those of the levels that count as able


def attainment(counts: pd.DataFrame, *, mode: Mode = Mode.SELF) -> pd.DataFrame:
    """
    The share of people who reach the basic level, one row per unit, in the order of the input.

    Columns: unit_code, unit_name, mode, people, undetermined, n (people whose outcome is
    determined), percent and firm_percent of n (0-100, unrounded, missing when n = 0), low and
    high (95 % interval of percent). A unit nobody answered in stays, with people = 0.
    """
    rows = _every_unit(counts, [mode])
    people, undetermined = rows["people"], rows["undetermined"]
    n = people - undetermined
    low, high = wilson_limits(rows["reached"], n)
    return pd.DataFrame(
        {
            **{name: rows[name] for name in _KEYS},
            "people": people,
            "undetermined": undetermined,
            "n": n,
            "percent": percentages(rows["reached"], n),
            "firm_percent": percentages(rows["firm"], n),
            "low": low,
            "high": high,
        }
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
    levels = np.array(  # group × level × row
        [[rows[f"{_prefix(group)}_{level}"] for level in _LEVELS] for group in GROUPS]
    )
    n, able = levels.sum(axis=1).T.ravel(), levels[:, _ABLE].sum(axis=1).T.ravel()
    low, high = wilson_limits(able, n)
    return pd.DataFrame(
        {
            **{name: np.repeat(rows[name], len(GROUPS)) for name in (*_KEYS, "people")},
            "group": np.tile(np.array(GROUPS, dtype=object), len(rows["people"])),
            "n": n,
            "percent": percentages(able, n),
            "low": low,
            "high": high,
        }
    )


def combined(counts: pd.DataFrame, *, code: str, name: str) -> pd.DataFrame:
    """The counts of all units together as those of one unit, one row per mode."""
    summed = counts.drop(columns=_UNIT).groupby("mode", sort=False, as_index=False).sum()
    return summed.assign(unit_code=code, unit_name=name)


def _prefix(group: str) -> str:
    return "ai" if group == "ai" else f"g{group}"


def _every_unit(counts: pd.DataFrame, modes: Sequence[Mode]) -> dict[str, NDArray[Any]]:
    """
    The columns of one row per unit and mode, zero where nobody answered that way: absence stays.

    Plain arrays, because a page makes many small tables and each step of a frame costs the same
    for ten rows as for ten thousand.

    Raises:
        ValueError: a unit has two rows of one mode.
    """
    codes, names = counts["unit_code"].tolist(), counts["unit_name"].tolist()
    rows = {key: row for row, key in enumerate(zip(codes, counts["mode"], strict=True))}
    if len(rows) < len(counts):
        raise ValueError("a unit has two rows of one mode")
    units = dict(zip(reversed(codes), reversed(names), strict=True))  # the first name of each
    wanted = [(code, mode.value) for code in dict.fromkeys(codes) for mode in modes]
    numbers = counts.columns.drop(_KEYS)
    known = np.nan_to_num(counts[numbers].to_numpy(dtype=np.float64))
    filled = np.vstack([known, np.zeros(len(numbers))])[[rows.get(key, -1) for key in wanted]]
    # Shares of communes, under older boundaries, stay the fractions they are.
    whole = bool((filled % 1 == 0).all())
    columns = (filled.astype(np.int64) if whole else filled).T
    keys = [(code, units[code], mode) for code, mode in wanted]
    by_key = np.array(keys, dtype=object).reshape(-1, len(_KEYS)).T
    return dict(zip((*_KEYS, *numbers), (*by_key, *columns), strict=True))
