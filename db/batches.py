"""People who were typed in for others: what is there already, and the batches of a scope."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func
from sqlmodel import Session, col, select

from db.models import ANSWER_COLUMNS, Account, Assessment, ImportBatch, ImportRow, Unit
from db.scopes import within
from domain.access import Scope
from domain.collection import BatchKind, EnteredPerson
from domain.questionnaire import Questionnaire


class Known(StrEnum):
    """What a sheet of paper is to the database."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"  # typed in before with other content: what is stored stays
    WITHDRAWN = "withdrawn"  # its person withdrew, and is not brought back


@dataclass(frozen=True)
class ListedBatch:
    """A batch that can be undone; `people` as it was saved."""

    batch_id: int
    kind: BatchKind
    people: int
    by_name: str
    created_at: datetime


def compare(
    session: Session,
    scope: Scope,
    people: Sequence[EnteredPerson],
    questionnaire: Questionnaire,
) -> dict[int, Known]:
    """Row → what it would be, of rows whose communes all lie inside the scope."""
    statement = (
        select(Unit.code, ImportRow.row_key, Assessment)
        .join(Unit, col(Unit.id) == ImportRow.commune_id)
        .join(Assessment, col(Assessment.id) == ImportRow.assessment_id, isouter=True)
        .where(
            within(scope, col(ImportRow.commune_id)),
            col(ImportRow.row_key).in_([person.key for person in people]),
        )
    )
    there = {(code, key): stored for code, key, stored in session.exec(statement)}
    found = {}
    for person in people:
        place = person.commune_code, person.key
        known = _compared(person, there[place], questionnaire) if place in there else Known.NEW
        found[person.row] = known
    return found


def batches_within(session: Session, scope: Scope, *, limit: int = 20) -> list[ListedBatch]:
    """The newest batches all of whose people lie inside the scope; undone ones are gone."""
    outside = select(ImportRow.batch_id).where(~within(scope, col(ImportRow.commune_id)))
    inside = select(ImportRow.batch_id).where(within(scope, col(ImportRow.commune_id)))
    statement = (
        select(ImportBatch, func.coalesce(Account.display_name, ""))
        .join(Account, col(Account.id) == ImportBatch.created_by, isouter=True)
        .where(
            col(ImportBatch.undone_at).is_(None),
            col(ImportBatch.id).in_(inside),
            col(ImportBatch.id).not_in(outside),
        )
        .order_by(col(ImportBatch.id).desc())
        .limit(limit)
    )
    return [
        ListedBatch(_id(batch), BatchKind(batch.kind), batch.people, name, batch.created_at)
        for batch, name in session.exec(statement)
    ]


def answer_columns(questionnaire: Questionnaire, answers: Iterable[int]) -> dict[str, int]:
    """The core answers, in the order they are asked, as columns of Assessment."""
    return {
        ANSWER_COLUMNS[question.slot - 1]: int(answer)
        for question, answer in zip(questionnaire.core, answers, strict=True)
    }


def offline_columns(person: EnteredPerson, questionnaire: Questionnaire) -> dict[str, object]:
    """The columns of Assessment that only an offline kit fills; none of who stood on paper."""
    taken = person.taken
    if taken is None:
        return {}
    return {
        **{"version": questionnaire.version, "submitted_on": taken.on},
        **{"seconds_taken": taken.seconds, "device": taken.device, "skipped": taken.skipped},
        **{ANSWER_COLUMNS[slot - 1]: answer for slot, answer in taken.ai.items()},
    }


def _compared(
    person: EnteredPerson, stored: Assessment | None, questionnaire: Questionnaire
) -> Known:
    if stored is None:
        return Known.WITHDRAWN
    typed: dict[str, object] = {
        **{"audience": person.audience, "age_band": person.age_band, "gender": person.gender},
        **{"mode": person.mode, **answer_columns(questionnaire, person.answers)},
    }
    same = all(getattr(stored, name) == value for name, value in typed.items())
    return Known.SAME if same else Known.CHANGED


def _id(batch: ImportBatch) -> int:
    if batch.id is None:
        raise ValueError("a stored batch has an id")
    return batch.id
