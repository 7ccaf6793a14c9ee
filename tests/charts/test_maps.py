import json

import altair as alt
import pytest

from charts.islands import of_province
from charts.maps import commune_map, national_map
from charts.points import point_map
from charts.scales import COLOURS
from charts.tiles import tile_map

URL = "app/static/provinces_34.abc.topo.json"
POINTS = {"001": (108.0, 16.0), "002": (108.4, 15.6), "003": (112.1, 16.4)}


def layer(spec: dict, name: str) -> dict:
    return next(layer for layer in spec["layer"] if layer["name"] == name)


@pytest.fixture
def communes(units):
    return units(u001=(50, 10.0), u002=(60, 90.0), u003=(200, 45.0))


@pytest.fixture
def every_map(six, communes, topology, islands, t):
    ours = of_province(islands, "48")
    return {
        "nation": national_map(six, URL, islands, t=t),
        "communes": commune_map(communes, topology, ours, t=t),
        "tiles": tile_map(communes, POINTS, ours, t=t),
        "points": point_map(communes, POINTS, URL, ours, province_code="48", t=t),
    }


def test_every_map_is_valid_and_plain_json(every_map):
    for spec in every_map.values():
        json.dumps(spec, allow_nan=False)
        alt.Chart.from_dict(spec, validate=True)


def test_every_map_draws_the_archipelago_last_with_its_label(every_map):
    for name, spec in every_map.items():
        assert [part["name"] for part in spec["layer"]][-2:] == [
            "island_markers",
            "island_labels",
        ], name
        labels = [row["name"] for row in layer(spec, "island_labels")["data"]["values"]]
        assert "Quần đảo Hoàng Sa (Đà Nẵng)" in labels


def test_the_national_map_shows_both_archipelagos_at_their_places(every_map):
    rows = layer(every_map["nation"], "island_markers")["data"]["values"]

    assert {(row["longitude"], row["latitude"]) for row in rows} == {(112.0, 16.5), (111.92, 8.645)}


def test_no_stroke_is_white_and_could_hide_an_island(every_map):
    for spec in every_map.values():
        strokes = json.dumps([layer(spec, "units")["mark"], layer(spec, "units")["encoding"]])
        assert "#ffffff" not in strokes.lower()
        assert '"white"' not in strokes.lower()


def test_every_map_has_the_same_fixed_classes_and_names_the_missing(every_map):
    for spec in every_map.values():
        colour = layer(spec, "units")["encoding"]["color"]
        assert colour["scale"]["range"][:5] == list(COLOURS)
        assert "gradient" in colour["scale"]["range"][5]["expr"]
        assert colour["scale"]["domain"] == [
            "0 – dưới 20\u00a0%",
            "20 – dưới 40\u00a0%",
            "40 – dưới 60\u00a0%",
            "60 – dưới 80\u00a0%",
            "80 – 100\u00a0%",
            "Chưa đủ dữ liệu",
        ]


def test_a_click_is_read_as_a_unit_code(every_map):
    for spec in every_map.values():
        assert spec["params"][0] == {
            "name": "pick",
            "select": {"type": "point", "fields": ["unit_code"]},
            "views": ["units"],
        }


def test_geometry_of_the_nation_is_fetched_and_not_sent(every_map):
    spec = every_map["nation"]

    assert layer(spec, "units")["data"] == {
        "url": URL,
        "format": {"type": "topojson", "feature": "provinces"},
    }
    assert len(json.dumps(spec)) < 20_000


def test_withheld_provinces_are_rows_of_the_map_without_a_figure(every_map):
    lookup = layer(every_map["nation"], "units")["transform"][0]["from"]["data"]["values"]

    withheld = {row["unit_code"]: row for row in lookup if row["percent"] is None}
    assert withheld.keys() == {"48", "15", "56"}
    assert withheld["48"]["n_text"] == "–"


def test_the_archipelago_of_a_province_is_drawn_in_its_box(every_map):
    box = layer(every_map["communes"], "inset_frames")["data"]["values"][0]
    longitudes = [x for x, _ in box["geometry"]["coordinates"]]
    topology = layer(every_map["communes"], "units")["data"]["values"]

    moved = topology["arcs"][2]
    assert min(longitudes) > 110  # right of the mainland, which ends at 110
    assert all(min(longitudes) < x < max(longitudes) for x, _ in moved)


def test_a_far_commune_stands_in_the_box_of_tiles_and_of_circles(every_map):
    circles = {
        row["unit_code"]: row for row in layer(every_map["points"], "units")["data"]["values"]
    }
    tiles = {one["id"]: one for one in layer(every_map["tiles"], "units")["data"]["values"]}

    assert circles["001"]["longitude"] == 108.0
    assert circles["003"]["longitude"] < 109.5
    assert tiles.keys() == {"001", "002", "003"}
    assert min(x for x, _ in tiles["003"]["geometry"]["coordinates"][0]) > 2


def test_a_map_without_any_figure_still_says_what_it_is(units, islands, t):
    spec = national_map(units(u01=(0, 0.0), u38=(4, 50.0)), URL, islands, t=t)

    assert "Chưa đủ dữ liệu" in spec["title"]["text"][0]
    assert "n =" not in spec["description"]


def test_simulated_figures_say_so_in_the_picture(units, islands, t):
    figures = {"u01": (100, 50.0), "u38": (100, 60.0)}
    simulated = national_map(units(**figures), URL, islands, t=t)
    real = national_map(units(simulated=False, **figures), URL, islands, t=t)

    assert "SỐ LIỆU MÔ PHỎNG" in " ".join(simulated["title"]["subtitle"])
    assert "MÔ PHỎNG" not in json.dumps(real, ensure_ascii=False)


def test_the_title_says_the_finding_and_the_description_repeats_it(every_map):
    spec = every_map["nation"]

    assert " ".join(spec["title"]["text"]) == (
        "Tỷ lệ đạt mức cơ bản giữa các tỉnh, thành phố: thấp nhất 40\u00a0%, cao nhất 80\u00a0%"
    )
    assert spec["description"].startswith("Tỷ lệ đạt mức cơ bản giữa các tỉnh, thành phố")
    assert "n = 301" in spec["description"]
