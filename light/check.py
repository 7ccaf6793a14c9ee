"""What was right in the small check, told kindly at its end."""

from starlette.responses import Response

from domain import checking, flow
from domain.checking import Asked, CheckItem, Seen, Task
from domain.errors import CheckClosed
from domain.flow import Part
from domain.people import Mode
from light import address
from light.draft import Opened, opened
from light.visit import Visit


def told(visit: Visit) -> Response:
    """Each question with what is right, once everything is answered; before that, the result."""
    it = opened(visit)
    if not it.is_sent or not is_finished(it):
        return visit.go(it.at())
    asked = it.check.asked(it.draft.mode, it.draft.device) if it.check else ()
    return visit.page(
        "told",
        title=visit.t("check.told_title"),
        it=it,
        rows=[(_sentence(it, one), _told(it, one)) for one in asked],
    )


def offer(it: Opened) -> dict[str, object] | None:
    """The way into the check, or back to what was told; nothing where it is over or not asked."""
    if not it.check_steps:
        return None
    if is_finished(it):
        return {"words": it.visit.t("check.see_again"), "to": it.at(address.TOLD), "why": ""}
    try:
        checking.refuse_when_closed(it.draft.submitted_on, it.visit.today)
    except CheckClosed:
        return None
    kind = "tasks" if it.draft.mode is Mode.ASSISTED else "questions"
    first = flow.first_open_of(Part.CHECK, it.check_steps, it.answered)
    return {
        "words": it.visit.t(f"check.offer_{kind}", count=len(it.check_steps) - 1),
        "to": it.at(first),
        "why": it.visit.t(f"check.why_{kind}", person=it.person.capitalize()),
    }


def is_finished(it: Opened) -> bool:
    """Whether every question of the check has an answer."""
    return it.check is not None and it.draft.extras.is_finished(
        it.check.asked(it.draft.mode, it.draft.device)
    )


def _sentence(it: Opened, asked: Asked) -> str:
    return asked.sentence(it.visit.look.language, it.wording)


def _told(it: Opened, asked: Asked) -> str:
    t = it.visit.t
    if isinstance(asked, CheckItem):
        is_right = it.draft.extras.shown()[asked.group] == 1
        right = asked.options[asked.right].sentences[it.visit.look.language]
        return t(f"check.told_{'right' if is_right else 'other'}", right=right)
    if isinstance(asked, Task):
        return t(f"seen.{Seen(it.draft.extras.answer(asked) or 0).name.lower()}")
    return t("check.told_overclaim", person=it.person)
