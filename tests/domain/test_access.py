"""No grant is nothing; a grant holds on its days, for its role, over its area."""

import ast
from datetime import date
from pathlib import Path

import pytest

from domain.access import (
    COMMANDS,
    NATION,
    PERMISSIONS,
    GrantFact,
    Permission,
    Role,
    grant_over,
    has_permission,
    scope_for,
)
from domain.errors import NotAllowed

# What leaders do in their own area, or for everybody (RECORD_CLIPS).
FIELD = {
    Permission.GIVE_PASSES, Permission.COLLECT, Permission.RECORD_CLIPS, Permission.KEEP_LEDGER,
    Permission.REPORT_WEEK,
    Permission.MANAGE_HAMLETS,
    Permission.MANAGE_TEAMS,
}  # fmt: skip
CAPTURING = {Permission.CAPTURE}  # volunteers too
OFFICE = {Permission.HOLD_MEETINGS}
REPORTING = {Permission.REPORT_INDICATORS}  # who answers for a unit, in the field and the office
START, END = date(2026, 11, 1), date(2026, 11, 30)
LEADER = GrantFact(Role.LEADER, "380", START, END)


def test_no_grant_is_no_permission():
    with pytest.raises(NotAllowed):
        scope_for([], Permission.VIEW_AREA, on=START)


@pytest.mark.parametrize("day", [date(2026, 10, 31), date(2026, 12, 1)])
def test_the_day_before_and_the_day_after_a_grant_see_nothing(day):
    assert not has_permission([LEADER], Permission.VIEW_AREA, on=day)
    with pytest.raises(NotAllowed):
        scope_for([LEADER], Permission.VIEW_AREA, on=day)


@pytest.mark.parametrize("day", [START, END])
def test_both_end_days_belong_to_a_grant(day):
    assert scope_for([LEADER], Permission.VIEW_AREA, on=day).area_codes == {"380"}


def test_an_area_of_another_role_does_not_widen_a_permission():
    official = GrantFact(Role.OFFICIAL, "38", START, None)

    assert scope_for([LEADER, official], Permission.VIEW_OVERVIEW, on=START).area_codes == {"38"}
    assert scope_for([LEADER, official], Permission.VIEW_AREA, on=START).area_codes == {"38", "380"}


def test_the_public_may_only_see_what_is_published():
    assert PERMISSIONS[Role.PUBLIC] == {Permission.VIEW_PUBLISHED}


def test_a_helper_may_capture_and_see_no_area():
    assert not {Permission.VIEW_AREA, Permission.VIEW_OVERVIEW} & PERMISSIONS[Role.HELPER]


def test_of_overlapping_grants_the_one_that_lasts_longest_is_named():
    later = GrantFact(Role.LEADER, "380", START, date(2026, 12, 31))
    for_ever = GrantFact(Role.LEADER, "380", START, None)

    assert grant_over([LEADER, later], Permission.VIEW_AREA, "380", on=START) == later
    assert grant_over([later, for_ever, LEADER], Permission.VIEW_AREA, "380", on=START) == for_ever


def test_a_grant_that_is_over_or_of_another_area_or_role_is_not_named():
    assert grant_over([LEADER], Permission.VIEW_AREA, "380", on=date(2026, 12, 1)) is None
    assert grant_over([LEADER], Permission.VIEW_AREA, "381", on=START) is None
    assert grant_over([LEADER], Permission.VIEW_OVERVIEW, "380", on=START) is None


def test_a_grant_over_the_nation_names_every_area():
    nation = GrantFact(Role.OFFICIAL, NATION, START, None)

    assert grant_over([nation], Permission.VIEW_AREA, "380", on=START) == nation


def test_every_role_holds_what_the_public_holds():
    assert all(PERMISSIONS[Role.PUBLIC] <= permissions for permissions in PERMISSIONS.values())


def test_every_permission_belongs_to_a_role_and_only_administrators_change_accounts():
    held = frozenset().union(*PERMISSIONS.values())

    assert held == set(Permission)
    for permission in OFFICE:
        holders = {role for role in Role if permission in PERMISSIONS[role]}
        assert holders == {Role.OFFICIAL, Role.ADMIN}
    for permission in CAPTURING:
        holders = {role for role in Role if permission in PERMISSIONS[role]}
        assert holders == {Role.HELPER, Role.LEADER}
    for permission in REPORTING:
        holders = {role for role in Role if permission in PERMISSIONS[role]}
        assert holders == {Role.LEADER, Role.OFFICIAL}
    for permission in {*COMMANDS.values()} - FIELD - CAPTURING - OFFICE - REPORTING:
        assert [role for role in Role if permission in PERMISSIONS[role]] == [Role.ADMIN]
    for permission in FIELD:
        assert not {Role.PUBLIC, Role.HELPER, Role.OFFICIAL} & {
            role for role in Role if permission in PERMISSIONS[role]
        }


def commands_that_name_who_gives_them() -> set[str]:
    folder = Path(__file__).resolve().parents[2] / "db" / "commands"
    functions = (
        node
        for path in folder.glob("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
    )
    return {
        function.name
        for function in functions
        if any(arg.arg == "by" for arg in function.args.kwonlyargs)
        and any(arg.arg == "engine" for arg in function.args.args)
    }


def test_every_command_somebody_gives_has_its_permission():
    assert commands_that_name_who_gives_them() | {"begin_view"} == set(COMMANDS)
