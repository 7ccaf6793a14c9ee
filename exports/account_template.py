"""The workbook accounts are asked for with, and reading it back."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from domain.account_sheet import FIELDS, MOST_ACCOUNTS, ROLES
from exports import typed_sheet
from exports.typed_sheet import FIRST_ROW, Translate, TypedRow

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]

_WIDTHS = (24, 32, 26, 44, 16)


def template(areas: Mapping[str, str], *, t: Translate) -> bytes:
    """
    A workbook with a row for each account, and lists to choose role and area from.

    Args:
        areas: code → name of the areas that may be given.
    """
    return typed_sheet.made(lambda book: _fill(book, areas, t))


def read_rows(content: bytes, translators: Sequence[Translate]) -> list[TypedRow]:
    """
    What was typed into a workbook of `template`; rows in which nothing was typed are left out.

    Raises:
        FileTooLarge: it is, or unpacks to, more than such a workbook can need.
        NotOurWorkbook: it is no workbook, or its headings are not ours.
        TooManyRows: more than MOST_ACCOUNTS accounts.
    """
    return typed_sheet.read(
        content,
        [(_headings(t), partial(_typed, t=t)) for t in translators],
        says=lambda row: any(row[3].values()),
        most=MOST_ACCOUNTS,
    )


def _headings(t: Translate) -> list[str]:
    return [t(f"account_field.{field}") for field in FIELDS]


def _typed(number: int, row: Sequence[object], t: Translate) -> TypedRow:
    texts = dict(zip(FIELDS, map(typed_sheet.text_of, row), strict=False))
    roles = {t(f"role.{role}").casefold(): role.value for role in ROLES}
    role = texts.get("role", "")
    typed = {
        **dict.fromkeys(FIELDS, ""),
        **texts,
        "role": roles.get(role.casefold(), role),
        "area": typed_sheet.code_in(texts.get("area", "")),
    }
    return number, "", "", typed


def _fill(book: "Workbook", areas: Mapping[str, str], t: Translate) -> None:
    data = book.add_worksheet(t("workbook.data"))
    lists = book.add_worksheet(t("workbook.lists"))
    lists.hide()
    how = t("account_sheet.how", most=MOST_ACCOUNTS)
    title = t("account_sheet.title")
    typed_sheet.begin(book, data, title=title, key=how, headings=_headings(t))
    text = typed_sheet.as_typed(book)
    for column, width in enumerate(_WIDTHS):
        data.set_column(column, column, width, text)
    last = FIRST_ROW + MOST_ACCOUNTS - 2
    choices = {
        "role": [t(f"role.{role}") for role in ROLES],
        "area": [typed_sheet.with_code(code, name) for code, name in areas.items()],
    }
    for column, (field, values) in enumerate(choices.items()):
        lists.write_column(0, column, values)
        letter = chr(65 + column)
        source = f"='{lists.name}'!${letter}$1:${letter}${max(len(values), 1)}"
        rule = {"validate": "list", "source": source}
        place = FIELDS.index(field)
        data.data_validation(FIRST_ROW - 1, place, last, place, rule)
    typed_sheet.end(data)
