"""Login slips and the sheet they come from: read back as typed, nothing else taken."""

import io

import pypdf
import pytest
import xlsxwriter
from python_calamine import load_workbook

from domain.account_sheet import FIELDS, MOST_ACCOUNTS, check_sheet
from domain.errors import NotOurWorkbook, TooManyRows
from exports.account_template import read_rows, template
from exports.login_slips import Slip, login_slips
from text import LANGUAGES, translator

T = translator("vi")
BOTH = [translator(language) for language in LANGUAGES]
ROW = ["doan-xa-1", "Chị Hoa", T("role.leader"), "Xã Triệu Sơn (15796)", "31/12/2026"]


def workbook(rows, t=T):
    """As the template, filled in."""
    book = load_workbook(io.BytesIO(template({"15796": "Xã Triệu Sơn"}, t=t)))
    cells = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as made:
        sheet = made.add_worksheet("x")
        for number, row in enumerate([*cells[:3], *rows]):
            sheet.write_row(number, 0, row)
    return buffer.getvalue()


def test_what_is_no_sheet_of_ours_or_too_long_is_refused():
    for content in (b"", b"PK\x03\x04", b"x" * 100):
        with pytest.raises(NotOurWorkbook):
            read_rows(content, BOTH)
    with pytest.raises(TooManyRows):
        read_rows(workbook([ROW] * (MOST_ACCOUNTS + 1)), BOTH)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_filled_template_is_read_back(language):
    t = translator(language)

    rows = read_rows(workbook([[*ROW[:2], t("role.leader"), *ROW[3:]], [""] * 5], t), BOTH)

    ((one,), faults) = check_sheet((row, typed) for row, _, _, typed in rows)
    assert faults == []
    assert (one.row, one.username, one.role, one.area_code) == (4, "doan-xa-1", "leader", "15796")


def test_a_formula_in_a_cell_is_only_text():
    rows = read_rows(workbook([["=1+1", *ROW[1:]]]), BOTH)

    _, faults = check_sheet((row, typed) for row, _, _, typed in rows)

    assert [one.field for one in faults] == [FIELDS[0]]


def test_every_account_has_a_slip_with_its_password_six_on_a_sheet():
    slips = [
        Slip(f"doan-xa-{n}", f"Bí thư #[{n}]", "Cán bộ · Xã", "31/12/2026", f"ABCD-{n:04}-EFGH")
        for n in range(9)
    ]

    pdf = pypdf.PdfReader(
        io.BytesIO(login_slips(slips, link="https://x.vn/dang-nhap", language="vi", t=T))
    )

    words = "".join(page.extract_text() for page in pdf.pages)
    assert len(pdf.pages) == 2
    assert all(one.password in words and one.username in words for one in slips)
    assert "Bí thư #[3]" in words
    assert "x.vn/dang-nhap" in words
