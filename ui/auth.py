"""Who is signed in on this run, and what they may do: every non-public page begins here."""

from dataclasses import replace
from typing import NoReturn

import streamlit as st

from db.accounts import SignedIn, signed_in
from db.commands.sessions import end_session
from db.commands.view_as import end_view
from db.view_as import View, view_of
from domain.access import GrantFact, Permission, Scope, grant_over, has_permission, scope_for
from domain.errors import NotAllowed, SignInRequired, ViewOnly
from ui import clock, password_form, session_cookie, session_door, sign_in_form
from ui.database import engine
from ui.language import t


def current() -> SignedIn | None:
    """
    As whom this browser reads, with the grants that hold today; None for nobody and the public.

    That is whoever signed in, or the account they view. Looked up in the database every time and
    kept nowhere: an ended session is nobody at once, and so is a view whose ground is gone.
    """
    person = _whose_browser()
    view = _view(person)
    reader = person if view is None else view.reader
    if reader is None:
        return None
    today = clock.today()
    return replace(reader, grants=tuple(g for g in reader.grants if g.covers(today)))


def viewing() -> View | None:
    """The view this browser reads in, checked now; None when everybody is themselves."""
    return _view(_whose_browser())


def writer(permission: Permission) -> int:
    """
    The account that changes something by a permission: what every command's `by` is taken from.

    Raises:
        SignInRequired: they signed out in another tab, after the first line of the page.
        ViewOnly: this browser reads as somebody else.
        NotAllowed: they lost the permission meanwhile.
    """
    person = current()
    if viewing() is not None:
        raise ViewOnly
    if person is None:
        raise SignInRequired
    if not has_permission(person.grants, permission, on=clock.today()):
        raise NotAllowed(permission=permission.value)
    return person.writing_id()


def grant_over_area(permission: Permission, area_code: str) -> GrantFact | None:
    """The grant by which this visitor reads an area, so that the page can say until when."""
    person = current()
    grants = person.grants if person else ()
    return grant_over(grants, permission, area_code, on=clock.today())


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
    if person.must_change_password and person.viewed_by is None:
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


def _whose_browser() -> SignedIn | None:
    token = browser_token()
    return signed_in(engine(), token, now=clock.now()) if token else None


def _view(person: SignedIn | None) -> View | None:
    """The view that holds; one that does not is ended in the database on the way."""
    if person is None or person.view is None:
        return None
    now = clock.now()
    view = view_of(engine(), person, now=now, today=clock.today())
    if view is None:
        reason = "time_over" if person.view.ends_at <= now else "not_allowed"
        end_view(engine(), browser_token() or "", now=now, reason=reason)
    return view


def _ask_to_sign_in() -> NoReturn:
    st.title(t("sign_in.title"))
    st.info(t("error.sign_in_required"))
    if viewing() is None:
        sign_in_form.draw()
    st.stop()
