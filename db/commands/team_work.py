"""Work logged by a tap, taken back within minutes, and judged where it looks logged twice."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Engine, select, update
from sqlmodel import Session, col

from db.authority import acting_scope
from db.commands.audit import record
from db.dialects import insert_into
from db.engine import transaction
from db.models import TeamActivity, Unit, metadata
from db.scopes import within
from db.team_list import ListedTeam, team_of
from domain.access import COMMANDS, Permission
from domain.errors import (
    ChoiceMissing,
    NotAllowed,
    TeamDissolved,
    UnknownTeam,
    UnknownWork,
    WorkElsewhere,
)
from domain.quoted import quoted
from domain.team_doubts import Verdict
from domain.teams import as_amount, as_place, check_day, check_undo

_teams = metadata.tables["team"]
_communes = metadata.tables["teamcommune"]
_work = metadata.tables["teamactivity"]
_TAP = re.compile(r"[0-9a-z]{8,40}")


@dataclass(frozen=True)
class Tap:
    """What one tap logs; `key` is of the button as it was drawn, so it counts once."""

    key: str
    team_id: int
    commune_code: str
    day: date
    work: str
    amount: int
    place: str = ""


def log_work(engine: Engine, tap: Tap, *, by: int, now: datetime, today: date) -> int | None:
    """
    Count a piece of work; its id, or nothing when this very tap was counted already.

    Raises:
        NotAllowed: `by` may log nowhere today.
        UnknownTeam: `by` neither answers for the team nor manages it, or there is none.
        TeamDissolved, WorkElsewhere, WorkInFuture, WorkTooOld, BadAmount, BadTeamName.
        ValueError: no key of ours; no page sends that.
    """
    if not _TAP.fullmatch(tap.key):
        raise ValueError("not the key of a tap")
    work, amount = as_amount(tap.work, tap.amount)
    check_day(tap.day, today=today)
    row = {"team_id": tap.team_id, "day": tap.day, "work": work.value, "amount": amount,
           "place": as_place(tap.place), "tap_key": tap.key, "logged_by": by,
           "logged_at": now}  # fmt: skip
    with transaction(engine) as connection:
        team = _team(connection, tap.team_id, by, today)
        row["commune_id"] = _commune(connection, team, tap.commune_code)
        added = (
            insert_into(_work, connection.dialect.name)
            .on_conflict_do_nothing(index_elements=["team_id", "tap_key"])
            .returning(_work.c.id)
        )
        activity_id = connection.execute(added, row).scalar()
        if activity_id is not None:
            subject = f"team:{tap.team_id}"
            record(connection, "team.log", subject, by=by, now=now, work=work, amount=amount)
    return activity_id


def undo_work(engine: Engine, *, activity_id: int, by: int, now: datetime, today: date) -> None:
    """
    Take back what one logged a moment ago; doing it twice changes nothing more.

    Raises:
        NotAllowed: `by` may log nowhere today.
        UnknownWork: `by` logged no such thing where they may log.
        UndoTooLate.
    """
    with transaction(engine) as connection:
        scope = acting_scope(connection, by, COMMANDS["undo_work"], on=today)
        mine = (_work.c.id == activity_id) & (_work.c.logged_by == by)
        here = within(scope, col(TeamActivity.commune_id))
        row = connection.execute(select(_work).where(mine, here).with_for_update()).first()
        if row is None:
            raise UnknownWork
        check_undo(row.logged_at, now=now)
        if row.undone_at is None:
            connection.execute(update(_work).where(mine).values(undone_at=now))
            record(connection, "team.undo", f"work:{activity_id}", by=by, now=now)


def judge_work(
    engine: Engine, *, activity_id: int, verdict: str, by: int, now: datetime, today: date
) -> None:
    """
    Keep or remove an entry that looks like another; the verdict is the reason.

    Raises:
        NotAllowed: `by` manages teams nowhere today.
        UnknownWork: none of theirs, or one that was taken back.
        ChoiceMissing: no verdict of ours.
    """
    if verdict not in set(Verdict):
        raise ChoiceMissing(field="verdict")
    with transaction(engine) as connection:
        scope = acting_scope(connection, by, COMMANDS["judge_work"], on=today)
        judged = connection.execute(
            update(TeamActivity)
            .where(
                col(TeamActivity.id) == activity_id,
                col(TeamActivity.undone_at).is_(None),
                within(scope, col(TeamActivity.commune_id)),
            )
            .values(verdict=verdict, judged_by=by, judged_at=now)
        )
        if judged.rowcount == 0:
            raise UnknownWork
        subject = f"work:{activity_id}"
        record(connection, "team.judge", subject, by=by, now=now, verdict=verdict)


def _team(connection: Connection, team_id: int, by: int, today: date) -> ListedTeam:
    """The team, of those `by` answers for where they may log, or manages; held until the end."""
    connection.execute(select(_teams.c.id).where(_teams.c.id == team_id).with_for_update())
    session = Session(connection)
    team = team_of(session, acting_scope(connection, by, COMMANDS["log_work"], on=today), team_id)
    if team.responsible_id != by:
        try:
            manages = acting_scope(connection, by, Permission.MANAGE_TEAMS, on=today)
        except NotAllowed:
            raise UnknownTeam from None
        team_of(session, manages, team_id)
    if team.dissolved_on is not None:
        raise TeamDissolved(team=team.name)
    return team


def _commune(connection: Connection, team: ListedTeam, code: str) -> int:
    statement = (
        select(col(Unit.id))
        .join(_communes, _communes.c.commune_id == col(Unit.id))
        .where(_communes.c.team_id == team.id, col(Unit.code) == code)
    )
    found = connection.scalar(statement)
    if found is None:
        raise WorkElsewhere(commune=quoted(code, 12))
    return int(found)
