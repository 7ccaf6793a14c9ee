"""Deadlines of requests, and the code by which somebody asks what became of theirs."""

from datetime import date

import pytest

from domain.errors import UnknownRequest
from domain.resume_code import LENGTH
from domain.rights import (
    DAYS,
    REQUEST_CODE_LENGTH,
    RequestKind,
    State,
    add_working_days,
    deadlines,
    extended,
    is_overdue,
    new_request_code,
    normalise_request_code,
)

FRIDAY, SATURDAY = date(2026, 11, 20), date(2026, 11, 21)
MONDAY, TUESDAY, WEDNESDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)


@pytest.mark.parametrize("day", [FRIDAY, SATURDAY, date(2026, 11, 22)])
def test_a_weekend_is_no_working_day_whenever_in_it_one_asks(day):
    assert add_working_days(day, 2, ()) == TUESDAY


def test_a_holiday_is_no_working_day_and_a_missing_one_only_makes_the_deadline_earlier():
    assert add_working_days(FRIDAY, 2, {MONDAY}) == WEDNESDAY
    assert add_working_days(FRIDAY, 2, {SATURDAY}) == add_working_days(FRIDAY, 2, ()) == TUESDAY


def test_every_kind_has_the_days_of_the_decree():
    assert set(DAYS) == set(RequestKind)
    assert [DAYS[kind] for kind in (RequestKind.VIEW, RequestKind.CORRECT)] == [10, 10]
    assert [DAYS[kind] for kind in (RequestKind.WITHDRAW, RequestKind.OBJECT)] == [15, 15]
    assert (DAYS[RequestKind.RESTRICT], DAYS[RequestKind.DELETE]) == (15, 20)


def test_the_day_a_request_came_is_not_counted():
    found = deadlines(RequestKind.DELETE, FRIDAY, ())

    assert (found.reply_due, found.due) == (TUESDAY, date(2026, 12, 10))
    assert extended(RequestKind.DELETE, found.due) == date(2026, 12, 30)


@pytest.mark.parametrize(
    ("state", "today", "overdue"),
    [
        (State.RECEIVED, TUESDAY, False),
        (State.RECEIVED, WEDNESDAY, True),
        (State.REPLIED, WEDNESDAY, False),
        (State.REPLIED, date(2026, 12, 1), True),
        (State.CLOSED, date(2026, 12, 1), False),
    ],
)
def test_late_is_the_day_after_the_last(state, today, overdue):
    due = date(2026, 11, 30)

    assert is_overdue(state=state, reply_due=TUESDAY, due=due, today=today) is overdue


def test_a_request_code_forgives_spaces_and_is_no_resume_code():
    code = new_request_code()

    assert normalise_request_code(f" {code[:4].lower()}-{code[4:]} ") == code
    assert REQUEST_CODE_LENGTH != LENGTH
    for typed in ("", "H7K2PQ", "H7K2PQA0", "<b>H7K2PQAA</b>"):
        with pytest.raises(UnknownRequest):
            normalise_request_code(typed)
