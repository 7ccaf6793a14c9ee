"""Figures that units reported, as CSV for a spreadsheet."""

import csv
import io

import pandas as pd

from charts.theme import Translate
from exports.table_csv import as_text

COLUMNS = (
    "area_code", "place", "indicator", "period", "value", "unit_of_measure", "qualifier",
    "numerator", "denominator", "source", "reported_at", "status",
)  # fmt: skip


def reported_csv(rows: pd.DataFrame, *, t: Translate) -> bytes:
    """UTF-8 with a byte-order mark; a figure of too few people is empty and its status says so."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([t(f"reported_csv.{name}") for name in COLUMNS])
    for row in rows[list(COLUMNS)].astype(object).to_dict("records"):
        said = {**row, "status": t(f"status.{row['status']}")}
        writer.writerow([_cell(said[name]) for name in COLUMNS])
    return b"\xef\xbb\xbf" + buffer.getvalue().encode("utf-8")


def _cell(value: object) -> str:
    missing = value is None or bool(pd.isna(value))  # type: ignore[call-overload]
    return "" if missing else as_text(str(value)) if isinstance(value, str) else str(value)
