"""The ledger page: sealed or nothing, one tap a step, and nobody of the next commune."""

import csv
import io

import pytest
from sqlmodel import Session, select

from db import settings as module
from db.commands.ledger import pair
from db.commands.ledger_names import Told, add_ambassador, add_learner, open_names
from db.commands.view_as import begin_view
from db.models import AreaMember, AuditEvent, Learner, NamedPerson, Unit
from db.sealed import ring_of
from domain.access import NATION, Role
from domain.ledger import CONSENT_VERSION
from tests.pages.conftest import words
from ui import auth, clock
from ui.ledger_file import ledger_csv

KEY = "a key of these tests only, long enough to be one"
RING = ring_of(KEY)
TRIEU_SON = "397"
MY, PAO = "Giàng Thị Mỷ", "Lò Văn Pao"


@pytest.fixture
def sealed(engine, monkeypatch):
    monkeypatch.setenv("CONTACT_KEY", KEY)
    module.settings.cache_clear()
    return engine


def communes(engine, area):
    with Session(engine) as session:
        return session.exec(
            select(Unit.code).join(AreaMember, AreaMember.unit_id == Unit.id)
            .where(AreaMember.area_code == area).order_by(Unit.sort_key, Unit.code)
        ).all()  # fmt: skip


def told(name):
    return Told(name, "0912345678", "", agreed=True, version=CONSENT_VERSION)


def filled(engine, by, commune):
    when = {"by": by, "now": clock.now(), "today": clock.today()}
    pao = add_ambassador(engine, RING, commune_code=commune, told=told(PAO), **when)
    my = add_learner(engine, RING, commune_code=commune, told=told(MY), **when)
    pair(engine, ambassador_id=pao, learner_id=my, began_on=clock.today(), **when)
    return pao


def write_down(page):
    next(one for one in page.button if one.label == "Ghi vào sổ").click().run()


def everything(app):
    return words(app) + "".join(str(one.proto) for one in app.get("imgs"))


def test_without_a_key_the_page_says_so_and_offers_nothing(engine, signed_in, open_page):
    signed_in(Role.LEADER, TRIEU_SON)

    page = open_page("field/ledger")

    assert "chưa có khóa" in words(page)
    assert not page.text_input


def test_a_learner_begins_to_learn_by_one_tap_and_the_look_is_audited(sealed, signed_in, open_page):
    commune = communes(sealed, TRIEU_SON)[0]
    pao = filled(sealed, signed_in(Role.LEADER, TRIEU_SON), commune)

    page = open_page("field/ledger", xa=commune, **{"dai-su": str(pao)})
    assert MY in words(page)
    page.button(key="step-1").click().run()

    assert not page.exception
    with Session(sealed) as session:
        assert session.get(Learner, 1).state == "learning"
        assert "ledger.look" in session.exec(select(AuditEvent.action)).all()


def test_nobody_is_written_down_before_the_box_is_ticked(sealed, signed_in, open_page):
    signed_in(Role.LEADER, TRIEU_SON)
    page = open_page("field/ledger")
    page.session_state["ledger-part"] = "add"
    page.run()

    assert not page.checkbox[0].value
    name, _ = page.text_input
    name.set_value(MY)
    write_down(page)
    assert "đọc to nguyên văn lời xin phép" in words(page)
    with Session(sealed) as session:
        assert session.exec(select(NamedPerson)).all() == []
    page.checkbox[0].check()
    write_down(page)

    assert not page.exception
    with Session(sealed) as session:
        assert len(session.exec(select(NamedPerson)).all()) == 1


def test_no_link_and_no_search_finds_a_person_of_the_next_commune(sealed, signed_in, open_page):
    here, there = communes(sealed, TRIEU_SON)[:2]
    pao = filled(sealed, signed_in(Role.LEADER, TRIEU_SON), here)
    signed_in(Role.LEADER, there)

    refused = open_page("field/ledger", xa=here)
    by_id = open_page("field/ledger", xa=there, **{"dai-su": str(pao)})
    unknown = open_page("field/ledger", xa=there, **{"dai-su": "999"})
    found = open_page("field/ledger", xa=there)
    found.text_input(key="ledger-search").set_value("Pao").run()

    for page in (refused, by_id, unknown, found):
        assert not page.exception
        assert PAO not in everything(page)
        assert MY not in everything(page)
    assert words(by_id) == words(unknown)
    assert refused.error


def test_a_row_of_the_file_carries_its_mark_and_is_no_formula(sealed, signed_in):
    commune, when = communes(sealed, TRIEU_SON)[0], {"now": clock.now(), "today": clock.today()}
    by = signed_in(Role.LEADER, TRIEU_SON)
    filled(sealed, by, commune)
    read = open_names(sealed, RING, commune_code=commune, by=by, **when)

    content = ledger_csv(read, mark="=Bản của Mai").decode("utf-8-sig")

    [row] = csv.DictReader(io.StringIO(content))
    first, *_, mark = row.values()
    assert first == MY
    assert mark == "'=Bản của Mai"


def test_an_administrator_who_reads_as_the_leader_sees_no_name(sealed, signed_in, open_page):
    commune = communes(sealed, TRIEU_SON)[0]
    leader = signed_in(Role.LEADER, TRIEU_SON)
    filled(sealed, leader, commune)
    signed_in(Role.ADMIN, NATION)
    when = {"now": clock.now(), "today": clock.today()}
    begin_view(sealed, auth.browser_token(), account_id=leader, **when)

    page = open_page("field/ledger", xa=commune)

    assert "tên trong sổ không hiện" in words(page)
    assert PAO not in everything(page)
