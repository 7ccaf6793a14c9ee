"""A leader gives a pass; a phone opens it, one person answers, the next finds nothing of them."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from db.commands.accounts import NewGrant, create_account, grant_area
from db.commands.helper_passes import give_passes
from db.commands.passwords import set_password
from db.engine import transaction
from db.models import HelperPass
from domain.access import Role
from tests.journeys.accessibility import axe_violations
from tests.journeys.form_steps import PHONE, TRIEU_SON, expect_question, stored, tap
from tests.journeys.steps import at_rest
from tests.journeys.test_readers import account_with
from tests.journeys.test_sign_in import NEW_PASSWORD, admin_id
from tests.server_process import running, same_secret
from text import translator
from ui import clock

t = translator("vi")
IDLE_SECONDS = 10


@pytest.fixture(scope="module")
def server(reference, tmp_path_factory):
    folder = tmp_path_factory.mktemp("kiosk")
    with running(folder, reference, KIOSK_IDLE_SECONDS=str(IDLE_SECONDS)) as server:
        yield server


@pytest.fixture
def link(server, new_context):
    """What the leader of a former district of Thanh Hóa reads on the sheet they were given."""
    by, when = admin_id(server), {"now": clock.now(), "today": clock.today()}
    made = create_account(
        server.engine, username="doan-trieu-son", display_name="Đoàn Triệu Sơn", by=by, **when
    )
    grant = NewGrant(Role.LEADER, "15664", clock.today(), None)
    grant_area(server.engine, account_id=made.account_id, grant=grant, by=by, **when)
    set_password(
        server.engine, account_id=made.account_id, current=made.one_time_password,
        new=NEW_PASSWORD, now=clock.now(),
    )  # fmt: skip
    page = new_context(cookie=server.open_session(made.account_id)).new_page()
    page.goto("/the-ngay")
    page.get_by_role("button", name=t("passes.give")).click()
    expect(page.get_by_role("img", name=t("passes.qr_alt", name="Thẻ 01"))).to_be_visible()
    page.get_by_text(t("passes.link"), exact=True).click()
    link = page.locator("code").first.inner_text()
    hold_now(server)
    return link


def hold_now(server):
    """At any hour this test runs at; the hours of a pass are tested in tests/db."""
    with transaction(server.engine) as connection:
        ends = clock.now() + timedelta(hours=1)
        connection.execute(update(HelperPass).values(valid_on=clock.today(), expires_at=ends))


def begin(page):
    page.get_by_role("button", name=t("mode.assisted")).click()
    page.get_by_role("radio", name=t("help_relation.volunteer")).click()
    page.get_by_role("radio", name=t("help_language.hmn")).click()
    page.get_by_role("button", name=t("start.go_on")).click()
    for key in ("age_band.70+", "gender.female", "audience.citizen"):
        at_rest(page)
        page.get_by_role("radio", name=t(key), exact=True).click()
    page.get_by_text(t("consent.agree")).click()
    page.get_by_role("button", name=t("consent.begin")).click()
    page.wait_for_timeout(500)
    page.get_by_role("radio", name=t("device.2"), exact=True).click()
    expect_question(page, 1)
    return page.url.rsplit("ma=", 1)[1][:6]


def test_a_helper_goes_on_to_the_next_person_who_finds_nothing(server, link, new_context):
    page = new_context(**PHONE).new_page()
    page.goto(link)
    expect(page.get_by_text("Thẻ 01 · Xã Triệu Sơn")).to_be_visible()
    code = begin(page)
    tap(page, 2)
    expect_question(page, 2)

    # Whoever leaves in the middle: the screen is wiped when nobody touched it.
    warning = page.locator("dialog[open]")
    expect(warning).to_be_visible(timeout=(IDLE_SECONDS + 5) * 1000)
    assert axe_violations(page) == []
    page.get_by_role("button", name=t("helper.idle_stay")).click()
    expect(warning).to_be_hidden()
    page.get_by_role("button", name=t("result.next_person")).click()
    expect(page.get_by_role("button", name=t("helper.wipe"))).to_be_visible()
    assert axe_violations(page) == []
    page.get_by_role("button", name=t("helper.wipe")).click()
    expect(page.get_by_role("button", name=t("mode.assisted"))).to_be_visible()
    at_rest(page)

    assert code not in page.url
    assert code not in page.content()
    assert page.evaluate("history.length") == 2  # the blank page before, and this one
    page.reload()
    expect(page.get_by_text("Thẻ 01 · Xã Triệu Sơn")).to_be_visible()
    expect(page.get_by_role("button", name=t("mode.assisted"))).to_be_visible()
    page.go_back()
    assert page.url == "about:blank"
    page.go_forward()
    expect(page.get_by_role("button", name=t("mode.assisted"))).to_be_visible()
    assert code not in page.content()
    assert stored(server, code)[:2] == ("draft", [2, *[None] * 13])


def test_on_the_light_path_a_screen_nobody_touches_is_wiped_and_the_pass_stays(server, new_context):
    page = new_context(**PHONE).new_page()
    page.clock.install()
    page.goto(f"/nhe?the={given_pass(server)}")
    for key in ("mode.assisted", "help_relation.volunteer", "help_language.hmn",
                "age_band.70+", "gender.female", "audience.citizen"):  # fmt: skip
        page.get_by_role("button", name=t(key), exact=True).click()
    page.get_by_text(t("consent.agree")).click()
    page.get_by_role("button", name=t("consent.begin")).click()
    page.get_by_role("button", name=t("device.2")).click()
    expect(page.get_by_text(t("form.counter", number=1, total=12))).to_be_visible()
    code = page.url.split("/nhe/")[1][:6]
    page.get_by_role("button", name=t("answer.2")).click()
    expect(page.get_by_text(t("form.counter", number=2, total=12))).to_be_visible()

    warning = page.locator("dialog[open]")
    page.clock.fast_forward((IDLE_SECONDS + 5) * 1000)
    expect(warning).to_be_visible()
    assert axe_violations(page) == []
    page.get_by_role("button", name=t("helper.idle_stay")).click()
    expect(warning).to_be_hidden()
    page.clock.fast_forward((IDLE_SECONDS + 40) * 1000)

    expect(page.get_by_role("button", name=t("mode.assisted"))).to_be_visible()
    expect(page.get_by_text("· Xã Triệu Sơn, ")).to_be_visible()
    page.go_back()
    expect(page.get_by_text(t("light.error_missing"))).to_be_visible()
    assert stored(server, code)[:2] == ("draft", [2, *[None] * 13])


def given_pass(server):
    """The token of a pass for Xã Triệu Sơn that holds now."""
    by = account_with(server, Role.LEADER, TRIEU_SON)
    with same_secret():
        [made] = give_passes(
            server.engine, area_code=TRIEU_SON, count=1, by=by, now=clock.now(),
            valid_on=clock.today() + timedelta(days=1), today=clock.today(),
        )  # fmt: skip
    with transaction(server.engine) as connection:
        here = update(HelperPass).where(HelperPass.id == made.pass_id)
        ends = clock.now() + timedelta(hours=1)
        connection.execute(here.values(valid_on=clock.today(), expires_at=ends, number=50))
    return made.token
