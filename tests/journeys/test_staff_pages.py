"""Every page of staff in a real browser: axe finds nothing serious, and nothing is in English."""

import pytest
from playwright.sync_api import Page, expect

from domain.access import Role
from tests.journeys.accessibility import axe_violations
from tests.journeys.field_world import fill
from tests.journeys.form_steps import TRIEU_SON
from tests.journeys.steps import at_rest, open_select
from tests.journeys.test_helper_pass import given_pass
from tests.journeys.test_readers import ENGLISH, account_with
from text import translator

t = translator("vi")
DESK, PHONES = {"width": 1280, "height": 800}, (360, 320)
LEADER, OFFICIAL, ADMIN = (Role.LEADER, TRIEU_SON), (Role.OFFICIAL, "38"), (Role.ADMIN, "VN")
VOLUNTEER = (Role.HELPER, TRIEU_SON)
PAGES = (
    *((LEADER, path) for path in (
        "/dia-ban", "/thu-hai", "/lop-hoc", "/the-ngay", "/diem-thu-thap", "/nhap-lop", "/nhap-tep",
        "/bo-ngoai-tuyen", "/ghi-viec", "/doi-hinh", "/ai-con-chua-toi", "/thon", "/mot-kem-nam",
        "/mot-kem-nam?dai-su=1", "/ghi-am", "/doi-mat-khau",
    )),
    *((OFFICIAL, path) for path in ("/tong-quan", "/muc-tieu", "/hop", "/chi-so")),
    *((ADMIN, path) for path in ("/tai-khoan", "/don-vi", "/yeu-cau-du-lieu")),
)  # fmt: skip
SIDEWAYS = """() => [...document.querySelectorAll("html, [data-testid=stMain]")]
  .map(one => one.scrollWidth).filter(wide => wide > innerWidth)"""
SELECTS = (
    (LEADER, "/lop-hoc", "classes.kind"),
    (OFFICIAL, "/muc-tieu", "filter.campaign"),
    (OFFICIAL, "/chi-so", "indicators.which"),
    (ADMIN, "/tai-khoan", "accounts.choose"),
)


@pytest.fixture(scope="module")
def server(country_server):
    return country_server


@pytest.fixture(scope="module")
def class_token(server):
    who = [account_with(server, *one) for one in (LEADER, VOLUNTEER)]
    return fill(server.engine, leader=who[0], volunteer=who[1])


@pytest.fixture(scope="module")
def reader(server, browser, class_token):
    """The one page of somebody with a role, opened once; our policy is lifted for the checker."""
    pages: dict[tuple[Role, str], Page] = {}

    def of(who):
        if who not in pages:
            context = browser.new_context(base_url=server.url, bypass_csp=True, viewport=DESK)
            context.set_default_timeout(15_000)
            token = server.open_session(account_with(server, *who))
            cookie = {"name": "binhdanso_phien", "value": token, "url": server.url}
            context.add_cookies([{**cookie, "httpOnly": True}])
            pages[who] = context.new_page()
        return pages[who]

    yield of
    for page in pages.values():
        page.context.close()


def opened(page, path):
    page.goto(path)
    expect(page.locator("h1").first).to_be_visible()
    expect(page.get_by_text("English")).to_be_visible()  # the foot: the whole page is drawn
    at_rest(page)
    page.wait_for_timeout(300)


@pytest.mark.parametrize(("who", "path"), PAGES, ids=[path for _, path in PAGES])
def test_a_staff_page_is_accessible_and_vietnamese(reader, who, path):
    page = reader(who)
    page.set_viewport_size(DESK)
    opened(page, path)

    assert axe_violations(page) == []
    assert ENGLISH.findall(page.inner_text("[data-testid=stMain]").replace("English", "")) == []


@pytest.mark.parametrize(("who", "path", "label"), SELECTS, ids=[path for _, path, _ in SELECTS])
def test_an_opened_choice_of_a_staff_page_is_accessible(reader, who, path, label):
    page = reader(who)
    page.set_viewport_size(DESK)
    opened(page, path)
    for folded in page.locator("[data-testid=stExpander] summary").all():
        folded.click()
    open_select(page, t(label))

    assert axe_violations(page) == []


@pytest.fixture(scope="module")
def link(server, class_token):
    """Where a volunteer's page is; two of them only the one who was given it knows."""
    return {"class": f"/lop/{class_token}", "pass": f"/tu-danh-gia?the={given_pass(server)}"}


@pytest.mark.parametrize("where", ["/ghi-viec", "/lop-hoc", "class", "pass"])
def test_a_page_of_a_volunteer_fits_a_narrow_phone(reader, link, where):
    page, too_wide = reader(VOLUNTEER), []
    for width in PHONES:
        page.set_viewport_size({"width": width, "height": 640})
        page.goto(link.get(where, where))
        expect(page.locator("h1").first).to_be_visible()
        if where != "class":
            at_rest(page)
        page.wait_for_timeout(300)
        too_wide += page.evaluate(SIDEWAYS)

    assert too_wide == []
    assert axe_violations(page) == []
