"""A batch of people who were typed in by somebody else, taken back whole."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, select
from sqlmodel import col

from db import rollups
from db.authority import acting_scope
from db.commands.assessment_rows import delete_assessment
from db.commands.audit import record
from db.commands.collection_points import count_at_point
from db.engine import transaction
from db.models import ImportRow, metadata
from db.scopes import within
from domain.access import Permission, Scope
from domain.errors import UnknownBatch

_assessments = metadata.tables["assessment"]
_batches = metadata.tables["importbatch"]
_rows = metadata.tables["importrow"]


def undo_batch(engine: Engine, *, batch_id: int, by: int, now: datetime, today: date) -> int:
    """
    Take back everybody a batch brought and who has not withdrawn; returns how many.

    Raises:
        NotAllowed: `by` collects nowhere today.
        UnknownBatch: there is none, it was undone, or somebody of it lies outside their scope.
    """
    with transaction(engine) as connection:
        scope = acting_scope(connection, by, Permission.COLLECT, on=today)
        batch = _batch_within(connection, scope, batch_id)
        people = _people_of(connection, batch_id)
        rollups.add_people(connection, people, sign=-1)
        _forget(connection, batch_id, people)
        _uncount_at_point(connection, batch, people)
        record(connection, "batch.undo", f"batch:{batch_id}", by=by, now=now, people=len(people))
        done = {"key": None, "undone_by": by, "undone_at": now}
        connection.execute(_batches.update().where(_batches.c.id == batch_id).values(done))
        return len(people)


def _batch_within(connection: Connection, scope: Scope, batch_id: int) -> Mapping[str, Any]:
    found = connection.execute(
        select(_batches)
        .where(_batches.c.id == batch_id, _batches.c.undone_at.is_(None))
        .with_for_update()
    )
    batch = found.mappings().first()
    outside = select(_rows.c.row_key).where(
        _rows.c.batch_id == batch_id, ~within(scope, col(ImportRow.commune_id))
    )
    if batch is None or connection.execute(outside.limit(1)).first() is not None:
        raise UnknownBatch
    return dict(batch)


def _people_of(connection: Connection, batch_id: int) -> list[dict[str, Any]]:
    found = connection.execute(
        select(_assessments)
        .join(_rows, _rows.c.assessment_id == _assessments.c.id)
        .where(_rows.c.batch_id == batch_id)
        .order_by(_assessments.c.id)
        .with_for_update(of=_assessments)
    )
    return [dict(row) for row in found.mappings()]


def _forget(connection: Connection, batch_id: int, people: Iterable[Mapping[str, Any]]) -> None:
    """The people and their sheets; a sheet whose person withdrew stays, so that none comes back."""
    mine = (_rows.c.batch_id == batch_id) & _rows.c.assessment_id.is_not(None)
    connection.execute(_rows.delete().where(mine))
    for person in people:
        delete_assessment(connection, person["id"])


def _uncount_at_point(
    connection: Connection, batch: Mapping[str, Any], people: Iterable[Mapping[str, Any]]
) -> None:
    days = Counter(person["submitted_on"] for person in people)
    for day, number in sorted(days.items()):
        count_at_point(connection, batch["point_id"], day, -number)
