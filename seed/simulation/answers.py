"""What simulated people answer: two related questions a group, helpers, refusals, drop-outs."""

import numpy as np
from numpy.typing import NDArray

from domain.people import Mode
from domain.questionnaire import AI_GROUP, Answer, Questionnaire
from seed.simulation.people import MODES

EMPTY = -1  # never asked, or left before

_GROUP_DIFFICULTY = (-0.75, -0.30, -0.35, 0.30, -0.05, -0.20, 0.75)  # groups 0-5, then AI
_WITHIN_GROUP = 0.25  # the second question of a group is harder than the first by twice this
_GROUP_SPREAD, _QUESTION_SPREAD = 0.45, 0.55
_CUTS = (-0.90, 0.00, 1.45)  # from here: with help, alone, can teach
_REFUSED = 0.015
_SKIPS_AI = 0.30
# How often a helper beside the person lifts the answer: with help → alone, cannot → with help
_LIFTS = {Mode.SELF: (0.0, 0.0), Mode.ASSISTED: (0.45, 0.35), Mode.PROXY: (0.25, 0.20)}


def simulated_answers(
    ability: NDArray[np.float64],
    mode: NDArray[np.int64],
    questionnaire: Questionnaire,
    random: np.random.Generator,
) -> NDArray[np.int8]:
    """Answers by person and slot (column = slot - 1): 0-3, 9 refused, EMPTY where AI is skipped."""
    answers = np.full((len(ability), len(questionnaire.questions)), EMPTY, dtype=np.int8)
    for group in sorted({question.group for question in questionnaire.questions}):
        at_hand = ability + random.normal(0, _GROUP_SPREAD, len(ability))
        asked = [question for question in questionnaire.questions if question.group == group]
        for place, question in enumerate(asked):
            difficulty = _GROUP_DIFFICULTY[group] + _WITHIN_GROUP * (2 * place - 1)
            shown = at_hand - difficulty + random.normal(0, _QUESTION_SPREAD, len(ability))
            answers[:, question.slot - 1] = np.searchsorted(_CUTS, shown, side="right")
    _lift(answers, mode, random)
    answers[random.random(answers.shape) < _REFUSED] = Answer.REFUSED
    skips = random.random(len(ability)) < _SKIPS_AI
    for question in questionnaire.ai:
        answers[skips, question.slot - 1] = EMPTY
    return answers


def leave_early(
    answers: NDArray[np.int8],
    questionnaire: Questionnaire,
    leaving: NDArray[np.bool_],
    random: np.random.Generator,
) -> NDArray[np.int8]:
    """The same answers, where those who leave have none from a random question on."""
    last = random.integers(0, len(questionnaire.core), len(answers))
    left = answers.copy()
    for question in questionnaire.questions:
        gone = leaving & ((question.position > last) | (question.group == AI_GROUP))
        left[gone, question.slot - 1] = EMPTY
    return left


def _lift(answers: NDArray[np.int8], mode: NDArray[np.int64], random: np.random.Generator) -> None:
    to_alone = np.array([_LIFTS[each][0] for each in MODES])[mode][:, np.newaxis]
    to_help = np.array([_LIFTS[each][1] for each in MODES])[mode][:, np.newaxis]
    chance = random.random(answers.shape)
    lifted = (answers == Answer.WITH_HELP) & (chance < to_alone)
    lifted |= (answers == Answer.CANNOT) & (chance < to_help)
    answers[lifted] += 1
