"""What stands under a map, and which steps lead down it."""

import pytest
from streamlit.testing.v1 import AppTest

from domain.errors import OutsideScope
from tests.pages.conftest import words
from text import translator
from ui import map_levels

T = translator("vi")


def test_the_way_to_a_commune_leads_over_its_province_and_its_former_district(engine):
    path = map_levels.steps("15667", 0, "vi")

    assert [step.name for step in path] == [
        "Tỉnh Thanh Hóa", "Địa bàn huyện Triệu Sơn cũ", "Xã Thọ Bình",
    ]  # fmt: skip
    assert map_levels.steps("VN", 0, "vi") == ()
    with pytest.raises(OutsideScope):
        map_levels.steps("không có", 0, "vi")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"do": "nhom-4", "nhom": "worker"}, "measure_refusal.group_of_everyone"),
        ({"do": "do-phu", "ma": "38"}, "measure_refusal.provinces_only"),
        ({"do": "nhom-4", "dia-gioi": "2025-06-30"}, "measure_refusal.today_only"),
        ({"do": "thay-doi", "dot": "2026-1"}, "measure_refusal.no_earlier"),
    ],
)
def test_what_is_not_published_is_a_sentence_and_no_picture(open_page, query, said):
    app: AppTest = open_page("public/map", **query)

    assert not app.exception
    assert T(said) in words(app)
    assert not app.get("vega_lite_chart")


def test_hidden_and_empty_units_are_counted_and_named(open_page):
    app = open_page("public/map", ma="397", do="dat")

    labels = " ".join(one.label for one in app.expander)
    assert "đơn vị ẩn vì dưới 10 người" in labels
    assert T("map.unplaced_none") in words(app)


def test_the_map_of_a_provinces_page_is_clicked_and_its_way_by_keyboard_leads_to_the_same_step(
    open_page,
):
    app = open_page("public/province", ma="38", dot="2026-1")

    [drawn] = [one for one in app.get("vega_lite_chart") if one.proto.selection_mode]
    assert list(drawn.proto.selection_mode) == ["pick"]
    path = map_levels.path_to("38")
    assert map_levels.below("15667", path) == "397"  # what a click on Xã Thọ Bình opens
    app.selectbox(key="open-below-38").set_value("397").run()

    assert not app.exception
    assert [one.value for one in app.title] == ["Địa bàn huyện Triệu Sơn cũ"]
    assert (app.query_params["ma"], app.query_params["dot"]) == ("397", "2026-1")
