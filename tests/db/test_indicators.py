"""Reported figures: in the scope only, never overwritten, the same file twice adds nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, insert, select
from sqlmodel import Session

from db.commands.indicators import Reported, report_figures, undo_report_file
from db.commands.unit_changes import change_units, undo_unit_change
from db.engine import transaction
from db.indicator_history import first_reports, history, report_files
from db.indicators import latest, reporting_units
from db.models import metadata
from domain.access import PUBLIC, Role, Scope
from domain.errors import (
    FiguresReported,
    NotAllowed,
    OutsideScope,
    ReportedMeanwhile,
    ReportRefused,
    UnknownReportFile,
)
from domain.indicators import Entry, FaultKind
from tests.db.accounts import account
from tests.db.reference import CLOSED, NOW, SI_MA_CAI, THO_NGOC, TODAY, TRIEU_SON
from tests.db.test_unit_changes import MERGED, merge

WHEN = {"now": NOW, "today": TODAY}
RATE, HEADS = "vneid-muc-2", "nguoi-hoc"
LEADER = Scope(Role.LEADER, frozenset({TRIEU_SON}))
PROVINCE = Scope(Role.OFFICIAL, frozenset({"38"}))
_reports = metadata.tables["indicatorreport"]


@pytest.fixture
def ready(each_engine):
    return settled(each_engine)


def settled(engine):
    """The catalogue, and each commune as an area of its own, as reference data have it."""
    entry = {"position": 1, "numerator": "X", "owner": "X", "period_kind": "month",
             "due_days": 10, "source_document": "X", "note": "X", "counted": "people"}  # fmt: skip
    communes = {TRIEU_SON: 11, THO_NGOC: 12, SI_MA_CAI: 13, CLOSED: 14}
    with transaction(engine) as connection:
        catalogue = [
            {**entry, "code": RATE, "name": "VNeID", "denominator": "Y"},
            {**entry, "code": HEADS, "name": "Người học", "denominator": "", "position": 2},
        ]
        connection.execute(insert(metadata.tables["indicator"]), catalogue)
        areas = [{"code": code, "name": code, "kind": "commune", "search_key": code}
                 for code in communes]  # fmt: skip
        connection.execute(insert(metadata.tables["area"]), areas)
        members = [{"area_code": code, "unit_id": unit} for code, unit in communes.items()]
        connection.execute(insert(metadata.tables["areamember"]), members)
    return engine


@pytest.fixture
def leader(ready):
    return account(ready, "leader", Role.LEADER, TRIEU_SON)


def heads(number="120", area=TRIEU_SON, **changed):
    given = {"indicator_code": HEADS, "period": "2026-10", "counted": "people", "source": "BC 1"}
    return Entry(0, area, numerator=number, **{**given, **changed})


def report(engine, by, *entries, **changed):
    return report_figures(engine, entries, by=by, **{**WHEN, **changed})


def count(engine):
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(_reports)).scalar_one()


def values(engine, scope, area=TRIEU_SON):
    with Session(engine) as session:
        frame = latest(session, scope, area_codes=[area], indicator_code=HEADS)
    return dict(zip(frame["period"], frame["value"], strict=True))


@pytest.mark.parametrize("area", [THO_NGOC, SI_MA_CAI, "38", "VN", "h-trieu-son", CLOSED, "x"])
def test_a_leader_of_one_commune_reports_for_no_other_unit(ready, leader, area):
    with pytest.raises(OutsideScope):
        report(ready, leader, heads(), heads(area=area))

    assert count(ready) == 0


def test_who_holds_no_grant_today_reports_nothing(ready, leader):
    helper = account(ready, "helper", Role.HELPER, TRIEU_SON)

    for by, day in ((helper, TODAY), (leader, TODAY - timedelta(days=1)), (1, TODAY)):
        with pytest.raises(NotAllowed):
            report(ready, by, heads(), today=day)
        with pytest.raises(NotAllowed):
            undo_report_file(ready, "f", reason="x", by=by, now=NOW, today=day)
    assert count(ready) == 0


def test_a_figure_is_read_in_its_scope_only_and_of_a_commune_not_by_the_public(ready, leader):
    report(ready, leader, heads())

    assert values(ready, LEADER) == values(ready, PROVINCE) == {"2026-10": 120}
    neighbour, elsewhere = frozenset({THO_NGOC}), frozenset({"15"})
    others = [Scope(Role.LEADER, codes) for codes in (neighbour, elsewhere, frozenset())]
    for scope in (PUBLIC, *others):
        assert values(ready, scope) == {}
    with Session(ready) as session:
        beside = Scope(Role.LEADER, frozenset({THO_NGOC}))
        asked = {"area_code": TRIEU_SON, "indicator_code": HEADS, "period": "2026-10"}
        assert history(session, beside, **asked) == []
        assert first_reports(session, beside, area_codes=[TRIEU_SON], indicator_code=HEADS).empty
        assert reporting_units(session, beside, TRIEU_SON, on=TODAY) == {}
        assert list(reporting_units(session, PROVINCE, "38", on=TODAY)) == [
            "38", THO_NGOC, TRIEU_SON,
        ]  # fmt: skip


def test_a_figure_that_breaks_a_rule_is_refused_by_the_command_and_takes_the_others_along(
    ready, leader
):
    with pytest.raises(ReportRefused) as refusal:
        report(ready, leader, heads(), heads("-1", period="2026-09"))

    assert [fault.kind for fault in refusal.value.details["faults"]] == [FaultKind.NEGATIVE]
    assert count(ready) == 0


def test_a_correction_is_a_new_version_and_both_are_told(ready, leader):
    report(ready, leader, heads())
    with pytest.raises(ReportRefused):
        report(ready, leader, heads("130", based_on=1))
    later = NOW + timedelta(hours=1)
    done = report(ready, leader, heads("130", based_on=1, reason="đếm sót"), now=later)

    assert done == Reported(new=0, corrected=1, same=0)
    assert values(ready, LEADER) == {"2026-10": 130}
    with Session(ready) as session:
        told = history(session, LEADER, area_code=TRIEU_SON, indicator_code=HEADS, period="2026-10")
        first = first_reports(session, LEADER, area_codes=[TRIEU_SON], indicator_code=HEADS)
    assert [(one.version, one.figure.value, one.figure.reason) for one in told] == [
        (2, 130, "đếm sót"),
        (1, 120, ""),
    ]
    assert told[0].by_name == "leader"
    assert (first.at[0, "first_at"], first.at[0, "version"]) == (NOW, 2)


def test_of_two_who_edit_at_once_the_second_is_told_and_overwrites_nothing(ready, leader):
    official = account(ready, "official", Role.OFFICIAL, "38")
    report(ready, official, heads("150"))

    with pytest.raises(ReportedMeanwhile):
        report(ready, leader, heads("120", reason="của tôi"))
    with pytest.raises(ReportedMeanwhile):  # also before a reason is asked for
        report(ready, leader, heads("120"))
    report(ready, leader, heads("150"))  # the same figure is no quarrel

    assert values(ready, LEADER) == {"2026-10": 150}
    assert count(ready) == 1


def test_of_two_who_save_in_the_same_moment_one_is_told(ready, leader):
    official = account(ready, "official", Role.OFFICIAL, "38")
    together = Barrier(2)

    def save(by, number):
        together.wait()
        try:
            return report(ready, by, heads(number))
        except ReportedMeanwhile:
            return None

    with ThreadPoolExecutor(2) as pool:
        done = [pool.submit(save, *one) for one in ((leader, "120"), (official, "150"))]
        results = [one.result() for one in done]

    assert sorted(results, key=bool) == [None, Reported(1, 0, 0)]
    assert count(ready) == 1


def test_a_change_of_units_is_not_undone_once_the_new_unit_reported(engine):
    ready = settled(engine)
    official = account(ready, "official", Role.OFFICIAL, "38")
    change = {"by": 1, "now": NOW}
    change_units(ready, merge(), today=TODAY, **change)
    afterwards = {"now": NOW + timedelta(days=90), "today": TODAY + timedelta(days=90)}
    entry = heads(area=MERGED.code, period="2027-01")
    report(ready, official, entry, **afterwards)

    with pytest.raises(FiguresReported):
        undo_unit_change(ready, change_id=1, by=1, **afterwards)

    assert values(ready, PROVINCE, MERGED.code) == {"2027-01": 120}


def test_the_same_file_twice_adds_nothing_and_undoing_brings_back_what_was_before(ready):
    official = account(ready, "official", Role.OFFICIAL, "38")
    report(ready, official, heads())
    rows = [heads("130", based_on=1, reason="sửa"), heads(area=THO_NGOC), heads(area="38")]

    assert report(ready, official, *rows, batch="one") == Reported(2, 1, 0)
    assert report(ready, official, *rows, batch="two") == Reported(0, 0, 3)
    assert count(ready) == 4
    with Session(ready) as session:
        assert [(one.batch, one.rows) for one in report_files(session, PROVINCE)] == [("one", 3)]
        assert report_files(session, LEADER) == []

    assert undo_report_file(ready, "one", reason="nhầm tệp", by=official, **WHEN) == 3

    assert (values(ready, PROVINCE), values(ready, PROVINCE, THO_NGOC)) == ({"2026-10": 120}, {})
    assert count(ready) == 7  # nothing was deleted
    with Session(ready) as session:
        assert report_files(session, PROVINCE) == []
    with pytest.raises(UnknownReportFile):
        undo_report_file(ready, "one", reason="nhầm tệp", by=official, **WHEN)


def test_what_is_reported_again_after_it_was_taken_back_came_when_it_came_again(ready):
    official = account(ready, "official", Role.OFFICIAL, "38")
    report(ready, official, heads(), batch="one")
    undo_report_file(ready, "one", reason="nhầm tệp", by=official, **WHEN)
    later = NOW + timedelta(days=40)
    report(ready, official, heads("130", based_on=2, reason="báo cáo lại"), now=later)

    with Session(ready) as session:
        first = first_reports(session, PROVINCE, area_codes=[TRIEU_SON], indicator_code=HEADS)

    assert list(first["first_at"]) == [later]


def test_undoing_leaves_what_was_corrected_since_and_is_refused_to_a_part_of_the_area(
    ready, leader
):
    official = account(ready, "official", Role.OFFICIAL, "38")
    report(ready, official, heads(), heads(area=THO_NGOC), batch="one")
    report(ready, leader, heads("130", based_on=1, reason="sửa"))

    with pytest.raises(UnknownReportFile):
        undo_report_file(ready, "one", reason="x", by=leader, **WHEN)
    assert undo_report_file(ready, "one", reason="x", by=official, **WHEN) == 1

    assert values(ready, PROVINCE) == {"2026-10": 130}


def test_few_people_are_stored_and_shown_to_no_reader(ready, leader):
    report(ready, leader, heads("9"), heads("10", period="2026-09"))

    with Session(ready) as session:
        frame = latest(session, LEADER, area_codes=[TRIEU_SON]).set_index("period")
    assert frame["too_few"].to_dict() == {"2026-10": True, "2026-09": False}
    assert frame["value"].isna().to_dict() == {"2026-10": True, "2026-09": False}


def test_figures_of_articles_stand_beside_with_their_source_and_are_not_added(ready):
    official = account(ready, "official", Role.OFFICIAL, "38")
    article = {"area_code": "38", "place": "Tỉnh", "indicator": "Người học", "period": "2025-05",
               "value": 19_066.0, "unit_of_measure": "people", "qualifier": "hơn",
               "source": "Báo"}  # fmt: skip
    with transaction(ready) as connection:
        connection.execute(insert(metadata.tables["indicatorvalue"]), article)
    report(ready, official, heads(area="38"))

    with Session(ready) as session:
        frame = latest(session, PUBLIC, area_codes=["38"])
    assert list(frame["value"]) == [120, 19_066]
    assert list(frame["source"]) == ["BC 1", "Báo"]
    assert list(frame["reported_at"].isna()) == [False, True]
