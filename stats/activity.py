"""
Reported activity beside measured ability: two figures next to each other, never cause and effect.

A unit is compared with its peers (the units of the same table). Thresholds are in `docs/method.md`.
"""

from enum import StrEnum

import numpy as np
import pandas as pd

from stats.change import Verdict

LEAST_PEERS = 8  # units with both figures; among fewer, quarters say nothing
MUCH, LITTLE = 0.75, 0.25  # quantiles of the activity of the peers


class Flag(StrEnum):
    """What stands out when activity and ability are read side by side."""

    MUCH_NO_RISE = "much_no_rise"
    LITTLE_BUT_RISE = "little_but_rise"
    NEITHER = "neither"
    TOO_LITTLE = "too_little"  # one of the two is not known, or too few peers are


def per_month(reports: pd.DataFrame, *, first: str, last: str) -> pd.DataFrame:
    """
    The average count of the months a unit reported, from one month to another (YYYY-MM).

    A month nobody reported is unknown and no zero, so that it lowers no average. Of counts that
    may be added up only (classes, sessions, lượt): people of two months may be the same people.

    Args:
        reports: area_code, period (YYYY-MM), value; one row per unit and month.

    Columns: unit_code, activity, months (how many were reported).
    """
    known = reports[reports["value"].notna() & reports["period"].between(first, last)]
    found = known.groupby("area_code")["value"].agg(["mean", "size"]).reset_index()
    return found.set_axis(["unit_code", "activity", "months"], axis=1).astype({"activity": float})


def beside(changes: pd.DataFrame, activity: pd.DataFrame) -> pd.DataFrame:
    """
    Each unit of `changes` with its reported activity and a flag, in the same order.

    Much is at or above the upper quarter of the peers and above the lower one; little is at or
    below the lower quarter and below the upper one. A rise is one beyond chance.

    Args:
        changes: as `stats.change.changes` makes it.
        activity: as `per_month` makes it; one row per unit at most.

    Columns: those of `changes`, activity, months, flag.

    Raises:
        ValueError: a unit has two reported counts, or a negative one.
    """
    if activity["unit_code"].duplicated().any() or (activity["activity"] < 0).any():
        raise ValueError("activity is one count of each unit, and never negative")
    rows = changes.merge(activity, on="unit_code", how="left")
    return rows.assign(flag=_flags(rows))


def quarters(rows: pd.DataFrame) -> tuple[float, float] | None:
    """The lower and upper quarter of the activity of units with both figures; None for too few."""
    known = rows.loc[_known(rows), "activity"]
    if len(known) < LEAST_PEERS:
        return None
    low, high = (float(known.quantile(share)) for share in (LITTLE, MUCH))
    return low, high


def _known(rows: pd.DataFrame) -> pd.Series:
    return rows["activity"].notna() & (rows["verdict"] != Verdict.UNKNOWN.value)


def _flags(rows: pd.DataFrame) -> pd.Series:
    edges = quarters(rows)
    if edges is None:
        return pd.Series(Flag.TOO_LITTLE.value, index=rows.index, dtype=object)
    low, high = edges
    activity, differ = rows["activity"], low < high
    risen = rows["verdict"] == Verdict.RISEN.value
    found = np.select(
        [
            ~_known(rows),
            differ & (activity >= high) & ~risen,
            differ & (activity <= low) & risen,
        ],
        [Flag.TOO_LITTLE.value, Flag.MUCH_NO_RISE.value, Flag.LITTLE_BUT_RISE.value],
        default=Flag.NEITHER.value,
    )
    return pd.Series(found, index=rows.index, dtype=object)
