"""Who leaves the ledger 1-kèm-5: an ambassador who goes, and whoever asks to be forgotten."""

from datetime import date, datetime

from sqlalchemy import Connection, Engine, select, update

from db.authority import acting_scope
from db.commands.audit import record
from db.commands.ledger_rows import ambassador_row, end_pairs, learner_row
from db.engine import fold_log, transaction
from db.models import metadata
from domain.access import Permission
from domain.ledger import PairEnd, refuse_day

_people = metadata.tables["namedperson"]
_ambassadors = metadata.tables["ambassador"]
_learners = metadata.tables["learner"]
_NOWHERE = {"hamlet_id": None, "hamlet_text": ""}


def ambassador_left(
    engine: Engine, *, ambassador_id: int, left_on: date, by: int, now: datetime, today: date
) -> None:
    """
    An ambassador leaves: their learners wait for another, and what they reached stays.

    Raises:
        NotAllowed, UnknownAmbassador, AmbassadorHasLeft, DayInTheFuture, DayTooEarly.
    """
    with transaction(engine) as connection:
        scope = acting_scope(connection, by, Permission.KEEP_LEDGER, on=today)
        ambassador = ambassador_row(connection, scope, ambassador_id)
        refuse_day(left_on, today=today, not_before=ambassador.since)
        _leave(connection, ambassador_id, left_on)
        record(connection, "ledger.left", f"ambassador:{ambassador_id}", by=by, now=now)


def delete_learner(engine: Engine, *, learner_id: int, by: int, now: datetime, today: date) -> None:
    """
    Forget who a learner is, everywhere, also as an ambassador; counts of the past stay counts.

    Raises:
        NotAllowed, UnknownLearner.
    """
    with transaction(engine) as connection:
        learner = learner_row(
            connection, acting_scope(connection, by, Permission.KEEP_LEDGER, on=today), learner_id
        )
        _forget(connection, learner.person_id, today)
        _drop(connection, learner_id, today)
        record(connection, "ledger.delete", f"learner:{learner_id}", by=by, now=now)
    fold_log(engine)


def delete_ambassador(
    engine: Engine, *, ambassador_id: int, by: int, now: datetime, today: date
) -> None:
    """
    Forget who an ambassador is, everywhere, also as a learner; their learners wait for another.

    Raises:
        NotAllowed, UnknownAmbassador, AmbassadorHasLeft.
    """
    with transaction(engine) as connection:
        scope = acting_scope(connection, by, Permission.KEEP_LEDGER, on=today)
        ambassador = ambassador_row(connection, scope, ambassador_id)
        _leave(connection, ambassador_id, today)
        _forget(connection, ambassador.person_id, today)
        record(connection, "ledger.delete", f"ambassador:{ambassador_id}", by=by, now=now)
    fold_log(engine)


def _leave(connection: Connection, ambassador_id: int, day: date) -> None:
    end_pairs(connection, "ambassador_id", ambassador_id, day, PairEnd.AMBASSADOR_LEFT)
    mine = _ambassadors.c.id == ambassador_id
    connection.execute(update(_ambassadors).where(mine).values(left_on=day))


def _drop(connection: Connection, learner_id: int, today: date) -> None:
    end_pairs(connection, "learner_id", learner_id, today, PairEnd.DELETED)
    mine = _learners.c.id == learner_id
    gone = {"person_id": None, "deleted_on": today, **_NOWHERE}
    connection.execute(update(_learners).where(mine).values(gone))


def _forget(connection: Connection, person_id: int | None, today: date) -> None:
    """Whoever this was, as a learner and as an ambassador; the row with the name goes last."""
    if person_id is None:
        return
    learner = select(_learners.c.id).where(_learners.c.person_id == person_id)
    for id_ in connection.scalars(learner).all():
        _drop(connection, id_, today)
    here = select(_ambassadors.c.id).where(
        _ambassadors.c.person_id == person_id, _ambassadors.c.left_on.is_(None)
    )
    for id_ in connection.scalars(here).all():
        _leave(connection, id_, today)
    person = _ambassadors.c.person_id == person_id
    connection.execute(update(_ambassadors).where(person).values(person_id=None, **_NOWHERE))
    connection.execute(_people.delete().where(_people.c.id == person_id))
