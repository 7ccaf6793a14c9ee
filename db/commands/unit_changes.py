"""Merges, splits and transfers of communes: applied and undone whole, each with its audit line."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select, update
from sqlmodel import Session, col

from db.area_members import crossed, extend_areas, rename
from db.authority import reach_of
from db.commands.audit import record
from db.engine import transaction
from db.field_moves import begun_since, carry, carry_back, heirs
from db.held_areas import hold_back, let_go
from db.models import (
    Area,
    AreaMember,
    Assessment,
    Grant,
    IndicatorReport,
    Release,
    Unit,
    UnitChange,
    UnitLineage,
)
from db.rollups import outdate_published_figures
from db.unit_plans import ComingUnit, Plan, PlannedChange, plan_of
from domain.access import NATION, PERMISSIONS, Permission
from domain.errors import (
    AnswersCollected,
    FieldBegun,
    FiguresReported,
    LaterChange,
    NotAllowed,
    UnknownChange,
)
from domain.places import search_key, sort_key


def change_units(
    engine: Engine, change: PlannedChange, *, by: int, now: datetime, today: date
) -> int:
    """
    Apply a change of units; returns its number. Answers stay on the units they were given for.

    What leaders keep goes to the heir of its commune (`db.field_moves`), on the day itself.

    Raises:
        NotAllowed: `by` does not manage the units of the nation today.
        DomainError: as `db.unit_plans.plan_of`, looked at again inside the transaction.
    """
    with transaction(engine) as connection:
        _require_national(connection, by, today)
        with Session(connection) as session:
            plan = plan_of(session, change)
        change_id = _insert_change(connection, plan, by=by, now=now)
        _end(connection, plan.old_ids, plan.change.happens_on - timedelta(days=1))
        new_ids = {
            unit.code: _insert_unit(connection, unit, plan.change.happens_on, change_id)
            for unit in plan.new_units
        }
        _insert_lineage(connection, plan, new_ids, change_id)
        added = extend_areas(connection, plan, new_ids, today)
        added["codes"] = [*new_ids, *(crossed(plan) if plan.change.happens_on <= today else ())]
        added["held"] = hold_back(connection, added["codes"])
        added |= _carried(connection, plan, heirs(plan, new_ids), today)
        connection.execute(
            update(UnitChange).where(col(UnitChange.id) == change_id).values(added=added)
        )
        outdate_published_figures(connection)
        _record(connection, f"units.{plan.change.kind}", change_id, plan.change.document, by, now)
    return change_id


def undo_unit_change(
    engine: Engine, *, change_id: int, by: int, now: datetime, today: date
) -> None:
    """
    Take a change back: units, lineage and areas are again as they were before it.

    Raises:
        NotAllowed: `by` does not manage the units of the nation today.
        UnknownChange: there is none of this number, or it was undone.
        AnswersCollected: somebody began to answer on a new unit.
        LaterChange: a new unit was itself merged or split.
        FiguresReported: a new unit reported figures; their versions are never deleted.
        FieldBegun: leaders began something in a new unit that was in none before.
    """
    with transaction(engine) as connection:
        _require_national(connection, by, today)
        change = (
            connection.execute(
                select(UnitChange.__table__).where(  # type: ignore[attr-defined]
                    col(UnitChange.id) == change_id, col(UnitChange.undone_at).is_(None)
                )
            )
            .mappings()
            .first()
        )
        if change is None:
            raise UnknownChange
        new_ids = _ids(connection, select(col(Unit.id)).where(col(Unit.change_id) == change_id))
        _refuse_what_was_built_on(connection, new_ids)
        _refuse_reported(connection, change["added"]["areas"])
        if begun_since(connection, new_ids, change["added"].get("field", {})):
            raise FieldBegun
        _withdraw(connection, dict(change), new_ids)
        connection.execute(
            update(UnitChange)
            .where(col(UnitChange.id) == change_id)
            .values(undone_by=by, undone_at=now)
        )
        outdate_published_figures(connection)
        _record(connection, "units.undo", change_id, change["document"], by, now)


def _require_national(connection: Connection, by: int, today: date) -> None:
    allowed = any(
        grant.covers(today)
        and grant.area_code == NATION
        and Permission.MANAGE_UNITS in PERMISSIONS[grant.role]
        for grant in reach_of(connection, by, on=today).grants
    )
    if not allowed:
        raise NotAllowed(permission=Permission.MANAGE_UNITS.value)


def _insert_change(connection: Connection, plan: Plan, *, by: int, now: datetime) -> int:
    values: dict[str, object] = {
        "kind": plan.change.kind.value,
        "document": plan.change.document,
        "happens_on": plan.change.happens_on,
        "created_by": by,
        "created_at": now,
        "added": {},
    }
    made = connection.execute(insert(UnitChange).values(values).returning(col(UnitChange.id)))
    return int(made.scalar_one() or 0)


def _end(connection: Connection, unit_ids: Sequence[int], last: date | None) -> None:
    connection.execute(update(Unit).where(col(Unit.id).in_(unit_ids)).values(valid_to=last))


def _insert_unit(connection: Connection, unit: ComingUnit, first_day: date, change_id: int) -> int:
    values: dict[str, object] = {
        "level": "commune",
        "code": unit.code,
        "name": unit.name,
        "full_name": unit.full_name,
        "kind": unit.kind,
        "parent_code": unit.province_code,
        "valid_from": first_day,
        "valid_to": None,
        "search_key": search_key(unit.name),
        "sort_key": sort_key(unit.name),
        "longitude": unit.longitude,
        "latitude": unit.latitude,
        "change_id": change_id,
    }
    made = connection.execute(insert(Unit).values(values).returning(col(Unit.id)))
    return int(made.scalar_one() or 0)


def _insert_lineage(
    connection: Connection, plan: Plan, new_ids: Mapping[str, int], change_id: int
) -> None:
    rows = [
        {
            "old_id": move.old_id,
            "new_id": new_ids[move.new_code],
            "weight": move.share,
            "part": "whole" if move.share == 1 else "part",
            "document": plan.change.document,
            "happened_on": plan.change.happens_on,
            "change_id": change_id,
        }
        for move in plan.moves
    ]
    connection.execute(insert(UnitLineage), rows)


def _carried(
    connection: Connection, plan: Plan, pairs: list[list[int]], today: date
) -> dict[str, Any]:
    """What of the field moved with the units; before the day nothing does (`take_effect`)."""
    waits = plan.change.happens_on > today
    moved = {} if waits else carry(connection, pairs, plan.change.happens_on)
    return {"heirs": pairs, "field": moved, "field_waits": waits and bool(pairs)}


def _refuse_what_was_built_on(connection: Connection, new_ids: Sequence[int]) -> None:
    answered = select(col(Assessment.id)).where(col(Assessment.commune_id).in_(new_ids)).limit(1)
    if connection.scalar(answered) is not None:
        raise AnswersCollected
    changed = select(col(UnitLineage.old_id)).where(col(UnitLineage.old_id).in_(new_ids)).limit(1)
    if connection.scalar(changed) is not None:
        raise LaterChange


def _refuse_reported(connection: Connection, area_codes: Sequence[str]) -> None:
    of_new_units = col(IndicatorReport.area_code).in_(area_codes)
    reported = select(col(IndicatorReport.id)).where(of_new_units).limit(1)
    if connection.scalar(reported) is not None:
        raise FiguresReported


def _withdraw(connection: Connection, change: Mapping[str, Any], new_ids: Sequence[int]) -> None:
    change_id, added = change["id"], change["added"]
    carry_back(connection, added.get("field", {}))
    edges = select(col(UnitLineage.old_id)).where(col(UnitLineage.change_id) == change_id)
    _end(connection, _ids(connection, edges), None)
    connection.execute(delete(UnitLineage).where(col(UnitLineage.change_id) == change_id))
    for area_code, unit_id in added["members"]:
        member = (col(AreaMember.area_code) == area_code) & (col(AreaMember.unit_id) == unit_id)
        connection.execute(delete(AreaMember).where(member))
    connection.execute(delete(AreaMember).where(col(AreaMember.unit_id).in_(new_ids)))
    rename(connection, added["renamed"])
    let_go(connection, added["codes"], added["held"])
    if _released_since(connection, change["created_at"]):
        # What was held back when it was entered is older than what readers have seen since.
        hold_back(connection, [code for code in added["codes"] if code not in added["areas"]])
    granted = select(col(Grant.area_code))
    connection.execute(  # a grant once given goes on to say over what it was
        delete(Area).where(col(Area.code).in_(added["areas"]), col(Area.code).not_in(granted))
    )
    connection.execute(delete(Unit).where(col(Unit.id).in_(new_ids)))


def _released_since(connection: Connection, moment: datetime) -> bool:
    later = select(col(Release.id)).where(col(Release.released_at) >= moment).limit(1)
    return connection.scalar(later) is not None


def _ids(connection: Connection, statement: Any) -> list[int]:  # noqa: ANN401
    return [int(id_) for id_ in connection.scalars(statement)]


def _record(
    connection: Connection, action: str, change_id: int, document: str, by: int, now: datetime
) -> None:
    record(connection, action, f"unit_change:{change_id}", by=by, now=now, document=document)
