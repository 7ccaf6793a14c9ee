"""The workbook a commune says with who lives in which hamlet, and reading it back."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from domain.hamlet_sheet import MOST_ROWS
from domain.reached import HamletGroup
from exports import typed_sheet
from exports.typed_sheet import FIRST_ROW, Translate, TypedRow

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

    def fill(book: "Workbook") -> None:
        _fill(book, hamlets, t)
        typed_sheet.explain(book, t("workbook.read_first"), t("hamlet_file.lines").split("\n"))

    return typed_sheet.made(fill)


def read_rows(content: bytes, translators: Sequence[Translate]) -> list[TypedRow]:
    """
    What was typed into a workbook of `template`: row, name and code of the hamlet, group → text.

    Rows without any number are left out.

    Raises:
        FileTooLarge, NotOurWorkbook.
        TooManyRows: more than MOST_ROWS hamlets.
    """
    return typed_sheet.read(
        content,
        [(_headings(t), _typed) for t in translators],
        says=lambda row: any(row[3].values()),
        most=MOST_ROWS,
    )


def _headings(t: Translate) -> list[str]:
    return [t("hamlet_file.hamlet"), *(t(f"hamlet_group.{group}") for group in GROUPS)]


def _typed(number: int, row: Sequence[object]) -> TypedRow:
    texts = [*map(typed_sheet.number_text_of, row), *[""] * COLUMNS]
    name, code = texts[0].rpartition("(")[0].strip(), typed_sheet.code_in(texts[0])
    return number, name, code, dict(zip(GROUPS, texts[1:], strict=False))


def _fill(book: "Workbook", hamlets: Mapping[str, str], t: Translate) -> None:
    sheet = book.add_worksheet(t("workbook.data"))
    title, key = t("hamlet_file.title"), t("hamlet_file.key")
    typed_sheet.begin(book, sheet, title=title, key=key, headings=_headings(t))
    for column in range(COLUMNS):
        sheet.set_column(column, column, 14 if column else 36)
    for row, (code, name) in enumerate(hamlets.items(), start=FIRST_ROW - 1):
        sheet.write_string(row, 0, typed_sheet.with_code(code, name))
    rule = {"validate": "integer", "criteria": ">=", "value": 0}
    last = FIRST_ROW + max(len(hamlets), 1) - 2
    sheet.data_validation(FIRST_ROW - 1, 1, last, COLUMNS - 1, rule)
    typed_sheet.end(sheet)
