"""Slides: every number is the deck's, what is hidden is nowhere, and a broken slide is no file."""

import io
from dataclasses import replace

import pytest
import python_calamine
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.util import Inches

from domain.errors import FileNotMade
from exports.slides import pptx_of
from meeting.deck import Grid, Native, Series, SlideKind
from tests.decks import small_deck, small_figures, units_table
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
from text import translator


def opened(content):
    return Presentation(io.BytesIO(content)).slides


def charts(page):
    return [shape.chart for shape in page.shapes if shape.has_chart]


def words(page):
    """Everything a reader of the slide reads, its chart's names and notes aside."""
    texts = [shape.text_frame.text for shape in page.shapes if shape.has_text_frame]
    cells = [cell.text for shape in page.shapes if shape.has_table
             for row in shape.table.rows for cell in row.cells]  # fmt: skip
    return "\n".join([*texts, *cells])


def is_hidden(page):
    return page._element.get("show") == "0"


@pytest.fixture(scope="module")
def made():
    return pptx_of(deck(), t=T)


def test_the_numbers_of_a_chart_and_of_its_workbook_are_those_of_the_deck(made):
    native = slide().native
    [chart] = charts(opened(made)[1])

    [series] = chart.plots[0].series
    assert tuple(series.values) == native.series[0].values
    book = python_calamine.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert [row[1] for row in rows[1:]] == [
        "" if value is None else value for value in native.series[0].values
    ]


def test_a_hidden_figure_is_a_gap_whose_name_says_so_and_never_a_zero(made):
    [chart] = charts(opened(made)[1])

    names = list(chart.plots[0].categories)
    assert names[2] == "Xã Kín (chưa đủ dữ liệu)"
    assert 'dispBlanksAs val="gap"' in chart._chartSpace.xml
    values = chart._chartSpace.xpath(".//c:val//c:pt/@idx")
    assert values == ["0", "1", "5"]


def test_what_is_hidden_stands_in_no_part_of_the_file(made):
    assert told_in(made, SECRETS) == []
    assert any("embeddings" in name for name in every_part(made))


def test_a_bound_in_a_name_is_not_called_missing():
    native = Native("bar", ("Xã Một (tối đa 5 %)", "Xã Hai"), (Series("n", (None, None)),), "%")
    grid = Grid(("Đơn vị",), (("Xã Một",), ("Xã Hai",)))

    [chart] = charts(opened(pptx_of(deck(slide(native=native, grid=grid)), t=T))[1])

    assert list(chart.plots[0].categories) == ["Xã Một (tối đa 5 %)", "Xã Hai (chưa đủ dữ liệu)"]


def test_a_map_is_a_picture_that_is_described():
    page = opened(pptx_of(deck(slide(kind=SlideKind.MAP)), t=T))[1]

    [picture] = [shape for shape in page.shapes if shape.shape_type == MSO_SHAPE_TYPE.PICTURE]
    assert picture._element.xpath("*/p:cNvPr/@descr") == [slide().alternative]
    assert charts(page) == []


def test_figures_have_a_decimal_comma_and_those_of_few_people_no_decimals(made):
    xml = charts(opened(made)[1])[0]._chartSpace.xml

    assert 'formatCode="[$-42A]#,##0.0"' in xml
    [few] = charts(opened(made)[1])[0]._chartSpace.xpath(".//c:dLbl")
    assert few.xpath("c:idx/@val") == ["1"]
    assert few.xpath("c:numFmt/@formatCode") == ["[$-42A]#,##0"]


def test_every_slide_says_what_it_says_and_where_it_is_from(made):
    one = slide()
    pages = opened(made)
    page = pages[1]

    assert page.shapes.title.text == one.finding
    assert next(shape for shape in page.shapes if shape.has_chart)._element.xpath(
        "*/p:cNvPr/@descr"
    ) == [one.alternative]
    assert page.notes_slide.notes_text_frame.text == one.notes
    for said in (one.heading, "Tỉnh Thanh Hóa", *one.spine, LONG, HOSTILE):
        assert said in words(page)
    for page in pages:
        assert "Bản trình bày số 12 · chốt 08:00 20/8/2026 · mã 4F7A" in words(page)
        assert "SỐ LIỆU MÔ PHỎNG" in words(page)


def test_real_figures_are_not_called_simulated():
    made = pptx_of(deck(slide(picture=None, native=None), simulated=False), t=T)

    assert all("MÔ PHỎNG" not in words(page) for page in opened(made))


def test_what_was_decided_is_the_last_slide_shown(made):
    last = opened(made)[-1]

    assert "Mở 3 lớp buổi tối ở Phường Đông Sơn" in words(last)
    assert "15/9/2026" in words(last)


def test_slides_for_questions_are_hidden_behind_all_others():
    many = slide(communes(166), picture=None, native=None, backup=True, heading="Mọi xã")
    pages = list(opened(pptx_of(deck(many, slide(picture=None, native=None)), t=T)))

    hidden = [is_hidden(page) for page in pages]
    assert hidden == sorted(hidden)
    assert pages[hidden.index(True)].shapes.title.text == "Nếu hỏi thêm"
    told = "\n".join(words(page) for page in pages if is_hidden(page))
    for name, _, _ in communes(166):
        assert told.count(f"{name}\n") == 1


def test_nothing_stands_outside_a_slide_with_166_communes():
    many = slide(communes(166), picture=None, native=None)
    pages = opened(pptx_of(deck(many), t=T))

    for page in pages:
        for shape in page.shapes:
            assert shape.left + shape.width <= Inches(13.34)
            assert shape.top + shape.height <= Inches(7.5)


def test_a_long_table_beside_a_picture_stands_behind_it_once():
    many = slide(communes(60), picture=None)
    pages = list(opened(pptx_of(deck(many, replace(many, kind=SlideKind.MAP)), t=T)))

    told = "\n".join(words(page) for page in pages)
    assert told.count(f"{communes(60)[-1][0]}\n") == 1


def test_a_refused_slide_says_why():
    why = "Chưa đủ dữ liệu để vẽ: mọi xã đều dưới 10 người."
    page = opened(pptx_of(deck(slide(refused=why)), t=T))[1]

    assert why in words(page)
    assert charts(page) == []


@pytest.mark.parametrize(
    "broken",
    [
        slide(native=None, picture={"mark": "bar", "encoding": {"x": 7}}),
        slide(native=Native("bar", ("Một", "Hai"), (Series("n", (1.0,)),), "người")),
        slide(native=Native("bar", ("Một",), (Series("n", (float("nan"),)),), "người")),
        slide(native=Native("bar", ("Xã Kín",), (Series("n", (77.7,)),), "%")),
        slide(native=None, picture=None, grid=Grid()),
        slide(native=None, picture=None, grid=Grid(("Một", "Hai"), (("chỉ một",),))),
    ],
    ids=["picture", "lengths", "no number", "hidden", "blank", "ragged"],
)
def test_a_slide_that_cannot_be_made_is_named_and_there_is_no_file(broken):
    with pytest.raises(FileNotMade) as refusal:
        pptx_of(deck(slide(), replace(broken, heading="Trang hỏng")), t=T)

    assert refusal.value.details == {"part": "Trang hỏng"}


def test_the_file_names_no_person_and_equal_decks_are_equal_files(made):
    known = Presentation(io.BytesIO(made)).core_properties

    assert (known.title, known.author, known.last_modified_by, known.language) == (
        *("Họp giao ban tháng 8", "Bình dân số", ""), "vi",
    )  # fmt: skip
    assert pptx_of(deck(), t=T) == made


@pytest.mark.parametrize(("language", "view"), [("vi", "2025-06-30"), ("en", "today")])
def test_every_sentence_and_cell_of_a_whole_meeting_is_read_back(language, view):
    whole = small_deck(language, figures=small_figures(units=units_table(view=view)))

    pages = opened(pptx_of(whole, t=translator(language)))

    told = "\n".join(words(page) for page in pages)
    for one in whole.slides:
        assert one.finding in told
        for row in one.grid.rows:
            assert all(cell in told for cell in row)
    drawn = [one.native.series for one in whole.shown if one.native and one.kind != "map"]
    read = [chart.plots[0].series for page in pages for chart in charts(page)]
    assert [[tuple(one.values) for one in series] for series in read] == [
        [one.values for one in series] for series in drawn
    ]
