"""Classes and events as leaders list them, as a link finds them, and as others count them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, Select, case, func, select
from sqlmodel import Session

from db.keyed_hash import keyed_hash
from db.models import metadata
from db.scopes import in_area, require_area, within
from domain.access import Scope
from domain.classes import ClassKind, ClassPlace, ClassPlan, Teacher, quarter_of
from domain.collection import as_token
from domain.errors import UnknownClass, UnknownPoint

_classes = metadata.tables["classsession"]
_attendance = metadata.tables["classattendance"]
_units = metadata.tables["unit"]
_hamlets = _units.alias("hamlet")
_points = metadata.tables["collectionpoint"]
_days = metadata.tables["pointday"]
_MOST_LISTED = 200


@dataclass(frozen=True)
class PlannedClass:
    """
    A class as its sheet says it; its plan names a point only as long as that is open.

    `revision` is of the plan: who changes it says which one they saw.
    """

    token: str
    plan: ClassPlan
    commune_name: str
    hamlet_name: str
    cancelled: bool
    revision: int


@dataclass(frozen=True)
class ListedClass:
    """
    A class with who came; `tallied` is None where nobody counted those without a phone.

    `answered` is how many finished at its point on its day. The counts may be under ten: they say
    how much was done, and no result.
    """

    planned: PlannedClass
    by_phone: int
    tallied: int | None
    answered: int


@dataclass(frozen=True)
class ClassTotals:
    """
    What was held in an area, people and visits (lượt) apart.

    `visits` = every time somebody was there, with those the helper tallied. `phones` = different
    phones, each once a quarter: people we can tell apart; among the tallied nobody can.
    """

    planned: int
    held: int
    cancelled: int
    visits: int
    tallied: int
    phones: int


def visitor_hash(token: str, day: date) -> str:
    """What is kept of a phone: other in every quarter, so that nobody is followed for longer."""
    return keyed_hash("class attendance", f"{quarter_of(day)}:{token}")


def classes_within(
    session: Session, scope: Scope, *, since: date, until: date
) -> list[ListedClass]:
    """The classes of a scope from one day to another (both included), in the order of days."""
    statement = (
        _selected(_came().label("by_phone"), _answered().label("answered"))
        .where(
            within(scope, _classes.c.commune_id),  # type: ignore[arg-type]
            _classes.c.held_on.between(since, until),
        )
        .order_by(_classes.c.held_on, _classes.c.starts_minute, _classes.c.id)
        .limit(_MOST_LISTED)
    )
    rows = session.execute(statement).mappings().all()
    return [
        ListedClass(_planned(row), row["by_phone"], row["tallied"], row["answered"]) for row in rows
    ]


def class_of(connection: Connection, token: str) -> PlannedClass:
    """
    The class a link names; everybody may know what hangs on a wall.

    Raises:
        UnknownClass: there is none.
    """
    found = connection.execute(_selected().where(_classes.c.token == stored_token(token)))
    row = found.mappings().first()
    if row is None:
        raise UnknownClass
    return _planned(row)


def next_class(engine: Engine, commune_code: str, *, today: date) -> PlannedClass | None:
    """The next class of a commune that was not cancelled; None when none is planned."""
    coming = (
        _selected()
        .where(
            _units.c.code == commune_code,
            _units.c.level == "commune",
            _classes.c.held_on >= today,
            _classes.c.cancelled_at.is_(None),
        )
        .order_by(_classes.c.held_on, _classes.c.starts_minute)
        .limit(1)
    )
    with engine.connect() as connection:
        row = connection.execute(coming).mappings().first()
    return None if row is None else _planned(row)


def totals(
    session: Session, scope: Scope, *, area_code: str, since: date, until: date
) -> ClassTotals:
    """
    What was planned and held in an area from one day to another (both included).

    Raises:
        OutsideScope: the area reaches beyond the scope.
    """
    require_area(session, scope, area_code)
    mine = in_area(area_code, _classes.c.commune_id) & _classes.c.held_on.between(since, until)  # type: ignore[arg-type]
    came = _came()
    tallied = func.coalesce(_classes.c.tallied, 0)
    one = session.execute(
        select(
            func.count().label("planned"),
            func.coalesce(func.sum(case((came + tallied > 0, 1), else_=0)), 0).label("held"),
            func.count(_classes.c.cancelled_at).label("cancelled"),
            func.coalesce(func.sum(came), 0).label("came"),
            func.coalesce(func.sum(tallied), 0).label("tallied"),
        )
        .select_from(_classes)
        .where(mine)
    ).one()
    phones = session.scalar(
        select(func.count(_attendance.c.visitor_hash.distinct()))
        .join(_classes, _classes.c.id == _attendance.c.class_id)
        .where(mine)
    )
    return ClassTotals(
        planned=int(one.planned),
        held=int(one.held),
        cancelled=int(one.cancelled),
        visits=int(one.came) + int(one.tallied),
        tallied=int(one.tallied),
        phones=int(phones or 0),
    )


def stored_token(typed: str) -> str:
    """
    The token as stored.

    Raises:
        UnknownClass: it cannot be one.
    """
    try:
        return as_token(typed)
    except UnknownPoint:
        raise UnknownClass from None


def _came() -> Any:  # noqa: ANN401  (a scalar subquery, which SQLAlchemy types by its column)
    return (
        select(func.count(_attendance.c.id))
        .where(_attendance.c.class_id == _classes.c.id)
        .correlate(_classes)
        .scalar_subquery()
    )


def _answered() -> Any:  # noqa: ANN401
    return (
        select(func.coalesce(func.sum(_days.c.finished), 0))
        .where(_days.c.point_id == _classes.c.point_id, _days.c.day == _classes.c.held_on)
        .correlate(_classes)
        .scalar_subquery()
    )


def _selected(*more: Any) -> Select[Any]:  # noqa: ANN401
    columns: Sequence[Any] = (
        _classes, _units.c.code, _units.c.full_name, *more,
        _hamlets.c.code.label("hamlet_code"), _hamlets.c.full_name.label("hamlet_name"),
        _points.c.token.label("point_token"),
    )  # fmt: skip
    open_point = (_points.c.id == _classes.c.point_id) & _points.c.revoked_at.is_(None)
    return (
        select(*columns)
        .join(_units, _units.c.id == _classes.c.commune_id)
        .outerjoin(_hamlets, _hamlets.c.id == _classes.c.hamlet_id)
        .outerjoin(_points, open_point)
    )


def _planned(row: RowMapping) -> PlannedClass:
    plan = ClassPlan(
        kind=ClassKind(row["kind"]),
        place_kind=ClassPlace(row["place_kind"]),
        place_name=row["place_name"],
        commune_code=row["code"],
        held_on=row["held_on"],
        starts_minute=row["starts_minute"],
        minutes=row["minutes"],
        audience=row["audience"],
        teacher=Teacher(row["teacher"]),
        competences=tuple(row["competences"]),
        resources=tuple(row["resources"]),
        hamlet_code=row["hamlet_code"],
        point_token=row["point_token"],
    )
    return PlannedClass(
        token=row["token"],
        plan=plan,
        commune_name=row["full_name"],
        hamlet_name=row["hamlet_name"] or "",
        cancelled=row["cancelled_at"] is not None,
        revision=row["revision"],
    )
