"""The questions in a reviewed language in the full form; a draft of a pack shows nowhere."""

import pytest
from sqlmodel import Session

from db import language_packs
from db.commands.help_given import set_help_language
from db.language_packs import DRAFT, REVIEWED
from db.questionnaires import current_version, load_questionnaire
from domain.errors import ChoiceMissing
from tests.pages.conftest import words
from tests.pages.test_self_assessment import PAGE, TRIEU_SON, begin, only_draft
from text import translator
from ui import clock

T = translator("vi")


@pytest.fixture
def pack(engine, tmp_path, monkeypatch):
    """A pack of the first question and one answer; its file says whether anybody reviewed it."""
    with Session(engine) as session:
        first = load_questionnaire(session, current_version(session)).core[0].id

    def written(status):
        by, on = ("cán bộ xã", "2026-11-22") if status == REVIEWED else ("", "")
        said = f'{{{first}: "Lus Hmoob <1>?", answer-2: "Kuv ua tau"}}'
        lines = ("language: hmn", f"status: {status}", f'reviewed_by: "{by}"',
                 f'reviewed_on: "{on}"', f"sentences: {said}")  # fmt: skip
        (tmp_path / "hmn.yaml").write_text("\n".join(lines), encoding="utf-8")
        monkeypatch.setattr(language_packs, "FOLDER", tmp_path)

    return written


def helped(open_page):
    """With the family, who speak Mông together, up to the first question."""
    app = open_page(PAGE, noi=TRIEU_SON)
    app.button(key="mode-assisted").click().run()
    app.button_group(key="help-relation").set_value("family").run()
    app.button_group(key="help-language").set_value("hmn").run()
    app.button(key="help-go-on").click().run()
    app.button(key="place-yes").click().run()
    for name, value in (("age_band", "70+"), ("gender", "female"), ("audience", "citizen")):
        app.button_group(key=f"start-{name}").set_value(value).run()
    app.checkbox(key="consent-statistics").check().run()
    app.button(key="begin").click().run()
    return app.button_group(key="device").set_value(2).run()


def drawn(app):
    return " ".join(one.proto.body for one in app.get("html"))


def test_a_pack_nobody_reviewed_is_not_offered(open_page, pack):
    pack(DRAFT)
    app = helped(open_page)

    assert [one.key for one in app.button_group if one.key == "tongue"] == []
    assert "Kuv ua tau" not in words(app) + drawn(app)


def test_what_was_said_of_the_help_is_read_and_a_gap_is_told_to_the_helper(open_page, pack):
    pack(REVIEWED)
    app = helped(open_page)

    assert '<h3 lang="hmn">Lus Hmoob &lt;1&gt;?</h3>' in drawn(app)
    shown = next(one for one in app.button_group if one.key not in ("tongue", "device"))
    assert "Kuv ua tau" in shown.options
    assert T("answer.1") in shown.options  # the pack does not have it
    shown.set_value(2).run()
    assert T("tongue.missing", language=T("help_language.hmn")) in words(app)


def test_a_language_taken_in_between_is_stored_only_of_who_is_helped(open_page, engine, pack):
    pack(REVIEWED)
    app = begin(open_page(PAGE, noi=TRIEU_SON))
    app.button_group(key="tongue").set_value("hmn").run()

    assert 'lang="hmn"' in drawn(app)
    assert only_draft(engine).help_language is None
    with pytest.raises(ChoiceMissing):
        set_help_language(
            engine, code=only_draft(engine).resume_code, language="xx", now=clock.now()
        )
