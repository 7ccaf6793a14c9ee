"""All seed files together: they load, and loading them again changes nothing."""

import csv
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, col, func, select

from db.commands.accounts import create_first_admin
from db.commands.unit_changes import change_units
from db.deployment import REAL, data_version, declare
from db.engine import transaction
from db.models import (
    Area,
    AreaMember,
    Competence,
    IndicatorValue,
    Population,
    Target,
    Unit,
    UnitLineage,
    metadata,
)
from db.questionnaires import current_version, load_questionnaire
from db.unit_plans import Change, NewUnit, PlannedChange
from domain.errors import SeedError
from domain.scoring import Thresholds
from seed.framework import COMPETENCE_COLUMNS
from seed.reference import seed_reference
from seed.rows import DATA, read_rows
from tests.seed import tiny

TRIEU_SON, NATION = "397", "VN"


def count(engine: Engine, model: type, *where) -> int:
    with Session(engine) as session:
        return session.exec(select(func.count()).select_from(model).where(*where)).one()


def rows_of(engine: Engine) -> dict[str, list[tuple]]:
    with engine.connect() as connection:
        tables = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))
        return {
            name: sorted(map(repr, connection.execute(text(f'SELECT * FROM "{name}"'))))
            for (name,) in tables.all()
        }


def test_loading_twice_changes_nothing(engine):
    before = rows_of(engine)

    changes = seed_reference(engine)

    assert not any(change.any for change in changes.values()), changes
    assert rows_of(engine) == before


def test_today_has_34_provinces_and_3321_communes(engine):
    today = col(Unit.valid_to).is_(None)

    assert count(engine, Unit, Unit.level == "province", today) == 34
    assert count(engine, Unit, Unit.level == "commune", today) == 3321
    assert count(engine, Unit, Unit.level == "district", today) == 0
    assert count(engine, Unit, Unit.level == "district") == 696
    assert count(engine, UnitLineage) > 10_000


def test_every_unit_of_today_has_a_point_a_search_key_and_a_sort_key(engine):
    with Session(engine) as session:
        units = session.exec(select(Unit).where(col(Unit.valid_to).is_(None))).all()

        assert all(unit.longitude and unit.latitude for unit in units)
        assert all(unit.search_key and unit.sort_key for unit in units)
        assert next(unit for unit in units if unit.code == "15664").search_key == "trieu son"


def test_the_nation_holds_every_commune_and_each_province_its_own(engine):
    communes_of = _members(engine)

    assert len(communes_of[NATION]) == 3321
    assert len(communes_of["38"]) == 166
    assert sum(len(communes_of[code]) for code in communes_of if len(code) == 2) == 3321 * 2


def test_every_area_has_a_commune_and_trieu_son_has_eight(engine):
    communes_of = _members(engine)

    with Session(engine) as session:
        areas = session.exec(select(Area)).all()
    kinds = [area.kind for area in areas]

    assert {area.code for area in areas} == set(communes_of)
    assert len(communes_of[TRIEU_SON]) == 8
    assert (kinds.count("nation"), kinds.count("province")) == (1, 34)
    assert (kinds.count("former_district"), kinds.count("commune")) == (696, 3321)


def test_each_province_has_one_population_and_all_together_are_the_known_sum(engine):
    with Session(engine) as session:
        rows = session.exec(select(Population)).all()

    assert len(rows) == len({row.unit_id for row in rows}) == 34
    assert sum(row.people for row in rows) == 113_571_926
    assert {row.basis for row in rows} == {"administrative"}
    assert sum("không nêu nguồn gốc" in row.source for row in rows) == 11


def test_every_target_stands_alone_with_document_and_source(engine):
    with Session(engine) as session:
        targets = session.exec(select(Target)).all()

    assert len(targets) == 65
    assert not [t for t in targets if "như trên" in t.indicator or "như mục tiêu" in t.indicator]
    assert all(target.source and target.document for target in targets)
    assert {target.area_code for target in targets} >= {NATION, "38", "15", "08", None}


def test_a_target_that_names_no_figure_has_none_and_is_marked(engine):
    with Session(engine) as session:
        silent = session.exec(select(Target).where(col(Target.target_value).is_(None))).all()

    assert {target.confidence for target in silent} == {"unknown"}
    assert {target.unit_of_measure for target in silent} == {None}


def test_counts_of_people_are_not_percentages(engine):
    with Session(engine) as session:
        counts = session.exec(select(Target).where(Target.unit_of_measure == "people")).all()

    assert {target.target_value for target in counts} == {1_000_000, 500_000}


def test_visits_are_not_people_among_the_reported_figures(engine):
    with Session(engine) as session:
        figures = session.exec(select(IndicatorValue)).all()

    by_value = {figure.value: figure for figure in figures}
    assert (by_value[1_600_000].unit_of_measure, by_value[1_600_000].qualifier) == (
        "visits",
        "khoảng",
    )
    assert (by_value[19_066].unit_of_measure, by_value[19_066].qualifier) == ("people", "hơn")
    assert (by_value[69.85].numerator, by_value[69.85].denominator) == (25_736, 36_845)
    assert all(figure.source for figure in figures)


def test_the_questionnaire_has_twelve_core_questions_and_two_on_ai(engine):
    with Session(engine) as session:
        questionnaire = load_questionnaire(session, current_version(session))

    assert (len(questionnaire.core), len(questionnaire.ai)) == (12, 2)
    assert questionnaire.thresholds == Thresholds(
        questionnaire.version, alone=2, with_help=1, basic_needs=1, firm_needs=2
    )


def test_every_competence_code_is_known_in_both_languages_with_its_source(engine):
    rows = read_rows(DATA / "competences.csv", COMPETENCE_COLUMNS)

    assert count(engine, Competence) == len(rows) == 26
    assert all(row.text("source") for row in rows)


def test_no_seed_file_names_an_abbreviation_a_citizen_must_ask_about():
    for name in ("targets.csv", "reported_indicators.csv", "competences.csv", "campaigns.csv"):
        with (DATA / name).open(encoding="utf-8", newline="") as file:
            shown = [value for row in csv.DictReader(file) for value in row.values()]
        for short in ("CBCCVC", "NLĐ", "CĐS", "HTX", "BDHVS", "CNSCĐ", "THPT", "DVCTT"):
            assert not [value for value in shown if short in value.split()], (name, short)


def test_a_changed_line_updates_its_row_and_outdates_published_figures(empty_engine, folder):
    seed_reference(empty_engine, folder)
    with transaction(empty_engine) as connection:
        declare(connection, REAL)
    with Session(empty_engine) as session:
        before = data_version(session)
    tiny.spoil(folder, "population.csv", "4324783", "4324784")

    changes = seed_reference(empty_engine, folder)

    assert changes["population"].updated == 1
    assert sum(change.updated for change in changes.values()) == 1
    with Session(empty_engine) as session:
        assert session.exec(select(Population.people)).one() == 4_324_784
        assert data_version(session) == before + 1


def test_a_target_that_left_the_file_leaves_the_database(empty_engine, folder):
    seed_reference(empty_engine, folder)
    tiny.spoil(folder, "targets.csv", "KH 265", "KH 265 sửa đổi")

    changes = seed_reference(empty_engine, folder)

    assert (changes["targets"].inserted, changes["targets"].deleted) == (1, 1)


def test_a_target_without_an_area_is_updated_in_place(empty_engine, folder):
    seed_reference(empty_engine, folder)
    tiny.spoil(folder, "targets.csv", "unknown,,Bài báo", "unknown,,Bài khác")

    changes = seed_reference(empty_engine, folder)

    assert (changes["targets"].inserted, changes["targets"].updated) == (0, 1)


def test_a_unit_that_ends_keeps_its_id_and_its_answers_stay_on_it(empty_engine, folder):
    seed_reference(empty_engine, folder)
    ending = "commune,15772,Thiệu Hóa,Xã Thiệu Hóa,xã,38,2025-07-01,"
    renewed = f"{ending}2026-12-31\ncommune,15772,Thiệu Hóa,Phường Thiệu Hóa,phường,38,2027-01-01,"
    tiny.spoil(folder, "units.csv", ending, renewed)
    with Session(empty_engine) as session:
        before = session.exec(select(Unit.id).where(Unit.code == "15772")).one()

    seed_reference(empty_engine, folder)

    with Session(empty_engine) as session:
        kinds = dict(session.exec(select(Unit.id, Unit.kind).where(Unit.code == "15772")).all())
        own = session.exec(select(AreaMember.unit_id).where(AreaMember.area_code == "15772")).all()
    assert kinds[before] == "xã"
    assert [kinds[unit_id] for unit_id in own] == ["phường"]


@pytest.mark.parametrize("name", ["units.csv", "targets.csv", "reported_indicators.csv"])
def test_a_bad_file_changes_nothing_at_all(empty_engine, folder, name):
    (folder / name).unlink()

    with pytest.raises(SeedError, match=f"{name}:0: the file is missing"):
        seed_reference(empty_engine, folder)

    assert count(empty_engine, Competence) == 0


def _members(engine: Engine) -> dict[str, list[int]]:
    members: dict[str, list[int]] = {}
    with Session(engine) as session:
        for row in session.exec(select(AreaMember)):
            members.setdefault(row.area_code, []).append(row.unit_id)
    return members


def test_seeding_again_leaves_a_change_entered_by_an_administrator_alone(engine):
    when = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
    admin = create_first_admin(engine, display_name="Quản trị", now=when, today=when.date())
    assert admin is not None
    new = NewUnit("90001", "Triệu Ngọc", "xã")
    merge = PlannedChange(
        Change.MERGE, ("15664", "15772"), (new,), "NQ 1/NQ-UBTVQH16", date(2026, 12, 1)
    )
    change_units(engine, merge, by=admin.account_id, now=when, today=when.date())
    before = _rows(engine)

    seed_reference(engine)

    assert _rows(engine) == before


def _rows(engine):
    with engine.connect() as connection:
        return [
            connection.execute(metadata.tables[name].select()).all()
            for name in ("unit", "unitlineage", "area", "areamember")
        ]
