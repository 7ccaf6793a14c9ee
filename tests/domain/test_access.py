"""No grant is nothing; a grant holds on its days, for its role, over its area."""

from datetime import date

import pytest

from domain.access import PERMISSIONS, GrantFact, Permission, Role, has_permission, scope_for
from domain.errors import NotAllowed

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
