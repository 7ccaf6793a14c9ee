"""Merges and splits of communes: applied and undone whole, each with its audit line."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select, update
from sqlmodel import Session, col

from db.authority import reach_of
from db.commands.audit import record
from db.engine import transaction
from db.held_areas import hold_back, let_go
from db.models import Area, AreaMember, Assessment, Grant, Unit, UnitChange, UnitLineage
from db.rollups import outdate_published_figures
from db.unit_plans import Change, NewUnit, Plan, PlannedChange, plan_of
from domain.access import NATION, PERMISSIONS, Permission
from domain.errors import AnswersCollected, LaterChange, NotAllowed, UnknownChange
from domain.places import search_key, sort_key


def change_units(
    engine: Engine, change: PlannedChange, *, by: int, now: datetime, today: date
) -> int:
    """
    Apply a merge or split; returns its number. Answers stay on the units they were given for.

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
        new_ids = [
            _insert_unit(connection, plan, unit, change_id) for unit in plan.change.new_units
        ]
        _insert_lineage(connection, plan, new_ids, change_id)
        added = _extend_areas(connection, plan, new_ids, today)
        added["codes"] = [unit.code for unit in plan.change.new_units]
        added["held"] = hold_back(connection, added["codes"])
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
        _withdraw(connection, change_id, new_ids, change["added"])
        connection.execute(
            update(UnitChange)
            .where(col(UnitChange.id) == change_id)
            .values(undone_by=by, undone_at=now)
        )
        outdate_published_figures(connection)
        _record(connection, "units.undo", change_id, change["document"], by, now)


def take_effect(engine: Engine, *, today: date) -> None:
    """Let the units of changes whose day has come join the areas they lie in from then on."""
    with engine.connect() as connection:
        if not _waiting(connection, today):
            return
    with transaction(engine) as connection:
        for change_id, added in _waiting(connection, today):
            _join(connection, added["later"])
            joined = {**added, "members": [*added["members"], *added["later"]], "later": []}
            connection.execute(
                update(UnitChange).where(col(UnitChange.id) == change_id).values(added=joined)
            )
        outdate_published_figures(connection)


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


def _insert_unit(connection: Connection, plan: Plan, unit: NewUnit, change_id: int) -> int:
    longitude, latitude = plan.point
    values: dict[str, object] = {
        "level": "commune",
        "code": unit.code,
        "name": unit.name,
        "full_name": unit.full_name,
        "kind": unit.kind,
        "parent_code": plan.province_code,
        "valid_from": plan.change.happens_on,
        "valid_to": None,
        "search_key": search_key(unit.name),
        "sort_key": sort_key(unit.name),
        "longitude": longitude,
        "latitude": latitude,
        "change_id": change_id,
    }
    made = connection.execute(insert(Unit).values(values).returning(col(Unit.id)))
    return int(made.scalar_one() or 0)


def _insert_lineage(
    connection: Connection, plan: Plan, new_ids: Sequence[int], change_id: int
) -> None:
    part = "whole" if plan.change.kind is Change.MERGE else "part"
    rows = [
        {
            "old_id": old_id,
            "new_id": new_id,
            "weight": unit.share,
            "part": part,
            "document": plan.change.document,
            "happened_on": plan.change.happens_on,
            "change_id": change_id,
        }
        for old_id in plan.old_ids
        for new_id, unit in zip(new_ids, plan.change.new_units, strict=True)
    ]
    connection.execute(insert(UnitLineage), rows)


def _extend_areas(
    connection: Connection, plan: Plan, new_ids: Sequence[int], today: date
) -> dict[str, Any]:
    """
    Put the new units into their areas, with those before them; what was added and renamed.

    Units before them that lie elsewhere until a later day join on that day (`take_effect`): until
    then nobody of the receiving area may read them.
    """
    created, renamed = _commune_areas(connection, plan)
    wanted = [
        (area.code, unit_id)
        for area in plan.areas
        if area.gains
        for unit_id in (*new_ids, *plan.ancestors)
    ]
    for new_id, unit in zip(new_ids, plan.change.new_units, strict=True):
        wanted += [(unit.code, unit_id) for unit_id in (new_id, *plan.ancestors)]
    codes = {code for code, _ in wanted}
    known = select(col(AreaMember.area_code), col(AreaMember.unit_id)).where(
        col(AreaMember.area_code).in_(codes)
    )
    there = {(code, unit_id) for code, unit_id in connection.execute(known)}
    new = sorted({*wanted} - there)
    waits = plan.change.happens_on > today
    later = [one for one in new if waits and one[1] not in new_ids]
    members = [one for one in new if one not in later]
    _join(connection, members)
    return {
        "members": [list(one) for one in members],
        "later": [list(one) for one in later],
        "areas": created,
        "renamed": renamed,
        "old_names": list(dict.fromkeys(move.old_name for move in plan.moves)),
        "new_names": [unit.full_name for unit in plan.change.new_units],
    }


def _join(connection: Connection, members: Sequence[Sequence[Any]]) -> None:
    rows = [{"area_code": code, "unit_id": unit_id} for code, unit_id in members]
    if rows:
        connection.execute(insert(AreaMember), rows)


def _waiting(connection: Connection, today: date) -> list[tuple[int, dict[str, Any]]]:
    """The changes whose day has come and whose old units have not joined their new areas yet."""
    rows = connection.execute(
        select(col(UnitChange.id), col(UnitChange.added)).where(
            col(UnitChange.undone_at).is_(None), col(UnitChange.happens_on) <= today
        )
    )
    return [(change_id, added) for change_id, added in rows if added.get("later")]


def _commune_areas(connection: Connection, plan: Plan) -> tuple[list[str], dict[str, str]]:
    """The area each new commune is; one whose code goes on gets the new name."""
    created: list[str] = []
    renamed: dict[str, str] = {}
    for unit in plan.change.new_units:
        name = f"{unit.full_name}, {plan.province_name}"
        old_name = connection.scalar(select(col(Area.name)).where(col(Area.code) == unit.code))
        if old_name is None:
            values = {"code": unit.code, "kind": "commune", "province_code": plan.province_code}
            connection.execute(insert(Area).values(**values, **_named(name)))
            created.append(unit.code)
        elif old_name != name:
            renamed[unit.code] = old_name
            _rename(connection, unit.code, name)
    return created, renamed


def _refuse_what_was_built_on(connection: Connection, new_ids: Sequence[int]) -> None:
    answered = select(col(Assessment.id)).where(col(Assessment.commune_id).in_(new_ids)).limit(1)
    if connection.scalar(answered) is not None:
        raise AnswersCollected
    changed = select(col(UnitLineage.old_id)).where(col(UnitLineage.old_id).in_(new_ids)).limit(1)
    if connection.scalar(changed) is not None:
        raise LaterChange


def _withdraw(
    connection: Connection, change_id: int, new_ids: Sequence[int], added: Mapping[str, Any]
) -> None:
    edges = select(col(UnitLineage.old_id)).where(col(UnitLineage.change_id) == change_id)
    _end(connection, _ids(connection, edges), None)
    connection.execute(delete(UnitLineage).where(col(UnitLineage.change_id) == change_id))
    for area_code, unit_id in added["members"]:
        member = (col(AreaMember.area_code) == area_code) & (col(AreaMember.unit_id) == unit_id)
        connection.execute(delete(AreaMember).where(member))
    connection.execute(delete(AreaMember).where(col(AreaMember.unit_id).in_(new_ids)))
    for code, name in added["renamed"].items():
        _rename(connection, code, name)
    let_go(connection, added["codes"], added["held"])
    granted = select(col(Grant.area_code))
    connection.execute(  # a grant once given goes on to say over what it was
        delete(Area).where(col(Area.code).in_(added["areas"]), col(Area.code).not_in(granted))
    )
    connection.execute(delete(Unit).where(col(Unit.id).in_(new_ids)))


def _rename(connection: Connection, code: str, name: str) -> None:
    connection.execute(update(Area).where(col(Area.code) == code).values(**_named(name)))


def _named(name: str) -> dict[str, str]:
    return {"name": name, "search_key": search_key(name)}


def _ids(connection: Connection, statement: Any) -> list[int]:  # noqa: ANN401
    return [int(id_) for id_ in connection.scalars(statement)]


def _record(
    connection: Connection, action: str, change_id: int, document: str, by: int, now: datetime
) -> None:
    record(connection, action, f"unit_change:{change_id}", by=by, now=now, document=document)
