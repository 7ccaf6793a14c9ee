"""The workbook of reported figures says what was typed, and no more."""

import io

import pytest
import xlsxwriter
from python_calamine import load_workbook

from domain.errors import NotOurWorkbook
from domain.indicator_board import Timeliness
from domain.indicator_periods import PeriodKind
from domain.indicators import Counted, Indicator
from exports import excel_template
from exports.indicator_csv import BoardRow, board_csv
from exports.indicator_template import FIELDS, read_rows, template
from text import LANGUAGES, translator

T = translator("vi")
BOTH = [translator(one) for one in LANGUAGES]
UNITS = {"15664": "Xã Triệu Sơn", "15772": "Xã Thiệu Hóa"}
RATE = Indicator("vneid-muc-2", "Tài khoản (mức độ 2)", "A", "B", "Công an", PeriodKind.MONTH,
                 Counted.PEOPLE, 10, "Đề án 06", "Lưu ý")  # fmt: skip


def filled(rows, t=T):
    """The template as somebody sends it back: row → field → cell."""
    sheet = load_workbook(io.BytesIO(template(UNITS, RATE, "2026-10", t=t))).get_sheet_by_index(0)
    cells = [list(row) + [""] * 9 for row in sheet.to_python(skip_empty_area=False)]
    for number, row in rows.items():
        while len(cells) < number:
            cells.append([""] * 9)
        for field, value in row.items():
            cells[number - 1][FIELDS.index(field)] = value
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        page = book.add_worksheet("x")
        for number, row in enumerate(cells):
            page.write_row(number, 0, row[:9])
    return buffer.getvalue()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_template_names_every_unit_and_an_empty_row_says_nothing(language):
    t = translator(language)

    rows = read_rows(filled({5: {"numerator": 25736, "denominator": "36.845"}}, t), BOTH)

    [(number, indicator, unit, typed)] = rows
    assert (number, indicator, unit) == (5, "vneid-muc-2", "15772")
    assert (typed["numerator"], typed["denominator"]) == ("25736", "36.845")
    assert (typed["period"], typed["counted"]) == ("2026-10", "people")
    assert read_rows(template(UNITS, RATE, "2026-10", t=t), BOTH) == []


def test_a_number_with_decimals_in_a_cell_never_becomes_thousands():
    [(_, _, _, typed)] = read_rows(filled({4: {"numerator": 1.234}}), BOTH)

    assert typed["numerator"] == "1,234"


def test_people_counted_as_visits_stay_visits_and_a_formula_stays_text():
    changed = {"counted": "Lượt người", "numerator": "=1+1", "qualifier": "Hơn"}

    [(_, _, _, typed)] = read_rows(filled({4: changed}), BOTH)

    assert (typed["counted"], typed["numerator"], typed["qualifier"]) == ("visits", "=1+1", "hơn")


def test_the_workbook_of_people_and_what_is_no_workbook_are_refused():
    people = excel_template.template(UNITS, ["?"] * 12, version="1", t=T)

    for content in (people, b"PK", b""):
        with pytest.raises(NotOurWorkbook):
            read_rows(content, BOTH)


def test_the_list_of_who_reported_says_what_it_is_about_and_holds_no_formula():
    from datetime import date

    row = BoardRow("15664", "=Xã", Timeliness.SILENT, None, 0)

    text = board_csv([row], indicator="vneid-muc-2", period="2026-09", due=date(2026, 10, 10), t=T)

    assert text.decode("utf-8-sig").split("\r\n")[1] == (
        "15664,'=Xã,vneid-muc-2,2026-09,2026-10-10,30 ngày chưa có gì,,0"
    )
