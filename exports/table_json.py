"""A published table as JSON values; the same figures as in its CSV, and what stands beside them."""

from numbers import Integral, Real
from typing import TypeAlias

import pandas as pd

from charts.theme import Translate
from exports.table_csv import COLUMNS
from stats.boundaries import view_sentence
from stats.measures import Measured
from stats.published import Published

Value: TypeAlias = str | int | float | bool | None
Record: TypeAlias = dict[str, Value]


def rows_json(published: Published) -> list[Record]:
    """Every row by its columns; what is withheld is None and `status` says why."""
    return frame_json(published.table[[name for name in COLUMNS if name in published.table]])


def frame_json(frame: pd.DataFrame) -> list[Record]:
    """Every row of a frame by its columns; what is missing is None."""
    rows = frame.astype(object).to_dict("records")
    return [{str(name): _value(cell) for name, cell in row.items()} for row in rows]


def notes_json(published: Published | Measured, t: Translate) -> dict[str, Value]:
    """What must be said beside these figures; `n` is None where it would tell of too few people."""
    notes = published.notes
    return {
        "measure": notes.measure,
        "source": notes.source,
        "period": notes.period,
        "boundaries": notes.boundary_view,
        "boundaries_note": view_sentence(published, t),
        "minimum": notes.minimum,
        "simulated": notes.simulated,
        "n": published.n_total,
    }


def _value(cell: object) -> Value:
    if isinstance(cell, str) or cell is None:
        return cell
    if pd.isna(cell):  # type: ignore[call-overload]  # one cell, whatever it is
        return None
    if isinstance(cell, Integral):  # numpy's own booleans are not among them
        return bool(cell) if isinstance(cell, bool) else int(cell)
    return float(cell) if isinstance(cell, Real) else _other(cell)


def _other(cell: object) -> Value:
    """A boolean of numpy, a moment, or a member of an enumeration."""
    return bool(cell) if str(cell) in ("True", "False") else str(cell)
