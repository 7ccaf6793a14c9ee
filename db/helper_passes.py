"""A helper's day pass: what it opens, which is nothing but a form, and what its giver may know."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, func, or_, select
from sqlmodel import Session, col

from db.keyed_hash import keyed_hash
from db.models import Area, AreaMember, HelperPass, HelperTotal, Unit, metadata
from db.scopes import require_area, whole_area_within
from domain.access import Scope
from domain.calendar_day import day_of
from domain.errors import HelperPassElsewhere, HelperPassRefused, UnknownHelperPass
from domain.helping import PassKind, pass_holds
from domain.places import is_unit_code

_passes = metadata.tables["helperpass"]
_areas = metadata.tables["area"]


@dataclass(frozen=True)
class OpenPass:
    """A pass that holds now; `commune_code` when it is of one commune, which is then chosen."""

    pass_id: int
    number: int
    area_code: str
    area_name: str
    commune_code: str | None
    kind: PassKind
    expires_at: datetime
    helped: int  # people who sent with it


@dataclass(frozen=True)
class ListedPass:
    """A pass as its giver sees it: a number and how many people, never who."""

    pass_id: int
    number: int
    area_name: str
    valid_on: date
    revoked: bool
    kind: PassKind
    helped: int


def token_hash(token: str) -> str:
    """What is kept of a pass."""
    return keyed_hash("helper pass", token)


def open_pass(engine: Engine, token: str, *, now: datetime) -> OpenPass:
    """
    The pass of a link.

    Raises:
        UnknownHelperPass: nobody gave it.
        HelperPassRefused: it is over, was taken back, or is of another day.
    """
    with engine.connect() as connection:
        row = held_pass(connection, token, now=now)
        commune = None if row["area_kind"] != "commune" else row["area_code"]
        return OpenPass(
            pass_id=row["id"],
            number=row["number"],
            area_code=row["area_code"],
            area_name=row["area_name"],
            commune_code=commune,
            kind=PassKind(row["kind"]),
            expires_at=row["expires_at"],
            helped=_helped(connection, row["id"]) + row["children"],
        )


def held_pass(connection: Connection, token: str, *, now: datetime) -> RowMapping:
    """
    The row of a pass that holds now, with the kind and the name of its area.

    Raises:
        UnknownHelperPass, HelperPassRefused: as `open_pass`.
    """
    found = connection.execute(
        select(_passes, _areas.c.kind.label("area_kind"), _areas.c.name.label("area_name"))
        .join(_areas, _areas.c.code == _passes.c.area_code)
        .where(_passes.c.token_hash == token_hash(token))
    )
    row = found.mappings().first()
    if row is None:
        raise UnknownHelperPass
    if not pass_holds(
        valid_on=row["valid_on"],
        expires_at=row["expires_at"],
        revoked_at=row["revoked_at"],
        now=now,
    ):
        raise HelperPassRefused
    return row


def pass_for(connection: Connection, token: str, *, commune_code: str, now: datetime) -> int:
    """
    The id of a pass that may capture in this commune now: asked inside the writing transaction.

    Raises:
        UnknownHelperPass, HelperPassRefused: as `open_pass`.
        HelperPassElsewhere: the commune lies outside its area.
    """
    row = held_pass(connection, token, now=now)
    today = day_of(now)
    inside = (
        select(col(Unit.id))
        .join(AreaMember, col(AreaMember.unit_id) == col(Unit.id))
        .where(
            col(AreaMember.area_code) == row["area_code"],
            col(Unit.level) == "commune",
            col(Unit.code) == commune_code,
            col(Unit.valid_from) <= today,
            or_(col(Unit.valid_to).is_(None), col(Unit.valid_to) >= today),
        )
    )
    if not is_unit_code(commune_code) or connection.scalar(inside) is None:
        raise HelperPassElsewhere(area=row["area_name"])
    return int(row["id"])


def kind_of(connection: Connection, pass_id: int) -> PassKind:
    """Whose pass this is: a volunteer's or a teacher's."""
    mine = select(_passes.c.kind).where(_passes.c.id == pass_id)
    return PassKind(connection.execute(mine).scalar_one())


def require_place(engine: Engine, token: str, *, commune_code: str, now: datetime) -> None:
    """
    Refuse a commune outside the pass when it is chosen, not only at the end.

    Raises:
        UnknownHelperPass, HelperPassRefused, HelperPassElsewhere: as `pass_for`.
    """
    with engine.connect() as connection:
        pass_for(connection, token, commune_code=commune_code, now=now)


def passes_from(session: Session, scope: Scope, *, day: date) -> tuple[ListedPass, ...]:
    """The passes of a day and later whose whole area lies inside the scope, by day and area."""
    people: Any = (
        select(func.coalesce(func.sum(col(HelperTotal.people)), 0))
        .where(col(HelperTotal.helper_pass_id) == col(HelperPass.id))
        .where(whole_area_within(scope, col(HelperPass.area_code)))
        .correlate(HelperPass)
        .scalar_subquery()
    )
    rows = session.execute(
        select(HelperPass, col(Area.name), people)
        .join(Area, col(Area.code) == col(HelperPass.area_code))
        .where(
            col(HelperPass.valid_on) >= day,
            whole_area_within(scope, col(HelperPass.area_code)),
        )
        .order_by(col(HelperPass.valid_on), col(Area.search_key), col(HelperPass.number))
    )
    return tuple(
        ListedPass(
            pass_id=one.id or 0,
            number=one.number,
            area_name=name,
            valid_on=one.valid_on,
            revoked=one.revoked_at is not None,
            kind=PassKind(one.kind),
            helped=int(helped) + one.children,
        )
        for one, name, helped in rows
    )


def _helped(connection: Connection, pass_id: int) -> int:
    """What the helper did with this pass themselves: a number they could have counted."""
    counted = select(func.sum(col(HelperTotal.people))).where(
        col(HelperTotal.helper_pass_id) == pass_id
    )
    return int(connection.scalar(counted) or 0)


def communes_of(session: Session, scope: Scope, area_code: str, *, on: date) -> dict[str, str]:
    """
    Code → name of the communes of an area on a day, each of which a pass may be given for.

    Raises:
        OutsideScope: the area reaches beyond the scope.
    """
    require_area(session, scope, area_code)
    rows = session.execute(
        select(col(Unit.code), col(Unit.full_name))
        .join(AreaMember, col(AreaMember.unit_id) == col(Unit.id))
        .join(Area, col(Area.code) == col(Unit.code))
        .where(
            col(AreaMember.area_code) == area_code,
            col(Area.kind) == "commune",
            col(Unit.valid_from) <= on,
            or_(col(Unit.valid_to).is_(None), col(Unit.valid_to) >= on),
        )
        .order_by(col(Unit.sort_key))
    )
    return {code: name for code, name in rows}
