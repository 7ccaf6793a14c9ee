import json
from datetime import date

import altair as alt
import pytest

from charts.events import Event
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


DAYS = (date(2026, 8, 28), date(2026, 10, 10), date(2026, 12, 31), date(2027, 12, 31),
        date(2030, 12, 31))  # fmt: skip
EVENTS = [Event(day, f"{day.day}/{day.month}/{day.year}", "Mốc") for day in DAYS]
LETTER, NARROW = 7.0, 270  # pixels: a wide digit at 12 px, the plot on a screen of 360 px


def event_boxes(spec):
    """Left, right and top of each label in pixels, and where its rule stands."""
    first, last = spec["layer"][0]["encoding"]["x"]["scale"]["domain"]
    for layer in spec["layer"]:
        if layer["name"].startswith("event_labels"):
            to_left = layer["mark"]["align"] == "right"
            for row in layer["data"]["values"]:
                at = NARROW * (row["when"] - first) / (last - first)
                width = 4 + LETTER * len(row["label"])
                left, right = (at - width, at) if to_left else (at, at + width)
                yield at, left, right, row["top"]


def test_labels_of_milestones_cross_no_other_label_and_no_rule_on_a_narrow_screen(campaigns, t):
    spec = target_trend(campaigns, "everyone", MILESTONES, t=t, events=EVENTS)

    boxes = list(event_boxes(spec))
    assert len(boxes) == len(EVENTS)
    for at, left, right, top in boxes:
        assert left >= 0
        assert right <= NARROW + 6
        for other_at, _, _, other_top in boxes:
            if other_at != at:
                assert abs(other_top - top) >= 15  # a line of its own
                crossed = left < other_at < right and other_top <= top
                assert not crossed


@pytest.mark.parametrize(("then", "now", "last_is_over"), [(31.0, 52.0, True), (52.0, 31.0, False)])
def test_the_text_of_a_rate_stands_off_its_interval_and_off_the_line(
    units, t, then, now, last_is_over
):
    rounds = [("Đợt 1", SPRING, units(everyone=(200, then))),
              ("Đợt 2", AUTUMN, units(everyone=(300, now)))]  # fmt: skip

    first, last = marks(target_trend(rounds, "everyone", [], t=t), "rate")

    over, under = (last, first) if last_is_over else (first, last)
    assert over["label_at"] > over["high"]
    assert under["label_at"] < under["low"]
