"""Fills a database with simulated answers, and only a database that holds no real ones."""

import dataclasses
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import numpy as np
from sqlalchemy import Connection, Engine, func, select
from sqlmodel import Session

from db.deployment import REAL, SIMULATED, declare
from db.engine import transaction
from db.models import (
    Assessment,
    Campaign,
    Consent,
    Deployment,
    ExtraAnswers,
    HelperPass,
    HelperTotal,
)
from db.questionnaires import (
    current_version,
    load_check,
    load_packs,
    load_questionnaire,
    newest_check,
    newest_packs,
)
from db.rollups import rebuild
from db.settings import settings
from domain.device import Device
from domain.errors import MixedData, SeedError
from domain.questionnaire import Questionnaire
from publishing.release import catch_up
from seed.simulation import bulk
from seed.simulation.days import days_of
from seed.simulation.extras import device_columns, extra_columns
from seed.simulation.field_places import units_of_today, with_more_people
from seed.simulation.field_removal import remove_field
from seed.simulation.help import insert_passes
from seed.simulation.places import simulated_places
from seed.simulation.records import Batch, Plan, Round, assessment_columns, consent_columns
from seed.simulation.rounds import batches
from seed.store import table_of

LAST_DAY = date(2026, 11, 20)  # the day up to which people answer when none is given

_assessments, _consents = table_of(Assessment), table_of(Consent)
_extras = table_of(ExtraAnswers)
_passes, _helped = table_of(HelperPass), table_of(HelperTotal)


@dataclass(frozen=True)
class Simulated:
    """What was written: people, their assessments (some have two), and those never sent."""

    people: int
    assessments: int
    drafts: int


def simulate(
    engine: Engine,
    *,
    people: int,
    random_state: int,
    today: date = LAST_DAY,
    replace: bool = False,
    with_field: bool = False,
) -> Simulated:
    """
    Write this many simulated people up to today and rebuild the rollups.

    The same people, random state, day and reference data give the same rows. The answers are one
    transaction: all of them, or none.

    Args:
        with_field: let enough people answer where `seed.simulation.field` is to be written.

    Raises:
        MixedData: the database holds real answers.
        SeedError: it already holds simulated ones and `replace` was not asked for, the reference
            data are missing, or no campaign has started by today.
    """
    if people < 1:
        raise SeedError(f"cannot simulate {people} people")
    questionnaire = _questionnaire(engine)
    with transaction(engine) as connection, bulk.fast_loading(connection):
        _make_room(connection, replace=replace)
        plan = _plan(connection, questionnaire, people, random_state, today)
        if with_field:
            places = with_more_people(plan.places, units_of_today(connection), people)
            plan = dataclasses.replace(plan, places=places)
        written = _write(connection, plan, random_state)
    rebuild(engine)
    catch_up(engine, now=datetime.combine(today, time(12), UTC), minimum=settings().minimum_group)
    return written


def holds_answers(engine: Engine) -> bool:
    """Whether any answer lies here, or the database was declared to be for real ones."""
    with engine.connect() as connection:
        return _count(connection) > 0 or _kind(connection) == REAL


def is_for_real_answers(engine: Engine) -> bool:
    """Whether the database was declared to be for real ones, though none lies here yet."""
    with engine.connect() as connection:
        return _kind(connection) == REAL


def _questionnaire(engine: Engine) -> Questionnaire:
    with Session(engine) as session:
        return load_questionnaire(session, current_version(session))


def _make_room(connection: Connection, *, replace: bool) -> None:
    held = _count(connection)
    if _kind(connection) == REAL:
        if held:
            raise MixedData(held=REAL, wanted=SIMULATED)
        connection.execute(table_of(Deployment).update().values(data_kind=SIMULATED))
    if held and not replace:
        raise SeedError(f"{held} simulated assessments are here already: use --replace")
    if held:
        _delete_all(connection)
        remove_field(connection)
    for table in (_helped, _passes):  # what helpers did with a pass goes with the people
        connection.execute(table.delete())
    declare(connection, SIMULATED)


def _delete_all(connection: Connection) -> None:
    connection.execute(_extras.delete())
    connection.execute(_consents.delete())
    connection.execute(_assessments.delete().where(_assessments.c.repeat_of.is_not(None)))
    connection.execute(_assessments.delete())


def _write(connection: Connection, plan: Plan, random_state: int) -> Simulated:
    assessments = drafts = 0
    insert_passes(connection, plan.present.days.days[-1])
    for batch in batches(plan, random_state):
        bulk.insert(connection, _assessments, assessment_columns(batch, plan))
        bulk.insert(connection, _consents, consent_columns(batch, plan))
        _write_extras(connection, batch, plan, random_state)
        assessments += len(batch)
        drafts += int(batch.left.sum())
    bulk.continue_ids(connection, _assessments)
    bulk.continue_ids(connection, _passes)
    return Simulated(plan.people, assessments, drafts)


def _write_extras(connection: Connection, batch: Batch, plan: Plan, random_state: int) -> None:
    """What some people add, where it is published; a source of its own changes nobody's answers."""
    with Session(connection) as session:
        packs, check = newest_packs(session), newest_check(session)
        if packs is None or check is None:
            return
        published = load_packs(session, packs), load_check(session, check)
    devices = np.array(device_columns(batch, plan.questionnaire)["device"])
    random = np.random.default_rng([random_state, batch.first_id, plan.people])
    columns = extra_columns(
        batch, *published, random, has_smartphone=devices == int(Device.SMARTPHONE)
    )
    bulk.insert(connection, _extras, columns)


def _plan(
    connection: Connection,
    questionnaire: Questionnaire,
    people: int,
    random_state: int,
    today: date,
) -> Plan:
    rounds = _rounds(connection, today)
    return Plan(
        people=people,
        places=simulated_places(connection, np.random.default_rng(random_state)),
        questionnaire=questionnaire,
        present=rounds[0],
        earlier=rounds[1] if len(rounds) > 1 else None,
        utc_suffix="+00" if connection.dialect.name == "postgresql" else "",
    )


def _rounds(connection: Connection, today: date) -> list[Round]:
    """The campaigns that have started by a day, the latest first."""
    campaign = table_of(Campaign).c
    started = connection.execute(
        select(campaign.code, campaign.starts_on, campaign.ends_on)
        .where(campaign.starts_on <= today)
        .order_by(campaign.starts_on.desc())
    )
    rounds = [Round(code, days_of(first, min(last, today))) for code, first, last in started]
    if not rounds:
        raise SeedError(f"no campaign has started by {today}")
    return rounds


def _count(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(_assessments)).scalar_one()


def _kind(connection: Connection) -> int | None:
    return connection.execute(select(table_of(Deployment).c.data_kind)).scalar()
