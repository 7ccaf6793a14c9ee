"""What a sheet of the workbook holds: published figures, else what is drawn, else words."""

from collections.abc import Sequence
from numbers import Real

import pandas as pd

from exports.deck_parts import HIDDEN, Translate, decided
from meeting.deck import Deck, Grid, Native, Slide, SlideKind
from stats.checked import Measure
from stats.disclosure import BOARD_MEASURES, MEASURES
from stats.published import Published

Cell = str | float | None
Columns = list[tuple[str, str]]  # what it is, how it is headed
Rows = list[list[Cell]]

COLUMNS = (
    "unit_code", "unit_name", "mode", "group", "figure", "status", "n", "percent", "low",
    "high", "gap", "gap_low", "gap_high", "firm_percent", "people", "undetermined", "coverage",
    *BOARD_MEASURES, "population", "population_year", "population_source", "estimated",
)  # fmt: skip
_KEYS = ("unit_code", "mode", "group", "figure")
_GROUPS = tuple(str(group) for group in range(7))


def is_told(slide: Slide, before: Sequence[Slide]) -> bool:
    """Whether every figure of a slide for questions stands on the sheet of a slide before it."""
    if not slide.backup or slide.figures is None:
        return False
    rows = _row_keys(slide.figures)
    return any(
        one.figures is not None
        and one.figures.notes == slide.figures.notes
        and rows <= _row_keys(one.figures)
        for one in before
    )


def _row_keys(published: Published) -> set[tuple[object, ...]]:
    names = [name for name in _KEYS if name in published.table.columns]
    return set(published.table[names].itertuples(index=False, name=None))


def contents(deck: Deck, slide: Slide, t: Translate) -> tuple[Columns, Rows]:
    """Columns as (name, heading) and rows of a slide: figures where it has some, else its words."""
    if slide.figures is not None:
        return _figures(slide.figures, t)
    if slide.native is not None:
        return _drawn(slide.native, t)
    is_last = slide.kind is SlideKind.CONCLUSIONS and not slide.grid.rows
    return words(decided(deck, t) if is_last else slide.grid)


def _figures(published: Published, t: Translate) -> tuple[Columns, Rows]:
    """
    A published table, its numbers as numbers.

    Raises:
        ValueError: a row that is hidden holds a number.
    """
    names = [name for name in COLUMNS if name in published.table.columns]
    records = published.table[names].to_dict("records")
    for record in records:
        told = [name for name in MEASURES if name in names and not pd.isna(record[name])]
        if told and record["status"] in HIDDEN:
            raise ValueError(f"hidden, and yet there: {told}")
    columns = [(name, t(f"workbook.column_{name}")) for name in names]
    return columns, [[_cell(name, record[name], t) for name in names] for record in records]


def _cell(name: str, value: object, t: Translate) -> Cell:
    if value is None or pd.isna(value):  # type: ignore[call-overload]
        return None
    if name == "estimated":
        return t("csv.is_estimated" if value else "csv.is_exact")
    if name == "status":
        return t(f"status.{value}")
    if name == "figure" and value in set(Measure):
        return t(f"check_figure.{value}")
    if name == "group" and str(value) in _GROUPS:
        return t(f"group.{value}")
    if name == "mode":
        return t(f"mode_name.{value}")
    return float(value) if isinstance(value, Real) else str(value)


def _drawn(native: Native, t: Translate) -> tuple[Columns, Rows]:
    columns = [("name", t("workbook.name"))]
    columns += [("percent", f"{series.name} · {native.axis}") for series in native.series]
    values = zip(*(series.values for series in native.series), strict=True)
    return columns, [[name, *row] for name, row in zip(native.categories, values, strict=True)]


def words(grid: Grid) -> tuple[Columns, Rows]:
    """A table as it is written on the slide."""
    return [("text", heading) for heading in grid.head], [list(row) for row in grid.rows]
