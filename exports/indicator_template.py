"""The workbook units report figures with, and reading it back."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from domain.indicators import MOST_ROWS, QUALIFIERS, Counted, Indicator
from exports import typed_sheet
from exports.typed_sheet import FIRST_ROW, Translate, TypedRow

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

    def fill(book: "Workbook") -> None:
        _fill(book, units, indicator, period, t)
        typed_sheet.explain(book, t("workbook.read_first"), _explained(indicator, t))

    return typed_sheet.made(fill)


def read_rows(content: bytes, translators: Sequence[Translate]) -> list[TypedRow]:
    """
    What was typed into a workbook of `template`: row, code of indicator, code of unit, fields.

    Rows without any number are left out.

    Raises:
        FileTooLarge: it is, or unpacks to, more than a thousand rows can need.
        NotOurWorkbook: it is no workbook, or its headings are not ours.
        TooManyRows: more than MOST_ROWS figures.
    """
    return typed_sheet.read(
        content,
        [(_headings(t), partial(_typed, t=t)) for t in translators],
        says=lambda row: any(row[3][field] for field in TYPED),
        most=MOST_ROWS,
    )


def _headings(t: Translate) -> list[str]:
    return [t(f"indicator_field.{field}") for field in FIELDS]


def _typed(number: int, row: Sequence[object], t: Translate) -> TypedRow:
    said = dict(zip(FIELDS, map(typed_sheet.number_text_of, row), strict=False))
    texts = {**dict.fromkeys(FIELDS, ""), **said}
    counts = {t(f"unit.{one}").casefold(): one.value for one in Counted}
    counted = texts["counted"].casefold()
    typed = {
        **texts,
        "counted": counts.get(counted, counted),
        "qualifier": texts["qualifier"].lower(),
    }
    indicator, unit = typed_sheet.code_in(texts["indicator"]), typed_sheet.code_in(texts["unit"])
    return number, indicator, unit, typed


def _fill(
    book: "Workbook", units: Mapping[str, str], indicator: Indicator, period: str, t: Translate
) -> None:
    sheet = book.add_worksheet(t("workbook.data"))
    title, key = t("indicator_file.title"), t("indicator_file.key")
    typed_sheet.begin(book, sheet, title=title, key=key, headings=_headings(t))
    text = typed_sheet.as_typed(book)
    for column, field in enumerate(FIELDS):
        number = None if field in TYPED else text
        sheet.set_column(column, column, _WIDTHS.get(field, 14), number)
    same = (
        typed_sheet.with_code(indicator.code, indicator.name),
        period,
        t(f"unit.{indicator.counted}"),
    )
    for row, (code, name) in enumerate(units.items(), start=FIRST_ROW - 1):
        for column, value in enumerate((typed_sheet.with_code(code, name), *same)):
            sheet.write_string(row, column, value)
    last = FIRST_ROW + len(units) - 2
    rule = {"validate": "list", "source": [one for one in QUALIFIERS if one]}
    column = FIELDS.index("qualifier")
    sheet.data_validation(FIRST_ROW - 1, column, last, column, rule)
    typed_sheet.end(sheet)


def _explained(indicator: Indicator, t: Translate) -> list[str]:
    about = {
        "numerator": indicator.numerator,
        "denominator": indicator.denominator or t("indicators.is_count"),
        "owner": indicator.owner,
        "source": indicator.source_document,
        "note": indicator.note,
    }
    said = (f"{t(f'indicators.{name}')}: {text}" for name, text in about.items())
    return [indicator.name, *said, *t("indicator_file.lines").split("\n")]
