"""The questions: one a page or all on one, each saved when it is answered; review and send."""

from dataclasses import replace
from urllib.parse import unquote

from starlette.responses import Response

from db.commands import assessments
from domain import flow
from domain.device import Device
from domain.errors import AlreadySubmitted, CheckClosed, DomainError, MissingAnswers
from domain.flow import Part, Step
from light import address, tongue
from light.choices import worded, words_of
from light.draft import Opened, opened
from light.saving import save
from light.visit import Visit

ANSWER, RETURN = "tra-loi", "ve"
BY_SCRIPT = "x-nhe"  # asked with any value; the answer says the address of the page it brings
_COUNTERS = {
    Part.CORE: "form.counter",
    Part.AI: "form.extra_counter",
    Part.PACK: "form.pack_counter",
    Part.CHECK: "check.counter",
}


def go_on(visit: Visit) -> Response:
    """The open step of a draft, or its result."""
    it = opened(visit)
    return visit.go(it.at(address.RESULT) if it.is_sent else it.at(it.open_step))


def question(visit: Visit) -> Response:
    """One question; a POST saves its answer and goes on to the next."""
    it = opened(visit)
    asked_for = visit.request.path_params["step"]
    step = it.step(flow.DEVICE.id if asked_for == address.DEVICE else asked_for)
    if step is None or step.part in (Part.REVIEW, Part.TOLD):
        return go_on(visit)
    if visit.request.method == "POST":
        return _save(it, step)
    return _question_page(it, step)


def _save(it: Opened, step: Step) -> Response:
    visit = it.visit
    try:
        save(it, step, visit.form.get(ANSWER, ""))
    except (AlreadySubmitted, CheckClosed):
        return visit.go(it.at(address.RESULT))
    except DomainError as error:
        sentence = visit.t(error.key, **error.details)
        if visit.form.get(RETURN) == address.ALL:
            return _all_page(it, {step.id: sentence}, 400)
        return _question_page(it, step, sentence, 400)
    if BY_SCRIPT in visit.request.headers:
        return _arrived(it, step)
    return visit.go(_after(it, step))


def _arrived(it: Opened, step: Step) -> Response:
    """For our script, which keeps the page: where the answer leads, without a second request."""
    target = _after(it, step)
    if it.visit.form.get(RETURN) == address.ALL:
        return Response(status_code=204, headers={"Cache-Control": "no-store"})
    now = _with_answer(it, step)
    after = now.step(unquote(target.rpartition("/")[2]))
    if after is None and step.part is Part.CHECK:
        return it.visit.go(target)  # what was right, which is no question
    if after is None or after.part is Part.REVIEW:
        page = _review_page(now)
    else:
        page = _question_page(now, after)
    page.headers[BY_SCRIPT] = target
    return page


def _with_answer(it: Opened, step: Step) -> Opened:
    """The draft with the answer just stored; the twelve and AI need no second look at it."""
    if step.part not in (Part.CORE, Part.AI):
        return opened(it.visit)
    answers = {**it.draft.answers, step.id: int(it.visit.form[ANSWER])}
    return Opened(it.visit, replace(it.draft, answers=answers), it.questionnaire)


def _after(it: Opened, step: Step) -> str:
    """Where the answer of a step leads; the device decides what is asked after it."""
    back_to = it.visit.form.get(RETURN)
    after = flow.following(_steps_with(it, step), step)
    if back_to == address.ALL:
        return f"{it.at(address.ALL)}#{after.id}"
    return it.at(address.REVIEW if back_to == address.REVIEW else after)


def _steps_with(it: Opened, step: Step) -> tuple[Step, ...]:
    if step.part is Part.CHECK:
        return it.check_steps
    return opened(it.visit).steps if step.part is Part.DEVICE else it.steps


def _question_page(it: Opened, step: Step, error: str = "", status: int = 200) -> Response:
    visit = it.visit
    steps = it.check_steps if step.part is Part.CHECK else it.steps
    before = flow.preceding(steps, step)
    asked, below = tongue.heading(it, step)
    return visit.page(
        "question",
        status=status,
        title=asked,
        below=below,
        tongue=tongue.tongue_of(it),
        tongues=tongue.offers(it),
        missing=tongue.missing(it, step),
        it=it,
        step=step,
        error=error,
        counter=counter(it, step),
        progress=flow.place_in_part(steps, step) if step.part is Part.CORE else None,
        choices=worded(it, step),
        given=it.answer(step),
        saved=sum(other in it.answered for other in steps),
        returns=visit.query.get(RETURN, ""),
        back=it.at(before) if before != step else "",
        next=it.at(flow.following(steps, step)) if step in it.answered else "",
        skip=_skip(it, step),
    )


def _skip(it: Opened, step: Step) -> str:
    """The way past what nobody has to answer."""
    if step.part not in flow.OPTIONAL:
        return ""
    return it.at(address.RESULT if step.part is Part.CHECK else address.REVIEW)


def counter(it: Opened, step: Step) -> str:
    """Which question of how many this is; nothing for the device."""
    if step.part not in _COUNTERS:
        return ""
    steps = it.check_steps if step.part is Part.CHECK else it.steps
    number, total = flow.place_in_part(steps, step)
    audience = it.visit.t(f"pack_audience.{it.draft.audience}")
    return it.visit.t(_COUNTERS[step.part], number=number, total=total, audience=audience)


def everything(visit: Visit) -> Response:
    """All questions on one page, each with its own buttons."""
    it = opened(visit)
    return visit.go(it.at(address.RESULT)) if it.is_sent else _all_page(it, {})


def _all_page(it: Opened, errors: dict[str, str], status: int = 200) -> Response:
    """The page of all questions, a refusal beside the question it is about."""
    return it.visit.page(
        "all",
        status=status,
        title=it.visit.t("light.all_title"),
        it=it,
        steps=it.rows,
        counter=counter,
        worded=worded,
        errors=errors,
        heading=tongue.heading,
        tongue=tongue.tongue_of(it),
        saved=len(it.answered),
    )


def review(visit: Visit) -> Response:
    """Every question with its answer, and the way to send them."""
    it = opened(visit)
    return visit.go(it.at(address.RESULT)) if it.is_sent else _review_page(it)


def _review_page(it: Opened, error: str = "", status: int = 200) -> Response:
    return it.visit.page(
        "review",
        status=status,
        title=it.visit.t("review.title"),
        it=it,
        steps=it.rows,
        words_of=words_of,
        pack=_pack_offer(it),
        without=_without(it),
        error=error,
    )


def _pack_offer(it: Opened) -> dict[str, object] | None:
    """The way into the questions of one's audience, as long as one of them is open."""
    own = [step for step in it.steps if step.part is Part.PACK]
    if all(step in it.answered for step in own):
        return None
    audience = it.visit.t(f"pack_audience.{it.draft.audience}")
    return {
        "words": it.visit.t("pack.offer", count=len(own), audience=audience),
        "to": it.at(flow.first_open_of(Part.PACK, it.steps, it.answered)),
    }


def _without(it: Opened) -> str:
    """That nothing was asked which takes a device the person lacks."""
    device = it.draft.device
    if device is None or device is Device.SMARTPHONE:
        return ""
    return it.visit.t(f"review.without_{device.name.lower()}", person=it.person)


def send(visit: Visit) -> Response:
    """Score and count the person, once; with an open question, back to the review."""
    it = opened(visit)
    if visit.request.method != "POST":
        return visit.go(it.at(address.REVIEW))
    try:
        assessments.submit(
            visit.shared.engine(),
            code=it.draft.code,
            questionnaire=it.questionnaire,
            now=visit.now,
            today=visit.today,
        )
    except MissingAnswers:
        now = opened(visit)
        return _review_page(now, _missing(now), 400)
    return visit.go(it.at(address.RESULT))


def _missing(it: Opened) -> str:
    numbers = [
        str(flow.place_in_part(it.steps, step)[0])
        for step in it.steps
        if step.part is Part.CORE and step not in it.answered
    ]
    return it.visit.t(MissingAnswers.key, numbers=", ".join(numbers))
