"""Hamlets of a commune: made one by one or from a list, renamed, closed; nothing is deleted."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, Engine, func, insert, select, update
from sqlmodel import Session, col

from db.authority import acting_scope
from db.collection_points import commune_within
from db.commands.audit import record
from db.engine import transaction
from db.hamlets import HAMLET, Hamlet, hamlet_within
from db.models import HamletName as OldName
from db.models import Unit
from domain.access import Permission
from domain.errors import HamletNameTaken, NoRows
from domain.hamlets import HamletName
from domain.places import search_key, sort_key

_BEFORE_RECORDS = date(1, 1, 1)  # a hamlet was there before somebody entered it
_ONE_DAY = timedelta(days=1)


def create_hamlets(
    engine: Engine,
    names: Sequence[HamletName],
    *,
    commune_code: str,
    by: int,
    now: datetime,
    today: date,
) -> int:
    """
    Make the hamlets of this list that the commune does not have yet; returns how many.

    Raises:
        NotAllowed: `by` manages hamlets nowhere today.
        OutsideScope: the commune is not one of theirs.
        NoRows: the commune has all of them.
    """
    with transaction(engine) as connection, Session(connection) as session:
        scope = acting_scope(connection, by, Permission.MANAGE_HAMLETS, on=today)
        commune_id = commune_within(session, scope, commune_code, on=today)
        taken = _names_of(connection, commune_id, commune_code)
        new = list({name.key: name for name in names if name.key not in taken}.values())
        if not new:
            raise NoRows
        first = _next_number(connection, commune_code)
        rows = [_row(name, commune_code, number) for number, name in enumerate(new, start=first)]
        connection.execute(insert(Unit), rows)
        subject = f"commune:{commune_code}"
        record(connection, "hamlet.create", subject, by=by, now=now, hamlets=len(new))
        return len(new)


def rename_hamlet(
    engine: Engine, *, code: str, name: HamletName, by: int, now: datetime, today: date
) -> None:
    """
    Call a hamlet otherwise from today on; the name it had is kept.

    Raises:
        NotAllowed, UnknownHamlet.
        HamletNameTaken: another open hamlet of the commune is called so.
    """
    with transaction(engine) as connection:
        hamlet = _mine(connection, code, by, today)
        if hamlet.full_name == name.full:
            return
        taken = _names_of(connection, _commune_id(connection, hamlet), hamlet.commune_code)
        if name.key in taken and name.key != hamlet.full_name.casefold():
            raise HamletNameTaken(name=name.full)
        old = {"hamlet_id": hamlet.unit_id, "full_name": hamlet.full_name}
        connection.execute(insert(OldName).values(**old, used_until=today - _ONE_DAY))
        mine = col(Unit.id) == hamlet.unit_id
        connection.execute(update(Unit).where(mine).values(**_named(name)))
        record(connection, "hamlet.rename", f"hamlet:{code}", by=by, now=now)


def close_hamlet(engine: Engine, *, code: str, by: int, now: datetime, today: date) -> None:
    """
    A hamlet is no more from today on: nothing new belongs to it, what did stays.

    Raises:
        NotAllowed, UnknownHamlet.
    """
    with transaction(engine) as connection:
        hamlet = _mine(connection, code, by, today)
        mine = col(Unit.id) == hamlet.unit_id
        connection.execute(update(Unit).where(mine).values(valid_to=today - _ONE_DAY))
        record(connection, "hamlet.close", f"hamlet:{code}", by=by, now=now)


def _mine(connection: Connection, code: str, by: int, today: date) -> Hamlet:
    scope = acting_scope(connection, by, Permission.MANAGE_HAMLETS, on=today)
    with Session(connection) as session:
        return hamlet_within(session, scope, code, on=today)


def _commune_id(connection: Connection, hamlet: Hamlet) -> int:
    newest = select(func.max(col(Unit.id))).where(
        col(Unit.level) == "commune", col(Unit.code) == hamlet.commune_code
    )
    return connection.execute(newest).scalar_one() or 0


def _names_of(connection: Connection, commune_id: int, commune_code: str) -> set[str]:
    """The names of its open hamlets; whoever names another one at the same time waits."""
    connection.execute(select(col(Unit.id)).where(col(Unit.id) == commune_id).with_for_update())
    names = select(col(Unit.full_name)).where(
        col(Unit.level) == HAMLET,
        col(Unit.parent_code) == commune_code,
        col(Unit.valid_to).is_(None),
    )
    return {name.casefold() for name in connection.scalars(names)}


def _next_number(connection: Connection, commune_code: str) -> int:
    """One more than were ever made here, whichever commune they lie in now: a code is used once."""
    ever = select(func.count()).where(
        col(Unit.level) == HAMLET, col(Unit.code).startswith(f"{commune_code}-", autoescape=True)
    )
    return int(connection.execute(ever).scalar_one()) + 1


def _row(name: HamletName, commune_code: str, number: int) -> dict[str, object]:
    return {
        **{"level": HAMLET, "code": f"{commune_code}-{number:03}", "parent_code": commune_code},
        **{"valid_from": _BEFORE_RECORDS, **_named(name)},
    }


def _named(name: HamletName) -> dict[str, object]:
    return {
        **{"kind": name.kind, "name": name.name, "full_name": name.full},
        **{"search_key": search_key(name.full), "sort_key": sort_key(name.full)},
    }
