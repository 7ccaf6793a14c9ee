"""Who is signed in on this run, and what they may do: every non-public page begins here."""

from dataclasses import replace
from typing import NoReturn

import streamlit as st

from db.accounts import SignedIn, signed_in
from db.commands.sessions import end_session
from domain.access import Permission, Scope, scope_for
from domain.errors import NotAllowed
from ui import clock, password_form, session_cookie, session_door, sign_in_form
from ui.database import engine
from ui.language import t


def current() -> SignedIn | None:
    """
    Who this browser's cookie belongs to, with the grants that hold today; None for nobody.

    Looked up in the database every time and kept nowhere: an ended session is nobody at once.
    """
    token = browser_token()
    person = signed_in(engine(), token, now=clock.now()) if token else None
    if person is None:
        return None
    today = clock.today()
    return replace(person, grants=tuple(g for g in person.grants if g.covers(today)))


def browser_token() -> str | None:
    """The cookie this browser sent when it connected."""
    return st.context.cookies.get(session_cookie.NAME)


def require(permission: Permission) -> Scope:
    """
    The scope in which this visitor may use the permission; otherwise the page ends here.

    Nobody is asked to sign in, a one-time password is changed first, and who may not is told so.
    """
    person = require_signed_in()
    try:
        return scope_for(person.grants, permission, on=clock.today())
    except NotAllowed as refusal:
        st.error(t(refusal.key))
        st.stop()


def require_signed_in() -> SignedIn:
    """Whoever is signed in, whatever they may do; otherwise the page ends with the form."""
    person = current()
    if person is None:
        _ask_to_sign_in()
    if person.must_change_password:
        st.title(t("password.title"))
        st.info(t("password.one_time"))
        password_form.draw(person)
        st.stop()
    return person


def sign_out_button() -> None:
    """Ends the session in the database at once, then the browser drops its cookie."""
    if st.button(t("sign_out.button"), key="sign-out", type="tertiary"):
        token = browser_token()
        if token:
            end_session(engine(), token, now=clock.now())
        session_door.close()


def _ask_to_sign_in() -> NoReturn:
    st.title(t("sign_in.title"))
    st.info(t("error.sign_in_required"))
    sign_in_form.draw()
    st.stop()
