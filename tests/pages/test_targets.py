"""Targets and pace for officials: documents, what is unverified, and a sentence in every case."""

from datetime import date

import pandas as pd
import pytest

from domain.access import Role
from domain.pace import PaceState, Unknown
from domain.people import Mode
from stats.attainment import attainment
from stats.published import Context, publish
from tests.pages.conftest import words
from ui.targets import target_pace

TODAY = date(2026, 11, 22)
NOTES = Context("nguồn", "kỳ", "reached", "today", simulated=True, minimum=10, modes=(Mode.SELF,))


def rates(**counted):
    rows = [
        {"unit_code": code, "unit_name": code, "mode": "self", "people": n, "reached": able,
         "firm": 0, "undetermined": 0}
        for code, (n, able) in counted.items()
    ]  # fmt: skip
    return publish(attainment(pd.DataFrame(rows)), NOTES)


def target(**facts):
    return {
        "target_value": 80.0, "operator": ">=", "unit_of_measure": "percent",
        "deadline": date(2026, 12, 31), "compared_with": "everyone", **facts,
    }  # fmt: skip


def paced(row, population=1000, **counted):
    return target_pace(row, rates(**(counted or {"everyone": (400, 300)})), population, TODAY)


def test_a_percentage_of_everybody_is_paced_in_people_of_the_population():
    found = paced(target())

    assert (found.state, found.remaining) == (PaceState.WITHIN, 500)
    assert found.per_week == 88  # 500 people in 40 days


def test_a_count_of_people_is_paced_without_a_population():
    row = target(unit_of_measure="people", target_value=500.0, operator=">")

    assert paced(row, population=None).remaining == 201


@pytest.mark.parametrize(
    ("facts", "population", "counted", "because"),
    [
        ({"target_value": None}, 1000, {}, Unknown.NO_VALUE),
        ({"target_value": float("nan")}, 1000, {}, Unknown.NO_VALUE),
        ({"deadline": None}, 1000, {}, Unknown.NO_DEADLINE),
        ({"unit_of_measure": "per_unit"}, 1000, {}, Unknown.NOT_PEOPLE),
        ({"compared_with": ""}, 1000, {}, Unknown.NOT_COMPARABLE),
        ({}, None, {}, Unknown.NO_POPULATION),
        ({}, 0, {}, Unknown.NO_PEOPLE),
        ({"compared_with": "worker"}, 1000, {"worker": (400, 300)}, Unknown.NO_POPULATION),
        ({}, 1000, {"everyone": (9, 3)}, Unknown.NO_COUNT),
        ({"unit_of_measure": "people"}, None, {"everyone": (0, 0)}, Unknown.NO_COUNT),
    ],
)
def test_what_cannot_be_paced_says_why(facts, population, counted, because):
    found = paced(target(**facts), population, **counted)

    assert (found.state, found.because) == (PaceState.UNKNOWN, because)


def test_a_target_of_zero_percent_and_of_no_people_is_reached():
    assert paced(target(target_value=0.0)).state == PaceState.REACHED
    people = target(target_value=0.0, unit_of_measure="people")
    assert paced(people).state == PaceState.REACHED


def test_the_official_reads_every_target_with_document_pace_and_confidence(open_page, signed_in):
    signed_in(Role.OFFICIAL, "38")

    app = open_page("official/targets")
    text = words(app)

    assert not app.exception
    for part in (
        "Mục tiêu và tiến độ: Tỉnh Thanh Hóa", "265-KH/TU", "người/tuần đến 31/12/2026",
        "theo tự đánh giá", "Mốc năm 2026", "Mốc năm 2027", "Mốc năm 2030",
        "Chưa tìm thấy văn bản đặt mục tiêu cho mốc này", "4.324.783", "Nguồn:",
        "Chưa xác minh: Trung bình", "Không tính được: tự đánh giá không đo việc này.",
    ):  # fmt: skip
        assert part in text
    assert "nan" not in text.lower().split()


def test_the_trajectory_has_both_campaigns_and_a_text_alternative(open_page, signed_in):
    signed_in(Role.OFFICIAL, "38")

    app = open_page("official/targets")

    assert len(app.get("vega_lite_chart")) == 1
    assert "văn bản đặt" in words(app)


@pytest.mark.parametrize("role", [Role.LEADER, Role.HELPER])
def test_who_answers_for_no_overview_is_refused(open_page, signed_in, role):
    signed_in(role, "397")

    app = open_page("official/targets")

    assert "chưa được giao quyền" in words(app)
    assert not app.get("table")


def test_an_official_asking_for_another_province_is_refused(open_page, signed_in):
    signed_in(Role.OFFICIAL, "15")

    app = open_page("official/targets", ma="38")

    assert "nằm ngoài địa bàn được giao" in words(app)
    assert not app.get("table")
    assert not app.get("vega_lite_chart")


def test_an_area_without_a_population_of_its_own_says_so(open_page, signed_in):
    signed_in(Role.OFFICIAL, "397")

    app = open_page("official/targets")

    assert not app.exception
    assert "chưa có số dân của nhóm này ở đây" in words(app)
