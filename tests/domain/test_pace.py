from datetime import date

import pytest

from domain.pace import (
    Pace,
    PaceState,
    Unknown,
    deadline_of,
    pace,
    pace_to_percent,
    people_needed,
    points,
    points_a_month,
)

YEAR_END = date(2026, 12, 31)


def to_percent(**given: object) -> Pace:
    facts = {
        "today": date(2026, 12, 1), "deadline": YEAR_END, "reached": 40, "percent": 80,
        "population": 100, **given,
    }  # fmt: skip
    return pace_to_percent(**facts)  # type: ignore[arg-type]


def test_the_missing_people_are_spread_over_the_weeks_left_and_rounded_up():
    found = pace(today=date(2026, 12, 4), deadline=YEAR_END, reached=864, needed=1000)

    assert found == Pace(PaceState.WITHIN, remaining=136, per_week=34, days=28)
    assert pace(today=date(2026, 12, 4), deadline=YEAR_END, reached=863, needed=1000).per_week == 35


def test_on_the_last_day_everybody_missing_is_needed_today():
    found = pace(today=YEAR_END, deadline=YEAR_END, reached=3, needed=10)

    assert (found.state, found.days, found.per_week) == (PaceState.WITHIN, 1, 7)


def test_in_the_last_days_no_more_than_those_missing_are_asked_for():
    assert pace(today=date(2026, 12, 29), deadline=YEAR_END, reached=0, needed=10).per_week == 10


def test_a_day_after_the_deadline_is_overdue_without_a_pace():
    found = pace(today=date(2027, 1, 1), deadline=YEAR_END, reached=3, needed=10)

    assert found == Pace(PaceState.OVERDUE, remaining=7)


def test_a_met_target_is_reached_even_after_its_deadline():
    assert pace(today=date(2027, 1, 1), deadline=YEAR_END, reached=10, needed=10).state == (
        PaceState.REACHED
    )
    assert pace(today=YEAR_END, deadline=YEAR_END, reached=11, needed=10).remaining == 0


def test_one_person_short_is_not_reached():
    assert pace(today=YEAR_END, deadline=YEAR_END, reached=9, needed=10).state == PaceState.WITHIN


def test_a_leap_day_is_a_day():
    leap = pace(today=date(2028, 2, 23), deadline=date(2028, 3, 7), reached=0, needed=14)
    plain = pace(today=date(2027, 2, 23), deadline=date(2027, 3, 7), reached=0, needed=14)

    assert (leap.days, leap.per_week) == (14, 7)
    assert (plain.days, plain.per_week) == (13, 8)
    assert pace(today=date(2028, 2, 29), deadline=date(2028, 2, 29), reached=0, needed=1).days == 1


def test_a_target_of_no_people_is_reached_at_once():
    assert pace(today=YEAR_END, deadline=YEAR_END, reached=0, needed=0).state == PaceState.REACHED


def test_a_target_of_zero_percent_is_reached_at_once():
    assert to_percent(percent=0, reached=0).state == PaceState.REACHED


def test_a_percentage_becomes_people_of_the_population_rounded_up():
    assert people_needed(80, 101) == 81
    assert people_needed(7, 100) == 7
    assert people_needed(100, 3) == 3
    assert to_percent().remaining == 40


def test_more_than_a_share_needs_one_person_more_than_the_share():
    assert people_needed(70, 100, strictly=True) == 71
    assert people_needed(70, 101, strictly=True) == 71
    assert to_percent(percent=40, strictly=True).remaining == 1


def test_a_shrinking_population_needs_fewer_people():
    assert to_percent(population=50).state == PaceState.REACHED
    assert to_percent(population=60).remaining == 8


@pytest.mark.parametrize(
    ("given", "because"),
    [
        ({"population": 0}, Unknown.NO_PEOPLE),
        ({"population": None}, Unknown.NO_POPULATION),
        ({"reached": None}, Unknown.NO_COUNT),
    ],
)
def test_what_is_not_known_gives_a_reason_and_no_number(given, because):
    assert to_percent(**given) == Pace(PaceState.UNKNOWN, because=because)


@pytest.mark.parametrize(("percent", "people"), [(-1, 10), (100.1, 10), (50, -1)])
def test_an_impossible_share_is_refused(percent, people):
    with pytest.raises(ValueError, match="not a share"):
        people_needed(percent, people)


def test_negative_people_are_refused():
    with pytest.raises(ValueError, match="negative"):
        pace(today=YEAR_END, deadline=YEAR_END, reached=-1, needed=0)


@pytest.mark.parametrize(
    ("year", "deadline"),
    [
        ("2026", YEAR_END),
        ("2025/2026", YEAR_END),
        ("2027/2030", date(2030, 12, 31)),
        ("", None),
    ],
)
def test_the_deadline_is_the_last_day_of_the_last_year_named(year, deadline):
    assert deadline_of(year) == deadline


def test_points_are_spread_over_the_months_left_and_what_is_above_the_target_is_nothing():
    half_a_year = points(days=183, rate=60.0, percent=66.0, n=400)

    assert half_a_year.missing == 6.0
    assert half_a_year.per_month == pytest.approx(6 / (183 / 30.4375))
    assert points(days=183, rate=66.0, percent=66.0, n=400).missing == 0.0
    assert points(days=183, rate=70.0, percent=66.0, n=400).per_month == 0.0


@pytest.mark.parametrize(("days", "per_month"), [(0, 0.0), (1, 6.0), (30, 6.0)])
def test_in_the_last_month_the_points_are_needed_in_what_is_left_of_it(days, per_month):
    assert points(days=days, rate=60.0, percent=66.0, n=400).per_month == per_month


def test_more_than_was_ever_seen_is_beyond_the_present_pace_and_as_much_is_not():
    asked = {"days": 30, "rate": 60.0, "percent": 66.0, "n": 400}

    assert points(**asked, seen=5.9).is_beyond
    assert not points(**asked, seen=6.0).is_beyond
    assert not points(**asked, seen=None).is_beyond  # nothing is known of the pace


def test_a_fall_is_a_pace_of_nothing():
    assert points_a_month(-3.0, 90) == 0.0
    assert points_a_month(6.0, 61) == pytest.approx(3.0, abs=0.01)
