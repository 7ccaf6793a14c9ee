"""What changed between two rounds: where both are shown, and clear beyond chance, everywhere."""

import numpy as np
import pandas as pd
import pytest

from domain.people import Mode
from stats.change import Verdict, changes, verdict_between, verdicts
from stats.intervals import wilson_limits
from stats.measures import beyond_chance, change
from stats.published import Context, joined, publish

NOTES = Context("nguồn", "kỳ", "reached", "today", simulated=True, minimum=10, modes=(Mode.SELF,))
NOBODY = pd.DataFrame(columns=["unit_code", "mode", "hidden", "low", "high", "shielded"])


def table(**units):
    """Units as code=(n, percent, low, high)."""
    rows = [
        {"unit_code": code, "unit_name": f"Xã {code}", "mode": "self", "people": n,
         "undetermined": 0, "n": n, "percent": percent, "firm_percent": 0.0, "low": low,
         "high": high}
        for code, (n, percent, low, high) in units.items()
    ]  # fmt: skip
    return publish(pd.DataFrame(rows), NOTES, held=NOBODY)


def test_a_unit_hidden_in_one_round_has_no_figure_of_the_other_either():
    before = table(a=(9, 40.0, 10.0, 80.0), b=(60, 40.0, 30.0, 50.0))
    now = table(a=(60, 50.0, 40.0, 60.0), b=(9, 50.0, 20.0, 80.0), c=(60, 20.0, 10.0, 30.0))

    rows = changes(before, now).set_index("unit_code")

    assert set(rows["verdict"]) == {Verdict.UNKNOWN.value}
    assert rows.drop(columns=["unit_name", "verdict"]).isna().all(axis=None)


def test_a_unit_with_two_rows_of_one_mode_is_refused():
    one = table(a=(60, 50.0, 40.0, 60.0))

    for before, now in ((one, joined([one, one])), (joined([one, one]), one)):
        with pytest.raises(ValueError, match="two rows"):
            changes(before, now)


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (54.0, 64.0, Verdict.UNCLEAR),  # the interval begins at 9 − √(5² + 10²) < 0
        (58.0, 68.0, Verdict.RISEN),  # the lines overlap, 13 − √(5² + 10²) > 0
        (60.1, 70.0, Verdict.RISEN),
        (36.0, 46.0, Verdict.UNCLEAR),
        (32.0, 42.0, Verdict.FALLEN),
    ],
)
def test_a_change_is_clear_only_where_its_own_interval_leaves_out_zero(low, high, verdict):
    before = table(a=(100, 50.0, 40.0, 60.0))
    now = table(a=(100, (low + high) / 2, low, high))

    rows = changes(before, now)

    assert rows["verdict"].item() == verdict
    assert verdict_between(before.table.iloc[0], now.table.iloc[0]) == verdict
    assert beyond_chance(change(before, now).table).item() == (verdict is not Verdict.UNCLEAR)


@pytest.mark.parametrize(("low", "high"), [(0.0, 8.0), (-8.0, 0.0), (-0.1, 0.1)])
def test_an_interval_that_touches_zero_says_nothing(low, high):
    assert verdicts(pd.Series([low]), pd.Series([high])).tolist() == [Verdict.UNCLEAR.value]


def test_intervals_that_lie_apart_are_always_a_clear_change():
    """Nothing that could be seen by eye before is lost."""
    random = np.random.default_rng(5)
    for n, m in random.integers(10, 400, (200, 2)):
        able = random.integers(0, n + 1), random.integers(0, m + 1)
        rates = [(int(k), 100.0 * a / k, *(float(x[0]) for x in wilson_limits(np.array([a]),
                  np.array([k])))) for a, k in zip(able, (n, m), strict=True)]  # fmt: skip
        rows = changes(table(a=rates[0]), table(a=rates[1]))
        if rates[0][3] < rates[1][2]:
            assert rows["verdict"].item() == Verdict.RISEN
        if rates[1][3] < rates[0][2]:
            assert rows["verdict"].item() == Verdict.FALLEN


def test_a_bound_or_a_hidden_row_has_no_verdict():
    rows = table(a=(100, 50.0, 40.0, 60.0), b=(9, 90.0, 80.0, 99.0)).table

    assert verdict_between(rows.iloc[0], rows.iloc[1]) is Verdict.UNKNOWN


def test_a_bound_is_no_rate_to_subtract():
    before = table(a=(50, 4.0, 0.0, 14.0), b=(200, 50.0, 44.0, 56.0))
    bound = pd.DataFrame([{"unit_code": "a", "mode": "self", "hidden": False, "low": True,
                           "high": False, "shielded": False}])  # fmt: skip
    coded = publish(before.table[before.table.columns.drop("status")], NOTES, held=bound)
    now = table(a=(50, 60.0, 46.0, 72.0), b=(200, 60.0, 54.0, 66.0))

    rows = changes(coded, now).set_index("unit_code")

    assert rows.loc["a", "verdict"] == Verdict.UNKNOWN
    assert rows.loc["b", "change"] == 10


def test_the_largest_rise_stands_first_and_the_unknown_last():
    before = table(a=(99, 50.0, 40.0, 60.0), b=(5, 50.0, 40.0, 60.0), c=(99, 10.0, 5.0, 15.0))
    now = table(a=(99, 45.0, 35.0, 55.0), b=(99, 90.0, 80.0, 95.0), c=(99, 30.0, 20.0, 40.0))

    assert changes(before, now)["unit_code"].tolist() == ["c", "a", "b"]
