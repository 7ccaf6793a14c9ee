from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from db import password_hash
from db.accounts import account_by_name, accounts_managed_by, find_areas, signed_in
from db.commands.accounts import (
    NewGrant,
    create_account,
    create_first_admin,
    disable_account,
    enable_account,
    grant_area,
    reset_password,
    revoke_grant,
)
from db.commands.passwords import set_password
from db.commands.sessions import issue_ticket, redeem_ticket
from db.models import Account, Grant, metadata
from domain.access import NATION, Role
from domain.errors import (
    GrantInThePast,
    GrantTooLong,
    InvalidGrant,
    InvalidUsername,
    NotAllowed,
    SignInRequired,
    UsernameTaken,
    WeakPassword,
    WrongPassword,
)
from tests.sign_in_world import (
    NOW,
    TODAY,
    Person,
    add_account,
    audited,
    give,
    open_session,
)

WHEN = {"now": NOW, "today": TODAY}
TOMORROW = TODAY + timedelta(days=1)
TEN_DAYS = timedelta(days=10)
NEW_PASSWORD = "một mật khẩu mới"


pytestmark = pytest.mark.usefixtures("quick_and_secret")


@pytest.fixture
def engine(world_engine):
    """Every test here runs on both databases."""
    return world_engine


def test_a_second_first_administrator_is_never_made(engine, admin):
    again = create_first_admin(engine, display_name="Kẻ khác", **WHEN)

    assert again is None
    assert account_by_name(engine, "quan-tri").account_id == admin.id


def test_the_first_administrator_must_change_the_one_time_password(engine, admin):
    person = signed_in(engine, open_session(engine, admin), now=NOW)

    assert person.must_change_password
    assert [(grant.role, grant.area_code) for grant in person.grants] == [(Role.ADMIN, NATION)]


def test_no_password_is_stored_or_audited(engine, admin, leader):
    with engine.connect() as connection:
        dump = str([connection.execute(table.select()).all() for table in metadata.sorted_tables])

    assert admin.password not in dump
    assert leader.password not in dump


def test_a_leader_makes_no_account(engine, leader):
    with pytest.raises(NotAllowed):
        add_account(engine, "ban-be", by=leader)

    assert account_by_name(engine, "ban-be") is None


def test_a_taken_name_is_refused_even_when_its_account_is_disabled(engine, admin, leader):
    disable_account(engine, account_id=leader.id, by=admin.id, **WHEN)

    with pytest.raises(UsernameTaken):
        add_account(engine, "Trieu-Son", by=admin)


def test_a_blank_display_name_is_refused(engine, admin):
    with pytest.raises(InvalidUsername):
        create_account(engine, username="lan", display_name="  ", by=admin.id, **WHEN)


def test_nobody_gives_a_role_outside_their_own_area(engine, admin, province_admin):
    newcomer = add_account(engine, "tho-xuan", by=province_admin)

    for area_code in ("398", NATION):
        with pytest.raises(NotAllowed):
            give(engine, newcomer, Role.HELPER, area_code, by=province_admin)


def test_a_province_gives_its_district_because_all_its_communes_are_inside(engine, province_admin):
    newcomer = add_account(engine, "moi", by=province_admin)

    give(engine, newcomer, Role.ADMIN, "397", by=province_admin)

    listed = accounts_managed_by(engine, province_admin.id, on=TODAY)
    assert [account.username for account in listed] == ["moi", "thanh-hoa"]


def test_an_expired_administrator_gives_nothing(engine, admin):
    former = add_account(engine, "het-han", by=admin)
    give(engine, former, Role.ADMIN, "38", by=admin, valid_to=TODAY)

    with pytest.raises(NotAllowed):
        create_account(
            engine, username="moi", display_name="Mới", by=former.id, now=NOW, today=TOMORROW
        )


def test_a_revoked_administrator_gives_nothing(engine, admin):
    former = add_account(engine, "thoi-viec", by=admin)
    grant_id = give(engine, former, Role.ADMIN, NATION, by=admin)
    revoke_grant(engine, grant_id=grant_id, by=admin.id, **WHEN)

    with pytest.raises(NotAllowed):
        add_account(engine, "moi", by=former)


def test_a_smaller_administrator_cannot_touch_a_greater_one(engine, admin, province_admin):
    with Session(engine) as session:
        grant_of_admin = session.exec(select(Grant.id).where(Grant.account_id == admin.id)).one()

    for refused in (
        lambda: reset_password(engine, account_id=admin.id, by=province_admin.id, **WHEN),
        lambda: disable_account(engine, account_id=admin.id, by=province_admin.id, **WHEN),
        lambda: revoke_grant(engine, grant_id=grant_of_admin, by=province_admin.id, **WHEN),
        lambda: give(engine, admin, Role.HELPER, "38", by=province_admin),
    ):
        with pytest.raises(NotAllowed):
            refused()


def test_nobody_widens_or_disables_their_own_account(engine, admin):
    with pytest.raises(NotAllowed):
        disable_account(engine, account_id=admin.id, by=admin.id, **WHEN)
    with pytest.raises(NotAllowed):
        give(engine, admin, Role.OFFICIAL, "38", by=admin)


@pytest.mark.parametrize(
    "grant",
    [
        NewGrant(Role.LEADER, "no such area", TODAY, None),
        NewGrant(Role.PUBLIC, "38", TODAY, None),
        NewGrant(Role.LEADER, "38", TODAY, TODAY - timedelta(days=1)),
    ],
)
def test_a_grant_without_area_role_or_order_of_days_is_refused(engine, admin, leader, grant):
    with pytest.raises(InvalidGrant):
        grant_area(engine, account_id=leader.id, grant=grant, by=admin.id, **WHEN)


def test_a_revoked_grant_has_no_effect_and_ends_the_session(engine, admin, leader):
    token = open_session(engine, leader)
    with Session(engine) as session:
        grant_id = session.exec(select(Grant.id).where(Grant.account_id == leader.id)).one()

    revoke_grant(engine, grant_id=grant_id, by=admin.id, **WHEN)

    assert signed_in(engine, token, now=NOW) is None
    assert signed_in(engine, open_session(engine, leader), now=NOW).grants == ()
    with pytest.raises(InvalidGrant):
        revoke_grant(engine, grant_id=grant_id, by=admin.id, **WHEN)


def test_a_disabled_account_is_nobody_at_once_and_cannot_come_back(engine, admin, leader):
    token, ticket = open_session(engine, leader), issue_ticket(engine, leader.id, now=NOW)

    disable_account(engine, account_id=leader.id, by=admin.id, **WHEN)

    assert signed_in(engine, token, now=NOW) is None
    assert account_by_name(engine, leader.username) is None
    with pytest.raises(SignInRequired):
        redeem_ticket(engine, ticket, now=NOW)


def test_changing_a_password_needs_the_current_one(engine, leader):
    with pytest.raises(WrongPassword):
        set_password(engine, account_id=leader.id, current="đoán mò", new=NEW_PASSWORD, now=NOW)


def test_a_weak_or_unchanged_new_password_is_refused(engine, leader):
    for new in ("ngắn", leader.password):
        with pytest.raises(WeakPassword):
            set_password(engine, account_id=leader.id, current=leader.password, new=new, now=NOW)


def test_a_changed_password_ends_every_session_and_pending_ticket(engine, leader):
    tokens = [open_session(engine, leader), open_session(engine, leader)]
    ticket = issue_ticket(engine, leader.id, now=NOW)

    set_password(engine, account_id=leader.id, current=leader.password, new=NEW_PASSWORD, now=NOW)

    assert [signed_in(engine, token, now=NOW) for token in tokens] == [None, None]
    with pytest.raises(SignInRequired):
        redeem_ticket(engine, ticket, now=NOW)
    assert not signed_in(engine, open_session(engine, leader), now=NOW).must_change_password
    assert password_hash.matches(NEW_PASSWORD, account_by_name(engine, "trieu-son").password_hash)


def test_a_reset_password_is_new_one_time_and_ends_the_sessions(engine, admin, leader):
    token = open_session(engine, leader)

    fresh = reset_password(engine, account_id=leader.id, by=admin.id, **WHEN)

    assert signed_in(engine, token, now=NOW) is None
    assert not password_hash.matches(
        leader.password, account_by_name(engine, "trieu-son").password_hash
    )
    assert password_hash.matches(fresh, account_by_name(engine, "trieu-son").password_hash)
    with Session(engine) as session:
        assert session.get(Account, leader.id).must_change_password


def test_every_command_leaves_its_audit_line(engine, admin, leader):
    set_password(engine, account_id=leader.id, current=leader.password, new=NEW_PASSWORD, now=NOW)
    disable_account(engine, account_id=leader.id, by=admin.id, **WHEN)

    assert audited(engine) == [
        "account.first_admin",
        "account.create",
        "grant.give",
        "account.set_password",
        "account.disable",
    ]


def test_a_refused_command_leaves_nothing(engine, admin, leader):
    before = audited(engine)

    with pytest.raises(InvalidGrant):
        give(engine, leader, Role.HELPER, "no such area", by=admin)

    assert audited(engine) == before


def test_areas_are_found_without_accents_and_not_all_at_once(engine):
    assert [area.code for area in find_areas(engine, "trieu SON")] == ["397"]
    assert find_areas(engine, " %_ ") == ()
    assert len(find_areas(engine, "địa bàn", limit=1)) == 1


def test_an_account_without_grant_is_not_taken_over_by_another_administrator(
    engine, admin, province_admin
):
    newcomer = add_account(engine, "moi", by=admin)

    for refused in (
        lambda: reset_password(engine, account_id=newcomer.id, by=province_admin.id, **WHEN),
        lambda: disable_account(engine, account_id=newcomer.id, by=province_admin.id, **WHEN),
        lambda: give(engine, newcomer, Role.HELPER, "397", by=province_admin),
    ):
        with pytest.raises(NotAllowed):
            refused()
    listed = accounts_managed_by(engine, province_admin.id, on=TODAY)
    assert "moi" not in [account.username for account in listed]


def test_who_made_an_account_gives_its_first_grant(engine, province_admin):
    newcomer = add_account(engine, "moi", by=province_admin)

    assert give(engine, newcomer, Role.LEADER, "397", by=province_admin)


def test_a_display_name_is_never_markup(engine, admin):
    made = create_account(
        engine, username="lan", display_name="[Lan](https://x.yz) **Nguyễn**", by=admin.id, **WHEN
    )

    with Session(engine) as session:
        assert session.get(Account, made.account_id).display_name == "Lanhttpsxyz Nguyễn"


def test_an_error_of_the_database_names_no_value(engine):
    with pytest.raises(DBAPIError) as failure, engine.connect() as connection:
        connection.execute(text("SELECT * FROM nowhere WHERE code = :code"), {"code": "H7K2PQ"})

    assert "H7K2PQ" not in str(failure.value)


@pytest.fixture
def deputy(engine, admin) -> Person:
    """An administrator of the province whose own grant ends in ten days."""
    person = add_account(engine, "pho-thanh-hoa", by=admin)
    give(engine, person, Role.ADMIN, "38", by=admin, valid_to=TODAY + TEN_DAYS)
    return person


@pytest.mark.parametrize("valid_to", [None, TODAY + TEN_DAYS + timedelta(days=1)])
def test_nobody_gives_a_grant_that_lasts_longer_than_their_own(engine, deputy, valid_to):
    newcomer = add_account(engine, "moi", by=deputy)

    with pytest.raises(GrantTooLong):
        give(engine, newcomer, Role.LEADER, "397", by=deputy, valid_to=valid_to)


def test_a_grant_may_end_on_the_last_day_of_the_givers_own(engine, deputy):
    newcomer = add_account(engine, "moi", by=deputy)

    assert give(engine, newcomer, Role.LEADER, "397", by=deputy, valid_to=TODAY + TEN_DAYS)


def test_two_grants_that_follow_each_other_carry_one_that_spans_both(engine, admin, deputy):
    next_day = TODAY + TEN_DAYS + timedelta(days=1)
    newcomer = add_account(engine, "moi", by=deputy)
    give(engine, deputy, Role.ADMIN, "397", by=admin, valid_from=next_day)

    assert give(engine, newcomer, Role.LEADER, "397", by=deputy)


def test_a_gap_of_one_day_between_two_grants_carries_nothing_across(engine, admin, deputy):
    after_the_gap = TODAY + TEN_DAYS + timedelta(days=2)
    newcomer = add_account(engine, "moi", by=deputy)
    give(engine, deputy, Role.ADMIN, "38", by=admin, valid_from=after_the_gap)

    with pytest.raises(GrantTooLong):
        give(engine, newcomer, Role.LEADER, "397", by=deputy)


def test_a_grant_that_begins_in_the_past_is_refused(engine, admin, leader):
    with pytest.raises(GrantInThePast):
        give(engine, leader, Role.HELPER, "38", by=admin, valid_from=TODAY - timedelta(days=1))


def test_who_leaves_soon_takes_over_no_account_that_lasts_longer(engine, admin, deputy, leader):
    """A password in their hands would outlast their own office; taking away is still theirs."""
    with pytest.raises(NotAllowed):
        reset_password(engine, account_id=leader.id, by=deputy.id, **WHEN)

    disable_account(engine, account_id=leader.id, by=deputy.id, **WHEN)
    with pytest.raises(NotAllowed):
        enable_account(engine, account_id=leader.id, by=deputy.id, **WHEN)


def test_an_account_is_opened_again_with_a_new_one_time_password(engine, admin, leader):
    token = open_session(engine, leader)
    disable_account(engine, account_id=leader.id, by=admin.id, **WHEN)

    fresh = enable_account(engine, account_id=leader.id, by=admin.id, **WHEN)

    stored = account_by_name(engine, leader.username).password_hash
    assert password_hash.matches(fresh, stored)
    assert not password_hash.matches(leader.password, stored)
    assert signed_in(engine, token, now=NOW) is None
    back = signed_in(engine, open_session(engine, leader), now=NOW)
    assert back.must_change_password
    assert [grant.area_code for grant in back.grants] == ["397"]
    assert audited(engine)[-2:] == ["account.enable", "session.open"]


def test_only_a_disabled_account_is_opened_again_and_never_ones_own(engine, admin, leader):
    before = audited(engine)

    for account_id in (leader.id, admin.id, 999):
        with pytest.raises(NotAllowed):
            enable_account(engine, account_id=account_id, by=admin.id, **WHEN)
    assert audited(engine) == before


def test_another_province_opens_no_account_again(engine, admin, province_admin):
    abroad = add_account(engine, "tho-xuan", by=admin)
    give(engine, abroad, Role.LEADER, "398", by=admin)
    disable_account(engine, account_id=abroad.id, by=admin.id, **WHEN)

    with pytest.raises(NotAllowed):
        enable_account(engine, account_id=abroad.id, by=province_admin.id, **WHEN)
