"""Giving helpers passes for a day, and taking them back; each in one transaction, audited."""

import secrets
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, Engine, func, insert, select, update
from sqlmodel import col

from db.authority import reaches
from db.commands.audit import record
from db.engine import transaction
from db.helper_passes import token_hash
from db.models import Area, HelperPass
from domain.access import COMMANDS
from domain.errors import HelperPassTooLate, NotAllowed
from domain.helping import MOST_PASSES, PassKind, pass_ends_at

_TOKEN_BYTES = 16  # 2^128: nobody finds one by trying
_LAST_DAY = timedelta(days=1)  # printed the evening before at the earliest


@dataclass(frozen=True)
class NewPass:
    """A pass just given; the token is shown once and stored nowhere."""

    pass_id: int
    number: int
    valid_on: date
    kind: PassKind
    token: str = field(repr=False)


def give_passes(
    engine: Engine, *, area_code: str, count: int, valid_on: date, by: int, now: datetime,
    today: date, kind: PassKind = PassKind.VOLUNTEER,
) -> tuple[NewPass, ...]:  # fmt: skip
    """
    Passes for today or tomorrow, numbered on from those already given there.

    Raises:
        NotAllowed: `by` may give none over this whole area, today and on their day.
        HelperPassTooLate: their day is over at 22:00, or lies after tomorrow.
        ValueError: fewer than one, or more than MOST_PASSES; no page asks for that.
    """
    if not 1 <= count <= MOST_PASSES:
        raise ValueError(f"{count} passes at a time")
    if pass_ends_at(valid_on) <= now or valid_on > today + _LAST_DAY:
        raise HelperPassTooLate
    with transaction(engine) as connection:
        # In the transaction: a grant taken back meanwhile gives nothing any more.
        for day in (today, valid_on):
            _require(connection, by, area_code, "give_passes", on=day)
        first = _next_number(connection, area_code, valid_on)
        made = tuple(
            _insert(connection, area_code, number, valid_on, kind, by=by, now=now)
            for number in range(first, first + count)
        )
        record(
            connection, "helper_pass.give", f"area:{area_code}", by=by, now=now,
            first=first, count=count, valid_on=valid_on.isoformat(), kind=kind.value,
        )  # fmt: skip
    return made


def revoke_pass(engine: Engine, *, pass_id: int, by: int, now: datetime, today: date) -> None:
    """
    Nobody begins an assessment with this pass any more; who began one can still finish it.

    Raises:
        NotAllowed: `by` may give none over its area, or there is no such pass.
    """
    with transaction(engine) as connection:
        mine = col(HelperPass.id) == pass_id
        area_code = connection.scalar(select(col(HelperPass.area_code)).where(mine))
        _require(connection, by, area_code or "", "revoke_pass", on=today)
        still_held = col(HelperPass.revoked_at).is_(None)
        connection.execute(update(HelperPass).where(mine, still_held).values(revoked_at=now))
        record(connection, "helper_pass.revoke", f"helper_pass:{pass_id}", by=by, now=now)


def _require(connection: Connection, by: int, area_code: str, command: str, *, on: date) -> None:
    permission = COMMANDS[command]
    if not reaches(connection, by, permission, area_code, on=on):
        raise NotAllowed(permission=permission.value)


def _next_number(connection: Connection, area_code: str, valid_on: date) -> int:
    # Held until the end: two leaders at once would else number their passes alike.
    connection.execute(select(col(Area.code)).where(col(Area.code) == area_code).with_for_update())
    last = connection.scalar(
        select(func.max(col(HelperPass.number))).where(
            col(HelperPass.area_code) == area_code, col(HelperPass.valid_on) == valid_on
        )
    )
    return int(last or 0) + 1


def _insert(
    connection: Connection,
    area_code: str,
    number: int,
    valid_on: date,
    kind: PassKind,
    *,
    by: int,
    now: datetime,
) -> NewPass:
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    statement = insert(HelperPass).values(
        token_hash=token_hash(token),
        number=number,
        area_code=area_code,
        created_by=by,
        created_at=now,
        valid_on=valid_on,
        expires_at=pass_ends_at(valid_on),
        kind=kind.value,
    )
    pass_id = connection.execute(statement.returning(col(HelperPass.id))).scalar_one()
    return NewPass(int(pass_id or 0), number, valid_on, kind, token)
