import json
from datetime import date

import altair as alt
import pytest

from charts.trend import Milestone, target_trend

SPRING, AUTUMN = date(2026, 6, 30), date(2026, 11, 22)
MILESTONES = [
    Milestone(date(2026, 12, 31), 100, "KH 01"),
    Milestone(date(2025, 12, 31), 80, "KH 01"),
    Milestone(date(2026, 12, 31), 100, "KH 265"),
]


@pytest.fixture
def campaigns(units):
    return [
        ("Đợt 1", SPRING, units(everyone=(200, 31.14), worker=(9, 20.0))),
        ("Đợt 2", AUTUMN, units(everyone=(300, 51.7), worker=(60, 40.0))),
    ]


def marks(spec: dict, kind: str) -> list[dict]:
    return [row for row in spec["data"]["values"] if row["kind"] == kind]


def test_the_chart_is_valid_plain_json_and_says_rate_target_and_year(campaigns, t):
    spec = target_trend(campaigns, "everyone", MILESTONES, t=t)

    json.dumps(spec, allow_nan=False)
    alt.Chart.from_dict(spec, validate=True)
    for part in ("51,7", "100", "2026", "Hai cách đo khác nhau"):
        assert part in spec["description"]


def test_two_documents_that_ask_the_same_are_one_mark_with_both_names(campaigns, t):
    spec = target_trend(campaigns, "everyone", MILESTONES, t=t)

    assert [(row["name"], row["percent"]) for row in marks(spec, "target")] == [
        ("KH 01", 80),
        ("KH 01; KH 265", 100),
    ]


def test_a_campaign_without_a_published_rate_draws_no_point(campaigns, t):
    spec = target_trend(campaigns, "worker", MILESTONES, t=t)

    first, second = marks(spec, "rate")
    assert first["percent"] is first["low"] is None
    assert first["text"] == "chưa đủ dữ liệu"
    assert second["percent"] == 40


def test_without_a_target_it_says_so(campaigns, t):
    spec = target_trend(campaigns[1:], "everyone", [], t=t)

    json.dumps(spec, allow_nan=False)
    assert "chưa có mục tiêu" in spec["description"]


def test_targets_that_have_all_passed_name_the_last(campaigns, t):
    spec = target_trend(campaigns, "everyone", MILESTONES[1:2], t=t)

    assert "2025" in spec["description"]


def test_rates_and_targets_are_never_joined(campaigns, t):
    spec = target_trend(campaigns, "everyone", MILESTONES, t=t)

    lines = [layer for layer in spec["layer"] if layer["mark"]["type"] == "line"]
    assert [layer["transform"][0]["filter"] for layer in lines] == [
        "datum.kind == 'rate' && isValid(datum.percent)"
    ]
