"""Teams founded, changed and dissolved, and what they owe; each in one transaction, audited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Engine, delete, insert, select, update
from sqlmodel import Session

from db.authority import acting_scope
from db.collection_points import commune_within
from db.commands.audit import record
from db.dialects import insert_into
from db.engine import transaction
from db.models import metadata
from db.team_list import team_of
from domain.access import COMMANDS, Scope
from domain.errors import (
    ChoiceMissing,
    NotAllowed,
    OutsideScope,
    ResponsibleElsewhere,
    TeamDissolved,
    TeamNameTaken,
)
from domain.teams import MemberRole, TeamKind, as_members, as_quota, as_quota_period, as_team_name

_teams = metadata.tables["team"]
_communes = metadata.tables["teamcommune"]
_members = metadata.tables["teammember"]
_quotas = metadata.tables["teamquota"]


@dataclass(frozen=True)
class TeamForm:
    """A team as a leader writes it down; members by `domain.teams.MemberRole`."""

    kind: str
    name: str
    commune_codes: tuple[str, ...]
    members: Mapping[str, int]
    responsible_id: int | None = None


def found_team(engine: Engine, form: TeamForm, *, by: int, now: datetime, today: date) -> int:
    """
    Write down a team; its id.

    Raises:
        NotAllowed: `by` manages teams nowhere today.
        OutsideScope: a commune is not one of theirs, or none is named.
        ResponsibleElsewhere: the account may not log work in all its communes.
        BadTeamName, TeamNameTaken, BadMembers, ChoiceMissing.
    """
    kind, name, members = _kind(form.kind), as_team_name(form.name), as_members(form.members)
    with transaction(engine) as connection:
        scope = acting_scope(connection, by, COMMANDS["found_team"], on=today)
        places = _places(connection, scope, form.commune_codes, today)
        _refuse_taken(connection, kind, name, places)
        _check_responsible(connection, form.responsible_id, form.commune_codes, today)
        row = {"kind": kind.value, "name": name, "responsible_id": form.responsible_id,
               "created_by": by, "created_at": now}  # fmt: skip
        added = insert(_teams).values(row).returning(_teams.c.id)
        team_id = int(connection.execute(added).scalar_one())
        rows = [{"team_id": team_id, "commune_id": place} for place in places]
        connection.execute(insert(_communes), rows)
        _write_members(connection, team_id, members)
        record(connection, "team.found", f"team:{team_id}", by=by, now=now, kind=kind.value)
    return team_id


def change_team(
    engine: Engine,
    *,
    team_id: int,
    members: Mapping[str, int],
    responsible_id: int | None,
    by: int,
    now: datetime,
    today: date,
) -> None:
    """
    Other members, or another account that answers for a team.

    Raises:
        NotAllowed, UnknownTeam, TeamDissolved, BadMembers, ResponsibleElsewhere.
    """
    known = as_members(members)
    with transaction(engine) as connection:
        codes = _working(connection, "change_team", team_id, by, today)
        _check_responsible(connection, responsible_id, codes, today)
        mine = update(_teams).where(_teams.c.id == team_id)
        connection.execute(mine.values(responsible_id=responsible_id))
        connection.execute(delete(_members).where(_members.c.team_id == team_id))
        _write_members(connection, team_id, known)
        record(connection, "team.change", f"team:{team_id}", by=by, now=now)


def dissolve_team(engine: Engine, *, team_id: int, by: int, now: datetime, today: date) -> None:
    """
    Nothing is logged for the team any more; what it did stays counted.

    Raises:
        NotAllowed, UnknownTeam, TeamDissolved.
    """
    with transaction(engine) as connection:
        _working(connection, "dissolve_team", team_id, by, today)
        connection.execute(update(_teams).where(_teams.c.id == team_id).values(dissolved_on=today))
        record(connection, "team.dissolve", f"team:{team_id}", by=by, now=now)


def set_quota(
    engine: Engine,
    *,
    team_id: int,
    period: str,
    work: str,
    amount: int,
    by: int,
    now: datetime,
    today: date,
) -> None:
    """
    What a team owes a month or a quarter that is not over; a second one replaces the first.

    Raises:
        NotAllowed, UnknownTeam, TeamDissolved, BadQuota, BadWorkPeriod, ChoiceMissing.
    """
    owed, number = as_quota(work, amount)
    code = as_quota_period(period, today=today).code
    with transaction(engine) as connection:
        _working(connection, "set_quota", team_id, by, today)
        row = {"team_id": team_id, "period": code, "work": owed.value, "amount": number,
               "set_by": by, "set_at": now}  # fmt: skip
        statement = insert_into(_quotas, connection.dialect.name)
        newer = {name: statement.excluded[name] for name in ("amount", "set_by", "set_at")}
        connection.execute(
            statement.on_conflict_do_update(set_=newer, index_elements=_quotas.primary_key), row
        )
        record(
            connection, "team.quota", f"team:{team_id}", by=by, now=now,
            period=code, work=owed.value, amount=number,
        )  # fmt: skip


def drop_quota(
    engine: Engine, *, team_id: int, period: str, work: str, by: int, now: datetime, today: date
) -> None:
    """
    A team owes this no longer; of a period that is over nothing is changed.

    Raises:
        NotAllowed, UnknownTeam, TeamDissolved, BadWorkPeriod.
    """
    code = as_quota_period(period, today=today).code
    with transaction(engine) as connection:
        _working(connection, "drop_quota", team_id, by, today)
        mine = (_quotas.c.team_id == team_id) & (_quotas.c.period == code)
        connection.execute(delete(_quotas).where(mine, _quotas.c.work == work))
        record(connection, "team.drop_quota", f"team:{team_id}", by=by, now=now, period=code)


def _working(
    connection: Connection, command: str, team_id: int, by: int, today: date
) -> tuple[str, ...]:
    """The communes of a team of theirs that still works, held until the end."""
    scope = acting_scope(connection, by, COMMANDS[command], on=today)
    connection.execute(select(_teams.c.id).where(_teams.c.id == team_id).with_for_update())
    team = team_of(Session(connection), scope, team_id)
    if team.dissolved_on is not None:
        raise TeamDissolved(team=team.name)
    return tuple(team.communes)


def _places(connection: Connection, scope: Scope, codes: Sequence[str], today: date) -> list[int]:
    if not codes:
        raise ChoiceMissing(field="commune")
    session = Session(connection)
    return sorted({commune_within(session, scope, code, on=today) for code in codes})


def _refuse_taken(connection: Connection, kind: TeamKind, name: str, places: list[int]) -> None:
    """A second tap on the same form, or the team of a colleague, is not founded again."""
    same = (
        select(_teams.c.id)
        .join(_communes, _communes.c.team_id == _teams.c.id)
        .where(
            _teams.c.kind == kind.value,
            _teams.c.name == name,
            _teams.c.dissolved_on.is_(None),
            _communes.c.commune_id.in_(places),
        )
    )
    if connection.execute(same.limit(1)).first() is not None:
        raise TeamNameTaken(team=name)


def _check_responsible(
    connection: Connection, account_id: int | None, codes: Sequence[str], today: date
) -> None:
    if account_id is None:
        return
    try:
        scope = acting_scope(connection, account_id, COMMANDS["log_work"], on=today)
        _places(connection, scope, codes, today)
    except (NotAllowed, OutsideScope):
        raise ResponsibleElsewhere from None


def _write_members(connection: Connection, team_id: int, members: Mapping[MemberRole, int]) -> None:
    rows = [
        {"team_id": team_id, "role": role.value, "members": count}
        for role, count in members.items()
    ]
    connection.execute(insert(_members), rows)


def _kind(value: str) -> TeamKind:
    try:
        return TeamKind(value)
    except ValueError:
        raise ChoiceMissing(field="kind") from None
