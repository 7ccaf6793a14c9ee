"""A leader at the desk: a class typed by keyboard, a workbook with faults, paper that leads on."""

import io
import re

import pypdf
import pytest
from playwright.sync_api import expect
from sqlmodel import Session, select

from db.models import ANSWER_COLUMNS, Assessment
from domain.access import Role
from tests.exports.test_excel_template import PERSON, workbook
from tests.journeys.accessibility import axe_violations
from tests.journeys.form_steps import PHONE, TRIEU_SON
from tests.journeys.steps import at_rest
from tests.journeys.test_readers import account_with
from text import translator

t = translator("vi")
DESK = {"viewport": {"width": 1366, "height": 900}}
DIGITS = "012340123412"
HERE = {**PERSON, "commune": f"Xã Triệu Sơn ({TRIEU_SON})"}
FAULTS = (
    {"q05": 7},
    {"audience": "Bộ đội"},
    {"consent": ""},
    {"q12": ""},
    {"commune": "X (02752)"},
)


@pytest.fixture
def page(server, new_context):
    """A page of a leader of Xã Triệu Sơn."""
    token = server.open_session(account_with(server, Role.LEADER, TRIEU_SON))
    return new_context(cookie=token, **DESK).new_page()


def sent(server):
    with Session(server.engine) as session:
        return list(session.exec(select(Assessment).order_by(Assessment.id)))


def test_a_class_of_twenty_is_typed_by_keyboard_mended_and_stored_once(page, server):
    before = len(sent(server))
    page.goto("/nhap-lop")
    grid = page.get_by_role("table")
    first = grid.locator("select").first
    expect(first).to_be_visible()
    at_rest(page)
    first.focus()
    for row in range(1, 21):
        for _ in range(4):
            page.keyboard.press("ArrowDown")
            page.keyboard.press("Tab")
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        for column, digit in enumerate(DIGITS):
            page.keyboard.press("ArrowRight" if (row, column) == (7, 4) else digit)
    faults = axe_violations(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text(t("faults.title", number=1))).to_be_visible()
    expect(page.locator("input[aria-invalid=true]")).to_be_focused()
    faults += axe_violations(page)
    assert len(sent(server)) == before
    page.keyboard.press(DIGITS[4])
    page.get_by_role("button", name=t("roster.send")).press("Enter")

    expect(page.get_by_text(t("roster.saved", people=20))).to_be_visible()
    stored = sent(server)[before:]
    values = [0, 1, 2, 3, 9, 0, 1, 2, 3, 9, 1, 2]
    assert [[getattr(one, name) for name in ANSWER_COLUMNS[:12]] for one in stored] == [values] * 20
    assert faults == []


def test_a_workbook_of_500_rows_names_its_30_faults_and_mended_it_is_stored(page, server):
    before = len(sent(server))
    wrong = range(0, 480, 16)
    rows = [HERE | (FAULTS[row // 16 % 5] if row in wrong else {}) for row in range(500)]
    page.goto("/nhap-tep")
    choose_file(page, workbook(rows))

    expect(page.get_by_text(t("import.read", rows=500))).to_be_visible()
    lines = page.locator("[data-testid=stMain] li").all_inner_texts()
    named = [int(re.match(r"Dòng (\d+), ", line)[1]) for line in lines]
    assert named == [row + 4 for row in wrong]
    assert axe_violations(page) == []

    choose_file(page, workbook([HERE] * 500))
    expect(page.get_by_text("500 người mới sẽ được thêm")).to_be_visible()
    assert len(sent(server)) == before
    page.get_by_role("button", name=t("import.save", number=500)).click()
    expect(page.get_by_text(t("import.saved", people=500))).to_be_visible()
    assert len(sent(server)) == before + 500


def choose_file(page, content):
    at_rest(page)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.get_by_label(t("import.choose")).set_input_files(
        {"name": "lop.xlsx", "mimeType": kind, "buffer": content}
    )


def tapped_twice(page, button):
    """As an impatient hand does: the second tap falls when the first was just done."""
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.click(*middle)
    page.wait_for_timeout(250)
    page.mouse.click(*middle)


def test_the_paper_form_of_a_point_is_printed_and_its_link_opens_the_form_there(page, new_context):
    page.goto("/diem-thu-thap")
    page.get_by_text(t("points.new")).click()
    page.get_by_label(t("points.name")).fill("Chợ Đà")
    at_rest(page)
    faults = axe_violations(page)
    page.get_by_label(t("points.kind")).click()
    expect(page.get_by_role("option").first).to_be_visible()
    faults += axe_violations(page)
    page.keyboard.press("Escape")
    tapped_twice(page, page.get_by_role("button", name=t("points.open"), exact=True))
    expect(page.get_by_text(t("points.opened", point="Chợ Đà"))).to_be_visible()
    at_rest(page)
    expect(page.get_by_role("button", name=t("points.paper"))).to_have_count(1)
    with page.expect_download() as download:
        page.get_by_role("button", name=t("points.paper")).click()
    printed = pypdf.PdfReader(io.BytesIO(download.value.path().read_bytes()))
    words = "".join(printed.pages[0].extract_text().split())
    link = re.search(r"/t/[A-Z2-9]{5}", words)[0]

    phone = new_context(**PHONE).new_page()
    phone.goto(link)
    phone.get_by_role("button", name=t("mode.self")).click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Xã Triệu Sơn")
    assert len(printed.pages) == 4
    assert f"diem={link[-5:]}" in phone.url
    assert faults == []
