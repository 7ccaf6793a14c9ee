"""What counts as shown, and what a person may be asked."""

from datetime import date, timedelta

import pytest

from domain.checking import (
    DO_NOT_KNOW,
    DO_NOT_UNDERSTAND,
    REFUSED,
    Check,
    Seen,
    as_stored,
    refuse_when_closed,
    shown,
)
from domain.device import Device, Need
from domain.errors import AnswerOffScale, CheckClosed, UnknownQuestion
from domain.people import Mode
from tests.domain.checks import a_check

NOBODY = (None,) * 6
DAY = date(2026, 11, 20)


@pytest.mark.parametrize("value", [3, 4, 6, 10, -1, True, "1", None, 1.0])
def test_an_item_takes_no_answer_it_does_not_offer(value):
    with pytest.raises(AnswerOffScale):
        as_stored(a_check().items[0], value)


@pytest.mark.parametrize("value", [3, 7, 9, False])
def test_a_task_is_seen_not_seen_or_not_tried(value):
    with pytest.raises(AnswerOffScale):
        as_stored(a_check().tasks[0], value)


@pytest.mark.parametrize("value", [4, 7, 8])
def test_the_overclaim_takes_the_answers_of_a_question(value):
    with pytest.raises(AnswerOffScale):
        as_stored(a_check().overclaim, value)


@pytest.mark.parametrize(
    ("answer", "seen", "expected"),
    [
        (1, None, 1),
        (0, None, 0),
        (DO_NOT_KNOW, None, 0),
        (DO_NOT_UNDERSTAND, None, None),
        (REFUSED, None, None),
        (None, None, None),
        (0, Seen.SHOWN, 1),
        (1, Seen.NOT_SHOWN, 0),
        (1, Seen.NOT_TRIED, 1),
        (None, Seen.NOT_TRIED, None),
    ],
)
def test_what_was_seen_weighs_more_and_a_question_not_understood_says_nothing(
    answer, seen, expected
):
    check = a_check()

    assert shown(check, (answer, *NOBODY[1:]), (seen, *NOBODY[1:])) == (expected, *NOBODY[1:])


def test_alone_one_is_asked_with_a_helper_one_shows_and_for_somebody_else_nothing():
    check = a_check()

    assert check.asked(Mode.SELF, None) == (*check.items, check.overclaim)
    assert check.asked(Mode.ASSISTED, None) == check.tasks
    assert check.asked(Mode.PROXY, None) == ()
    with pytest.raises(UnknownQuestion):
        check.one(Mode.SELF, None, "task-0")
    with pytest.raises(UnknownQuestion):
        check.one(Mode.ASSISTED, None, "overclaim")


def test_without_the_device_there_is_no_check_and_never_the_trap_alone():
    check = a_check(Need.SMARTPHONE)
    trap_for_all = Check(check.version, check.items, check.tasks, a_check(Need.NONE).overclaim)

    assert check.asked(Mode.SELF, Device.BUTTONS) == ()
    assert trap_for_all.asked(Mode.SELF, Device.BUTTONS) == ()


def test_a_check_has_one_item_and_one_task_for_each_group():
    check = a_check()

    with pytest.raises(ValueError, match="one of each group"):
        Check("1", check.items[:5], check.tasks, check.overclaim)


def test_the_check_is_open_until_the_day_after_sending():
    refuse_when_closed(None, DAY)
    refuse_when_closed(DAY, DAY + timedelta(days=1))

    with pytest.raises(CheckClosed):
        refuse_when_closed(DAY, DAY + timedelta(days=2))
