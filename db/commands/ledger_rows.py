"""Rows of the ledger as its commands find and change them, always inside a scope."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, case, insert, select, update
from sqlmodel import col

from db.models import Ambassador, Learner, metadata
from db.scopes import within
from domain.access import Scope
from domain.errors import AmbassadorHasLeft, UnknownAmbassador, UnknownLearner
from domain.ledger import BackReason, LearnerState, PairEnd

_pairs = metadata.tables["mentorship"]
_steps = metadata.tables["learnerstep"]
_HIGHEST_ID = 2**31 - 1


@dataclass(frozen=True)
class LearnerRow:
    """A learner who was not deleted."""

    id: int
    person_id: int | None
    commune_id: int
    hamlet_id: int | None
    hamlet_text: str
    state: LearnerState
    state_on: date


@dataclass(frozen=True)
class AmbassadorRow:
    """An ambassador who has not left."""

    id: int
    person_id: int | None
    commune_id: int
    since: date


def learner_row(connection: Connection, scope: Scope, learner_id: int) -> LearnerRow:
    """
    A learner of the scope, locked until the transaction ends.

    Raises:
        UnknownLearner: there is none, one of elsewhere, or a deleted one; not told apart.
    """
    statement = (
        select(
            col(Learner.id), col(Learner.person_id), col(Learner.commune_id),
            col(Learner.hamlet_id), col(Learner.hamlet_text), col(Learner.state),
            col(Learner.state_on),
        )
        .where(
            col(Learner.id) == learner_id,
            within(scope, col(Learner.commune_id)),
            col(Learner.deleted_on).is_(None),
        )
        .with_for_update()
    )  # fmt: skip
    row = connection.execute(statement).first() if learner_id <= _HIGHEST_ID else None
    if row is None:
        raise UnknownLearner
    return LearnerRow(
        row.id, row.person_id, row.commune_id, row.hamlet_id, row.hamlet_text,
        LearnerState(row.state), row.state_on,
    )  # fmt: skip


def ambassador_row(connection: Connection, scope: Scope, ambassador_id: int) -> AmbassadorRow:
    """
    An ambassador of the scope, locked until the transaction ends.

    Raises:
        UnknownAmbassador: there is none, or one of elsewhere; not told apart.
        AmbassadorHasLeft.
    """
    statement = (
        select(
            col(Ambassador.id), col(Ambassador.person_id), col(Ambassador.commune_id),
            col(Ambassador.since), col(Ambassador.left_on),
        )
        .where(
            col(Ambassador.id) == ambassador_id, within(scope, col(Ambassador.commune_id))
        )
        .with_for_update()
    )  # fmt: skip
    row = connection.execute(statement).first() if ambassador_id <= _HIGHEST_ID else None
    if row is None:
        raise UnknownAmbassador
    if row.left_on is not None:
        raise AmbassadorHasLeft
    return AmbassadorRow(row.id, row.person_id, row.commune_id, row.since)


def end_pairs(connection: Connection, column: str, whose: int, day: date, reason: PairEnd) -> None:
    """End what pairs somebody is in; none ends before it began."""
    begun = _pairs.c.began_on
    ended = case((begun > day, begun), else_=day)
    connection.execute(
        update(_pairs)
        .where(_pairs.c[column] == whose, _pairs.c.ended_on.is_(None))
        .values(ended_on=ended, end_reason=reason.value)
    )


def store_step(
    connection: Connection,
    learner_id: int,
    state: LearnerState,
    *,
    day: date,
    by: int,
    now: datetime,
    reason: BackReason | None = None,
) -> None:
    """One line of a learner's history."""
    row = {"learner_id": learner_id, "state": state.value, "day": day, "recorded_by": by,
           "reason": None if reason is None else reason.value, "recorded_at": now}  # fmt: skip
    connection.execute(insert(_steps).values(row))
