"""Tables of another day's boundaries: nobody is lost, and nobody is found by subtraction."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.attainment import attainment
from stats.boundaries import apportioned, estimated_units, in_whole_people, view_sentence
from stats.boundary_guard import ReadToday, coded_in_view, hidden_in_view
from stats.published import Context, Published, joined, publish
from tests.stats.conftest import COUNT_COLUMNS

UNITS = [("a", "Tỉnh A"), ("b", "Tỉnh B")]


def facts(**people: int) -> pd.DataFrame:
    """People of each fact unit (u1, u2, …), half of whom reach the basic level."""
    rows = [
        {
            **dict.fromkeys(COUNT_COLUMNS, 0),
            "unit_id": int(name[1:]),
            "mode": "self",
            "people": n,
            "reached": n // 2,
        }
        for name, n in people.items()
    ]
    return pd.DataFrame(rows)[["unit_id", "mode", *COUNT_COLUMNS]]


def people_of(table: pd.DataFrame) -> dict[str, float]:
    return dict(zip(table["unit_code"], table["people"], strict=True))


def test_whole_units_add_up_exactly():
    table = apportioned(facts(u1=40, u2=25), {1: {"a": 1.0}, 2: {"a": 1.0}}, UNITS)

    assert people_of(table) == {"a": 65, "b": 0}


def test_a_shared_commune_is_divided_and_both_units_are_estimates():
    shares = {1: {"a": 0.25, "b": 0.75}, 2: {"a": 1.0}}

    assert people_of(apportioned(facts(u1=40, u2=25), shares, UNITS)) == {"a": 35, "b": 30}
    assert estimated_units(shares) == {"a", "b"}
    assert estimated_units({2: {"a": 1.0}}) == frozenset()


def test_people_are_whole_in_the_table_and_still_add_up():
    frame = apportioned(facts(u1=41), {1: {"a": 1 / 3, "b": 2 / 3}}, UNITS)
    whole = apportioned(facts(u1=41), {1: {"all": 1.0}}, [("all", "Cả nước")])

    table = in_whole_people(
        attainment(pd.concat([frame, whole], ignore_index=True)), total_code="all"
    )

    assert people_of(table) == {"a": 14, "b": 27, "all": 41}
    assert table["n"].tolist() == [14, 27, 41]
    assert table["percent"].nunique() == 1


@given(st.lists(st.integers(0, 500), min_size=1, max_size=8), st.floats(0.01, 0.99))
def test_the_total_is_the_same_under_every_view(people: list[int], share: float):
    collected = facts(**{f"u{place}": n for place, n in enumerate(people)})
    shares = {place: {"a": share, "b": 1 - share} for place in range(len(people))}

    table = apportioned(collected, shares, UNITS)

    assert table["people"].sum() == pytest.approx(sum(people))


def test_a_view_says_its_day_and_how_many_units_are_estimated(notes: Context):
    from dataclasses import replace

    table = attainment(apportioned(facts(u1=41), {1: {"a": 0.5, "b": 0.5}}, UNITS))
    table = in_whole_people(table, total_code="").assign(estimated=True)
    published = publish(table, replace(notes, boundary_view="2025-06-30"))

    def t(key: str, **details: object) -> str:
        return f"{key} {details}"

    assert view_sentence(published, t) == (
        "boundary.on {'day': '30/6/2025'}; boundary.estimated {'count': 2}"
    )


def today(*shown: dict[int, float], withheld: tuple[dict[int, float], ...] = ()) -> ReadToday:
    return ReadToday(shown, withheld)


def test_a_group_under_the_minimum_stays_blank():
    assert hidden_in_view({"a": {1: 1.0}}, today(), {1: 9}, minimum=10) == {"a"}
    assert hidden_in_view({"a": {1: 1.0}}, today(), {1: 10}, minimum=10) == frozenset()


def test_a_view_that_leaves_one_withheld_commune_over_is_blank():
    # Today: communes 1 and 2 shown, 3 and 4 withheld. The old unit is 1 with 3.
    n = {1: 50, 2: 50, 3: 4, 4: 12}
    read = today({1: 1}, {2: 1}, {1: 1, 2: 1, 3: 1, 4: 1}, withheld=({3: 1}, {4: 1}))

    hidden = hidden_in_view({"a": {1: 1, 3: 1}, "b": {2: 1, 4: 1}}, read, n, minimum=10)

    assert hidden == {"a", "b"}


def test_two_withheld_communes_of_enough_people_may_stand_in_a_view():
    n = {1: 50, 2: 6, 3: 7, 4: 6, 5: 7}
    hidden_today = ({2: 1}, {3: 1}, {4: 1}, {5: 1})
    read = today({1: 1}, {1: 1, 2: 1, 3: 1, 4: 1, 5: 1}, withheld=hidden_today)

    hidden = hidden_in_view({"a": {1: 1, 2: 1, 3: 1}, "b": {4: 1, 5: 1}}, read, n, minimum=10)

    assert hidden == frozenset()


def test_a_third_unit_that_the_total_gives_away_hides_another():
    n = {1: 50, 2: 40, 3: 5}
    read = today({1: 1, 2: 1, 3: 1}, withheld=({1: 1}, {2: 1}, {3: 1}))

    hidden = hidden_in_view({"a": {1: 1}, "b": {2: 1}, "c": {3: 1}}, read, n, minimum=10)

    assert hidden >= {"b", "c"}


def test_half_of_a_withheld_commune_gives_it_away_too():
    # A leader reads the area of 1, 3 and 5; the former district takes half of 3 only.
    n = {1: 50, 2: 60, 3: 8, 5: 30}
    read = today({1: 1}, {2: 1}, {1: 1, 3: 1, 5: 1}, withheld=({3: 1}, {5: 1}))

    hidden = hidden_in_view({"a": {1: 1, 3: 0.5, 5: 1}, "b": {2: 1, 3: 0.5}}, read, n, minimum=10)

    assert hidden == {"a", "b"}


def test_what_todays_tables_give_away_alone_does_not_blank_the_view():
    n = {1: 50, 2: 5}
    read = today({1: 1}, {1: 1, 2: 1}, withheld=({2: 1},))

    assert hidden_in_view({"a": {1: 1, 2: 1}}, read, n, minimum=10) == frozenset()


def test_a_rate_of_nearly_nobody_is_a_bound_in_a_view_too():
    coded = coded_in_view(
        {"a": {1: 1}, "b": {2: 1}, "c": {3: 1}},
        today(),
        {1: 30, 2: 30, 3: 30},
        {1: 1, 2: 29, 3: 15},
        hidden=frozenset(),
    )

    assert coded == {"a": "low", "b": "high"}


def test_a_coded_rate_is_not_had_by_subtraction_from_a_view():
    n, able = {1: 120, 2: 30, 3: 200}, {1: 60, 2: 1, 3: 90}
    read = today({1: 1}, {3: 1}, withheld=({2: 1},))

    coded = coded_in_view({"a": {1: 1, 2: 1}, "b": {3: 1}}, read, n, able, hidden=frozenset())

    assert coded == {"a": "shielded"}


def recovered(rows, read: ReadToday, n: dict[int, int], minimum: int, blank) -> set[int]:
    """An attacker who solves for single facts: the small ones that have one solution."""
    known = [*read.shown, *(row for code, row in rows.items() if code not in blank)]
    ids = sorted(n)
    matrix = np.array([[row.get(id_, 0.0) for id_ in ids] for row in known]).reshape(-1, len(ids))
    found = set()
    for place, id_ in enumerate(ids):
        unit = np.eye(len(ids))[place]
        extended = np.vstack([matrix, unit])
        if np.linalg.matrix_rank(extended) == np.linalg.matrix_rank(matrix) and n[id_] < minimum:
            found.add(id_)
    return found


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_an_attacker_finds_no_more_with_the_view_than_without(data: st.DataObject):
    size = data.draw(st.integers(3, 7))
    n = {id_: data.draw(st.integers(1, 40)) for id_ in range(size)}
    share = st.sampled_from([0.0, 1.0, 0.5, 0.25])
    split = [data.draw(share) for _ in range(size)]
    rows = {
        "a": {id_: part for id_, part in enumerate(split) if part},
        "b": {id_: 1 - part for id_, part in enumerate(split) if part < 1},
    }
    shown = tuple({id_: 1.0} for id_ in n if n[id_] >= 10)
    secret = tuple({id_: 1.0} for id_ in n if n[id_] < 10)
    read = ReadToday((*shown, dict.fromkeys(n, 1.0)), secret)

    blank = hidden_in_view(rows, read, n, minimum=10)

    assert recovered(rows, read, n, 10, blank) <= recovered({}, read, n, 10, frozenset())


def seen(source: str = "nguồn") -> Published:
    rows = [("p", 400, 150), ("q", 60, 30), ("r", 9, 4)]
    counts = pd.DataFrame(
        [
            {"unit_code": code, "unit_name": code, "mode": "self", "people": n, "reached": able,
             "firm": 0, "undetermined": 0}
            for code, n, able in rows
        ]
    )  # fmt: skip
    notes = Context(source, "kỳ", "reached", "2025-06-30", simulated=True, minimum=10)
    held = pd.DataFrame(columns=["unit_code", "mode", "hidden", "low", "high", "shielded"])
    return publish(attainment(counts), notes, held=held)


def test_a_part_of_a_table_counts_the_people_who_are_shown_in_it_and_no_others():
    assert seen().only({"p", "r"}).n_total == 400
    assert seen().only({"r"}).n_total is None
    assert seen().only(set()).table.empty


def test_tables_stand_below_each_other_only_where_the_same_is_said_of_both():
    both = joined([seen().only({"p"}), seen().only({"q"})])

    assert (both.n_total, list(both.table["unit_code"])) == (460, ["p", "q"])
    with pytest.raises(ValueError, match="different notes"):
        joined([seen(), seen("nguồn khác")])
