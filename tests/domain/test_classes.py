"""What can be planned, and when somebody can say that they came."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.classes import (
    MOST_IN_A_CLASS,
    ClassKind,
    ClassPlace,
    ClassPlan,
    Teacher,
    checked,
    checked_tally,
    refuse_unless_open,
    starts_at,
)
from domain.errors import (
    AttendanceClosed,
    BadClassDay,
    BadClassPlace,
    BadClassTime,
    BadTally,
    ChoiceMissing,
    ClassCancelled,
    UnknownHousehold,
)
from domain.households import as_household_code, rounded_households, share_of_all

DAY = date(2026, 11, 24)
EVENING = 19 * 60 + 30
PLAN = ClassPlan(
    ClassKind.LESSON, ClassPlace.CULTURE_HOUSE, " Nhà văn hóa  thôn 3 ", "15796", DAY, EVENING, 90,
    "everyone", Teacher.AMBASSADOR, ("2.1", "1.1"), (),
)  # fmt: skip


def plan(**changes):
    return checked(
        replace(PLAN, **changes), today=DAY, competences={"1.1", "2.1"}, resources={"video"}
    )


def test_a_plan_is_stored_with_its_place_cleaned_and_its_topics_in_order():
    stored = plan()

    assert stored.place_name == "Nhà văn hóa thôn 3"
    assert stored.competences == ("1.1", "2.1")


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"held_on": DAY - timedelta(days=32)}, BadClassDay),
        ({"held_on": DAY + timedelta(days=367)}, BadClassDay),
        ({"starts_minute": 1440}, BadClassTime),
        ({"starts_minute": -1}, BadClassTime),
        ({"minutes": 14}, BadClassTime),
        ({"minutes": 721}, BadClassTime),
        ({"place_name": " 123 "}, BadClassPlace),
        ({"kind": "party"}, ChoiceMissing),
        ({"audience": "robots"}, ChoiceMissing),
        ({"competences": ("9.9",)}, ChoiceMissing),
        ({"resources": ("../x",)}, ChoiceMissing),
    ],
)
def test_a_plan_that_cannot_be_is_refused(changes, refusal):
    with pytest.raises(refusal):
        plan(**changes)


@pytest.mark.parametrize(
    ("minutes", "is_open"), [(-61, False), (-60, True), (0, True), (269, True), (270, False)]
)
def test_attendance_is_open_from_an_hour_before_to_the_end_of_the_day(minutes, is_open):
    now = starts_at(DAY, EVENING) + timedelta(minutes=minutes)

    if is_open:
        refuse_unless_open(DAY, EVENING, cancelled=False, now=now)
        return
    with pytest.raises(AttendanceClosed):
        refuse_unless_open(DAY, EVENING, cancelled=False, now=now)


def test_nobody_comes_to_a_cancelled_class():
    with pytest.raises(ClassCancelled):
        refuse_unless_open(DAY, EVENING, cancelled=True, now=starts_at(DAY, EVENING))
    with pytest.raises(ClassCancelled):
        checked_tally(3, DAY, cancelled=True, today=DAY)


def test_a_class_begins_by_the_clock_of_vietnam():
    assert starts_at(DAY, EVENING).astimezone(UTC) == datetime(2026, 11, 24, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize("people", [-1, MOST_IN_A_CLASS + 1])
def test_fewer_than_nobody_and_more_than_fit_are_refused(people):
    with pytest.raises(BadTally):
        checked_tally(people, DAY, cancelled=False, today=DAY)


@pytest.mark.parametrize("days", [-1, 8])
def test_a_class_still_to_come_or_long_over_is_not_tallied(days):
    with pytest.raises(AttendanceClosed):
        checked_tally(5, DAY, cancelled=False, today=DAY + timedelta(days=days))

    assert checked_tally(0, DAY, cancelled=False, today=DAY + timedelta(days=7)) == 0


def test_a_household_code_forgives_spaces_and_small_letters_and_nothing_else():
    assert as_household_code("h7k 2pq") == "H7K2PQ"
    for typed in ("", "H7K2P", "H7K2P0", "H7K2PQ'--A"):
        with pytest.raises(UnknownHousehold):
            as_household_code(typed)


def test_households_are_told_in_whole_tens():
    assert [rounded_households(number) for number in (10, 19, 20)] == [10, 10, 20]
    assert [share_of_all(reached, 30) for reached in (10, 30, 40)] == [33, 100, 100]
