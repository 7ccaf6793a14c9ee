"""The files of a meeting: asked for here, made beside, taken when they are ready."""

import hashlib
import secrets

import streamlit as st

from domain.access import Scope
from domain.errors import TooManyFiles
from domain.places import search_key
from meeting.deck import Deck
from ui.file_jobs import Progress, Stage, jobs
from ui.file_maker import DeckFile, FileKind
from ui.language import t

_SESSION = "files_session"  # by what name this visit waits
_LOOKED_AFTER = 1.0  # seconds between two looks, while a file is being made
_MARK = "-mo-phong"
_UNIT_KINDS = ("tinh ", "thanh pho ", "xa ", "phuong ", "dac khu ")
_ENDS = {
    FileKind.SLIDES: (".pptx", "vnd.openxmlformats-officedocument.presentationml.presentation"),
    FileKind.REPORT: (".docx", "vnd.openxmlformats-officedocument.wordprocessingml.document"),
    FileKind.UNION_REPORT: (
        "-doan.docx",
        "vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    FileKind.HANDOUT: (".pdf", "pdf"),
    FileKind.WORKBOOK: (".xlsx", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    FileKind.OFFLINE: (".html", "octet-stream"),  # kept, not opened by the browser of this visit
}


def draw(deck: Deck, *, scope: Scope) -> None:
    """A line for each kind of file: to have it made, how far it is, to take it."""
    keys = {kind: key_of(deck, kind, scope) for kind in FileKind}
    under_way = any(_is_under_way(_look(key)) for key in keys.values())
    st.subheader(t("files.title"), anchor=False)
    st.caption(t("files.note"))
    looked_after = _LOOKED_AFTER if under_way else None
    st.fragment(_lines, run_every=looked_after)(deck, keys, under_way)


def file_name(deck: Deck, kind: FileKind) -> str:
    """A name every system can keep: "hop-thanh-hoa-so-12.pptx"; of simulated figures it says so."""
    place = search_key(deck.place)
    for prefix in _UNIT_KINDS:
        place = place.removeprefix(prefix)
    whole = f"hop-{place or 'khong-ten'}-so-{deck.frozen.number}".replace(" ", "-")
    return whole + (_MARK if deck.simulated else "") + _ENDS[kind][0]


def key_of(deck: Deck, kind: FileKind, scope: Scope) -> str:
    """The same figures in the same words, for the same readers, are the same file."""
    said = [
        (one.subtitle, one.finding, one.notes, one.spine, one.grid, one.backup, one.refused)
        for one in deck.slides
    ]
    head = (deck.frozen, deck.title, deck.place, deck.language, deck.conclusions)
    readers = (scope.role, sorted(scope.area_codes))
    return hashlib.sha256(repr((kind, head, said, readers)).encode()).hexdigest()


def _lines(deck: Deck, keys: dict[FileKind, str], was_under_way: bool) -> None:
    under_way = False
    for kind, key in keys.items():
        progress = _look(key)
        under_way |= _is_under_way(progress)
        with st.container(horizontal=True, vertical_alignment="center"):
            _line(deck, kind, key, progress)
    if under_way != was_under_way:  # begin to look after it, or stop
        st.rerun()


def _line(deck: Deck, kind: FileKind, key: str, progress: Progress | None) -> None:
    name = t(f"files.{kind}")
    if progress is None or progress.stage is Stage.FAILED:
        if st.button(t("files.make", name=name), key=f"make-{kind}"):
            _ask(deck, kind, key)
        if progress is not None and progress.refusal is not None:
            st.error(t(progress.refusal.key, **progress.refusal.details))
        return
    if progress.content is not None:
        _, mime = _ENDS[kind]
        st.download_button(
            t("files.take", name=name),
            progress.content,
            file_name=file_name(deck, kind),
            mime=f"application/{mime}",
            key=f"take-{kind}",
            on_click="ignore",
            type="primary",
        )
        return
    st.markdown(f"{name}: {_said(progress)}")
    if st.button(t("files.leave"), key=f"leave-{kind}", help=t("files.leave_help", name=name)):
        jobs().leave(key, session=_session())
        st.rerun()


def _said(progress: Progress) -> str:
    if progress.stage is Stage.MAKING:
        return t("files.making", seconds=progress.seconds)
    return t("files.waiting", ahead=progress.ahead)


def _ask(deck: Deck, kind: FileKind, key: str) -> None:
    try:
        jobs().ask(key, DeckFile(kind, deck), session=_session())
    except TooManyFiles as error:
        st.error(t(error.key))
        return
    st.rerun()


def _look(key: str) -> Progress | None:
    return jobs().look(key, session=_session())


def _is_under_way(progress: Progress | None) -> bool:
    return progress is not None and progress.stage in (Stage.WAITING, Stage.MAKING)


def _session() -> str:
    """A name of this visit that nobody else knows."""
    if _SESSION not in st.session_state:
        st.session_state[_SESSION] = secrets.token_hex(16)
    return str(st.session_state[_SESSION])
