"""What a table that says it was published must not tell; asked again of one that was kept."""

import pandas as pd

from stats.disclosure import COUNTS, KEYS, MEASURES, PUBLIC_FACTS, Status

_NEEDED = ("unit_code", "unit_name", "mode", "status", "n")
_COUNTED = {*COUNTS, "coverage"}
_BOUNDED = {*_COUNTED, "percent", "low", "high"}
# What may stand in a row, by its status; in a row that is shown everything may.
_MAY_SAY: dict[str, set[str]] = {
    Status.SHIELDED: _COUNTED,
    Status.AT_MOST: _BOUNDED,
    Status.AT_LEAST: _BOUNDED,
    Status.WITHHELD: set(),
    Status.NO_DATA: set(),
}


def refuse_telling(table: pd.DataFrame, minimum: int) -> None:
    """
    Nothing, if every row tells no more than its status lets it.

    Raises:
        ValueError: a column has no disclosure rule or is missing, a status is unknown, or a
            number stands where its row says that there is none.
    """
    known = {*KEYS, *PUBLIC_FACTS, *MEASURES, "status"}
    wrong = [column for column in table.columns if column not in known]
    wrong += [column for column in _NEEDED if column not in table.columns]
    if wrong:
        raise ValueError(f"columns without a disclosure rule, or missing: {wrong}")
    states = set(table["status"])
    if not states <= {status.value for status in Status}:
        raise ValueError(f"unknown status: {sorted(map(str, states))}")
    for status in states - {Status.SHOWN.value}:
        _refuse_row(table[table["status"] == status], status)
    if (table["n"].dropna() < minimum).any():
        raise ValueError("a row counts fewer people than the minimum")


def _refuse_row(rows: pd.DataFrame, status: str) -> None:
    silent = [name for name in MEASURES if name in rows and name not in _MAY_SAY[status]]
    telling = [name for name in silent if rows[name].notna().any()]
    if telling:
        raise ValueError(f"{status} rows tell {telling}")
