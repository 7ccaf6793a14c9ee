"""Monday as a leader meets it, and what the level above reads of it."""

import pytest
from sqlmodel import Session, delete, select

from db.commands.team_work import Tap, log_work
from db.commands.teams import TeamForm, found_team
from db.commands.weeks import begin_report, edit_sentence, lock_report
from db.models import (
    AreaMember,
    AttainmentCell,
    Campaign,
    HelperTotal,
    OddResolution,
    Unit,
    WeeklyReport,
)
from domain.access import Role
from domain.weeks import OddKind, Said, ended_weeks
from tests.pages.conftest import words
from ui import clock

TRIEU_SON, THANH_HOA, LAO_CAI = "397", "38", "15"


def when():
    return {"now": clock.now(), "today": clock.today()}


def rows(engine, model):
    with Session(engine) as session:
        return session.exec(select(model)).all()


def commune_of(engine, area):
    with Session(engine) as session:
        members = select(AreaMember.unit_id).where(AreaMember.area_code == area)
        units = select(Unit.code).where(Unit.id.in_(members), Unit.valid_to.is_(None))
        return session.exec(units.order_by(Unit.code)).first()


def begun(engine, by, area=TRIEU_SON):
    return begin_report(engine, area_code=area, week=ended_weeks(clock.today())[0].first,
                        rate=None, language="vi", by=by, **when())  # fmt: skip


def logged(engine, by, amount):
    """People helped in the last week that is over."""
    form = TeamForm("community", "Tổ thôn 3", (commune_of(engine, TRIEU_SON),),
                    {"youth_union": 7}, by)  # fmt: skip
    team = found_team(engine, form, by=by, **when())
    day = ended_weeks(clock.today())[0].last
    tap = Tap("a" * 16, team, form.commune_codes[0], day, "people", amount)
    log_work(engine, tap, by=by, **when())


def said(page):
    """Without the marks that keep what people typed from being Markdown."""
    return words(page).replace("\\", "")


def button(page, label):
    [one] = [one for one in page.button if one.label == label]
    return one


def test_a_leader_reads_what_to_do_and_a_quiet_week_says_so(engine, open_page, signed_in):
    signed_in(Role.LEADER, TRIEU_SON)
    with engine.begin() as connection:
        connection.execute(delete(HelperTotal))  # all that the simulated people did this week

    page = open_page("field/monday")

    assert not page.exception
    assert "1. Ký gửi báo cáo tuần trước" in words(page)
    assert "Hai tuần qua sổ chưa ghi hoạt động nào." in words(page)
    assert "Không có ai, đội nào hay điểm nào đang mắc." in words(page)


def test_a_report_goes_from_the_records_to_the_level_above_and_is_locked_on_the_way(
    engine, open_page, signed_in
):
    leader = signed_in(Role.LEADER, TRIEU_SON)
    logged(engine, leader, 25)
    page = open_page("field/monday", phan="bao-cao")

    button(page, "Soạn báo cáo từ sổ").click().run()
    assert "1 đội đã ghi việc: 25 người được giúp; 0 lượt" in said(page)
    assert "Báo cáo không ghi tỷ lệ: địa bàn gồm nhiều xã" in said(page)
    [report] = rows(engine, WeeklyReport)
    page.checkbox(key=f"weekly-sure-{report.id}").check().run()
    button(page, "Ký và gửi lên trên").click().run()

    assert not page.exception
    assert "Người thử đã ký lúc" in said(page)
    assert button(page, "Soạn bản đính chính")
    signed_in(Role.OFFICIAL, THANH_HOA)
    above = said(open_page("field/monday"))
    assert "Đã gửi (1)" in above
    assert "25 người được giúp" in above
    signed_in(Role.OFFICIAL, LAO_CAI)
    assert "Đã gửi (0)" in words(open_page("field/monday"))


def test_a_number_the_records_do_not_hold_is_named_and_nothing_can_be_signed(
    engine, open_page, signed_in
):
    leader = signed_in(Role.LEADER, TRIEU_SON)
    logged(engine, leader, 25)
    report = begun(engine, leader)
    page = open_page("field/monday", phan="bao-cao")

    field = page.text_area(key=f"weekly-text-{report}-teams")
    field.set_value("Các đội giúp 26 người.")
    [save] = [one for one in page.button if one.proto.form_id == f"weekly-form-{report}-teams"]
    save.click().run()

    assert "Sổ không có số 26 ở mục này." in words(page)
    assert button(page, "Ký và gửi lên trên").disabled
    page.text_area(key=f"weekly-text-{report}-teams").set_value("Các đội giúp 25 người.")
    [save] = [one for one in page.button if one.proto.form_id == f"weekly-form-{report}-teams"]
    save.click().run()
    assert "Sổ không có số" not in words(page)


def test_who_edits_second_is_told_and_keeps_what_they_typed(engine, open_page, signed_in):
    leader = signed_in(Role.LEADER, TRIEU_SON)
    report = begun(engine, leader)
    page = open_page("field/monday", phan="bao-cao")
    edit_sentence(engine, report_id=report, said=Said.NOTE, text="Của người kia", revision=0,
                  by=leader, **when())  # fmt: skip

    page.text_area(key=f"weekly-text-{report}-note").set_value("Của tôi")
    [save] = [one for one in page.button if one.proto.form_id == f"weekly-form-{report}-note"]
    save.click().run()

    assert "vừa lưu thay đổi ở đây trước bạn" in words(page)
    assert page.text_area(key=f"weekly-text-{report}-note").value == "Của tôi"
    [save] = [one for one in page.button if one.proto.form_id == f"weekly-form-{report}-note"]
    save.click().run()
    assert b"C\xe1\xbb\xa7a t\xc3\xb4i" in rows(engine, WeeklyReport)[0].content


def old_pupils(engine, people):
    """So many of the first commune are said to be pupils of 70, and nobody is anything else."""
    with Session(engine) as session:
        session.exec(delete(AttainmentCell))
        round_ = session.exec(select(Campaign.code).order_by(Campaign.starts_on.desc())).first()
        members = select(AreaMember.unit_id).where(AreaMember.area_code == TRIEU_SON)
        here = Unit.id.in_(members) & (Unit.code == commune_of(engine, TRIEU_SON))
        who = {"audience": "student", "age_band": "70+", "gender": "male", "mode": "self"}
        cell = {"commune_id": session.exec(select(Unit.id).where(here)).one(), "month": "2026-11"}
        session.add(AttainmentCell(**who, **cell, campaign_code=round_, people=people))
        session.commit()


def test_the_inbox_says_reasons_without_a_name_and_one_tap_quiets_a_line(
    engine, open_page, signed_in
):
    leader = signed_in(Role.LEADER, TRIEU_SON)
    old_pupils(engine, 12)
    page = open_page("field/monday", phan="so-lieu-la")
    assert "ít nhất 10 người khai nhóm và tuổi ít khi đi với nhau" in words(page)

    button(page, "Đã nhắc người làm").click().run()

    assert "Không có số liệu lạ nào chưa xem." in words(page)
    [row] = rows(engine, OddResolution)
    assert (row.kind, row.number, row.resolved_by) == (OddKind.UNLIKELY, 10, leader)
    old_pupils(engine, 20)
    assert "ít nhất 20 người" in words(page.run())


@pytest.mark.parametrize("part", ["viec", "so-lieu-la", "bao-cao"])
def test_the_level_above_reads_no_working_list_and_no_draft(engine, open_page, signed_in, part):
    leader = signed_in(Role.LEADER, TRIEU_SON)
    logged(engine, leader, 4)
    begun(engine, leader)
    signed_in(Role.OFFICIAL, THANH_HOA)

    page = open_page("field/monday", phan=part)

    assert not page.exception
    assert "Chưa gửi (1)" in words(page)
    assert "Ba việc nên làm trước" not in words(page)
    assert "4 người" not in words(page)
    assert "Bản nháp" not in words(page)


def test_a_signed_report_that_was_damaged_is_a_sentence_and_not_a_trace(
    engine, open_page, signed_in
):
    leader = signed_in(Role.LEADER, TRIEU_SON)
    report = begun(engine, leader)
    lock_report(engine, report_id=report, generated={}, revision=0, by=leader, **when())
    with Session(engine) as session:
        row = session.get(WeeklyReport, report)
        row.content = row.content + b" "
        session.add(row)
        session.commit()

    page = open_page("field/monday", phan="bao-cao")

    assert not page.exception
    assert "không còn nguyên vẹn" in words(page)
