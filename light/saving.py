"""One answer as a browser sends it, checked and stored by the command its step belongs to."""

from db.commands import assessments, extra_answers
from domain.checking import choices
from domain.device import Device
from domain.errors import AnswerOffScale, UnknownQuestion
from domain.flow import Part, Step
from domain.questionnaire import Answer, PackItem, Question
from light.draft import Opened

_SCALE = tuple(answer.value for answer in Answer)
_DEVICES = (Device.SMARTPHONE, Device.BUTTONS, Device.NONE)


def offered(it: Opened, step: Step) -> tuple[int, ...]:
    """The answers a person chooses from, in order."""
    asked = it.asked(step)
    if asked is None:
        return _DEVICES if step.part is Part.DEVICE else ()
    return _SCALE if isinstance(asked, Question | PackItem) else choices(asked)


def save(it: Opened, step: Step, sent: str) -> None:
    """
    Store the answer of a step; the same again changes nothing.

    Raises:
        AnswerOffScale: it is none of those offered; and what the commands refuse.
    """
    if len(sent) != 1 or sent not in "0123456789":
        raise AnswerOffScale(value=sent)
    engine, code, now, value = it.visit.shared.engine(), it.draft.code, it.visit.now, int(sent)
    if step.part is Part.DEVICE:
        extra_answers.set_device(engine, code=code, device=value, now=now)
    elif step.part is Part.PACK and it.packs is not None:
        extra_answers.save_pack_answer(
            engine, code=code, item_id=step.id, value=value, packs=it.packs, now=now
        )
    elif step.part is Part.CHECK and it.check is not None:
        extra_answers.save_check_answer(
            engine,
            code=code,
            item_id=step.id,
            value=value,
            check=it.check,
            now=now,
            today=it.visit.today,
        )
    elif step.part in (Part.CORE, Part.AI):
        assessments.save_answer(
            engine,
            code=code,
            question_id=step.id,
            value=value,
            questionnaire=it.questionnaire,
            now=now,
        )
    else:
        raise UnknownQuestion(question_id=step.id, version=it.draft.version)
