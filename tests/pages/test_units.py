"""Old names and future changes: the sentences people read, and the way in and back out."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from db.models import AuditEvent, Unit, UnitChange
from domain.access import Role
from tests.pages.conftest import words
from ui import clock


def find(open_page, typed: str):
    app = open_page("public/place_search")
    app.text_input(key="old-place-name").set_value(typed)
    return app.button[-2 if app.button[-1].key == "other-language" else -1].click().run()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("Nàn Sán", "**Xã Nàn Sán cũ** (Huyện Si Ma Cai, Tỉnh Lào Cai) nay thuộc **Xã Si Ma Cai,"
         " Tỉnh Lào Cai**, theo Nghị quyết số 1673/NQ-UBTVQH15."),
        ("nan san", "nay thuộc **Xã Si Ma Cai, Tỉnh Lào Cai**"),
        ("Hà Giang", "**Tỉnh Hà Giang** nay là một phần của **Tỉnh Tuyên Quang**, theo Nghị quyết"
         " số 202/2025/QH15."),
        ("huyện Triệu Sơn", "không còn cấp huyện từ ngày 1/7/2025; địa bàn gồm 8 xã, phường,"
         " đặc khu: **Xã An Nông"),
        ("huyen trieu son", "**Huyện Triệu Sơn** (Tỉnh Thanh Hóa) không còn cấp huyện"),
        ("xyz", "Không tìm thấy địa danh nào tên “xyz”"),
    ],
)  # fmt: skip
def test_an_old_name_says_what_became_of_the_place(open_page, typed, sentence):
    app = find(open_page, typed)

    assert not app.exception
    assert sentence in words(app)


def test_what_was_found_leads_to_the_province_of_today(open_page):
    app = find(open_page, "Hà Giang")

    assert "Mở Tỉnh Tuyên Quang" in words(app)


def test_a_citizen_who_types_an_old_name_is_offered_the_commune_of_today(open_page):
    app = open_page("citizen/self_assessment")
    app.button(key="mode-self").click().run()
    app.text_input(key="typed_place").set_value("nan san")
    app = next(b for b in app.button if b.label == "Tìm").click().run()

    assert "Xã Nàn Sán cũ" in words(app)
    app = next(b for b in app.button if b.label == "Chọn Xã Si Ma Cai, Tỉnh Lào Cai").click().run()
    assert not app.exception
    assert "tuổi" in words(app).lower()


def test_a_link_to_a_commune_that_is_no_longer_offers_what_it_became(open_page, engine):
    with Session(engine) as session:
        today = set(session.exec(select(Unit.code).where(Unit.valid_to.is_(None))).all())
        old = session.exec(
            select(Unit).where(Unit.level == "commune", Unit.full_name == "Xã Nàn Sán")
        ).one()
        assert old.code not in today
    app = open_page("citizen/self_assessment", noi=old.code)

    app = app.button(key="mode-self").click().run()

    assert not app.exception
    assert "Chọn Xã Si Ma Cai, Tỉnh Lào Cai" in words(app)


@pytest.mark.parametrize(("role", "area"), [(Role.OFFICIAL, "VN"), (Role.ADMIN, "38")])
def test_only_an_administrator_of_the_nation_may_change_units(open_page, signed_in, role, area):
    signed_in(role, area)

    app = open_page("admin/units")

    assert "chưa được giao quyền" in words(app)
    assert not [button for button in app.button if "Xem trước" in button.label]


def enter_merge(open_page):
    app = open_page("admin/units")
    for name in ("trieu son", "tho ngoc"):
        app = app.text_input(key="unit-change-find").set_value(name).run()
        app = next(b for b in app.button if b.label.startswith("Thêm Xã T")).click().run()
    app.text_input(key="new-code-1").set_value("90001")
    app.text_input(key="new-name-1").set_value("Triệu Ngọc")
    app.date_input(key="unit-change-day").set_value(clock.today() + timedelta(days=1))
    return app


def press(app, label: str):
    return next(button for button in app.button if button.label == label).click().run()


def test_a_merge_is_previewed_applied_and_undone(open_page, signed_in, engine):
    signed_in(Role.ADMIN, "VN")
    app = enter_merge(open_page)
    app.text_input(key="unit-change-document").set_value("NQ 1/NQ-UBTVQH16")

    app = press(app, "Xem trước")

    assert not app.exception
    moves = app.table[-1].value
    assert list(moves["Đơn vị mới"]) == ["Xã Triệu Ngọc (90001)"] * 2
    assert "Địa bàn Tỉnh Thanh Hóa có thêm: Xã Triệu Ngọc" in words(app)

    app = press(app, "Áp dụng thay đổi")

    assert not app.exception
    assert "Xã Triệu Sơn, Xã Thọ Ngọc → Xã Triệu Ngọc" in words(app)

    app = press(app, "Hoàn tác thay đổi này")

    assert "Đã hoàn tác. Sáp nhập" in words(app)
    with Session(engine) as session:
        assert session.exec(select(Unit).where(Unit.code == "90001")).all() == []
        assert session.exec(select(UnitChange)).one().undone_at is not None
        actions = session.exec(select(AuditEvent.action)).all()
    assert {"units.merge", "units.undo"} <= set(actions)


def test_a_part_of_a_commune_is_moved_to_another_and_back(open_page, signed_in, engine):
    signed_in(Role.ADMIN, "VN")
    app = open_page("admin/units")
    app = app.radio(key="unit-change-kind").set_value("transfer").run()
    assert "ít nhất hai đơn vị" in words(app)
    for name in ("trieu son", "tho ngoc"):
        app = app.text_input(key="unit-change-find").set_value(name).run()
        app = next(b for b in app.button if b.label.startswith("Thêm Xã T")).click().run()
    app.date_input(key="unit-change-day").set_value(clock.today() + timedelta(days=1))
    app.text_input(key="unit-change-document").set_value("NQ 3/NQ-UBTVQH16")
    app = press(app, "Xem trước")
    assert "phải lớn hơn 0%" in words(app)
    app.number_input(key="piece-share-1").set_value(12.5)

    app = press(app, "Xem trước")

    assert not app.exception
    moves = app.table[-1].value
    assert list(moves["Phần chia (%)"]) == ["87,50\u00a0%", "12,50\u00a0%", "100\u00a0%"]
    assert "là ước tính" in words(app)

    app = press(app, "Áp dụng thay đổi")

    sentence = "12,50\u00a0% của Xã Triệu Sơn sang Xã Thọ Ngọc, từ ngày"
    assert f"Điều chỉnh địa giới: {sentence}" in words(app)

    app = press(app, "Hoàn tác thay đổi này")

    assert f"Đã hoàn tác. Điều chỉnh địa giới: {sentence}" in words(app)
    with Session(engine) as session:
        assert session.exec(select(Unit).where(Unit.change_id.is_not(None))).all() == []


def test_a_merge_without_a_document_is_refused_in_words_and_nothing_is_stored(
    open_page, signed_in, engine
):
    signed_in(Role.ADMIN, "VN")
    app = enter_merge(open_page)

    app = press(app, "Xem trước")

    assert "Hãy ghi số hiệu văn bản" in words(app)
    with Session(engine) as session:
        assert session.exec(select(UnitChange)).all() == []


def test_a_page_that_ends_in_a_refusal_still_offers_the_other_language(open_page, signed_in):
    signed_in(Role.OFFICIAL, "VN")
    app = open_page("admin/units")
    assert "chưa được giao quyền" in words(app)

    app = app.button(key="other-language").click().run()

    assert not app.exception
    assert "chưa được giao quyền" not in words(app)
    assert [button.key for button in app.button].count("other-language") == 1
