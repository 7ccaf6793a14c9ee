"""The sign-in form: drawn and checked by streamlit-authenticator, over our accounts."""

from urllib.parse import urlsplit

import streamlit as st

from db.commands.sessions import issue_ticket
from domain.errors import WrongPassword
from ui import clock, session_cookie, session_door
from ui.database import engine
from ui.language import t

_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


def draw(*, next_path: str | None = None) -> None:
    """The form; after the right password the browser loads `next_path`, or this page again."""
    if not session_cookie.routes_are_served.is_set():
        st.info(t("sign_in.needs_server"))
        return
    if not _is_private(st.context.url or ""):
        st.warning(t("sign_in.needs_https"))
        return
    from ui.password_check import PasswordCheck  # loads a large library; only this form needs it

    check = PasswordCheck(engine(), address=st.context.ip_address, now=clock.now())
    check.draw(
        {
            "Form name": t("sign_in.form"),
            "Username": t("sign_in.username"),
            "Password": t("sign_in.password"),
            "Login": t("sign_in.button"),
        }
    )
    if check.account_id is not None:
        ticket = issue_ticket(engine(), check.account_id, now=clock.now())
        session_door.open_with(ticket, next_path=next_path)
    elif check.is_incomplete:
        st.warning(t("sign_in.fill_in"))
    elif check.was_refused:
        st.error(t(WrongPassword.key))


def _is_private(url: str) -> bool:
    """Whether a password travels unread: over https, or inside this machine."""
    parts = urlsplit(url)
    return parts.scheme == "https" or parts.hostname in _THIS_MACHINE
