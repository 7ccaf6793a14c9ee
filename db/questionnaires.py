"""Published questionnaires, read back as the domain knows them."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from db.models import Question as QuestionRow
from db.models import QuestionnaireVersion
from domain.questionnaire import Question, Questionnaire, Wording
from domain.scoring import Thresholds


class NoQuestionnaire(LookupError):
    """The reference data are not loaded. For operators, in English."""


def current_version(session: Session) -> str:
    """
    The questionnaire published last.

    Raises:
        NoQuestionnaire: none is published.
    """
    newest = select(QuestionnaireVersion.version).order_by(
        col(QuestionnaireVersion.published_on).desc(), col(QuestionnaireVersion.version).desc()
    )
    version = session.exec(newest).first()
    if version is None:
        raise NoQuestionnaire("no questionnaire: run `python -m seed reference`")
    return version


def load_questionnaire(session: Session, version: str) -> Questionnaire:
    """
    The questionnaire of this version, its questions in the order they are asked.

    Raises:
        NoQuestionnaire: no such version is published.
    """
    published = session.get(QuestionnaireVersion, version)
    if published is None:
        raise NoQuestionnaire(f"no questionnaire {version!r}: run `python -m seed reference`")
    rows = session.exec(
        select(QuestionRow)
        .where(QuestionRow.version == version)
        .order_by(col(QuestionRow.position))
    )
    return Questionnaire(version, tuple(_question(row) for row in rows), _thresholds(published))


def answers_by_group(
    questionnaire: Questionnaire, answers: Sequence[int | None]
) -> dict[int, list[int | None]]:
    """What `domain.scoring.score` takes, from the answers in the order of their slots."""
    grouped: dict[int, list[int | None]] = {}
    for question in questionnaire.questions:
        grouped.setdefault(question.group, []).append(answers[question.slot - 1])
    return grouped


def _thresholds(row: QuestionnaireVersion) -> Thresholds:
    return Thresholds(
        version=row.threshold_version,
        alone=row.alone,
        with_help=row.with_help,
        basic_needs=row.basic_needs,
        firm_needs=row.firm_needs,
    )


def _question(row: QuestionRow) -> Question:
    return Question(
        id=row.id,
        slot=row.slot,
        position=row.position,
        group=row.skill_group,
        competence_code=row.competence_code,
        wordings={
            ("vi", Wording.NORMAL): row.normal_vi,
            ("vi", Wording.SIMPLE): row.simple_vi,
            ("en", Wording.NORMAL): row.normal_en,
            ("en", Wording.SIMPLE): row.simple_en,
        },
    )
