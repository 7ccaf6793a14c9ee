"""The workbook a class or a commune types its paper into, and reading it back."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from domain.collection import (
    AGREED,
    ANSWER_FIELDS,
    KEYED_MODES,
    MOST_IN_A_FILE,
    PAPER_ANSWERS,
    new_token,
)
from domain.people import ADULTS, AgeBand, Audience, Gender
from exports import typed_sheet
from exports.typed_sheet import FIRST_ROW, Translate, TypedRow

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]

ROWS = 500
FIELDS = ("key", "commune", "audience", "age_band", "gender", "mode", "consent", *ANSWER_FIELDS)
_LISTED: Mapping[str, Sequence[str]] = {
    "audience": [one.value for one in Audience],
    "age_band": [one.value for one in ADULTS],
    "gender": [one.value for one in Gender],
    "mode": [one.value for one in KEYED_MODES],
}
_WIDTHS = {"key": 13, "commune": 30, "audience": 28, "age_band": 24, "gender": 16, "mode": 28}


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
    places = [typed_sheet.with_code(code, name) for code, name in communes.items()]
    choices = {"commune": places, "consent": [t("workbook.agreed")]} | {
        field: [t(_label(field, value)) for value in values] for field, values in _LISTED.items()
    }

    def fill(book: "Workbook") -> None:
        book.add_worksheet(t("workbook.data"))
        typed_sheet.explain(book, t("workbook.read_first"), t("workbook.lines").split("\n"))
        _list(book, choices, t)
        _fill(book, choices, questions, number or new_token(), version, t)

    return typed_sheet.made(fill)


def read_rows(content: bytes, translators: Sequence[Translate]) -> list[TypedRow]:
    """
    What was typed into a workbook made from the template, in whichever language it was made.

    Rows in which nobody typed anything are left out.

    Raises:
        FileTooLarge: it is, or unpacks to, more than a thousand rows can need.
        NotOurWorkbook: it is no workbook, or its headings are not ours.
        TooManyRows: more than MOST_IN_A_FILE people.
    """
    return typed_sheet.read(
        content,
        [([_heading(field, t) for field in FIELDS], partial(_typed, t=t)) for t in translators],
        says=lambda row: bool(row[2]) or any(row[3].values()),
        most=MOST_IN_A_FILE,
    )


def _typed(number: int, row: Sequence[object], t: Translate) -> TypedRow:
    texts = dict(zip(FIELDS, map(typed_sheet.text_of, row), strict=False))
    typed = {
        field: _code(field, text, t)
        for field, text in texts.items()
        if field not in ("key", "commune")
    }
    commune = typed_sheet.code_in(texts.get("commune", ""))
    return number, texts.get("key", ""), commune, typed


def _code(field: str, text: str, t: Translate) -> str:
    """Our word for what the drop-down list says; what is no entry of it stays as it is."""
    if field == "consent":
        return AGREED if text.casefold() in (t("workbook.agreed").casefold(), "x") else text
    known = tuple(AgeBand) if field == "age_band" else _LISTED.get(field, ())
    labels = {t(_label(field, value)).casefold(): value for value in known}
    return labels.get(text.casefold(), text)


def _list(book: "Workbook", choices: Mapping[str, Sequence[str]], t: Translate) -> None:
    """The entries of the drop-down lists, each under a name of its own."""
    lists = book.add_worksheet(t("workbook.lists"))
    lists.hide()
    for column, (field, values) in enumerate(choices.items()):
        lists.write_column(0, column, values)
        last = f"${chr(65 + column)}${len(values)}"
        book.define_name(f"list_{field}", f"='{lists.name}'!${chr(65 + column)}$1:{last}")


def _fill(
    book: "Workbook",
    choices: Mapping[str, Sequence[str]],
    questions: Sequence[str],
    number: str,
    version: str,
    t: Translate,
) -> None:
    data = book.worksheets()[0]
    said = [f"{digit} {t(f'answer.{answer.value}')}" for digit, answer in PAPER_ANSWERS.items()]
    title, headings = t("workbook.title", version=version), [_heading(field, t) for field in FIELDS]
    typed_sheet.begin(book, data, title=title, key=" · ".join(said), headings=headings)
    sentences = dict(zip(ANSWER_FIELDS, questions, strict=True))
    text = typed_sheet.as_typed(book)
    last = FIRST_ROW + ROWS - 2
    for column, field in enumerate(FIELDS):
        data.set_column(column, column, _WIDTHS.get(field, 9), text)
        if field in sentences:
            data.write_comment(FIRST_ROW - 2, column, sentences[field])
        rule = _rule(field, choices, t)
        if rule:
            data.data_validation(FIRST_ROW - 1, column, last, column, rule)
    for row in range(ROWS):
        data.write_string(FIRST_ROW - 1 + row, 0, f"{number}-{row + 1:03}")
    typed_sheet.end(data, fixed_columns=1)
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


def _heading(field: str, t: Translate) -> str:
    if field in ANSWER_FIELDS:
        return t("field.question", number=ANSWER_FIELDS.index(field) + 1)
    return t(f"field.{field}")


def _label(field: str, value: str) -> str:
    return f"paper_mode.{value}" if field == "mode" else f"{field}.{value}"
