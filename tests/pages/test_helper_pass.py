"""A helper's pass at the front door: it opens a form in its own area, and reads nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import Session, select

from db.commands.helper_passes import give_passes, revoke_pass
from db.engine import transaction
from db.models import Assessment, HelperPass
from domain.access import Permission, Role
from tests.pages.conftest import words
from tests.pages.test_self_assessment import PAGE, answer, only_draft
from text import translator
from ui import clock, limits
from ui.pages import PAGES

T = translator("vi")
TRIEU_SON = "15664"
REFUSED = T("error.helper_pass_refused")


@pytest.fixture
def give(engine, signed_in, monkeypatch):
    """Passes of a leader of Triệu Sơn, made to hold now, whatever the hour of this test."""
    leader = signed_in(Role.LEADER, "397")
    monkeypatch.setattr("ui.auth.browser_token", lambda: None)

    def give_(area_code=TRIEU_SON, **kind):
        [made] = give_passes(
            engine, area_code=area_code, count=1, valid_on=clock.today() + timedelta(days=1),
            by=leader, now=clock.now(), today=clock.today(), **kind,
        )  # fmt: skip
        change(engine, made, valid_on=clock.today(), expires_at=clock.now() + timedelta(hours=1))
        return made

    give_.leader = leader
    return give_


def change(engine, made, **values):
    with transaction(engine) as connection:
        mine = HelperPass.id == made.pass_id
        connection.execute(update(HelperPass).where(mine).values(**values))


def begin(app):
    return choose(app).button(key="begin").click().run()


def choose(app):
    app.button(key="mode-assisted").click().run()
    app.button_group(key="help-relation").set_value("volunteer").run()
    app.button(key="help-go-on").click().run()
    app.button_group(key="start-age_band").set_value("70+").run()
    app.button_group(key="start-gender").set_value("female").run()
    app.button_group(key="start-audience").set_value("citizen").run()
    return app.checkbox(key="consent-statistics").check().run()


def test_a_pass_chooses_its_commune_and_is_part_of_the_answer(open_page, engine, give):
    made = give()

    app = open_page(PAGE, the=made.token)
    assert "Thẻ 01 · Xã Triệu Sơn" in words(app)
    assert not [button for button in app.button if button.key == "mode-self"]
    begin(app)

    draft = only_draft(engine)
    assert (draft.helper_pass_id, draft.helper_relation, draft.help_language, draft.mode) == (
        made.pass_id, "volunteer", None, "assisted",
    )  # fmt: skip


def test_the_next_person_finds_nothing_of_the_one_before_but_the_pass(open_page, engine, give):
    made = give()
    app = begin(open_page(PAGE, the=made.token))
    answer(app, 2)
    code = only_draft(engine).resume_code

    app.button(key="wipe").click().run()

    kept = str(app.session_state)
    assert code not in kept + str(dict(app.query_params)) + words(app)
    assert app.button(key="mode-assisted")
    assert app.query_params["the"] in (made.token, [made.token])
    with Session(engine) as session:  # the draft stays under its code
        assert session.exec(select(Assessment).where(Assessment.resume_code == code)).one()


@pytest.mark.parametrize("fault", ["unknown", "over", "revoked", "yesterday"])
def test_a_pass_that_does_not_hold_says_so_and_the_form_goes_on(open_page, engine, give, fault):
    made = give()
    if fault == "over":
        change(engine, made, expires_at=clock.now())
    elif fault == "yesterday":
        change(engine, made, valid_on=clock.today() - timedelta(days=1))
    elif fault == "revoked":
        when = {"now": clock.now(), "today": clock.today()}
        revoke_pass(engine, pass_id=made.pass_id, by=give.leader, **when)

    app = open_page(PAGE, the="no-such-pass" if fault == "unknown" else made.token)

    assert REFUSED in words(app)
    assert app.button(key="mode-self")
    assert "Thẻ 01" not in words(app)


def test_a_pass_taken_back_in_between_begins_nothing_and_the_next_tap_goes_on(
    open_page, engine, give
):
    made = give()
    app = choose(open_page(PAGE, the=made.token))
    change(engine, made, revoked_at=clock.now())

    app.button(key="begin").click().run()
    assert REFUSED in words(app)
    app.button(key="begin").click().run()

    assert only_draft(engine).helper_pass_id is None


def test_a_pass_of_an_area_refuses_a_commune_outside_it(open_page, give):
    app = open_page(PAGE, the=give("397").token, noi="02752")
    app.button(key="mode-proxy").click().run()
    app.button(key="help-unsaid").click().run()

    app.button(key="place-yes").click().run()

    assert "chỉ dùng cho" in words(app)


def test_guessing_passes_is_stopped_and_locks_no_code(open_page, give, monkeypatch):
    monkeypatch.setattr(limits, "_WRONG_PER_SERVER", limits.RateLimitItemPerMinute(2))
    made = give()
    for guess in ("a", "b"):
        open_page(PAGE, the=guess)

    stopped = open_page(PAGE, the=made.token)
    stopped.text_input(key="typed_code").set_value("ABCDEF")
    next(button for button in stopped.button if button.label == "Làm tiếp").click().run()

    assert "Không có mã" in words(stopped)
    assert "Thẻ 01" not in words(stopped)


def test_a_pass_opens_no_page_and_shows_no_figure(open_page, give):
    app = open_page(PAGE, the=give().token)
    for entry in PAGES:
        if entry.permission is Permission.VIEW_PUBLISHED:
            continue
        app.switch_page(entry.file).run()

        assert app.query_params["the"]
        assert T("error.sign_in_required") in words(app), entry.name
        assert not app.get("table") + app.get("metric") + app.get("vega_lite_chart"), entry.name
