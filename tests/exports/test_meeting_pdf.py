"""The handout of a meeting: its words can be read back, what is hidden is nowhere in it."""

import io

import pypdf
import pytest

from domain.errors import FileNotMade
from exports.deck_parts import annex
from exports.meeting_pdf import pdf_of
from tests.decks import small_deck
from tests.exports.meeting_decks import (
    SPINE,
    T,
    broken,
    cells,
    handout,
    slide,
    told,
    whole_meeting,
)
from text import LANGUAGES, translator


@pytest.fixture(scope="module")
def made():
    return handout(40)


@pytest.fixture(scope="module")
def pdf(made):
    return pypdf.PdfReader(io.BytesIO(pdf_of(made, t=T)))


@pytest.fixture(scope="module")
def pages(pdf):
    return [" ".join(page.extract_text().split()) for page in pdf.pages]


def test_every_figure_of_the_deck_is_in_the_handout(made, pages):
    words = "".join(pages).replace(" ", "")

    assert [cell for cell in cells(made) if cell.replace(" ", "") not in words] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_of_a_whole_meeting_is_in_its_handout(language):
    meeting = small_deck(language)

    made = pdf_of(meeting, t=translator(language))

    read = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages)
    words = "".join(read.split())
    paper = [*meeting.shown, *annex(meeting, translator(language))]
    said = [*cells(meeting), *(one.finding for one in paper)]
    assert [one for one in said if "".join(one.split()) not in words] == []


def test_every_page_says_where_its_figures_come_from(pages):
    for number, words in enumerate(pages[1:], start=2):
        for said in (*SPINE, "Tỉnh Thanh Hóa", "số 12", "4F7A", "MÔ PHỎNG"):
            assert said in words, (number, said)
        assert f"{number}/{len(pages)}" in words


def test_the_sentence_the_refusal_and_the_decisions_are_there(pages):
    words = " ".join(pages)

    for said in ("2 trong 3 xã", "Mới có một tháng.", "Phụ lục", "Mở lớp buổi tối", "15/9"):
        assert said in words


def test_the_contents_come_first_and_name_every_slide_with_its_page(made, pages):
    first = pages[0].replace(" ", "")

    for number, one in enumerate(made.shown, start=2):
        assert f"{one.heading}{number}".replace(" ", "") in first
    assert "Phụlục" in first


def test_twelve_slides_are_twelve_pages_and_their_long_tables_an_annex():
    made = whole_meeting(40)

    pages = pypdf.PdfReader(io.BytesIO(pdf_of(made, t=T))).pages
    words = [" ".join(page.extract_text().split()) for page in pages]

    behind = [number for number, text in enumerate(words[1:], start=2) if "Phụ lục · " in text]
    assert behind == list(range(2 + len(made.shown), len(pages) + 1))
    assert "Xã Thường Xuân Ngọc Lặc 39" in " ".join(words[behind[0] - 1 :])
    assert "Bảng đầy đủ: Phụ lục, trang" in " ".join(words[1 : behind[0] - 1])
    assert len(pages) <= 22


def test_the_handout_is_tagged_with_title_language_and_alternatives(pdf):
    root = pdf.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("vi")
    assert pdf.metadata.title == "Họp giao ban tháng 8"
    assert slide().alternative in _alternatives(root["/StructTreeRoot"])


def _alternatives(element):
    element = element.get_object() if hasattr(element, "get_object") else element
    if not isinstance(element, dict):
        inner = element if isinstance(element, list) else []
        return [found for one in inner for found in _alternatives(one)]
    own = [str(element["/Alt"])] if "/Alt" in element else []
    return own + _alternatives(element.get("/K"))


def test_what_may_not_be_seen_is_in_no_stream(pdf, pages):
    streams = b"".join(
        found.get_data()
        for number in range(1, len(pdf.xref[0]) + 1)
        if isinstance(found := _object(pdf, number), pypdf.generic.StreamObject)
    )

    assert told(streams.decode("latin-1")) == []
    assert told(" ".join(pages)) == []


def _object(pdf, number):
    return pdf.get_object(pypdf.generic.IndirectObject(number, 0, pdf))


def test_a_slide_that_cannot_be_drawn_is_named_and_there_is_no_file():
    with pytest.raises(FileNotMade) as refused:
        pdf_of(handout(6, broken()), t=T)

    assert refused.value.details["part"] == "Trang hỏng"


def test_the_same_deck_is_the_same_file(made):
    assert pdf_of(handout(), t=T) == pdf_of(handout(), t=T)
