"""Which months a trend shows, of counts that add up from month to month."""

import pandas as pd

_KEYS = ["unit_code", "unit_name", "mode"]


def shown_months(counts: pd.DataFrame, *, last: str) -> pd.DataFrame:
    """
    The counts of the months worth showing, and a row of nobody for each month without a record.

    Args:
        counts: unit_code (YYYY-MM), unit_name, mode and counts of people, the earliest first.
        last: the month the campaign ended in (YYYY-MM). Later months are left out unless
            something was still published then.
    """
    kept = counts[(counts["unit_code"] <= last) | _changed(counts)]
    if kept.empty:
        return kept
    known = set(kept["unit_code"])
    months = pd.period_range(min(known), max(known), freq="M").astype(str)
    missing = [month for month in months if month not in known]
    rows = {"unit_code": missing, "unit_name": missing, "mode": kept["mode"].iloc[0]}
    gaps = pd.DataFrame(rows).reindex(columns=kept.columns, fill_value=0)
    both = [kept, gaps] if missing else [kept]
    return pd.concat(both).sort_values("unit_code", kind="stable", ignore_index=True)


def _changed(counts: pd.DataFrame) -> pd.Series:
    """Whether anything of a row's month differs from the record before, in any mode."""
    numbers = counts.drop(columns=_KEYS)
    before = numbers.groupby(counts["mode"]).shift()
    differs = (numbers != before).any(axis=1)
    return differs.groupby(counts["unit_code"]).transform("any")
