"""Classes: planned inside a grant, attended once by each phone, counted as people and visits."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlmodel import Session

from db.classes import class_of, classes_within, next_class, totals
from db.commands.assessments import withdraw
from db.commands.classes import attend, cancel_class, plan_class, tally_class
from db.commands.retention import retain
from db.models import metadata
from domain.access import Role, Scope
from domain.classes import ClassKind, ClassPlace, ClassPlan, Teacher
from domain.errors import (
    AttendanceClosed,
    AttendanceGiven,
    BadTally,
    ClassCancelled,
    NotAllowed,
    OutsideScope,
    UnknownClass,
    UnknownResumeCode,
)
from domain.retention import TIMES_DAYS
from tests.db.accounts import account
from tests.db.people import LAN, send
from tests.db.reference import NOW, SI_MA_CAI, TODAY, TRIEU_SON

WHEN = {"now": NOW, "today": TODAY}
STARTS = 9 * 60  # NOW is ten o'clock in Vietnam
HERE, THERE = Scope(Role.LEADER, frozenset({"38"})), Scope(Role.LEADER, frozenset({"15"}))
_attendance = metadata.tables["classattendance"]


def plan(**changes):
    given = {
        "kind": ClassKind.LESSON, "place_kind": ClassPlace.CULTURE_HOUSE,
        "place_name": "Nhà văn hóa thôn 3", "commune_code": TRIEU_SON, "held_on": TODAY,
        "starts_minute": STARTS, "minutes": 90, "audience": "everyone",
        "teacher": Teacher.AMBASSADOR, "competences": (), "resources": (),
    }  # fmt: skip
    return ClassPlan(**{**given, **changes})


@pytest.fixture
def people(engine):
    """A leader and a helper of Thanh Hóa, a leader of Lào Cai."""
    return {
        "leader": account(engine, "hoa", Role.LEADER, "38"),
        "helper": account(engine, "lan", Role.HELPER, "38"),
        "elsewhere": account(engine, "mai", Role.LEADER, "15"),
    }


@pytest.fixture
def token(engine, people):
    return plan_class(engine, plan=plan(), by=people["leader"], **WHEN)


def came(engine):
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(select(_attendance)).mappings()]


def counted(engine, scope=HERE, area="38"):
    with Session(engine) as session:
        return totals(session, scope, area_code=area, since=TODAY, until=TODAY)


def test_a_class_in_a_commune_of_others_cannot_be_planned_and_a_helper_plans_none(engine, people):
    with pytest.raises(OutsideScope):
        plan_class(engine, plan=plan(commune_code=SI_MA_CAI), by=people["leader"], **WHEN)
    with pytest.raises(NotAllowed):
        plan_class(engine, plan=plan(), by=people["helper"], **WHEN)


def test_a_leader_of_elsewhere_finds_no_class_by_list_id_total_or_command(engine, people, token):
    with Session(engine) as session:
        assert classes_within(session, THERE, since=TODAY, until=TODAY) == []
    with pytest.raises(OutsideScope):
        counted(engine, THERE)
    for refused in (
        lambda: cancel_class(engine, token=token, by=people["elsewhere"], **WHEN),
        lambda: tally_class(engine, token=token, people=3, by=people["elsewhere"], **WHEN),
        lambda: tally_class(engine, token="ZZZZZ", people=3, by=people["leader"], **WHEN),
    ):
        with pytest.raises(UnknownClass):
            refused()


def test_reloading_counts_nobody_twice_and_another_class_is_another_visit(engine, people, token):
    second = plan_class(engine, plan=plan(), by=people["leader"], **WHEN)
    for _ in range(3):
        attend(engine, token=token, visitor="phone", now=NOW)
    attend(engine, token=second, visitor="phone", now=NOW)
    attend(engine, token=second, visitor="other", now=NOW)
    tally_class(engine, token=second, people=4, by=people["helper"], **WHEN)

    found = counted(engine)

    assert (found.planned, found.held, found.cancelled) == (2, 2, 0)
    assert (found.visits, found.tallied, found.phones) == (7, 4, 2)


def test_a_code_on_two_phones_is_one_person_and_may_be_typed_after_the_tap(engine, token):
    code = send(engine, LAN)
    attend(engine, token=token, visitor="mine", now=NOW)
    attend(engine, token=token, visitor="mine", now=NOW, code=code)
    attend(engine, token=token, visitor="borrowed", now=NOW, code=code)
    [row] = came(engine)

    assert row["assessment_id"] is not None
    with pytest.raises(UnknownResumeCode):
        attend(engine, token=token, visitor="third", now=NOW, code="ABCDEF")
    assert len(came(engine)) == 1


def test_a_class_in_the_future_takes_no_attendance_and_no_tally(engine, people):
    tomorrow = TODAY + timedelta(days=1)
    token = plan_class(engine, plan=plan(held_on=tomorrow), by=people["leader"], **WHEN)

    with pytest.raises(AttendanceClosed):
        attend(engine, token=token, visitor="phone", now=NOW)
    with pytest.raises(AttendanceClosed):
        tally_class(engine, token=token, people=3, by=people["helper"], **WHEN)


def test_a_cancelled_class_keeps_its_line_and_takes_nobody(engine, people, token):
    cancel_class(engine, token=token, by=people["leader"], **WHEN)

    with pytest.raises(ClassCancelled):
        attend(engine, token=token, visitor="phone", now=NOW)
    with pytest.raises(ClassCancelled):
        cancel_class(engine, token=token, by=people["leader"], **WHEN)
    with Session(engine) as session:
        [line] = classes_within(session, HERE, since=TODAY, until=TODAY)
    assert line.planned.cancelled
    assert counted(engine).cancelled == 1
    assert next_class(engine, TRIEU_SON, today=TODAY) is None


def test_a_class_people_came_to_is_not_cancelled_and_no_tally_is_below_zero(engine, people, token):
    attend(engine, token=token, visitor="phone", now=NOW)

    with pytest.raises(AttendanceGiven):
        cancel_class(engine, token=token, by=people["leader"], **WHEN)
    with pytest.raises(BadTally):
        tally_class(engine, token=token, people=-1, by=people["helper"], **WHEN)


def test_who_deletes_everything_stays_a_count_and_nobody(engine, token):
    code = send(engine, LAN)
    attend(engine, token=token, visitor="phone", now=NOW, code=code)
    withdraw(engine, code=code, **WHEN)

    [row] = came(engine)
    assert row["assessment_id"] is None
    assert counted(engine).visits == 1


def test_a_phone_is_another_in_the_next_quarter(engine, people, token):
    attend(engine, token=token, visitor="phone", now=NOW)
    january = date(2027, 1, 5)
    later = plan_class(engine, plan=plan(held_on=january), by=people["leader"], **WHEN)
    attend(engine, token=later, visitor="phone", now=datetime(2027, 1, 5, 3, tzinfo=UTC))

    assert len({row["visitor_hash"] for row in came(engine)}) == 2


def test_after_a_year_only_the_count_of_who_came_is_left(engine, token):
    attend(engine, token=token, visitor="phone", now=NOW, code=send(engine, LAN))

    retain(engine, now=NOW + timedelta(days=TIMES_DAYS - 1))
    assert came(engine)[0]["visitor_hash"] is not None
    retain(engine, now=NOW + timedelta(days=TIMES_DAYS))

    [row] = came(engine)
    assert (row["visitor_hash"], row["assessment_id"]) == (None, None)


def test_the_next_class_of_a_commune_is_the_first_that_is_still_to_come(engine, people):
    days = (TODAY - timedelta(days=1), TODAY + timedelta(days=9), TODAY + timedelta(days=2))
    for day in days:
        plan_class(engine, plan=plan(held_on=day), by=people["leader"], **WHEN)

    assert next_class(engine, TRIEU_SON, today=TODAY).plan.held_on == days[2]
    assert next_class(engine, SI_MA_CAI, today=TODAY) is None


def test_a_link_of_no_class_is_unknown(engine):
    for token in ("", "ABC23", "'; --", "ABCDEFGH"):
        with engine.connect() as connection, pytest.raises(UnknownClass):
            class_of(connection, token)
