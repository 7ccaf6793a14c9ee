"""Every state of the full form, for eyes that need more and for who is helped or has no phone."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlmodel import Session

from db.commands import assessments, extra_answers
from db.questionnaires import current_version, load_questionnaire
from tests.journeys.accessibility import axe_violations
from tests.journeys.form_steps import PHONE, TRIEU_SON, stored
from tests.journeys.steps import at_rest, open_select
from text import Translate, translator
from ui import clock

SMALL = {"viewport": {"width": 320, "height": 640}}
KEYPAD, SMARTPHONE = 1, 2
BLACK = "rgb(0, 0, 0)"
TAPS_COUNT_AFTER = 500  # milliseconds; sooner than 450 after a new question they are ignored
OURS_IN_ENGLISH = ("Bình dân", "Triệu Sơn", "Tiếng Việt", "Mông", "Thái", "binhdan", "Sổ Mây Trúc")
VIETNAMESE = re.compile("[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)


@pytest.fixture(scope="module")
def server(country_server):
    return country_server


class Walk:
    """Somebody with a browser who reads one language; every state they see is checked."""

    def __init__(self, page: Page, t: Translate) -> None:
        self.page, self.t = page, t
        self.faults: list[object] = []

    def find(self, key: str, role: str = "button", **details: object) -> Locator:
        return self.page.get_by_role(role, name=self.t(key, **details), exact=True).first

    def press(self, key: str, role: str = "button", **details: object) -> None:
        at_rest(self.page)
        self.find(key, role, **details).click()

    def unfold(self, key: str, **details: object) -> None:
        self.page.get_by_text(self.t(key, **details), exact=True).first.click()

    def see(self, key: str, **details: object) -> None:
        """Wait for a sentence, then check the state it stands in."""
        words = self.t(key, **details).replace("**", "")
        expect(self.page.get_by_text(words).first).to_be_visible()
        self.check(key)

    def check(self, state: str) -> None:
        at_rest(self.page)
        wide = self.page.evaluate(
            "() => { const main = document.querySelector('[data-testid=stMain]');"
            " return main.scrollWidth > main.clientWidth; }"
        )
        self.faults += [(state, *fault) for fault in axe_violations(self.page)]
        self.faults += [(state, "too wide")] * wide
        if self.page.locator("html").get_attribute("lang") == "en":
            lines = self.page.inner_text("[data-testid=stMain]").splitlines()
            self.faults += [
                (state, "not English", line)
                for line in lines
                if VIETNAMESE.search(line) and not any(name in line for name in OURS_IN_ENGLISH)
            ]

    @property
    def code(self) -> str:
        return self.page.url.rsplit("ma=", 1)[1][:6]

    def find_a_place(self) -> None:
        self.press("start.place_other")
        at_rest(self.page)
        self.page.get_by_label(self.t("start.place_name")).fill("trieu son thanh hoa")
        self.press("start.place_find")
        place = self.page.get_by_role("button", name="Xã Triệu Sơn, ")
        expect(place).to_be_visible()
        self.check("place search with results")
        place.click()

    def say_who(self, age_band: str) -> None:
        for family, one in (("age_band", age_band), ("gender", "female"), ("audience", "citizen")):
            self.press(f"{family}.{one}", "radio")

    def agree(self) -> None:
        self.see("consent.title")
        self.press("consent.begin")
        self.see("error.consent_missing")
        self.unfold("consent.more")
        for purpose in ("agree", "agree_repeat", "agree_sensitive"):
            at_rest(self.page)
            self.page.get_by_text(self.t(f"consent.{purpose}"), exact=True).click()
        self.see("consent.ethnicity")
        self.press("consent.begin")

    def choose_device(self, device: int) -> None:
        self.see("device.hint")
        self.page.wait_for_timeout(TAPS_COUNT_AFTER)
        self.press(f"device.{device}", "radio")

    def see_question(self, number: int, total: int = 12) -> None:
        counter = self.t("form.counter", number=number, total=total)
        expect(self.page.get_by_text(counter, exact=True)).to_be_visible()

    def answer(self, value: int) -> None:
        self.page.wait_for_timeout(TAPS_COUNT_AFTER)
        self.press(f"answer.{value}", "radio")

    def try_the_pack(self) -> None:
        self.page.locator(".st-key-pack-offer button").click()
        self.see("form.think_of", person=self.t(f"person.{self.wording}"))
        self.press("form.skip_extra")

    wording = "normal"


def answered(server, code, *, but=()):
    """Everything of the core as if it had been tapped, but for the questions of these numbers."""
    with Session(server.engine) as session:
        asked = load_questionnaire(session, current_version(session))
    for number, question in enumerate(asked.core, start=1):
        if number not in but:
            assessments.save_answer(
                server.engine, code=code, question_id=question.id, value=2, questionnaire=asked,
                now=clock.now(),
            )  # fmt: skip


def test_who_is_helped_tries_everything_and_takes_everything_back_by_the_code(server, new_context):
    walk = Walk(new_context(**PHONE).new_page(), translator("vi"))
    walk.wording = "simple"
    walk.page.goto(f"/tu-danh-gia?noi={TRIEU_SON}")
    walk.unfold("start.have_code")
    walk.see("start.code")
    walk.press("mode.assisted")
    walk.see("start.helper_assisted")
    walk.press("help_relation.volunteer", "radio")
    walk.press("start.go_on")
    walk.find_a_place()
    walk.say_who("70+")
    walk.agree()
    walk.choose_device(SMARTPHONE)
    walk.see_question(1)
    walk.check("question")
    walk.answer(1)
    walk.see_question(2)
    code = walk.code
    answered(server, code, but=(1, 12))
    walk.page.reload()
    walk.see_question(12)
    walk.answer(1)
    walk.see("form.extra_counter", number=1, total=2)
    walk.press("form.skip_extra")
    walk.see("pack.why")
    walk.try_the_pack()
    walk.see("review.title")
    walk.find("review.send").click()
    walk.see("result.sent")
    for key in ("resource.qr", "result.keep", "before.offer"):
        walk.unfold(key)
    walk.see("before.how")
    through_the_check(walk, "tasks", "seen.shown")

    take_everything_back(walk, code)

    assert walk.faults == []


def through_the_check(walk, kind, answer):
    """Six small things, and the question after them; at the end what was right."""
    walk.page.locator(".st-key-check-offer button").click()
    total = {"tasks": 6, "questions": 7}[kind]
    for number in range(1, total + 1):
        counter = walk.t("check.counter", number=number, total=total)
        expect(walk.page.get_by_text(counter, exact=True)).to_be_visible()
        if number in (1, 7):
            walk.check(f"check {number}")
        walk.page.wait_for_timeout(TAPS_COUNT_AFTER)
        at_rest(walk.page)
        walk.find("answer.1" if number == 7 else answer, "radio").click()
    walk.see("check.told_title_tasks" if kind == "tasks" else "check.told_title")
    walk.press("check.leave")
    expect(walk.find("check.see_again")).to_be_visible()


def take_everything_back(walk, code):
    """In another visit of the same browser, by the code alone."""
    walk.page.goto("/du-lieu-cua-toi")
    walk.see("my_data.lead")
    type_code(walk, "ABCDEF")
    walk.see("error.unknown_resume_code", code="ABCDEF")
    walk.unfold("request.title")
    open_select(walk.page, walk.t("request.province"))
    walk.check("opened select")
    walk.page.keyboard.press("Escape")
    type_code(walk, code)
    walk.see("my_data.stored")
    for key in ("my_data.raw", "my_data.correct"):
        walk.page.locator("summary", has_text=walk.t(key)).click()
    walk.see("my_data.correct_save")
    walk.press("my_data.delete_ask")
    walk.see("my_data.delete_yes")
    walk.press("my_data.delete_yes")
    walk.see("my_data.deleted")
    type_code(walk, code)
    walk.see("error.unknown_resume_code", code=code)


def type_code(walk, code):
    at_rest(walk.page)
    walk.page.get_by_label(walk.t("my_data.code")).fill(f"{code[:3]} {code[3:]}".lower())
    walk.press("my_data.open")


def test_in_english_at_large_letters_and_contrast_everything_fits_320_pixels(server, new_context):
    walk = Walk(new_context(**SMALL).new_page(), translator("en"))
    walk.page.goto(f"/tu-danh-gia?noi={TRIEU_SON}&nn=en&chu=to&tp=1")
    expect(walk.page.locator("body")).to_have_css("background-color", BLACK)
    expect(walk.page.locator("html")).to_have_attribute("lang", "en")
    walk.unfold("start.have_code")
    walk.see("start.code")
    walk.press("mode.self")
    walk.find_a_place()
    walk.say_who("25-34")
    walk.agree()
    walk.choose_device(KEYPAD)
    for number in range(1, 4):
        walk.see_question(number, total=3)
        if number == 1:
            walk.find("light.listen").click()
            walk.see("aloud.nothing")
        walk.answer(2)
    walk.see("review.without_buttons", person="you")
    code = walk.code
    other_phone_says(server, code, SMARTPHONE)
    walk.press("review.send")
    walk.see("error.missing_answers", numbers="1, 2, 3, 4, 5, 6, 7, 8, 12")
    answered(server, code, but=(12,))
    walk.page.reload()
    walk.see_question(12)
    walk.check("question")
    walk.answer(2)
    walk.see("form.extra_counter", number=1, total=2)
    walk.press("form.skip_extra")
    walk.see("pack.why")
    walk.try_the_pack()
    walk.press("review.send")
    walk.see("result.sent")
    for key in ("resource.qr", "result.keep", "before.offer"):
        walk.unfold(key)
    walk.see("before.how")
    through_the_check(walk, "questions", "check.do_not_know")

    take_everything_back(walk, code)

    assert walk.faults == []


def other_phone_says(server, code, device):
    extra_answers.set_device(server.engine, code=code, device=device, now=clock.now())


def test_who_answers_for_somebody_without_a_phone_is_sent_to_a_person(server, new_context):
    walk = Walk(new_context(**PHONE).new_page(), translator("vi"))
    walk.page.goto(f"/tu-danh-gia?noi={TRIEU_SON}")
    walk.press("mode.proxy")
    walk.see("start.helper_proxy")
    walk.press("help_relation.family", "radio")
    walk.press("start.go_on")
    walk.press("start.place_yes")
    walk.say_who("70+")
    at_rest(walk.page)
    walk.unfold("consent.agree")
    walk.press("consent.begin")
    walk.choose_device(0)
    walk.see("review.without_none", person="bác")
    walk.press("review.send")
    walk.see("result.sent")

    expect(walk.page.get_by_text(walk.t("next_step.person"))).to_be_visible()
    assert stored(server, walk.code)[:2] == ("submitted", [0] * 14)
    assert walk.faults == []
