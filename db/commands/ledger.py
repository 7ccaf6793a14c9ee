"""Pairs and steps of the ledger 1-kèm-5; a circle closes by a finished check and nothing else."""

from datetime import UTC, date, datetime, time

from sqlalchemy import Connection, Engine, RowMapping, func, select, update
from sqlmodel import Session

from db.assessments import SUBMITTED, read_draft
from db.authority import acting_scope
from db.commands.audit import record
from db.commands.ledger_rows import (
    LearnerRow,
    ambassador_row,
    end_pairs,
    learner_row,
    store_step,
)
from db.dialects import insert_into
from db.engine import transaction
from db.keyed_hash import keyed_hash
from db.lineage import commune_lineage
from db.models import metadata
from db.questionnaires import load_check
from domain.access import Permission
from domain.errors import (
    AlreadyInACircle,
    CheckNotFound,
    CheckUnfinished,
    CheckUsed,
    CirclesFull,
    OwnCircle,
    StepRefused,
    UnknownLearner,
    UnknownResumeCode,
)
from domain.ledger import (
    CIRCLES,
    CLOSED,
    BackReason,
    LearnerState,
    PairEnd,
    refuse_day,
    refuse_early_check,
    refuse_step,
    state_after_check,
)
from domain.resume_code import normalise

_learners = metadata.tables["learner"]
_pairs = metadata.tables["mentorship"]
_used = metadata.tables["usedcheck"]
_assessments = metadata.tables["assessment"]


def pair(
    engine: Engine, *, ambassador_id: int, learner_id: int, began_on: date, by: int,
    now: datetime, today: date,
) -> None:  # fmt: skip
    """
    Put a learner into a circle of an ambassador of the same commune.

    Raises:
        NotAllowed, UnknownAmbassador, AmbassadorHasLeft, UnknownLearner.
        OwnCircle, AlreadyInACircle, CirclesFull, DayInTheFuture, DayTooEarly.
        StepRefused: this learner can do it already.
    """
    with transaction(engine) as connection:
        scope = acting_scope(connection, by, Permission.KEEP_LEDGER, on=today)
        ambassador = ambassador_row(connection, scope, ambassador_id)
        learner = learner_row(connection, scope, learner_id)
        if learner.commune_id != ambassador.commune_id:
            raise UnknownLearner
        if learner.person_id is not None and learner.person_id == ambassador.person_id:
            raise OwnCircle
        if learner.state in CLOSED:
            raise StepRefused
        refuse_day(began_on, today=today, not_before=ambassador.since)
        _refuse_full(connection, ambassador_id, learner_id)
        values = {"ambassador_id": ambassador_id, "learner_id": learner_id, "began_on": began_on,
                  "created_by": by, "created_at": now}  # fmt: skip
        connection.execute(_pairs.insert().values(values))
        record(connection, "ledger.pair", f"learner:{learner_id}", by=by, now=now,
               ambassador=ambassador_id)  # fmt: skip


def part_pair(engine: Engine, *, learner_id: int, by: int, now: datetime, today: date) -> None:
    """
    A learner leaves their circle and waits for another ambassador; what they reached stays.

    Raises:
        NotAllowed, UnknownLearner.
    """
    with transaction(engine) as connection:
        learner_row(
            connection, acting_scope(connection, by, Permission.KEEP_LEDGER, on=today), learner_id
        )
        end_pairs(connection, "learner_id", learner_id, today, PairEnd.CHANGED)
        record(connection, "ledger.part", f"learner:{learner_id}", by=by, now=now)


def take_step(
    engine: Engine, *, learner_id: int, state: LearnerState, day: date, by: int, now: datetime,
    today: date, reason: BackReason | None = None,
) -> None:  # fmt: skip
    """
    One step on, or back to an earlier one for a reason; a circle that is open again is not closed.

    Raises:
        NotAllowed, UnknownLearner, StepRefused, StepBackNeedsReason, DayInTheFuture, DayTooEarly.
    """
    with transaction(engine) as connection:
        learner = learner_row(
            connection, acting_scope(connection, by, Permission.KEEP_LEDGER, on=today), learner_id
        )
        refuse_step(learner.state, state, reason)
        refuse_day(day, today=today, not_before=learner.state_on)
        if state is LearnerState.LEARNING and learner.state is LearnerState.INVITED:
            _active_pair(connection, learner)
        _move(connection, learner, state, day=day, by=by, now=now, reason=reason)
        if state not in CLOSED:
            mine = _pairs.c.learner_id == learner_id
            connection.execute(update(_pairs).where(mine).values(closed_on=None))
        record(connection, "ledger.step", f"learner:{learner_id}", by=by, now=now,
               state=state.value)  # fmt: skip


def close_by_check(
    engine: Engine, *, learner_id: int, code: str, by: int, now: datetime, today: date
) -> LearnerState:
    """
    Close a learner's circle by the small check they finished; where they stand now.

    Of the assessment only a keyed hash is kept, apart from the learner, so that it closes one
    circle and nothing leads from the name to the answers. Who showed nothing learns on.

    Raises:
        NotAllowed, UnknownLearner, StepRefused: no circle to close, or closed already.
        CheckNotFound, CheckUnfinished, CheckTooEarly, CheckUsed.
    """
    with transaction(engine) as connection:
        learner = learner_row(
            connection, acting_scope(connection, by, Permission.KEEP_LEDGER, on=today), learner_id
        )
        before = _active_pair(connection, learner)
        found = _assessment(connection, code, learner.commune_id)
        showed = _showed_something(connection, found["resume_code"], now)
        refuse_early_check(
            found["started_at"], began_on=before["began_on"], paired_at=before["created_at"]
        )
        state = state_after_check(learner.state, showed_something=showed)
        _use(connection, found["resume_code"], today)
        if learner.state is not LearnerState.CHECKED:
            _move(connection, learner, LearnerState.CHECKED, day=today, by=by, now=now)
        if state is LearnerState.CAN_DO:
            _move(connection, learner, state, day=today, by=by, now=now)
            mine = _pairs.c.id == before["id"]
            connection.execute(update(_pairs).where(mine).values(closed_on=today))
        record(connection, "ledger.check", f"learner:{learner_id}", by=by, now=now)
        return state


def _refuse_full(connection: Connection, ambassador_id: int, learner_id: int) -> None:
    active = select(func.count()).select_from(_pairs).where(_pairs.c.ended_on.is_(None))
    if connection.scalar(active.where(_pairs.c.learner_id == learner_id)):
        raise AlreadyInACircle
    if (connection.scalar(active.where(_pairs.c.ambassador_id == ambassador_id)) or 0) >= CIRCLES:
        raise CirclesFull


def _active_pair(connection: Connection, learner: LearnerRow) -> RowMapping:
    mine = select(_pairs).where(_pairs.c.learner_id == learner.id, _pairs.c.ended_on.is_(None))
    found = connection.execute(mine).mappings().first()
    if found is None:
        raise StepRefused
    return found


def _assessment(connection: Connection, code: str, commune_id: int) -> RowMapping:
    """What was sent under this code in this commune, or in one that went into it."""
    try:
        stored = normalise(code)
    except UnknownResumeCode:
        raise CheckNotFound from None
    communes = (commune_id, *commune_lineage(Session(connection)).before(commune_id))
    found = connection.execute(
        select(_assessments.c.resume_code, _assessments.c.started_at).where(
            _assessments.c.resume_code == stored,
            _assessments.c.commune_id.in_(communes),
            _assessments.c.status == SUBMITTED,
        )
    )
    row = found.mappings().first()
    if row is None:
        raise CheckNotFound
    return row


def _showed_something(connection: Connection, code: str, now: datetime) -> bool:
    """Whether at least one thing of a finished check was shown."""
    draft = read_draft(connection, code, now)
    version = draft.extras.check_version
    if version is None:
        raise CheckUnfinished
    asked = load_check(Session(connection), version).asked(draft.mode, draft.device)
    if not asked or not draft.extras.is_finished(asked):
        raise CheckUnfinished
    return 1 in draft.extras.shown()


def _use(connection: Connection, code: str, today: date) -> None:
    """An assessment closes one circle; the month is enough to forget it one day."""
    row = {"assessment_hash": keyed_hash("ledger check", code),
           "used_in": datetime.combine(today.replace(day=1), time(), UTC)}  # fmt: skip
    statement = (
        insert_into(_used, connection.dialect.name)
        .on_conflict_do_nothing()
        .returning(_used.c.assessment_hash)
    )
    if connection.execute(statement, row).scalar() is None:
        raise CheckUsed


def _move(
    connection: Connection, learner: LearnerRow, state: LearnerState, *, day: date, by: int,
    now: datetime, reason: BackReason | None = None,
) -> None:  # fmt: skip
    mine = _learners.c.id == learner.id
    connection.execute(update(_learners).where(mine).values(state=state.value, state_on=day))
    store_step(connection, learner.id, state, day=day, by=by, now=now, reason=reason)
