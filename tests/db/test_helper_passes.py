"""A pass captures on its day, in its area, until 22:00 or until taken back; and counts once."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, insert, select
from sqlmodel import Session, col

from db.commands import assessments
from db.commands.helper_passes import give_passes, revoke_pass
from db.engine import transaction
from db.helper_passes import open_pass, passes_from, require_place
from db.helpers_share import most_by_one_pass
from db.models import Account, AuditEvent, Grant, HelperPass, metadata
from db.rollups import rebuild
from db.verification import verify
from domain.access import NATION, PUBLIC, Role, Scope
from domain.calendar_day import VIETNAM
from domain.errors import (
    ChoiceMissing,
    HelperPassElsewhere,
    HelperPassRefused,
    HelperPassTooLate,
    NotAllowed,
    UnknownHelperPass,
)
from domain.people import Mode
from tests.db.people import LAN, answer, stored
from tests.db.reference import NOW, SI_MA_CAI, THO_NGOC, TODAY, TRIEU_SON, questionnaire

AREA = "h-trieu-son"
TEN = datetime(TODAY.year, TODAY.month, TODAY.day, 22, 0, tzinfo=VIETNAM)
TOMORROW = TODAY + timedelta(days=1)
LEADER, HELPER, OFFICIAL, STRANGER, DISABLED = 1, 2, 3, 4, 5
GRANTS = {
    LEADER: (Role.LEADER, AREA),
    HELPER: (Role.HELPER, AREA),
    OFFICIAL: (Role.OFFICIAL, NATION),
    STRANGER: (Role.LEADER, "15"),
    DISABLED: (Role.LEADER, AREA),
}


@pytest.fixture
def people_engine(each_engine):
    """A leader of Triệu Sơn, and others who may give no pass there."""
    with transaction(each_engine) as connection:
        for account_id, (role, area_code) in GRANTS.items():
            connection.execute(
                insert(Account).values(
                    id=account_id, username=f"u{account_id}", display_name="X", password_hash="x",
                    must_change_password=False, created_at=NOW,
                    disabled_at=NOW if account_id == DISABLED else None,
                )
            )  # fmt: skip
            connection.execute(
                insert(Grant).values(
                    account_id=account_id, role=role.value, area_code=area_code, valid_from=TODAY
                )
            )
    return each_engine


def give(engine, *, by=LEADER, area_code=AREA, count=1, valid_on=TODAY, now=NOW, **kind):
    return give_passes(
        engine, area_code=area_code, count=count, valid_on=valid_on, by=by, now=now, today=TODAY,
        **kind,
    )  # fmt: skip


def begin(engine, token, *, commune=TRIEU_SON, mode=Mode.ASSISTED, now=NOW, **help_said):
    return assessments.start(
        engine, commune_code=commune, audience=LAN.audience, age_band=LAN.age_band,
        gender=LAN.gender, mode=mode, consents={"statistics": "1"}, now=now, helper_pass=token,
        **help_said,
    )  # fmt: skip


def send(engine, token, **more):
    code = begin(engine, token, **more).code
    answer(engine, code, LAN.answers, NOW)
    assessments.submit(engine, code=code, questionnaire=questionnaire(), now=NOW, today=TODAY)
    return code


@pytest.mark.parametrize("by", [HELPER, OFFICIAL, STRANGER, DISABLED, 99])
def test_who_may_give_no_passes_there_gives_and_revokes_none(people_engine, by):
    [made] = give(people_engine)

    with pytest.raises(NotAllowed):
        give(people_engine, by=by)
    with pytest.raises(NotAllowed):
        revoke_pass(people_engine, pass_id=made.pass_id, by=by, now=NOW, today=TODAY)
    assert open_pass(people_engine, made.token, now=NOW).number == 1


@pytest.mark.parametrize("area_code", ["38", NATION, "unknown", ""])
def test_a_leader_gives_no_pass_beyond_their_own_area(people_engine, area_code):
    if area_code == "38":  # the province holds the same communes here: give it one more
        with transaction(people_engine) as connection:
            members = metadata.tables["areamember"]
            connection.execute(insert(members).values(area_code="38", unit_id=13))

    with pytest.raises(NotAllowed):
        give(people_engine, area_code=area_code)


def test_a_grant_that_ends_today_gives_no_pass_for_tomorrow(people_engine):
    with transaction(people_engine) as connection:
        grants = metadata.tables["grant"]
        mine = grants.c.account_id == LEADER
        connection.execute(grants.update().where(mine).values(valid_to=TODAY))

    give(people_engine)
    with pytest.raises(NotAllowed):
        give(people_engine, valid_on=TOMORROW)


@pytest.mark.parametrize(
    ("valid_on", "now"),
    [(TODAY, TEN), (TODAY - timedelta(days=1), NOW), (TODAY + timedelta(days=2), NOW)],
)
def test_no_pass_is_given_for_a_day_that_is_over_or_too_far(people_engine, valid_on, now):
    with pytest.raises(HelperPassTooLate):
        give(people_engine, valid_on=valid_on, now=now)


def test_passes_are_numbered_on_and_only_their_hash_is_kept(people_engine):
    first, second = give(people_engine, count=2)
    [third] = give(people_engine)

    with Session(people_engine) as session:
        rows = session.exec(select(HelperPass.__table__)).all()
        given = session.exec(
            select(AuditEvent.action).where(col(AuditEvent.action) == "helper_pass.give")
        ).all()
    assert [made.number for made in (first, second, third)] == [1, 2, 3]
    assert not any(made.token in str(row) for row in rows for made in (first, second, third))
    assert first.token not in repr(first)
    assert len(given) == 2


def test_a_pass_holds_until_the_last_second_before_22_00(people_engine):
    [made] = give(people_engine)

    assert open_pass(people_engine, made.token, now=TEN - timedelta(seconds=1)).helped == 0
    with pytest.raises(HelperPassRefused):
        open_pass(people_engine, made.token, now=TEN)
    with pytest.raises(HelperPassRefused):
        begin(people_engine, made.token, now=TEN)


def test_tomorrows_pass_does_not_hold_today(people_engine):
    [made] = give(people_engine, valid_on=TOMORROW)

    with pytest.raises(HelperPassRefused):
        begin(people_engine, made.token)
    assert begin(people_engine, made.token, now=NOW + timedelta(days=1)).code


def test_a_revoked_pass_begins_nothing_and_what_was_begun_is_finished(people_engine):
    [made] = give(people_engine)
    code = begin(people_engine, made.token).code

    revoke_pass(people_engine, pass_id=made.pass_id, by=LEADER, now=NOW, today=TODAY)

    with pytest.raises(HelperPassRefused):
        begin(people_engine, made.token)
    answer(people_engine, code, LAN.answers, NOW)
    assessments.submit(
        people_engine, code=code, questionnaire=questionnaire(), now=NOW, today=TODAY
    )
    assert stored(people_engine, "helpertotal") == {(11, "2026-2", made.pass_id): {"people": 1}}


def test_a_pass_captures_in_its_own_communes_only(people_engine):
    [made] = give(people_engine)

    for commune in (TRIEU_SON, THO_NGOC):
        require_place(people_engine, made.token, commune_code=commune, now=NOW)
    for outside in (SI_MA_CAI, "00000"):
        with pytest.raises(HelperPassElsewhere):
            require_place(people_engine, made.token, commune_code=outside, now=NOW)
    with pytest.raises(HelperPassElsewhere):
        begin(people_engine, made.token, commune=SI_MA_CAI)


@pytest.mark.parametrize("token", ["", "x", "' OR 1=1 --", "a" * 4000, "\x00"])
def test_a_made_up_pass_is_unknown(people_engine, token):
    give(people_engine)

    with pytest.raises(UnknownHelperPass):
        begin(people_engine, token)


@pytest.mark.parametrize(
    ("mode", "said"),
    [
        (Mode.SELF, {"helper_relation": "family"}),
        (Mode.SELF, {"help_language": "vi"}),
        (Mode.ASSISTED, {"helper_relation": "neighbour"}),
        (Mode.PROXY, {"help_language": "en"}),
    ],
)
def test_help_that_cannot_be_is_refused(people_engine, mode, said):
    with pytest.raises(ChoiceMissing):
        begin(people_engine, None, mode=mode, **said)


def test_nobody_who_answers_alone_uses_a_pass(people_engine):
    [made] = give(people_engine)

    with pytest.raises(ChoiceMissing):
        begin(people_engine, made.token, mode=Mode.SELF)


def test_people_are_counted_by_pass_taken_back_and_counted_again_alike(people_engine):
    first, second = give(people_engine, count=2)
    gone, *_ = [send(people_engine, one.token) for one in (first, first, second)]
    send(people_engine, first.token, commune=THO_NGOC)
    send(people_engine, None)
    assessments.withdraw(people_engine, code=gone, now=NOW, today=TODAY)

    counted = stored(people_engine, "helpertotal")
    rebuild(people_engine)

    assert (
        counted
        == stored(people_engine, "helpertotal")
        == {
            (11, "2026-2", first.pass_id): {"people": 1},
            (11, "2026-2", second.pass_id): {"people": 1},
            (12, "2026-2", first.pass_id): {"people": 1},
        }
    )
    assert verify(people_engine).is_clean
    assert open_pass(people_engine, first.token, now=NOW).helped == 2


def test_a_wrong_count_by_pass_is_found(people_engine):
    [made] = give(people_engine)
    send(people_engine, made.token)
    with transaction(people_engine) as connection:
        connection.execute(delete(metadata.tables["helpertotal"]))

    assert verify(people_engine).differences == 1


def test_a_leader_lists_the_passes_of_their_own_area_only(people_engine):
    [made] = give(people_engine)
    give(people_engine, by=STRANGER, area_code="15")
    send(people_engine, made.token)

    with Session(people_engine) as session:
        seen = {
            area: passes_from(session, Scope(Role.LEADER, frozenset(area)), day=TODAY)
            for area in ((AREA,), ("15",), ())
        }
        later = passes_from(session, PUBLIC, day=TOMORROW)

    assert [(one.number, one.helped) for one in seen[(AREA,)]] == [(1, 1)]
    assert [one.area_name for one in seen[("15",)]] == ["Tỉnh Lào Cai"]
    assert seen[()] == later == ()


def test_the_busiest_pass_of_each_commune_is_read_inside_the_scope(people_engine):
    first, second = give(people_engine, count=2)
    for one in (first, second, second):
        send(people_engine, one.token)
    asked = {"area_code": AREA, "campaign_code": "2026-2"}

    with Session(people_engine) as session:
        found = most_by_one_pass(session, Scope(Role.LEADER, frozenset({AREA})), **asked)
        outside = most_by_one_pass(session, Scope(Role.LEADER, frozenset({"15"})), **asked)

    assert found.to_dict("records") == [{"unit_code": TRIEU_SON, "by_one": 2}]
    assert outside.empty
