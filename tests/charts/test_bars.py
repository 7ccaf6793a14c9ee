import json
from dataclasses import replace
from itertools import pairwise

import altair as alt
import pandas as pd
import pytest

from charts.bars import ranked_bars
from charts.profile import competence_profile
from domain.people import Mode
from stats.attainment import GROUPS
from stats.published import Context, publish


def layer(spec: dict, name: str) -> dict:
    return next(layer for layer in spec["layer"] if layer["name"] == name)


@pytest.fixture
def profile(six):
    rows = [
        {
            "unit_code": "38",
            "unit_name": "Tỉnh Thanh Hóa",
            "mode": mode,
            "people": n,
            "group": group,
            "n": 5 if group == "3" else n,
            "percent": 90.0 - 10 * number,
            "low": 80.0 - 10 * number,
            "high": 95.0 - 10 * number,
        }
        for mode, n in (("self", 120), ("assisted", 40))
        for number, group in enumerate(GROUPS)
    ]
    notes: Context = replace(six.notes, modes=(Mode.SELF, Mode.ASSISTED))
    return publish(pd.DataFrame(rows), notes)


@pytest.mark.parametrize("names", ["above", "beside"])
@pytest.mark.parametrize("target", [None, 55, 80])
def test_every_form_is_valid_and_plain_json(six, t, names, target):
    spec = ranked_bars(six, level="province", t=t, target=target, names=names)

    json.dumps(spec, allow_nan=False)
    alt.Chart.from_dict(spec, validate=True)


def test_highest_comes_first_and_withheld_units_stay_last_with_words(six, t):
    rows = ranked_bars(six, level="province", t=t)["data"]["values"]

    assert [row["unit_code"] for row in rows] == ["38", "01", "08", "48", "56", "15"]
    assert [row["value_text"] for row in rows][3:] == ["chưa đủ dữ liệu"] * 3
    assert [row["percent"] for row in rows][3:] == [None] * 3


def test_no_bar_and_no_interval_is_drawn_for_a_withheld_unit(six, t):
    spec = ranked_bars(six, level="province", t=t)

    assert layer(spec, "units")["transform"] == [{"filter": "isValid(datum.percent)"}]
    assert layer(spec, "intervals")["transform"] == [{"filter": "isValid(datum.low)"}]
    assert "transform" not in layer(spec, "names")


def test_the_axis_runs_from_0_to_100_with_its_unit(six, t):
    x = layer(ranked_bars(six, level="province", t=t), "units")["encoding"]["x"]

    assert x["scale"]["domain"] == [0, 100]
    assert "%" in x["axis"]["title"]


def test_every_unit_has_its_own_height_also_when_there_are_166(units, t):
    many = units(**{f"u{number:03}": (20, number / 2) for number in range(166)})

    spec = ranked_bars(many, level="commune", t=t)

    tops = [row["bar_y"] for row in spec["data"]["values"]]
    assert min(b - a for a, b in pairwise(tops)) >= 16
    assert spec["height"] > max(tops)


def test_numbers_of_people_stand_beside_the_rate(six, t):
    first = ranked_bars(six, level="province", t=t)["data"]["values"][1]

    assert first["value_text"] == "63,4\u00a0% (n = 200)"


def test_a_target_is_drawn_and_the_title_counts_who_reached_it(six, t):
    spec = ranked_bars(six, level="province", t=t, target=80)

    assert layer(spec, "target")["encoding"]["x"]["field"] == "target"
    assert {row["target"] for row in spec["data"]["values"]} == {80}
    assert " ".join(spec["title"]["text"]).startswith("1 trong 3 tỉnh, thành phố")


def test_an_empty_table_draws_nothing_and_says_so(six, t):
    nobody = publish(six.table.iloc[:0].drop(columns="status"), six.notes)

    spec = ranked_bars(nobody, level="commune", t=t, target=80)

    assert spec["data"]["values"] == []
    assert "Chưa đủ dữ liệu" in " ".join(spec["title"]["text"])


def test_the_profile_is_valid_and_shows_both_modes_beside_each_other(profile, t):
    spec = competence_profile(profile, t=t)

    json.dumps(spec, allow_nan=False)
    alt.Chart.from_dict(spec, validate=True)
    assert layer(spec, "bars")["encoding"]["color"]["scale"]["domain"] == [
        "Tự trả lời",
        "Có người giúp",
    ]
    assert len(spec["data"]["values"]) == 14


def test_a_withheld_group_stays_in_the_profile_with_words(profile, t):
    rows = competence_profile(profile, t=t)["data"]["values"]

    withheld = [row for row in rows if row["group"] == "3"]
    assert [row["value_text"] for row in withheld] == ["chưa đủ dữ liệu"] * 2


def test_ai_stands_apart_and_takes_no_part_in_the_finding(profile, t):
    spec = competence_profile(profile, t=t)

    title = " ".join(spec["title"]["text"])
    assert "Giải quyết vấn đề" in title
    assert "nhân tạo" not in title
    rows = {row["group"]: row["name_y"] for row in spec["data"]["values"]}
    assert rows["ai"] - rows["5"] > rows["5"] - rows["4"]


def test_a_profile_of_two_units_is_refused(profile, t):
    other = profile.table.drop(columns="status").assign(unit_code="15", people=50)
    two = pd.concat([profile.table.drop(columns="status").assign(people=50), other])

    with pytest.raises(ValueError, match="one unit"):
        competence_profile(publish(two.fillna({"n": 0}), profile.notes), t=t)
