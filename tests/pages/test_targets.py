"""Targets and pace for officials: documents, what is unverified, and a sentence in every case."""

from datetime import date

import pandas as pd
import pytest

from domain.access import Role
from domain.pace import PaceState, Unknown
from domain.people import Mode
from meeting.pace_words import pace_words, sentence
from meeting.paces import Earlier
from stats.attainment import attainment
from stats.published import Context, publish
from tests.pages.conftest import words
from text import translator
from ui.targets import target_pace

TODAY, YEAR_END = date(2026, 11, 22), date(2026, 12, 31)
T = translator("vi")
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


def test_a_percentage_is_paced_in_points_of_those_who_answered_first():
    found = paced(target())

    assert found.points is not None
    assert (found.points.missing, found.points.n, found.points.seen) == (5.0, 400, None)
    assert "5,0 điểm phần trăm" in sentence(found, YEAR_END, T)
    assert "Nhiều nhất 500 người" in pace_words(found, YEAR_END, T)


def test_where_no_population_is_known_the_points_stand_and_no_people_do():
    found = paced(target(compared_with="worker"), worker=(400, 300))

    assert found.points is not None
    assert pace_words(found, YEAR_END, T).endswith("chưa có số dân của nhóm này ở đây.")


def test_what_the_round_before_never_showed_cannot_be_reached_at_the_present_pace():
    slow = Earlier(rates(everyone=(400, 298)), 150)
    fast = Earlier(rates(everyone=(400, 200)), 30)

    for earlier, said in ((slow, "không thể đạt đúng hạn"), (fast, "điểm mỗi tháng đến")):
        found = target_pace(target(), rates(everyone=(400, 300)), 1000, TODAY, earlier)
        assert said in sentence(found, YEAR_END, T)


def test_a_rate_at_the_target_says_that_it_is_of_those_who_answered():
    found = paced(target(target_value=75.0))

    assert found.state == PaceState.WITHIN  # 450 people of the population are still missing
    assert "trong số người trả lời" in sentence(found, YEAR_END, T)


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
        "Mục tiêu và tiến độ: Tỉnh Thanh Hóa", "265-KH/TU", "điểm phần trăm", "Nhiều nhất",
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
