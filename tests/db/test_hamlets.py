"""Hamlets of one's own communes: made, filled, reached, closed; those of others do not exist."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlmodel import Session

from db.collection_points import communes_of_scope
from db.commands import assessments
from db.commands.batch_undo import undo_batch
from db.commands.batches import save_rows
from db.commands.collection_points import open_point
from db.commands.hamlet_sheets import save_hamlet_sheet, undo_hamlet_sheet
from db.commands.hamlets import close_hamlet, create_hamlets, rename_hamlet
from db.commands.rights import correct_person
from db.engine import transaction
from db.former_places import former_places
from db.hamlet_figures import figures_of_hamlets, sheets_within
from db.hamlets import hamlets_within
from db.models import metadata
from db.rollups import rebuild
from db.verification import verify
from domain.access import NATION, Role, Scope
from domain.collection import BatchKind, EnteredPerson, PointKind
from domain.errors import (
    HamletNameTaken,
    HamletSheetRefused,
    NoRows,
    NotAllowed,
    OutsideScope,
    UnknownHamlet,
    UnknownHamletSheet,
)
from domain.hamlet_sheet import SheetCell
from domain.hamlets import as_hamlet_name, as_list
from domain.people import AgeBand, Audience, Gender, Mode
from domain.questionnaire import Answer
from domain.reached import HamletGroup
from tests.db.accounts import account
from tests.db.people import LAN, answer, stored
from tests.db.reference import NOW, SI_MA_CAI, THO_NGOC, TODAY, TRIEU_SON, questionnaire

WHEN = {"now": NOW, "today": TODAY}
OURS = Scope(Role.LEADER, frozenset({"h-trieu-son"}))
THEIRS = Scope(Role.LEADER, frozenset({"15"}))
ONE, TWO = f"{TRIEU_SON}-001", f"{TRIEU_SON}-002"
ADULTS, ELDERLY, WOMEN = HamletGroup.ADULTS, HamletGroup.ELDERLY, HamletGroup.WOMEN


@pytest.fixture
def leader(each_engine):
    return account(each_engine, "leader", Role.LEADER, "h-trieu-son")


@pytest.fixture
def ready(each_engine, leader):
    """Two hamlets of Triệu Sơn; the engine."""
    if each_engine.dialect.name == "postgresql":  # the reference rows bring ids of their own
        with transaction(each_engine) as connection:
            connection.execute(text("SELECT setval(pg_get_serial_sequence('unit', 'id'), 100)"))
    create(each_engine, leader, "Thôn 1\nBản Pú")
    return each_engine


def create(engine, by, names, commune=TRIEU_SON):
    return create_hamlets(engine, as_list(names), commune_code=commune, by=by, **WHEN)


def hamlets(engine, scope=OURS, **more):
    with Session(engine) as session:
        return hamlets_within(session, scope, on=TODAY, **more)


def figures(engine, scope=OURS, on=TODAY):
    with Session(engine) as session:
        found = figures_of_hamlets(session, scope, area_code=NATION, campaign_code="2026-2", on=on)
    return {one.hamlet.code: one for one in found}


def cell(people, code=ONE, group=ADULTS):
    return SheetCell(4, code, group, people)


def save(engine, by, *cells, key="k1", year=2026, source="Sổ của xã"):
    return save_hamlet_sheet(engine, cells, key=key, year=year, source=source, by=by, **WHEN)


def point_of(engine, by, hamlet=ONE, commune=TRIEU_SON):
    made = open_point(
        engine, kind=PointKind.HAMLET, name="Nhà văn hóa", commune_code=commune, hamlet=hamlet,
        by=by, **WHEN,
    )  # fmt: skip
    return made.token


def send_at(engine, point, commune=TRIEU_SON, now=NOW, **changed):
    who = {"audience": LAN.audience, "age_band": LAN.age_band, "gender": LAN.gender, **changed}
    draft = assessments.start(
        engine, commune_code=commune, mode=Mode.SELF, consents={"statistics": "2026-11-22"},
        now=now, point=point, **who,
    )  # fmt: skip
    answer(engine, draft.code, LAN.answers, now)
    assessments.submit(engine, code=draft.code, questionnaire=questionnaire(), now=now, today=TODAY)
    return draft.code


def test_who_holds_no_such_grant_makes_no_hamlet(each_engine, leader):
    for name, role in (("helper", Role.HELPER), ("official", Role.OFFICIAL)):
        by = account(each_engine, name, role, "h-trieu-son")
        with pytest.raises(NotAllowed):
            create(each_engine, by, "Thôn 1")
    with pytest.raises(OutsideScope):
        create(each_engine, leader, "Thôn 1", commune=SI_MA_CAI)
    assert hamlets(each_engine) == []


def test_a_list_pasted_twice_adds_only_what_is_new(ready, leader):
    with pytest.raises(NoRows):
        create(ready, leader, "thôn 1\nBản pú")
    assert create(ready, leader, "Thôn 1\nThôn 3") == 1
    assert create(ready, leader, "Thôn 1", commune=THO_NGOC) == 1

    found = hamlets(ready)
    assert [(one.code, one.full_name) for one in found if one.commune_code == TRIEU_SON] == [
        (TWO, "Bản Pú"), (ONE, "Thôn 1"), (f"{TRIEU_SON}-003", "Thôn 3"),
    ]  # fmt: skip


def test_hamlets_of_others_are_neither_read_nor_changed_nor_told_apart_from_none(ready):
    stranger = account(ready, "stranger", Role.LEADER, "15")

    assert hamlets(ready, THEIRS) == []
    assert figures(ready, THEIRS) == {}
    for code in (ONE, "00000-001", "' OR 1=1", ONE + "\x00"):
        with pytest.raises(UnknownHamlet):
            rename_hamlet(ready, code=code, name=as_hamlet_name("X"), by=stranger, **WHEN)
        with pytest.raises(UnknownHamlet):
            close_hamlet(ready, code=code, by=stranger, **WHEN)
        with pytest.raises(UnknownHamlet):
            save(ready, stranger, cell(5, code))
        with pytest.raises(UnknownHamlet):
            point_of(ready, stranger, code, SI_MA_CAI)


def test_a_point_of_one_commune_names_no_hamlet_of_another_of_the_same_leader(ready, leader):
    with pytest.raises(UnknownHamlet):
        point_of(ready, leader, ONE, THO_NGOC)


def test_nothing_that_reads_communes_or_places_of_before_finds_a_hamlet(ready, leader):
    close_hamlet(ready, code=ONE, by=leader, **WHEN)

    with Session(ready) as session:
        assert set(communes_of_scope(session, OURS, on=TODAY)) == {TRIEU_SON, THO_NGOC}
        assert {one.level for one in former_places(session, today=TODAY)} == {"commune"}


def test_an_old_name_is_kept_and_a_taken_one_is_refused(ready, leader):
    with pytest.raises(HamletNameTaken):
        rename_hamlet(ready, code=ONE, name=as_hamlet_name("Bản Pú"), by=leader, **WHEN)

    rename_hamlet(ready, code=ONE, name=as_hamlet_name("Thôn Đoài"), by=leader, **WHEN)

    [renamed] = [one for one in hamlets(ready) if one.code == ONE]
    assert (renamed.full_name, renamed.old_names) == ("Thôn Đoài", ("Thôn 1",))
    assert create(ready, leader, "Thôn 1") == 1


def test_a_closed_hamlet_takes_nothing_new_and_keeps_what_it_had(ready, leader):
    point = point_of(ready, leader)
    send_at(ready, point)
    close_hamlet(ready, code=ONE, by=leader, **WHEN)
    send_at(ready, point)

    assert [one.code for one in hamlets(ready)] == [TWO]
    assert [one.closed_on for one in hamlets(ready, closed=True)] == [None, TODAY]
    with pytest.raises(UnknownHamlet):
        save(ready, leader, cell(5))
    [counts] = stored(ready, "hamlettotal").values()
    assert counts["people"] == 1
    assert verify(ready).is_clean
    assert create(ready, leader, "Thôn 1") == 1  # another one, of the same name
    assert {one.code for one in hamlets(ready)} == {TWO, f"{TRIEU_SON}-003"}


def test_the_same_sheet_again_brings_nothing_and_a_newer_one_counts_until_it_is_undone(
    ready, leader
):
    assert save(ready, leader, cell(120), cell(0, TWO)) == 2
    for key in ("k1", "another"):
        with pytest.raises(NoRows):
            save(ready, leader, cell(120), cell(0, TWO), key=key)
    assert save(ready, leader, cell(130), cell(0, TWO), key="k2") == 1
    assert figures(ready)[ONE].exists[ADULTS].people == 130
    assert figures(ready)[TWO].exists[ADULTS].people == 0

    assert undo_hamlet_sheet(ready, key="k2", by=leader, **WHEN) == 1

    assert figures(ready)[ONE].exists[ADULTS].people == 120
    with pytest.raises(UnknownHamletSheet):
        undo_hamlet_sheet(ready, key="k2", by=leader, **WHEN)


def test_a_sheet_of_others_is_neither_listed_nor_undone(ready, leader):
    save(ready, leader, cell(120))
    stranger = account(ready, "stranger", Role.LEADER, "15")

    with pytest.raises(UnknownHamletSheet):
        undo_hamlet_sheet(ready, key="k1", by=stranger, **WHEN)
    with Session(ready) as session:
        assert sheets_within(session, THEIRS, on=TODAY) == []
        [sheet] = sheets_within(session, OURS, on=TODAY)
    assert (sheet.hamlets, sheet.by_name, sheet.source) == (1, "leader", "Sổ của xã")


@pytest.mark.parametrize(("people", "year"), [(-1, 2026), (50_001, 2026), (10, 2027), (10, 2018)])
def test_a_number_or_a_year_out_of_range_is_refused_without_the_page_too(
    ready, leader, people, year
):
    with pytest.raises(HamletSheetRefused):
        save(ready, leader, cell(people), year=year)
    assert figures(ready)[ONE].exists == {}


def test_who_answers_at_a_point_of_a_hamlet_counts_there_and_withdrawn_counts_no_more(
    ready, leader
):
    point = point_of(ready, leader)
    save(ready, leader, cell(1))
    young = {"age_band": AgeBand.FROM_25, "gender": Gender.MALE}
    send_at(ready, point)
    code = send_at(ready, point, **young)
    send_at(ready, point, commune=THO_NGOC)  # came along from the next commune
    send_at(ready, None)

    one = figures(ready)[ONE]
    assert dict(one.answered) == {ADULTS: 2, ELDERLY: 1, WOMEN: 1}
    assert one.reach(ADULTS).is_over
    assert one.reach(HamletGroup.MINORITIES).answered is None
    assert one.last_answer == TODAY
    assert figures(ready)[TWO].last_answer is None
    before = stored(ready, "hamlettotal")
    assert verify(ready).is_clean
    rebuild(ready)
    assert stored(ready, "hamlettotal") == before

    assessments.withdraw(ready, code=code, now=NOW, today=TODAY)

    assert dict(figures(ready)[ONE].answered) == {ADULTS: 1, ELDERLY: 1, WOMEN: 1}
    assert verify(ready).is_clean


def test_a_commune_corrected_takes_the_person_out_of_the_hamlet_and_an_age_moves_them(
    ready, leader
):
    code = send_at(ready, point_of(ready, leader))
    who = {"audience": "citizen", "gender": "female", "now": NOW + timedelta(minutes=1)}

    correct_person(ready, code=code, commune_code=TRIEU_SON, age_band="25-34", **who)
    assert dict(figures(ready)[ONE].answered) == {ADULTS: 1, ELDERLY: 0, WOMEN: 1}
    correct_person(ready, code=code, commune_code=THO_NGOC, age_band="25-34", **who)

    assert stored(ready, "hamlettotal") == {}
    assert verify(ready).is_clean


def test_a_class_typed_in_at_a_point_of_a_hamlet_counts_there_and_undone_counts_no_more(
    ready, leader
):
    people = [
        EnteredPerson(
            row, f"K7Q2M-{row:03}", commune, Audience.CITIZEN, AgeBand.FROM_60, Gender.FEMALE,
            Mode.ASSISTED, (Answer.ALONE,) * 12,
        )
        for row, commune in enumerate((TRIEU_SON, TRIEU_SON, THO_NGOC), start=1)
    ]  # fmt: skip
    saved = save_rows(
        ready, people, kind=BatchKind.ROSTER, key="a" * 32, questionnaire=questionnaire(),
        by=leader, point=point_of(ready, leader), **WHEN,
    )  # fmt: skip

    assert dict(figures(ready)[ONE].answered) == {ADULTS: 2, ELDERLY: 2, WOMEN: 2}
    assert verify(ready).is_clean

    undo_batch(ready, batch_id=saved.batch_id, by=leader, **WHEN)

    assert stored(ready, "hamlettotal") == {}


def test_what_was_done_is_written_down_without_a_name(ready, leader):
    save(ready, leader, cell(120))
    audit = metadata.tables["auditevent"]

    with ready.connect() as connection:
        rows = connection.execute(select(audit.c.action, audit.c.subject, audit.c.details)).all()

    told = [tuple(row) for row in rows if row.action.startswith("hamlet")]
    assert told == [
        ("hamlet.create", f"commune:{TRIEU_SON}", {"hamlets": 2}),
        ("hamlet_sheet.save", "hamlet_sheet:1", {"figures": 1}),
    ]
