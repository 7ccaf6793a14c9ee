"""The ledger 1-kèm-5 as counts, and where whoever keeps it may; names: `db.ledger_names`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import case, func
from sqlmodel import Session, col, select

from db.assessments import SUBMITTED
from db.collection_points import commune_within
from db.models import (
    ANSWER_COLUMNS,
    Ambassador,
    Assessment,
    Campaign,
    Learner,
    LearnerStep,
    Mentorship,
)
from db.scopes import in_area, require_area, within
from domain.access import Scope
from domain.ledger import CLOSED, TEACHES, LearnerState, in_tens

_TEACH = 3  # domain.questionnaire.Answer: "Hướng dẫn được người khác"


@dataclass(frozen=True)
class Totals:
    """
    Counts of people, at the end of a period; circles and helpers counted by what ended in it.

    May be below ten: outside the commune's own working list such a count is said as "dưới 10".
    """

    ambassadors: int
    learners: Mapping[LearnerState, int]
    waiting: int
    closed_circles: int


def totals(session: Session, scope: Scope, *, area_code: str, since: date, until: date) -> Totals:
    """
    How many there were at the end of `until`, and the circles closed from `since` to `until`.

    Who was deleted later is still counted in the time before: counts that were locked stay true.

    Raises:
        OutsideScope: the area does not lie in the scope whole.
    """
    require_area(session, scope, area_code)
    states = _states(session, scope, area_code, until)
    return Totals(
        ambassadors=_ambassadors(session, scope, area_code, until),
        learners={state: states.get(state, 0) for state in LearnerState},
        waiting=_waiting(session, scope, area_code, until),
        closed_circles=_closed(session, scope, area_code, since, until),
    )


def candidates(
    session: Session, scope: Scope, *, commune_code: str, minimum: int, on: date
) -> int | None:
    """
    About how many of a commune could be asked to be ambassadors; None below the minimum.

    Who answered "Hướng dẫn được người khác" to half of the questions in the newest round, before
    this week; rounded down to tens. Nothing says who.
    """
    commune_id = commune_within(session, scope, commune_code, on=on)
    monday = on - timedelta(days=on.weekday())
    newest = (
        select(Campaign.code)
        .where(Campaign.starts_on <= on)
        .order_by(col(Campaign.starts_on).desc())
        .limit(1)
    )
    can_teach = sum(
        (case((getattr(Assessment, name) == _TEACH, 1), else_=0) for name in ANSWER_COLUMNS[:12]),
        start=0,
    )
    people = session.exec(
        select(func.count()).where(
            within(scope, col(Assessment.commune_id)),
            Assessment.commune_id == commune_id,
            Assessment.status == SUBMITTED,
            col(Assessment.campaign_code).in_(newest),
            col(Assessment.submitted_on) < monday,
            can_teach >= TEACHES,
        )
    ).one()
    return in_tens(people, minimum=minimum)


def _ambassadors(session: Session, scope: Scope, area_code: str, until: date) -> int:
    return session.exec(
        select(func.count()).where(
            within(scope, col(Ambassador.commune_id)),
            in_area(area_code, col(Ambassador.commune_id)),
            Ambassador.since <= until,
            col(Ambassador.left_on).is_(None) | (col(Ambassador.left_on) > until),
        )
    ).one()


def _states(session: Session, scope: Scope, area_code: str, until: date) -> dict[LearnerState, int]:
    """By the last step taken until then."""
    last = (
        select(func.max(LearnerStep.id))
        .where(LearnerStep.day <= until)
        .group_by(col(LearnerStep.learner_id))
    )
    rows: Sequence[tuple[str, int]] = session.exec(
        select(LearnerStep.state, func.count())
        .join(Learner)
        .where(
            within(scope, col(Learner.commune_id)),
            in_area(area_code, col(Learner.commune_id)),
            col(LearnerStep.id).in_(last),
            col(Learner.deleted_on).is_(None) | (col(Learner.deleted_on) > until),
        )
        .group_by(LearnerStep.state)
    ).all()
    return {LearnerState(state): people for state, people in rows}


def _waiting(session: Session, scope: Scope, area_code: str, until: date) -> int:
    """Who had no ambassador then, and cannot do it yet as we know today."""
    taught = select(Mentorship.learner_id).where(
        Mentorship.began_on <= until,
        col(Mentorship.ended_on).is_(None) | (col(Mentorship.ended_on) > until),
    )
    began = select(LearnerStep.learner_id).where(LearnerStep.day <= until)
    return session.exec(
        select(func.count()).where(
            within(scope, col(Learner.commune_id)),
            in_area(area_code, col(Learner.commune_id)),
            col(Learner.id).in_(began),
            col(Learner.id).not_in(taught),
            col(Learner.state).not_in([state.value for state in CLOSED]),
            col(Learner.deleted_on).is_(None) | (col(Learner.deleted_on) > until),
        )
    ).one()


def _closed(session: Session, scope: Scope, area_code: str, since: date, until: date) -> int:
    """People, not circles: who closed one twice is one."""
    return session.exec(
        select(func.count(func.distinct(Mentorship.learner_id)))
        .join(Learner)
        .where(
            within(scope, col(Learner.commune_id)),
            in_area(area_code, col(Learner.commune_id)),
            col(Mentorship.closed_on).between(since, until),
        )
    ).one()
