"""The workbook a commune says with who lives in which hamlet, and reading it back."""

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from domain.errors import NotOurWorkbook, TooManyRows
from domain.hamlet_sheet import MOST_ROWS
from domain.reached import HamletGroup
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

GROUPS = tuple(group.value for group in HamletGroup)
COLUMNS = 1 + len(GROUPS)


def template(hamlets: Mapping[str, str], *, t: Translate) -> bytes:
    """
    A workbook with a row for each hamlet and a column for each group.

    Args:
        hamlets: code → name of the open hamlets.
    """
    import xlsxwriter  # type: ignore[import-untyped]

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        _fill(book, hamlets, t)
        sheet = book.add_worksheet(t("workbook.read_first"))
        for row, line in enumerate(t("hamlet_file.lines").split("\n")):
            sheet.write_string(row, 0, line)
        sheet.set_column(0, 0, 100)
    return buffer.getvalue()


def read_rows(content: bytes, translators: Sequence[Translate]) -> list[TypedRow]:
    """
    What was typed into a workbook of `template`: row, name and code of the hamlet, group → text.

    Rows without any number are left out.

    Raises:
        FileTooLarge, NotOurWorkbook.
        TooManyRows: more than MOST_ROWS hamlets.
    """
    refuse_bombs(content)
    cells = cells_from_headings(content)
    headings = [str(cell).strip() for cell in cells[0]] if cells else []
    if not any(headings[:COLUMNS] == _headings(t) for t in translators):
        raise NotOurWorkbook
    rows = [_typed(number, row) for number, row in enumerate(cells[1:], FIRST_ROW)]
    filled = [row for row in rows if any(row[3].values())]
    if len(filled) > MOST_ROWS:
        raise TooManyRows(most=MOST_ROWS)
    return filled


def _headings(t: Translate) -> list[str]:
    return [t("hamlet_file.hamlet"), *(t(f"hamlet_group.{group}") for group in GROUPS)]


def _typed(number: int, row: Sequence[object]) -> TypedRow:
    texts = [_text(cell) for cell in row] + [""] * COLUMNS
    name, _, code = texts[0].rpartition("(")
    return number, name.strip(), code.rstrip(") "), dict(zip(GROUPS, texts[1:], strict=False))


def _text(cell: object) -> str:
    """As `text_of`, but 1.234 in a cell of numbers is no "1.234" that somebody wrote for 1234."""
    if isinstance(cell, float) and not cell.is_integer():
        return str(cell).replace(".", ",")
    return text_of(cell)


def _fill(book: "Workbook", hamlets: Mapping[str, str], t: Translate) -> None:
    sheet = book.add_worksheet(t("workbook.data"))
    bold = book.add_format(
        {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E7EEF7"}
    )
    sheet.write(0, 0, t("hamlet_file.title"), book.add_format({"bold": True}))
    sheet.write(1, 0, t("hamlet_file.key"))
    for column, heading in enumerate(_headings(t)):
        sheet.set_column(column, column, 14 if column else 36)
        sheet.write(FIRST_ROW - 2, column, heading, bold)
    for row, (code, name) in enumerate(hamlets.items(), start=FIRST_ROW - 1):
        sheet.write_string(row, 0, f"{name} ({code})")
    rule = {"validate": "integer", "criteria": ">=", "value": 0}
    last = FIRST_ROW + max(len(hamlets), 1) - 2
    sheet.data_validation(FIRST_ROW - 1, 1, last, COLUMNS - 1, rule)
    sheet.freeze_panes(FIRST_ROW - 1, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
