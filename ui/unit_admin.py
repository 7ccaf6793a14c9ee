"""The parts of the page of units: what was changed, a new change, its preview, undo."""

from collections.abc import Callable, Sequence
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
    Plan,
    PlannedChange,
    plan_of,
)
from domain.access import PUBLIC, Permission
from domain.errors import DomainError
from domain.people import Mode
from text import formats
from ui import auth, clock, language, load, reference, show
from ui.database import engine
from ui.language import t
from ui.places import communes

_OLD, _PLANNED = "unit-change-old", "unit-change-planned"
_MOST_PIECES = 6


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
            _do(lambda change=change: _undo(change))  # type: ignore[misc]


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
    _choose_old()
    with st.form("unit-change"):
        new_units = _new_units(kind)
        document = st.text_input(t("units.document"), key="unit-change-document", max_chars=120)
        tomorrow = clock.today() + timedelta(days=1)
        day = st.date_input(t("units.day"), tomorrow, format="DD/MM/YYYY", key="unit-change-day")
        sent = st.form_submit_button(t("units.preview"))
    if sent:
        codes = tuple(st.session_state.get(_OLD, []))
        st.session_state[_PLANNED] = PlannedChange(kind, codes, new_units, document, day)
    if _PLANNED in st.session_state:
        _draw_plan(st.session_state[_PLANNED])


def _choose_old() -> None:
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


def _name_of(code: str) -> str:
    try:
        place = place_with_code(communes(), code)
    except DomainError:  # it ended since it was chosen; the preview says so
        return code
    return f"{place.full_name}, {place.province_name}"


def _new_units(kind: Change) -> tuple[NewUnit, ...]:
    number = 1 if kind is Change.MERGE else _MOST_PIECES
    units = [_new_unit(place, kind) for place in range(1, number + 1)]
    return tuple(unit for unit in units if kind is Change.MERGE or unit.code or unit.name)


def _new_unit(place: int, kind: Change) -> NewUnit:
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
    st.subheader(t("units.plan"))
    st.table(_moves(plan))
    for area in plan.areas:
        for names, key in ((area.gains, "units.area_gains"), (area.loses, "units.area_loses")):
            if names:
                st.write(t(key, area=area.name, names=", ".join(names)))
    if planned.kind is Change.SPLIT:
        st.warning(t("units.split_estimated"))
    st.caption(t("units.plan_note"))
    if st.button(t("units.apply"), key="unit-change-apply", type="primary"):
        _do(lambda: _apply(planned))


def _moves(plan: Plan) -> dict[str, Sequence[str]]:
    """Which figures move where: those everybody may read, so that a preview tells no more."""
    figures = _published(plan)
    moves = plan.moves
    return {
        t("units.from"): [f"{move.old_name} ({move.old_code})" for move in moves],
        t("show.n"): [figures.get(move.old_code, show.ABSENT) for move in moves],
        t("units.share"): [f"{100 * move.share:g} %" for move in moves],
        t("units.to"): [f"{move.new_name} ({move.new_code})" for move in moves],
    }


def _published(plan: Plan) -> dict[str, str]:
    """Commune code → n of the latest round as the public table of its province shows it."""
    campaign = reference.rounds()[0]
    version = load.data_version()
    provinces = {place.province_code for place in communes() if place.code in plan.change.old_codes}
    found: dict[str, str] = {}
    for code in sorted(provinces):
        published = load.communes(PUBLIC, code, campaign, Mode.SELF, version, language.current())
        rows = published.without(code).table
        found |= {
            unit: show.number(n) for unit, n in zip(rows["unit_code"], rows["n"], strict=True)
        }
    return found


def _sentence(change: ListedChange) -> str:
    return t(
        "units.undone" if change.undone else "units.in_force",
        kind=t(f"units.{change.kind.value}"),
        old=", ".join(change.old_names),
        new=", ".join(change.new_names),
        document=change.document,
        day=formats.day(change.happens_on, language.current()),
    )


def _do(command: Callable[[], None]) -> None:
    try:
        command()
    except DomainError as refusal:
        st.error(t(refusal.key, **refusal.details))
        return
    st.rerun()


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
