"""Small panels of audiences: one scale, gaps stay gaps, a bound is no point."""

import json

import altair as alt

from charts.multiples import audience_panels, one_below_the_other
from exports.pictures import svg_of


def test_every_audience_has_a_panel_on_the_same_scale(units, t):
    rounds = [
        ("Đợt 1", units(everyone=(200, 31.14), worker=(9, 20.0), student=(10, 20.0))),
        ("Đợt 2", units(everyone=(300, 51.7), worker=(60, 96.0), student=(60, 20.0))),
    ]

    specs = audience_panels(rounds, t=t)

    assert [" ".join(spec["title"]["text"]) for spec in specs] == [
        "Đơn vị everyone: 51,7\u00a0%",
        "Đơn vị worker: 96\u00a0%",
        "Đơn vị student: 20\u00a0%",
    ]
    for spec in specs:
        json.dumps(spec, allow_nan=False)
        alt.Chart.from_dict(spec, validate=True)
        scales = [layer["encoding"]["y"]["scale"]["domain"] for layer in spec["layer"]]
        assert scales == [[0, 100]] * 4


def test_a_round_that_is_not_shown_has_no_point_and_no_text(units, t):
    rounds = [
        ("Đợt 1", units(everyone=(200, 31.14), worker=(9, 77.0), student=(10, 20.0))),
        ("Đợt 2", units(everyone=(300, 51.7), worker=(60, 40.0), student=(60, 20.0))),
    ]

    first, second = audience_panels(rounds, t=t)[1]["data"]["values"]

    assert first["percent"] is first["low"] is first["label_at"] is None
    assert first["text"] == "chưa đủ dữ liệu"
    assert second["percent"] == 40
    assert "77" not in json.dumps(first)


def test_in_one_picture_every_panel_still_draws_its_own_figures(units, t):
    rounds = [("Đợt 2", units(everyone=(300, 51.7), worker=(300, 88.2)))]

    drawn = svg_of(one_below_the_other(audience_panels(rounds, t=t)))

    assert [drawn.count(f">{rate}\u00a0%<") for rate in ("51,7", "88,2")] == [1, 1]
