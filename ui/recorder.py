"""Sentences read aloud: recorded one at a time, heard by another, deleted when asked to."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Protocol
from urllib.parse import urlencode

import streamlit as st
from sqlmodel import Session

from db.clips import StoredClip, clips_of
from db.commands.clips import approve_clip, discard_clip
from domain.access import Permission
from domain.errors import DomainError, SignInRequired
from domain.recording import MOST_BYTES, MOST_SECONDS, wording_hash
from text import LANGUAGES
from ui import auth, clip_sentences, clock
from ui.database import engine
from ui.language import t

_SENTENCE, _NEXT, _LANGUAGE = "recorder-sentence", "recorder-next", "recorder-language"
_HERE = Path(__file__).parent
_HTML = (
    '<div data-recorder><button type="button"></button><button type="button"></button>'
    '<button type="button"></button><button type="button"></button>'
    '<p role="status"></p><button type="button" hidden></button></div>'
)


class _Sent(Protocol):
    saved: object


class _Component(Protocol):
    def __call__(
        self, *, key: str, data: dict[str, object], on_saved_change: Callable[[], None]
    ) -> _Sent: ...


def draw() -> None:
    """A language, then recording, review, and the way to take everything back."""
    language = st.selectbox(
        t("recorder.language"), clip_sentences.languages(), format_func=_name, key=_LANGUAGE
    )
    words = clip_sentences.sentences(language)
    with Session(engine()) as session:
        stored = clips_of(session, language)
    current = [
        one for one in stored if wording_hash(words.get(one.sentence_id, "")) == one.wording_hash
    ]
    me = _me()
    done = {one.sentence_id for one in current if one.is_reviewed}
    st.caption(t("recorder.count", done=len(done), all=len(words)))
    _draw_recording(language, words, current)
    waiting = [one for one in current if not one.is_reviewed and one.recorded_by != me]
    _draw_review(words, waiting)
    _draw_own([one for one in stored if one.recorded_by == me])


def _draw_recording(language: str, words: Mapping[str, str], current: list[StoredClip]) -> None:
    if _NEXT in st.session_state:
        st.session_state[_SENTENCE] = st.session_state.pop(_NEXT)
    if st.session_state.get(_SENTENCE) not in words:
        st.session_state[_SENTENCE] = _missing(words, current)
    states = {one.sentence_id: one.is_reviewed for one in current}
    states |= {one.sentence_id: True for one in current if one.is_reviewed}
    sentence_id = st.selectbox(
        t("recorder.sentence"),
        list(words),
        format_func=lambda one: f"{_state(states.get(one))} · {words[one]}",
        key=_SENTENCE,
    )
    st.subheader(words[sentence_id], anchor=False)
    for clip in current:
        if clip.is_reviewed and clip.sentence_id == sentence_id:
            _draw_played(clip)
    if not st.checkbox(t("recorder.agree"), key="recorder-agree"):
        st.info(t("recorder.tick_first"))
        return
    if _recorded(language, sentence_id, words[sentence_id]):
        following = _missing(words, current, after=sentence_id)
        st.session_state[_NEXT] = following
        st.rerun()


def _draw_played(clip: StoredClip) -> None:
    """What citizens hear now, and the way to stop that at once."""
    st.caption(t("recorder.played"))
    _sound(clip)
    if st.button(t("recorder.withdraw"), key="recorder-withdraw"):
        _discard([clip])


def _draw_review(words: Mapping[str, str], waiting: list[StoredClip]) -> None:
    st.subheader(t("recorder.review"), anchor=False)
    if not waiting:
        st.write(t("recorder.nothing_waits"))
        return
    clip = waiting[0]
    st.write(t("recorder.waiting", count=len(waiting)))
    st.markdown(f"**{words[clip.sentence_id]}**")
    _sound(clip)
    with st.container(horizontal=True):
        if st.button(t("recorder.right"), key=f"right-{clip.name}", type="primary"):
            _approve(clip)
        if st.button(t("recorder.again"), key=f"again-{clip.name}"):
            _discard([clip])


def _draw_own(own: list[StoredClip]) -> None:
    st.subheader(t("recorder.own"), anchor=False)
    st.write(t("recorder.own_count", count=len(own)))
    if not own or not st.checkbox(t("recorder.sure"), key="recorder-sure"):
        return
    if st.button(t("recorder.delete_own"), key="recorder-delete"):
        _discard(own)


def _recorded(language: str, sentence_id: str, words: str) -> bool:
    """Whether our own route has just stored a recording of this sentence."""
    asked = {"tieng": language, "cau": sentence_id, "chu": wording_hash(words)}
    data: dict[str, object] = {
        "id": f"{language} {sentence_id}",
        "path": f"{clip_sentences.SAVE_PATH}?{urlencode(asked)}",
        "most": MOST_BYTES,
        "seconds": MOST_SECONDS,
        "words": _words(),
    }
    sent = _recorder()(key="recorder", data=data, on_saved_change=lambda: None)
    return isinstance(sent.saved, str)


def _words() -> dict[str, str]:
    too_large = t("error.clip_too_large", kilobytes=MOST_BYTES // 1000)
    return {
        "record": t("recorder.record"),
        "stop": t("recorder.stop"),
        "listen": t("recorder.listen"),
        "save": t("recorder.save"),
        "reload": t("recorder.reload"),
        "recording": t("recorder.recording", seconds=MOST_SECONDS),
        "recorded": t("recorder.recorded"),
        "sending": t("recorder.sending"),
        "saved": t("recorder.saved"),
        "shut": t("recorder.shut"),
        "failed": t("recorder.failed"),
        "large": too_large,
        "403": t("error.not_allowed"),
        "409": t("error.words_changed"),
        "413": too_large,
        "415": t("error.not_a_sound"),
    }


def _sound(clip: StoredClip) -> None:
    if clip.path.is_file():
        st.audio(clip.path.read_bytes(), format=f"audio/{clip.kind}")
    else:
        st.caption(t("recorder.file_gone"))


def _approve(clip: StoredClip) -> None:
    try:
        by = auth.writer(Permission.RECORD_CLIPS)
        approve_clip(engine(), name=clip.name, by=by, now=clock.now(), today=clock.today())
    except DomainError as refusal:
        st.error(t(refusal.key, **refusal.details))
        return
    _anew()


def _discard(clips: list[StoredClip]) -> None:
    try:
        by = auth.writer(Permission.RECORD_CLIPS)
        for clip in clips:
            discard_clip(engine(), name=clip.name, by=by, now=clock.now(), today=clock.today())
    except DomainError as refusal:
        st.error(t(refusal.key, **refusal.details))
        return
    _anew()


def _anew() -> None:
    clip_sentences.offer()
    st.rerun()


def _missing(words: Mapping[str, str], current: list[StoredClip], after: str = "") -> str:
    """The first sentence nobody has recorded yet, behind this one where there is one."""
    there = {one.sentence_id for one in current} | {after}
    order = list(words)
    start = order.index(after) + 1 if after in words else 0
    return next((one for one in order[start:] + order[:start] if one not in there), order[0])


def _me() -> int:
    person = auth.current()
    if person is None:
        raise SignInRequired
    return person.account_id


def _name(language: str) -> str:
    return t(f"languages.name_{language}" if language in LANGUAGES else f"help_language.{language}")


def _state(is_reviewed: bool | None) -> str:
    if is_reviewed is None:
        return "○"
    return "●" if is_reviewed else "◐"


@cache
def _recorder() -> _Component:
    made: _Component = st.components.v2.component(
        "recorder",
        html=_HTML,
        css=(_HERE / "recorder.css").read_text(encoding="utf-8"),
        js=(_HERE / "recorder.js").read_text(encoding="utf-8"),
    )
    return made
