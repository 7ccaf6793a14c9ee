"""Teams as leaders and volunteers meet them: one tap counts once, and only inside the grant."""

import pytest
from sqlmodel import Session, select

from db.commands.team_work import Tap, log_work
from db.commands.teams import TeamForm, dissolve_team, found_team, set_quota
from db.models import AreaMember, Team, TeamActivity, TeamQuota, Unit
from domain.access import Role
from domain.indicator_periods import PeriodKind, period_of
from tests.pages.conftest import words
from text.formats import count
from ui import clock

TRIEU_SON, THANH_HOA, LAO_CAI = "397", "38", "15"


def rows(engine, model):
    with Session(engine) as session:
        return session.exec(select(model)).all()


def when():
    return {"now": clock.now(), "today": clock.today()}


@pytest.fixture
def found(engine):
    """Found a team in the first commune of an area; its id."""

    def make(by, area, responsible=None, name="Tổ công nghệ số thôn 3"):
        with Session(engine) as session:
            members = select(AreaMember.unit_id).where(AreaMember.area_code == area)
            units = select(Unit.code).where(Unit.id.in_(members), Unit.valid_to.is_(None))
            code = session.exec(units.order_by(Unit.code)).first()
        form = TeamForm("community", name, (code,), {"youth_union": 7}, responsible)
        return found_team(engine, form, by=by, **when()), code

    return make


def taps(page):
    return {one.label: one for one in page.button if (one.key or "").startswith("tap-")}


def test_a_volunteer_logs_by_one_tap_and_takes_it_back(engine, open_page, signed_in, found):
    leader = signed_in(Role.LEADER, TRIEU_SON)
    volunteer = signed_in(Role.HELPER, TRIEU_SON)
    team, _ = found(leader, TRIEU_SON, volunteer)
    month = period_of(PeriodKind.MONTH, clock.today())
    set_quota(engine, team_id=team, period=month.code, work="people", amount=100, by=leader,
              **when())  # fmt: skip
    page = open_page("field/activity")

    taps(page)["+5 người"].click().run()
    taps(page)["+1 buổi"].click().run()

    assert not page.exception
    assert "đội đã ghi: **5 người · 0 lượt · 1 buổi · 0 vấn đề**" in words(page)
    assert "5 người trên 100" in words(page)
    [undo, _] = [one for one in page.button if (one.key or "").startswith("undo-work-")]
    undo.click().run()
    assert "5 người · 0 lượt · 0 buổi · 0 vấn đề" in words(page)


def test_the_second_tap_on_a_button_that_was_drawn_once_counts_nothing(
    engine, open_page, signed_in, found
):
    leader = signed_in(Role.LEADER, TRIEU_SON)
    found(leader, TRIEU_SON)
    page = open_page("field/activity")
    first = taps(page)["+1 người"].key

    taps(page)["+1 người"].click().run()

    assert taps(page)["+1 người"].key != first  # the old one is gone: its key was counted
    [row] = rows(engine, TeamActivity)
    assert first.endswith(row.tap_key)


def test_a_volunteer_without_a_team_reads_what_to_do_and_no_name_of_a_team(
    engine, open_page, signed_in, found
):
    leader = signed_in(Role.LEADER, TRIEU_SON)
    team, _ = found(leader, TRIEU_SON)
    signed_in(Role.HELPER, TRIEU_SON)

    page = open_page("field/activity", doi=str(team))

    assert "Chưa có đội nào giao cho tài khoản này" in words(page)
    assert "thôn 3" not in words(page)
    assert taps(page) == {}


def test_a_team_dissolved_in_an_open_tab_says_so_and_counts_nothing(
    engine, open_page, signed_in, found
):
    leader = signed_in(Role.LEADER, TRIEU_SON)
    team, _ = found(leader, TRIEU_SON)
    page = open_page("field/activity")
    dissolve_team(engine, team_id=team, by=leader, **when())

    taps(page)["+1 người"].click().run()

    assert not page.exception
    assert rows(engine, TeamActivity) == []


def test_a_leader_of_another_area_finds_the_team_on_no_page_and_by_no_id(
    engine, open_page, signed_in, found
):
    theirs, _ = found(signed_in(Role.LEADER, LAO_CAI), LAO_CAI, name="Đội Lào Cai")
    signed_in(Role.LEADER, TRIEU_SON)

    for page in (
        open_page("field/activity", doi=str(theirs)),
        open_page("field/teams"),
        open_page("field/teams", ma=LAO_CAI),
    ):
        assert not page.exception
        assert "Đội Lào Cai" not in words(page)


def test_a_leader_founds_a_team_and_a_quota_of_zero_is_a_sentence(
    engine, open_page, signed_in, found
):
    leader = signed_in(Role.LEADER, TRIEU_SON)
    team, _ = found(leader, TRIEU_SON)
    page = open_page("field/teams")
    month = period_of(PeriodKind.MONTH, clock.today())

    owed = page.number_input(key=f"quota-{team}-{month.code}-people")
    owed.set_value(0)
    [save] = [one for one in page.button if one.label == "Giao chỉ tiêu"]
    save.click().run()
    assert "Chỉ tiêu phải từ 1" in words(page)
    assert rows(engine, TeamQuota) == []

    owed = page.number_input(key=f"quota-{team}-{month.code}-people")
    owed.set_value(80)
    [save] = [one for one in page.button if one.label == "Giao chỉ tiêu"]
    save.click().run()
    assert "Đã lưu." in words(page)
    assert [row.amount for row in rows(engine, TeamQuota)] == [80]

    page.text_input(key="team-name-0").set_value("Đội hình tháng Mười")
    page.number_input(key="members-new-0-other").set_value(-1)
    [start] = [one for one in page.button if one.label == "Lập đội"]
    start.click().run()
    assert not page.exception
    assert len(rows(engine, Team)) == 1


def test_what_was_logged_twice_is_removed_by_one_tap_and_reported_figures_stay_apart(
    engine, open_page, signed_in, found
):
    leader = signed_in(Role.LEADER, TRIEU_SON)
    team, code = found(leader, TRIEU_SON)
    for key in ("a" * 16, "b" * 16):
        tap = Tap(key, team, code, clock.today(), "people", 25)
        log_work(engine, tap, by=leader, **when())
    page = open_page("field/teams")
    assert "**50 người**" in words(page)
    for reported in (423, 2_349, 19_066, 1_600_000):
        assert count(reported, "vi") in words(page)
        assert count(reported + 50, "vi") not in words(page)

    [drop] = [one for one in page.button if (one.key or "").startswith("drop-second-")]
    drop.click().run()

    assert not page.exception
    assert "**25 người**" in words(page)
    assert "Không có việc nào trông như ghi hai lần" in words(page)


def test_an_official_reads_few_people_as_few_and_changes_nothing(
    engine, open_page, signed_in, found
):
    leader = signed_in(Role.LEADER, TRIEU_SON)
    team, code = found(leader, TRIEU_SON)
    tap = Tap("a" * 16, team, code, clock.today(), "people", 4)
    log_work(engine, tap, by=leader, **when())
    signed_in(Role.OFFICIAL, THANH_HOA)

    page = open_page("field/teams")

    assert not page.exception
    assert "dưới 10 người" in words(page)
    assert "4 người" not in words(page)
    assert "Lập đội" not in words(page)


def test_whoever_reads_as_a_leader_logs_nothing(engine, open_page, signed_in, found, monkeypatch):
    leader = signed_in(Role.LEADER, TRIEU_SON)
    found(leader, TRIEU_SON)
    page = open_page("field/activity")
    monkeypatch.setattr("ui.auth.viewing", lambda: object())

    taps(page)["+1 người"].click()
    page.run()

    assert rows(engine, TeamActivity) == []
