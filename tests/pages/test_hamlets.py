"""Hamlets and who is left as a leader meets them: nothing of others by link, page or file."""

import re
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from db.commands import assessments
from db.commands.collection_points import open_point
from db.commands.hamlet_sheets import save_hamlet_sheet
from db.commands.hamlets import create_hamlets
from db.commands.ledger_names import Told, add_learner
from db.models import HamletPopulation, Unit
from db.questionnaires import current_version, load_questionnaire
from db.sealed import ring_of
from db.settings import settings
from domain.access import Role
from domain.collection import PointKind
from domain.hamlet_sheet import SheetCell
from domain.hamlets import as_list
from domain.ledger import CONSENT_VERSION
from domain.people import AgeBand, Audience, Gender, Mode
from domain.reached import HamletGroup
from tests.exports.test_hamlet_sheets import filled
from tests.pages.conftest import words
from ui import clock, received_files
from ui.received_files import FileKind

TRIEU_SON, LAO_CAI = "397", "15"
OURS, THEIRS = "15664", "02752"  # xã Triệu Sơn, xã Si Ma Cai
REACHED, HAMLETS = "field/reached", "field/hamlets"
THEIR_HAMLET = "Bản Nàn Sán của người khác"


def when():
    return {"now": clock.now(), "today": clock.today()}


@pytest.fixture
def stranger(engine, signed_in):
    """A leader elsewhere with a hamlet, a sheet and an answer of their own."""
    by = signed_in(Role.LEADER, LAO_CAI)
    settle(engine, by, THEIRS, THEIR_HAMLET, people=77)
    return by


@pytest.fixture
def leader(stranger, signed_in):
    return signed_in(Role.LEADER, TRIEU_SON)


def settle(engine, by, commune, names, people, answers=0):
    create_hamlets(engine, as_list(names), commune_code=commune, by=by, **when())
    cells = [SheetCell(4, f"{commune}-001", HamletGroup.ADULTS, people)]
    save_hamlet_sheet(engine, cells, key=commune, year=2026, source="Sổ của xã", by=by, **when())
    point = open_point(
        engine, kind=PointKind.HAMLET, name="Nhà văn hóa", commune_code=commune,
        hamlet=f"{commune}-001", by=by, **when(),
    )  # fmt: skip
    for _ in range(answers):
        send_at(engine, point.token, commune)


def send_at(engine, point, commune):
    with Session(engine) as session:
        asked = load_questionnaire(session, current_version(session))
    draft = assessments.start(
        engine, commune_code=commune, audience=Audience.CITIZEN, age_band=AgeBand.FROM_60,
        gender=Gender.FEMALE, mode=Mode.SELF, consents={"statistics": "2026-11-22"},
        now=clock.now(), point=point,
    )  # fmt: skip
    for question in asked.core:
        assessments.save_answer(
            engine, code=draft.code, question_id=question.id, value=2, questionnaire=asked,
            now=clock.now(),
        )  # fmt: skip
    assessments.submit(engine, code=draft.code, questionnaire=asked, **when())


@pytest.mark.parametrize("page", [REACHED, HAMLETS])
@pytest.mark.parametrize("role", [Role.HELPER, Role.OFFICIAL, Role.ADMIN])
def test_only_a_leader_opens_the_pages(open_page, stranger, signed_in, role, page):
    signed_in(role, TRIEU_SON)

    app = open_page(page)

    assert "chưa được giao quyền" in words(app)
    assert not app.get("table")


@pytest.mark.parametrize("query", [{"xa": THEIRS}, {"ma": LAO_CAI}, {"xa": f"{THEIRS}' --"}])
def test_no_link_opens_a_hamlet_of_others(open_page, leader, query):
    for page in (REACHED, HAMLETS):
        app = open_page(page, **query)

        assert not app.exception
        assert THEIR_HAMLET not in words(app)
        assert THEIRS not in words(app)


@pytest.fixture
def named(engine, leader, monkeypatch):
    """Somebody of this commune who agreed to be named in the ledger, and nowhere else."""
    key = "a key of these tests only, long enough to be one"
    monkeypatch.setenv("CONTACT_KEY", key)
    settings.cache_clear()
    told = Told("Giàng Thị Mỷ", "0912345678", "", agreed=True, version=CONSENT_VERSION)
    add_learner(engine, ring_of(key), commune_code=OURS, told=told, by=leader, **when())
    return re.compile("Giàng|Mỷ|0912345678")


def test_who_is_left_is_said_in_tens_flagged_sorted_and_never_by_name(
    open_page, engine, leader, named
):
    settle(engine, leader, OURS, "Thôn 1\nThôn 2\nThôn 3", people=11, answers=12)
    more = [
        SheetCell(5, f"{OURS}-002", HamletGroup.ADULTS, 45),
        SheetCell(5, f"{OURS}-002", HamletGroup.MINORITIES, 4),
    ]
    save_hamlet_sheet(engine, more, key="more", year=2026, source="Sổ của xã", by=leader, **when())

    app = open_page(REACHED)

    assert not app.exception
    table = app.get("table")[0].value
    assert list(table.index) == ["Thôn 2", "Thôn 1", "Thôn 3"]
    assert table["Đã tới"].tolist() == ["chưa có ai", "từ 10", "chưa có ai"]
    assert table["Còn"].tolist() == ["nhiều nhất 45", "kiểm tra số dân", "chưa có số"]
    assert "Trên 100 %: Thôn 1." in words(app)
    assert "12" not in table.to_string()
    app.multiselect(key="route-hamlets").set_value([f"{OURS}-002", f"{OURS}-001"]).run()
    message = app.code[0].value
    assert message.index("1. Thôn 2") < message.index("2. Thôn 1")
    assert not named.search(words(app) + message)
    assert "http" not in message
    minorities = open_page(REACHED, nhom="minorities")
    assert set(minorities.get("table")[0].value["Còn"]) == {"không đếm được từ phiếu"}
    minorities.selectbox(key="reached-one").set_value(f"{OURS}-002").run()
    assert "có dưới 10; đã tới bao nhiêu thì không đếm được" in words(minorities)


def test_a_hamlet_is_stale_after_thirty_days_on_its_page(open_page, engine, leader, monkeypatch):
    settle(engine, leader, OURS, "Thôn 1", people=50, answers=1)
    assert "Thôn nào cũng có người trả lời" in words(open_page(REACHED))

    later = clock.today() + timedelta(days=30)
    monkeypatch.setattr("ui.clock.today", lambda: later)

    assert "**Thôn 1**: lần gần nhất" in words(open_page(REACHED))


def test_a_list_is_pasted_and_a_name_is_changed(open_page, engine, leader):
    page = open_page(HAMLETS, xa=OURS)
    page.text_area(key="hamlet-names").set_value("- Thôn 1\n- Bản Pú")
    [add] = [one for one in page.button if one.label == "Thêm vào xã"]
    page = add.click().run()
    assert "Đã thêm 2 thôn" in words(page)

    page.selectbox(key="hamlet-one").set_value(f"{OURS}-002").run()
    page.text_input(key=f"hamlet-name-{OURS}-002").set_value("Thôn 1").run()
    page = page.button(key="hamlet-rename").click().run()
    assert "Xã đã có Thôn 1" in words(page)
    page.text_input(key=f"hamlet-name-{OURS}-002").set_value("Bản Pú Luông").run()
    page = page.button(key="hamlet-rename").click().run()

    assert "tên cũ: Bản Pú" in words(page)


def sent(page, leader, rows):
    """The page after its file arrived, as our own route leaves it."""
    handle = received_files.receive(
        filled(rows), account_id=leader, now=clock.now(), kind=FileKind.HAMLETS
    )
    page.session_state["hamlet_handle"] = handle
    return page.run()


def test_a_sheet_is_tried_refused_row_by_row_mended_saved_and_taken_back(open_page, engine, leader):
    create_hamlets(engine, as_list("Thôn 1\nThôn 2"), commune_code=OURS, by=leader, **when())
    page = open_page(HAMLETS, xa=OURS)

    page = sent(page, leader, {4: {0: f"Bản ({THEIRS}-001)", 1: 5}, 5: {1: -3}})
    assert "Dòng 4, Thôn:" in words(page)
    assert "không phải thôn của xã đang chọn" in words(page)
    assert "“-3” là số âm" in words(page)
    assert not [one for one in page.text_input if one.key == "hamlet-source"]

    page = sent(page, leader, {4: {1: 120}, 5: {1: 0}})
    assert "Mới: 2 · thay đổi: 0 · như cũ: 0" in words(page)
    assert stored(engine) == []
    page.text_input(key="hamlet-source").set_value("Sổ của xã")
    [save] = [one for one in page.button if one.label == "Lưu 2 số"]
    page = save.click().run()
    assert stored(engine) == [0, 120]
    page = sent(page, leader, {4: {1: 121}})
    assert "Thôn 1, Người lớn: 120 → 121" in words(page)

    [undo] = [one for one in page.button if one.key.startswith("hamlet-undo-")]
    page = undo.click().run()
    [sure] = [one for one in page.button if one.key.startswith("hamlet-undo-yes-")]
    page = sure.click().run()

    assert "Mới: 1 · thay đổi: 0" in words(page)


def stored(engine):
    with Session(engine) as session:
        mine = select(Unit.id).where(Unit.parent_code == OURS, Unit.level == "hamlet")
        rows = session.exec(
            select(HamletPopulation.people).where(HamletPopulation.hamlet_id.in_(mine))
        )
        return sorted(rows.all())
