"""People of an offline kit: counted once, under their own version and day, inside the scope."""

import time
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlmodel import Session

from db.batches import Known, compare
from db.collection_points import points_within
from db.commands import assessments
from db.commands.batch_undo import undo_batch
from db.commands.batches import save_rows
from db.commands.collection_points import open_point, revoke_point
from db.commands.kits import make_kit
from db.kits import kit_within
from db.models import metadata
from db.verification import verify
from domain.access import Role, Scope
from domain.collection import BatchKind, PointKind
from domain.errors import NoRows, NotAllowed, OutsideScope, UnknownKit, UnknownPoint
from domain.kit import lines_of, open_lines
from domain.kit_check import check
from tests.db.accounts import account
from tests.db.people import all_rollups
from tests.db.reference import (
    NOW,
    OLD_VERSION,
    SI_MA_CAI,
    TODAY,
    TRIEU_SON,
    old_questionnaire,
    questionnaire,
)
from tests.kit_lines import file_of, record

WHEN = {"now": NOW, "today": TODAY}
LATER = {"now": NOW + timedelta(days=2), "today": TODAY + timedelta(days=2)}
AREA = Scope(Role.LEADER, frozenset({"h-trieu-son"}))


@pytest.fixture
def leader(each_engine):
    return account(each_engine, "leader", Role.LEADER, "h-trieu-son")


def point(engine, by, commune=TRIEU_SON):
    return open_point(
        engine, kind=PointKind.MARKET, name="Chợ Đà", commune_code=commune, by=by, **WHEN
    ).token


def kit_of(engine, by, token):
    return make_kit(engine, point=token, consent_version="2026-11-22.2", by=by, **WHEN)


def people_of(kit, count, asked=None, **changed):
    asked = asked or questionnaire()
    content = file_of(kit, *(record(kit, asked, number, **changed) for number in range(count)))
    return check(open_lines(lines_of(content)), kit, asked, now=LATER["now"]).people


def save(engine, by, kit, people, key="one file", asked=None):
    return save_rows(
        engine, people, kind=BatchKind.FILE, key=key, questionnaire=asked or questionnaire(),
        by=by, point=kit.point_token, **LATER,
    )  # fmt: skip


def rows(engine, table):
    with engine.connect() as connection:
        return connection.execute(select(metadata.tables[table])).mappings().all()


@pytest.mark.parametrize("role", [Role.HELPER, Role.OFFICIAL, Role.ADMIN])
def test_who_may_not_collect_makes_no_kit(engine, role):
    leader = account(engine, "leader", Role.LEADER, "h-trieu-son")
    other = account(engine, "other", role, "h-trieu-son")

    with pytest.raises(NotAllowed):
        kit_of(engine, other, point(engine, leader))


def test_a_kit_of_another_leaders_point_is_neither_made_nor_found_nor_filled(engine):
    leader = account(engine, "leader", Role.LEADER, "h-trieu-son")
    other = account(engine, "other", Role.LEADER, "15")
    mine = kit_of(engine, leader, point(engine, leader))
    people = people_of(mine, 2)

    with pytest.raises(UnknownPoint):
        kit_of(engine, other, mine.point_token)
    for scope, token in (
        (Scope(Role.LEADER, frozenset({"15"})), mine.token),
        (AREA, "ZZZZZZZZZZ"),
        (AREA, "' OR 1=1 --"),
        (Scope(Role.LEADER, frozenset()), mine.token),
    ):
        with Session(engine) as session, pytest.raises(UnknownKit):
            kit_within(session, scope, token)
    with pytest.raises(OutsideScope):
        save(engine, other, mine, people)
    assert rows(engine, "assessment") == []


def test_a_kit_of_a_closed_point_is_not_made(engine):
    leader = account(engine, "leader", Role.LEADER, "h-trieu-son")
    token = point(engine, leader)
    kit = kit_of(engine, leader, token)
    revoke_point(engine, token=token, by=leader, **WHEN)

    with pytest.raises(UnknownPoint):
        kit_of(engine, leader, token)
    with pytest.raises(UnknownPoint):
        save(engine, leader, kit, people_of(kit, 1))
    with Session(engine) as session:
        assert not kit_within(session, AREA, kit.token).is_point_open


def test_a_kit_made_twice_is_the_same_and_audited_once(each_engine, leader):
    token = point(each_engine, leader)

    first, again = (kit_of(each_engine, leader, token) for _ in range(2))

    assert first == again
    assert [one["action"] for one in rows(each_engine, "auditevent")].count("kit.make") == 1


def test_the_same_file_twice_adds_nobody_and_a_longer_one_only_who_is_new(each_engine, leader):
    kit = kit_of(each_engine, leader, point(each_engine, leader))
    save(each_engine, leader, kit, people_of(kit, 5))

    with pytest.raises(NoRows):
        save(each_engine, leader, kit, people_of(kit, 5), key="again")
    added = save(each_engine, leader, kit, people_of(kit, 7), key="longer")

    assert len(added.codes) == 2
    assert verify(each_engine).differences == 0


def test_who_answered_offline_is_stored_as_who_answered_online(each_engine, leader):
    kit = kit_of(each_engine, leader, point(each_engine, leader))

    save(each_engine, leader, kit, people_of(kit, 1, mode="self"))

    (stored,) = rows(each_engine, "assessment")
    assert (stored["mode"], stored["submitted_on"], stored["device"]) == ("self", TODAY, 2)
    assert (stored["seconds_taken"], stored["answer_14"], stored["skipped"]) == (90, 0, 0)
    (agreed,) = rows(each_engine, "consent")
    assert (agreed["purpose"], agreed["text_version"]) == ("statistics", "2026-11-22.2")
    assert verify(each_engine).differences == 0


def test_people_of_an_older_questionnaire_keep_its_version(each_engine, leader):
    kit = kit_of(each_engine, leader, point(each_engine, leader))
    old = old_questionnaire()

    save(each_engine, leader, kit, people_of(kit, 2, asked=old), asked=old)

    assert {one["version"] for one in rows(each_engine, "assessment")} == {OLD_VERSION}
    assert verify(each_engine).differences == 0


def test_undoing_takes_everybody_off_every_rollup_and_the_point(each_engine, leader):
    kit = kit_of(each_engine, leader, point(each_engine, leader))
    before = all_rollups(each_engine)
    saved = save(each_engine, leader, kit, people_of(kit, 4))

    undo_batch(each_engine, batch_id=saved.batch_id, by=leader, **LATER)

    assert all_rollups(each_engine) == before
    with Session(each_engine) as session:
        assert [one.finished for one in points_within(session, AREA, today=TODAY)] == [0]
    assert len(save(each_engine, leader, kit, people_of(kit, 4)).codes) == 4


def test_who_withdrew_is_not_brought_back_by_the_same_file(engine):
    leader = account(engine, "leader", Role.LEADER, "h-trieu-son")
    kit = kit_of(engine, leader, point(engine, leader))
    people = people_of(kit, 2)
    saved = save(engine, leader, kit, people)
    assessments.withdraw(engine, code=saved.codes[people[0].row], **LATER)

    with Session(engine) as session:
        known = compare(session, AREA, people, questionnaire())

    assert list(known.values()) == [Known.WITHDRAWN, Known.SAME]
    with pytest.raises(NoRows):
        save(engine, leader, kit, people, key="again")


def test_a_point_of_another_commune_takes_no_people(engine):
    leader = account(engine, "leader", Role.LEADER, "h-trieu-son")
    other = account(engine, "other", Role.LEADER, "15")
    theirs = kit_of(engine, other, point(engine, other, SI_MA_CAI))

    with pytest.raises(OutsideScope):
        save(engine, leader, theirs, people_of(theirs, 1))


def test_500_people_are_taken_in_two_seconds(engine):
    leader = account(engine, "leader", Role.LEADER, "h-trieu-son")
    kit = kit_of(engine, leader, point(engine, leader))
    begin = time.process_time()  # of this process, whatever else the machine does

    save(engine, leader, kit, people_of(kit, 500))

    assert time.process_time() - begin < 2
