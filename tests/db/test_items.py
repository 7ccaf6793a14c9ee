"""What is read from the rollups of answers, progress and odd records, and by whom."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, text
from sqlmodel import Session

from db import items
from db.commands import assessments
from db.commands.accounts import create_first_admin
from db.commands.unit_changes import change_units
from db.helpers_share import most_by_one_pass
from db.models import HelperPass, HelperTotal
from db.unit_plans import Change, NewUnit, PlannedChange
from domain.access import PUBLIC, Role, Scope
from domain.errors import OutsideScope
from domain.people import Mode
from domain.unit_entry import Piece
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


def _changed(engine, kind, *, pieces=(), codes=()):
    """A change of units that takes effect the day after; that day."""
    day = TODAY + timedelta(days=1)
    if engine.dialect.name == "postgresql":  # the reference rows brought their own numbers
        with engine.begin() as connection:
            connection.execute(text("SELECT setval(pg_get_serial_sequence('unit', 'id'), 100)"))
    admin = create_first_admin(engine, display_name="Quản trị", now=NOW, today=TODAY)
    new = (NewUnit("20001", "Gộp", "xã"),) if codes else ()
    change = PlannedChange(kind, codes, new, "NQ 1", day, pieces)
    change_units(engine, change, by=admin.account_id, now=NOW, today=day)
    return day


def test_odd_records_of_ended_communes_are_read_under_their_successors(each_engine):
    send(each_engine, _at(TRIEU_SON, answers=(2,) * 12))
    send(each_engine, _at(THO_NGOC, answers=(1, 2) * 6))
    day = _changed(each_engine, Change.MERGE, codes=(TRIEU_SON, THO_NGOC))

    with Session(each_engine) as session:
        asked = {"area_code": "38", "campaign_code": "2026-2"}
        found = items.odd_by_commune(session, PROVINCE, **asked, on=day)
        eve = items.odd_by_commune(session, PROVINCE, **asked, on=TODAY)

    assert found.set_index("unit_code").loc["20001", ["people", "straight"]].tolist() == [2, 1]
    assert list(found["unit_code"]) == ["20001"]
    assert eve.set_index("unit_code").loc[TRIEU_SON, ["people", "straight"]].tolist() == [1, 1]


def test_after_a_change_across_provinces_everybody_counts_in_one_of_them(each_engine):
    for commune in (TRIEU_SON, TRIEU_SON, THO_NGOC, SI_MA_CAI):
        send(each_engine, _at(commune))
    day = _changed(each_engine, Change.MERGE, codes=(SI_MA_CAI, TRIEU_SON))

    def people(area_code):
        asked = {"area_code": area_code, "campaign_code": "2026-2"}
        with Session(each_engine) as session:
            return (
                float(items.progress(session, PUBLIC, **asked, on=day)["submitted"].sum()),
                float(items.odd_by_commune(session, PUBLIC, **asked, on=day)["people"].sum()),
                int(items.by_question(session, PUBLIC, **asked)["can_teach"].sum()),
            )

    thanh_hoa, lao_cai, nation = people("38"), people("15"), people("VN")
    assert thanh_hoa[:2] == (1, 1)
    assert tuple(a + b for a, b in zip(thanh_hoa, lao_cai, strict=True)) == nation
    assert nation[:2] == (4, 4)


def test_of_a_part_of_a_commune_everybody_counts_once_and_so_do_those_of_one_helper(each_engine):
    for commune in (TRIEU_SON, TRIEU_SON, TRIEU_SON, TRIEU_SON, THO_NGOC):
        send(each_engine, _at(commune))
    with each_engine.begin() as connection:
        connection.execute(
            insert(HelperPass).values(
                id=1, token_hash="x", number=1, area_code="38", created_at=NOW, valid_on=TODAY,
                expires_at=NOW,
            )
        )  # fmt: skip
        for commune_id, people in ((11, 4), (12, 1)):
            row = {"commune_id": commune_id, "campaign_code": "2026-2", "helper_pass_id": 1}
            connection.execute(insert(HelperTotal).values(**row, people=people))
    day = _changed(each_engine, Change.TRANSFER, pieces=(Piece(TRIEU_SON, THO_NGOC, 0.25),))

    with Session(each_engine) as session:
        asked = {"area_code": "38", "campaign_code": "2026-2", "on": day}
        everybody = items.odd_by_commune(session, PUBLIC, **asked).set_index("unit_code")
        helped = most_by_one_pass(session, PUBLIC, **asked).set_index("unit_code")
        part = items.progress(session, PUBLIC, **{**asked, "area_code": THO_NGOC})

    assert everybody["people"].to_dict() == {TRIEU_SON: 3, THO_NGOC: 2}
    assert helped["by_one"].to_dict() == {TRIEU_SON: 3, THO_NGOC: 2}
    assert part["submitted"].sum() == 2
