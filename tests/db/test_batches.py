"""People typed in for others: whole, once, inside the scope, and taken back without a trace."""

import random
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlmodel import Session

from db.batches import Known, batches_within, compare
from db.collection_points import points_within
from db.commands import assessments
from db.commands.batch_undo import undo_batch
from db.commands.batches import save_rows
from db.commands.collection_points import open_point, revoke_point
from db.models import metadata
from db.verification import verify
from domain.access import Role, Scope
from domain.collection import BatchKind, EnteredPerson, PointKind
from domain.errors import (
    ChoiceMissing,
    NoRows,
    NotAllowed,
    OutsideScope,
    UnknownBatch,
    UnknownPoint,
)
from domain.people import ADULTS, AgeBand, Audience, Gender, Mode
from domain.questionnaire import Answer
from tests.db.accounts import account
from tests.db.people import LAN, all_rollups, send
from tests.db.reference import NOW, SI_MA_CAI, THO_NGOC, TODAY, TRIEU_SON, questionnaire

WHEN = {"now": NOW, "today": TODAY}
TRIEU_SON_AREA = Scope(Role.LEADER, frozenset({"h-trieu-son"}))


def somebody(row, commune=TRIEU_SON, **changed):
    chance = random.Random(row)
    given = {
        "audience": chance.choice(list(Audience)),
        "age_band": chance.choice(ADULTS),
        "gender": chance.choice(list(Gender)),
        "mode": chance.choice((Mode.ASSISTED, Mode.PROXY)),
        "answers": tuple(chance.choices(list(Answer), k=12)),
    }
    return EnteredPerson(row, f"K7Q2M-{row:03}", commune, **{**given, **changed})


CLASS = [somebody(row, TRIEU_SON if row % 2 else THO_NGOC) for row in range(1, 21)]


@pytest.fixture
def leader(each_engine):
    return account(each_engine, "leader", Role.LEADER, "h-trieu-son")


def save(engine, by, people=CLASS, key="one class", **changed):
    given = {"kind": BatchKind.ROSTER, "questionnaire": questionnaire(), **WHEN, **changed}
    return save_rows(engine, people, key=key, by=by, **given)


def count(engine, table):
    with engine.connect() as connection:
        return len(connection.execute(select(metadata.tables[table])).all())


def nothing_stored(engine):
    return count(engine, "assessment") == count(engine, "importbatch") == 0 == len(all_rows(engine))


def all_rows(engine):
    return [row for table in all_rollups(engine).values() for row in table]


@pytest.mark.parametrize("role", [Role.HELPER, Role.OFFICIAL, Role.ADMIN])
def test_who_may_not_collect_saves_nothing(engine, role):
    other = account(engine, "other", role, "h-trieu-son")

    with pytest.raises(NotAllowed):
        save(engine, other)

    assert nothing_stored(engine)


def test_one_row_of_another_leaders_commune_refuses_all_of_them(each_engine, leader):
    with pytest.raises(OutsideScope):
        save(each_engine, leader, [*CLASS, somebody(21, SI_MA_CAI)])

    assert nothing_stored(each_engine)


def test_a_child_is_not_typed_in_whatever_the_paper_says(engine):
    leader = account(engine, "leader", Role.LEADER, "h-trieu-son")

    with pytest.raises(ChoiceMissing):
        save(engine, leader, [*CLASS, somebody(21, age_band=AgeBand.FROM_7)])

    assert nothing_stored(engine)


def test_nobody_is_typed_in_as_having_answered_alone(engine):
    leader = account(engine, "leader", Role.LEADER, "h-trieu-son")

    with pytest.raises(ChoiceMissing):
        save(engine, leader, [somebody(1, mode=Mode.SELF)])

    assert nothing_stored(engine)


def test_a_grant_that_ended_yesterday_saves_and_undoes_nothing(engine):
    leader = account(engine, "leader", Role.LEADER, "h-trieu-son")
    batch = save(engine, leader)
    with engine.begin() as connection:
        grants = metadata.tables["grant"]
        connection.execute(grants.update().values(valid_from=TODAY - timedelta(days=9),
                                                  valid_to=TODAY - timedelta(days=1)))  # fmt: skip

    with pytest.raises(NotAllowed):
        save(engine, leader, key="another")
    with pytest.raises(NotAllowed):
        undo_batch(engine, batch_id=batch.batch_id, by=leader, **WHEN)


def test_saved_people_are_counted_as_if_each_had_sent(each_engine, leader):
    saved = save(each_engine, leader)

    assert set(saved.codes) == set(range(1, 21))
    assert count(each_engine, "consent") == 20
    assert verify(each_engine).differences == 0


def test_the_same_key_again_stores_nothing_and_gives_the_same_codes(each_engine, leader):
    first = save(each_engine, leader)

    again = save(each_engine, leader)

    assert again == first
    assert count(each_engine, "assessment") == 20


def test_the_key_of_somebody_elses_batch_gives_no_codes(engine):
    leader = account(engine, "leader", Role.LEADER, "h-trieu-son")
    other = account(engine, "other", Role.LEADER, "h-trieu-son")
    save(engine, leader)

    with pytest.raises(UnknownBatch):
        save(engine, other)


def test_sheets_typed_in_before_are_left_out_and_only_new_ones_added(each_engine, leader):
    save(each_engine, leader)

    saved = save(each_engine, leader, [*CLASS, somebody(21)], key="a longer file")

    assert set(saved.codes) == {21}
    with pytest.raises(NoRows):
        save(each_engine, leader, [*CLASS, somebody(21)], key="the same file")
    assert verify(each_engine).differences == 0


def test_undoing_restores_every_rollup_exactly_and_the_paper_can_be_typed_in_again(
    each_engine, leader
):
    send(each_engine, LAN)
    before = all_rollups(each_engine)
    batch = save(each_engine, leader)

    undone = undo_batch(each_engine, batch_id=batch.batch_id, by=leader, **WHEN)

    assert undone == 20
    assert all_rollups(each_engine) == before
    assert verify(each_engine).differences == 0
    assert len(save(each_engine, leader).codes) == 20
    with pytest.raises(UnknownBatch):
        undo_batch(each_engine, batch_id=batch.batch_id, by=leader, **WHEN)


def test_who_withdrew_is_not_brought_back_by_the_same_paper(each_engine, leader):
    batch = save(each_engine, leader)
    assessments.withdraw(each_engine, code=batch.codes[3], **WHEN)

    with pytest.raises(NoRows):
        save(each_engine, leader, key="the same file")
    assert undo_batch(each_engine, batch_id=batch.batch_id, by=leader, **WHEN) == 19
    again = save(each_engine, leader, key="after undoing")

    assert set(again.codes) == set(range(1, 21)) - {3}
    assert verify(each_engine).differences == 0


def test_a_batch_is_listed_and_undone_only_by_who_reaches_all_of_its_people(engine):
    leader = account(engine, "leader", Role.LEADER, "h-trieu-son")
    other = account(engine, "other", Role.LEADER, "15")
    batch = save(engine, leader)

    with Session(engine) as session:
        [listed] = batches_within(session, TRIEU_SON_AREA)
        assert batches_within(session, Scope(Role.LEADER, frozenset({"15"}))) == []
        assert batches_within(session, Scope(Role.LEADER, frozenset())) == []

    assert (listed.people, listed.by_name) == (20, "leader")
    with pytest.raises(UnknownBatch):
        undo_batch(engine, batch_id=batch.batch_id, by=other, **WHEN)


def test_a_dry_run_tells_new_same_changed_and_withdrawn_sheets_apart(engine):
    leader = account(engine, "leader", Role.LEADER, "h-trieu-son")
    batch = save(engine, leader)
    assessments.withdraw(engine, code=batch.codes[3], **WHEN)
    answers = tuple(reversed(CLASS[0].answers))
    typed = [somebody(1, answers=answers), *CLASS[1:3], somebody(21)]

    with Session(engine) as session:
        found = compare(session, TRIEU_SON_AREA, typed, questionnaire())

    assert found == {1: Known.CHANGED, 2: Known.SAME, 3: Known.WITHDRAWN, 21: Known.NEW}


def point(engine, by, commune=TRIEU_SON):
    given = {"kind": PointKind.MARKET, "name": "Chợ Đà", "commune_code": commune}
    return open_point(engine, by=by, **given, **WHEN)


def test_a_point_in_another_leaders_commune_is_neither_opened_nor_closed(engine):
    leader = account(engine, "leader", Role.LEADER, "h-trieu-son")
    other = account(engine, "other", Role.LEADER, "15")
    mine = point(engine, leader)

    with pytest.raises(OutsideScope):
        point(engine, leader, SI_MA_CAI)
    with pytest.raises(UnknownPoint):
        revoke_point(engine, token=mine.token, by=other, **WHEN)
    with pytest.raises(UnknownPoint):
        save(engine, other, [somebody(1, SI_MA_CAI)], point=mine.token)


def start_at(engine, token, now=NOW):
    return assessments.start(
        engine, commune_code=TRIEU_SON, audience=Audience.CITIZEN, age_band=AgeBand.FROM_60,
        gender=Gender.FEMALE, mode=Mode.SELF, consents={"statistics": "1"}, now=now, point=token,
    )  # fmt: skip


def finish(engine, token):
    draft = start_at(engine, token)
    for question in questionnaire().core:
        assessments.save_answer(engine, code=draft.code, question_id=question.id, value=2,
                                questionnaire=questionnaire(), now=NOW)  # fmt: skip
    assessments.submit(engine, code=draft.code, questionnaire=questionnaire(), **WHEN)
    return draft.code


def counted(engine, scope=TRIEU_SON_AREA, today=TODAY):
    with Session(engine) as session:
        return [
            (one.finished_today, one.finished) for one in points_within(session, scope, today=today)
        ]


def test_a_point_counts_who_finished_there_and_not_who_began_or_withdrew(each_engine, leader):
    token = point(each_engine, leader).token
    start_at(each_engine, token)
    finish(each_engine, token)
    code = finish(each_engine, token.lower())

    assessments.withdraw(each_engine, code=code, **WHEN)

    assert counted(each_engine) == [(2, 2)]
    assert counted(each_engine, today=TODAY + timedelta(days=1)) == [(0, 2)]
    assert counted(each_engine, Scope(Role.LEADER, frozenset({"15"}))) == []


def test_a_closed_or_unknown_point_is_left_out_and_the_person_still_answers(engine):
    leader = account(engine, "leader", Role.LEADER, "h-trieu-son")
    token = point(engine, leader).token
    revoke_point(engine, token=token, by=leader, **WHEN)

    assert finish(engine, token)
    assert finish(engine, "ABC23'; --")

    assert counted(engine) == [(0, 0)]


def test_undoing_a_class_takes_its_people_off_its_point(each_engine, leader):
    token = point(each_engine, leader).token
    finish(each_engine, token)
    batch = save(each_engine, leader, point=token)
    assert counted(each_engine) == [(21, 21)]

    undo_batch(each_engine, batch_id=batch.batch_id, by=leader, **WHEN)

    assert counted(each_engine) == [(1, 1)]
