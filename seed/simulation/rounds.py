"""The assessments of a block of people: this campaign's, and an earlier one of some of them."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from seed.simulation.answers import leave_early, simulated_answers
from seed.simulation.codes import distinct_codes
from seed.simulation.days import simulated_days, simulated_minutes
from seed.simulation.help import NOT_YET, simulated_help
from seed.simulation.people import People, simulated_people
from seed.simulation.records import NOBODY, Batch, Plan, Round
from seed.simulation.scores import scores
from seed.simulation.times import simulated_seconds

BLOCK = 50_000  # people drawn at a time: bounds the memory

_LEAVES = 0.06  # never sends
_CAME_BEFORE = 0.08  # of all people: has an assessment in the earlier campaign
_LEARNT = 0.40  # ability gained since then
_PER_MONTH = 0.06  # ability gained by the population in a month


def batches(plan: Plan, random_state: int) -> Iterator[Batch]:
    """
    All assessments in batches of at most BLOCK; the same for the same plan and random state.

    Ids count from 1 in the order given; the earlier assessment of a pair comes first.
    """
    codes = distinct_codes(2 * plan.people, np.random.default_rng([random_state, plan.people]))
    first_id = 1
    for number, start in enumerate(range(0, plan.people, BLOCK)):
        block = (random_state, plan.people, number)
        random = np.random.default_rng(block)
        people = simulated_people(plan.places, min(BLOCK, plan.people - start), random)
        day = simulated_days(plan.present.days, len(people), random)
        left = random.random(len(people)) < _LEAVES
        repeat_of = np.full(len(people), NOBODY)
        if plan.earlier is not None:
            came_before = ~left & (random.random(len(people)) < _CAME_BEFORE / (1 - _LEAVES))
            earlier = _earlier(plan, plan.earlier, _those(people, came_before), random)
            repeat_of[came_before] = np.arange(first_id, first_id + len(earlier))
            yield _numbered(_timed(earlier, plan, (*block, 1)), first_id, codes)
            first_id += len(earlier)
        present = _present(plan, people, day, left, random)
        present = _timed(replace(present, repeat_of=repeat_of), plan, (*block, 0))
        yield _numbered(present, first_id, codes)
        first_id += len(present)


def _timed(batch: Batch, plan: Plan, block: tuple[int, ...]) -> Batch:
    return replace(
        batch,
        seconds=simulated_seconds(batch.people, plan.places, block),
        helped=simulated_help(
            batch.people, plan.places, block, with_passes=batch.campaign is plan.present
        ),
    )


def _numbered(batch: Batch, first_id: int, codes: NDArray[np.str_]) -> Batch:
    own = codes[first_id - 1 : first_id - 1 + len(batch)]
    return replace(batch, first_id=first_id, codes=own)


def _present(
    plan: Plan,
    people: People,
    day: NDArray[np.int64],
    left: NDArray[np.bool_],
    random: np.random.Generator,
) -> Batch:
    ability = people.ability + _PER_MONTH * plan.present.days.month[day]
    complete = simulated_answers(ability, people.mode, plan.questionnaire, random)
    batch = _complete(plan, plan.present, people, day, complete, random)
    return replace(
        batch, left=left, answers=leave_early(complete, plan.questionnaire, left, random)
    )


def _earlier(plan: Plan, campaign: Round, people: People, random: np.random.Generator) -> Batch:
    day = simulated_days(campaign.days, len(people), random)
    answers = simulated_answers(people.ability - _LEARNT, people.mode, plan.questionnaire, random)
    return _complete(plan, campaign, people, day, answers, random)


def _complete(
    plan: Plan,
    campaign: Round,
    people: People,
    day: NDArray[np.int64],
    answers: NDArray[np.int8],
    random: np.random.Generator,
) -> Batch:
    """A batch in which everybody sends, not yet timed and numbered."""
    return Batch(
        campaign=campaign,
        first_id=0,
        codes=np.empty(0, dtype=np.str_),
        people=people,
        answers=answers,
        scores=scores(answers, plan.questionnaire),
        day=day,
        minute=simulated_minutes(len(people), random),
        left=np.zeros(len(people), dtype=np.bool_),
        seconds=np.zeros(len(people), dtype=np.int64),
        helped=NOT_YET,
        repeat_of=np.full(len(people), NOBODY),
    )


def _those(people: People, chosen: NDArray[np.bool_]) -> People:
    return People(
        place=people.place[chosen],
        age_band=people.age_band[chosen],
        audience=people.audience[chosen],
        gender=people.gender[chosen],
        mode=people.mode[chosen],
        ability=people.ability[chosen],
    )
