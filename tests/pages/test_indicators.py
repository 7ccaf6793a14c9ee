"""Reported figures as who answers for a unit meets them: nothing beyond it, nothing lost."""

import pytest
import streamlit as st
from sqlmodel import Session, func, select

from db.commands.indicators import report_figures
from db.models import IndicatorReport, Unit
from domain.access import Role
from domain.errors import OutsideScope
from domain.indicators import Entry
from tests.exports.test_indicator_template import filled
from tests.pages.conftest import words
from ui import clock, received_files
from ui.received_files import FileKind

TRIEU_SON, LAO_CAI, THANH_HOA = "397", "15", "38"
OURS, THEIRS = "15664", "02752"  # xã Triệu Sơn, xã Si Ma Cai
HEADS = "nguoi-hoc"
PERIOD = "2026-09"  # ended long before these tests run
PAGE = "official/indicators"


@pytest.fixture
def leader(signed_in):
    return signed_in(Role.LEADER, TRIEU_SON)


@pytest.fixture
def asked(open_page, leader):
    """The page with one unit, indicator and period chosen, by its link."""

    def open_(**more):
        return open_page(PAGE, **{"chi-tieu": HEADS, "don-vi": OURS, "ky": PERIOD, **more})

    return open_


def write(engine, by, number, area=OURS, **more):
    given = {"counted": "people", "source": "BC 1", **more}
    entry = Entry(0, area, HEADS, PERIOD, number, **given)
    return report_figures(engine, [entry], by=by, now=clock.now(), today=clock.today())


def stored(engine, **of):
    with Session(engine) as session:
        rows = session.exec(select(IndicatorReport).filter_by(**of)).all()
        return [(row.area_code, row.version, row.value) for row in rows]


def field(page, name):
    [found] = [one for one in (*page.text_input, *page.radio) if one.key.startswith(name)]
    return found


def send(page, **typed):
    for name, value in typed.items():
        field(page, name).set_value(value)
    [save] = [one for one in page.button if one.label == "Kiểm tra và lưu"]
    return save.click().run()


def test_the_unit_of_another_leader_is_offered_by_no_link_and_taken_by_no_command(
    engine, open_page, asked, leader
):
    page = open_page(PAGE, ma=LAO_CAI)
    assert page.error
    assert [one.key for one in page.text_input] == []

    page = asked(**{"don-vi": THEIRS})
    assert not page.exception
    [units] = [one for one in page.selectbox if one.key.startswith("filter-don-vi")]
    with Session(engine) as session:
        names = set(session.exec(select(Unit.full_name).where(Unit.parent_code == LAO_CAI)).all())
    assert not set(units.options) & (names - {"Xã Triệu Sơn"})
    with pytest.raises(OutsideScope):
        write(engine, leader, "100", area=THEIRS)
    assert stored(engine) == []


def test_a_figure_is_typed_refused_with_one_sentence_mended_and_kept_in_its_history(engine, asked):
    page = send(asked(), numerator="-5", counted="people", source="Báo cáo 45/BC-UBND")
    assert "Có 1 chỗ cần sửa" in words(page)
    assert "nhỏ hơn 0" in words(page)
    assert stored(engine) == []

    page = send(page, numerator="1.234")
    assert "Đã lưu" in words(page)
    page = send(page, numerator="1.240")
    assert "Sửa thì ghi lý do" in words(page)
    page = send(page, reason="đếm sót sáu người")

    assert not page.exception
    assert stored(engine) == [(OURS, 1, 1234), (OURS, 2, 1240)]
    assert "1.240 người" in words(page)
    assert "đếm sót sáu người" in words(page)


def test_the_second_of_two_typists_is_told_what_changed_and_loses_nothing(engine, asked, leader):
    page = asked()
    write(engine, leader, "150")

    page = send(page, numerator="120", counted="people", source="Sổ lớp học")

    assert not page.exception
    assert "người khác vừa báo cáo" in words(page)
    assert "150 người" in words(page)
    assert (field(page, "numerator").value, field(page, "source").value) == ("120", "Sổ lớp học")
    assert stored(engine) == [(OURS, 1, 150)]
    page = send(page, reason="đã đối chiếu sổ")
    assert stored(engine) == [(OURS, 1, 150), (OURS, 2, 120)]


def test_few_people_are_not_shown_again_to_anybody(engine, asked, leader):
    write(engine, leader, "7")

    page = asked()

    assert "dưới 10, không hiện" in words(page)
    assert field(page, "numerator").value == ""


@pytest.fixture
def chosen(monkeypatch):
    """The name our route gave the file that was chosen last."""
    sent = []
    monkeypatch.setattr("ui.import_file.chosen_file", lambda kind: sent.pop() if sent else None)
    return sent


def test_a_file_is_read_dry_saved_once_and_undone_and_rows_outside_are_refused_by_name(
    engine, asked, leader, chosen
):
    row = {"indicator": f"Người ({HEADS})", "period": PERIOD, "counted": "người", "source": "BC"}
    ours = {**row, "unit": f"Xã Triệu Sơn ({OURS})", "numerator": 120}
    theirs = {**row, "unit": f"Xã Si Ma Cai ({THEIRS})", "numerator": 90}

    def send_file(page, *rows):
        book = filled(dict(enumerate(rows, start=4)))
        when = {"now": clock.now(), "kind": FileKind.INDICATORS}
        chosen.append(received_files.receive(book, account_id=leader, **when))
        return page.run()

    page = asked()
    page.button_group(key="indicator-part").set_value("file").run()
    send_file(page, ours, theirs)
    assert "**Dòng 5, Đơn vị:** “Xã Si Ma Cai 02752” nằm ngoài" in words(page)
    assert [one.key for one in page.button if one.key == "report-save"] == []

    send_file(page, ours)
    assert "1 số mới, 0 số sửa" in words(page)
    assert stored(engine) == []
    page.button(key="report-save").click().run()
    assert "Đã lưu: 1 số mới" in words(page)
    send_file(page, ours)
    assert "0 số mới, 0 số sửa, 1 số đã có" in words(page)
    assert stored(engine) == [(OURS, 1, 120)]

    [undo] = [one.key for one in page.button if (one.key or "").startswith("report-undo-")]
    page.button(key=undo).click().run()
    page.button(key=undo.replace("undo-", "undo-yes-")).click().run()
    assert not page.exception
    assert stored(engine, withdrawn=True) == [(OURS, 2, 120)]
    with Session(engine) as session:
        assert session.exec(select(func.count()).select_from(IndicatorReport)).one() == 2


def test_a_file_of_figures_is_not_read_as_one_of_people(engine, leader):
    book = filled({4: {"numerator": 5}})
    handle = received_files.receive(
        book, account_id=leader, now=clock.now(), kind=FileKind.INDICATORS
    )

    assert received_files.rows_of(handle, account_id=leader, now=clock.now()) is None


def test_the_board_counts_the_units_of_the_area_and_names_who_is_missing(engine, asked, leader):
    write(engine, leader, "120")
    page = asked()
    page.button_group(key="indicator-part").set_value("board").run()

    assert not page.exception
    assert "Tháng 9/2026: 1 trong 8 đơn vị đã báo cáo" in words(page)
    assert words(page).count("30 ngày chưa có gì") == 7
    assert len(page.get("vega_lite_chart")) == len(page.get("download_button")) == 1


def test_a_report_of_a_province_stands_beside_the_articles_and_one_of_a_commune_does_not(
    engine, open_page, signed_in
):
    official = signed_in(Role.OFFICIAL, THANH_HOA)
    before = words(open_page("public/province", ma=THANH_HOA))
    write(engine, official, "98765", area=THANH_HOA, source="Báo cáo của tỉnh")
    write(engine, official, "43210", source="Báo cáo của xã")

    st.cache_data.clear()  # as after a minute
    after = words(open_page("public/province", ma=THANH_HOA))

    assert "98.765 người" in after
    assert "98.765" not in before
    assert "43.210" not in after
    assert "19.066 người" in before
    assert "19.066 người" in after
