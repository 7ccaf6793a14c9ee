"""Many people at once in one commune: nobody is lost, nobody counts twice, none waits for ever."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace

from sqlalchemy import func, select

from db.commands import assessments
from db.commands.rights import correct_person
from db.models import metadata
from db.rollups import rebuild
from db.verification import verify
from domain.errors import UnknownResumeCode
from domain.people import Mode
from tests.db.people import LAN, all_rollups, answer, begin, send
from tests.db.reference import NOW, THO_NGOC, TODAY, TRIEU_SON, questionnaire

WRITERS = 6
EACH = 4


def _at_once(work, number=WRITERS):
    """The results of this many threads that begin together; an error of one is raised."""
    barrier = threading.Barrier(number)

    def begin_together(place):
        barrier.wait()
        return work(place)

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(begin_together, range(number)))


def _visit(engine, place):
    """Whole visits one after the other: helped, answered twice, sent, sometimes withdrawn."""
    for number in range(EACH):
        somebody = replace(LAN, mode=list(Mode)[(place + number) % 3])
        code = begin(engine, somebody, NOW).code
        answer(engine, code, (place % 4,) * 3, NOW)
        answer(engine, code, (1, 2) * 6, NOW)
        if number != 1:
            assessments.submit(
                engine, code=code, questionnaire=questionnaire(), now=NOW, today=TODAY
            )
        if number == 2:
            assessments.withdraw(engine, code=code, now=NOW, today=TODAY)


def _people(engine) -> int:
    with engine.connect() as connection:
        totals = metadata.tables["attainmenttotal"]
        return connection.execute(select(func.sum(totals.c.people))).scalar_one()


def test_visits_at_once_in_one_commune_leave_every_rollup_exact(each_engine):
    _at_once(lambda place: _visit(each_engine, place))

    assert _people(each_engine) == WRITERS * (EACH - 2)
    found = verify(each_engine)
    assert found.is_clean, found.shown


def test_the_same_first_tap_from_many_phones_counts_once(each_engine):
    code = begin(each_engine, LAN, NOW).code

    _at_once(lambda place: answer(each_engine, code, (place % 4,), NOW))

    [counts] = all_rollups(each_engine)["progresstotal"].values()
    assert counts == {"started": 1, "answered_01": 1}


def test_drafts_that_move_in_opposite_directions_do_not_block_each_other(each_engine):
    codes = [begin(each_engine, LAN, NOW).code for _ in range(WRITERS)]

    def to_and_fro(place):
        for number in range(6):
            commune = TRIEU_SON if (place + number) % 2 else THO_NGOC
            correct_person(
                each_engine,
                code=codes[place],
                commune_code=commune,
                audience=LAN.audience,
                age_band=LAN.age_band,
                gender=LAN.gender,
                now=NOW,
            )

    _at_once(to_and_fro)

    assert verify(each_engine).is_clean


def test_of_many_withdrawals_of_one_person_one_is_counted(each_engine):
    send(each_engine, LAN)
    before = all_rollups(each_engine)
    code = send(each_engine, LAN)

    def withdraw(_place):
        with suppress(UnknownResumeCode):
            assessments.withdraw(each_engine, code=code, now=NOW, today=TODAY)

    _at_once(withdraw)

    assert all_rollups(each_engine) == before


def test_rebuilding_while_people_answer_loses_nobody(each_engine):
    def work(place):
        if place == 0:
            for _ in range(3):
                rebuild(each_engine)
        else:
            _visit(each_engine, place)

    _at_once(work)

    found = verify(each_engine)
    assert found.is_clean, found.shown
