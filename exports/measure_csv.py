"""One measure of the map as CSV and as JSON values: the rows beside the map, and what they mean."""

import csv
import io
from dataclasses import dataclass

import pandas as pd

from charts.theme import Translate
from exports.table_csv import cell_text, notes_cells, notes_heads
from exports.table_json import Record, Value, frame_json, notes_json
from stats.measures import POINTS, Measure, Measured

COLUMNS = (
    "unit_code", "unit_name", "status", "n", "value", "low", "high", "said", "estimated",
)  # fmt: skip
_SAME = ("measure", "unit", "audience", "mode", "meaning", "area", "data_version")


@dataclass(frozen=True)
class About:
    """
    What stands beside a measure: its name, whom it is of, how it is meant, and where it was read.

    `meaning` says with what a difference was made; empty where the measure is a rate itself.
    """

    name: str
    audience: str
    mode: str
    meaning: str
    area_code: str
    version: int


def measure_csv(measured: Measured, about: About, *, t: Translate) -> bytes:
    """
    The table as UTF-8 with a byte-order mark; numbers with a point, nothing where nothing is told.

    Every row says measure, unit, period, source, minimum, boundaries, area and data version.
    """
    rows = _rows(measured)
    heads = [*rows.columns, *_SAME]
    notes = [*_about(measured, about, t).values(), *notes_cells(measured, t)]
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([*(t(f"csv.{name}") for name in heads), *notes_heads(t)])
    for row in rows.astype(object).itertuples(index=False):
        writer.writerow([*(cell_text(value, t) for value in row), *notes])
    return b"\xef\xbb\xbf" + buffer.getvalue().encode("utf-8")


def measure_json(measured: Measured, about: About, *, t: Translate) -> Record:
    """The same as values; the rows are `measure_rows`."""
    said: dict[str, Value] = {**notes_json(measured, t), "measure": measured.measure.value}
    return {
        **said,
        "measure_name": about.name,
        "unit": _unit(measured),
        "meaning": about.meaning,
    }


def measure_rows(measured: Measured) -> list[Record]:
    """Every unit by its columns; what is not told is None and `status` says why."""
    return frame_json(_rows(measured))


def _rows(measured: Measured) -> pd.DataFrame:
    return measured.table[[name for name in COLUMNS if name in measured.table]]


def _about(measured: Measured, about: About, t: Translate) -> dict[str, str]:
    return {
        "measure": about.name,
        "unit": t(f"csv.unit_{_unit(measured)}"),
        "audience": about.audience,
        "mode": about.mode,
        "meaning": about.meaning,
        "area": about.area_code,
        "data_version": str(about.version),
    }


def _unit(measured: Measured) -> str:
    if measured.measure is Measure.REPORTED:
        return "reported"
    return "points" if measured.measure in POINTS else "percent"
