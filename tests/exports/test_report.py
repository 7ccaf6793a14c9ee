"""The Word draft: the form of the decree or of the Union, and every number as in the deck."""

import io
from dataclasses import replace

import pytest
from docx import Document
from docx.oxml.ns import qn

from domain.errors import FileNotMade
from exports.report import docx_of
from tests.decks import small_deck
from tests.exports.meeting_decks import (
    HOSTILE,
    LONG,
    SECRETS,
    T,
    communes,
    deck,
    every_part,
    slide,
    told_in,
)

FORMS = ("state", "union")
PLAIN = slide(picture=None, native=None)


@pytest.fixture(scope="module", params=FORMS)
def made(request):
    return request.param, docx_of(deck(), form=request.param, t=T)


def opened(content):
    return Document(io.BytesIO(content))


def words(report):
    texts = [node.text or "" for node in report.element.body.iter(qn("w:t"))]
    return "\n".join(texts)


def cells(table):
    return [tuple(cell.text for cell in row.cells) for row in table.rows]


def test_the_page_is_that_of_the_decree(made):
    section = opened(made[1]).sections[0]

    assert [round(side.mm) for side in (section.page_width, section.page_height)] == [210, 297]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [20, 20, 30, 15]
    fonts = opened(made[1]).styles["Normal"].element.rPr.rFonts
    for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
        assert fonts.get(qn(f"w:{kind}")) == "Times New Roman"


def test_only_papers_of_the_state_carry_the_name_of_the_country(made):
    form, content = made
    told = words(opened(content))

    assert ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in told) == (form == "state")
    assert ("Độc lập - Tự do - Hạnh phúc" in told) == (form == "state")
    assert ("ĐOÀN TNCS HỒ CHÍ MINH" in told) == (form == "union")
    assert ("***" in told) == (form == "union")


def test_every_page_says_that_it_is_a_draft_and_only_later_ones_are_numbered(made):
    section = opened(made[1]).sections[0]
    first, later = section.first_page_header, section.header

    assert section.different_first_page_header_footer
    for header in (first, later):
        assert "DỰ THẢO" in header.paragraphs[0].text
        assert "SỐ LIỆU MÔ PHỎNG" in header.paragraphs[0].text
    assert "PAGE" in later._element.xml
    assert "PAGE" not in first._element.xml
    for footer in (section.first_page_footer, section.footer):
        assert "Bản trình bày số 12 · chốt 08:00 20/8/2026 · mã 4F7A" in footer.paragraphs[0].text


def test_every_sentence_and_figure_is_that_of_the_deck(made):
    report, one = opened(made[1]), slide()

    told = words(report)
    for said in (f"{one.finding}.", LONG, HOSTILE, "Hình 1. ", "Bảng 1. ", *one.spine[:1]):
        assert said in told
    assert (one.grid.head, *one.grid.rows) in [tuple(cells(table)) for table in report.tables]


def test_a_table_begins_anew_on_each_page_and_its_rows_stay_whole(made):
    tables = [one for one in opened(made[1]).tables if one.style.name == "Table Grid"]

    for table in tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_a_picture_is_described_in_words(made):
    shapes = opened(made[1]).inline_shapes

    assert [shape._inline.docPr.get("descr") for shape in shapes] == [slide().alternative]


def test_what_is_hidden_stands_in_no_part_of_the_file(made):
    assert told_in(made[1], SECRETS) == []


def test_conclusions_have_who_and_by_when_and_nobody_has_signed(made):
    told = words(opened(made[1]))

    for said in ("Mở 3 lớp buổi tối ở Phường Đông Sơn", "Tỉnh Đoàn", "15/9/2026", "Nơi nhận:"):
        assert said in told
    assert "[Họ và tên]" in told


def test_the_table_of_166_communes_is_in_the_annex():
    many = slide(communes(166))
    many = replace(many, picture=slide().picture)

    report = opened(docx_of(deck(many), form="state", t=T))

    assert cells(report.tables[-1]) == [many.grid.head, *many.grid.rows]
    assert "PHỤ LỤC" in words(report)


def test_real_figures_are_not_called_simulated():
    content = docx_of(deck(PLAIN, simulated=False), form="state", t=T)

    assert told_in(content, ["MÔ PHỎNG", "mô phỏng"]) == []


def test_a_part_that_cannot_be_drawn_is_named_and_there_is_no_file():
    broken = slide(heading="Trang hỏng", picture={"mark": "bar", "encoding": {"x": 7}})

    with pytest.raises(FileNotMade) as refusal:
        docx_of(deck(PLAIN, broken), form="union", t=T)

    assert refusal.value.details == {"part": "Trang hỏng"}


def test_the_file_names_no_person_and_equal_decks_are_equal_files():
    content = docx_of(deck(PLAIN), form="state", t=T)
    known = opened(content).core_properties

    assert (known.author, known.last_modified_by) == ("Bình dân số", "")
    assert b"python-docx" not in every_part(content)["docProps/core.xml"]
    assert content == docx_of(deck(PLAIN), form="state", t=T)


def test_every_sentence_and_cell_of_a_whole_meeting_is_read_back():
    whole = small_deck()

    told = words(opened(docx_of(whole, form="state", t=T)))

    for one in whole.slides:
        if one.kind != "conclusions":
            assert one.finding in told
        for row in one.grid.rows:
            assert all(cell in told for cell in row)
