"""What a citizen changes: start, answer, change who helps, send. Each is one transaction."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, TypedDict, TypeVar

from sqlalchemy import Connection, Engine, Update, bindparam, insert, select

from db import rollups
from db.assessments import DRAFT, SUBMITTED, Draft, read_draft, score_columns, stored_score
from db.dialects import insert_into
from db.engine import transaction
from db.models import ANSWER_COLUMNS, metadata
from db.questionnaires import answers_by_group
from db.starting_point import filed_under
from domain import resume_code, scoring
from domain.calendar_day import day_of
from domain.consent import STATISTICS
from domain.errors import (
    AlreadySubmitted,
    ChoiceMissing,
    ConsentMissing,
    ExpiredResumeCode,
    MissingAnswers,
    UnknownQuestion,
    UnknownResumeCode,
)
from domain.people import AgeBand, Audience, Gender, Mode
from domain.questionnaire import Questionnaire, as_answer
from domain.scoring import Score

_CODE_TRIES = 20  # 2^30 codes: even with 100 million in use, 20 collisions in a row do not happen

_assessments = metadata.tables["assessment"]
_consents = metadata.tables["consent"]


_Choice = TypeVar("_Choice", Audience, AgeBand, Gender, Mode)


class _Person(TypedDict):
    audience: Audience
    age_band: AgeBand
    gender: Gender
    mode: Mode


def _open_draft_update() -> Update:
    """An UPDATE of one draft that can still be changed; every rule is in the one statement."""
    return _assessments.update().where(
        _assessments.c.resume_code == bindparam("code"),
        _assessments.c.status == DRAFT,
        _assessments.c.expires_at > bindparam("now"),
    )


# Built once: a tap costs the execution only.
_SAVE_ANSWER = {
    slot: _open_draft_update()
    .where(_assessments.c.version == bindparam("asked_version"))
    .values({column: bindparam("value")})
    for slot, column in enumerate(ANSWER_COLUMNS, start=1)
}
_SET_MODE = _open_draft_update().values(mode=bindparam("new_mode"))


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
    person = _person(audience=audience, age_band=age_band, gender=gender, mode=mode)
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
    asked = {"code": code, "now": now, "asked_version": questionnaire.version}
    with transaction(engine) as connection:
        saved = connection.execute(_SAVE_ANSWER[slot], {**asked, "value": int(as_answer(value))})
        if saved.rowcount == 0:
            _refuse(connection, code, now)
            raise UnknownQuestion(question_id=question_id, version=questionnaire.version)


def set_mode(engine: Engine, *, code: str, mode: Mode, now: datetime) -> None:
    """
    Say that somebody helps, or answers instead, from now on.

    Raises:
        ChoiceMissing, UnknownResumeCode, ExpiredResumeCode, AlreadySubmitted.
    """
    new_mode = _choice(Mode, "mode", mode)
    with transaction(engine) as connection:
        changed = connection.execute(_SET_MODE, {"code": code, "now": now, "new_mode": new_mode})
        if changed.rowcount == 0:
            _refuse(connection, code, now)


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
        row = _locked(connection, code)
        if row["status"] == SUBMITTED:
            return stored_score(row)
        _refuse_unless_open(row, now)
        if row["version"] != questionnaire.version:
            raise UnknownQuestion(question_id="", version=row["version"])
        score = _score(questionnaire, row)
        changes = {"status": SUBMITTED, "submitted_on": today, **score_columns(score)}
        connection.execute(
            _assessments.update().where(_assessments.c.id == row["id"]).values(changes)
        )
        rollups.add_person(connection, {**row, **changes})
        return score


def _person(*, audience: str, age_band: str, gender: str, mode: str) -> _Person:
    return {
        "audience": _choice(Audience, "audience", audience),
        "age_band": _choice(AgeBand, "age_band", age_band),
        "gender": _choice(Gender, "gender", gender),
        "mode": _choice(Mode, "mode", mode),
    }


def _choice(kind: type[_Choice], field: str, value: str) -> _Choice:
    try:
        return kind(value)
    except ValueError:
        raise ChoiceMissing(field=field) from None


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


def _locked(connection: Connection, code: str) -> dict[str, Any]:
    """The row, so that a second sender waits for the first."""
    found = connection.execute(
        select(_assessments).where(_assessments.c.resume_code == code).with_for_update()
    )
    row = found.mappings().first()
    if row is None:
        raise UnknownResumeCode(code=code)
    return dict(row)


def _refuse(connection: Connection, code: str, now: datetime) -> None:
    """Say why a draft could not be changed; returns when it is open."""
    _refuse_unless_open(_locked(connection, code), now)


def _refuse_unless_open(row: Mapping[str, Any], now: datetime) -> None:
    if row["status"] == SUBMITTED:
        raise AlreadySubmitted(code=row["resume_code"])
    if row["expires_at"] <= now:
        raise ExpiredResumeCode(code=row["resume_code"])


def _score(questionnaire: Questionnaire, row: Mapping[str, Any]) -> Score:
    answers = [row[column] for column in ANSWER_COLUMNS]
    missing = [question.id for question in questionnaire.core if answers[question.slot - 1] is None]
    if missing:
        raise MissingAnswers(question_ids=missing)
    return scoring.score(answers_by_group(questionnaire, answers), questionnaire.thresholds)
