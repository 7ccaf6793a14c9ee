"""Three readers, each inside their own scope; figures say what they are."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from db.models import AttainmentTotal, Unit
from domain.access import NATION, Role
from tests.pages.conftest import words
from ui import clock

TRIEU_SON = "397"
COMMUNES_OF_TRIEU_SON = {
    "Xã Triệu Sơn", "Xã Thọ Bình", "Xã Hợp Tiến", "Xã Tân Ninh", "Xã Đồng Tiến", "Xã Thọ Ngọc",
    "Xã Thọ Phú", "Xã An Nông",
}  # fmt: skip
NON_PUBLIC = ("field/area", "official/overview", "admin/accounts", "account/password")


def units_listed(app):
    return {str(name) for frame in app.get("table") for name in frame.value.index}


@pytest.mark.parametrize("page", NON_PUBLIC)
def test_a_direct_link_to_a_non_public_page_shows_sign_in_and_nothing_else(open_page, page):
    app = open_page(page)

    assert not app.exception
    assert "Trang này dành cho cán bộ" in words(app)
    assert not app.get("vega_lite_chart")
    assert not app.get("table")
    assert not app.get("download_button")


def test_a_leader_of_trieu_son_sees_its_eight_communes(open_page, signed_in):
    signed_in(Role.LEADER, TRIEU_SON)

    app = open_page("field/area")

    assert not app.exception
    assert units_listed(app) >= COMMUNES_OF_TRIEU_SON
    assert "8 xã, phường, đặc khu" in words(app)


@pytest.mark.parametrize("asked", ["396", "38", "VN", "15", "nonsense"])
def test_a_leader_of_trieu_son_is_refused_every_other_area(open_page, signed_in, asked):
    signed_in(Role.LEADER, TRIEU_SON)

    app = open_page("field/area", ma=asked)

    assert "nằm ngoài địa bàn được giao" in words(app)
    assert not app.get("vega_lite_chart")
    assert not app.get("table")
    assert not app.get("download_button")


def test_a_leader_may_not_open_the_officials_page(open_page, signed_in):
    signed_in(Role.LEADER, TRIEU_SON)

    app = open_page("official/overview")

    assert "chưa được giao quyền" in words(app)
    assert not app.get("vega_lite_chart")


def test_an_official_of_lao_cai_asking_for_thanh_hoa_is_refused(open_page, signed_in):
    signed_in(Role.OFFICIAL, "15")

    app = open_page("official/overview", ma="38")

    assert "nằm ngoài địa bàn được giao" in words(app)
    assert not app.get("vega_lite_chart")
    assert not app.get("table")


def test_an_official_of_lao_cai_sees_lao_cai(open_page, signed_in):
    signed_in(Role.OFFICIAL, "15")

    app = open_page("official/overview")

    assert not app.exception
    assert "Tổng quan: Tỉnh Lào Cai" in words(app)
    assert app.get("vega_lite_chart")


def test_a_grant_that_begins_tomorrow_opens_nothing_today(open_page, signed_in):
    signed_in(Role.LEADER, TRIEU_SON, valid_from=clock.today() + timedelta(days=1))

    app = open_page("field/area")

    assert "chưa được giao quyền" in words(app)
    assert not app.get("table")


def test_a_leader_may_read_what_is_public(open_page, signed_in):
    signed_in(Role.LEADER, TRIEU_SON)

    app = open_page("public/province", ma="15")

    assert not app.exception
    assert "Tỉnh Lào Cai" in words(app)


def test_a_province_that_does_not_exist_is_refused_in_words(open_page):
    app = open_page("public/province", ma="99")

    assert not app.exception
    assert "99" in words(app)
    assert app.error


def test_the_public_map_says_n_period_source_coverage_and_that_it_is_simulated(open_page):
    app = open_page("public/map")
    text = words(app)

    assert not app.exception
    for part in ("n = ", "Đợt 2 năm 2026", "Nguồn:", "Số liệu mô phỏng", "Khoảng tin cậy 95%"):
        assert part in text
    assert app.metric[2].value.endswith("%")


def test_communes_without_ten_people_stay_in_the_table_and_show_nothing(open_page, engine):
    with Session(engine) as session:
        rows = session.exec(
            select(Unit.full_name, AttainmentTotal.people)
            .join(AttainmentTotal, AttainmentTotal.commune_id == Unit.id)
            .where(Unit.parent_code == "15", AttainmentTotal.mode == "self")
        ).all()
    people = {}
    for name, count in rows:
        people[name] = people.get(name, 0) + count
    small = {name for name, count in people.items() if count < 10}

    app = open_page("public/province", ma="15")

    table = next(frame.value for frame in app.get("table") if "n (người)" in frame.value.columns)
    assert small
    assert small <= set(table.index)
    assert set(table.loc[sorted(small), "Đạt mức cơ bản"]) == {"Chưa đủ dữ liệu"}
    assert set(table.loc[sorted(small), "n (người)"]) == {"–"}


def test_the_targets_of_thanh_hoa_carry_their_document(open_page):
    app = open_page("public/province", ma="38")
    text = words(app)

    for part in ("265-KH/TU", "80 %", "19.066", "1.600.000 lượt người"):
        assert part in text


def test_a_missing_boundary_file_is_said_and_the_figures_stay(open_page, monkeypatch, tmp_path):
    monkeypatch.setattr("ui.geometry._STATIC", tmp_path)

    app = open_page("public/map")

    assert not app.exception
    assert "Chưa có tệp ranh giới" in words(app)
    assert app.get("table")
    assert app.get("download_button")


def test_a_corrupt_boundary_file_is_said_and_squares_are_drawn(open_page, monkeypatch, tmp_path):
    (tmp_path / "communes").mkdir()
    (tmp_path / "communes" / "38.topo.json").write_text("{", encoding="utf-8")
    from db.settings import settings

    monkeypatch.setattr(settings(), "boundaries_dir", tmp_path)

    app = open_page("public/province", ma="38")

    assert not app.exception
    assert "Tệp ranh giới bị hỏng" in words(app)
    assert app.get("vega_lite_chart")


def test_a_role_without_an_area_is_not_given_and_the_page_says_what_to_do(open_page, signed_in):
    other = signed_in(Role.LEADER, TRIEU_SON)
    signed_in(Role.ADMIN, NATION)
    app = open_page("admin/accounts")
    app.selectbox(key="chosen-account").set_value(other).run()

    next(one for one in app.button if one.label == "Giao quyền").click().run()

    assert not app.exception
    assert "Chưa chọn địa bàn nào" in words(app)
