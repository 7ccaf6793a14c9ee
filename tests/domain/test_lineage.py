"""What a unit of one day stands for on another, and which days may be asked for."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import DateBeforeData, DateNotReached, NotADate
from domain.lineage import (
    TODAY_CODE,
    Edge,
    Lineage,
    Period,
    Share,
    boundary_view,
    grouped,
    offered_days,
)

LAST, FIRST = date(2025, 6, 30), date(2025, 7, 1)
OLD, NEW = Period(date.min, LAST), Period(FIRST, None)
CHANGES = (FIRST, date(2026, 4, 30))
TODAY = date(2026, 11, 22)


def lineage(*edges: tuple[int, int, float]) -> Lineage:
    periods = {old: OLD for old, _, _ in edges} | {new: NEW for _, new, _ in edges}
    return Lineage(periods, (Edge(*edge) for edge in edges))


def test_a_unit_stands_for_itself_on_the_days_it_is_valid():
    known = lineage((1, 2, 1.0))

    assert known.on(1, LAST) == (Share(1, 1.0),)
    assert known.on(2, FIRST) == (Share(2, 1.0),)


def test_a_merged_unit_flows_whole_into_the_new_one():
    known = lineage((1, 3, 1.0), (2, 3, 1.0))

    assert known.on(1, FIRST) == (Share(3, 1.0),)


def test_a_split_unit_flows_by_its_weights():
    known = lineage((1, 2, 0.25), (1, 3, 0.75))

    assert known.on(1, FIRST) == (Share(2, 0.25), Share(3, 0.75))


def test_weights_that_miss_one_by_a_rounding_still_lose_nobody():
    known = lineage((1, 2, 0.333), (1, 3, 0.333), (1, 4, 0.333))

    assert sum(one.share for one in known.on(1, FIRST)) == pytest.approx(1)


def test_backward_two_whole_pieces_share_equally_and_half_a_piece_counts_half():
    known = lineage((1, 4, 1.0), (2, 4, 1.0), (3, 4, 0.5), (3, 5, 0.5))

    shares = {one.unit_id: one.share for one in known.on(4, LAST)}

    assert shares == pytest.approx({1: 0.4, 2: 0.4, 3: 0.2})


def test_a_unit_without_lineage_stands_for_itself_so_that_nobody_is_lost():
    known = Lineage({7: NEW}, ())

    assert known.on(7, LAST) == (Share(7, 1.0),)


def test_pieces_of_one_province_are_exact_there():
    known = lineage((1, 3, 1.0), (2, 3, 1.0))

    assert grouped(known.on(3, LAST), lambda _: "10") == {"10": 1.0}


def test_pieces_of_two_provinces_are_an_estimate():
    known = lineage((1, 3, 1.0), (2, 3, 1.0))

    assert grouped(known.on(3, LAST), {1: "10", 2: "15"}.__getitem__) == {"10": 0.5, "15": 0.5}


def test_what_went_into_a_unit_is_known_over_several_changes():
    periods = {1: OLD, 2: Period(FIRST, date(2026, 4, 29)), 3: Period(date(2026, 4, 30), None)}
    known = Lineage(periods, (Edge(1, 2, 1.0), Edge(2, 3, 1.0)))

    assert known.before(3) == (1, 2)
    assert known.on(1, TODAY) == (Share(3, 1.0),)
    assert known.on(3, LAST) == (Share(1, 1.0),)


@given(st.lists(st.floats(0.01, 1), min_size=1, max_size=6))
def test_shares_always_add_up_to_one(weights: list[float]):
    known = lineage(*((1, place + 2, weight) for place, weight in enumerate(weights)))

    assert sum(one.share for one in known.on(1, FIRST)) == pytest.approx(1)


def test_the_view_of_today_is_named_by_the_day_it_began():
    view = boundary_view(TODAY_CODE, today=TODAY, changes=CHANGES)

    assert view.is_today
    assert view.on == date(2026, 4, 30)


def test_the_eve_of_the_first_change_is_the_earliest_day():
    assert boundary_view("2025-06-30", today=TODAY, changes=CHANGES).on == LAST
    with pytest.raises(DateBeforeData) as refusal:
        boundary_view("2025-06-29", today=TODAY, changes=CHANGES)
    assert refusal.value.details == {"asked": "29/6/2025", "first": "30/6/2025"}


def test_a_day_since_the_last_change_is_today():
    assert boundary_view("2026-04-30", today=TODAY, changes=CHANGES).is_today
    assert not boundary_view("2026-04-29", today=TODAY, changes=CHANGES).is_today


def test_a_day_to_come_is_refused():
    with pytest.raises(DateNotReached):
        boundary_view("2026-11-23", today=TODAY, changes=CHANGES)


@pytest.mark.parametrize("asked", ["", "hom-qua", "2025-13-01", "<script>", "30/6/2025"])
def test_what_is_no_day_is_refused(asked: str):
    with pytest.raises(NotADate):
        boundary_view(asked, today=TODAY, changes=CHANGES)


def test_a_change_to_come_is_not_offered():
    days = offered_days(today=TODAY, changes=(*CHANGES, date(2027, 1, 1)))

    assert days == [date(2026, 4, 29), LAST]
