"""Families who stand together by choice: no name, no result of anybody, gone when they leave."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlmodel import Session

from db.commands.households import begin_household, join_household, leave_household
from db.households import household_of, totals
from db.models import metadata
from domain.access import Role, Scope
from domain.errors import (
    AlreadyInHousehold,
    ChoiceMissing,
    HouseholdElsewhere,
    OutsideScope,
    UnknownHousehold,
    UnknownResumeCode,
)
from domain.households import Part
from tests.db.people import LAN, begin, send
from tests.db.reference import NOW, THO_NGOC

HERE, THERE = Scope(Role.LEADER, frozenset({"38"})), Scope(Role.LEADER, frozenset({"15"}))
BELOW = replace(LAN, answers=(0,) * 12)


def family(engine, *members):
    """A household of these people; their resume codes."""
    codes = [send(engine, person) for person in members]
    mine = begin_household(engine, code=codes[0], part="teaches", now=NOW)
    for code in codes[1:]:
        join_household(engine, code=code, household_code=mine.code, part="learns", now=NOW)
    return codes


def counted(engine, scope=HERE):
    with Session(engine) as session:
        return totals(session, scope, area_code="38")


def rows(engine, table):
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(metadata.tables[table]))


def test_each_member_sees_how_many_learn_and_teach_and_no_more(engine):
    first, second = family(engine, LAN, BELOW)

    mine, theirs = household_of(engine, first), household_of(engine, second)

    assert (mine.members, mine.learn, mine.teach, mine.part) == (2, 1, 1, Part.TEACHES)
    assert (theirs.code, theirs.part) == (mine.code, Part.LEARNS)
    assert household_of(engine, send(engine, LAN)) is None


def test_an_unknown_code_a_second_household_and_another_commune_are_refused(engine):
    first, _ = family(engine, LAN, LAN)
    theirs = household_of(engine, first).code
    stranger = send(engine, replace(LAN, commune=THO_NGOC))

    with pytest.raises(HouseholdElsewhere):
        join_household(engine, code=stranger, household_code=theirs, part="learns", now=NOW)
    with pytest.raises(UnknownHousehold):
        join_household(engine, code=stranger, household_code="ABCDEF", part="learns", now=NOW)
    with pytest.raises(AlreadyInHousehold):
        begin_household(engine, code=first, part="learns", now=NOW)
    with pytest.raises(ChoiceMissing):
        begin_household(engine, code=stranger, part="rests", now=NOW)
    with pytest.raises(UnknownResumeCode):
        begin_household(engine, code=begin(engine, LAN, NOW).code, part="learns", now=NOW)


def test_who_leaves_is_gone_and_the_last_takes_the_household_along(engine):
    first, second = family(engine, LAN, LAN)
    left = household_of(engine, first).code

    for _ in range(2):
        leave_household(engine, code=first)
    assert household_of(engine, first) is None
    assert household_of(engine, second).members == 1
    leave_household(engine, code=second)

    assert rows(engine, "household") == rows(engine, "householdmember") == 0
    with pytest.raises(UnknownHousehold):
        join_household(engine, code=first, household_code=left, part="learns", now=NOW)


def test_fewer_than_ten_households_are_not_told_and_more_only_in_tens(engine):
    for _ in range(9):
        family(engine, LAN)
    assert counted(engine).households is None

    for _ in range(2):
        family(engine, LAN)
    assert (counted(engine).households, counted(engine).reached) == (10, None)


def test_households_with_somebody_who_reached_are_told_once_ten_have_and_ten_have_not(engine):
    for _ in range(10):
        family(engine, LAN, BELOW)
        family(engine, BELOW)

    assert (counted(engine).households, counted(engine).reached) == (20, 10)


def test_the_households_of_others_are_not_counted(engine):
    with pytest.raises(OutsideScope):
        counted(engine, THERE)
