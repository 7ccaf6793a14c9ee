"""The workbook a class or a commune types its paper into, and reading it back."""

import io
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from domain.collection import (
    AGREED,
    ANSWER_FIELDS,
    KEYED_MODES,
    MOST_IN_A_FILE,
    PAPER_ANSWERS,
    new_token,
)
from domain.errors import FileTooLarge, NotOurWorkbook, TooManyRows
from domain.people import ADULTS, AgeBand, Audience, Gender

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]

MOST_BYTES = 2_000_000
_MOST_UNPACKED = 20_000_000  # bytes; a workbook of a thousand rows unpacks to half a million
_MOST_PARTS = 100
ROWS = 500
# What unpacking something that is no whole archive, or one with a password, can raise.
_BROKEN = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError),
    *(NotImplementedError, RuntimeError, OSError, ValueError),
)
FIRST_ROW = 4  # of the people, as Excel counts: title, key, headings come first
_SHEETS = ("data", "read_first", "lists")
FIELDS = ("key", "commune", "audience", "age_band", "gender", "mode", "consent", *ANSWER_FIELDS)
_LISTED: Mapping[str, Sequence[str]] = {
    "audience": [one.value for one in Audience],
    "age_band": [one.value for one in ADULTS],
    "gender": [one.value for one in Gender],
    "mode": [one.value for one in KEYED_MODES],
}
_WIDTHS = {"key": 13, "commune": 30, "audience": 28, "age_band": 24, "gender": 16, "mode": 28}

Translate = Callable[..., str]
TypedRow = tuple[int, str, str, Mapping[str, str]]  # as domain.collection.check_rows takes it


def template(
    communes: Mapping[str, str],
    questions: Sequence[str],
    *,
    version: str,
    t: Translate,
    number: str | None = None,
) -> bytes:
    """
    A workbook with a sheet for ROWS people, drop-down lists, and what to read first.

    Args:
        communes: code → name of the communes that may be chosen.
        questions: the core questions in order.
        number: what its sheet numbers begin with; made when not given, so that the same paper
            is known again and no two workbooks share a number.
    """
    import xlsxwriter  # type: ignore[import-untyped]

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        _, first, lists = (book.add_worksheet(t(f"workbook.{name}")) for name in _SHEETS)
        lists.hide()
        places = [_place(code, name) for code, name in communes.items()]
        choices = {"commune": places, "consent": [t("workbook.agreed")]} | {
            field: [t(_label(field, value)) for value in values]
            for field, values in _LISTED.items()
        }
        for column, (field, values) in enumerate(choices.items()):
            lists.write_column(0, column, values)
            last = f"${chr(65 + column)}${len(values)}"
            book.define_name(f"list_{field}", f"='{lists.name}'!${chr(65 + column)}$1:{last}")
        _fill(book, choices, questions, number or new_token(), version, t)
        _explain(book, t)
        first.set_column(0, 0, 100)
    return buffer.getvalue()


def read_rows(content: bytes, translators: Sequence[Translate]) -> list[TypedRow]:
    """
    What was typed into a workbook made from the template, in whichever language it was made.

    Rows in which nobody typed anything are left out.

    Raises:
        FileTooLarge: it is, or unpacks to, more than a thousand rows can need.
        NotOurWorkbook: it is no workbook, or its headings are not ours.
        TooManyRows: more than MOST_IN_A_FILE people.
    """
    refuse_bombs(content)
    cells = cells_from_headings(content)
    headings = [str(cell).strip() for cell in cells[0]] if cells else []
    for t in translators:
        if headings[: len(FIELDS)] == [_heading(field, t) for field in FIELDS]:
            rows = [_typed(number, row, t) for number, row in enumerate(cells[1:], FIRST_ROW)]
            people = [row for row in rows if row[2] or any(row[3].values())]
            if len(people) > MOST_IN_A_FILE:
                raise TooManyRows(most=MOST_IN_A_FILE)
            return people
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


def cells_from_headings(content: bytes) -> list[list[object]]:
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


def _typed(number: int, row: Sequence[object], t: Translate) -> TypedRow:
    texts = dict(zip(FIELDS, (text_of(cell) for cell in row), strict=False))
    typed = {
        field: _code(field, text, t)
        for field, text in texts.items()
        if field not in ("key", "commune")
    }
    commune = texts.get("commune", "").rpartition("(")[2].rstrip(") ")
    return number, texts.get("key", ""), commune, typed


def _code(field: str, text: str, t: Translate) -> str:
    """Our word for what the drop-down list says; what is no entry of it stays as it is."""
    if field == "consent":
        return AGREED if text.casefold() in (t("workbook.agreed").casefold(), "x") else text
    known = tuple(AgeBand) if field == "age_band" else _LISTED.get(field, ())
    labels = {t(_label(field, value)).casefold(): value for value in known}
    return labels.get(text.casefold(), text)


def text_of(cell: object) -> str:
    """What a cell says; Excel keeps every number as 2.0."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _fill(
    book: "Workbook",
    choices: Mapping[str, Sequence[str]],
    questions: Sequence[str],
    number: str,
    version: str,
    t: Translate,
) -> None:
    data = book.worksheets()[0]
    bold = book.add_format(
        {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E7EEF7"}
    )
    text = book.add_format({"num_format": "@"})
    data.write(0, 0, t("workbook.title", version=version), book.add_format({"bold": True}))
    key = " · ".join(f"{digit} {t(f'answer.{answer.value}')}" for digit, answer in
                     PAPER_ANSWERS.items())  # fmt: skip
    data.write(1, 0, key)
    sentences = dict(zip(ANSWER_FIELDS, questions, strict=True))
    last = FIRST_ROW + ROWS - 2
    for column, field in enumerate(FIELDS):
        data.set_column(column, column, _WIDTHS.get(field, 9), text)
        data.write(FIRST_ROW - 2, column, _heading(field, t), bold)
        if field in sentences:
            data.write_comment(FIRST_ROW - 2, column, sentences[field])
        rule = _rule(field, choices, t)
        if rule:
            data.data_validation(FIRST_ROW - 1, column, last, column, rule)
    for row in range(ROWS):
        data.write_string(FIRST_ROW - 1 + row, 0, f"{number}-{row + 1:03}")
    data.freeze_panes(FIRST_ROW - 1, 1)
    data.set_landscape()
    data.fit_to_pages(1, 0)
    data.repeat_rows(FIRST_ROW - 2)


def _rule(
    field: str, choices: Mapping[str, Sequence[str]], t: Translate
) -> dict[str, object] | None:
    said = {"error_title": t("workbook.wrong"), "error_message": t("workbook.choose")}
    if field in choices:
        return {"validate": "list", "source": f"=list_{field}", **said}
    if field in ANSWER_FIELDS:
        return {"validate": "list", "source": list(PAPER_ANSWERS), **said}
    return None


def _explain(book: "Workbook", t: Translate) -> None:
    sheet = book.worksheets()[1]
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for row, line in enumerate(t("workbook.lines").split("\n")):
        sheet.write(row, 0, line, wrapped)


def _heading(field: str, t: Translate) -> str:
    if field in ANSWER_FIELDS:
        return t("field.question", number=ANSWER_FIELDS.index(field) + 1)
    return t(f"field.{field}")


def _label(field: str, value: str) -> str:
    return f"paper_mode.{value}" if field == "mode" else f"{field}.{value}"


def _place(code: str, name: str) -> str:
    return f"{name} ({code})"
