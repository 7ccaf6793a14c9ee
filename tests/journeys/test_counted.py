"""One citizen's answers, lost by nobody and counted once, up to the map of the country."""

import pytest
from playwright.sync_api import expect

from tests import new_answers
from tests.journeys.form_steps import PHONE, TRIEU_SON, begin, expect_question, send, stored, tap
from tests.journeys.steps import people_on
from tests.server_process import running
from text import translator

t = translator("vi")
ANSWERS = (2, 1, 3, 0, 2, 2, 1, 2, 9, 2, 3, 2)
PAGES = ("/ban-do", "/tinh?ma=38")


@pytest.fixture(scope="module")
def server(reference, tmp_path_factory):
    """A country nobody has answered in yet; figures are published when the test says so."""
    folder = tmp_path_factory.mktemp("server")
    with running(folder, reference, FRESHNESS_SECONDS="0", RELEASE_MINUTES="0") as server:
        yield server


def neighbours(server, number):
    """So many others of the same commune and audience, with other answers."""
    for _ in range(number):
        new_answers.send(server.engine, [2] * len(ANSWERS), commune_code=TRIEU_SON)


def counter(number):
    return t("form.counter", number=number, total=len(ANSWERS))


def resume(page, code):
    page.goto("/tu-danh-gia")
    page.get_by_text(t("start.have_code")).click()
    page.get_by_label(t("start.code")).fill(f"{code[:3]} {code[3:]}".lower())
    page.get_by_role("button", name=t("start.resume"), exact=True).click()


def resume_without_script(page, code):
    page.goto("/nhe/tiep-tuc")
    page.get_by_label(t("start.code")).fill(code)
    page.get_by_role("button", name=t("start.resume"), exact=True).click()


def test_a_session_killed_after_each_answer_loses_and_doubles_nothing(server, new_context):
    neighbours(server, 12)
    new_answers.publish(server.engine)
    reader = new_context(**PHONE).new_page()
    before = [people_on(reader, path) for path in PAGES]
    whole_code = new_answers.send(server.engine, ANSWERS, commune_code=TRIEU_SON)
    neighbours(server, 8)
    new_answers.publish(server.engine)
    waiting = [people_on(reader, path) for path in PAGES]

    context = new_context(**PHONE)
    code = begin(context.new_page())
    for number, value in enumerate(ANSWERS, start=1):
        context.close()
        context = new_context(**PHONE)
        page = context.new_page()
        if number % 4:  # three in the light form, the next in the full one: the same draft
            resume_without_script(page, code)
            page.get_by_role("button", name=t(f"answer.{value}")).first.click()
        else:
            resume(page, code)
            expect_question(page, number)
            tap(page, value)
        if number < len(ANSWERS):
            expect(page.get_by_text(counter(number + 1)).first).to_be_visible()
        else:
            expect(page.get_by_role("button", name=t("form.skip_extra"))).to_be_visible()
    send(page)
    new_answers.publish(server.engine)

    assert stored(server, code) == stored(server, whole_code)
    assert stored(server, code)[1] == [*ANSWERS, None, None]
    assert (before, waiting) == ([12, 12], [12, 12])  # nine more people wait for the tenth
    assert [people_on(reader, path) for path in PAGES] == [22, 22]
