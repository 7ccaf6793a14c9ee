"""Kits and sheets of accounts as staff meet them: nothing beyond the scope or unconfirmed."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from db.commands.collection_points import revoke_point
from db.commands.kits import make_kit
from db.models import Account, Assessment, Grant, Question, QuestionnaireVersion
from db.questionnaires import load_questionnaire
from domain.access import Role
from tests.exports.test_login_slips import ROW, T
from tests.exports.test_login_slips import workbook as account_workbook
from tests.kit_lines import file_of, record
from tests.pages.conftest import words
from tests.pages.test_collection import LAO_CAI, TRIEU_SON, commune, count, new_point
from ui import clock, received_files
from ui.received_files import FileKind

__all__ = ["commune"]  # a fixture


def kit_of(engine, by, commune_code):
    token = new_point(engine, by, commune_code).token
    return make_kit(engine, point=token, consent_version="2026-11-22.2", by=by,
                    now=clock.now(), today=clock.today())  # fmt: skip


def questions(engine, kit):
    with Session(engine) as session:
        return load_questionnaire(session, kit.version)


def paste(open_page, text):
    page = open_page("field/kit")
    page.text_area(key="kit-text").set_value(text)
    label = T("kit.read")
    return next(one for one in page.button if one.label == label).click().run()


def save_button(page):
    return next((one for one in page.button if one.key == "kit-save"), None)


def test_a_kit_of_another_leader_reads_like_one_that_never_was(
    engine, open_page, signed_in, commune
):
    theirs = kit_of(engine, signed_in(Role.LEADER, LAO_CAI), commune[LAO_CAI])
    people = record(theirs, questions(engine, theirs), 1)
    before = count(engine, Assessment)
    signed_in(Role.LEADER, TRIEU_SON)

    shown = paste(open_page, file_of(theirs, people).decode())
    forged = paste(open_page, file_of(theirs, people).decode().replace(theirs.token, "Z" * 10))

    assert [one.value for one in shown.error] == [T("error.unknown_kit")]
    assert "Chợ Đà" not in words(shown)
    assert save_button(shown) is None is save_button(forged)
    assert count(engine, Assessment) == before


def test_a_cut_file_of_a_closed_point_with_a_wrong_clock_is_taken_only_when_confirmed(
    engine, open_page, signed_in, commune
):
    leader = signed_in(Role.LEADER, TRIEU_SON)
    kit = kit_of(engine, leader, commune[TRIEU_SON])
    asked = questions(engine, kit)
    tomorrow = (clock.now() + timedelta(days=1)).isoformat()
    people = [record(kit, asked, 1, at=tomorrow), record(kit, asked, 2), record(kit, asked, 3)]
    revoke_point(engine, token=kit.point_token, by=leader, now=clock.now(), today=clock.today())
    before = count(engine, Assessment)

    page = paste(open_page, file_of(kit, *people, promised=5).decode()[:-30])

    assert T("kit.point_closed") in words(page)
    assert T("kit_fault.damaged", number=1, lines="4") in words(page)
    assert T("kit.cut", number=2) in words(page)
    assert T("kit.odd_times", number=1, lines="2") in words(page)
    assert save_button(page).disabled
    page.checkbox[0].check().run()
    save_button(page).click().run()
    assert not page.exception
    assert T("import.saved", people=2) in words(page)
    assert count(engine, Assessment) == before + 2
    with Session(engine) as session:
        newest = session.exec(select(Assessment).order_by(Assessment.id.desc()).limit(2)).all()
    assert {(one.submitted_on, one.point_id) for one in newest} == {(clock.today(), None)}


def newer_questionnaire(engine, version):
    """From today on everything is asked in other questions."""
    with Session(engine) as session:
        asked = session.get(QuestionnaireVersion, version).model_dump()
        rows = session.exec(select(Question).where(Question.version == version)).all()
        session.add(QuestionnaireVersion(**{**asked, "version": "2099.1",
                                            "published_on": clock.today()}))  # fmt: skip
        session.flush()
        session.add_all(
            Question(**{**row.model_dump(), "version": "2099.1", "id": f"new-{row.id}"})
            for row in rows
        )
        session.commit()


def test_a_kit_of_an_older_questionnaire_is_checked_by_its_own_and_says_so(
    engine, open_page, signed_in, commune
):
    leader = signed_in(Role.LEADER, TRIEU_SON)
    kit = kit_of(engine, leader, commune[TRIEU_SON])
    people = [record(kit, questions(engine, kit), number) for number in (1, 2)]
    newer_questionnaire(engine, kit.version)

    page = paste(open_page, file_of(kit, *people).decode())
    assert T("kit.older", version=kit.version) in words(page)
    save_button(page).click().run()

    assert T("import.saved", people=2) in words(page)
    with Session(engine) as session:
        newest = session.exec(select(Assessment).order_by(Assessment.id.desc()).limit(2)).all()
    assert {one.version for one in newest} == {kit.version}


@pytest.fixture
def send_sheet(monkeypatch):
    """Hand a workbook to the page as the route would; AppTest draws no components of ours."""

    def send(account_id, rows):
        handle = received_files.receive(
            account_workbook(rows), account_id=account_id, now=clock.now(), kind=FileKind.ACCOUNTS
        )
        monkeypatch.setattr("ui.import_file.chosen_file", lambda kind: handle)

    return send


def test_a_sheet_with_one_row_too_much_makes_no_account_and_says_why(
    engine, open_page, signed_in, send_sheet
):
    admin = signed_in(Role.ADMIN, TRIEU_SON)
    send_sheet(admin, [[*ROW[:3], f"x ({area})", ROW[4]] for area in (LAO_CAI, TRIEU_SON)])
    before = count(engine, Account)

    page = open_page("admin/accounts")

    assert "Dòng 4" in words(page)
    assert T("error.not_allowed") in words(page)
    assert T("sheet_fault.twice", value="doan-xa-1") in words(page)
    assert not [one for one in page.button if one.key == "sheet-make"]
    assert count(engine, Account) == before


def test_a_good_sheet_makes_accounts_and_their_slips_once(
    engine, open_page, signed_in, send_sheet, monkeypatch
):
    admin = signed_in(Role.ADMIN, TRIEU_SON)
    last = (clock.today() + timedelta(days=9)).strftime("%d/%m/%Y")
    send_sheet(admin, [[*ROW[:3], f"x ({TRIEU_SON})", last]])
    page = open_page("admin/accounts")

    page.button(key="sheet-make").click().run()

    assert not page.exception
    assert T("account_sheet.made", number=1) in words(page)
    assert page.session_state["account_slips"][0].startswith(b"%PDF")
    monkeypatch.setattr("ui.import_file.chosen_file", lambda kind: None)
    page.button(key="slips-done").click().run()
    assert "account_slips" not in page.session_state
    with Session(engine) as session:
        made = session.exec(select(Account).where(Account.username == "doan-xa-1")).one()
        grant = session.exec(select(Grant).where(Grant.account_id == made.id)).one()
    assert made.must_change_password
    assert (grant.area_code, grant.role) == (TRIEU_SON, "leader")
