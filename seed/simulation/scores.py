"""The scoring of `domain.scoring` for many people at once; a test holds the two together."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.questionnaire import AI_GROUP, GROUPS, Questionnaire
from domain.scoring import REFUSED, GroupLevel, Outcome, Thresholds
from seed.simulation.answers import EMPTY


@dataclass(frozen=True)
class Scores:
    """Levels by person and group 0-5, AI level (EMPTY when not answered), outcome, groups."""

    levels: NDArray[np.int8]
    ai_level: NDArray[np.int8]
    outcome: NDArray[np.int8]
    groups_reached: NDArray[np.int8]


def scores(answers: NDArray[np.int8], questionnaire: Questionnaire) -> Scores:
    """The scores of complete answers, by person and slot (column = slot - 1)."""
    levels = np.stack(
        [_level(_of_group(answers, questionnaire, group), questionnaire) for group in GROUPS],
        axis=1,
    )
    ai_answers = _of_group(answers, questionnaire, AI_GROUP)
    ai_level = _level(ai_answers, questionnaire)
    ai_level[(ai_answers == EMPTY).any(axis=1)] = EMPTY
    reached = np.isin(levels, (GroupLevel.BASIC, GroupLevel.FIRM)).sum(axis=1)
    return Scores(levels, ai_level, _outcome(levels), reached.astype(np.int8))


def _of_group(
    answers: NDArray[np.int8], questionnaire: Questionnaire, group: int
) -> NDArray[np.int8]:
    slots = [question.slot for question in questionnaire.questions if question.group == group]
    return answers[:, [slot - 1 for slot in slots]]


def _level(answers: NDArray[np.int8], questionnaire: Questionnaire) -> NDArray[np.int8]:
    thresholds: Thresholds = questionnaire.thresholds
    refused = answers == REFUSED
    given = np.where(refused, EMPTY, answers)
    able = (given >= thresholds.alone).sum(axis=1)
    # The first condition that holds decides, as the returns of domain.scoring.group_level do
    return np.select(
        [
            able >= thresholds.firm_needs,
            able >= thresholds.basic_needs,
            refused.any(axis=1),
            given.max(axis=1) >= thresholds.with_help,
        ],
        [GroupLevel.FIRM, GroupLevel.BASIC, GroupLevel.UNDETERMINED, GroupLevel.WITH_HELP],
        default=GroupLevel.NONE,
    ).astype(np.int8)


def _outcome(levels: NDArray[np.int8]) -> NDArray[np.int8]:
    return np.select(
        [
            np.isin(levels, (GroupLevel.NONE, GroupLevel.WITH_HELP)).any(axis=1),
            (levels == GroupLevel.UNDETERMINED).any(axis=1),
            (levels == GroupLevel.FIRM).all(axis=1),
        ],
        [Outcome.BELOW, Outcome.UNDETERMINED, Outcome.FIRM],
        default=Outcome.BASIC,
    ).astype(np.int8)
