"""Simulated answers: repeatable, scored by the rules, plausible, and never beside real ones."""

import math
import sqlite3
from datetime import UTC, date, datetime

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import Engine, create_engine, text
from sqlmodel import Session, col, func, select

from db.deployment import REAL, SIMULATED, declare, is_simulated
from db.engine import open_engine, transaction
from db.migrate import migrate
from db.models import (
    ANSWER_COLUMNS,
    LEVEL_COLUMNS,
    Account,
    Assessment,
    AttainmentCell,
    AttainmentTotal,
    Consent,
    Deployment,
    Unit,
)
from db.questionnaires import answers_by_group, current_version, load_questionnaire
from db.verification import verify
from domain.errors import MixedData, SeedError, UnknownResumeCode
from domain.resume_code import normalise
from domain.scoring import REFUSED, GroupLevel, score
from seed.demo import LAST_DAY, simulate
from seed.reference import seed_reference
from seed.simulation import bulk
from seed.simulation.answers import EMPTY
from seed.simulation.codes import distinct_codes
from seed.simulation.days import days_of
from seed.simulation.scores import scores
from seed.store import table_of
from tests.seed.conftest import FEW, RANDOM_STATE

OLD = ("60-69", "70+")


def everything(engine: Engine) -> list[tuple]:
    with engine.connect() as connection:
        return [
            tuple(row)
            for table in ("assessment", "consent", "attainmentcell")
            for row in connection.execute(text(f"SELECT * FROM {table} ORDER BY 1, 2, 3, 4, 5, 6"))
        ]


@pytest.fixture(scope="module")
def people(demo_engine) -> pd.DataFrame:
    """Every simulated assessment."""
    return pd.read_sql("SELECT * FROM assessment", demo_engine.raw_connection().driver_connection)


@pytest.fixture(scope="module")
def sent(people) -> pd.DataFrame:
    """This campaign's assessments that were sent."""
    return people[(people.status == "submitted") & (people.campaign_code == "2026-2")]


def reached(frame: pd.DataFrame) -> float:
    """The share at basic or better among those who can be judged."""
    judged = frame[frame.outcome != GroupLevel.UNDETERMINED]
    return float((judged.outcome >= GroupLevel.BASIC).mean())


def test_real_answers_are_never_joined_by_simulated_ones(engine):
    with transaction(engine) as connection:
        declare(connection, REAL)
    _add_one_real_draft(engine)
    before = everything(engine)

    for replace in (False, True):
        with pytest.raises(MixedData):
            simulate(engine, people=10, random_state=1, replace=replace)

    assert everything(engine) == before


def test_an_empty_database_declared_for_real_answers_becomes_a_simulated_one(engine):
    with transaction(engine) as connection:
        declare(connection, REAL)

    simulate(engine, people=10, random_state=1)

    with Session(engine) as session:
        assert is_simulated(session)


def test_a_real_answer_cannot_join_simulated_ones(inhabited_engine):
    with pytest.raises(MixedData), transaction(inhabited_engine) as connection:
        declare(connection, REAL)


def test_a_second_run_refuses_and_changes_nothing(inhabited_engine):
    before = everything(inhabited_engine)

    with pytest.raises(SeedError, match="--replace"):
        simulate(inhabited_engine, people=50, random_state=2)

    assert everything(inhabited_engine) == before


def test_the_same_random_state_gives_the_same_people_and_replaces_them(
    inhabited_engine,
):
    engine, first = inhabited_engine, everything(inhabited_engine)
    simulate(engine, people=300, random_state=2, replace=True)
    other = everything(engine)
    simulate(engine, people=300, random_state=1, replace=True)

    assert other != first
    assert _without_consent_ids(everything(engine)) == _without_consent_ids(first)


def test_without_reference_data_it_refuses(empty_engine):
    with pytest.raises(LookupError, match="seed reference"):
        simulate(empty_engine, people=10, random_state=1)


@pytest.mark.parametrize("people", [0, -1])
def test_nobody_cannot_be_simulated(engine, people):
    with pytest.raises(SeedError, match="cannot simulate"):
        simulate(engine, people=people, random_state=1)


def test_before_the_first_campaign_nobody_can_have_answered(engine):
    with pytest.raises(SeedError, match="no campaign has started by 2026-02-28"):
        simulate(engine, people=10, random_state=1, today=date(2026, 2, 28))


def test_on_the_first_day_of_the_first_campaign_everybody_answers_that_day(engine):
    simulate(engine, people=40, random_state=1, today=date(2026, 3, 1))

    with Session(engine) as session:
        rows = session.exec(select(Assessment)).all()
    assert {row.campaign_code for row in rows} == {"2026-1"}
    assert {row.submitted_on for row in rows} <= {date(2026, 3, 1), None}
    assert {row.repeat_of for row in rows} == {None}


def test_days_that_end_before_they_begin_are_refused():
    with pytest.raises(SeedError, match="nobody can have answered"):
        days_of(date(2026, 7, 1), date(2026, 6, 30))


def test_every_row_is_marked_as_simulated_and_no_account_is_made(demo_engine):
    with Session(demo_engine) as session:
        assert session.exec(select(Deployment.data_kind)).all() == [SIMULATED]
        assert set(session.exec(select(Assessment.data_kind).distinct())) == {SIMULATED}
        assert session.exec(select(func.count()).select_from(Account)).one() == 0


def test_every_constraint_holds_although_the_load_did_not_evaluate_them(demo_engine):
    with demo_engine.connect() as connection:
        assert connection.execute(text("PRAGMA integrity_check")).all() == [("ok",)]
        assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
        assert connection.execute(text("PRAGMA ignore_check_constraints")).scalar() == 0


def test_after_a_load_that_failed_constraints_are_evaluated_again_and_nothing_stays(engine):
    of_nobody = {"assessment_id": [1], "purpose": ["x"], "text_version": ["1"], "given_at": ["x"]}

    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        _load_consents(engine, of_nobody)

    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA ignore_check_constraints")).scalar() == 0
        assert connection.execute(text("SELECT count(*) FROM deployment")).scalar() == 0


def test_every_stored_score_is_the_one_the_domain_gives(demo_engine, people):
    with Session(demo_engine) as session:
        questionnaire = load_questionnaire(session, current_version(session))

    for row in people[people.status == "submitted"].head(2000).to_dict("records"):
        answers = [None if math.isnan(row[c]) else int(row[c]) for c in ANSWER_COLUMNS]
        scored = score(answers_by_group(questionnaire, answers), questionnaire.thresholds)
        assert tuple(row[column] for column in LEVEL_COLUMNS) == scored.levels
        assert (row["outcome"], row["groups_reached"]) == (scored.outcome, scored.groups_reached)
        assert (None if math.isnan(row["level_ai"]) else row["level_ai"]) == scored.ai_level


def test_every_pattern_of_two_answers_is_scored_as_the_domain_does(demo_engine):
    with Session(demo_engine) as session:
        questionnaire = load_questionnaire(session, current_version(session))
    pairs = [(first, second) for first in (0, 1, 2, 3, REFUSED) for second in (0, 1, 2, 3, REFUSED)]
    random = np.random.default_rng(3)
    answers = np.array(pairs, dtype=np.int8)[random.integers(0, len(pairs), (4000, 7))]
    by_slot = np.full((4000, 14), EMPTY, dtype=np.int8)
    for group in range(7):
        slots = [q.slot - 1 for q in questionnaire.questions if q.group == group]
        by_slot[:, slots] = answers[:, group]

    many = scores(by_slot, questionnaire)

    for position, row in enumerate(by_slot.tolist()):
        one = score(answers_by_group(questionnaire, row), questionnaire.thresholds)
        assert tuple(many.levels[position]) == one.levels
        assert many.ai_level[position] == one.ai_level
        assert many.outcome[position] == one.outcome
        assert many.groups_reached[position] == one.groups_reached


def test_the_rollups_equal_a_recomputation_from_the_answers(demo_engine):
    assert verify(demo_engine).is_clean


def test_the_rollups_count_everybody_who_sent(demo_engine, people):
    with Session(demo_engine) as session:
        counted = [
            session.exec(select(func.sum(model.people))).one()
            for model in (AttainmentCell, AttainmentTotal)
        ]

    assert counted == [(people.status == "submitted").sum()] * 2


def test_everybody_consented_before_answering(demo_engine, people):
    with Session(demo_engine) as session:
        consents = session.exec(select(Consent)).all()

    assert {consent.assessment_id for consent in consents} == set(people.id)
    assert len(consents) == len(people)
    assert {consent.purpose for consent in consents} == {"statistics"}


def test_moments_are_read_back_as_utc_within_the_campaign(demo_engine):
    with Session(demo_engine) as session:
        rows = session.exec(select(Assessment).where(col(Assessment.submitted_on).is_not(None)))
        for row in rows.fetchmany(500):
            assert row.started_at.tzinfo == UTC
            assert row.started_at.date() == row.submitted_on
            assert (row.expires_at - row.started_at).days == 30
            assert row.submitted_on <= LAST_DAY


def test_resume_codes_are_all_different_and_can_be_typed(people):
    codes = distinct_codes(50_000, np.random.default_rng(1))

    assert len(set(codes.tolist())) == 50_000
    assert people.resume_code.is_unique
    for code in [*codes[:500].tolist(), *people.resume_code.head(500)]:
        try:
            assert normalise(code) == code
        except UnknownResumeCode:
            pytest.fail(f"{code} is not of the alphabet")


def test_everybody_lives_in_a_commune_of_today_and_in_every_province(demo_engine, people):
    with Session(demo_engine) as session:
        communes = dict(
            session.exec(
                select(Unit.id, Unit.parent_code).where(
                    Unit.level == "commune", col(Unit.valid_to).is_(None)
                )
            ).all()
        )

    homes = people.commune_id.map(communes)
    assert homes.notna().all()
    assert homes.nunique() == 34
    assert homes.isin(["38", "15", "08"]).mean() == pytest.approx(0.5, abs=0.02)


def test_some_communes_are_below_ten_people_some_above_and_a_few_empty(demo_engine, sent):
    with Session(demo_engine) as session:
        thanh_hoa = session.exec(
            select(Unit.id).where(
                Unit.level == "commune", Unit.parent_code == "38", col(Unit.valid_to).is_(None)
            )
        ).all()

    counts = sent.commune_id.value_counts().reindex(thanh_hoa, fill_value=0)
    assert (counts == 0).any()
    assert counts.between(1, 9).any()
    assert (counts >= 10).mean() > 0.8


def test_some_never_send_and_have_no_date_no_level_and_a_gap(people):
    drafts = people[people.status == "draft"]

    assert len(drafts) / (FEW * 10) == pytest.approx(0.06, abs=0.01)
    derived = ["submitted_on", *LEVEL_COLUMNS, "level_ai", "outcome", "groups_reached"]
    assert drafts[derived].isna().all(axis=None)
    assert drafts[list(ANSWER_COLUMNS)].isna().any(axis=1).all()


def test_who_sends_has_answered_all_twelve_and_seven_in_ten_the_ai_questions(sent):
    assert sent[list(ANSWER_COLUMNS[:12])].notna().all(axis=None)
    answered = sent[list(ANSWER_COLUMNS[12:])].notna()
    assert (answered.iloc[:, 0] == answered.iloc[:, 1]).all()
    assert answered.iloc[:, 0].mean() == pytest.approx(0.7, abs=0.02)


def test_a_few_answers_are_refused(sent):
    refused = (sent[list(ANSWER_COLUMNS[:12])] == REFUSED).mean(axis=None)

    assert refused == pytest.approx(0.015, abs=0.003)
    assert (sent.outcome == GroupLevel.UNDETERMINED).any()


def test_the_older_reach_less_and_towns_reach_more(demo_engine, sent):
    with Session(demo_engine) as session:
        kinds = dict(session.exec(select(Unit.id, Unit.kind)).all())
    by_age = [reached(sent[sent.age_band == band]) for band in ("16-24", "35-44", "60-69", "70+")]

    assert by_age == sorted(by_age, reverse=True)
    town = sent.commune_id.map(kinds) == "phường"
    assert reached(sent[town]) > reached(sent[~town]) + 0.05


def test_help_is_given_to_a_quarter_more_often_to_the_old_and_lifts_their_answers(sent):
    share = sent["mode"].value_counts(normalize=True)
    old = sent[sent.age_band.isin(OLD)]

    assert share["assisted"] == pytest.approx(0.25, abs=0.02)
    assert share["proxy"] == pytest.approx(0.05, abs=0.01)
    assert (old["mode"] == "assisted").mean() > 2 * share["assisted"]
    assert reached(old[old["mode"] == "assisted"]) > reached(old[old["mode"] == "self"])


def test_making_content_and_ai_are_the_hardest_groups(sent):
    able = {
        column: float((sent[column].dropna().isin((2, 3))).mean())
        for column in (*LEVEL_COLUMNS, "level_ai")
    }

    assert sorted(able, key=able.__getitem__)[:2] == ["level_ai", "level_3"]


def test_the_two_questions_of_a_group_go_together(sent):
    answers = sent[list(ANSWER_COLUMNS[:12])].where(lambda frame: frame != REFUSED)
    related = answers.corr().to_numpy()

    within = np.mean([related[2 * group, 2 * group + 1] for group in range(6)])
    between = np.mean([related[2 * group, (2 * group + 2) % 12] for group in range(6)])
    assert within > between + 0.05


def test_one_in_twelve_came_before_and_has_improved_on_average(people, sent):
    earlier = people[people.campaign_code == "2026-1"].set_index("id")
    again = sent[sent.repeat_of.notna()]
    before = earlier.loc[again.repeat_of.astype(int)]

    assert len(again) / (FEW * 10) == pytest.approx(0.08, abs=0.01)
    assert len(earlier) == len(again)
    assert (before.commune_id.to_numpy() == again.commune_id.to_numpy()).all()
    assert (before.age_band.to_numpy() == again.age_band.to_numpy()).all()
    assert again.groups_reached.mean() > before.groups_reached.mean() + 0.3


def test_week_ends_are_busier_and_later_months_a_little_abler(sent):
    day = pd.to_datetime(sent.submitted_on)
    per_day = day.dt.day_of_week.value_counts()

    assert per_day[5] > 1.2 * per_day[0]
    assert reached(sent[day.dt.month == 11]) > reached(sent[day.dt.month == 7])


def test_postgresql_holds_the_same_people(demo_engine, postgres_server):
    name = "simulated"
    admin = create_engine(f"{postgres_server}postgres", isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    engine = open_engine(f"{postgres_server}{name}")
    migrate(engine)
    seed_reference(engine)

    simulate(engine, people=500, random_state=RANDOM_STATE)
    simulate(engine, people=500, random_state=RANDOM_STATE, replace=True)

    with Session(engine) as session:
        first = session.exec(select(Assessment).order_by(Assessment.id)).first()
        assert first.started_at.tzinfo == UTC
        next_id = session.execute(text("SELECT nextval('assessment_id_seq')")).scalar_one()
        assert next_id == session.exec(select(func.max(Assessment.id))).one() + 1
    assert verify(engine).is_clean
    engine.dispose()


def _add_one_real_draft(engine: Engine) -> None:
    now = datetime(2026, 11, 20, 3, tzinfo=UTC)
    with Session(engine) as session:
        commune = session.exec(
            select(Unit.id).where(Unit.level == "commune", col(Unit.valid_to).is_(None))
        ).first()
        session.add(
            Assessment(
                resume_code="H7K2PQ",
                data_kind=REAL,
                campaign_code="2026-2",
                version=current_version(session),
                commune_id=commune,
                audience="citizen",
                age_band="70+",
                gender="female",
                mode="assisted",
                started_at=now,
                expires_at=now,
            )
        )
        session.commit()


def _without_consent_ids(rows: list[tuple]) -> set[tuple]:
    return {row[1:] if len(row) == 6 else row for row in rows}


def _load_consents(engine: Engine, columns: dict[str, list[object]]) -> None:
    with transaction(engine) as connection, bulk.fast_loading(connection):
        declare(connection, SIMULATED)
        bulk.insert(connection, table_of(Consent), columns)
