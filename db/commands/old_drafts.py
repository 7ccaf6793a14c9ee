"""Forgetting what nobody finished: an unfinished assessment is not kept for ever."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, delete, exists

from db import rollups
from db.commands.few_at_a_time import PACE, Pace, change_few_at_a_time
from db.deployment import REAL
from db.models import metadata

GRACE = timedelta(days=30)  # so long an expired code still says that it is too old

_drafts = metadata.tables["assessment"]
_later = _drafts.alias("later")
_a = _drafts.c


def delete_old_drafts(engine: Engine, *, now: datetime, pace: Pace = PACE) -> int:
    """Delete drafts, with their answers and consents, that expired a month ago; how many."""
    old = (
        (_a.data_kind == REAL)  # simulated people have nothing to forget
        & _a.submitted_on.is_(None)  # as in db/commands/retention.py
        & (_a.expires_at <= now - GRACE)
        & ~exists().where(_later.c.repeat_of == _a.id)
    )

    def change(connection: Connection, keys: Sequence[Any]) -> int:
        statement = delete(_drafts).where(old & _a.id.in_(keys)).returning(*_a)
        deleted = connection.execute(statement).mappings().all()
        rollups.take_back_drafts(connection, [dict(row) for row in deleted])
        return len(deleted)

    return change_few_at_a_time(engine, _a.id, old, change, pace)
