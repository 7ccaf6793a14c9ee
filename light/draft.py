"""The draft of an address, its steps in order, and how its person is spoken to."""

from dataclasses import dataclass
from functools import cached_property

from starlette.exceptions import HTTPException

from db.assessments import SUBMITTED, Draft, open_draft
from domain import flow
from domain.checking import Asked, Check
from domain.flow import Part, Situation, Step
from domain.people import uses_simple_wording
from domain.questionnaire import PackItem, Packs, Question, Questionnaire, Wording
from light import address, closed
from light.visit import Visit


@dataclass(frozen=True)
class Opened:
    """An assessment and what its person is asked."""

    visit: Visit
    draft: Draft
    questionnaire: Questionnaire

    @cached_property
    def packs(self) -> Packs | None:
        """The packs; once begun, in the version that was begun."""
        return self.visit.shared.packs(self.draft.extras.pack_version)

    @cached_property
    def check(self) -> Check | None:
        """The check, in the same way."""
        return self.visit.shared.check(self.draft.extras.check_version)

    @property
    def is_sent(self) -> bool:
        """Whether nothing of the form can be changed any more."""
        return self.draft.status == SUBMITTED

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Every step up to the review."""
        return flow.before_sending(self.questionnaire, self.packs, self._situation)

    @cached_property
    def check_steps(self) -> tuple[Step, ...]:
        """Every step of the check, and what is told at its end."""
        return flow.after_sending(self.check, self._situation)

    @cached_property
    def answered(self) -> frozenset[Step]:
        """The steps that have an answer: of the form, and once it is sent of the check."""
        steps = self.check_steps if self.is_sent else self.steps
        return frozenset(step for step in steps if self.answer(step) is not None)

    @property
    def open_step(self) -> Step:
        """Where to go on."""
        return flow.next_open(self.steps, self.answered)

    @property
    def wording(self) -> Wording:
        """Simple sentences for the elderly."""
        simple = uses_simple_wording(self.draft.age_band)
        return Wording.SIMPLE if simple else Wording.NORMAL

    @property
    def person(self) -> str:
        """The word this person is addressed by."""
        return self.visit.t(f"person.{self.wording.value}")

    @property
    def _situation(self) -> Situation:
        return Situation(self.draft.device, self.draft.audience, self.draft.mode)

    def step(self, step_id: str) -> Step | None:
        """The step of this name, if this person is asked it now."""
        steps = self.check_steps if self.is_sent else self.steps
        return next((step for step in steps if step.id == step_id), None)

    def asked(self, step: Step) -> Question | PackItem | Asked | None:
        """The question of a step; the device, the review and the end of the check have none."""
        if step.part in (Part.CORE, Part.AI):
            return self.questionnaire.question(step.id)
        if step.part is Part.PACK and self.packs is not None:
            return self.packs.item(self.draft.audience, step.id)
        if step.part is Part.CHECK and self.check is not None:
            return self.check.one(self.draft.mode, self.draft.device, step.id)
        return None

    def answer(self, step: Step) -> int | None:
        """The stored answer of a step."""
        if step.part is Part.DEVICE:
            return self.draft.device
        if step.part in (Part.CORE, Part.AI):
            return self.draft.answers.get(step.id)
        asked = self.asked(step)
        if asked is None or isinstance(asked, Question):
            return None
        return self.draft.extras.answer(asked)

    def sentence(self, step: Step) -> str:
        """The question of a step."""
        asked = self.asked(step)
        if asked is None:
            return self.visit.t(f"device.question_{self.wording.value}")
        return asked.sentence(self.visit.look.language, self.wording)

    @property
    def rows(self) -> tuple[Step, ...]:
        """What a review lists: everything asked, but of the pack only what somebody began."""
        return tuple(
            step
            for step in self.steps
            if step != flow.REVIEW and (step.part is not Part.PACK or step in self.answered)
        )

    def at(self, step: str | Step = "", **query: str) -> str:
        """The address of this draft at a step."""
        name = step if isinstance(step, str) else _NAMES.get(step.part, step.id)
        return address.with_query(f"{self._base}/{name}" if name else self._base, query)

    @cached_property
    def _base(self) -> str:
        return address.of_draft(self.draft.code)


_NAMES = {Part.DEVICE: address.DEVICE, Part.REVIEW: address.REVIEW, Part.TOLD: address.TOLD}


def opened(visit: Visit) -> Opened:
    """
    The draft of the address that was asked for.

    Raises:
        HTTPException: 404, the address is not one we wrote, or was closed on this phone; the
            code in it is not looked up.
        TooManyTries: seals of this code are being guessed.
        UnknownResumeCode: meanwhile everything was deleted.
        ExpiredResumeCode: it was not finished in time.
    """
    token = visit.request.path_params["token"]
    code = address.code_in(token)
    if code is None and (claimed := address.claimed_in(token)) is not None:
        visit.shared.count_try(claimed)
    if code is None or closed.is_closed(visit, code):
        raise HTTPException(404)
    shared, draft = visit.shared, open_draft(visit.shared.engine(), code, visit.now)
    return Opened(visit, draft, shared.questionnaire(draft.version))
