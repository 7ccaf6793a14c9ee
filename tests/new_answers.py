"""People who answer through the same commands as citizens, and their publication."""

from collections.abc import Sequence

from sqlalchemy import Engine
from sqlmodel import Session

from db.commands import assessments
from db.commands.extra_answers import set_device
from db.questionnaires import current_version, load_questionnaire
from domain.consent import STATISTICS, TEXT_VERSIONS
from domain.device import Device
from domain.people import AgeBand, Audience, Gender, Mode
from domain.questionnaire import Questionnaire
from publishing.release import release
from ui import clock


def begin(engine: Engine, *, commune_code: str) -> str:
    """The code of a citizen who agreed and stands before the first question."""
    return assessments.start(
        engine,
        commune_code=commune_code,
        audience=Audience.CITIZEN,
        age_band=AgeBand.FROM_60,
        gender=Gender.MALE,
        mode=Mode.SELF,
        consents={STATISTICS: TEXT_VERSIONS[STATISTICS]},
        now=clock.now(),
    ).code


def answer(engine: Engine, people: int, *, commune_code: str) -> None:
    """So many citizens of a commune answer alone: half of them can do everything, half a little."""
    for number in range(people):
        send(engine, [1 + number % 2] * len(_asked(engine).core), commune_code=commune_code)


def send(engine: Engine, values: Sequence[int], *, commune_code: str) -> str:
    """The code of a citizen who gives these answers to the core questions, and sends them."""
    questionnaire = _asked(engine)
    code = begin(engine, commune_code=commune_code)
    common = {"code": code, "questionnaire": questionnaire, "now": clock.now()}
    for question, value in zip(questionnaire.core, values, strict=True):
        assessments.save_answer(engine, question_id=question.id, value=value, **common)
    assessments.submit(engine, today=clock.today(), **common)
    return code


def _asked(engine: Engine) -> Questionnaire:
    with Session(engine) as session:
        return load_questionnaire(session, current_version(session))


def drafted(engine: Engine, people: int, *, commune_code: str) -> list[str]:
    """So many citizens stand before the first question; the codes of their drafts."""
    codes = []
    for _ in range(people):
        code = begin(engine, commune_code=commune_code)
        set_device(engine, code=code, device=Device.SMARTPHONE, now=clock.now())
        codes.append(code)
    return codes


def publish(engine: Engine) -> None:
    """Release what can be released now."""
    release(engine, now=clock.now(), minimum=10, month=f"{clock.today():%Y-%m}")
