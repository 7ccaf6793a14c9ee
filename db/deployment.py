"""What this database is: real or simulated, how many changes it has seen, of which day."""

from datetime import date

from sqlalchemy import Connection
from sqlmodel import Session, col, select

from db.models import Deployment, Release
from domain import calendar_day
from domain.errors import MixedData

REAL, SIMULATED = 0, 1


def is_simulated(session: Session) -> bool:
    """Whether this database holds simulated answers."""
    return session.exec(select(Deployment.data_kind)).first() == SIMULATED


def data_version(session: Session) -> int:
    """A number that grows with every change of a published figure."""
    return session.exec(select(Deployment.data_version)).first() or 0


def released_on(session: Session) -> date | None:
    """The day by whose boundaries the last release was decided; None before the first."""
    last = select(Release.released_at).order_by(col(Release.id).desc()).limit(1)
    moment = session.exec(last).first()
    return None if moment is None else calendar_day.day_of(moment)


def declare(connection: Connection, kind: int) -> None:
    """
    Say what kind of answers this database holds, once.

    Raises:
        MixedData: it already holds the other kind.
    """
    table = Deployment.__table__  # type: ignore[attr-defined]
    held = connection.execute(table.select()).first()
    if held is None:
        connection.execute(table.insert().values(id=1, data_kind=kind, data_version=0))
    elif held.data_kind != kind:
        raise MixedData(held=held.data_kind, wanted=kind)
