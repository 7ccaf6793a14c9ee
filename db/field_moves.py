"""
What leaders keep moves with its commune: hamlets, the ledger, teams, points, coming classes.

Answers, attendance and logged work are facts and stay where they were given (`db.unit_plans`).
"""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Connection, Table, delete, insert, select, update

from db.hamlets import HAMLET
from db.lineage import COMMUNE
from db.models import metadata
from db.unit_plans import Plan

_units = metadata.tables["unit"]
_ambassadors = metadata.tables["ambassador"]
_learners = metadata.tables["learner"]
_points = metadata.tables["collectionpoint"]
_classes = metadata.tables["classsession"]
_teams = metadata.tables["team"]
_places = metadata.tables["teamcommune"]
_IN_A_COMMUNE = (_ambassadors, _learners, _points, _classes)
_LOGGED = (metadata.tables["teamactivity"], metadata.tables["household"])

Moved = dict[str, list[list[int | str]]]  # table → id and where it was; of teams also where it is


def heirs(plan: Plan, new_ids: Mapping[str, int]) -> list[list[int]]:
    """
    Old unit and the new one that takes over what its leader keeps, where one does.

    Of a merge that is the one new unit, else the one that goes on under the old code. A commune
    that is split under new codes has no heir: nobody knows which part a hamlet lies in, so what it
    left waits on the old unit for the leaders of the parts (`db.unsettled`).
    """
    if len(new_ids) == 1:
        return [[old_id, *new_ids.values()] for old_id in plan.old_ids]
    codes = {move.old_id: move.old_code for move in plan.moves}
    return [[old_id, new_ids[codes[old_id]]] for old_id in plan.old_ids if codes[old_id] in new_ids]


def carry(connection: Connection, pairs: Sequence[Sequence[int]], first_day: date) -> Moved:
    """Move what is in use from old units to their heirs; what was moved, to take it back."""
    moved: Moved = {}
    for old_id, new_id in pairs:
        for name, rows in carry_one(connection, old_id, new_id, first_day).items():
            moved.setdefault(name, []).extend(rows)
    return moved


def carry_one(
    connection: Connection, old_id: int, new_id: int, first_day: date, *, hamlet: int | None = None
) -> Moved:
    """
    Move from one unit to another; with `hamlet` only this one and what names it.

    Who left, what was closed and classes of earlier days stay.
    """
    moved: Moved = {"unit": _carry_hamlets(connection, old_id, new_id, hamlet)}
    for table, in_use in _in_use(first_day):
        where = (table.c.commune_id == old_id) & in_use
        if hamlet is not None:
            where &= table.c.hamlet_id == hamlet
        changed = update(table).where(where).values(commune_id=new_id).returning(table.c.id)
        moved[table.name] = [[id_, old_id] for id_ in connection.scalars(changed)]
    if hamlet is None:
        moved["teamcommune"] = carry_teams(connection, old_id, new_id)
    return moved


def carry_teams(
    connection: Connection, old_id: int, new_id: int, *, team: int | None = None
) -> list[list[int | str]]:
    """Teams that still work, or one of them, get the new commune for the old one."""
    working = select(_teams.c.id).where(_teams.c.dissolved_on.is_(None))
    mine = (_places.c.commune_id == old_id) & _places.c.team_id.in_(working)
    if team is not None:
        mine &= _places.c.team_id == team
    found = connection.scalars(delete(_places).where(mine).returning(_places.c.team_id)).all()
    there = set(connection.scalars(select(_places.c.team_id).where(_places.c.commune_id == new_id)))
    rows = [{"team_id": id_, "commune_id": new_id} for id_ in found if id_ not in there]
    if rows:
        connection.execute(insert(_places), rows)
    return [[id_, old_id, new_id] for id_ in found]


def carry_back(connection: Connection, moved: Moved) -> None:
    """What `carry` did, taken back."""
    for id_, code in moved.get("unit", ()):
        connection.execute(update(_units).where(_units.c.id == id_).values(parent_code=code))
    for table in _IN_A_COMMUNE:
        for id_, old_id in moved.get(table.name, ()):
            connection.execute(update(table).where(table.c.id == id_).values(commune_id=old_id))
    for team_id, old_id, new_id in moved.get("teamcommune", ()):
        mine = _places.c.team_id == team_id
        connection.execute(delete(_places).where(mine, _places.c.commune_id == new_id))
        connection.execute(insert(_places).values(team_id=team_id, commune_id=old_id))


def begun_since(connection: Connection, new_ids: Sequence[int], moved: Moved) -> bool:
    """Whether leaders of new units began anything there that did not come along."""
    found = [_begun(connection, table, new_ids, moved) for table in _IN_A_COMMUNE]
    found += [_begun(connection, table, new_ids, {}) for table in _LOGGED]
    teams = [team_id for team_id, *_ in moved.get("teamcommune", ())]
    founded = _places.c.commune_id.in_(new_ids) & _places.c.team_id.not_in(teams)
    founded_one = connection.scalar(select(_places.c.team_id).where(founded).limit(1)) is not None
    return any(found) or founded_one or _made_a_hamlet(connection, new_ids, moved)


def _begun(connection: Connection, table: Table, new_ids: Sequence[int], moved: Moved) -> bool:
    came = [id_ for id_, _ in moved.get(table.name, ())]
    here = table.c.commune_id.in_(new_ids) & table.c.id.not_in(came)
    return connection.scalar(select(table.c.id).where(here).limit(1)) is not None


def _made_a_hamlet(connection: Connection, new_ids: Sequence[int], moved: Moved) -> bool:
    """A hamlet of a commune that would be no more; one whose code goes on keeps its own."""
    communes = select(_units.c.code).where(_units.c.level == COMMUNE)
    ours = communes.where(_units.c.id.in_(new_ids))
    others = communes.where(_units.c.id.not_in(new_ids))
    made = select(_units.c.id).where(
        _units.c.level == HAMLET,
        _units.c.parent_code.in_(ours),
        _units.c.parent_code.not_in(others),
        _units.c.id.not_in([id_ for id_, _ in moved.get("unit", ())]),
    )
    return connection.scalar(made.limit(1)) is not None


def _in_use(first_day: date) -> list[tuple[Table, ColumnElement[bool]]]:
    coming = (_classes.c.held_on >= first_day) & _classes.c.cancelled_at.is_(None)
    return [
        (_ambassadors, _ambassadors.c.left_on.is_(None)),
        (_learners, _learners.c.deleted_on.is_(None)),
        (_points, _points.c.revoked_at.is_(None)),
        (_classes, coming),
    ]


def _carry_hamlets(
    connection: Connection, old_id: int, new_id: int, hamlet: int | None
) -> list[list[int | str]]:
    """The unit of a hamlet goes on; which commune it lay in before stands in the change."""
    code = {
        unit_id: connection.execute(
            select(_units.c.code).where(_units.c.id == unit_id)
        ).scalar_one()
        for unit_id in (old_id, new_id)
    }
    if code[old_id] == code[new_id]:
        return []
    here = (_units.c.level == HAMLET) & (_units.c.parent_code == code[old_id])
    here &= _units.c.valid_to.is_(None) if hamlet is None else _units.c.id == hamlet
    changed = update(_units).where(here).values(parent_code=code[new_id]).returning(_units.c.id)
    return [[id_, code[old_id]] for id_ in connection.scalars(changed)]
