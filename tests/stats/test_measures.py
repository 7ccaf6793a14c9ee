"""Measures of the map: equal to a count by hand, and nothing from figures that are not shown."""

import itertools

import numpy as np
import pandas as pd
import pytest

from domain.people import Audience, Mode
from domain.targets import EVERYONE
from stats import measures
from stats.attainment import attainment
from stats.intervals import wilson_limits
from stats.measures import GROUP_OF, Aim, Measure, Refusal, refused
from stats.published import Context, publish

CONTEXT = Context("nguồn", "đợt", "reached", "today", simulated=True, minimum=10)


def published(**units):
    """Units given as code=(people determined, of them at the basic level)."""
    counts = pd.DataFrame(
        [
            {"unit_code": code, "unit_name": code, "mode": "self", "people": n, "reached": able,
             "firm": 0, "undetermined": 0}
            for code, (n, able) in units.items()
        ]
    )  # fmt: skip
    held = pd.DataFrame(columns=["unit_code", "mode", "hidden", "low", "high", "shielded"])
    return publish(attainment(counts), CONTEXT, held=held)


def test_change_is_the_difference_of_two_rates_with_newcombes_interval():
    found = measures.change(published(a=(40, 10)), published(a=(50, 30))).table.iloc[0]

    (old_low,), (old_high,) = wilson_limits(np.array([10.0]), np.array([40.0]))
    (new_low,), (new_high,) = wilson_limits(np.array([30.0]), np.array([50.0]))
    assert found["value"] == pytest.approx(60 - 25)
    assert found["low"] == pytest.approx(35 - np.hypot(60 - new_low, old_high - 25))
    assert found["high"] == pytest.approx(35 + np.hypot(new_high - 60, 25 - old_low))


@pytest.mark.parametrize(("before", "now"), [((9, 5), (50, 30)), ((50, 30), (9, 5))])
def test_a_change_from_or_to_a_group_under_the_minimum_is_not_told(before, now):
    found = measures.change(published(a=before), published(a=now)).table

    assert found[["value", "low", "high"]].isna().all(axis=None)


def test_a_unit_of_today_without_an_earlier_row_has_no_change():
    found = measures.change(published(a=(40, 10)), published(a=(50, 30), b=(50, 30))).table

    assert found["value"].notna().tolist() == [True, False]


def test_the_distance_to_a_target_is_counted_from_the_rate_and_missing_without_a_target():
    rates = published(a=(40, 10), b=(40, 10), c=(9, 4))
    found = measures.target_distance(rates, {"a": Aim(80, "KH 1"), "c": Aim(80, "KH 1")}).table

    assert found["value"].fillna(-1).tolist() == [25 - 80, -1, -1]


def test_a_part_has_the_sum_of_its_shown_rows_and_no_row_of_its_own():
    whole = measures.rates(Measure.REACHED, published(a=(40, 10), b=(9, 4), c=(30, 3)))
    part = whole.only({"a", "b"})

    assert part.table["unit_code"].tolist() == ["a", "b"]
    assert part.n_total == 40
    assert part.told == 1


def test_figures_of_two_modes_are_never_one_measure():
    two = published(a=(40, 10), b=(40, 10))
    two.table["unit_code"] = ["a", "a"]

    with pytest.raises(ValueError, match="one figure"):
        measures.rates(Measure.REACHED, two)


def told(of_provinces=True, today=True):
    everything = itertools.product(Measure, (EVERYONE, *Audience), Mode)
    return {
        (measure, audience, mode)
        for measure, audience, mode in everything
        if refused(measure, audience=audience, mode=mode, of_provinces=of_provinces, today=today)
        is None
    }


def test_groups_of_skills_are_told_of_everyone_together_only():
    """A release guards the outcome by audience; the groups it guards by mode alone."""
    assert {audience for m, audience, _ in told() if m in GROUP_OF} == {EVERYONE}
    assert {a for m, a, _ in told() if m is Measure.REACHED} == {EVERYONE, *Audience}


def test_groups_coverage_gap_and_reports_are_told_of_provinces_only():
    below = {measure for measure, _, _ in told(of_provinces=False)}

    assert not below & {Measure.COVERAGE, Measure.GAP, Measure.REPORTED}
    assert below & set(GROUP_OF) == {Measure.AI}
    assert {Measure.REACHED, Measure.AI, Measure.CHANGE, Measure.TARGET} <= below


def test_older_boundaries_hold_the_rate_of_everyone_who_answers_alone_and_no_more():
    assert told(today=False) == {(Measure.REACHED, EVERYONE, Mode.SELF)}


def test_a_refusal_says_which_filter_is_in_the_way():
    plain = {"of_provinces": True, "today": True}
    assert refused(Measure.AI, audience="worker", mode=Mode.SELF, **plain) is (
        Refusal.GROUP_OF_EVERYONE
    )
    assert refused(Measure.GAP, audience=EVERYONE, mode=Mode.PROXY, **plain) is (
        Refusal.GAP_NOT_PROXY
    )
