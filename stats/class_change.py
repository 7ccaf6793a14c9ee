"""What those who came to classes reached before and after, as it may be published."""

import pandas as pd

from domain.people import Mode
from stats.intervals import percentages, wilson_limits
from stats.rates_guard import FEW

BEFORE, AFTER = "before", "after"
_KEYS = ["unit_code", "unit_name", "mode", "group", "figure"]


def before_and_after(counts: pd.DataFrame) -> pd.DataFrame:
    """
    Two rows for each commune and quarter; what leaves goes through `for_publishing` and `bounds`.

    Columns: unit_code, unit_name, mode, group (the quarter), figure (BEFORE, AFTER), people, n,
    able, percent, low, high.

    Args:
        counts: unit_code, unit_name, quarter, people, reached_before, reached_after.
    """
    parts = [_rates(counts, figure, f"reached_{figure}") for figure in (BEFORE, AFTER)]
    return pd.concat(parts, ignore_index=True)


def for_publishing(table: pd.DataFrame) -> pd.DataFrame:
    """The columns that may leave: without the numerators."""
    return table.drop(columns=["able"])


def bounds(table: pd.DataFrame) -> pd.DataFrame:
    """
    Which rates are shown as bounds, as `publish` takes it.

    However many came: with nearly nobody on one side, the other rate would tell who got on.
    """
    low = table["able"] <= FEW
    high = ~low & (table["n"] - table["able"] <= FEW)
    return table[_KEYS].assign(hidden=False, low=low, high=high, shielded=False)


def _rates(counts: pd.DataFrame, figure: str, column: str) -> pd.DataFrame:
    n, able = counts["people"].to_numpy(float), counts[column].to_numpy(float)
    low, high = wilson_limits(able, n)
    return counts[["unit_code", "unit_name"]].assign(
        mode=Mode.SELF.value,
        group=counts["quarter"],
        figure=figure,
        people=counts["people"],
        n=counts["people"],
        able=counts[column],
        percent=percentages(able, n),
        low=low,
        high=high,
    )
