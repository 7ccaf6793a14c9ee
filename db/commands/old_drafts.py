"""Forgetting what nobody finished: an unfinished assessment is not kept for ever."""

from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, select
from sqlmodel import col

from db import rollups
from db.assessments import DRAFT
from db.deployment import REAL
from db.engine import transaction
from db.models import Assessment, metadata

GRACE = timedelta(days=30)  # so long an expired code still says that it is too old

_columns = metadata.tables["assessment"].c


def delete_old_drafts(engine: Engine, *, now: datetime) -> int:
    """Delete drafts, with their answers and consents, that expired a month ago; how many."""
    earlier = select(col(Assessment.repeat_of)).where(col(Assessment.repeat_of).is_not(None))
    statement = delete(Assessment).where(
        col(Assessment.data_kind) == REAL,  # simulated people have nothing to forget
        col(Assessment.status) == DRAFT,
        col(Assessment.expires_at) <= now - GRACE,
        col(Assessment.id).not_in(earlier),
    )
    with transaction(engine) as connection:
        deleted = connection.execute(statement.returning(*_columns)).mappings().all()
        rollups.take_back_drafts(connection, [dict(row) for row in deleted])
        return len(deleted)
