"""What a citizen changes: start, answer, change who helps, send, withdraw; one transaction each."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Update, bindparam, insert

from db import rollups
from db.assessments import DRAFT, SUBMITTED, Draft, read_draft, score_columns, stored_score
from db.commands.audit import record
from db.commands.choices import choice, person_of
from db.commands.held_rows import locked, refuse, refuse_unless_open
from db.counted import PROGRESS
from db.dialects import insert_into
from db.engine import transaction
from db.models import ANSWER_COLUMNS, metadata
from db.questionnaires import answers_by_group
from db.starting_point import filed_under
from domain import resume_code, scoring
from domain.calendar_day import day_of
from domain.consent import STATISTICS
from domain.errors import ConsentMissing, MissingAnswers, UnknownQuestion
from domain.people import AgeBand, Audience, Gender, Mode
from domain.questionnaire import Questionnaire, as_answer
from domain.scoring import Score

_CODE_TRIES = 20  # 2^30 codes: even with 100 million in use, 20 collisions in a row do not happen

_assessments = metadata.tables["assessment"]
_consents = metadata.tables["consent"]

_NOTHING_GIVEN = dict.fromkeys((*ANSWER_COLUMNS, "submitted_on", "seconds_taken"))


def _open_draft_update() -> Update:
    """An UPDATE of one draft that can still be changed; every rule is in the one statement."""
    return _assessments.update().where(
        _assessments.c.resume_code == bindparam("code"),
        _assessments.c.status == DRAFT,
        _assessments.c.expires_at > bindparam("now"),
    )


# Built once: a tap costs the execution only.
_CHANGE_ANSWER = {
    slot: _open_draft_update()
    .where(_assessments.c.version == bindparam("asked_version"))
    .values({column: bindparam("value")})
    for slot, column in enumerate(ANSWER_COLUMNS, start=1)
}
# The condition is in the statement: of two taps at once one is the first, and counts.
_FIRST_ANSWER = {
    slot: change.where(_assessments.c[ANSWER_COLUMNS[slot - 1]].is_(None)).returning(
        *(_assessments.c[name] for name in PROGRESS.key)
    )
    for slot, change in _CHANGE_ANSWER.items()
}


def start(
    engine: Engine,
    *,
    commune_code: str,
    audience: Audience,
    age_band: AgeBand,
    gender: Gender,
    mode: Mode,
    consents: Mapping[str, str],
    now: datetime,
) -> Draft:
    """
    Begin an assessment in the newest questionnaire and the campaign of the day.

    Args:
        consents: purpose → version of the text the person agreed to.

    Raises:
        ConsentMissing: no consent to the purpose "statistics".
        ChoiceMissing: audience, age band, gender or mode is not one of ours.
        UnknownPlace: today no commune has this code.
        NoCampaign, NoQuestionnaire: the reference data are not loaded.
    """
    if not consents.get(STATISTICS):
        raise ConsentMissing(purpose=STATISTICS)
    person = person_of(audience=audience, age_band=age_band, gender=gender, mode=mode)
    with transaction(engine) as connection:
        row = {
            **person,
            **filed_under(connection, commune_code, day_of(now)),
            "status": DRAFT,
            "started_at": now,
            "expires_at": now + timedelta(days=resume_code.DAYS_VALID),
        }
        assessment_id, code = _insert_with_new_code(connection, row)
        _store_consents(connection, assessment_id, consents, now)
        rollups.add_draft(connection, {**_NOTHING_GIVEN, **row})
        return read_draft(connection, code, now)


def save_answer(
    engine: Engine,
    *,
    code: str,
    question_id: str,
    value: object,
    questionnaire: Questionnaire,
    now: datetime,
) -> None:
    """
    Store one answer of a draft; the same answer again changes nothing.

    Raises:
        AnswerOffScale, UnknownQuestion, UnknownResumeCode, ExpiredResumeCode, AlreadySubmitted.
    """
    slot = questionnaire.question(question_id).slot
    saved = {
        **{"code": code, "now": now, "asked_version": questionnaire.version},
        "value": int(as_answer(value)),
    }
    with transaction(engine) as connection:
        first = connection.execute(_FIRST_ANSWER[slot], saved).mappings().first()
        if first is not None:
            rollups.add_answer(connection, dict(first), slot)
        elif connection.execute(_CHANGE_ANSWER[slot], saved).rowcount == 0:
            refuse(connection, code, now)
            raise UnknownQuestion(question_id=question_id, version=questionnaire.version)


def set_mode(engine: Engine, *, code: str, mode: Mode, now: datetime) -> None:
    """
    Say that somebody helps, or answers instead, from now on.

    Raises:
        ChoiceMissing, UnknownResumeCode, ExpiredResumeCode, AlreadySubmitted.
    """
    new_mode = choice(Mode, "mode", mode)
    with transaction(engine) as connection:
        row = locked(connection, code)
        refuse_unless_open(row, now)
        if row["mode"] != new_mode:
            mine = _assessments.c.id == row["id"]
            connection.execute(_assessments.update().where(mine).values(mode=new_mode))
            rollups.move_draft(connection, row, mode=new_mode)


def submit(
    engine: Engine, *, code: str, questionnaire: Questionnaire, now: datetime, today: date
) -> Score:
    """
    Score a draft and count its person, once: sending again returns the stored score.

    Raises:
        MissingAnswers: `question_ids` names the core questions without an answer.
        UnknownQuestion: the draft was started with another version of the questionnaire.
        UnknownResumeCode, ExpiredResumeCode.
    """
    with transaction(engine) as connection:
        row = locked(connection, code)
        if row["status"] == SUBMITTED:
            return stored_score(row)
        refuse_unless_open(row, now)
        if row["version"] != questionnaire.version:
            raise UnknownQuestion(question_id="", version=row["version"])
        score = _score(questionnaire, row)
        changes = {
            **{"status": SUBMITTED, "submitted_on": today},
            **{"seconds_taken": _seconds_since(row["started_at"], now), **score_columns(score)},
        }
        connection.execute(
            _assessments.update().where(_assessments.c.id == row["id"]).values(changes)
        )
        rollups.add_person(connection, {**row, **changes})
        return score


def withdraw(engine: Engine, *, code: str, now: datetime, today: date) -> None:
    """
    Forget a person: their answers and consents, and their place in every rollup.

    What was published before stays published. The audit line says that somebody withdrew, not who.

    Raises:
        UnknownResumeCode.
        ExpiredResumeCode: a draft that expired; it is deleted by itself. Who has sent can always
            withdraw.
    """
    with transaction(engine) as connection:
        row = locked(connection, code)
        if row["status"] == DRAFT:
            refuse_unless_open(row, now)
        _delete(connection, row["id"])
        if row["status"] == SUBMITTED:
            rollups.add_person(connection, row, sign=-1)
        rollups.add_draft(connection, row, sign=-1)
        subject = f"campaign:{row['campaign_code']}"
        record(connection, "assessment.withdraw", subject, by=None, now=now, on=today.isoformat())


def _delete(connection: Connection, assessment_id: int) -> None:
    """The row and its consents; a later assessment of the same person no longer refers to it."""
    later = _assessments.c.repeat_of == assessment_id
    connection.execute(_assessments.update().where(later).values(repeat_of=None))
    connection.execute(_consents.delete().where(_consents.c.assessment_id == assessment_id))
    connection.execute(_assessments.delete().where(_assessments.c.id == assessment_id))


def _seconds_since(started_at: datetime, now: datetime) -> int:
    """Whole seconds; a clock that was set back in between makes none, not fewer."""
    return max(0, int((now - started_at).total_seconds()))


def _insert_with_new_code(connection: Connection, row: Mapping[str, object]) -> tuple[int, str]:
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


def _store_consents(
    connection: Connection, assessment_id: int, consents: Mapping[str, str], now: datetime
) -> None:
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


def _score(questionnaire: Questionnaire, row: Mapping[str, Any]) -> Score:
    answers = [row[column] for column in ANSWER_COLUMNS]
    missing = [question.id for question in questionnaire.core if answers[question.slot - 1] is None]
    if missing:
        raise MissingAnswers(question_ids=missing)
    return scoring.score(answers_by_group(questionnaire, answers), questionnaire.thresholds)
