"""Published tables as plain values and back, exactly, and only through the gate."""

from collections.abc import Mapping
from dataclasses import fields
from typing import cast

import numpy as np
import pandas as pd

from domain.people import Mode
from stats.published import Context, Published, restored

Record = dict[str, object]  # ready for JSON

_CONTEXT = frozenset(field.name for field in fields(Context))
_DTYPES = frozenset({"str", "object", "float64", "int64", "Int64", "bool", "boolean"})


def as_record(published: Published) -> Record:
    """A published table with everything that must be said beside it; None where nothing is."""
    notes = {name: getattr(published.notes, name) for name in sorted(_CONTEXT)}
    return {
        "columns": [
            {"name": str(name), "dtype": str(column.dtype), "values": _plain(column)}
            for name, column in published.table.items()
        ],
        "notes": {**notes, "modes": [mode.value for mode in published.notes.modes]},
        "n_total": published.n_total,
    }


def from_record(record: Mapping[str, object]) -> Published:
    """
    The published table of a record.

    Raises:
        ValueError: it is no such record, a note is missing, or it tells what may not be told.
    """
    if set(record) != {"columns", "notes", "n_total"}:
        raise ValueError(f"not a published table: {sorted(record)}")
    notes = record["notes"]
    if not isinstance(notes, Mapping) or set(notes) != _CONTEXT:
        raise ValueError("the notes of a published table are missing")
    modes = tuple(Mode(mode) for mode in notes["modes"])
    total = record["n_total"]
    if total is not None and not isinstance(total, int):
        raise ValueError(f"not a number of people: {total}")
    return restored(_table(record["columns"]), Context(**{**notes, "modes": modes}), total)


def _plain(column: pd.Series) -> list[object]:
    missing = column.isna()
    return [
        None if gone else value
        for value, gone in zip(column.tolist(), missing.tolist(), strict=True)
    ]


def _table(columns: object) -> pd.DataFrame:
    if not isinstance(columns, list):
        raise ValueError("not the columns of a table")
    series = {str(column["name"]): _series(column) for column in columns}
    if len(series) != len(columns) or len({len(one) for one in series.values()}) > 1:
        raise ValueError("a column stands twice, or columns differ in length")
    return pd.DataFrame(series)


def _series(column: Mapping[str, object]) -> pd.Series:
    dtype, values = str(column["dtype"]), cast("list[object]", column["values"])
    if dtype not in _DTYPES:
        raise ValueError(f"unknown kind of column: {dtype}")
    if dtype == "object":
        return pd.Series([np.nan if value is None else value for value in values], dtype=dtype)
    return pd.Series(values, dtype=dtype)
