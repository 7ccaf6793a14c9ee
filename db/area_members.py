"""The areas that units of a change join, at once or on its day, and the names these get."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlmodel import col

from db.field_moves import carry
from db.models import Area, AreaMember, UnitChange
from db.rollups import outdate_published_figures
from db.unit_plans import Plan
from domain.places import search_key


def extend_areas(
    connection: Connection, plan: Plan, new_ids: Mapping[str, int], today: date
) -> dict[str, Any]:
    """
    Put the new units into their areas, with those before them; what was added and renamed.

    Units before them that lie elsewhere until a later day join on that day (`take_effect`): until
    then nobody of the receiving area may read them.
    """
    created, names = _commune_areas(connection, plan)
    ours = {(area, new_ids[code]) for area, code in plan.membership.new}
    wanted = {*ours, *plan.membership.old}
    known = select(col(AreaMember.area_code), col(AreaMember.unit_id)).where(
        col(AreaMember.area_code).in_({code for code, _ in wanted})
    )
    there = {(code, unit_id) for code, unit_id in connection.execute(known)}
    new = sorted(wanted - there)
    waits = plan.change.happens_on > today
    later = [one for one in new if waits and one not in ours]
    members = [one for one in new if one not in later]
    _join(connection, members)
    return {
        "members": [list(one) for one in members],
        "later": [list(one) for one in later],
        "areas": created,
        "renamed": {} if waits else rename(connection, names),
        "names_later": names if waits else {},
        "old_names": list(dict.fromkeys(move.old_name for move in plan.moves)),
        "new_names": [unit.full_name for unit in plan.new_units],
        "parts": [
            [move.old_name, move.new_name, move.share]
            for move in plan.moves
            if move.old_code != move.new_code and plan.change.pieces
        ],
    }


def _join(connection: Connection, members: Sequence[Sequence[Any]]) -> None:
    rows = [{"area_code": code, "unit_id": unit_id} for code, unit_id in members]
    if rows:
        connection.execute(insert(AreaMember), rows)


def _waiting(connection: Connection, today: date) -> list[tuple[int, date, dict[str, Any]]]:
    """The changes whose day has come and that were entered before it: number, day, what waits."""
    rows = connection.execute(
        select(col(UnitChange.id), col(UnitChange.happens_on), col(UnitChange.added)).where(
            col(UnitChange.undone_at).is_(None), col(UnitChange.happens_on) <= today
        )
    )
    return [
        (change_id, day, added)
        for change_id, day, added in rows
        if added.get("later") or added.get("names_later") or added.get("field_waits")
    ]


def _commune_areas(connection: Connection, plan: Plan) -> tuple[list[str], dict[str, str]]:
    """The area each new commune is; of one whose code goes on, the name it gets on the day."""
    created: list[str] = []
    names: dict[str, str] = {}
    for unit in plan.new_units:
        name = f"{unit.full_name}, {unit.province_name}"
        old_name = connection.scalar(select(col(Area.name)).where(col(Area.code) == unit.code))
        if old_name is None:
            values = {"code": unit.code, "kind": "commune", "province_code": unit.province_code}
            connection.execute(insert(Area).values(**values, **_named(name)))
            created.append(unit.code)
        elif old_name != name:
            names[unit.code] = name
    return created, names


def take_effect(connection: Connection, *, today: date) -> None:
    """
    Let the units of changes whose day has come join the areas they lie in from then on.

    What their leaders keep goes to the heir of each.

    Called where a release stores what it decided for that day: readers see both at once.
    """
    waiting = _waiting(connection, today)
    for change_id, day, added in waiting:
        _join(connection, added["later"])
        if added.get("field_waits"):
            added = {**added, "field": carry(connection, added["heirs"], day)}
        renamed = {**added["renamed"], **rename(connection, added.get("names_later", {}))}
        now = {
            **added,
            "members": [*added["members"], *added["later"]],
            "later": [],
            "renamed": renamed,
            "names_later": {},
            "field_waits": False,
        }
        connection.execute(
            update(UnitChange).where(col(UnitChange.id) == change_id).values(added=now)
        )
    if waiting:
        outdate_published_figures(connection)


def crossed(plan: Plan) -> list[str]:
    """Areas into or out of which people move: their totals of before and after are compared."""
    return [area.code for area in plan.areas if area.loses or (area.gains and plan.change.pieces)]


def rename(connection: Connection, names: Mapping[str, str]) -> dict[str, str]:
    """Give areas (by code) other names; the names they had."""
    had: dict[str, str] = {}
    for code, name in names.items():
        had[code] = connection.execute(
            select(col(Area.name)).where(col(Area.code) == code)
        ).scalar_one()
        connection.execute(update(Area).where(col(Area.code) == code).values(**_named(name)))
    return had


def _named(name: str) -> dict[str, str]:
    return {"name": name, "search_key": search_key(name)}
