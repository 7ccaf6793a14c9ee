"""A line of cumulative rates: gaps stay gaps, the finding says both ends, nothing is subtracted."""

import json
from dataclasses import replace
from datetime import date

import altair as alt
import pandas as pd
import pytest
import vl_convert

from charts.events import Event
from charts.months import known_months, monthly_trend
from domain.people import Mode
from stats.published import publish
from text import translator

FLAGS = ["unit_code", "mode", "hidden", "low", "high", "shielded"]


@pytest.fixture
def trend(six):
    """Published months, each given as (n, percent) of who answered alone; half as many helped."""

    def build(**months):
        rows = [
            {"unit_code": code, "mode": mode, "n": n // part, "percent": percent / part}
            for code, (n, percent) in ((key[1:].replace("_", "-"), v) for key, v in months.items())
            for mode, part in (("self", 1), ("assisted", 2))
        ]
        table = pd.DataFrame(rows).assign(undetermined=0)
        table["unit_name"] = [f"{int(code[5:])}/{code[:4]}" for code in table["unit_code"]]
        table["people"] = table["n"]
        table["low"], table["high"] = table["percent"] - 4, table["percent"] + 4
        notes = replace(six.notes, modes=(Mode.SELF, Mode.ASSISTED))
        return publish(table, notes, held=pd.DataFrame(columns=FLAGS))

    return build


@pytest.fixture
def five(trend):
    return trend(
        m2026_07=(200, 48.06), m2026_08=(400, 49.0), m2026_09=(0, 0.0), m2026_10=(600, 50.0),
        m2026_11=(900, 51.34),
    )  # fmt: skip


def values(spec, mode):
    return [row for row in spec["data"]["values"] if row["mode"] == mode]


def test_one_month_is_no_trend(trend, t):
    with pytest.raises(ValueError, match="two months"):
        monthly_trend(trend(m2026_07=(200, 48.0), m2026_08=(9, 49.0)), t=t)


def test_the_finding_says_the_rate_of_the_first_and_of_the_last_month(five, t):
    spec = monthly_trend(five, t=t)

    said = spec["description"].replace("\u00a0", " ")
    assert said.startswith("Từ 48,1 % (7/2026) đến 51,3 % (11/2026) đạt mức cơ bản")
    assert "SỐ LIỆU MÔ PHỎNG" in said
    assert "cộng dồn" in said


def test_the_chart_is_valid_plain_json(five, t):
    spec = monthly_trend(five, t=t)

    json.dumps(spec, allow_nan=False)
    alt.Chart.from_dict(spec, validate=True)


def test_a_month_without_a_record_is_named_on_the_axis_and_breaks_the_line(five, t):
    spec = monthly_trend(five, t=t)

    gap = values(spec, "self")[2]
    assert gap["unit_name"] == "9/2026"
    assert gap["percent"] is gap["low"] is gap["high"] is None
    assert known_months(five)["unit_code"].tolist() == ["2026-07", "2026-08", "2026-10", "2026-11"]
    lines = next(layer for layer in spec["layer"] if layer["name"] == "lines")
    assert "transform" not in lines  # what is filtered out would be bridged


@pytest.mark.parametrize("language", ["vi", "en"])
def test_it_compiles_as_in_the_browser_with_each_line_in_two_pieces(five, language):
    picture = vl_convert.vegalite_to_svg(
        monthly_trend(five, t=translator(language)) | {"width": 300}
    )

    lines = picture.split('class="mark-line')[1:]
    assert [line.split('d="')[1].split('"')[0].count("M") for line in lines] == [2, 2]
    assert "NaN" not in picture


def test_only_the_ends_of_the_self_answered_line_carry_a_number(five, t):
    spec = monthly_trend(five, t=t)

    assert [row["label"] != "" for row in values(spec, "self")] == [True, *[False] * 3, True]
    assert {row["label"] for row in values(spec, "assisted")} == {""}


def test_nothing_in_the_chart_is_the_difference_of_two_months(five, t):
    spec = monthly_trend(five, t=t)

    shown = {row["percent"] for row in spec["data"]["values"]}
    assert shown == set(
        five.table["percent"].astype(object).where(five.table["percent"].notna(), None)
    )


def test_a_milestone_stands_at_its_month_once_and_outside_the_months_nowhere(five, t):
    days = [date(2026, 10, 10), date(2026, 12, 31)]

    spec = monthly_trend(five, t=t, events=[Event(day, f"{day:%d/%m}", "Mốc") for day in days])

    marked = [(row["unit_code"], row["mode"], row["event"]) for row in spec["data"]["values"]]
    assert [one for one in marked if one[2]] == [("2026-10", "self", "10/10")]
