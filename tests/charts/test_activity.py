"""Activity beside ability: what stands out is said in numbers of places, never as a cause."""

import json

import altair as alt
import pandas as pd
import pytest

from charts.activity import activity_and_change


def activity(counts):
    return pd.DataFrame({"unit_code": list(counts), "activity": counts.values(), "months": 1})


@pytest.fixture
def eight(units):
    codes = [f"u{number}" for number in range(8)]
    # 9 is hidden with 8 in the first round, so that nobody can subtract.
    before = units(**dict.fromkeys(codes, (200, 40.0)), u8=(9, 40.0), u9=(10, 40.0))
    now = units(
        **dict.fromkeys(codes[1:], (200, 42.0)), u0=(200, 60.0), u8=(200, 93.21), u9=(200, 93.2)
    )
    return before, now


def test_the_finding_counts_both_flags_among_places_with_both_figures(eight, t):
    counts = {str(number): float(number) for number in range(9)}

    spec = activity_and_change(*eight, activity(counts), level="commune", t=t)

    json.dumps(spec, allow_nan=False)
    alt.Chart.from_dict(spec, validate=True)
    assert spec["description"].startswith(
        "Trong 8 nơi có cả hai số: 2 nơi nhiều lớp, chưa tăng năng lực; 1 nơi ít lớp"
    )
    assert "93" not in json.dumps(spec["data"])
    named = {row["unit_code"]: row["label"] for row in spec["data"]["values"]}
    assert named["0"] == "Đơn vị 0"
    assert named["3"] == ""


def test_too_few_places_are_refused(eight, t):
    counts = {str(number): 1.0 for number in range(7)}

    with pytest.raises(ValueError, match="too few"):
        activity_and_change(*eight, activity(counts), level="commune", t=t)
