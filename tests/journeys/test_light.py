"""The light path on the smallest phone: without script from poster to result, and with it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import Session, select

from db.models import Assessment
from tests.journeys.accessibility import axe_violations
from tests.server_process import Server
from text import Translate, translator

t = translator("vi")
PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True}
TRIEU_SON = "15664"  # Xã Triệu Sơn, Thanh Hóa


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words).first.click()


def to_consent(page: Page, t: Translate = t) -> None:
    page.goto(f"/nhe?noi={TRIEU_SON}")
    for key in ("mode.self", "start.place_yes", "age_band.70+", "gender.female",
                "audience.citizen"):  # fmt: skip
        press(page, t(key))


def begin(page: Page, t: Translate = t) -> None:
    to_consent(page, t)
    page.get_by_text(t("consent.agree"), exact=True).click()
    page.get_by_text(t("consent.agree_repeat")).click()
    press(page, t("consent.begin"))
    press(page, t("device.2"))
    expect_question(page, 1, t)


def expect_question(page: Page, number: int, t: Translate = t) -> None:
    expect(page.get_by_text(t("form.counter", number=number, total=12))).to_be_visible()


def answer_all(
    page: Page, see: Callable[[], None] = lambda: None, value: int = 2, t: Translate = t
) -> None:
    for number in range(1, 13):
        expect_question(page, number, t)
        press(page, t(f"answer.{value}"))
    see()
    page.get_by_role("link", name=t("form.skip_extra")).click()
    see()


def rows(server: Server) -> list[Assessment]:
    with Session(server.engine) as session:
        return list(session.exec(select(Assessment)))


def test_a_phone_without_script_comes_from_the_poster_to_the_result(new_context, server):
    context = new_context(java_script_enabled=False, **PHONE)
    page = context.new_page()
    begin(page)
    page.go_back()
    page.go_forward()
    answer_all(page)
    press(page, t("review.send"))

    expect(page.get_by_role("heading", level=1)).to_have_text(
        t("result.headline_firm", person="Bác")
    )
    assert [row.status for row in rows(server)] == ["submitted"]


@pytest.mark.parametrize("look", ["", "&chu=to&tp=1"])
def test_every_light_page_passes_axe_and_fits_into_320_pixels(new_context, look):
    page = new_context(**PHONE).new_page()
    seen = []

    def see(heading: str | None = None) -> None:
        if heading is not None:
            expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
        seen.extend((page.url.rsplit("/", 1)[1], fault) for fault in check(page))

    page.goto(f"/nhe?noi={TRIEU_SON}{look}")
    see(t("start.title"))
    press(page, t("mode.proxy"))
    see(t("start.helper_proxy"))
    child = f"/nhe?ai=self&tuoi=7-15&noi={TRIEU_SON}&dung=1"
    page.goto(child)
    see(t("minor.who"))
    page.goto(f"{child}&nguoi-lon=parent&gioi=female&nhom=student")
    see(t("minor.title"))
    page.goto("/nhe?ai=self&ten=trieu+son+thanh+hoa")
    expect(page.get_by_role("button", name="Xã Triệu Sơn, ")).to_be_visible()
    see()
    to_consent(page)
    press(page, t("consent.begin"))
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_text(t("consent.more")).click()
    see()
    for purpose in ("agree", "agree_repeat", "agree_sensitive"):
        page.get_by_text(t(f"consent.{purpose}"), exact=True).click()
    press(page, t("consent.begin"))
    see(t("light.sensitive_title"))
    press(page, t("start.go_on"))
    see(t("device.question_simple"))
    press(page, t("device.2"))
    expect_question(page, 1)
    see()
    page.goto(page.url.rsplit("/", 1)[0] + "/tat-ca")
    see()
    page.get_by_role("link", name=t("review.title")).click()
    press(page, t("review.send"))
    expect(page.get_by_role("alert")).to_be_visible()
    see()
    address = page.url.rsplit("/", 1)[0]
    page.goto(address)
    answer_all(page, see)
    page.locator("main p a.button").first.click()
    expect(page.get_by_text(t("form.think_of", person="bác"))).to_be_visible()
    see()
    page.get_by_role("link", name=t("form.skip_extra")).click()
    press(page, t("review.send"))
    for details in page.locator("details").all():
        details.locator("summary").click()
    see()
    page.locator("main p > a.button", has_text=t("check.offer_questions", count=7)).click()
    for number in range(1, 8):
        expect(page.get_by_text(t("check.counter", number=number, total=7))).to_be_visible()
        if number in (1, 7):
            see()
        press(page, t("answer.1") if number == 7 else t("check.do_not_know"))
    see(t("check.told_title"))
    for step in ("du-lieu", "xoa", "khong-co"):
        page.goto(f"{address}/{step}")
        see()
    page.goto("/nhe/tiep-tuc")
    page.get_by_label(t("start.code")).fill("ABCDEF")
    press(page, t("start.resume"))
    expect(page.get_by_role("alert")).to_be_visible()
    see(t("start.have_code"))

    assert seen == []


def check(page: Page) -> list[object]:
    """Faults of this page: axe's serious ones, and whether it is wider than the phone."""
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    small = page.evaluate(
        "[...document.querySelectorAll('main button, main .button, main .tick')]"
        ".filter(e => e.offsetHeight && e.offsetHeight < 48).length"
    )
    return [*axe_violations(page), *(["too wide"] * wide), *(["small target"] * small)]


def test_with_script_a_cut_line_loses_no_answer_and_doubles_none(new_context, server):
    context = new_context(**PHONE)
    page = context.new_page()
    begin(page)
    page.wait_for_function("document.getElementById('all')")
    page.wait_for_load_state("networkidle")
    code = page.url.split("/nhe/")[1][:6]
    press(page, t("answer.1"))
    expect_question(page, 2)

    context.set_offline(True)
    press(page, t("answer.2"))
    expect(page.get_by_text(t("light.unsent", count=1))).to_be_visible()
    page.locator("form[data-answer=search-price]").get_by_role("button", name=t("answer.3")).click()
    expect(page.get_by_text(t("light.unsent", count=2))).to_be_visible()
    context.set_offline(False)
    expect(page.locator("#waiting")).to_be_hidden()

    (row,) = [row for row in rows(server) if row.resume_code == code]
    assert (row.answer_01, row.answer_02, row.answer_03, row.answer_04) == (1, 2, 3, None)


def test_in_english_the_time_before_is_compared_and_all_is_taken_back_by_the_code(
    new_context, server
):
    english = translator("en")
    page = new_context(java_script_enabled=False, **PHONE).new_page()
    page.goto("/nhe?nn=en")
    codes = []
    for value in (0, 3):
        begin(page, english)
        codes.append(page.url.split("/nhe/")[1][:6])
        answer_all(page, value=value, t=english)
        press(page, english("review.send"))
    page.get_by_text(english("before.offer")).click()
    page.get_by_label(english("before.code")).fill(codes[0].lower())
    press(page, english("before.compare"))
    expect(page.get_by_text(english("before.risen", count=6))).to_be_visible()

    other_phone = new_context(java_script_enabled=False, **PHONE).new_page()
    for expected in ("my_data.delete_yes", None):
        other_phone.goto("/nhe/tiep-tuc?nn=en")
        other_phone.get_by_label(english("start.code")).fill(codes[1])
        press(other_phone, english("start.resume"))
        if expected:
            other_phone.get_by_role("link", name=english("my_data.title")).click()
            other_phone.get_by_role("link", name=english("my_data.delete_ask")).click()
            press(other_phone, english(expected))
            expect(other_phone.get_by_text(english("my_data.deleted"))).to_be_visible()

    expect(other_phone.get_by_role("alert")).to_contain_text(codes[1])
    assert codes[1] not in [row.resume_code for row in rows(server)]
    assert other_phone.locator("html").get_attribute("lang") == "en"
