"""Three steps, widest gaps first; who has no gap is asked to help others."""

from domain.next_steps import next_steps
from domain.scoring import GroupLevel as Level
from domain.scoring import Score, outcome_of


def steps_for(*levels):
    return next_steps(Score(levels, None, outcome_of(levels)))


def test_the_widest_gaps_come_first_and_safety_before_equal_ones():
    assert steps_for(
        Level.NONE, Level.FIRM, Level.WITH_HELP, Level.BASIC, Level.NONE, Level.FIRM
    ) == (
        "group_4",
        "group_0",
        "group_2",
    )


def test_a_firm_person_is_asked_to_teach():
    assert steps_for(*[Level.FIRM] * 6) == ("ai", "teach", "lessons")


def test_there_are_always_three():
    assert len(steps_for(*[Level.NONE] * 6)) == 3
