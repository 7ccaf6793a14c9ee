"""
In which order a person meets what is asked, and what comes next: no screen, no database.

The Streamlit form and the plain pages both ask here, so that one may go on where the other stopped.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.checking import Check
from domain.device import Device
from domain.people import Audience, Mode
from domain.questionnaire import Packs, Questionnaire


class Part(StrEnum):
    """What a step belongs to."""

    DEVICE = "device"  # which phone there is: first, because it decides what is asked
    CORE = "core"
    AI = "ai"
    PACK = "pack"
    REVIEW = "review"  # the last step before sending
    CHECK = "check"
    TOLD = "told"  # what was right, after the check


OPTIONAL = (Part.AI, Part.PACK, Part.CHECK)  # sending does not wait for these


@dataclass(frozen=True)
class Step:
    """One screen; `id` names the question, or is the name of the part."""

    part: Part
    id: str


REVIEW = Step(Part.REVIEW, "review")
TOLD = Step(Part.TOLD, "told")
DEVICE = Step(Part.DEVICE, "device")


@dataclass(frozen=True)
class Situation:
    """What decides which steps there are; a device of None was never asked about."""

    device: Device | None
    audience: Audience
    mode: Mode


def before_sending(
    asked: Questionnaire, packs: Packs | None, person: Situation
) -> tuple[Step, ...]:
    """
    Every step up to the review, in order: the device, the core, AI, the pack of the audience.

    What needs a device the person lacks is no step.
    """
    parts = [(Part.CORE, asked.core), (Part.AI, asked.ai)]
    steps = [
        Step(part, question.id)
        for part, questions in parts
        for question in questions
        if question.needs.is_met(person.device)
    ]
    return (DEVICE, *steps, *pack_steps(packs, person), REVIEW)


def pack_steps(packs: Packs | None, person: Situation) -> tuple[Step, ...]:
    """The more questions for this audience; none when no pack is published."""
    items = packs.items.get(person.audience, ()) if packs else ()
    return tuple(Step(Part.PACK, item.id) for item in items if item.needs.is_met(person.device))


def after_sending(check: Check | None, person: Situation) -> tuple[Step, ...]:
    """The check and what is told at its end; nothing when nothing of it can be asked."""
    asked = check.asked(person.mode, person.device) if check else ()
    steps = tuple(Step(Part.CHECK, one.id) for one in asked)
    return (*steps, TOLD) if steps else ()


def next_open(steps: Sequence[Step], answered: Collection[Step]) -> Step:
    """Where to go on: the first step that must be answered and is not, else the last one."""
    for step in steps:
        if step.part not in OPTIONAL and step not in answered:
            return step
    return steps[-1]


def first_open_of(part: Part, steps: Sequence[Step], answered: Collection[Step]) -> Step:
    """The first step of a part that has no answer; its first one when all have."""
    own = [step for step in steps if step.part is part]
    return next((step for step in own if step not in answered), own[0])


def following(steps: Sequence[Step], step: Step) -> Step:
    """
    The step after this one; from one that is no longer asked, the first after its part.

    Nobody is led into the pack: it is offered at the review.
    """
    after = _next(steps, step)
    return REVIEW if _enters_pack(step, after) else after


def preceding(steps: Sequence[Step], step: Step) -> Step:
    """The step before this one, before the pack the review; the first has none and stays."""
    index = steps.index(step) if step in steps else 0
    before = steps[max(index - 1, 0)]
    return REVIEW if _enters_pack(before, step) else before


def place_in_part(steps: Sequence[Step], step: Step) -> tuple[int, int]:
    """Which of how many of its part this step is, counted from 1."""
    own = [other for other in steps if other.part is step.part]
    return own.index(step) + 1, len(own)


def _next(steps: Sequence[Step], step: Step) -> Step:
    if step in steps:
        return steps[min(steps.index(step) + 1, len(steps) - 1)]
    return next((after for after in steps if _rank(after) > _rank(step)), steps[-1])


def _enters_pack(before: Step, after: Step) -> bool:
    return after.part is Part.PACK and before.part is not Part.PACK


def _rank(step: Step) -> int:
    return list(Part).index(step.part)
