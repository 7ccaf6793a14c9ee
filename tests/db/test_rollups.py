"""The rollups equal a slow count of the same people, however they came to be."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select, update

from db.commands import assessments
from db.counted import ROLLUPS
from db.engine import transaction
from db.models import (
    CHECKED_COLUMNS,
    COUNT_COLUMNS,
    ITEM_COLUMNS,
    ODD_COLUMNS,
    PROGRESS_COLUMNS,
    metadata,
)
from db.rollup_rows import RollupOutOfStep
from db.rollups import add_person, rebuild
from db.verification import verify
from domain.people import AgeBand, Audience, Gender, Mode
from tests.db.people import LAN, Somebody, counted_slowly, everybody, send, stored
from tests.db.reference import NOW, TODAY, TRIEU_SON, questionnaire

_assessments = metadata.tables["assessment"]
_cells = metadata.tables["attainmentcell"]
_totals = metadata.tables["attainmenttotal"]

MINH = Somebody(
    TRIEU_SON, TODAY, Audience.WORKER, AgeBand.FROM_25, Gender.MALE, Mode.ASSISTED, (0,) * 14
)

many_people = given(people=st.lists(everybody, max_size=6))
thoroughly = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def _forget_everybody(engine: Engine) -> None:
    with transaction(engine) as connection:
        for table in (*(rollup.table for rollup in ROLLUPS), metadata.tables["consent"]):
            connection.execute(table.delete())
        connection.execute(_assessments.delete())


def _row(engine: Engine, code: str) -> dict[str, object]:
    with engine.connect() as connection:
        found = connection.execute(select(_assessments).where(_assessments.c.resume_code == code))
        return dict(found.mappings().one())


def _data_version(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.execute(select(metadata.tables["deployment"].c.data_version)).scalar_one()


def _change(engine: Engine, statement) -> None:
    with transaction(engine) as connection:
        connection.execute(statement)


def test_every_count_has_exactly_one_definition():
    assert {rollup.table.name: rollup.columns for rollup in ROLLUPS} == {
        "attainmentcell": COUNT_COLUMNS,
        "attainmenttotal": COUNT_COLUMNS,
        "checktotal": CHECKED_COLUMNS,
        "oddtotal": ODD_COLUMNS,
        "helpertotal": ("people",),
        "hamlettotal": ("people", "elderly", "women"),
        "progresstotal": PROGRESS_COLUMNS,
        "itemtotal": ITEM_COLUMNS,
    }


@many_people
@thoroughly
def test_each_person_sent_is_counted_as_the_slow_count_does(each_engine, people):
    _forget_everybody(each_engine)

    for person in people:
        send(each_engine, person)

    assert stored(each_engine, "attainmentcell") == counted_slowly(people, fine=True)
    assert stored(each_engine, "attainmenttotal") == counted_slowly(people, fine=False)


@many_people
@thoroughly
def test_rebuilding_gives_the_same_as_counting_one_by_one(each_engine, people):
    _forget_everybody(each_engine)
    for person in people:
        send(each_engine, person)
    _change(each_engine, _totals.delete())
    _change(each_engine, _cells.update().values(people=7))

    rebuild(each_engine)

    assert stored(each_engine, "attainmentcell") == counted_slowly(people, fine=True)
    assert stored(each_engine, "attainmenttotal") == counted_slowly(people, fine=False)


def test_sending_twice_counts_once(each_engine):
    code = send(each_engine, LAN)

    again = assessments.submit(
        each_engine, code=code, questionnaire=questionnaire(), now=NOW, today=TODAY
    )

    assert again.groups_reached == 6
    assert stored(each_engine, "attainmenttotal") == counted_slowly([LAN], fine=False)


def test_a_person_taken_back_leaves_the_counts_as_they_were(each_engine):
    send(each_engine, LAN)
    code = send(each_engine, MINH)

    with transaction(each_engine) as connection:
        add_person(connection, _row(each_engine, code), sign=-1)

    assert stored(each_engine, "attainmentcell") == counted_slowly([LAN], fine=True)
    assert stored(each_engine, "attainmenttotal") == counted_slowly([LAN], fine=False)


def test_a_person_who_was_never_counted_cannot_be_taken_back(each_engine):
    code = send(each_engine, LAN)
    person = {**_row(each_engine, code), "submitted_on": date(2026, 10, 1)}

    with pytest.raises(RollupOutOfStep), transaction(each_engine) as connection:
        add_person(connection, person, sign=-1)

    assert stored(each_engine, "attainmentcell") == counted_slowly([LAN], fine=True)


def test_drafts_are_not_counted(each_engine):
    send(each_engine, LAN)
    assessments.start(
        each_engine,
        commune_code=TRIEU_SON,
        audience=LAN.audience,
        age_band=LAN.age_band,
        gender=LAN.gender,
        mode=LAN.mode,
        consents={"statistics": "1"},
        now=NOW,
    )

    rebuild(each_engine)

    assert stored(each_engine, "attainmenttotal") == counted_slowly([LAN], fine=False)


def test_only_rebuilding_is_a_new_data_version_and_sending_waits_for_its_release(each_engine):
    send(each_engine, LAN)
    first = _data_version(each_engine)

    send(each_engine, MINH)
    second = _data_version(each_engine)
    rebuild(each_engine)

    assert first == second < _data_version(each_engine)


def test_verifying_an_untouched_database_finds_nothing(each_engine):
    send(each_engine, LAN)
    send(each_engine, MINH)

    found = verify(each_engine)

    assert found.is_clean
    assert found.people == 2
    assert found.rows == {
        "attainmentcell": 2,
        "attainmenttotal": 2,
        "checktotal": 0,
        "oddtotal": 2,
        "helpertotal": 0,
        "hamlettotal": 0,
        "progresstotal": 2,
        "itemtotal": 2,
    }


def test_verifying_an_empty_database_finds_nothing(each_engine):
    assert verify(each_engine).is_clean


@pytest.mark.parametrize(
    "damage",
    [
        _cells.update().values(people=_cells.c.people + 1),
        _cells.update().values(g3_help=_cells.c.g3_help + 1),
        _totals.update().values(reached=_totals.c.reached + 1),
        _totals.delete(),
        _cells.update().values(month="2026-10"),
        _cells.update().values(commune_id=12),
        update(_assessments).values(answer_01=0, answer_02=0),
        update(_assessments).values(answer_12=None),
        update(_assessments).values(level_5=0),
        update(_assessments).values(level_ai=3),
        update(_assessments).values(outcome=9),
        update(_assessments).values(groups_reached=5),
        update(_assessments).values(mode="proxy"),
        update(_assessments).values(submitted_on=date(2026, 10, 31)),
    ],
    ids=str,
)
def test_verifying_finds_every_kind_of_damage(each_engine, damage):
    send(each_engine, LAN)
    _change(each_engine, damage)

    found = verify(each_engine)

    assert not found.is_clean
    assert found.shown


def test_verifying_shows_only_the_first_differences_but_counts_all(each_engine):
    for _ in range(25):
        send(each_engine, LAN)
    _change(each_engine, update(_assessments).values(level_0=0))

    found = verify(each_engine)

    assert found.differences == 25
    assert len(found.shown) == 20
