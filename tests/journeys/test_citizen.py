"""A citizen at 360×740: nothing lost, nothing doubled, finished by keyboard alone."""

import pytest
from playwright.sync_api import expect

from tests.journeys.form_steps import PHONE, TRIEU_SON, begin, expect_question, stored, tap
from text import translator

t = translator("vi")
BLACK = "rgb(0, 0, 0)"


@pytest.fixture(scope="module")
def server(country_server):
    return country_server


def test_a_reload_in_the_middle_goes_on_at_the_same_question(server, new_context):
    page = new_context(**PHONE).new_page()
    begin(page)
    tap(page, 2)
    expect_question(page, 2)

    page.reload()

    expect_question(page, 2)


def test_a_double_tap_answers_one_question_once(server, new_context):
    page = new_context(**PHONE).new_page()
    code = begin(page)
    page.wait_for_timeout(500)
    page.get_by_role("radio", name=t("answer.2"), exact=True).dblclick()
    expect_question(page, 2)
    page.wait_for_timeout(700)

    expect_question(page, 2)
    assert stored(server, code)[1][:2] == [2, None]


def test_the_form_is_finished_and_sent_by_keyboard_alone(server, new_context):
    page = new_context(**PHONE).new_page()
    page.goto(f"/?noi={TRIEU_SON}")
    press_on(page, "button", t("mode.self"))
    press_on(page, "button", t("start.place_yes"))
    for key in ("age_band.70+", "gender.female", "audience.citizen"):
        press_on(page, "radio", t(key))
    press_on(page, "checkbox", t("consent.agree"), key="Space")
    press_on(page, "button", t("consent.begin"))
    press_on(page, "radio", t("device.2"))
    for number in range(1, 13):
        expect_question(page, number)
        press_on(page, "radio", t("answer.2"))
    press_on(page, "button", t("form.skip_extra"))
    press_on(page, "button", t("review.send"))

    expect(page.get_by_text(t("result.sent"))).to_be_visible()


def press_on(page, role, name, key="Enter"):
    """Tab until the element has the focus, then press the key; the mouse is never used."""
    wanted = page.get_by_role(role, name=name, exact=True).first
    expect(wanted).to_be_visible()
    page.wait_for_timeout(200)
    for _ in range(60):
        if wanted.evaluate("one => one === document.activeElement"):
            page.keyboard.press(key)
            return
        step = "ArrowDown" if inside_same_group(page, wanted) else "Tab"
        page.keyboard.press(step)
    pytest.fail(f"the keyboard does not reach {role} {name!r}")


def inside_same_group(page, wanted):
    return wanted.evaluate(
        "one => { const group = one.closest('[role=radiogroup]');"
        " return !!group && group.contains(document.activeElement); }"
    )


def test_big_letters_and_contrast_are_remembered_on_every_page_of_both_paths(server, new_context):
    page = new_context(viewport={"width": 320, "height": 640}).new_page()
    page.goto("/tu-danh-gia")
    page.get_by_role("button", name=t("light.size_to")).click()
    page.get_by_role("button", name=t("light.contrast")).click()
    expect(page.locator("html")).to_have_css("font-size", "24px")
    expect(page.locator("body")).to_have_css("background-color", BLACK)
    page.wait_for_function("document.cookie.includes('vi.to.1')")

    page.goto("/nhe")
    expect(page.locator("html")).to_have_class("chu-to tuong-phan")
    page.get_by_role("link", name=t("light.size_nho")).click()
    page.goto("/phuong-phap")

    expect(page.locator("html")).to_have_css("font-size", "15.04px")
    expect(page.locator("body")).to_have_css("background-color", BLACK)
    width = page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollWidth")
    assert width <= 320


def test_without_a_voice_whoever_helps_is_asked_to_read(server, new_context):
    page = new_context(**PHONE).new_page()
    begin(page)

    page.get_by_role("button", name=t("light.listen")).click()

    expect(page.get_by_text(t("aloud.nothing"))).to_be_visible()
