"""People who answer through the same commands as citizens, and their publication."""

from sqlalchemy import Engine
from sqlmodel import Session

from db.commands import assessments
from db.commands.extra_answers import set_device
from db.questionnaires import current_version, load_questionnaire
from domain.consent import STATISTICS, TEXT_VERSIONS
from domain.device import Device
from domain.people import AgeBand, Audience, Gender, Mode
from publishing.release import release
from ui import clock


def answer(engine: Engine, people: int, *, commune_code: str) -> None:
    """So many citizens of a commune answer alone: half of them can do everything, half a little."""
    with Session(engine) as session:
        asked = load_questionnaire(session, current_version(session))
    for number in range(people):
        draft = assessments.start(
            engine,
            commune_code=commune_code,
            audience=Audience.CITIZEN,
            age_band=AgeBand.FROM_60,
            gender=Gender.MALE,
            mode=Mode.SELF,
            consents={STATISTICS: TEXT_VERSIONS[STATISTICS]},
            now=clock.now(),
        )
        common = {"code": draft.code, "questionnaire": asked, "now": clock.now()}
        for question in asked.core:
            assessments.save_answer(engine, question_id=question.id, value=1 + number % 2, **common)
        assessments.submit(engine, today=clock.today(), **common)


def drafted(engine: Engine, people: int, *, commune_code: str) -> list[str]:
    """So many citizens stand before the first question; the codes of their drafts."""
    codes = []
    for _ in range(people):
        draft = assessments.start(
            engine,
            commune_code=commune_code,
            audience=Audience.CITIZEN,
            age_band=AgeBand.FROM_60,
            gender=Gender.MALE,
            mode=Mode.SELF,
            consents={STATISTICS: TEXT_VERSIONS[STATISTICS]},
            now=clock.now(),
        )
        set_device(engine, code=draft.code, device=Device.SMARTPHONE, now=clock.now())
        codes.append(draft.code)
    return codes


def publish(engine: Engine) -> None:
    """Release what can be released now."""
    release(engine, now=clock.now(), minimum=10, month=f"{clock.today():%Y-%m}")
