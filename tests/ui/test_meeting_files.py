"""The files of a meeting on its page: named plainly, made beside, taken when ready."""

import time
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from domain.access import Role, Scope
from tests.decks import small_deck
from ui.file_maker import FileKind
from ui.meeting_files import file_name, key_of

SCOPE = Scope(Role.OFFICIAL, frozenset({"38"}))


def page():
    import streamlit as st

    from domain.access import Role, Scope
    from tests.decks import small_deck
    from ui import meeting_files

    if "deck" not in st.session_state:
        st.session_state["deck"] = small_deck()
    meeting_files.draw(st.session_state["deck"], scope=Scope(Role.OFFICIAL, frozenset({"38"})))


@pytest.mark.parametrize(
    ("place", "kind", "name"),
    [
        ("Tỉnh Thanh Hóa", FileKind.SLIDES, "hop-thanh-hoa-so-12-mo-phong.pptx"),
        ("Đặc khu Hoàng Sa", FileKind.UNION_REPORT, "hop-hoang-sa-so-12-mo-phong-doan.docx"),
        ("Cả nước", FileKind.HANDOUT, "hop-ca-nuoc-so-12-mo-phong.pdf"),
        ("../../\x00", FileKind.WORKBOOK, "hop-khong-ten-so-12-mo-phong.xlsx"),
    ],
)
def test_a_file_has_a_name_every_system_can_keep(place, kind, name):
    assert file_name(replace(small_deck(), place=place), kind) == name


def test_of_real_figures_a_name_does_not_say_simulated():
    real = replace(small_deck(), simulated=False)

    assert file_name(real, FileKind.OFFLINE) == "hop-thanh-hoa-so-12.html"


def test_other_words_other_readers_or_another_kind_are_another_file():
    deck = small_deck()
    edited = replace(deck.slides[1], finding="Câu đã sửa")
    keys = {
        key_of(deck, FileKind.HANDOUT, SCOPE),
        key_of(deck, FileKind.OFFLINE, SCOPE),
        key_of(deck, FileKind.HANDOUT, Scope(Role.LEADER, frozenset({"38"}))),
        key_of(replace(deck, slides=(edited, *deck.slides[1:])), FileKind.HANDOUT, SCOPE),
    }

    assert len(keys) == 4
    assert key_of(small_deck(), FileKind.HANDOUT, SCOPE) in keys


def test_a_file_is_ordered_followed_and_taken():
    app = AppTest.from_function(page, default_timeout=20).run()
    assert len(app.button) == len(FileKind)

    app.button(key="make-handout").click().run()
    assert any("đang" in line.value for line in app.markdown)
    for _ in range(60):
        if app.get("download_button"):
            break
        time.sleep(0.3)
        app.run()

    assert [button.proto.label for button in app.get("download_button")] == ["Tải về: Bản in PDF"]
    assert not app.exception
