"""What administrators do with what people asked: reply, take more time once, close."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, select

from db.authority import reaches
from db.commands.audit import record
from db.engine import transaction
from db.models import metadata
from domain.access import COMMANDS, NATION
from domain.errors import AlreadyExtended, ChoiceMissing, NotAllowed, RequestClosed, UnknownRequest
from domain.rights import ExtensionReason, Outcome, RequestKind, State, extended

_requests = metadata.tables["rightsrequest"]


def reply_to_request(engine: Engine, *, number: int, by: int, now: datetime, today: date) -> None:
    """
    Say that the request was received and is being worked on; again changes nothing.

    Raises:
        NotAllowed, UnknownRequest, RequestClosed.
    """
    with transaction(engine) as connection:
        row = _open_request(connection, number, by, today, "reply_to_request")
        if row["state"] == State.RECEIVED:
            changes = {"state": State.REPLIED.value, "replied_at": now, "handled_by": by}
            _change(connection, number, changes, "request.reply", by=by, now=now)


def extend_request(
    engine: Engine, *, number: int, reason: ExtensionReason, by: int, now: datetime, today: date
) -> None:
    """
    Take one more period, once, for a reason of the list.

    Raises:
        ChoiceMissing, NotAllowed, UnknownRequest, RequestClosed, AlreadyExtended.
    """
    if reason not in set(ExtensionReason):
        raise ChoiceMissing(field="extension_reason")
    with transaction(engine) as connection:
        row = _open_request(connection, number, by, today, "extend_request")
        if row["extension_reason"] is not None:
            raise AlreadyExtended
        due = extended(RequestKind(row["kind"]), row["due"])
        changes = {"due": due, "extension_reason": str(reason), "handled_by": by}
        _change(connection, number, changes, "request.extend", by=by, now=now)


def close_request(
    engine: Engine, *, number: int, outcome: Outcome, by: int, now: datetime, today: date
) -> None:
    """
    Say how a request ended, for ever.

    Raises:
        ChoiceMissing, NotAllowed, UnknownRequest, RequestClosed.
    """
    if outcome not in set(Outcome):
        raise ChoiceMissing(field="outcome")
    with transaction(engine) as connection:
        row = _open_request(connection, number, by, today, "close_request")
        changes = {
            **{"state": State.CLOSED.value, "closed_at": now, "outcome": str(outcome)},
            **{"replied_at": row["replied_at"] or now, "handled_by": by},
        }
        _change(connection, number, changes, "request.close", by=by, now=now)


def _open_request(
    connection: Connection, number: int, by: int, today: date, command: str
) -> dict[str, Any]:
    """The request, held until the transaction ends; refused outside the giver's provinces."""
    statement = select(_requests).where(_requests.c.id == number).with_for_update()
    row = connection.execute(statement).mappings().first()
    if row is None:
        raise UnknownRequest(code=str(number))
    permission = COMMANDS[command]
    if not reaches(connection, by, permission, row["province_code"] or NATION, on=today):
        raise NotAllowed(permission=permission.value)
    if row["state"] == State.CLOSED:
        raise RequestClosed
    return dict(row)


def _change(
    connection: Connection,
    number: int,
    changes: dict[str, object],
    action: str,
    *,
    by: int,
    now: datetime,
) -> None:
    connection.execute(_requests.update().where(_requests.c.id == number).values(changes))
    record(connection, action, f"request:{number}", by=by, now=now)
