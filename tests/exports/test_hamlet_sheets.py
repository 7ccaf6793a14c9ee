"""The workbook of people by hamlet read back, and tonight's route on paper."""

import io

import pypdf
import pytest
import xlsxwriter
from python_calamine import load_workbook

from domain.errors import NotOurWorkbook
from exports import excel_template, hamlet_template
from exports.hamlet_template import COLUMNS, read_rows, template
from exports.route import Paper, Stop, route
from text import LANGUAGES, translator

T = translator("vi")
BOTH = [translator(one) for one in LANGUAGES]
HAMLETS = {"15664-001": "Thôn 1", "15664-002": "Tổ dân phố (cũ)"}


def filled(rows, t=T):
    """The template as somebody sends it back: row → column → cell."""
    sheet = load_workbook(io.BytesIO(template(HAMLETS, t=t))).get_sheet_by_index(0)
    cells = [[*row, *[""] * COLUMNS][:COLUMNS] for row in sheet.to_python(skip_empty_area=False)]
    for number, row in rows.items():
        for column, value in row.items():
            cells[number - 1][column] = value
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        page = book.add_worksheet("x")
        for number, row in enumerate(cells):
            page.write_row(number, 0, row)
    return buffer.getvalue()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_typed_comes_back_by_hamlet_and_group_and_an_empty_row_says_nothing(language):
    rows = read_rows(filled({5: {1: 120, 2: "30", 7: -1, 6: 1.234}}, translator(language)), BOTH)

    [(number, name, code, typed)] = rows
    assert (number, name, code) == (5, "Tổ dân phố (cũ)", "15664-002")
    assert (typed["adults"], typed["elderly"], typed["women"]) == ("120", "30", "")
    assert (typed["untrained"], typed["traders"]) == ("-1", "1,234")
    assert read_rows(template(HAMLETS, t=translator(language)), BOTH) == []


@pytest.mark.parametrize(
    "content", [b"", b"x", excel_template.template({}, ["?"] * 12, version="1", t=T)]
)
def test_another_file_is_refused(content):
    with pytest.raises(NotOurWorkbook):
        hamlet_template.read_rows(content, BOTH)


@pytest.mark.parametrize("paper", list(Paper))
def test_the_route_holds_every_stop_in_its_order_on_the_chosen_paper(paper):
    stops = [Stop(f"Thôn {number}", "Xã Triệu Sơn", ["Người lớn: có 45, còn nhiều nhất 35"])
             for number in (3, 1, 2)]  # fmt: skip

    pdf = pypdf.PdfReader(
        io.BytesIO(
            route(paper, stops, area="Huyện Triệu Sơn", day="22/11/2026", language="vi", t=T)
        )
    )

    words = "".join(page.extract_text() for page in pdf.pages)
    places = [words.index(f"{place}. Thôn {number}") for place, number in enumerate((3, 1, 2), 1)]
    assert places == sorted(places)
    assert round(float(pdf.pages[0].mediabox.width) / 72 * 25.4) == {"a5": 148, "a4": 210}[paper]
