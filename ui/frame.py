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
    "Choose date": "choose_date",
    "Previous month": "previous_month",
    "Next month": "next_month",
    "Increment": "more",
    "Decrement": "less",
}
_STREAMLIT_TEXTS = (  # what it writes where a file could not be made
    "Failed to generate file for download",
    "Deferred download not properly configured",
    "Download failed",
)
_CALENDAR_KEYS = "Use arrow keys to navigate dates. Enter to select. Escape to close."
_DATE_PARTS = ("day", "month", "year", "hour", "minute")  # of a field for a day or a time
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
        _page_words(data={**_words(), "look": look.said(seen), "cookie": look.cookie(seen)})
    if is_simulated():
        with st.container(key="ribbon"):
            st.markdown(t("frame.simulated"))
    with st.container(key="menu", horizontal=True):
        _link("home", t("frame.name"))
        if here not in _QUIET_PAGES:
            _entries(here, roles, signed_in_name, sign_out)
        look.draw(seen)


def _words() -> dict[str, object]:
    """The language of the page, and what stands in it that Streamlit writes by itself."""
    return {
        "lang": language.current(),
        "skip": t("frame.skip"),
        "words": {theirs: t(f"streamlit.{ours}") for theirs, ours in _STREAMLIT_WORDS.items()},
        "texts": dict.fromkeys(_STREAMLIT_TEXTS, t("files.not_made"))
        | {_CALENDAR_KEYS: t("streamlit.calendar_keys")},
        "parts": {part: t(f"streamlit.{part}") for part in _DATE_PARTS},
        "table": t("frame.table"),
        "cut": t("frame.cut"),
        "cutTitle": t("frame.cut_title"),
    }


def _entries(
    here: str, roles: Iterable[Role], signed_in_name: str | None, sign_out: Callable[[], None]
) -> None:
    entries = [one for one in pages.menu(roles) if one.name not in ("home", "province")]
    for group in pages.Group:
        inside = [one for one in entries if one.group is group]
        if group is pages.Group.PUBLIC or len(inside) == 1:
            _links(inside)
        elif inside:
            _folded(group, inside, here)
    if signed_in_name is None:
        _link("sign_in", t("page.sign_in"))
    else:
        _link("password", signed_in_name)
        sign_out()


def _folded(group: pages.Group, inside: list[pages.PageEntry], here: str) -> None:
    """A button that opens the pages of a group; it names the one that is open now."""
    is_here = any(one.name == here for one in inside)
    name = t(f"menu.{group}")
    page = t(f"page.{here}")
    label = t("menu.here", group=name, page=page) if is_here and page != name else name
    # Another key on every page: what was opened to go there is not left open.
    kind = "secondary" if is_here else "tertiary"
    with st.popover(label, type=kind, key=f"menu-{group}-{here}"):  # type: ignore[arg-type]
        _links(inside)


def _links(entries: Iterable[pages.PageEntry]) -> None:
    for entry in entries:
        _link(entry.name, t(f"page.{entry.name}"))


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
