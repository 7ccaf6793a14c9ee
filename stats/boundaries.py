"""
People read by the boundaries of another day: a linear map from where they were collected.

Facts are never moved. A table of another day is made of today's facts and shares (see
domain.lineage); `estimated` marks units that share a commune with others. Whoever reads two
boundary views could subtract them; `stats.boundary_guard` says what stays blank for that.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from stats.measures import Measured
from stats.published import Published

Shares = Mapping[int, Mapping[str, float]]  # unit of a fact → code of the view's unit → share

Translate = Callable[..., str]

TODAY = "today"
RECORDED = "recorded"  # each month by the boundaries of that month
_KEYS = ["unit_code", "unit_name", "mode"]
_EPSILON = 1e-7
Floats = NDArray[np.float64]


def apportioned(
    collected: pd.DataFrame, shares: Shares, units: Sequence[tuple[str, str]]
) -> pd.DataFrame:
    """
    Counts of people by the units of a view, one row per unit and mode that was used at all.

    Whole units add up exactly; a shared one is divided, so that counts may be fractional.

    Args:
        collected: unit_id, mode and counts.
        units: code and name, in the order of the table.
    """
    counts = [name for name in collected.columns if name not in ("unit_id", "mode")]
    edges = pd.DataFrame(
        [(fact, code, share) for fact, parts in shares.items() for code, share in parts.items()],
        columns=["unit_id", "unit_code", "share"],
    )
    rows = collected.merge(edges, on="unit_id")
    rows[counts] = rows[counts].mul(rows["share"], axis=0)
    summed = rows.groupby(["unit_code", "mode"], as_index=False)[counts].sum()
    every = pd.DataFrame(units, columns=["unit_code", "unit_name"]).merge(
        pd.DataFrame({"mode": sorted(collected["mode"].unique())}), how="cross"
    )
    table = every.merge(summed, on=["unit_code", "mode"], how="left")
    table[counts] = table[counts].astype(float).fillna(0.0)
    return table[[*_KEYS, *counts]]


def estimated_units(shares: Shares) -> frozenset[str]:
    """The units of a view whose figures rest on a share of a commune."""
    return frozenset(
        code for parts in shares.values() if len(parts) > 1 for code, share in parts.items()
    )


def in_whole_people(table: pd.DataFrame, *, total_code: str) -> pd.DataFrame:
    """
    A table of attainment whose numbers of people are whole and still add up to the total.

    Rates stay as they were computed, before rounding. The largest fractions are rounded up.
    """
    result = table.copy()
    for _, part in table[table["unit_code"] != total_code].groupby("mode"):
        for column in ("people", "undetermined"):
            result.loc[part.index, column] = _largest_remainder(part[column].to_numpy(float))
    for column in ("people", "undetermined"):
        result[column] = result[column].round().astype("int64")
    result["undetermined"] = result[["people", "undetermined"]].min(axis=1)
    result["n"] = result["people"] - result["undetermined"]
    return result


def view_sentence(published: Published | Measured, t: Translate) -> str:
    """By which boundaries a table is read, and how many of its units are estimated."""
    sentence = view_words(published.notes.boundary_view, t)
    number = estimated_in(published.table)
    return f"{sentence}; {t('boundary.estimated', count=number)}" if number else sentence


def view_words(view: str, t: Translate) -> str:
    """By which boundaries something is read: TODAY, RECORDED, or a day in ISO form."""
    if view in (TODAY, RECORDED):
        return t(f"boundary.{view}")
    on = date.fromisoformat(view)
    return t("boundary.on", day=f"{on.day}/{on.month}/{on.year}")


def estimated_in(table: pd.DataFrame) -> int:
    """How many units of a table are estimated."""
    if "estimated" not in table.columns:
        return 0
    return int(table.loc[table["estimated"].astype(bool), "unit_code"].nunique())


def _largest_remainder(values: Floats) -> NDArray[np.int64]:
    whole = np.floor(values + _EPSILON)
    missing = round(float(values.sum())) - int(whole.sum())
    order = np.argsort(-(values - whole), kind="stable")
    whole[order[:missing]] += 1
    return whole.astype(np.int64)
