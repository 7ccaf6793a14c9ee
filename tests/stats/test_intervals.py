import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.intervals import wilson


def bounds(successes: int, n: int) -> tuple[float, float]:
    low, high = wilson(pd.Series([successes]), pd.Series([n]))
    return float(low[0]), float(high[0])


def test_nobody_asked_has_no_interval():
    low, high = bounds(0, 0)

    assert math.isnan(low)
    assert math.isnan(high)


def test_hand_checked_intervals():
    # Newcombe (1998), Statistics in Medicine 17: 857-872, table I, method 3.
    assert bounds(81, 263) == pytest.approx((25.53, 36.62), abs=0.005)
    assert bounds(15, 148) == pytest.approx((6.24, 16.05), abs=0.005)
    assert bounds(0, 20) == pytest.approx((0, 16.11), abs=0.005)
    assert bounds(1, 29) == pytest.approx((0.61, 17.18), abs=0.005)


@settings(deadline=None)  # other work may share the machine
@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_ends_solve_the_score_equation_and_hold_the_share(pair: tuple[int, int]):
    successes, n = pair
    share, z = successes / n, 1.959963984540054

    low, high = bounds(successes, n)

    assert 0 <= low <= 100 * share + 1e-9
    assert 100 * share - 1e-9 <= high <= 100
    for end in (low / 100, high / 100):
        distance = abs(share - end)
        assert distance == pytest.approx(z * math.sqrt(end * (1 - end) / n), abs=1e-6)
