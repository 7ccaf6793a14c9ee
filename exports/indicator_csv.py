"""The board of who reported, as CSV for a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from charts.theme import Translate
from domain.indicator_board import Timeliness
from exports.table_csv import as_text

_COLUMNS = ("code", "unit", "indicator", "period", "due", "state", "first_on", "versions")


@dataclass(frozen=True)
class BoardRow:
    """How one unit stands; `versions` is 0 when nothing came."""

    code: str
    unit: str
    state: Timeliness
    first_on: date | None
    versions: int


def board_csv(
    rows: Iterable[BoardRow], *, indicator: str, period: str, due: date, t: Translate
) -> bytes:
    """UTF-8 with a byte-order mark; every row says which figure, which period and until when."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([t(f"board_csv.{name}") for name in _COLUMNS])
    for row in rows:
        first = "" if row.first_on is None else f"{row.first_on}"
        cells: Sequence[str] = (row.code, row.unit, indicator, period, f"{due}",
                                t(f"timeliness.{row.state}"), first)  # fmt: skip
        writer.writerow([*(as_text(cell) for cell in cells), row.versions])
    return b"\xef\xbb\xbf" + buffer.getvalue().encode("utf-8")
