"""The workbook accounts are asked for with, and reading it back."""

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from domain.account_sheet import FIELDS, MOST_ACCOUNTS, ROLES
from domain.errors import NotOurWorkbook, TooManyRows
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

_WIDTHS = (24, 32, 26, 44, 16)


def template(areas: Mapping[str, str], *, t: Translate) -> bytes:
    """
    A workbook with a row for each account, and lists to choose role and area from.

    Args:
        areas: code → name of the areas that may be given.
    """
    import xlsxwriter  # type: ignore[import-untyped]

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        _fill(book, areas, t)
    return buffer.getvalue()


def read_rows(content: bytes, translators: Sequence[Translate]) -> list[TypedRow]:
    """
    What was typed into a workbook of `template`; rows in which nothing was typed are left out.

    Raises:
        FileTooLarge: it is, or unpacks to, more than such a workbook can need.
        NotOurWorkbook: it is no workbook, or its headings are not ours.
        TooManyRows: more than MOST_ACCOUNTS accounts.
    """
    refuse_bombs(content)
    cells = cells_from_headings(content)
    headings = [str(cell).strip() for cell in cells[0]] if cells else []
    for t in translators:
        if headings[: len(FIELDS)] == [t(f"account_field.{field}") for field in FIELDS]:
            rows = [_typed(number, row, t) for number, row in enumerate(cells[1:], FIRST_ROW)]
            filled = [row for row in rows if any(row[3].values())]
            if len(filled) > MOST_ACCOUNTS:
                raise TooManyRows(most=MOST_ACCOUNTS)
            return filled
    raise NotOurWorkbook


def _typed(number: int, row: Sequence[object], t: Translate) -> TypedRow:
    texts = {field: text_of(cell) for field, cell in zip(FIELDS, row, strict=False)}
    roles = {t(f"role.{role}").casefold(): role.value for role in ROLES}
    role = texts.get("role", "")
    area = texts.get("area", "")
    typed = {
        **dict.fromkeys(FIELDS, ""),
        **texts,
        "role": roles.get(role.casefold(), role),
        "area": area.rpartition("(")[2].rstrip(") ") if area.endswith(")") else area,
    }
    return number, "", "", typed


def _fill(book: "Workbook", areas: Mapping[str, str], t: Translate) -> None:
    data = book.add_worksheet(t("workbook.data"))
    lists = book.add_worksheet(t("workbook.lists"))
    lists.hide()
    bold = book.add_format(
        {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E7EEF7"}
    )
    text = book.add_format({"num_format": "@"})
    data.write(0, 0, t("account_sheet.title"), book.add_format({"bold": True}))
    data.write(1, 0, t("account_sheet.how", most=MOST_ACCOUNTS))
    last = FIRST_ROW + MOST_ACCOUNTS - 2
    for column, (field, width) in enumerate(zip(FIELDS, _WIDTHS, strict=True)):
        data.set_column(column, column, width, text)
        data.write(FIRST_ROW - 2, column, t(f"account_field.{field}"), bold)
    choices = {
        "role": [t(f"role.{role}") for role in ROLES],
        "area": [f"{name} ({code})" for code, name in areas.items()],
    }
    for column, (field, values) in enumerate(choices.items()):
        lists.write_column(0, column, values)
        letter = chr(65 + column)
        source = f"='{lists.name}'!${letter}$1:${letter}${max(len(values), 1)}"
        rule = {"validate": "list", "source": source}
        place = FIELDS.index(field)
        data.data_validation(FIRST_ROW - 1, place, last, place, rule)
    data.freeze_panes(FIRST_ROW - 1, 1)
    data.set_landscape()
    data.fit_to_pages(1, 0)
