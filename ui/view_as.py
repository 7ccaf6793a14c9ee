"""Reading as somebody else: how an administrator begins, what every page says, how it ends."""

import streamlit as st

from db.accounts import ListedAccount
from db.commands.view_as import begin_view, end_view
from db.view_as import View
from domain.calendar_day import VIETNAM
from domain.errors import DomainError, SignInRequired
from ui import auth, clock, language, pages
from ui.database import engine
from ui.language import t

# Nothing to read there, only something to send.
_WRITING_PAGES = ("self_assessment", "my_data", "sign_in")


def banner() -> None:
    """On every page while it lasts: as whom one reads, and the way out."""
    view = auth.viewing()
    if view is None:
        return
    with st.container(key="view-as", horizontal=True):
        st.markdown(t("view_as.banner", name=_name(view), time=_time(view)))
        if st.button(t("view_as.end"), key="view-as-end"):
            end_view(engine(), _token(), now=clock.now())
            st.switch_page(pages.BY_NAME["accounts"].file, query_params=language.kept())


def stop_where_only_sending(here: str) -> None:
    """Who reads as somebody else neither answers nor signs in for them: the page says so."""
    if here in _WRITING_PAGES and auth.viewing() is not None:
        st.title(t(f"page.{here}"), anchor=False)
        st.info(t("error.view_only"))
        st.stop()


def draw_public() -> None:
    """The way to see what everybody sees."""
    st.caption(t("view_as.public_help"))
    if st.button(t("view_as.public_button"), key="view-as-public"):
        _begin(None)


def draw_account(account: ListedAccount) -> None:
    """The way to see what this account sees."""
    if account.disabled:
        return
    st.subheader(t("view_as.title"))
    st.caption(t("view_as.help"))
    if st.button(t("view_as.button", username=account.username), key="view-as-account"):
        _begin(account.account_id)


def _begin(account_id: int | None) -> None:
    try:
        begin_view(engine(), _token(), account_id=account_id, now=clock.now(), today=clock.today())
    except DomainError as refusal:
        st.error(t(refusal.key, **refusal.details))
        return
    reader = auth.current()
    landing = pages.landing(reader.roles if reader else ())
    st.switch_page(landing.file, query_params=language.kept())


def _token() -> str:
    token = auth.browser_token()
    if token is None:
        raise SignInRequired
    return token


def _name(view: View) -> str:
    return t("view_as.public") if view.reader is None else view.reader.display_name


def _time(view: View) -> str:
    return f"{view.ends_at.astimezone(VIETNAM):%H:%M}"
