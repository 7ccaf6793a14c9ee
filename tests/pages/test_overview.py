"""The overview of an area: three numbers first, then what changed, or the sentence why not."""

import json
from datetime import date

import pandas as pd
import pytest

from domain.access import PUBLIC, Role
from domain.people import Mode
from tests.pages.conftest import words
from ui import load, milestones, reference
from ui.overview_numbers import target_in_force

TODAY = date(2026, 11, 22)


def asked(**facts):
    return {
        "area_code": "38", "target_value": 80.0, "unit_of_measure": "percent", "year": "2026",
        "deadline": date(2026, 12, 31), "compared_with": "everyone", **facts,
    }  # fmt: skip


@pytest.mark.parametrize(
    "unfit",
    [
        {"compared_with": "worker"},
        {"compared_with": ""},
        {"unit_of_measure": "per_unit"},
        {"target_value": float("nan")},
        {"deadline": None},
        {"deadline": date(2026, 11, 21)},  # yesterday
    ],
)
def test_a_target_that_is_not_for_everybody_or_not_running_is_not_counted_down_to(unfit):
    assert target_in_force(pd.DataFrame([asked(**unfit)]), TODAY) is None


def test_the_target_of_the_place_comes_before_the_nations_and_then_the_nearest():
    rows = [asked(area_code="VN", deadline=TODAY), asked(deadline=date(2030, 12, 31)), asked()]

    chosen = target_in_force(pd.DataFrame(rows), TODAY)

    assert chosen is not None
    assert (chosen["area_code"], chosen["deadline"]) == ("38", date(2026, 12, 31))


def test_an_official_reads_three_numbers_first_and_every_section_says_something(
    open_page, signed_in
):
    signed_in(Role.OFFICIAL, "38")

    app = open_page("official/overview")
    text = words(app)

    assert not app.exception
    labels = [metric.label for metric in app.get("metric")]
    assert labels == [
        "Đạt mức cơ bản",
        "Còn thiếu (điểm phần trăm)",
        "Tốc độ cần (điểm mỗi tháng)",
    ]
    for part in (
        "265-KH/TU", "Theo tự đánh giá, còn thiếu", "Nhiều nhất",
        "Cả địa bàn:", "Vạch dọc: 10/10/2026",
        "Hoạt động cạnh năng lực", "địa bàn này chưa báo cáo số lớp", "Cạnh 3 nơi giống nhất",
    ):  # fmt: skip
        assert part in text
    only_shown(app)


def only_shown(app):
    """No commune that the public does not see has a figure in any chart of the page."""
    latest = reference.rounds()[0]
    table = load.communes(PUBLIC, "38", latest, Mode.SELF, load.data_version(), "vi").table
    hidden = set(table.loc[table["status"].isin(["withheld", "no_data"]), "unit_code"])
    for chart in app.get("vega_lite_chart"):
        rows = json.loads(chart.proto.spec).get("data", {}).get("values", [])
        figures = {row.get("unit_code"): row.get("now", row.get("percent")) for row in rows}
        assert {code for code, figure in figures.items() if figure is not None} & hidden == set()


def test_28_august_is_drawn_for_tuyen_quang_and_not_for_thanh_hoa(engine):
    def days(area_code):
        known = milestones.events(
            PUBLIC, area_code, load.data_version(), "vi", first=date(2026, 1, 1), today=TODAY
        )
        return {event.day for event in known}

    assert date(2026, 8, 28) in days("08")
    assert date(2026, 8, 28) not in days("38")
    assert max(days("38")) == date(2030, 12, 31)
