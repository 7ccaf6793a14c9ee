"""How the answers of a step are worded."""

from domain.checking import DO_NOT_KNOW, DO_NOT_UNDERSTAND, REFUSED, CheckItem, Seen, Task
from domain.flow import Part, Step
from light.draft import Opened
from light.saving import offered

_BESIDE = {DO_NOT_KNOW: "check.do_not_know", DO_NOT_UNDERSTAND: "check.do_not_understand"}


def worded(it: Opened, step: Step) -> list[tuple[int, str]]:
    """(value, words) of every answer a person chooses from."""
    return [(value, _words(it, step, value)) for value in offered(it, step)]


def words_of(it: Opened, step: Step) -> str:
    """The answer that was given, in words."""
    given = it.answer(step)
    return it.visit.t("review.unanswered") if given is None else _words(it, step, given)


def _words(it: Opened, step: Step, value: int) -> str:
    t, asked = it.visit.t, it.asked(step)
    if step.part is Part.DEVICE:
        return t(f"device.{value}")
    if isinstance(asked, Task):
        return t(f"seen.{Seen(value).name.lower()}")
    if isinstance(asked, CheckItem) and value < len(asked.options):
        return asked.options[value].sentences[it.visit.look.language]
    if isinstance(asked, CheckItem) and value != REFUSED:
        return t(_BESIDE[value])
    return t(f"answer.{value}")
