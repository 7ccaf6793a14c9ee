"""What stands around every page: name, menu, the mark of simulated data, the foot."""

from collections.abc import Callable, Iterable
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from domain.access import Role
from text import LANGUAGES
from ui import language, look, pages
from ui.database import is_simulated
from ui.language import t

_STYLE = Path(__file__).with_name("style.css")
_WORDS = Path(__file__).with_name("page_words.js").read_text(encoding="utf-8")
# What Streamlit says itself, in English whatever is set → the last part of our key.
_STREAMLIT_WORDS = {
    "Open": "open",
    "Choose an option": "choose",
    "Link to heading": "heading",
    "Show password": "show_password",
    "Hide password": "hide_password",
    "Clear value": "clear",
    "Close": "close",
}
_page_words = st.components.v2.component("page_words", html="<span></span>", js=_WORDS)
_QUIET_PAGES = ("self_assessment", "my_data")  # nothing beside the question


def head(
    here: str,
    *,
    roles: Iterable[Role],
    signed_in_name: str | None,
    sign_out: Callable[[], None],
    banner: Callable[[], None],
) -> None:
    """
    Draw what stands above a page.

    `sign_out` draws the way out of a signed-in visit; `banner` says as whom one reads, if not as
    oneself.
    """
    seen = look.choose()
    st.html(_STYLE)
    st.html(look.style(seen))
    banner()
    with st.container(key="page-words"):
        words = {theirs: t(f"streamlit.{ours}") for theirs, ours in _STREAMLIT_WORDS.items()}
        _page_words(
            data={
                "lang": language.current(),
                "skip": t("frame.skip"),
                "words": words,
                "table": t("frame.table"),
                "look": look.said(seen),
                "cookie": look.cookie(seen),
                "cut": t("frame.cut"),
                "cutTitle": t("frame.cut_title"),
            }
        )
    if is_simulated():
        with st.container(key="ribbon"):
            st.markdown(t("frame.simulated"))
    with st.container(key="menu", horizontal=True):
        _link("home", t("frame.name"))
        if here not in _QUIET_PAGES:
            _entries(roles, signed_in_name, sign_out)
        look.draw(seen)


def _entries(
    roles: Iterable[Role], signed_in_name: str | None, sign_out: Callable[[], None]
) -> None:
    for entry in pages.menu(roles):
        if entry.name not in ("home", "province"):
            _link(entry.name, t(f"page.{entry.name}"))
    if signed_in_name is None:
        _link("sign_in", t("page.sign_in"))
    else:
        _link("password", signed_in_name)
        sign_out()


def room_above_foot() -> DeltaGenerator:
    """
    Where a page is drawn; what stands below it is there already.

    A page that ends early in a refusal (`st.stop`) could draw nothing after it.
    """
    room = st.container()
    _foot()
    return room


def _foot() -> None:
    other = next(code for code in LANGUAGES if code != language.current())
    with st.container(key="foot", horizontal=True):
        st.button(
            t("frame.other_language"),
            key="other-language",
            type="tertiary",
            on_click=_switch_language,
            args=(other,),
        )
        _link("my_data", t("page.my_data"))
        st.caption(t("frame.foot"))


def button_to(page: str, label: str, *, primary: bool = False) -> None:
    """A full-width button that opens a page."""
    if st.button(
        label, key=f"open-{page}", width="stretch", type="primary" if primary else "secondary"
    ):
        st.switch_page(pages.BY_NAME[page].file, query_params=language.kept())


def _link(page: str, label: str) -> None:
    st.page_link(pages.BY_NAME[page].file, label=label, query_params=pages.link(page))


def _switch_language(code: str) -> None:
    st.session_state["language"] = code
    st.query_params[language.PARAMETER] = code
