"""What this database is: real or simulated answers, and how many changes it has seen."""

from sqlalchemy import Connection
from sqlmodel import Session, select

from db.models import Deployment
from domain.errors import MixedData

REAL, SIMULATED = 0, 1


def is_simulated(session: Session) -> bool:
    """Whether this database holds simulated answers."""
    return session.exec(select(Deployment.data_kind)).first() == SIMULATED


def data_version(session: Session) -> int:
    """A number that grows with every change of a published figure."""
    return session.exec(select(Deployment.data_version)).first() or 0


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
