"""The standardised rate against a hand-made table, its edges, and a recomputation by person."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.intervals import wilson
from stats.standardised import audience_mix, standardised

AUDIENCES = ("citizen", "student", "worker", "public_employee")


def strata(*rows: tuple[str, str, int, int]) -> pd.DataFrame:
    """Rows of unit, audience, determined people, reached; self-answered."""
    return pd.DataFrame(
        [
            {
                "unit_code": unit, "unit_name": f"Xã {unit}", "audience": audience, "mode": "self",
                "people": n, "reached": reached, "firm": 0, "undetermined": 0,
            }
            for unit, audience, n, reached in rows
        ]
    )  # fmt: skip


def only(counts: pd.DataFrame, unit: str = "a", minimum: int = 10) -> pd.Series:
    table = standardised(counts, audience_mix(counts), minimum=minimum)
    return table.set_index("unit_code").loc[unit]


def test_a_unit_that_asked_mostly_pupils_is_weighted_back_to_the_mix_of_all():
    counts = strata(
        ("a", "student", 90, 81), ("a", "citizen", 10, 2),
        ("b", "student", 10, 9), ("b", "citizen", 90, 18),
    )  # fmt: skip

    table = standardised(counts, audience_mix(counts), minimum=10)

    assert table["standardised"].tolist() == pytest.approx([55, 55])  # half of 90 % and of 20 %


def test_the_whole_standardised_to_itself_is_its_own_rate():
    counts = strata(("a", "student", 90, 81), ("a", "citizen", 30, 6), ("a", "worker", 20, 11))

    assert only(counts)["standardised"] == pytest.approx(100 * 98 / 140)


def test_one_audience_has_the_crude_rate_and_its_wilson_interval():
    counts = strata(("a", "citizen", 40, 10), ("b", "citizen", 60, 50))
    low, high = wilson(pd.Series([10]), pd.Series([40]))

    row = only(counts)

    assert row["standardised"] == 25
    assert row["standardised_low"] == pytest.approx(low[0])
    assert row["standardised_high"] == pytest.approx(high[0])


@pytest.mark.parametrize("able", [0, 30])
def test_at_zero_and_at_a_hundred_percent_the_interval_has_width_and_stays_inside(able):
    row = only(strata(("a", "citizen", 30, able), ("a", "student", 30, able)))

    assert 0 <= row["standardised_low"] <= row["standardised"] <= row["standardised_high"] <= 100
    assert row["standardised_high"] - row["standardised_low"] > 3


def test_a_stratum_one_below_the_minimum_is_merged_and_at_the_minimum_it_stands_alone():
    others = [("b", "citizen", 500, 100), ("b", "student", 300, 270), ("b", "worker", 200, 100)]
    merged = strata(
        ("a", "citizen", 50, 10), ("a", "student", 30, 30), ("a", "worker", 9, 0), *others
    )
    alone = strata(
        ("a", "citizen", 50, 10), ("a", "student", 30, 30), ("a", "worker", 10, 0), *others
    )
    weight = audience_mix(merged)

    assert only(merged)["standardised"] == pytest.approx(
        100 * (weight["citizen"] * 0.2 + (weight["student"] + weight["worker"]) * 30 / 39)
    )
    weight = audience_mix(alone)
    assert only(alone)["standardised"] == pytest.approx(
        100 * (weight["citizen"] * 0.2 + weight["student"])
    )


def test_a_small_audience_nobody_of_was_asked_joins_its_smallest_neighbour():
    counts = strata(
        ("a", "citizen", 60, 30), ("a", "student", 20, 20),
        ("b", "citizen", 80, 40), ("b", "student", 20, 20), ("b", "worker", 20, 0),
    )  # fmt: skip

    assert only(counts)["standardised"] == pytest.approx(100 * (140 * 0.5 + 60) / 200)


def test_a_quarter_of_the_standard_may_be_absent_and_more_may_not():
    quarter = strata(("a", "citizen", 50, 10), ("a", "worker", 25, 25), ("b", "student", 25, 5))
    more = strata(("a", "citizen", 50, 10), ("a", "worker", 24, 24), ("b", "student", 26, 5))

    assert not np.isnan(only(quarter)["standardised"])
    assert np.isnan(only(more)["standardised"])


def test_a_unit_with_one_stratum_left_of_several_is_not_standardised():
    counts = strata(
        ("a", "citizen", 80, 20), ("a", "student", 9, 9), ("b", "citizen", 80, 9),
        ("b", "student", 20, 9),
    )  # fmt: skip

    assert np.isnan(only(counts)["standardised"])


def test_an_empty_unit_an_empty_area_and_one_person_give_no_rate_and_no_error():
    nobody = strata(("a", "citizen", 0, 0), ("b", "citizen", 50, 5))
    empty = strata(("a", "citizen", 0, 0))
    one = strata(("a", "citizen", 1, 1))

    assert np.isnan(only(nobody)["standardised"])
    assert audience_mix(empty).empty
    assert np.isnan(only(empty)["standardised"])
    assert np.isnan(only(one)["standardised"])


def test_undetermined_people_and_helped_ones_are_outside():
    counts = strata(("a", "citizen", 50, 10), ("a", "student", 50, 40))
    counts = pd.concat(
        [
            counts.assign(people=counts["people"] + 7, undetermined=7),
            counts.assign(mode="assisted", reached=counts["people"]),
        ]
    )

    assert only(counts)["standardised"] == 50


PERSON = st.tuples(st.sampled_from("abc"), st.sampled_from(AUDIENCES), st.booleans())


@settings(deadline=None, max_examples=60)
@given(people=st.lists(PERSON, min_size=1, max_size=300))
def test_it_equals_a_recomputation_person_by_person(people):
    counted = Counter((unit, audience) for unit, audience, _ in people)
    able = Counter((unit, audience) for unit, audience, reached in people if reached)
    counts = strata(*((u, a, counted[u, a], able[u, a]) for u in "abc" for a in AUDIENCES))
    share = {a: sum(counted[u, a] for u in "abc") / len(people) for a in AUDIENCES}

    table = standardised(counts, audience_mix(counts), minimum=1).set_index("unit_code")

    for unit in "abc":
        asked = [a for a in AUDIENCES if share[a]]
        if all(counted[unit, a] for a in asked):
            naive = sum(share[a] * able[unit, a] / counted[unit, a] for a in asked)
            assert table.loc[unit, "standardised"] == pytest.approx(100 * naive)
        row = table.loc[unit]
        if not np.isnan(row["standardised"]):
            ends = row[["standardised_low", "standardised", "standardised_high"]].tolist()
            assert ends == sorted(ends)
            assert ends[0] >= -1e-9
            assert ends[2] <= 100 + 1e-9


def test_the_interval_holds_the_truth_about_nineteen_times_in_twenty():
    random = np.random.default_rng(7)
    truth = {"citizen": 0.3, "student": 0.9, "worker": 0.6}
    share = {"citizen": 0.5, "student": 0.2, "worker": 0.3}
    size = {"citizen": 40, "student": 60, "worker": 15}
    right = 100 * sum(share[a] * truth[a] for a in truth)
    counts = pd.concat(
        strata(*((f"{turn}", a, size[a], int(random.binomial(size[a], truth[a]))) for a in truth))
        for turn in range(600)
    )

    table = standardised(counts, pd.Series(share), minimum=10)

    held = (table["standardised_low"] <= right) & (right <= table["standardised_high"])
    assert 0.93 <= held.mean() <= 0.98
