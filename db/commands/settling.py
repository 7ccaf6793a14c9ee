"""A commune takes what the split one before it left; each thing goes to one commune only."""

from collections.abc import Container, Mapping
from datetime import date, datetime

from sqlalchemy import Connection, Engine, select, update
from sqlmodel import Session

from db.authority import acting_scope
from db.collection_points import commune_within
from db.commands.audit import record
from db.commands.ledger_rows import ambassador_row, end_pairs, learner_row
from db.engine import transaction
from db.field_moves import carry_one, carry_teams
from db.hamlets import HAMLET
from db.models import metadata
from db.unsettled import former_communes, left_over
from domain.access import COMMANDS, Scope
from domain.errors import NotItsSuccessor
from domain.ledger import PairEnd
from domain.left_over import Left

_units = metadata.tables["unit"]
_ambassadors = metadata.tables["ambassador"]
_learners = metadata.tables["learner"]
_pairs = metadata.tables["mentorship"]
_points = metadata.tables["collectionpoint"]
_classes = metadata.tables["classsession"]
_LONGEST_ID = 9


def settle(
    engine: Engine, *, kind: Left, key: str, commune_code: str, by: int, now: datetime, today: date
) -> None:
    """
    Take one thing of an ended commune into one that it became.

    A hamlet brings whoever and whatever names it; a pair that comes to lie in two communes ends.

    Args:
        key: as `domain.left_over.LeftOver`; of people the id.

    Raises:
        NotAllowed, OutsideScope: the commune is not one of theirs.
        NotItsSuccessor: nothing of this key is left by a commune that became this one.
        UnknownAmbassador, AmbassadorHasLeft, UnknownLearner.
    """
    with transaction(engine) as connection, Session(connection) as session:
        scope = acting_scope(connection, by, COMMANDS["settle"], on=today)
        commune_id = commune_within(session, scope, commune_code, on=today)
        former = former_communes(session, scope, commune_id, on=today)
        if kind in (Left.AMBASSADOR, Left.LEARNER):
            _take_person(connection, scope, kind, key, former, commune_id)
        else:
            offered = left_over(session, scope, commune_code=commune_code, on=today)
            if not any((one.kind, one.key) == (kind, key) for one in offered):
                raise NotItsSuccessor
            _take(connection, kind, key, former, commune_id, today)
        _end_crossed(connection, commune_id, today)
        record(connection, f"settle.{kind}", f"{kind}:{key}", by=by, now=now, into=commune_code)


def _take(
    connection: Connection, kind: Left, key: str, former: Mapping[int, tuple[str, str]],
    commune_id: int, today: date,
) -> None:  # fmt: skip
    """What `left_over` offered."""
    here = {"commune_id": commune_id}
    match kind:
        case Left.HAMLET:
            hamlet = select(_units.c.id, _units.c.parent_code).where(
                _units.c.level == HAMLET, _units.c.code == key
            )
            id_, parent = connection.execute(hamlet).one()
            for old_id, (code, _) in former.items():
                if code == parent:
                    carry_one(connection, old_id, commune_id, today, hamlet=id_)
        case Left.TEAM:
            for old_id in former:
                carry_teams(connection, old_id, commune_id, team=int(key))
        case Left.POINT:
            left = (_points.c.token == key) & _points.c.commune_id.in_(former)
            connection.execute(update(_points).where(left).values(here))
        case Left.CLASS:
            left = (_classes.c.token == key) & _classes.c.commune_id.in_(former)
            connection.execute(update(_classes).where(left).values(here))


def _take_person(
    connection: Connection, scope: Scope, kind: Left, key: str, former: Container[int],
    commune_id: int,
) -> None:  # fmt: skip
    """An ambassador brings the learners of their circles."""
    id_ = int(key) if key.isdecimal() and len(key) <= _LONGEST_ID else 0
    row = (ambassador_row if kind is Left.AMBASSADOR else learner_row)(connection, scope, id_)
    if row.commune_id not in former:
        raise NotItsSuccessor
    here = {"commune_id": commune_id}
    if kind is Left.LEARNER:
        connection.execute(update(_learners).where(_learners.c.id == id_).values(here))
        return
    connection.execute(update(_ambassadors).where(_ambassadors.c.id == id_).values(here))
    taught = select(_pairs.c.learner_id).where(
        _pairs.c.ambassador_id == id_, _pairs.c.ended_on.is_(None)
    )
    theirs = _learners.c.id.in_(taught) & (_learners.c.commune_id == row.commune_id)
    connection.execute(update(_learners).where(theirs).values(here))


def _end_crossed(connection: Connection, commune_id: int, today: date) -> None:
    """The learner of such a pair waits for another ambassador, with what they reached."""
    crossed = (
        select(_pairs.c.learner_id)
        .join(_ambassadors, _ambassadors.c.id == _pairs.c.ambassador_id)
        .join(_learners, _learners.c.id == _pairs.c.learner_id)
        .where(
            _pairs.c.ended_on.is_(None),
            _ambassadors.c.commune_id != _learners.c.commune_id,
            (_ambassadors.c.commune_id == commune_id) | (_learners.c.commune_id == commune_id),
        )
    )
    for learner_id in connection.scalars(crossed).all():
        end_pairs(connection, "learner_id", learner_id, today, PairEnd.CHANGED)
