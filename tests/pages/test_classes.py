"""The pages of classes and of Gia đình số: inside the grant, refused in words, without names."""

import pytest
from sqlalchemy import select
from sqlmodel import Session

from db.commands.class_changes import change_class
from db.commands.classes import plan_class
from db.models import (
    AreaMember,
    Assessment,
    ClassSession,
    HouseholdMember,
    ReleasedClass,
    Unit,
)
from domain.access import Role
from domain.classes import ClassKind, ClassPlace, ClassPlan, Teacher
from tests.pages.conftest import words
from ui import clock

TRIEU_SON, LAO_CAI = "397", "15"


def commune(engine, area):
    with Session(engine) as session:
        members = select(AreaMember.unit_id).where(AreaMember.area_code == area)
        units = select(Unit.code).where(Unit.id.in_(members), Unit.valid_to.is_(None))
        return session.exec(units.order_by(Unit.code)).first()[0]


def plan_of(engine, area, name):
    """All of today: it is not over yet, whenever the test runs."""
    return ClassPlan(
        ClassKind.DIGITAL_MARKET, ClassPlace.MARKET, name, commune(engine, area), clock.today(),
        23 * 60, 90, "everyone", Teacher.VOLUNTEER, (), (),
    )  # fmt: skip


def new_class(engine, by, area, name):
    asked = plan_of(engine, area, name)
    return plan_class(engine, plan=asked, by=by, now=clock.now(), today=clock.today())


def press(page, label):
    return page.button[[one.label for one in page.button].index(label)].click().run()


def test_a_leader_plans_a_class_and_a_place_of_digits_is_refused_in_words(
    engine, open_page, signed_in
):
    signed_in(Role.LEADER, TRIEU_SON)
    page = open_page("field/classes")
    page.text_input(key="class-place").set_value("123")
    page = press(page, "Đưa vào lịch")
    assert "Ghi tên nơi học bằng chữ" in words(page)

    page.text_input(key="class-place").set_value("Nhà văn hóa thôn 3")
    page = press(page, "Đưa vào lịch")

    assert not page.exception
    assert "Nhà văn hóa thôn 3" in words(page)
    with Session(engine) as session:
        assert len(session.exec(select(ClassSession.id)).all()) == 1


def test_a_volunteer_counts_who_came_and_sees_no_class_of_another_area(
    engine, open_page, signed_in
):
    token = new_class(engine, signed_in(Role.LEADER, TRIEU_SON), TRIEU_SON, "Chợ Đà")
    new_class(engine, signed_in(Role.LEADER, LAO_CAI), LAO_CAI, "Chợ Cốc Lếu")
    signed_in(Role.HELPER, TRIEU_SON)
    page = open_page("field/classes")

    assert "Chợ Cốc Lếu" not in words(page)
    assert [one.key for one in page.text_input] == []
    assert not any((one.key or "").startswith("cancel") for one in page.button)
    page.number_input(key=f"tally-{token}-people").set_value(7)
    page = press(page, "Lưu số đếm")
    assert "người phụ trách đếm: **7**" in words(page)


def test_a_point_is_one_tap_away_and_who_saves_second_is_told_and_keeps_what_they_typed(
    engine, open_page, signed_in
):
    leader = signed_in(Role.LEADER, TRIEU_SON)
    token = new_class(engine, leader, TRIEU_SON, "Chợ Đà")
    page = press(open_page("field/classes"), "Mở điểm thu thập cho lớp này")
    assert "tự đánh giá tại: **" in words(page)
    page = press(page, "Sửa lịch lớp này")
    page.text_input(key=f"class-{token}-place").set_value("Nhà văn hóa")
    change_class(
        engine, token=token, plan=plan_of(engine, TRIEU_SON, "Trường cấp 1"), revision=0, by=leader,
        now=clock.now(), today=clock.today(),
    )  # fmt: skip

    page = press(page, "Lưu thay đổi")

    assert "vừa lưu thay đổi ở đây trước bạn" in words(page)
    assert "Trường cấp 1" in words(page)
    page = press(page, "Lưu thay đổi")
    assert not page.exception
    with Session(engine) as session:
        assert session.exec(select(ClassSession.place_name)).one()[0] == "Nhà văn hóa"


@pytest.fixture
def code(engine):
    with Session(engine) as session:
        sent = select(Assessment.resume_code).where(Assessment.status == "submitted")
        return session.exec(sent.order_by(Assessment.id)).first()[0]


def test_a_household_is_begun_by_ones_own_code_and_left_again(engine, open_page, code):
    page = open_page("citizen/household")
    page.text_input(key="household-typed").set_value("ABC")
    page = press(page, "Tiếp tục")
    assert [one.value for one in page.error] != []

    page.text_input(key="household-typed").set_value(code)
    page = press(press(page, "Tiếp tục"), "Lập mã gia đình")
    assert "Đã liên kết: 1 người" in words(page)

    page = press(page, "Rời gia đình này")
    assert not page.exception
    with Session(engine) as session:
        assert session.exec(select(HouseholdMember.household_id)).all() == []


def test_before_and_after_is_told_of_ones_own_communes_and_nearly_all_as_a_bound(
    engine, open_page, signed_in
):
    with Session(engine) as session:
        for area, people in ((TRIEU_SON, 24), (LAO_CAI, 77)):
            members = select(AreaMember.unit_id).where(AreaMember.area_code == area)
            counts = {"people": people, "reached_before": 6, "reached_after": 23}
            unit_id = session.exec(members).first()[0]
            session.add(ReleasedClass(commune_id=unit_id, quarter="2026-3", **counts))
        session.commit()
    signed_in(Role.LEADER, TRIEU_SON)

    said = words(open_page("field/classes"))

    assert "24 người tự trả lời cả trước và sau lớp" in said
    assert "trước lớp: **25\u00a0%**; sau lớp: **ít nhất 92\u00a0%**" in said
    assert "77 người" not in said
