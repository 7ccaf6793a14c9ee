"""Points, rosters and files as a leader meets them: nothing beyond the scope, nothing twice."""

import pytest
from sqlalchemy import select
from sqlmodel import Session

from db.commands.collection_points import open_point, revoke_point
from db.models import AreaMember, Assessment, CollectionPoint, ImportBatch, Unit
from db.verification import verify
from domain.access import Role
from domain.collection import ANSWER_FIELDS, PointKind
from tests.exports.test_excel_template import PERSON, workbook
from tests.pages.conftest import words
from ui import clock, received_files
from ui.roster import Typed

TRIEU_SON, LAO_CAI = "397", "15"
RIGHT = {
    **{"audience": "citizen", "age_band": "60-69", "gender": "female", "mode": "proxy"},
    **{"consent": "yes", **dict.fromkeys(ANSWER_FIELDS, "3")},
}


def communes_of(engine, area):
    """Codes of the communes of today of an area."""
    with Session(engine) as session:
        members = select(AreaMember.unit_id).where(AreaMember.area_code == area)
        units = select(Unit.code).where(Unit.id.in_(members), Unit.valid_to.is_(None))
        return [code for (code,) in session.exec(units.order_by(Unit.code))]


@pytest.fixture
def commune(engine):
    """The first commune of Triệu Sơn and the first of Lào Cai."""
    return {area: communes_of(engine, area)[0] for area in (TRIEU_SON, LAO_CAI)}


def new_point(engine, by, code):
    return open_point(engine, kind=PointKind.MARKET, name="Chợ Đà", commune_code=code, by=by,
                      now=clock.now(), today=clock.today())  # fmt: skip


def count(engine, model):
    with Session(engine) as session:
        return len(session.exec(select(model.id)).all())


def test_a_leader_opens_a_point_and_reads_its_counter(engine, open_page, signed_in):
    signed_in(Role.LEADER, TRIEU_SON)
    page = open_page("field/points")
    page.text_input(key="point-name").set_value("Nhà văn hóa thôn 3")
    page.button[[one.label for one in page.button].index("Mở điểm")].click().run()

    assert not page.exception
    assert "Nhà văn hóa thôn 3" in words(page)
    assert "Hôm nay **0** người" in words(page)
    assert count(engine, CollectionPoint) == 1


def test_a_forged_commune_of_another_leader_opens_no_point(engine, open_page, signed_in, commune):
    by = signed_in(Role.LEADER, TRIEU_SON)
    page = open_page("field/points")

    assert commune[LAO_CAI] not in page.selectbox(key="point-commune").options
    with pytest.raises(Exception, match="outside_scope"):
        new_point(engine, by, commune[LAO_CAI])


def test_a_volunteer_reads_the_counters_of_the_area_and_opens_nothing(
    engine, open_page, signed_in, commune
):
    leader = signed_in(Role.LEADER, TRIEU_SON)
    elsewhere = signed_in(Role.LEADER, LAO_CAI)
    new_point(engine, leader, commune[TRIEU_SON])
    theirs = new_point(engine, elsewhere, commune[LAO_CAI])
    signed_in(Role.HELPER, TRIEU_SON)

    page = open_page("field/points")

    assert words(page).count("Hôm nay **0** người") == 1
    assert theirs.token not in words(page)
    assert [one.key for one in page.button if one.key and one.key.startswith("close")] == []
    assert [one.key for one in page.text_input] == []


def test_a_long_list_comes_in_parts_and_by_commune_and_no_code_brings_what_is_of_others(
    engine, open_page, signed_in, commune
):
    elsewhere = signed_in(Role.LEADER, LAO_CAI)
    theirs = new_point(engine, elsewhere, commune[LAO_CAI])
    by = signed_in(Role.LEADER, TRIEU_SON)
    here, beside = communes_of(engine, TRIEU_SON)[:2]
    only = new_point(engine, by, beside)
    for _ in range(10):
        new_point(engine, by, here)
    counter = "Hôm nay **0** người"

    page = open_page("field/points")
    assert words(page).count(counter) == 10
    page.button(key="more-open").click().run()
    assert words(page).count(counter) == 11
    assert "more-open" not in [one.key for one in page.button]

    narrowed = words(open_page("field/points", xa=beside))
    assert narrowed.count(counter) == 1
    assert only.token in narrowed
    stranger = words(open_page("field/points", xa=commune[LAO_CAI]))
    assert stranger.count(counter) == 10
    assert theirs.token not in stranger


def test_the_link_of_a_point_leads_to_its_commune_and_a_closed_one_to_the_form_as_ever(
    engine, open_page, signed_in, commune
):
    by = signed_in(Role.LEADER, TRIEU_SON)
    point = new_point(engine, by, commune[TRIEU_SON])

    page = open_page("citizen/self_assessment", diem=point.token)
    assert f"Đang ở: Chợ Đà, {point.commune_name}" in words(page)
    page.button(key="mode-self").click().run()
    assert "place-yes" in [one.key for one in page.button]

    revoke_point(engine, token=point.token, by=by, now=clock.now(), today=clock.today())
    page = open_page("citizen/self_assessment", diem=point.token)
    assert not page.exception
    assert "Điểm này đã đóng" in words(page)
    assert "mode-self" in [one.key for one in page.button]


@pytest.fixture
def typed(monkeypatch):
    """What the browser's grid sends next, once: AppTest draws no components of ours."""
    sent = []
    monkeypatch.setattr("ui.roster.typed_grid", lambda data: sent.pop() if sent else None)
    return sent


def grid(**rows):
    cells = {
        f"{name[1:]}.{field}": value for name, row in rows.items() for field, value in row.items()
    }
    return Typed("ab" * 16, cells)


def test_a_class_with_faults_is_not_saved_and_each_fault_is_one_sentence(
    engine, open_page, signed_in, typed
):
    signed_in(Role.LEADER, TRIEU_SON)
    before = count(engine, Assessment)
    typed.append(grid(r1=RIGHT, r2={**RIGHT, "q05": ""}, r9={**RIGHT, "consent": ""}))

    page = open_page("field/roster")

    assert "Có 2 chỗ cần sửa" in words(page)
    assert "**Dòng 2, Câu 5:** đang bỏ trống." in words(page)
    assert "**Dòng 9, Đã đồng ý:**" in words(page)
    assert count(engine, Assessment) == before


def test_a_right_class_is_saved_shows_its_codes_once_and_can_be_undone(
    engine, open_page, signed_in, typed
):
    signed_in(Role.LEADER, TRIEU_SON)
    before = count(engine, Assessment)
    typed.append(grid(r1=RIGHT, r2=RIGHT, r21=RIGHT))

    page = open_page("field/roster")

    assert not page.exception
    assert "Đã lưu 2 người" in words(page)
    assert count(engine, Assessment) == before + 2
    [undo] = [one.key for one in page.button if (one.key or "").startswith("undo-")]
    page.button(key=undo).click().run()
    page.button(key=undo.replace("undo-", "undo-yes-")).click().run()
    assert "lấy lại 2 người" in words(page)
    assert count(engine, Assessment) == before
    assert verify(engine).differences == 0


@pytest.fixture
def chosen(monkeypatch):
    """The name our route gave the file that was chosen last."""
    sent = []
    monkeypatch.setattr("ui.import_file.chosen_file", lambda: sent.pop() if sent else None)
    return sent


def person(code, **changed):
    return {**PERSON, "commune": f"Xã ({code})", **changed}


def test_a_file_is_read_dry_then_saved_then_adds_nothing_then_is_undone(
    engine, open_page, signed_in, chosen, commune
):
    me = signed_in(Role.LEADER, TRIEU_SON)
    before = count(engine, Assessment)
    book = workbook([person(commune[TRIEU_SON])] * 30)

    def send(page):
        chosen.append(received_files.receive(book, account_id=me, now=clock.now()))
        return page.run()

    page = open_page("field/import")
    send(page)
    assert "**30** người mới sẽ được thêm" in words(page)
    assert count(engine, Assessment) == before
    page.button(key="import-save").click().run()
    assert "Đã lưu 30 người" in words(page)
    page.button(key="import-next").click().run()
    send(page)
    assert "không có ai mới" in words(page)
    assert [one.key for one in page.button if one.key == "import-save"] == []
    assert count(engine, Assessment) == before + 30
    assert count(engine, ImportBatch) == 1


def test_rows_of_another_leaders_commune_and_somebody_elses_file_are_refused(
    engine, open_page, signed_in, chosen, commune
):
    me = signed_in(Role.LEADER, TRIEU_SON)
    book = workbook([person(commune[TRIEU_SON]), person(commune[LAO_CAI])])
    page = open_page("field/import")

    chosen.append(received_files.receive(book, account_id=me, now=clock.now()))
    page.run()
    assert f"“{commune[LAO_CAI]}” không phải xã, phường trong địa bàn" in words(page)
    assert [one.key for one in page.button if one.key == "import-save"] == []

    chosen.append(received_files.receive(book, account_id=me + 1, now=clock.now()))
    page.run()
    assert "Hãy chọn lại tệp" in words(page)
