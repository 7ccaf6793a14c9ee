"""Leaders hear what others recorded, never their own, and take their voice back themselves."""

import pytest
from sqlmodel import Session

from db.clips import clips_of
from db.commands.clips import save_clip
from db.settings import settings
from domain.access import Role
from tests.pages.conftest import words
from text import clips, translator
from ui import clip_sentences, clock

T = translator("vi")
PAGE = "field/recorder"


@pytest.fixture
def recorded(engine, signed_in, monkeypatch, tmp_path):
    """Sentence id → as read by this account."""
    monkeypatch.setenv("CLIPS_DIR", str(tmp_path / "clips"))
    settings.cache_clear()

    def record(by, *sentence_ids):
        said = clip_sentences.sentences("vi")
        for one in sentence_ids:
            save_clip(engine, language="vi", sentence_id=one, words=said[one], content=b"OggS-",
                      by=by, now=clock.now(), today=clock.today())  # fmt: skip

    yield record
    clips.offer({})


def left(engine):
    with Session(engine) as session:
        return [(one.sentence_id, one.is_reviewed) for one in clips_of(session)]


def pressed(app, label):
    [button] = [one for one in app.button if one.label == label]
    return button.click().run()


def test_only_what_others_recorded_waits_and_right_makes_it_heard(
    engine, signed_in, open_page, recorded
):
    recorded(signed_in(Role.LEADER, "38"), "answer-0")
    recorded(signed_in(Role.LEADER, "15"), "answer-1")

    app = open_page(PAGE)
    assert T("recorder.waiting", count=1) in words(app)
    assert f"**{T('answer.0')}**" in words(app)
    app = pressed(app, T("recorder.right"))

    assert left(engine) == [("answer-0", True), ("answer-1", False)]
    assert T("recorder.nothing_waits") in words(app)
    assert clips.address("vi", "answer-0", T("answer.0"))


def test_ones_own_voice_is_deleted_once_one_is_sure(engine, signed_in, open_page, recorded):
    recorded(signed_in(Role.LEADER, "38"), "answer-0")
    recorded(signed_in(Role.LEADER, "15"), "answer-1", "answer-2")

    app = open_page(PAGE)
    assert T("recorder.delete_own") not in words(app)
    [sure] = [one for one in app.checkbox if one.label == T("recorder.sure")]
    sure.check().run()
    pressed(app, T("recorder.delete_own"))

    assert left(engine) == [("answer-0", False)]


def test_no_button_records_before_the_consent(signed_in, open_page):
    signed_in(Role.LEADER, "15")

    app = open_page(PAGE)

    assert T("recorder.tick_first") in words(app)
    [agree] = [one for one in app.checkbox if one.label == T("recorder.agree")]
    assert not agree.value
    assert T("recorder.tick_first") not in words(agree.check().run())
