"""Workbooks that people type into: how their sheet begins and ends, and how it is read back."""

import io
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from domain.errors import FileTooLarge, NotOurWorkbook, TooManyRows

if TYPE_CHECKING:
    from xlsxwriter.format import Format  # type: ignore[import-untyped]
    from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

Translate = Callable[..., str]
TypedRow = tuple[int, str, str, Mapping[str, str]]  # as domain.collection.check_rows takes it
Reader = Callable[[int, Sequence[object]], TypedRow]  # number of a row and its cells → what it says

FIRST_ROW = 4  # of what is typed, as Excel counts: title, key, headings come first
MOST_BYTES = 2_000_000
_MOST_UNPACKED = 20_000_000  # bytes; a workbook of a thousand rows unpacks to half a million
_MOST_PARTS = 100
# What unpacking something that is no whole archive, or one with a password, can raise.
_BROKEN = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError),
    *(NotImplementedError, RuntimeError, OSError, ValueError),
)


def made(fill: Callable[["Workbook"], None]) -> bytes:
    """The workbook that `fill` writes; no text becomes a formula or a link."""
    import xlsxwriter  # type: ignore[import-untyped]

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        fill(book)
    return buffer.getvalue()


def begin(
    book: "Workbook", sheet: "Worksheet", *, title: str, key: str, headings: Sequence[str]
) -> None:
    """What stands above the rows: what the sheet is, how it is filled in, the headings."""
    bold = book.add_format(
        {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E7EEF7"}
    )
    sheet.write(0, 0, title, book.add_format({"bold": True}))
    sheet.write(1, 0, key)
    sheet.write_row(FIRST_ROW - 2, 0, headings, bold)


def as_typed(book: "Workbook") -> "Format":
    """The format of a column that keeps what is typed, letter by letter."""
    return book.add_format({"num_format": "@"})


def end(sheet: "Worksheet", *, fixed_columns: int = 0) -> None:
    """The headings stay in sight, and paper takes the whole width."""
    sheet.freeze_panes(FIRST_ROW - 1, fixed_columns)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def explain(book: "Workbook", name: str, lines: Sequence[str]) -> None:
    """A sheet of what to read first."""
    sheet = book.add_worksheet(name)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, line, wrapped)
    sheet.set_column(0, 0, 100)


def read(
    content: bytes,
    readers: Sequence[tuple[Sequence[str], Reader]],
    *,
    says: Callable[[TypedRow], bool],
    most: int,
) -> list[TypedRow]:
    """
    What was typed below the headings; rows that say nothing are left out.

    Args:
        readers: the headings of a language, and how a row below them is read.

    Raises:
        FileTooLarge: it is, or unpacks to, more than a thousand rows can need.
        NotOurWorkbook: it is no workbook, or its headings are not ours.
        TooManyRows: more than `most` rows say something.
    """
    refuse_bombs(content)
    cells = _cells_from_headings(content)
    found = [str(cell).strip() for cell in cells[0]] if cells else []
    for headings, row_of in readers:
        if found[: len(headings)] == list(headings):
            rows = [row_of(number, row) for number, row in enumerate(cells[1:], FIRST_ROW)]
            filled = [row for row in rows if says(row)]
            if len(filled) > most:
                raise TooManyRows(most=most)
            return filled
    raise NotOurWorkbook


def refuse_bombs(content: bytes) -> None:
    """
    Unpack every part, counting, before any reader does: what a part says of its size may be a lie.

    Raises:
        FileTooLarge, NotOurWorkbook.
    """
    if len(content) > MOST_BYTES:
        raise FileTooLarge(megabytes=MOST_BYTES // 1_000_000)
    left = _MOST_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            if len(parts) > _MOST_PARTS:
                raise FileTooLarge(megabytes=MOST_BYTES // 1_000_000)
            for part in parts:
                with packed.open(part) as unpacked:
                    while chunk := unpacked.read(min(left + 1, 65_536)):
                        left -= len(chunk)
                        if left < 0:
                            raise FileTooLarge(megabytes=MOST_BYTES // 1_000_000)
    except _BROKEN as error:
        raise NotOurWorkbook from error


def text_of(cell: object) -> str:
    """What a cell says; Excel keeps every number as 2.0."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def number_text_of(cell: object) -> str:
    """As `text_of`, but 1.234 in a cell of numbers is no "1.234" that somebody wrote for 1234."""
    if isinstance(cell, float) and not cell.is_integer():
        return str(cell).replace(".", ",")
    return text_of(cell)


def with_code(code: str, name: str) -> str:
    """How a place or an indicator stands in a cell; `code_in` reads it back."""
    return f"{name} ({code})"


def code_in(text: str) -> str:
    """The code in "Xã Triệu Sơn (15664)", or the whole text where there are no brackets."""
    return text.rpartition("(")[2].rstrip(") ")


def _cells_from_headings(content: bytes) -> list[list[object]]:
    """
    The first sheet from its headings on.

    Raises:
        NotOurWorkbook: no reader can open it.
    """
    import python_calamine

    try:
        book = python_calamine.load_workbook(io.BytesIO(content))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
        return [list(row) for row in rows[FIRST_ROW - 2 :]]
    except (python_calamine.CalamineError, IndexError, ValueError) as error:
        raise NotOurWorkbook from error
