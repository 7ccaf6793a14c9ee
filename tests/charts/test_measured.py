"""Pictures of measures: what is hidden has no number, classes are fixed, both halves are linked."""

import json

import pandas as pd
import pytest
import vl_convert

from charts.bars import ranked_bars
from charts.linked import linked_map, linked_tiles
from charts.picking import BARS, UNITS
from charts.picture import measured_picture
from charts.points import point_map
from charts.scales import CHANGE, TARGET
from charts.strip import strip
from charts.tiles import tile_map
from stats import measures
from stats.measures import Measure
from text import translator

POINTS = {
    "01": (105.7, 21.0),
    "38": (105.3, 20.0),
    "48": (108.0, 15.8),
    "56": (109.0, 12.3),
    "15": (104, 22),
}


@pytest.fixture
def picture(units, t):
    """Two changed, Đà Nẵng is under ten people with Lào Cai beside it, nobody in Khánh Hòa."""
    before = units(u01=(200, 40.0), u38=(200, 70.0), u48=(200, 41.7), u56=(0, 0.0), u15=(12, 9))
    now = units(u01=(200, 55.0), u38=(200, 71.0), u48=(9, 51.3), u56=(0, 0.0), u15=(12, 9))
    found = measures.change(before, now)
    return measured_picture(
        found, level="province", place="Cả nước", audience="everyone", name="Thay đổi", t=t
    )


@pytest.fixture(params=["outlines", "squares"])
def linked(request, picture, islands, outline, t):
    if request.param == "outlines":
        return linked_map(picture, outline, islands, t=t, height=470)
    return linked_tiles(picture, POINTS, islands, t=t, height=470, nation=True)


def test_a_hidden_unit_has_its_name_and_no_number_anywhere(linked):
    text = json.dumps(linked, ensure_ascii=False)

    assert "Đơn vị 48" in text
    for number in ("51.3", "51,3", "9.6", "9,6", "41.7", "41,7"):
        assert number not in text


def test_drawing_leaves_the_picture_as_it_was(picture, islands, outline, t):
    """One picture is kept for map, bars and table of every reader."""
    before = picture.rows.copy()

    linked_map(picture, outline, islands, t=t, height=470)
    linked_tiles(picture, POINTS, islands, t=t, height=470, nation=True)
    tile_map(picture, POINTS, islands, t=t)
    point_map(picture, POINTS, "/outlines", (), province_code="38", t=t)
    ranked_bars(picture, level="province", t=t)

    pd.testing.assert_frame_equal(picture.rows, before)


def test_both_archipelagos_are_drawn_whatever_the_form(linked):
    picture = vl_convert.vegalite_to_svg(linked | {"width": 880})

    assert "Hoàng Sa" in picture
    assert "Trường Sa" in picture
    assert "NaN" not in picture


def test_map_and_bars_light_up_together_and_both_are_clicked(linked):
    layers = {layer["name"]: layer["encoding"] for layer in linked["layer"] if "encoding" in layer}
    views = {param["name"]: param["views"] for param in linked["params"] if "select" in param}

    assert views == {"pick": [UNITS], "hover": [UNITS], "pick_bar": [BARS], "hover_bar": [BARS]}
    for test in (layers[UNITS]["strokeWidth"], layers[BARS]["fillOpacity"]):
        named = {one["param"] for one in test["condition"]["test"]["or"]}
        assert named == set(views)


def test_a_change_within_chance_is_neither_a_rise_nor_a_fall(picture):
    rows = picture.rows.set_index("unit_code")["class"]

    assert rows["01"] == "Tăng từ 5 điểm"
    assert rows["38"] == "Có thể do ngẫu nhiên"
    assert picture.title.startswith("So với đợt trước: 1 tỉnh, thành phố tăng rõ, 0 giảm rõ")


def test_values_on_a_cut_belong_to_the_class_their_label_says():
    beyond = pd.Series([True] * 6)
    change = CHANGE.positions(pd.Series([-5, -4.9, 0.1, 4.9, 5.0, float("nan")]), beyond)
    target = TARGET.positions(pd.Series([-50.1, -50, -30, -10, 0, 3]))

    assert change.tolist() == [0, 1, 3, 3, 4, 5]
    assert target.tolist() == [0, 1, 2, 3, 4, 4]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_strip_names_one_unit_and_no_other(units, language):
    t = translator(language)
    rates = measures.rates(Measure.REACHED, units(u01=(200, 40.0), u38=(200, 70.0)))
    drawn = measured_picture(
        rates, level="commune", place="Tỉnh X", audience="worker", name="Đạt", t=t
    )
    text = json.dumps(strip(drawn, "01", t=t), ensure_ascii=False)

    assert "Đơn vị 01" in text
    assert "Đơn vị 38" not in text
