"""What a team may owe and log, and which entries look like one piece of work."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.errors import (
    BadAmount,
    BadMembers,
    BadQuota,
    BadTeamName,
    BadWorkPeriod,
    ChoiceMissing,
    UndoTooLate,
    WorkInFuture,
    WorkTooOld,
)
from domain.team_doubts import Entry, Verdict, suspects
from domain.teams import (
    Work,
    as_amount,
    as_members,
    as_place,
    as_quota,
    as_quota_period,
    as_team_name,
    check_day,
    check_undo,
)

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


def entry(id_, minutes=0, **change):
    usual = {"team_id": 1, "commune_id": 11, "day": TODAY, "work": Work.PEOPLE, "amount": 5,
             "place": "Nhà văn hóa thôn 3"}  # fmt: skip
    usual["logged_at"] = NOW + timedelta(minutes=minutes)
    return Entry(id=id_, **{**usual, **change})


@pytest.mark.parametrize("amount", [0, -1, 1_000_001])
def test_a_quota_of_nothing_or_beyond_belief_is_refused(amount):
    with pytest.raises(BadQuota):
        as_quota("people", amount)


def test_nobody_owes_visits_because_they_are_met_by_counting_twice():
    with pytest.raises(ChoiceMissing):
        as_quota("visits", 10)


@pytest.mark.parametrize("code", ["2026-10", "2026-Q3", "2026", "2026-11-20", "", "2026-13"])
def test_a_quota_is_of_a_month_or_a_quarter_that_is_not_over(code):
    with pytest.raises(BadWorkPeriod):
        as_quota_period(code, today=TODAY)


def test_the_last_day_of_a_period_still_belongs_to_it():
    assert as_quota_period("2026-11", today=date(2026, 11, 30)).last == date(2026, 11, 30)
    assert as_quota_period("2026-Q4", today=TODAY).last == date(2026, 12, 31)


@pytest.mark.parametrize("members", [{}, {"police": 0}, {"police": -1, "other": 9}, {"other": 501}])
def test_a_team_is_at_least_one_person_and_no_negative_number_of_them(members):
    with pytest.raises(BadMembers):
        as_members(members)


@pytest.mark.parametrize("amount", [0, -5, 501])
def test_work_of_negative_people_is_refused(amount):
    with pytest.raises(BadAmount):
        as_amount("people", amount)


def test_work_is_of_today_or_of_the_last_31_days():
    check_day(TODAY, today=TODAY)
    check_day(TODAY - timedelta(days=31), today=TODAY)
    with pytest.raises(WorkInFuture):
        check_day(TODAY + timedelta(days=1), today=TODAY)
    with pytest.raises(WorkTooOld):
        check_day(TODAY - timedelta(days=32), today=TODAY)


def test_an_entry_can_be_taken_back_for_ten_minutes():
    check_undo(NOW, now=NOW + timedelta(minutes=10))
    with pytest.raises(UndoTooLate):
        check_undo(NOW, now=NOW + timedelta(minutes=10, seconds=1))


def test_a_name_holds_a_letter_and_a_place_may_be_left_out():
    assert as_team_name("  Tổ  công nghệ số thôn 3 ") == "Tổ công nghệ số thôn 3"
    assert as_place(" ") == ""
    with pytest.raises(BadTeamName):
        as_team_name("<>")


def test_the_same_number_of_one_team_within_ten_minutes_is_suspect():
    [pair] = suspects([entry(1), entry(2, minutes=10)])

    assert (pair.first.id, pair.second.id, pair.verdict) == (1, 2, Verdict.TWICE)
    assert suspects([entry(1), entry(2, minutes=11)]) == []
    assert suspects([entry(1), entry(2, amount=4)]) == []
    assert suspects([entry(1), entry(2, day=TODAY - timedelta(days=1))]) == []
    assert suspects([entry(1), entry(2, team_id=2)]) == []
    assert suspects([entry(1), entry(2, work=Work.VISITS)]) == []


def test_people_logged_one_by_one_are_not_suspect_but_two_sessions_in_ten_minutes_are():
    assert suspects([entry(1, amount=1), entry(2, amount=1)]) == []
    session = {"work": Work.SESSIONS, "amount": 1}
    assert len(suspects([entry(1, **session), entry(2, **session)])) == 1


def test_two_teams_with_a_session_at_one_place_and_day_are_suspect_however_it_is_written():
    mine = entry(1, work=Work.SESSIONS, amount=1)
    theirs = entry(2, 300, team_id=2, work=Work.SESSIONS, amount=1, place="nha van hoa THON 3")

    [pair] = suspects([theirs, mine])

    assert (pair.first, pair.verdict) == (mine, Verdict.OTHER_TEAM)
    assert suspects([mine, entry(2, team_id=2, work=Work.SESSIONS, amount=1, place="Chợ Đà")]) == []
    unsaid = {"work": Work.SESSIONS, "amount": 1, "place": ""}
    assert suspects([entry(1, **unsaid), entry(2, 300, team_id=2, **unsaid)]) == []


def test_what_a_leader_judged_is_not_asked_again():
    assert suspects([entry(1), entry(2, judged=True)]) == []
    assert len(suspects([entry(1, judged=True), entry(2)])) == 1
