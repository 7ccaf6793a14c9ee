import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats.decomposition import per_head_parts, rate_parts

PERCENT = st.floats(0, 100)


def unit(**figures: float) -> pd.DataFrame:
    return pd.DataFrame([figures])


def test_the_parts_by_hand():
    table = unit(percent=70, standardised=60, before_standardised=40)

    parts = rate_parts(table, pd.Series({"percent": 50, "before_percent": 45})).iloc[0]

    assert parts.to_dict() == {
        "gap": 20, "mix": 10, "ability": 10, "ability_before": -5, "ability_change": 15,
    }  # fmt: skip


@given(PERCENT, PERCENT, PERCENT, PERCENT, PERCENT)
def test_mix_and_ability_add_up_to_the_gap(percent, same_mix, before, whole, whole_before):
    table = unit(percent=percent, standardised=same_mix, before_standardised=before)

    parts = rate_parts(table, pd.Series({"percent": whole, "before_percent": whole_before}))

    assert (parts["mix"] + parts["ability"])[0] == pytest.approx(parts["gap"][0], abs=1e-9)
    assert (parts["ability_before"] + parts["ability_change"])[0] == pytest.approx(
        parts["ability"][0], abs=1e-9
    )


@given(PERCENT, PERCENT, st.integers(0, 5000), PERCENT, st.integers(1, 50_000))
def test_reach_mix_and_ability_add_up_for_every_ten_thousand(percent, same_mix, n, whole, whole_n):
    table = unit(percent=percent, standardised=same_mix, n=n, population=6000)
    everybody = pd.Series({"percent": whole, "n": whole_n, "population": 60_000})

    parts = per_head_parts(table, everybody).iloc[0]

    reached, reached_by_all = n * percent / 100, whole_n * whole / 100
    naive = 10_000 * (reached / 6000 - reached_by_all / 60_000)
    assert parts["per_head_gap"] == pytest.approx(naive, abs=1e-6)
    assert parts[1:].sum() == pytest.approx(naive, abs=1e-6)


def test_without_an_earlier_campaign_mix_and_ability_still_add_up():
    table = unit(percent=70, standardised=60, before_standardised=np.nan)

    parts = rate_parts(table, pd.Series({"percent": 50, "before_percent": np.nan})).iloc[0]

    assert parts["mix"] + parts["ability"] == parts["gap"]
    assert parts[["ability_before", "ability_change"]].isna().all()


def test_without_a_population_nothing_is_said_for_every_ten_thousand():
    table = unit(percent=70, standardised=60, n=50, population=np.nan)

    parts = per_head_parts(table, pd.Series({"percent": 50, "n": 500, "population": 9000}))

    assert parts.isna().all(axis=None)
