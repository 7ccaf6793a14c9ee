"""Published questionnaires, read back as the domain knows them."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session, col, select

from db.models import CheckVersion, PackVersion, QuestionnaireVersion
from db.models import Question as QuestionRow
from domain.checking import Check, CheckItem, Option, Overclaim, Task
from domain.device import Need
from domain.people import Audience
from domain.questionnaire import PackItem, Packs, Question, Questionnaire, Wording, Wordings
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


def newest_packs(session: Session) -> str | None:
    """The version of the packs published last; None when none is, and nobody is offered one."""
    return _newest(session, PackVersion)


def newest_check(session: Session) -> str | None:
    """The version of the check published last; None when none is, and nobody is offered one."""
    return _newest(session, CheckVersion)


def load_packs(session: Session, version: str) -> Packs:
    """
    The packs of this version.

    Raises:
        NoQuestionnaire: no such version is published.
    """
    content = _content(session, PackVersion, version)
    items = {
        audience: tuple(_pack_item(item) for item in content[audience.value])
        for audience in Audience
    }
    return Packs(version, items)


def load_check(session: Session, version: str) -> Check:
    """
    The check of this version.

    Raises:
        NoQuestionnaire: no such version is published.
    """
    content = _content(session, CheckVersion, version)
    tasks = tuple(Task(group=task["group"], **_asked(task)) for task in content["tasks"])
    items = tuple(_check_item(item) for item in content["items"])
    return Check(version, items, tasks, Overclaim(**_asked(content["overclaim"])))


def _newest(session: Session, model: type[PackVersion] | type[CheckVersion]) -> str | None:
    newest = select(model.version).order_by(
        col(model.published_on).desc(), col(model.version).desc()
    )
    return session.exec(newest).first()


def _content(
    session: Session, model: type[PackVersion] | type[CheckVersion], version: str
) -> Mapping[str, Any]:
    content = session.exec(select(model.content).where(model.version == version)).first()
    if content is None:
        raise NoQuestionnaire(f"no {model.__name__} {version!r}: run `python -m seed reference`")
    return content


def _asked(content: Mapping[str, Any]) -> dict[str, Any]:
    """What every kind of item has."""
    return {
        "id": content["id"],
        "needs": Need(content["needs"]),
        "wordings": _wordings(content),
    }


def _wordings(content: Mapping[str, str]) -> Wordings:
    return {
        (language, wording): content[f"{wording.value}_{language}"]
        for language in ("vi", "en")
        for wording in Wording
    }


def _pack_item(content: Mapping[str, Any]) -> PackItem:
    return PackItem(
        slot=content["slot"],
        group=content["group"],
        competence_code=content["competence"],
        **_asked(content),
    )


def _check_item(content: Mapping[str, Any]) -> CheckItem:
    return CheckItem(
        group=content["group"],
        competence_code=content["competence"],
        options=tuple(Option(option) for option in content["options"]),
        right=content["right"],
        **_asked(content),
    )


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
        needs=Need(row.needs),
        wordings={
            ("vi", Wording.NORMAL): row.normal_vi,
            ("vi", Wording.SIMPLE): row.simple_vi,
            ("en", Wording.NORMAL): row.normal_en,
            ("en", Wording.SIMPLE): row.simple_en,
        },
    )
