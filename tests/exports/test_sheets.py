"""Posters and paper forms: their words can be searched, their QR code opens the short link."""

import io
import itertools
import re

import pypdf
import pytest
import segno
import typst
import zxingcpp
from PIL import Image

from domain.questionnaire import Answer
from exports import printed as module
from exports.class_sheet import PrintedPoint, class_sheet
from exports.paper_form import paper_form
from exports.poster import Paper, poster
from tests.db.reference import questionnaire
from text import LANGUAGES, translator

T = translator("vi")
LINK, CLASS = "https://binhdanso.example.vn/t/ABC23", "https://binhdanso.example.vn/lop/ABC23"
LONGEST = "Nhà văn hóa thôn Đông Thượng, cạnh trường tiểu học Nguyễn Du"
COMMUNE = "Đặc khu Vạn Sơn Hương Lộc, Tỉnh Thừa Thiên"


def pages_of(pdf):
    return [
        " ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages
    ]


def form(t=T, language="vi"):
    return paper_form(
        questionnaire(), link=LINK, point=LONGEST, commune=COMMUNE,
        controller=t("consent.controller", controller="Ủy ban nhân dân xã", contact="văn phòng"),
        language=language, t=t,
    )  # fmt: skip


@pytest.mark.parametrize("paper", list(Paper))
def test_a_poster_is_one_page_of_its_size_with_words_that_can_be_found(paper):
    pdf = poster(paper, link=LINK, point=LONGEST, commune=COMMUNE, language="vi", t=T)

    [words] = pages_of(pdf)
    box = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].mediabox
    assert round(float(box.width)) == {Paper.A4: 595, Paper.A3: 842}[paper]
    for sentence in (T("poster.title"), "binhdanso.example.vn/t/ABC23", LONGEST, COMMUNE):
        assert sentence in words
    for number in (1, 2, 3):
        assert T(f"poster.step_{number}") in words


def class_paper(**more):
    return class_sheet(
        link=CLASS, title="Buổi hướng dẫn",
        when="tối thứ Ba 24/11/2026, 19:30", place=LONGEST, commune=COMMUNE, topics="1.1 Tìm kiếm",
        steps=[T(f"class_sheet.step_{number}") for number in (1, 2, 3)],
        foot=T("class_sheet.foot"), qr_alt="QR", language="vi", **more,
    )  # fmt: skip


def the_point():
    here, answer = T("class_sheet.here"), T("class_sheet.answer")
    return PrintedPoint(link=LINK, here=here, answer=answer, qr_alt="QR 2")


@pytest.mark.parametrize("sheet", ["poster", "paper form", "class", "class with a point"])
def test_every_qr_code_is_read_back_from_what_was_printed(monkeypatch, sheet):
    """Through a picture of the first page, as a camera has it."""
    real = typst.compile

    def as_picture(source, **options):
        made = real(source, **{**options, "format": "png", "ppi": 100, "pdf_standards": None})
        return made[0] if isinstance(made, list) else made

    monkeypatch.setattr(module.typst, "compile", as_picture)
    picture = {
        "poster": lambda: poster(Paper.A4, link=LINK, point=LONGEST, commune=COMMUNE, language="vi",
                                 t=T),
        "paper form": form,
        "class": class_paper,
        "class with a point": lambda: class_paper(point=the_point()),
    }[sheet]()  # fmt: skip

    codes = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))
    links = {"class": {CLASS}, "class with a point": {CLASS, LINK}}.get(sheet, {LINK})
    assert {code.text for code in codes} == {link.upper() for link in links}


def test_a_link_in_capitals_makes_a_coarse_code():
    assert segno.make(module.qr_link(LINK), error="q", micro=False).version <= 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paper_form_is_one_folded_sheet_with_all_questions_and_the_version(language):
    t = translator(language)
    pages = pages_of(form(t, language))

    assert len(pages) == 4
    for number, question in enumerate(questionnaire().core, start=1):
        assert f"{number}. {question.wordings[language, 'simple']}" in " ".join(pages)
    assert all(t("paper.version", version="2026.1") in page for page in pages)
    assert t("paper.consent_agree") in pages[0]
    assert t("paper.code_title") in pages[0]


def test_every_page_of_questions_prints_the_digits_and_what_they_mean():
    for page in pages_of(form())[1:]:
        for digit, answer in enumerate((*itertools.islice(Answer, 4), Answer.REFUSED)):
            assert f"{digit} {T(f'answer.{answer}')}" in page
        assert len(re.findall("0 1 2 3 4", page)) == 4


def test_the_text_of_the_paper_consent_is_kept_under_its_version():
    from domain.collection import PAPER_CONSENT_VERSION
    from ui.consent_text import text_of_version

    for language in LANGUAGES:
        t = translator(language)
        keys = ("paper.consent_title", "paper.consent", "consent.controller", "paper.consent_agree")
        today = "\n\n".join(t(key) for key in keys) + "\n"
        assert text_of_version(PAPER_CONSENT_VERSION, language) == today


@pytest.mark.parametrize("point", [False, True])
def test_the_sheet_of_a_class_is_one_page_with_its_time_place_and_addresses(point):
    [words] = pages_of(class_paper(point=the_point()) if point else class_paper())

    said = ["tối thứ Ba 24/11/2026, 19:30", LONGEST, "binhdanso.example.vn/lop/ABC23"]
    if point:
        said += ["binhdanso.example.vn/t/ABC23", T("class_sheet.here"), T("class_sheet.answer")]
    for sentence in said:
        assert sentence in words
