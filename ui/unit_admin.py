"""The parts of the page of units: what was changed, a new change, its preview, undo."""

from collections.abc import Sequence
from datetime import timedelta

import streamlit as st
from sqlmodel import Session

from db.commands.unit_changes import change_units, undo_unit_change
from db.places import place_with_code, search
from db.unit_changes import ListedChange, listed_changes
from db.unit_plans import (
    KINDS,
    Change,
    NewUnit,
    PlannedChange,
    plan_of,
)
from domain.access import Permission
from domain.errors import DomainError
from domain.unit_entry import Piece
from text import formats
from ui import auth, clock, language, unit_preview
from ui.attempt import attempt
from ui.database import engine
from ui.language import t
from ui.places import communes

_OLD, _PLANNED = "unit-change-old", "unit-change-planned"
_MOST_PIECES = 6  # of a commune that is split
_MOST_PARTS = 40  # that one document moves


def draw_changes() -> None:
    """Every change entered so far; the ones in force with the way back."""
    with Session(engine()) as session:
        changes = listed_changes(session)
    st.subheader(t("units.list"))
    if not changes:
        st.info(t("units.none"))
    for change in changes:
        st.write(_sentence(change))
        if not change.undone and st.button(t("units.undo"), key=f"undo-{change.change_id}"):
            attempt(lambda change=change: _undo(change))  # type: ignore[misc]


def draw_new() -> None:
    """Enter a change, look at what it moves, then apply it."""
    st.subheader(t("units.new"))
    kind = Change(
        st.radio(
            t("units.kind"),
            [one.value for one in Change],
            format_func=lambda one: t(f"units.{one}"),
            key="unit-change-kind",
        )
    )
    chosen = _choose_old()
    parts = _number_of_parts(kind, chosen)
    with st.form("unit-change"):
        moving = range(1, parts + 1) if kind is Change.TRANSFER else ()
        pieces = tuple(_piece(number, chosen) for number in moving)
        new_units = () if kind is Change.TRANSFER else _new_units(kind, parts)
        document = st.text_input(t("units.document"), key="unit-change-document", max_chars=120)
        tomorrow = clock.today() + timedelta(days=1)
        day = st.date_input(t("units.day"), tomorrow, format="DD/MM/YYYY", key="unit-change-day")
        sent = st.form_submit_button(t("units.preview"))
    if sent:
        planned = PlannedChange(kind, tuple(chosen), new_units, document, day, pieces)
        st.session_state[_PLANNED] = planned
    if _PLANNED in st.session_state:
        _draw_plan(st.session_state[_PLANNED])


def _choose_old() -> list[str]:
    chosen: list[str] = st.session_state.setdefault(_OLD, [])
    typed = st.text_input(t("units.find"), key="unit-change-find", max_chars=60)
    for place in search(communes(), typed):
        label = t("units.add", name=f"{place.full_name}, {place.province_name}", code=place.code)
        if place.code not in chosen:
            st.button(label, key=f"add-{place.code}", on_click=chosen.append, args=(place.code,))
    for code in chosen:
        st.button(
            t("units.remove", name=_name_of(code), code=code),
            key=f"remove-{code}",
            on_click=chosen.remove,
            args=(code,),
        )
    return chosen


def _number_of_parts(kind: Change, chosen: Sequence[str]) -> int:
    """How many new units, or pieces of a transfer, there are to fill in."""
    if kind is Change.MERGE:
        return 1
    if kind is Change.SPLIT:
        return int(st.number_input(t("units.split_into"), 2, _MOST_PIECES, key="unit-change-into"))
    if len(chosen) < 2:
        st.info(t("units.choose_two"))
        return 0
    return int(st.number_input(t("units.pieces"), 1, _MOST_PARTS, 1, key="unit-change-parts"))


def _piece(number: int, chosen: Sequence[str]) -> Piece:
    columns = st.columns([4, 4, 2])
    with columns[0]:
        given_by = st.selectbox(
            t("units.piece_from", number=number),
            chosen,
            format_func=_name_of,
            key=f"piece-from-{number}",
        )
    with columns[1]:
        got_by = st.selectbox(
            t("units.piece_to"), chosen, 1, format_func=_name_of, key=f"piece-to-{number}"
        )
    with columns[2]:
        percent = st.number_input(
            t("units.piece_share"), 0.0, 100.0, 0.0, key=f"piece-share-{number}"
        )
    return Piece(given_by, got_by, percent / 100)


def _name_of(code: str) -> str:
    try:
        place = place_with_code(communes(), code)
    except DomainError:  # it ended since it was chosen; the preview says so
        return code
    return f"{place.full_name}, {place.province_name}"


def _new_units(kind: Change, number: int) -> tuple[NewUnit, ...]:
    return tuple(_new_unit(place, kind) for place in range(1, number + 1))


def _new_unit(place: int, kind: Change) -> NewUnit:
    if kind is Change.SPLIT:
        st.markdown(t("units.piece_number", number=place))
    columns = st.columns([2, 4, 2, 2] if kind is Change.SPLIT else [2, 4, 2])
    with columns[0]:
        code = st.text_input(t("units.code"), key=f"new-code-{place}", max_chars=5)
    with columns[1]:
        name = st.text_input(t("units.name"), key=f"new-name-{place}", max_chars=60)
    with columns[2]:
        unit_kind = st.selectbox(t("units.unit_kind"), KINDS, key=f"new-kind-{place}")
    if kind is Change.MERGE:
        return NewUnit(code, name, unit_kind)
    with columns[3]:
        percent = st.number_input(t("units.share"), 0.0, 100.0, 0.0, key=f"new-share-{place}")
    return NewUnit(code, name, unit_kind, percent / 100)


def _draw_plan(planned: PlannedChange) -> None:
    try:
        with Session(engine()) as session:
            plan = plan_of(session, planned)
    except DomainError as refusal:
        st.error(t(refusal.key, **refusal.details))
        return
    unit_preview.draw(plan)
    if st.button(t("units.apply"), key="unit-change-apply", type="primary"):
        attempt(lambda: _apply(planned))


def _sentence(change: ListedChange) -> str:
    day = formats.day(change.happens_on, language.current())
    if change.kind is Change.TRANSFER:
        parts = "; ".join(
            t(
                "units.part",
                percent=unit_preview.percent(part.share),
                old=part.old_name,
                new=part.new_name,
            )
            for part in change.parts
        )
        key = "units.parts_undone" if change.undone else "units.parts_in_force"
        return t(key, parts=parts, day=day, document=change.document)
    return t(
        "units.undone" if change.undone else "units.in_force",
        kind=t(f"units.{change.kind.value}"),
        old=", ".join(change.old_names),
        new=", ".join(change.new_names),
        document=change.document,
        day=day,
    )


def _apply(planned: PlannedChange) -> None:
    by = auth.writer(Permission.MANAGE_UNITS)
    change_units(engine(), planned, by=by, now=clock.now(), today=clock.today())
    st.session_state.pop(_PLANNED)
    st.session_state.pop(_OLD)


def _undo(change: ListedChange) -> None:
    by = auth.writer(Permission.MANAGE_UNITS)
    undo_unit_change(
        engine(), change_id=change.change_id, by=by, now=clock.now(), today=clock.today()
    )
