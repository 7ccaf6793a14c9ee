"""The file of a meeting is made while fifty people answer: it comes whole, and no tap is lost."""

import io
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from playwright.sync_api import expect
from pptx import Presentation

from db.assessments import open_draft
from domain.access import Role
from tests.journeys.steps import at_rest
from tests.journeys.test_readers import account_with
from tests.new_answers import drafted
from tests.streamlit_client import FormVisit, visit
from text import translator
from ui import clock

t = translator("vi")
SESSIONS, HANDS, QUESTIONS = 50, 5, 12
THINKING = 0.3  # seconds between two taps of a hand: fifteen a second of all
COMMUNE = "15667"  # Xã Thọ Bình, Thanh Hóa


@pytest.fixture(scope="module")
def server(country_server):
    return country_server


@pytest.fixture
def page(server, new_context):
    token = server.open_session(account_with(server, Role.OFFICIAL, "38"))
    page = new_context(cookie=token, viewport={"width": 1280, "height": 800}).new_page()
    page.set_default_timeout(30_000)
    return page


@pytest.fixture
def citizens(server):
    """Fifty open forms over sockets of their own, each before its first question."""
    codes = drafted(server.engine, SESSIONS, commune_code=COMMUNE)
    with ExitStack() as sockets:
        yield [FormVisit(sockets.enter_context(visit(server)), code) for code in codes]


def answer_while(citizens, done):
    """Each in turn: one answer of everybody, then on until told to stop or all are given."""
    for turn in range(QUESTIONS):
        for citizen in citizens:
            if turn and done.wait(THINKING):
                return
            citizen.tap(2)


def test_a_file_comes_whole_while_fifty_sessions_answer(server, page, citizens):
    page.goto("/hop")
    page.get_by_role("button", name=t("hold.prepare")).click()
    page.get_by_text(t("hold.files"), exact=True).click()
    done = threading.Event()
    with ThreadPoolExecutor(HANDS) as hands:
        parts = [citizens[first::HANDS] for first in range(HANDS)]
        work = [hands.submit(answer_while, part, done) for part in parts]
        at_rest(page)
        page.get_by_role("button", name=t("files.make", name=t("files.slides"))).click()
        expect(page.get_by_text(f"{t('files.slides')}: ")).to_be_visible(timeout=30_000)
        take = page.get_by_role("button", name=t("files.take", name=t("files.slides")))
        expect(take).to_be_visible(timeout=60_000)
        with page.expect_download() as download:
            take.click()
        done.set()
        for one in work:
            one.result()

    slides = Presentation(io.BytesIO(download.value.path().read_bytes())).slides
    assert len(slides) >= 12
    given = [len(open_draft(server.engine, one.code, clock.now()).answers) for one in citizens]
    assert given == [one.taps for one in citizens]
    assert min(given) > 0
