import json
import re

import altair as alt
import pandas as pd
import pytest

from charts.tiers import tier_chart, value_text
from stats.published import Published
from stats.ranking import Board


@pytest.fixture
def ranked() -> pd.DataFrame:
    rows = [
        ("01", "Hà Nội", 200, 63.4, 60.0, 67.0, "ranked", 2),
        ("38", "Thanh Hóa", 300, 80.0, 76.0, 84.0, "ranked", 1),
        ("15", "Lào Cai", 50, 61.0, 47.0, 74.0, "ranked", 2),
        ("48", "Đà Nẵng", None, None, None, None, "withheld", None),
    ]
    columns = ["unit_code", "unit_name", "n", "value", "low", "high", "standing", "tier"]
    return pd.DataFrame(rows, columns=columns).astype({"tier": "Int64", "n": "Int64"})


def layer(spec: dict, name: str) -> dict:
    return next(layer for layer in spec["layer"] if layer["name"] == name)


@pytest.mark.parametrize("board", list(Board))
def test_every_board_is_valid_plain_json_with_a_text_alternative(six, ranked, t, board):
    spec = tier_chart(six, ranked, board, level="province", t=t)

    json.dumps(spec, allow_nan=False)
    alt.Chart.from_dict(spec, validate=True)
    assert "3 nơi đứng thành 2 nhóm" in spec["description"]


def test_units_stand_by_tier_and_inside_it_as_in_the_table_without_numbers(six, ranked, t):
    spec = tier_chart(six, ranked, Board.ABILITY, level="province", t=t)

    rows = spec["data"]["values"]
    assert [row["unit_name"] for row in rows] == ["Thanh Hóa", "Hà Nội", "Lào Cai"]
    headings = [band["heading"] for band in layer(spec, "tiers")["data"]["values"]]
    assert headings == ["Nhóm 1 (1 nơi)", "Nhóm 2 (2 nơi)"]
    assert not [row for row in rows if re.search(r"\d", row["unit_name"])]


def test_no_tier_lies_over_another(six, ranked, t):
    spec = tier_chart(six, ranked, Board.ABILITY, level="province", t=t)

    first, second = layer(spec, "tiers")["data"]["values"]
    assert 0 <= first["top"] < first["bottom"] < second["top"] < second["bottom"] == spec["height"]


def test_all_in_one_tier_is_said_as_what_it_is(six, ranked, t):
    one = ranked.assign(tier=ranked["tier"].where(ranked["tier"].isna(), 1))

    spec = tier_chart(six, one, Board.ABILITY, level="province", t=t)

    assert "Chưa tách được nhóm" in spec["description"]


def test_an_empty_board_is_a_sentence(six, ranked, t):
    spec = tier_chart(six, ranked.iloc[3:], Board.PROGRESS, level="province", t=t)

    json.dumps(spec, allow_nan=False)
    alt.Chart.from_dict(spec, validate=True)
    assert "Chưa có nơi nào đủ điều kiện" in spec["description"]


def test_the_axis_of_a_rate_is_fixed_and_that_of_a_change_is_the_same_on_both_sides(
    six: Published, ranked, t
):
    rate = tier_chart(six, ranked, Board.REACH, level="province", t=t)
    change = tier_chart(six, ranked, Board.PROGRESS, level="province", t=t)

    assert layer(rate, "units")["encoding"]["x"]["scale"]["domain"] == [0, 100]
    assert layer(change, "units")["encoding"]["x"]["scale"]["domain"] == [-90, 90]


@pytest.mark.parametrize(
    ("value", "n", "board", "text"),
    [
        (63.44, 200, Board.ABILITY, "63,4\u00a0%"),
        (63.44, 99, Board.REACH, "63\u00a0%"),
        (12.34, 200, Board.PROGRESS, "+12,3 điểm"),
        (-12.34, 200, Board.PROGRESS, "−12,3 điểm"),
        (-0.04, 200, Board.PROGRESS, "0,0 điểm"),
    ],
)
def test_figures_are_written_by_board_and_number_of_people(value, n, board, text, t):
    assert value_text(value, n, board, t) == text
