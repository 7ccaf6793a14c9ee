"""The workbook units report figures with, and reading it back."""

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from domain.errors import NotOurWorkbook, TooManyRows
from domain.indicators import MOST_ROWS, QUALIFIERS, Counted, Indicator
from exports.excel_template import (
    FIRST_ROW,
    Translate,
    TypedRow,
    cells_from_headings,
    refuse_bombs,
    text_of,
)

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]

FIELDS = (
    "unit", "indicator", "period", "counted", "numerator", "denominator", "qualifier", "source",
    "reason",
)  # fmt: skip
TYPED = ("numerator", "denominator")  # a row without any of them says nothing
_WIDTHS = {"unit": 30, "indicator": 44, "source": 40, "reason": 30}


def template(units: Mapping[str, str], indicator: Indicator, period: str, *, t: Translate) -> bytes:
    """
    A workbook with a row for each unit, ready for one indicator and one period.

    Args:
        units: code → name of the units that report.
    """
    import xlsxwriter  # type: ignore[import-untyped]

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        _fill(book, units, indicator, period, t)
        _explain(book, indicator, t)
    return buffer.getvalue()


def read_rows(content: bytes, translators: Sequence[Translate]) -> list[TypedRow]:
    """
    What was typed into a workbook of `template`: row, code of indicator, code of unit, fields.

    Rows without any number are left out.

    Raises:
        FileTooLarge: it is, or unpacks to, more than a thousand rows can need.
        NotOurWorkbook: it is no workbook, or its headings are not ours.
        TooManyRows: more than MOST_ROWS figures.
    """
    refuse_bombs(content)
    cells = cells_from_headings(content)
    headings = [str(cell).strip() for cell in cells[0]] if cells else []
    for t in translators:
        if headings[: len(FIELDS)] == [t(f"indicator_field.{field}") for field in FIELDS]:
            rows = [_typed(number, row, t) for number, row in enumerate(cells[1:], FIRST_ROW)]
            filled = [row for row in rows if any(row[3][field] for field in TYPED)]
            if len(filled) > MOST_ROWS:
                raise TooManyRows(most=MOST_ROWS)
            return filled
    raise NotOurWorkbook


def _typed(number: int, row: Sequence[object], t: Translate) -> TypedRow:
    texts = {**dict.fromkeys(FIELDS, ""), **_texts(row)}
    counted = {t(f"unit.{one}").casefold(): one.value for one in Counted}
    said = texts["counted"].casefold()
    typed = {**texts, "counted": counted.get(said, said), "qualifier": texts["qualifier"].lower()}
    return number, _code(texts["indicator"]), _code(texts["unit"]), typed


def _texts(row: Sequence[object]) -> dict[str, str]:
    return {field: _text(cell) for field, cell in zip(FIELDS, row, strict=False)}


def _text(cell: object) -> str:
    """As `text_of`, but 1.234 in a cell of numbers is no "1.234" that somebody wrote for 1234."""
    if isinstance(cell, float) and not cell.is_integer():
        return str(cell).replace(".", ",")
    return text_of(cell)


def _code(text: str) -> str:
    """The code in "Xã Triệu Sơn (15664)"."""
    return text.rpartition("(")[2].rstrip(") ")


def _fill(
    book: "Workbook", units: Mapping[str, str], indicator: Indicator, period: str, t: Translate
) -> None:
    sheet = book.add_worksheet(t("workbook.data"))
    bold = book.add_format(
        {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E7EEF7"}
    )
    text = book.add_format({"num_format": "@"})
    sheet.write(0, 0, t("indicator_file.title"), book.add_format({"bold": True}))
    sheet.write(1, 0, t("indicator_file.key"))
    for column, field in enumerate(FIELDS):
        number = None if field in TYPED else text
        sheet.set_column(column, column, _WIDTHS.get(field, 14), number)
        sheet.write(FIRST_ROW - 2, column, t(f"indicator_field.{field}"), bold)
    same = (f"{indicator.name} ({indicator.code})", period, t(f"unit.{indicator.counted}"))
    for row, (code, name) in enumerate(units.items(), start=FIRST_ROW - 1):
        for column, value in enumerate((f"{name} ({code})", *same)):
            sheet.write_string(row, column, value)
    last = FIRST_ROW + len(units) - 2
    rule = {"validate": "list", "source": [one for one in QUALIFIERS if one]}
    column = FIELDS.index("qualifier")
    sheet.data_validation(FIRST_ROW - 1, column, last, column, rule)
    sheet.freeze_panes(FIRST_ROW - 1, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _explain(book: "Workbook", indicator: Indicator, t: Translate) -> None:
    sheet = book.add_worksheet(t("workbook.read_first"))
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    about = {
        "numerator": indicator.numerator,
        "denominator": indicator.denominator or t("indicators.is_count"),
        "owner": indicator.owner,
        "source": indicator.source_document,
        "note": indicator.note,
    }
    lines = [
        indicator.name,
        *(f"{t(f'indicators.{name}')}: {said}" for name, said in about.items()),
    ]
    for row, line in enumerate([*lines, *t("indicator_file.lines").split("\n")]):
        sheet.write_string(row, 0, line, wrapped)
    sheet.set_column(0, 0, 100)
