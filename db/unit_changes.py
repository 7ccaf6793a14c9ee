"""The changes of units that were entered."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func
from sqlmodel import Session, col, select

from db.models import UnitChange
from db.unit_plans import Change


@dataclass(frozen=True)
class Part:
    """A share (0-1) of a unit that another one got."""

    old_name: str
    new_name: str
    share: float


@dataclass(frozen=True)
class ListedChange:
    """A change that was entered, as the page of units lists it."""

    change_id: int
    kind: Change
    document: str
    happens_on: date
    old_names: tuple[str, ...]
    new_names: tuple[str, ...]
    undone: bool
    parts: tuple[Part, ...]  # of a transfer


def listed_changes(session: Session) -> list[ListedChange]:
    """All changes ever entered, the latest first."""
    rows = session.exec(select(UnitChange).order_by(col(UnitChange.id).desc())).all()
    return [
        ListedChange(
            row.id or 0,
            Change(row.kind),
            row.document,
            row.happens_on,
            tuple(row.added["old_names"]),
            tuple(row.added["new_names"]),
            row.undone_at is not None,
            tuple(Part(*part) for part in row.added.get("parts", ())),
        )
        for row in rows
    ]


def latest(session: Session) -> tuple[int, int]:
    """The number of the newest change, 0 without any, and how many were undone."""
    newest, undone = session.exec(
        select(func.max(UnitChange.id), func.count(col(UnitChange.undone_at)))
    ).one()
    return newest or 0, undone
