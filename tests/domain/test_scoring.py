"""The rules of levels and outcomes, edge and refusal first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import MissingAnswers
from domain.scoring import GroupLevel, Outcome, Thresholds, group_level, outcome_of, score

RULES = Thresholds("test", alone=2, with_help=1, basic_needs=1, firm_needs=2)
REFUSED = 9
ANSWERS = st.sampled_from([0, 1, 2, 3, REFUSED])


@pytest.mark.parametrize(
    ("answers", "level"),
    [
        ((0, 0), GroupLevel.NONE),
        ((0, 1), GroupLevel.WITH_HELP),
        ((1, 1), GroupLevel.WITH_HELP),
        ((1, 2), GroupLevel.BASIC),
        ((0, 3), GroupLevel.BASIC),
        ((2, 2), GroupLevel.FIRM),
        ((2, 3), GroupLevel.FIRM),
        ((REFUSED, REFUSED), GroupLevel.UNDETERMINED),
        ((REFUSED, 0), GroupLevel.UNDETERMINED),
        ((REFUSED, 1), GroupLevel.UNDETERMINED),
        ((REFUSED, 2), GroupLevel.BASIC),
        ((REFUSED, 3), GroupLevel.BASIC),
    ],
)
def test_a_group_has_the_level_its_two_answers_make(answers, level):
    assert group_level(answers, RULES) is level
    assert group_level(answers[::-1], RULES) is level


def test_one_group_certainly_below_basic_decides_even_beside_undetermined_ones():
    levels = [GroupLevel.UNDETERMINED] * 5 + [GroupLevel.WITH_HELP]

    assert outcome_of(levels) is Outcome.BELOW


def test_one_undetermined_group_leaves_a_person_undetermined():
    assert outcome_of([GroupLevel.FIRM] * 5 + [GroupLevel.UNDETERMINED]) is Outcome.UNDETERMINED


def test_six_firm_groups_are_firm_and_one_basic_group_makes_basic():
    assert outcome_of([GroupLevel.FIRM] * 6) is Outcome.FIRM
    assert outcome_of([GroupLevel.FIRM] * 5 + [GroupLevel.BASIC]) is Outcome.BASIC


def test_a_missing_core_answer_is_refused_and_named():
    answers = {group: (2, 2) for group in range(6)} | {3: (2, None)}

    with pytest.raises(MissingAnswers) as refused:
        score(answers, RULES)

    assert refused.value.details["groups"] == [3]


def test_unanswered_questions_on_ai_never_change_the_outcome():
    core = {group: (2, 1) for group in range(6)}

    without = score(core | {6: (None, 3)}, RULES)
    with_none = score(core | {6: (0, 0)}, RULES)

    assert without.ai_level is None
    assert with_none.ai_level is GroupLevel.NONE
    assert without.outcome is with_none.outcome is Outcome.BASIC


@given(st.lists(st.tuples(ANSWERS, ANSWERS), min_size=6, max_size=6))
def test_the_outcome_agrees_with_the_rule_as_a_ministry_would_read_it(pairs):
    result = score(dict(enumerate(pairs)), RULES)

    def surely_below(pair):
        return REFUSED not in pair and max(pair) < 2

    def open_group(pair):
        return REFUSED in pair and not any(2 <= answer <= 3 for answer in pair)

    if any(surely_below(pair) for pair in pairs):
        assert result.outcome is Outcome.BELOW
    elif any(open_group(pair) for pair in pairs):
        assert result.outcome is Outcome.UNDETERMINED
    elif all(2 <= answer <= 3 for pair in pairs for answer in pair):
        assert result.outcome is Outcome.FIRM
    else:
        assert result.outcome is Outcome.BASIC
    assert result.groups_reached == sum(any(2 <= a <= 3 for a in pair) for pair in pairs)


@pytest.mark.parametrize(
    "cuts", [{"alone": 1, "with_help": 1}, {"alone": 4}, {"basic_needs": 0}, {"basic_needs": 3}]
)
def test_thresholds_out_of_order_are_impossible(cuts):
    with pytest.raises(ValueError, match="out of order"):
        Thresholds(
            **{"version": "x", "alone": 2, "with_help": 1, "basic_needs": 1, "firm_needs": 2} | cuts
        )
