"""What a citizen changes: start, answer, send, withdraw; one transaction each."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import Engine, Update, bindparam

from db import rollups
from db.assessments import DRAFT, SUBMITTED, Draft, read_draft, score_columns, stored_score
from db.commands.assessment_rows import (
    delete_assessment,
    insert_with_new_code,
    score_of,
    store_consents,
    without_device,
)
from db.commands.audit import record
from db.commands.choices import person_of
from db.commands.collection_points import count_at_point, hamlet_of_point, open_point_id
from db.commands.held_rows import locked, refuse, refuse_unless_open
from db.commands.help_given import help_given
from db.commands.minors import count_child, require_child
from db.counted import PROGRESS
from db.engine import transaction
from db.models import ANSWER_COLUMNS, metadata
from db.starting_point import filed_under
from domain import minors, resume_code
from domain.calendar_day import day_of
from domain.errors import UnderSeven, UnknownQuestion, UnknownResumeCode
from domain.people import AgeBand, Audience, Gender, Mode, is_child
from domain.questionnaire import Questionnaire, as_answer
from domain.scoring import Score

_assessments = metadata.tables["assessment"]

_NOTHING_GIVEN = dict.fromkeys((*ANSWER_COLUMNS, "submitted_on", "seconds_taken", "skipped"))


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
        *(_assessments.c[name] for name in (*PROGRESS.key, "age_band"))
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
    point: str | None = None,
    helper_relation: str | None = None,
    help_language: str | None = None,
    helper_pass: str | None = None,
    consent_by: str | None = None,
) -> Draft:
    """
    Begin an assessment in the newest questionnaire and the campaign of the day.

    Args:
        consents: purpose → version of the text the person agreed to.
        point: token of the collection point whose link led here; one that is closed or unknown
            is left out.
        helper_relation, help_language: what was said of the help; None = not said.
        helper_pass: the token of a helper's pass, checked again now and for this commune.
        consent_by: who agreed for a child, `domain.minors.ConsentBy`; None from 16 on.

    Raises:
        ConsentMissing: no consent to the purpose "statistics".
        UnderSeven, ChildConsentMissing, ConsentMisplaced, ChildAnswersAlone, ChildHelperRefused:
            see `domain.minors`.
        ChoiceMissing: audience, age band, gender, mode or help is not one of ours, or somebody who
            answers alone brings a helper.
        HelperPassRefused, HelperPassElsewhere: the pass may not capture now, or not here.
        UnknownPlace: today no commune has this code.
        NoCampaign, NoQuestionnaire: the reference data are not loaded.
    """
    if age_band == minors.UNDER_7:
        raise UnderSeven
    person = person_of(audience=audience, age_band=age_band, gender=gender, mode=mode)
    agreed_by = minors.require_consents(
        consents, age_band=person["age_band"], consent_by=consent_by
    )
    with transaction(engine) as connection:
        help_ = help_given(
            connection,
            mode=person["mode"],
            relation=helper_relation,
            language=help_language,
            pass_token=helper_pass,
            commune_code=commune_code,
            now=now,
        )
        if agreed_by is not None:
            require_child(connection, person, help_, agreed_by)
        place = filed_under(connection, commune_code, day_of(now))
        point_id = open_point_id(connection, point)
        row = {
            **person,
            **place,
            **help_,
            "consent_by": agreed_by,
            "status": DRAFT,
            "point_id": point_id,
            "hamlet_id": hamlet_of_point(connection, point_id, place["commune_id"], day_of(now)),
            "started_at": now,
            "expires_at": now + timedelta(days=resume_code.DAYS_VALID),
        }
        assessment_id, code = insert_with_new_code(connection, row)
        store_consents(connection, assessment_id, consents, now)
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
    if not resume_code.is_code(code):
        raise UnknownResumeCode(code=code)
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


def submit(
    engine: Engine, *, code: str, questionnaire: Questionnaire, now: datetime, today: date
) -> Score:
    """
    Score a draft and count its person, once: sending again returns the stored score.

    What takes a device the person lacks is 0 from now on, marked in `skipped`.

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
        skipped = without_device(questionnaire, row)
        score = score_of(questionnaire, {**row, **skipped})
        changes = {
            **skipped,
            **{"status": SUBMITTED, "submitted_on": today},
            **{"seconds_taken": _seconds_since(row["started_at"], now), **score_columns(score)},
        }
        connection.execute(
            _assessments.update().where(_assessments.c.id == row["id"]).values(changes)
        )
        rollups.add_person(connection, {**row, **changes})
        count_at_point(connection, row["point_id"], today)
        if is_child(row["age_band"]):
            count_child(connection, row["helper_pass_id"])
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
        if row["status"] == SUBMITTED:
            rollups.add_person(connection, row, sign=-1)
        rollups.add_draft(connection, row, sign=-1)
        delete_assessment(connection, row["id"])
        subject = f"campaign:{row['campaign_code']}"
        record(connection, "assessment.withdraw", subject, by=None, now=now, on=today.isoformat())


def _seconds_since(started_at: datetime, now: datetime) -> int:
    """Whole seconds; a clock that was set back in between makes none, not fewer."""
    return max(0, int((now - started_at).total_seconds()))
