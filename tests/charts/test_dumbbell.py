"""Before and after: rates that are shown, at most twenty at once, clear or said to be unclear."""

import json

import altair as alt
import pytest

from charts.dumbbell import MOST, dumbbells

ROUNDS = ("Đợt 1", "Đợt 2")


def drawn(spec):
    return spec["data"]["values"]


@pytest.fixture
def pair(units):
    # e is hidden with c in the first round, so that nobody can subtract.
    before = units(a=(200, 31.0), b=(60, 40.0), c=(9, 20.0), d=(60, 50.0), e=(10, 20.0))
    return before, units(a=(300, 52.0), b=(60, 42.0), c=(60, 77.77), d=(60, 20.0), e=(60, 77.7))


def test_the_chart_is_plain_json_and_says_how_many_rose_fell_and_are_unclear(pair, t):
    spec = dumbbells(*pair, level="commune", rounds=ROUNDS, t=t)

    json.dumps(spec, allow_nan=False)
    alt.Chart.from_dict(spec, validate=True)
    said = spec["description"]
    assert said.startswith("3 xã, phường, đặc khu có tỷ lệ ở cả hai đợt: 1 tăng rõ, 1 giảm rõ, 1")
    assert "SỐ LIỆU MÔ PHỎNG" in said


def test_a_unit_hidden_in_one_round_is_nowhere_in_the_chart(pair, t):
    spec = dumbbells(*pair, level="commune", rounds=ROUNDS, t=t)

    assert [row["unit_code"] for row in drawn(spec)] == ["a", "b", "d"]
    assert "77" not in json.dumps(spec)


def test_a_change_within_chance_says_so_instead_of_a_number(pair, t):
    texts = {row["unit_code"]: row["value_text"].replace("\u00a0", " ")
             for row in drawn(dumbbells(*pair, level="commune", rounds=ROUNDS, t=t))}  # fmt: skip

    assert texts["a"] == "31,0 % › 52,0 % (+21,0 điểm)"
    assert texts["b"] == "40 % › 42 % (chưa rõ)"
    assert texts["d"] == "50 % › 20 % (−30 điểm)"


def test_of_more_than_twenty_the_two_ends_are_drawn_and_the_chart_says_so(units, t):
    before = units(**{f"u{number:02d}": (200, 40.0) for number in range(50)})
    now = units(**{f"u{number:02d}": (200, 20.0 + number) for number in range(50)})

    spec = dumbbells(before, now, level="commune", rounds=ROUNDS, t=t)

    codes = [row["unit_code"] for row in drawn(spec)]
    assert len(codes) == MOST
    assert codes == [f"{n:02d}" for n in range(49, 39, -1)] + [f"{n:02d}" for n in range(9, -1, -1)]
    assert "vẽ 20 trong 50 nơi" in spec["description"]


def test_nothing_to_compare_is_refused(units, t):
    with pytest.raises(ValueError, match="nothing to compare"):
        dumbbells(units(a=(9, 1.0)), units(a=(90, 1.0)), level="commune", rounds=ROUNDS, t=t)
