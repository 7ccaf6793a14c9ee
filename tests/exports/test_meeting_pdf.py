"""The handout of a meeting: its words can be read back, what is hidden is nowhere in it."""

import io

import pypdf
import pytest

from domain.errors import FileNotMade
from exports.meeting_pdf import pdf_of
from tests.decks import small_deck
from tests.exports.handed_out import SPINE, T, broken, cells, deck, told
from text import LANGUAGES, translator


@pytest.fixture(scope="module")
def made():
    return deck(count=40)


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
    said = [*cells(meeting), *(slide.finding for slide in meeting.slides)]
    assert [one for one in said if "".join(one.split()) not in words] == []


def test_every_page_says_where_its_figures_come_from(pages):
    for number, words in enumerate(pages, start=1):
        for said in (*SPINE, "Tỉnh Thanh Hóa", "số 12", "4F7A", "MÔ PHỎNG"):
            assert said in words, (number, said)
        assert f"{number}/{len(pages)}" in words


def test_the_sentence_the_refusal_and_the_decisions_are_there(pages):
    words = " ".join(pages)

    for said in ("6 trong 12 xã", "Mới có một tháng.", "Nếu hỏi thêm", "Mở lớp buổi tối", "15/9"):
        assert said in words


def test_slides_for_questions_come_last(pages):
    assert "Nếu hỏi thêm" in pages[-1]
    assert sum("Nếu hỏi thêm" in page for page in pages) == 1


def test_the_handout_is_tagged_with_title_language_and_alternatives(pdf):
    root = pdf.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("vi")
    assert pdf.metadata.title == "Họp tháng 11"
    assert "Biểu đồ: tỷ lệ theo xã" in _alternatives(root["/StructTreeRoot"])


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
        pdf_of(deck(more=[broken()]), t=T)

    assert refused.value.details["part"] == "Trang hỏng"


def test_the_same_deck_is_the_same_file(made):
    assert pdf_of(deck(), t=T) == pdf_of(deck(), t=T)
