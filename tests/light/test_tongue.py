"""Questions in a further language: a reviewed pack is offered, a draft never, gaps are said."""

import pytest
from sqlmodel import Session, select

from db import language_packs
from db.models import Assessment
from db.questionnaires import current_version, load_questionnaire
from tests.light.person import t
from text import clips

PACK = """
language: hmn
name: Tiếng Mông
status: {status}
reviewed_by: "{by}"
reviewed_on: "{on}"
sentences: {{{first}: "Lus Hmoob 1?", answer-0: "Tsis tau", answer-2: "Kuv ua tau"}}
"""
TITLE = 'lang="hmn"'
NAME = t("help_language.hmn")


@pytest.fixture
def first(engine) -> str:
    with Session(engine) as session:
        return load_questionnaire(session, current_version(session)).core[0].id


@pytest.fixture
def pack(first, tmp_path, monkeypatch):
    """A pack of one question and two answers; `status` decides whether anybody reviewed it."""

    def written(status: str = language_packs.REVIEWED) -> None:
        by, on = ("cán bộ xã", "2026-11-22") if status == language_packs.REVIEWED else ("", "")
        words = PACK.format(status=status, by=by, on=on, first=first)
        (tmp_path / "hmn.yaml").write_text(words, encoding="utf-8")
        monkeypatch.setattr(language_packs, "FOLDER", tmp_path)

    return written


def spoken(engine) -> str | None:
    with Session(engine) as session:
        return session.exec(select(Assessment.help_language)).one()


def helped(person, language="vi"):
    """With somebody of the family, up to the first question."""
    person.open("/nhe?noi=15664").press(t("mode.assisted")).press(t("help_relation.family"))
    person.press(t(f"help_language.{language}")).press(t("start.place_yes")).choose()
    return person.press(t("consent.begin"), statistics="1").press(t("device.2"))


def test_a_language_nobody_reviewed_is_offered_to_nobody(person, pack):
    pack(language_packs.DRAFT)
    helped(person, "hmn")

    assert t("tongue.read_in") not in person.html
    assert TITLE not in person.html
    assert "Tsis tau" not in person.html


def test_whoever_helps_in_a_reviewed_language_reads_both_each_marked_as_what_it_is(person, pack):
    pack()
    helped(person, "hmn")

    assert '<h1 lang="hmn">Lus Hmoob 1?</h1><p class="hint" lang="vi">' in person.html
    assert '<span lang="hmn">Kuv ua tau</span><br><small>' + t("answer.2") in person.html
    assert f"<span>{t('answer.1')}</span>" in person.html
    assert t("tongue.missing", language=NAME) not in person.html


def test_a_question_the_pack_lacks_is_in_vietnamese_and_the_helper_is_told(person, pack):
    pack()
    helped(person, "hmn").press("Kuv ua tau")

    assert t("form.counter", number=2, total=12) in person.html
    assert t("tongue.missing", language=NAME) in person.html
    assert '<h1 lang="hmn"' not in person.html


def test_a_language_taken_in_between_is_kept_and_stored_with_the_answers(person, engine, pack):
    pack()
    helped(person)
    assert TITLE not in person.html

    person.press(NAME)

    assert (TITLE in person.html, spoken(engine)) == (True, "hmn")
    person.press(t("languages.name_vi"))
    assert (TITLE in person.html, spoken(engine)) == (False, "vi")


def test_who_answers_alone_may_read_it_too_and_of_help_nothing_is_stored(person, engine, pack):
    pack()
    person.begin().press(NAME)

    assert TITLE in person.html
    assert spoken(engine) is None


@pytest.mark.parametrize("code", ["tyz", "xx", "'><b>", ""])
def test_a_language_that_is_not_offered_changes_nothing(person, engine, pack, code):
    pack()
    helped(person)
    base = person.at.rsplit("/", 1)[0]

    person.post(f"{base}/tieng", {"tc": code})

    assert (TITLE in person.html, spoken(engine)) == (False, "vi")


def test_the_next_person_reads_in_our_language_again(person, pack):
    pack()
    helped(person).press(NAME)
    person.press(t("result.next_person"))

    assert TITLE not in person.begin().html


def test_a_recording_of_the_pack_is_played_and_none_of_ours_instead(person, pack, first):
    pack()
    clips.offer({("hmn", first): ("Lus Hmoob 1?", "/m.ogg"), ("vi", "answer-0"): ("x", "/v.ogg")})
    helped(person, "hmn")
    clips.offer({})

    assert 'data-clip="/m.ogg"' in person.html
    assert "/v.ogg" not in person.html
