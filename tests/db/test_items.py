"""What is read from the rollups of answers, progress and odd records, and by whom."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from db import items
from db.commands import assessments
from domain.access import PUBLIC, Role, Scope
from domain.errors import OutsideScope
from domain.people import Mode
from tests.db.people import LAN, answer, begin, send
from tests.db.reference import NOW, SI_MA_CAI, THO_NGOC, TODAY, TRIEU_SON, questionnaire

PROVINCE = Scope(Role.OFFICIAL, frozenset({"38"}))
NOBODY = Scope(Role.OFFICIAL, frozenset())


def _at(commune: str, **changes):
    return type(LAN)(**{**LAN.__dict__, "commune": commune, **changes})


def _read(engine, read, scope=PUBLIC, area_code="VN"):
    with Session(engine) as session:
        return read(session, scope, area_code=area_code, campaign_code="2026-2")


def test_an_area_beyond_the_scope_gives_no_answers(each_engine):
    for area_code in ("VN", "15", "no such area"):
        with pytest.raises(OutsideScope):
            _read(each_engine, items.by_question, PROVINCE, area_code)


def test_answers_are_known_by_province_and_not_for_a_part_of_one(each_engine):
    with pytest.raises(OutsideScope):
        _read(each_engine, items.by_question, PROVINCE, "h-trieu-son")


def test_before_anybody_answered_there_is_no_question_to_show(each_engine):
    assert _read(each_engine, items.by_question).empty


def test_each_answer_is_counted_in_its_question_and_mode(each_engine):
    send(each_engine, _at(TRIEU_SON, answers=(0, 1, 2, 3, 9, *(2,) * 7)))
    send(each_engine, _at(THO_NGOC, answers=(0,) * 14, mode=Mode.PROXY))
    send(each_engine, _at(SI_MA_CAI, answers=(3,) * 12))

    found = _read(each_engine, items.by_question, PROVINCE, "38").set_index(["question_id", "mode"])

    assert len(found) == 14 * 3
    assert found.loc[("q01", "self"), list(items.ANSWERS)].tolist() == [1, 0, 0, 0, 0]
    assert found.loc[("q04", "self"), list(items.ANSWERS)].tolist() == [0, 0, 0, 1, 0]
    assert found.loc[("q05", "self"), list(items.ANSWERS)].tolist() == [0, 0, 0, 0, 1]
    assert found.loc[("q14", "self"), list(items.ANSWERS)].tolist() == [0, 0, 0, 0, 0]
    assert found.loc[("q14", "proxy"), "cannot"] == 1
    assert _read(each_engine, items.by_question)["can_teach"].sum() == 1 + 12


def test_an_empty_scope_sees_no_progress_and_no_odd_records(each_engine):
    send(each_engine, LAN)

    assert (_read(each_engine, items.progress, NOBODY).drop(columns="mode") == 0).all(axis=None)
    assert _read(each_engine, items.odd_by_commune, NOBODY).empty


def test_progress_shows_where_people_leave_and_how_long_it_took(each_engine):
    send(each_engine, LAN)
    left = begin(each_engine, LAN, NOW).code
    answer(each_engine, left, (1, 1, 1), NOW)
    slow = begin(each_engine, LAN, NOW).code
    answer(each_engine, slow, (1, 2) * 6, NOW)
    later = NOW + timedelta(minutes=4)
    assessments.submit(
        each_engine, code=slow, questionnaire=questionnaire(), now=later, today=TODAY
    )

    found = _read(each_engine, items.progress, PROVINCE, "h-trieu-son").set_index("mode")

    mine = found.loc["self"]
    assert (mine["started"], mine["submitted"]) == (3, 2)
    assert (mine["answered_03"], mine["answered_04"], mine["answered_13"]) == (3, 2, 0)
    assert (mine["minutes_under_1"], mine["minutes_2_to_4"], mine["minutes_4_to_8"]) == (1, 0, 1)
    assert (found.loc[["assisted", "proxy"]] == 0).all(axis=None)


@pytest.mark.parametrize(
    ("seconds", "column"),
    [(59, "under_1"), (60, "1_to_2"), (119, "1_to_2"), (480, "8_to_15"), (900, "over_15")],
)
def test_a_whole_minute_belongs_to_the_longer_span(each_engine, seconds, column):
    code = begin(each_engine, LAN, NOW).code
    answer(each_engine, code, LAN.answers, NOW)
    sent = NOW + timedelta(seconds=seconds)
    assessments.submit(each_engine, code=code, questionnaire=questionnaire(), now=sent, today=TODAY)

    found = _read(each_engine, items.progress).set_index("mode")

    assert found.loc["self", f"minutes_{column}"] == 1


@pytest.mark.parametrize(("seconds", "fast"), [(23, 1), (24, 0)])
def test_under_two_seconds_a_question_is_fast_and_two_seconds_are_not(each_engine, seconds, fast):
    code = begin(each_engine, LAN, NOW).code
    answer(each_engine, code, (1, 2) * 6, NOW)
    sent = NOW + timedelta(seconds=seconds)
    assessments.submit(each_engine, code=code, questionnaire=questionnaire(), now=sent, today=TODAY)

    found = _read(each_engine, items.odd_by_commune).set_index("unit_code")

    assert found.loc[TRIEU_SON].tolist() == [1, 0, fast]


def test_odd_records_are_counted_by_commune_and_every_commune_has_a_row(each_engine):
    send(each_engine, LAN)
    send(each_engine, _at(TRIEU_SON, answers=(2,) * 11 + (3,), mode=Mode.ASSISTED))

    found = _read(each_engine, items.odd_by_commune, PROVINCE, "38").set_index("unit_code")

    assert list(found.columns) == ["people", "straight", "fast"]
    assert found.loc[TRIEU_SON].tolist() == [2, 1, 2]
    assert found.loc[THO_NGOC].tolist() == [0, 0, 0]
    assert SI_MA_CAI not in found.index
