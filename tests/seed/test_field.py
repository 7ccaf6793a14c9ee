"""The simulated field: marked, coherent by our own rules, removable, never beside real data."""

import shutil
from datetime import timedelta

import numpy as np
import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session

from db import classes, ledger, teams
from db.deployment import REAL, declare
from db.engine import open_engine, transaction
from db.hamlet_figures import figures_of_hamlets
from db.models import IndicatorReport, metadata
from db.sealed import ring_of
from db.verification import verify
from domain.access import Role, Scope
from domain.errors import MixedData, SeedError
from domain.indicator_board import Timeliness, timeliness
from domain.indicator_periods import PeriodKind, as_period
from domain.ledger import CIRCLES, LearnerState, as_name
from domain.reached import HamletGroup, is_stale
from seed.demo import LAST_DAY, simulate
from seed.simulation.field import simulate_field
from seed.simulation.field_places import FIRST, SOURCE, with_more_people
from seed.simulation.field_removal import TABLES
from seed.simulation.places import Places
from tests.templates import template

FEWER = 50  # people: what is compared does not depend on them
RING = ring_of("a key of these tests only, long enough")
LEADER = Scope(Role.LEADER, frozenset({FIRST}))
_LOG = "SELECT * FROM teamactivity ORDER BY id"
_LEARNERS = "SELECT state, state_on, hamlet_id FROM learner ORDER BY id"
_REPORTS = "SELECT area_code, indicator_code, period, value FROM indicatorreport ORDER BY id"


@pytest.fixture(scope="module")
def field_file(demo_file, tmp_path_factory):
    """With simulated people and the field's work; the passwords are in nobody's hands."""

    def fill(engine: Engine) -> None:
        simulate_field(engine, random_state=3, today=LAST_DAY, ring=RING)

    return template(tmp_path_factory, "field", fill, start=demo_file)


@pytest.fixture(scope="module")
def field(field_file, tmp_path_factory):
    """For tests that write nothing."""
    yield from _copy(field_file, tmp_path_factory.mktemp("field"))


@pytest.fixture
def own_field(field_file, tmp_path):
    """For a test that writes."""
    yield from _copy(field_file, tmp_path)


def test_a_database_without_simulated_answers_gets_no_field(engine):
    for declare_real in (False, True):
        if declare_real:
            with transaction(engine) as connection:
                declare(connection, REAL)

        with pytest.raises(MixedData):
            simulate_field(engine, random_state=1, today=LAST_DAY, ring=RING)

    assert held(engine) == {}


def test_an_account_that_was_disabled_is_not_opened_again(own_field):
    with transaction(own_field) as connection:
        connection.execute(
            text("UPDATE account SET disabled_at = created_at WHERE username = 'thu-vung'")
        )

    with pytest.raises(SeedError, match="thu-vung is disabled"):
        simulate_field(own_field, random_state=3, today=LAST_DAY, ring=RING)


def test_replacing_takes_all_of_it_away_and_the_same_number_brings_the_same_again(own_field):
    before = [rows(own_field, one) for one in (_LOG, _LEARNERS, _REPORTS)]

    simulate(own_field, people=FEWER, random_state=3, replace=True)

    assert held(own_field) == {}
    again = simulate_field(own_field, random_state=3, today=LAST_DAY, ring=None)
    assert [rows(own_field, one) for one in (_LOG, _LEARNERS, _REPORTS)] == before
    assert again.passwords == {}, "accounts stay, with the passwords people gave them"
    assert rows(own_field, "SELECT id FROM namedperson") == [], "without a key nobody has a name"
    assert verify(own_field).is_clean


def test_what_is_counted_by_hamlet_and_by_point_is_what_was_answered_there(field):
    counted = "SELECT hamlet_id, campaign_code, people FROM hamlettotal ORDER BY 1, 2"
    answered = (
        "SELECT hamlet_id, campaign_code, count(*) FROM assessment"
        " WHERE hamlet_id IS NOT NULL AND status = 'submitted' GROUP BY 1, 2 ORDER BY 1, 2"
    )
    finished = "SELECT point_id, sum(finished) FROM pointday GROUP BY 1 ORDER BY 1"
    by_point = "SELECT point_id, count(*) FROM assessment WHERE point_id > 0 GROUP BY 1 ORDER BY 1"

    assert rows(field, counted) == rows(field, answered) != []
    assert rows(field, finished) == rows(field, by_point)


def test_every_constraint_holds(field):
    assert rows(field, "PRAGMA integrity_check") == [("ok",)]
    assert rows(field, "PRAGMA foreign_key_check") == []


def test_the_places_of_the_field_get_enough_people_and_no_large_share_of_a_small_nation():
    shares = np.array([0.9999, 0.0001])
    places = Places(np.array([1, 2]), shares, np.zeros(2), np.array(["38", "38"]))

    large, small = (with_more_people(places, {FIRST: (2, "")}, people) for people in (60_000, 100))

    assert large.share[1] * 60_000 == pytest.approx(320, rel=0.01)
    assert 0.03 < small.share[1] < 0.04
    assert small.share.sum() == pytest.approx(1)


def test_whatever_is_named_says_that_it_is_made_up(field):
    named = (
        "SELECT full_name FROM unit WHERE level = 'hamlet' UNION SELECT name FROM team"
        " UNION SELECT name FROM collectionpoint UNION SELECT place_name FROM classsession"
        " UNION SELECT display_name FROM account WHERE username <> 'quan-tri'"
    )
    sources = "SELECT source FROM hamletsheet UNION SELECT source FROM indicatorreport"

    assert [name for (name,) in rows(field, named) if "thử" not in name] == []
    assert all(source.startswith(SOURCE) for (source,) in rows(field, sources))


def test_the_lists_of_a_leader_have_something_to_show(field):
    since = LAST_DAY - timedelta(days=60)
    asked = {"area_code": FIRST, "since": since, "until": LAST_DAY}
    with Session(field) as session:
        people = ledger.totals(session, LEADER, **asked)
        coming = {**asked, "until": LAST_DAY + timedelta(days=30)}
        held_classes = classes.totals(session, LEADER, **coming)
        work = teams.totals(session, LEADER, **asked)
        twice = teams.doubtful(session, LEADER, area_code=FIRST, since=since)

    assert all(people.learners[state] > 0 for state in LearnerState)
    assert people.waiting > 0 < people.closed_circles
    assert held_classes.visits > held_classes.phones > 0 < held_classes.cancelled
    assert min(work.people, work.visits, work.sessions, work.issues) > 0
    assert len(twice) == 1


def test_of_some_hamlets_more_answered_than_exist_and_from_others_nothing_came(field):
    everywhere = Scope(Role.LEADER, frozenset({"VN"}))
    with Session(field) as session:
        figures = figures_of_hamlets(
            session, everywhere, area_code="VN", campaign_code="2026-2", on=LAST_DAY
        )

    adults = [one.reach(HamletGroup.ADULTS) for one in figures]
    assert any(one.is_over for one in adults)
    assert any(one.nobody for one in adults)
    assert any(one.exist is None for one in adults), "one hamlet is on no sheet"
    assert any(one.last_answer and is_stale(one.last_answer, LAST_DAY) for one in figures)


def test_an_ambassador_has_five_learners_at_most_and_a_circle_closes_by_what_was_learnt(field):
    most = (
        "SELECT count(*) FROM mentorship WHERE ended_on IS NULL"
        " GROUP BY ambassador_id ORDER BY 1 DESC LIMIT 1"
    )
    closed = (
        "SELECT DISTINCT learner.state FROM mentorship JOIN learner ON learner.id = learner_id"
        " WHERE closed_on IS NOT NULL"
    )

    assert rows(field, most) == [(CIRCLES,)]
    assert {state for (state,) in rows(field, closed)} == {"can_do", "helps"}
    assert as_name("Học viên thử A") == "Học viên thử A"


def test_the_board_of_reports_has_units_in_time_late_and_silent(field):
    reports = IndicatorReport.__table__.c
    last = as_period(PeriodKind.MONTH, "2026-10")
    with field.connect() as connection:
        first = connection.execute(
            metadata.tables["indicatorreport"].select().where(reports.period == "2026-10")
        ).all()
    moments = {row.reported_at.date() for row in first if row.version == 1}
    found = {timeliness(last, 5, first_on=day, today=LAST_DAY) for day in moments}

    assert found == {Timeliness.ON_TIME, Timeliness.LATE}
    assert len({row.area_code for row in first}) < 34 + 166


def held(engine: Engine) -> dict[str, int]:
    """What of the field there is, by table."""
    found = {name: rows(engine, f"SELECT count(*) FROM {name}")[0][0] for name in sorted(TABLES)}
    found["hamlets"] = rows(engine, "SELECT count(*) FROM unit WHERE level = 'hamlet'")[0][0]
    return {name: number for name, number in found.items() if number}


def rows(engine: Engine, statement: str) -> list[tuple]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement))]


def _copy(made, folder):
    path = folder / "test.db"
    shutil.copy(made, path)
    engine = open_engine(f"sqlite:///{path}")
    yield engine
    engine.dispose()
