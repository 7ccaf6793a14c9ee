"""Accounts by the sheet: all or none, each ends, and nobody gives more than they hold."""

from datetime import date, timedelta

import pytest

from db import password_hash
from db.accounts import account_by_name, accounts_managed_by
from db.areas_to_give import areas_to_give
from db.commands.account_sheet import create_accounts, refusals_of
from db.password_hash import matches
from domain.access import NATION, Role
from domain.account_sheet import MOST_ACCOUNTS, SheetFault, WantedAccount, check_sheet
from domain.errors import (
    GrantTooLong,
    InvalidGrant,
    NotAllowed,
    SheetRefused,
    TooManyRows,
    UsernameTaken,
)
from tests.sign_in_world import NOW, TODAY, add_account, add_first_admin, audited, give

WHEN = {"now": NOW, "today": TODAY}
SOON = TODAY + timedelta(days=30)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(password_hash, "ROUNDS", 4)


def wanted(row, role=Role.LEADER, area="397", until=SOON, name=None):
    return WantedAccount(row, name or f"doan-xa-{row}", f"Bí thư {row}", role, area, until)


@pytest.fixture
def chief(world_engine):
    """The administrator of Thanh Hóa for two months, and nobody else's."""
    nation = add_first_admin(world_engine)
    chief = add_account(world_engine, "tinh-doan", by=nation)
    give(world_engine, chief, Role.ADMIN, "38", by=nation, valid_to=TODAY + timedelta(days=60))
    return chief


def names(engine, by):
    return {one.username for one in accounts_managed_by(engine, by, on=TODAY)}


def test_one_row_too_much_makes_none_and_every_row_says_why(world_engine, chief):
    before = audited(world_engine)
    rows = [
        wanted(4), wanted(5, area="398"), wanted(6, area=NATION), wanted(7, area="zz"),
        wanted(8, until=TODAY + timedelta(days=61)), wanted(9, until=TODAY - timedelta(days=1)),
        wanted(10, name="tinh-doan"), wanted(11, role=Role.PUBLIC), wanted(12, name="doan-xa-4"),
    ]  # fmt: skip

    refused = refusals_of(world_engine, rows, by=chief.id, today=TODAY)
    with pytest.raises(SheetRefused) as refusal:
        create_accounts(world_engine, rows, by=chief.id, **WHEN)

    assert [(one.row, type(one.refusal)) for one in refused] == [
        (5, NotAllowed), (6, NotAllowed), (7, InvalidGrant), (8, GrantTooLong), (9, InvalidGrant),
        (10, UsernameTaken), (11, InvalidGrant), (12, UsernameTaken),
    ]  # fmt: skip
    assert [one.row for one in refusal.value.details["refusals"]] == [5, 6, 7, 8, 9, 10, 11, 12]
    assert audited(world_engine) == before


def test_who_manages_nobody_makes_nobody(world_engine, chief):
    made = create_accounts(world_engine, [wanted(4)], by=chief.id, **WHEN)

    with pytest.raises(NotAllowed):
        create_accounts(world_engine, [wanted(5)], by=made[0].account_id, **WHEN)
    with pytest.raises(NotAllowed):
        refusals_of(world_engine, [wanted(5)], by=10_000, today=TODAY)


def test_more_than_fits_is_refused_before_any_password_is_computed(world_engine, chief):
    with pytest.raises(TooManyRows):
        create_accounts(
            world_engine, [wanted(n) for n in range(MOST_ACCOUNTS + 1)], by=chief.id, **WHEN
        )


def test_accounts_of_a_sheet_have_one_grant_that_ends_and_must_change_their_password(
    world_engine, chief
):
    made = create_accounts(world_engine, [wanted(4), wanted(5)], by=chief.id, **WHEN)

    assert {one.username for one in made} == {"doan-xa-4", "doan-xa-5"}
    assert len({one.one_time_password for one in made}) == 2
    listed = {one.username: one for one in accounts_managed_by(world_engine, chief.id, on=TODAY)}
    (grant,) = listed["doan-xa-4"].grants
    assert (grant.role, grant.area_code, grant.valid_from, grant.valid_to) == (
        Role.LEADER, "397", TODAY, SOON,
    )  # fmt: skip
    assert listed["doan-xa-4"].must_change_password
    owner = account_by_name(world_engine, "doan-xa-4")
    assert matches(made[0].one_time_password, owner.password_hash)
    assert audited(world_engine)[-4:] == ["account.create", "grant.give"] * 2
    assert made[0].one_time_password not in repr(made)


def test_the_areas_offered_are_those_one_holds(world_engine, chief):
    assert set(areas_to_give(world_engine, chief.id, on=TODAY)) == {"38"}
    assert areas_to_give(world_engine, 10_000, on=TODAY) == {}


GOOD = {"username": "Doan.Xa", "display_name": "Chị Hoa", "role": "leader", "area": "397",
        "until": "31/12/2026"}  # fmt: skip
BAD = [
    ({"username": ""}, "username", SheetFault.MISSING),
    ({"username": "đoàn xã"}, "username", SheetFault.BAD_USERNAME),
    ({"display_name": "x" * 61}, "display_name", SheetFault.BAD_NAME),
    ({"role": "king"}, "role", SheetFault.BAD_ROLE),
    ({"role": "public"}, "role", SheetFault.BAD_ROLE),
    ({"area": " "}, "area", SheetFault.MISSING),
    ({"until": "31/02/2026"}, "until", SheetFault.BAD_DAY),
    ({"until": "mai"}, "until", SheetFault.BAD_DAY),
]


@pytest.mark.parametrize(("changed", "field", "kind"), BAD)
def test_every_cell_that_says_nothing_has_its_own_fault(changed, field, kind):
    accounts, faults = check_sheet([(4, {**GOOD, **changed})])

    assert accounts == []
    assert [(one.row, one.field, one.kind) for one in faults] == [(4, field, kind)]


def test_a_good_row_is_read_and_its_name_a_second_time_is_not():
    accounts, faults = check_sheet([(4, GOOD), (5, {**GOOD, "username": "doan.xa"})])

    assert [(one.username, one.until) for one in accounts] == [("doan.xa", date(2026, 12, 31))]
    assert [(one.row, one.kind) for one in faults] == [(5, SheetFault.TWICE)]
