"""The form to change one's own password."""

import streamlit as st

from db.accounts import SignedIn
from db.commands.passwords import set_password
from db.commands.sessions import issue_ticket
from db.commands.sign_in_attempts import begin_attempt, forget_failures
from domain import password as rules
from domain.errors import DomainError, WrongPassword
from ui import clock, session_door
from ui.database import engine
from ui.language import t


def draw(person: SignedIn) -> None:
    """Change the password; every other browser of this account is signed out."""
    with st.form("password", border=False):
        current = st.text_input(t("password.current"), type="password", key="password-current")
        new = st.text_input(
            t("password.new"),
            type="password",
            key="password-new",
            help=t("password.rules", minimum=rules.MINIMUM_CHARACTERS),
            autocomplete="new-password",
        )
        again = st.text_input(
            t("password.again"), type="password", key="password-again", autocomplete="new-password"
        )
        sent = st.form_submit_button(t("password.button"), type="primary")
    if sent:
        _change(person, current, new, again)


def _change(person: SignedIn, current: str, new: str, again: str) -> None:
    if rules.normalise(new) != rules.normalise(again):
        st.error(t("password.differ"))
        return
    try:
        _guarded_change(person, current, new)
    except DomainError as refusal:
        st.error(t(refusal.key, **refusal.details))
        return
    st.success(t("password.changed"))
    session_door.open_with(issue_ticket(engine(), person.account_id, now=clock.now()))


def _guarded_change(person: SignedIn, current: str, new: str) -> None:
    """A stolen session must not be a place to guess the password at leisure."""
    account_id, now = person.writing_id(), clock.now()
    attempt = begin_attempt(
        engine(), username=person.username, address=st.context.ip_address, now=now
    )
    if attempt.locked:
        raise WrongPassword
    set_password(engine(), account_id=account_id, current=current, new=new, now=now)
    forget_failures(engine(), attempt)
