"""The rows an assessment consists of: written, scored and deleted inside an open transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert

from db.dialects import insert_into
from db.models import ANSWER_COLUMNS, metadata
from db.questionnaires import answers_by_group
from domain import resume_code, scoring
from domain.device import Device
from domain.errors import MissingAnswers
from domain.questionnaire import Answer, Questionnaire
from domain.scoring import Score

_CODE_TRIES = 20  # 2^30 codes: even with 100 million in use, 20 collisions in a row do not happen

_assessments = metadata.tables["assessment"]
_consents = metadata.tables["consent"]
_extras = metadata.tables["extraanswers"]


def insert_with_new_code(connection: Connection, row: Mapping[str, object]) -> tuple[int, str]:
    """Store a new assessment; its id and the code it was given."""
    statement = (
        insert_into(_assessments, connection.dialect.name)
        .on_conflict_do_nothing(index_elements=["resume_code"])
        .returning(_assessments.c.id)
    )
    for _ in range(_CODE_TRIES):
        code = resume_code.new_code()
        assessment_id = connection.execute(statement, {**row, "resume_code": code}).scalar()
        if assessment_id is not None:
            return int(assessment_id), code
    raise RuntimeError(f"no free resume code in {_CODE_TRIES} tries")


def store_consents(
    connection: Connection, assessment_id: int, consents: Mapping[str, str], now: datetime
) -> None:
    """Keep which text of which purpose a person agreed to."""
    rows = [
        {
            "assessment_id": assessment_id,
            "purpose": purpose,
            "text_version": text_version,
            "given_at": now,
        }
        for purpose, text_version in consents.items()
    ]
    connection.execute(insert(_consents), rows)


def without_device(questionnaire: Questionnaire, row: Mapping[str, Any]) -> dict[str, int]:
    """The columns that change because questions take a device somebody lacks: each answer is 0."""
    columns = {one.id: ANSWER_COLUMNS[one.slot - 1] for one in questionnaire.questions}
    answered = {name for name, column in columns.items() if row[column] is not None}
    device = None if row["device"] is None else Device(row["device"])
    skipped = questionnaire.skipped(device, answered)
    if not skipped:
        return {}
    zeros = {columns[question.id]: int(Answer.CANNOT) for question in skipped}
    return {**zeros, "skipped": sum(1 << (question.slot - 1) for question in skipped)}


def score_of(questionnaire: Questionnaire, row: Mapping[str, Any]) -> Score:
    """
    The score of a row with answers.

    Raises:
        MissingAnswers: `question_ids` names the core questions without an answer.
    """
    answers = [row[column] for column in ANSWER_COLUMNS]
    missing = [question.id for question in questionnaire.core if answers[question.slot - 1] is None]
    if missing:
        raise MissingAnswers(question_ids=missing)
    return scoring.score(answers_by_group(questionnaire, answers), questionnaire.thresholds)


def delete_assessment(connection: Connection, assessment_id: int) -> None:
    """
    The row, its consents and its extra answers.

    A later assessment of the same person no longer refers to it.
    """
    later = _assessments.c.repeat_of == assessment_id
    connection.execute(_assessments.update().where(later).values(repeat_of=None))
    connection.execute(_consents.delete().where(_consents.c.assessment_id == assessment_id))
    connection.execute(_extras.delete().where(_extras.c.assessment_id == assessment_id))
    connection.execute(_assessments.delete().where(_assessments.c.id == assessment_id))
