"""The ranking page: tiers, reasons, and why; wrong addresses are refused in words."""

import pytest

from stats.ranking import Board, Standing
from tests.pages.conftest import words


def table_with(app, column):
    return next(frame.value for frame in app.get("table") if column in frame.value.columns)


def test_every_commune_stands_in_a_tier_or_in_the_list_of_reasons(open_page):
    app = open_page("public/ranking", ma="38", bang="ability")

    assert not app.exception
    tiers, others = table_with(app, "Nhóm"), table_with(app, "Vì sao chưa xếp")
    assert len(tiers) + len(others) == 166
    assert not set(tiers.index) & set(others.index)
    assert {str(name)[:4] for name in tiers["Nhóm"]} == {"Nhóm"}


def test_the_page_says_n_period_source_and_that_it_is_simulated(open_page):
    text = words(open_page("public/ranking", ma="38"))

    for part in ("n = ", "Đợt 2 năm 2026", "Nguồn:", "Số liệu mô phỏng", "Không có thứ hạng"):
        assert part in text


@pytest.mark.parametrize("board", list(Board))
def test_every_board_of_the_nation_is_drawn_or_says_why_not(open_page, board):
    app = open_page("public/ranking", ma="VN", bang=board.value)

    assert not app.exception
    listed = sum(len(frame.value) for frame in app.get("table") if len(frame.value) > 4)
    assert listed >= 34
    assert "nan" not in words(app).lower().split()


def test_the_parts_add_up_to_the_distance_on_the_screen(open_page):
    app = open_page("public/ranking", ma="VN", noi="38")
    parts = table_with(app, "Đóng góp")["Đóng góp"]

    mix, ability, before, change = (
        float(str(text).split()[0].replace(",", ".").replace("−", "-")) for text in parts
    )

    assert before + change == pytest.approx(ability, abs=0.11)  # each rounded to a tenth
    gap = words(app).split("chênh **")[1].split()[0].replace(",", ".").replace("−", "-")
    assert mix + ability == pytest.approx(float(gap), abs=0.11)
    assert "10.000 người dân" in words(app)


def test_a_commune_without_ten_people_says_so_and_shows_no_parts(open_page):
    app = open_page("public/ranking", ma="15")
    reasons = table_with(app, "Vì sao chưa xếp")["Vì sao chưa xếp"]
    name = reasons[reasons == "Chưa đủ dữ liệu để công bố."].index[0]
    box = next(box for box in app.selectbox if box.label == "Chọn một nơi")

    app = box.select_index(box.options.index(name)).run()

    assert not app.exception
    assert "Chưa đủ dữ liệu để công bố." in words(app)
    assert not [frame for frame in app.get("table") if "Đóng góp" in frame.value.columns]


@pytest.mark.parametrize("asked", ["397", "99", "nonsense", "04-chưa-có"])
def test_anything_but_a_province_or_the_nation_is_refused_in_words(open_page, asked):
    app = open_page("public/ranking", ma=asked)

    assert not app.exception
    assert app.error
    assert not app.get("table")
    assert not app.get("vega_lite_chart")


def test_a_board_or_a_unit_that_does_not_exist_falls_back(open_page):
    app = open_page("public/ranking", ma="38", bang="best", noi="99999")

    assert not app.exception
    assert app.get("table")


def test_a_high_entry_leaves_the_board_empty_and_says_so(open_page, monkeypatch):
    monkeypatch.setenv("RANKING_MINIMUM", "100000")
    from tests.pages.conftest import forget_what_is_cached

    forget_what_is_cached()

    app = open_page("public/ranking", ma="38")

    assert not app.exception
    assert "Chưa có nơi nào đủ điều kiện vào bảng này" in words(app)
    assert not app.get("vega_lite_chart")
    assert "Ít hơn 100000 người" in table_with(app, "Vì sao chưa xếp").to_string()


def test_every_unit_without_a_tier_has_a_reason(open_page):
    app = open_page("public/ranking", ma="VN", bang="progress")
    reasons = table_with(app, "Vì sao chưa xếp")["Vì sao chưa xếp"]

    assert (reasons.str.len() > 10).all()
    assert Standing.RANKED not in set(reasons)
