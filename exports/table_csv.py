"""A published table as CSV for a spreadsheet; every row says what it is, and if simulated."""

import csv
import io
from collections.abc import Callable, Mapping
from numbers import Real
from types import MappingProxyType

import pandas as pd

from stats.boundaries import view_sentence
from stats.checked import Measure
from stats.disclosure import Status
from stats.measures import Measured
from stats.published import Published

COLUMNS = (
    "unit_code", "unit_name", "mode", "group", "figure", "status", "n", "percent", "low",
    "high", "gap", "gap_low", "gap_high", "firm_percent", "people", "undetermined", "coverage",
    "population", "population_year", "population_source", "estimated",
)  # fmt: skip
_NOTES = ("period", "source", "simulated", "minimum", "boundary")
_STATUSES, _CHECKED = frozenset(Status), frozenset(Measure)
CHECKS: Mapping[str, str] = MappingProxyType({"percent": "rate"})
UNITS: Mapping[str, str] = MappingProxyType({})
MONTHS: Mapping[str, str] = MappingProxyType({"unit_code": "month_code", "unit_name": "month"})


def table_csv(
    published: Published, *, t: Callable[..., str], rows: Mapping[str, str] = UNITS
) -> bytes:
    """
    The table as UTF-8 with a byte-order mark (spreadsheets need it); numbers with a point.

    Withheld figures are empty and their status says so. Cells that a spreadsheet could take for a
    formula are quoted as text.

    Args:
        rows: UNITS, MONTHS or CHECKS, what a row stands for.
    """
    columns = [name for name in COLUMNS if name in published.table.columns]
    notes = notes_cells(published, t)
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([*(t(f"csv.{rows.get(name, name)}") for name in columns), *notes_heads(t)])
    for row in published.table[columns].astype(object).itertuples(index=False):
        writer.writerow([*(cell_text(value, t) for value in row), *notes])
    return b"\xef\xbb\xbf" + buffer.getvalue().encode("utf-8")


def notes_heads(t: Callable[..., str]) -> list[str]:
    """The headings of `notes_cells`."""
    return [t(f"csv.{name}") for name in _NOTES]


def notes_cells(published: Published | Measured, t: Callable[..., str]) -> list[str]:
    """What every row says of all of them: period, source, simulated, minimum, boundaries."""
    notes = published.notes
    kind = t("csv.is_simulated" if notes.simulated else "csv.is_real")
    view = view_sentence(published, t)
    return [notes.period, notes.source, kind, str(notes.minimum), view]


def cell_text(value: str | float | None, t: Callable[..., str]) -> str:
    """A cell of a file: codes in words, numbers with a point, nothing where nothing is told."""
    text = "" if pd.isna(value) else str(value)
    if isinstance(value, bool):
        return t("csv.is_estimated" if value else "csv.is_exact")
    if isinstance(value, Real):  # a minus is no formula
        return text
    if text in _STATUSES:
        return t(f"status.{text}")
    if text in _CHECKED:
        return t(f"check_figure.{text}")
    return as_text(text)


def as_text(cell: str) -> str:
    """A cell that a spreadsheet takes for no formula."""
    return f"'{cell}" if cell[:1] in "=+-@\t\r" and cell else cell
