"""The parts of the page of hamlets: the list, new ones, another name, the end of one."""

from collections.abc import Sequence

import streamlit as st
from sqlmodel import Session

from db.commands.hamlets import close_hamlet, create_hamlets, rename_hamlet
from db.hamlets import Hamlet, hamlets_within
from domain.access import Permission, Scope
from domain.hamlets import KINDS, as_hamlet_name, as_list
from text import formats
from ui import auth, clock, collecting, filters, language
from ui.attempt import attempt
from ui.database import engine
from ui.language import t

_COMMUNE, _DONE, _CLOSING = "xa", "hamlets-done", "hamlet-to-close"


def commune(scope: Scope) -> str | None:
    """The commune to work on; None when the scope holds none of today."""
    names = collecting.communes(scope)
    if len(names) < 2:
        return next(iter(names), None)
    return filters.choose(t("hamlets.commune"), _COMMUNE, names)


def of_commune(scope: Scope, code: str) -> list[Hamlet]:
    """Its hamlets, closed ones last; of a scope only."""
    with Session(engine()) as session:
        found = hamlets_within(session, scope, on=clock.today(), closed=True)
    return [one for one in found if one.commune_code == code]


def draw(hamlets: Sequence[Hamlet]) -> None:
    """Every hamlet with the names it had."""
    if said := st.session_state.pop(_DONE, None):
        st.success(said)
    if not hamlets:
        st.info(t("hamlets.none"))
        return
    still = sum(one.closed_on is None for one in hamlets)
    with st.expander(t("hamlets.listed", number=still), expanded=still <= 12):
        st.markdown("\n".join(f"- {_line(one)}" for one in hamlets))


def draw_new(commune_code: str) -> None:
    """One name a line; what the commune has already is left out."""
    with st.form("new-hamlets", border=True, clear_on_submit=True):
        text = st.text_area(
            t("hamlets.paste"), key="hamlet-names", placeholder=t("hamlets.example"), height=160
        )
        kind = st.selectbox(t("hamlets.kind"), list(KINDS), key="hamlet-kind")
        sent = st.form_submit_button(t("hamlets.create"), type="primary")
    if sent:
        attempt(lambda: _create(text, kind, commune_code))


def draw_change(hamlets: Sequence[Hamlet]) -> None:
    """Another name for one hamlet, or its end."""
    names = {one.code: one.called for one in hamlets if one.closed_on is None}
    plain = {one.code: one.full_name for one in hamlets}
    if not names:
        return
    with st.expander(t("hamlets.change")):
        code = st.selectbox(
            t("hamlets.which"), list(names), format_func=lambda one: names[one], key="hamlet-one"
        )
        typed = st.text_input(
            t("hamlets.new_name"), value=plain[code], max_chars=60, key=f"hamlet-name-{code}"
        )
        if st.button(t("hamlets.rename"), key="hamlet-rename"):
            attempt(lambda: _rename(code, typed))
        _close_button(code, names[code])


def _close_button(code: str, name: str) -> None:
    """Two taps: people who answer at its points belong to no hamlet from then on."""
    if st.session_state.get(_CLOSING) != code:
        st.button(
            t("hamlets.close"), key="hamlet-close", type="tertiary",
            on_click=st.session_state.__setitem__, args=(_CLOSING, code),
        )  # fmt: skip
        return
    st.warning(t("hamlets.close_sure", hamlet=name))
    if st.button(t("hamlets.close_yes"), key="hamlet-close-yes", type="primary"):
        attempt(lambda: _close(code))


def _line(one: Hamlet) -> str:
    said = f"**{one.full_name}** ({one.code})"
    if one.old_names:
        said += t("hamlets.was_called", names=", ".join(one.old_names))
    if one.closed_on is not None:
        said += t("hamlets.closed", day=formats.day(one.closed_on, language.current()))
    return said


def _create(text: str, kind: str, commune_code: str) -> None:
    by = auth.writer(Permission.MANAGE_HAMLETS)
    when = {"now": clock.now(), "today": clock.today()}
    number = create_hamlets(engine(), as_list(text, kind), commune_code=commune_code, by=by, **when)  # type: ignore[arg-type]
    st.session_state[_DONE] = t("hamlets.created", number=number)


def _rename(code: str, typed: str) -> None:
    by = auth.writer(Permission.MANAGE_HAMLETS)
    name = as_hamlet_name(typed)
    rename_hamlet(engine(), code=code, name=name, by=by, now=clock.now(), today=clock.today())
    st.session_state[_DONE] = t("hamlets.renamed", hamlet=name.full)


def _close(code: str) -> None:
    st.session_state.pop(_CLOSING, None)
    by = auth.writer(Permission.MANAGE_HAMLETS)
    close_hamlet(engine(), code=code, by=by, now=clock.now(), today=clock.today())
    st.session_state[_DONE] = t("hamlets.was_closed")
