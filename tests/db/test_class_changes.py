"""Classes that get another plan, a hamlet and a point: inside the grant, until they are over."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from db.classes import classes_within
from db.collection_points import points_within
from db.commands.class_changes import change_class, open_point_of_class
from db.commands.classes import attend, cancel_class, plan_class, tally_class
from db.commands.collection_points import open_point, revoke_point
from db.commands.hamlets import create_hamlets
from db.models import metadata
from domain.classes import ClassPlace, Teacher
from domain.collection import PointKind
from domain.errors import (
    BadClassTime,
    ClassCancelled,
    ClassHeld,
    DayOfAttendance,
    EditedMeanwhile,
    NotAllowed,
    OutsideScope,
    PointOfAnotherHamlet,
    UnknownClass,
    UnknownHamlet,
    UnknownPoint,
)
from domain.hamlets import as_list
from tests.db.reference import NOW, SI_MA_CAI, THO_NGOC, TODAY, TRIEU_SON
from tests.db.test_classes import HERE, THERE, WHEN, people, plan, token  # noqa: F401
from tests.db.test_hamlets import send_at

HAMLET, TOMORROW = f"{TRIEU_SON}-001", TODAY + timedelta(days=1)
OVER = NOW + timedelta(minutes=30)  # the class lasts from nine to half past ten


def listed(engine, scope=HERE):
    with Session(engine) as session:
        [one] = classes_within(session, scope, since=TODAY, until=TOMORROW)
    return one


def change(engine, token, by, revision=0, when=WHEN, **changes):  # noqa: F811
    change_class(engine, token=token, plan=plan(**changes), revision=revision, by=by, **when)


def point(engine, by, commune=TRIEU_SON, hamlet=None):
    return open_point(
        engine, kind=PointKind.CLASS, name="Nhà văn hóa", commune_code=commune, hamlet=hamlet,
        by=by, **WHEN,
    ).token  # fmt: skip


@pytest.fixture
def hamlets(engine, people):  # noqa: F811
    for commune in (TRIEU_SON, THO_NGOC):
        create_hamlets(engine, as_list("Thôn 1"), commune_code=commune, by=people["leader"], **WHEN)


def test_nobody_of_elsewhere_and_no_helper_changes_a_class_or_opens_its_point(
    engine, people, token  # noqa: F811
):  # fmt: skip
    before = listed(engine)

    for who, refusal in (("elsewhere", UnknownClass), ("helper", NotAllowed)):
        with pytest.raises(refusal):
            change(engine, token, people[who], place_name="Chợ")
        with pytest.raises(refusal):
            open_point_of_class(engine, token=token, by=people[who], **WHEN)
    with pytest.raises(OutsideScope):  # a class stays where it is
        change(engine, token, people["leader"], commune_code=THO_NGOC)
    with pytest.raises(OutsideScope):
        change(engine, token, people["leader"], commune_code=SI_MA_CAI)

    assert listed(engine) == before
    with Session(engine) as session:
        assert classes_within(session, THERE, since=TODAY, until=TODAY) == []
        assert points_within(session, HERE, today=TODAY) == []


def test_a_class_that_was_held_or_cancelled_keeps_its_plan(engine, people, token):  # noqa: F811
    leader, after = people["leader"], {"now": OVER, "today": TODAY}
    with pytest.raises(ClassHeld):
        change(engine, token, leader, when=after)
    with pytest.raises(ClassHeld):
        open_point_of_class(engine, token=token, by=leader, **after)
    cancel_class(engine, token=token, by=leader, **WHEN)
    with pytest.raises(ClassCancelled):
        change(engine, token, leader)
    with pytest.raises(ClassCancelled):
        open_point_of_class(engine, token=token, by=leader, **WHEN)


def test_who_came_stays_counted_and_the_day_with_them(engine, people, token):  # noqa: F811
    attend(engine, token=token, visitor="phone", now=NOW)
    tally_class(engine, token=token, people=4, by=people["helper"], **WHEN)
    with pytest.raises(DayOfAttendance):
        change(engine, token, people["leader"], held_on=TOMORROW)

    change(engine, token, people["leader"], place_name="Trường cấp 1", minutes=240)

    one = listed(engine)
    assert (one.by_phone, one.tallied, one.planned.plan.minutes) == (1, 4, 240)
    assert one.planned.plan.place_name == "Trường cấp 1"


def test_of_two_who_change_a_class_the_second_is_told_and_overwrites_nothing(
    engine, people, token  # noqa: F811
):  # fmt: skip
    change(engine, token, people["leader"], starts_minute=600, teacher=Teacher.VOLUNTEER)

    with pytest.raises(EditedMeanwhile) as refusal:
        change(engine, token, people["leader"], place_kind=ClassPlace.MARKET)

    assert refusal.value.details == {
        "by": "hoa",
        "theirs": "Nhà văn hóa thôn 3, 20/11/2026 10:00 (90)",
    }
    seen = listed(engine).planned
    assert (seen.revision, seen.plan.teacher) == (1, Teacher.VOLUNTEER)
    change(engine, token, people["leader"], revision=1, place_kind=ClassPlace.MARKET)
    assert listed(engine).planned.plan.place_kind is ClassPlace.MARKET


def test_a_changed_plan_is_checked_like_a_new_one(engine, people, token):  # noqa: F811
    with pytest.raises(BadClassTime):
        change(engine, token, people["leader"], minutes=5)

    assert listed(engine).planned.revision == 0


def test_the_hamlet_and_the_point_of_a_class_are_of_its_commune_and_of_each_other(
    engine, people, hamlets, token  # noqa: F811
):  # fmt: skip
    leader = people["leader"]
    here, there = point(engine, leader, hamlet=HAMLET), point(engine, leader, THO_NGOC)
    closed = point(engine, leader)
    revoke_point(engine, token=closed, by=leader, **WHEN)
    for wrong, refusal in (
        ({"hamlet_code": f"{THO_NGOC}-001"}, UnknownHamlet),
        ({"hamlet_code": f"{TRIEU_SON}-002"}, UnknownHamlet),
        ({"point_token": there}, UnknownPoint),
        ({"point_token": closed}, UnknownPoint),
        ({"point_token": "ZZZZZ"}, UnknownPoint),
        ({"point_token": here}, PointOfAnotherHamlet),
    ):
        with pytest.raises(refusal):
            change(engine, token, leader, **wrong)
        with pytest.raises(refusal):
            plan_class(engine, plan=plan(**wrong), by=leader, **WHEN)

    change(engine, token, leader, hamlet_code=HAMLET, point_token=here)

    seen = listed(engine).planned
    assert (seen.plan.hamlet_code, seen.hamlet_name) == (HAMLET, "Thôn 1")
    assert seen.plan.point_token == here


def test_one_tap_opens_the_point_of_a_class_and_a_second_finds_it(
    engine, people, hamlets, token  # noqa: F811
):  # fmt: skip
    leader = people["leader"]
    change(engine, token, leader, hamlet_code=HAMLET)

    opened = open_point_of_class(engine, token=token, by=leader, **WHEN)
    again = open_point_of_class(engine, token=token, by=leader, **WHEN)

    assert opened == again
    assert (opened.name, opened.kind) == ("Nhà văn hóa thôn 3", PointKind.CLASS)
    send_at(engine, opened.token)
    one = listed(engine)
    assert one.answered == 1
    assert one.planned.plan.point_token == opened.token
    with engine.connect() as connection:
        rows = connection.execute(metadata.tables["hamlettotal"].select()).mappings().all()
    assert [row["people"] for row in rows] == [1]
    revoke_point(engine, token=opened.token, by=leader, **WHEN)
    assert listed(engine).planned.plan.point_token is None
    assert open_point_of_class(engine, token=token, by=leader, **WHEN) != opened
