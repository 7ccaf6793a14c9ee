"""What an offline kit handed over: a dry run that names every line, and then the saving."""

from collections import Counter
from dataclasses import dataclass

import streamlit as st
from sqlmodel import Session

from db.batches import Known, compare
from db.commands.batches import SavedBatch, save_rows
from db.kits import kit_within
from domain.access import Permission, Scope
from domain.collection import BatchKind, EnteredPerson
from domain.errors import DomainError, UnknownKit
from domain.kit import Kit, Opened, open_lines
from domain.kit_check import Handed, LineFault, check
from domain.questionnaire import Questionnaire
from ui import auth, clock, collecting, database, import_file, received_files
from ui.database import engine
from ui.language import t
from ui.received_files import FileKind

_HANDLE, _SAVED = "kit_handle", "kit_saved"
_MOST_NAMED = 30  # lines of one fault named by their numbers


@dataclass(frozen=True)
class Received:
    """A file held against the kit it comes from."""

    opened: Opened
    kit: Kit
    asked: Questionnaire
    handed: Handed


def draw(scope: Scope) -> None:
    """Take a file or a pasted text, say what it would do, and do it when told to."""
    st.subheader(t("kit.hand_in"), anchor=False)
    if _SAVED in st.session_state:
        _draw_saved(*st.session_state[_SAVED])
        return
    chosen, pasted = import_file.chosen_file(FileKind.KIT), _pasted()
    handle = chosen or pasted
    if handle is not None:
        st.session_state[_HANDLE] = handle
    if _HANDLE in st.session_state:
        _dry_run(scope, st.session_state[_HANDLE])


def _pasted() -> str | None:
    with st.expander(t("kit.paste")), st.form("kit-paste", border=False):
        text = st.text_area(t("kit.pasted"), key="kit-text", max_chars=200_000)
        sent = st.form_submit_button(t("kit.read"))
    if not sent or not text.strip():
        return None
    try:
        by = auth.writer(Permission.COLLECT)
    except DomainError as refusal:
        st.error(t(refusal.key, **refusal.details))
        return None
    return received_files.receive(text.encode(), account_id=by, now=clock.now(), kind=FileKind.KIT)


def _dry_run(scope: Scope, handle: str) -> None:
    """Nothing is stored before the button below."""
    try:
        received = _received(scope, handle)
    except DomainError as refusal:
        st.error(t(refusal.key, **refusal.details))
        return
    if received is None:
        st.info(t("import.gone"))
        return
    _draw_origin(received)
    _draw_faults(received)
    _draw_differences(scope, received, handle)


def _received(scope: Scope, handle: str) -> Received | None:
    """
    Raises:
        UnknownKit: the kit is of nobody, or of a point outside the scope.
        NotOurKitFile, FileTooLarge, TooManyRows: see `domain.kit`.
    """
    by, now = auth.writer(Permission.COLLECT), clock.now()
    rows = received_files.rows_of(handle, account_id=by, now=now, kind=FileKind.KIT)
    if rows is None:
        return None
    opened = open_lines([(number, typed["line"]) for number, _, _, typed in rows])
    with Session(engine()) as session:
        kit = kit_within(session, scope, opened.kit_token)
    if kit.commune_code not in collecting.communes(scope):  # the commune is no more
        raise UnknownKit
    asked = database.questionnaire(kit.version)
    return Received(opened, kit, asked, check(opened, kit, asked, now=now))


def _draw_origin(received: Received) -> None:
    kit = received.kit
    place = f"{kit.point_name} · {kit.commune_name}"
    st.write(t("kit.from", point=place, version=kit.version, people=len(received.handed.people)))
    if not kit.is_point_open:
        st.warning(t("kit.point_closed"))
    if kit.version != collecting.newest_questionnaire().version:
        st.info(t("kit.older", version=kit.version))


def _draw_faults(received: Received) -> None:
    faults = received.handed.faults
    for kind in LineFault:
        lines = [str(line) for line, found in faults.items() if found is kind]
        if lines:
            named = ", ".join(lines[:_MOST_NAMED]) + ("…" if len(lines) > _MOST_NAMED else "")
            st.error(t(f"kit_fault.{kind}", number=len(lines), lines=named))
    if received.opened.missing:
        st.error(t("kit.cut", number=received.opened.missing))


def _draw_differences(scope: Scope, received: Received, handle: str) -> None:
    people, odd = received.handed.people, set(received.handed.odd_times)
    with Session(engine()) as session:
        known = compare(session, scope, people, received.asked)
    numbers = Counter(known.values())
    for state in Known:
        if numbers[state]:
            st.write(t(f"import.{state}", number=numbers[state]))
    if not numbers[Known.NEW]:
        st.info(t("import.nothing_new"))
        return
    new_odd = [row for row, state in known.items() if state is Known.NEW and row in odd]
    sure = True
    if new_odd:
        lines = ", ".join(str(row) for row in new_odd[:_MOST_NAMED])
        st.warning(t("kit.odd_times", number=len(new_odd), lines=lines))
        sure = st.checkbox(t("kit.odd_times_sure"), key=f"kit-odd-{handle}")
    label = t("import.save", number=numbers[Known.NEW])
    if st.button(label, key="kit-save", type="primary", disabled=not sure):
        _save(received, handle)


def _save(received: Received, handle: str) -> None:
    kit = received.kit
    try:
        saved = save_rows(
            engine(),
            received.handed.people,
            kind=BatchKind.FILE,
            key=handle,
            questionnaire=received.asked,
            by=auth.writer(Permission.COLLECT),
            now=clock.now(),
            today=clock.today(),
            point=kit.point_token if kit.is_point_open else None,
        )
    except DomainError as refusal:
        st.error(t(refusal.key, **refusal.details))
        return
    received_files.forget(handle)
    st.session_state.pop(_HANDLE, None)
    st.session_state[_SAVED] = (saved, _slips(received.handed.people))
    st.rerun()


def _slips(people: tuple[EnteredPerson, ...]) -> dict[int, str]:
    """Row → the mark on the person's slip, as the kit showed it."""
    return {person.row: person.key[:6] for person in people}


def _draw_saved(saved: SavedBatch, slips: dict[int, str]) -> None:
    """The codes stand on the screen once."""
    st.success(t("import.saved", people=len(saved.codes)))
    with st.expander(t("import.codes")):
        lines = [
            f"- {t('kit.slip_row', slip=slips[row])}: **{code[:3]} {code[3:]}**"
            for row, code in sorted(saved.codes.items())
        ]
        st.markdown("\n".join(lines))
    st.button(t("import.next"), key="kit-next", on_click=_begin_anew)


def _begin_anew() -> None:
    for name in (_HANDLE, _SAVED):
        st.session_state.pop(name, None)
