"""The three things to do follow from what stands open, and few people leave an area as few."""

from datetime import date, timedelta

import pytest

from domain.errors import TextMissing, TextTooLong, WeekNotOver
from domain.indicator_periods import PeriodKind, period_of
from domain.todo import FieldState, Task, Todo, three_things
from domain.weeks import (
    FEW,
    Said,
    Week,
    WeekCounts,
    as_reason,
    as_sentence,
    ended_weeks,
    is_behind,
    reportable,
    upward,
    week_of,
)

SUNDAY = date(2026, 11, 22)
EVERYTHING = FieldState(
    report_missing=True, waiting=3, empty_circles=4, reports_due=5, odd_open=6, teams_behind=7,
    stale_hamlets=8, quiet_points=9,
)  # fmt: skip


def test_nothing_open_is_nothing_to_do():
    assert three_things(FieldState()) == ()


def test_of_much_that_is_open_the_three_most_urgent_are_said():
    assert [task.todo for task in three_things(EVERYTHING)] == [
        Todo.SEND_REPORT, Todo.PAIR_WAITING, Todo.REPORT_FIGURES,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("state", "task"),
    [
        (FieldState(report_missing=True), Task(Todo.SEND_REPORT)),
        (FieldState(waiting=1, empty_circles=2), Task(Todo.PAIR_WAITING, 1, 2)),
        (FieldState(reports_due=1), Task(Todo.REPORT_FIGURES, 1)),
        (FieldState(odd_open=1), Task(Todo.LOOK_AT_ODD, 1)),
        (FieldState(teams_behind=1), Task(Todo.PUSH_TEAMS, 1)),
        (FieldState(stale_hamlets=1), Task(Todo.VISIT_HAMLETS, 1)),
        (FieldState(quiet_points=1), Task(Todo.WAKE_POINTS, 1)),
    ],
)
def test_each_rule_says_its_thing_and_its_numbers(state, task):
    assert three_things(state) == (task,)


@pytest.mark.parametrize("state", [FieldState(waiting=1), FieldState(empty_circles=5)])
def test_who_waits_without_an_empty_circle_cannot_be_paired(state):
    assert three_things(state) == ()


def test_a_team_is_behind_only_below_eighty_percent_of_an_even_pace_and_after_a_week():
    november = period_of(PeriodKind.MONTH, SUNDAY)
    half = date(2026, 11, 15)

    assert not is_behind(40, 100, november, today=half)  # 80 % of the 50 of an even pace
    assert is_behind(39, 100, november, today=half)
    assert not is_behind(0, 100, november, today=date(2026, 11, 6))
    assert is_behind(0, 100, november, today=date(2026, 11, 7))


def test_a_week_is_monday_to_sunday_and_on_sunday_it_is_not_over():
    assert week_of(SUNDAY) == Week(date(2026, 11, 16))
    assert week_of(SUNDAY).last == SUNDAY
    assert ended_weeks(SUNDAY)[0] == Week(date(2026, 11, 9))
    assert ended_weeks(SUNDAY + timedelta(days=1))[0] == Week(date(2026, 11, 16))
    with pytest.raises(ValueError, match="Monday"):
        Week(SUNDAY)


@pytest.mark.parametrize(
    "first", [date(2026, 11, 16), date(2026, 10, 12), date(2026, 11, 10), date(2027, 1, 4)]
)
def test_a_report_is_of_one_of_the_last_four_weeks_that_are_over(first):
    with pytest.raises(WeekNotOver):
        reportable(first, today=SUNDAY)


def test_few_people_or_visits_leave_as_few_and_things_as_they_are():
    counts = WeekCounts(team_people=9, team_visits=10, team_sessions=3, teams=1, waiting=0)

    said = upward(counts, minimum=10)

    assert (said["team_people"], said["team_visits"]) == (FEW, 10)
    assert (said["team_sessions"], said["teams"], said["waiting"]) == (3, 1, 0)


def test_a_sentence_is_one_line_without_what_no_eye_sees_and_a_note_keeps_its_lines():
    assert as_sentence(Said.TEAMS, " Một\n hai\u200b ") == "Một hai"
    assert as_sentence(Said.NOTE, "Một\nhai") == "Một\nhai"
    with pytest.raises(TextTooLong):
        as_sentence(Said.TEAMS, "x" * 401)
    with pytest.raises(TextMissing):
        as_reason(" \n")
