"""Parts of communes that went to others which go on: the history of both."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from db.models import Unit, UnitChange, UnitLineage
from db.unit_plans import Change


@dataclass(frozen=True)
class MovedPart:
    """A part of one commune that belongs to another since a day, by a document."""

    old_code: str
    old_name: str
    new_code: str
    new_name: str
    happened_on: date
    document: str


def moved_parts(session: Session, *, today: date) -> tuple[MovedPart, ...]:
    """Every part that has moved by a day, the earliest first; an undone change moved nothing."""
    old, new = aliased(Unit), aliased(Unit)
    edge = (col(UnitLineage.happened_on), col(UnitLineage.document))
    statement = (
        select(col(old.code), col(old.full_name), col(new.code), col(new.full_name), *edge)
        .join(UnitLineage, col(UnitLineage.old_id) == col(old.id))
        .join(new, col(new.id) == col(UnitLineage.new_id))
        .join(UnitChange, col(UnitChange.id) == col(UnitLineage.change_id))
        .where(
            col(UnitChange.kind) == Change.TRANSFER.value,
            col(UnitLineage.happened_on) <= today,
            col(old.code) != col(new.code),
        )
        .order_by(col(UnitLineage.happened_on), col(old.code), col(new.code))
    )
    return tuple(MovedPart(*row) for row in session.execute(statement))
