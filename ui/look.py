"""A- A A+ and strong contrast on every page; one cookie keeps them, also for the light path."""

from pathlib import Path

import streamlit as st

from text.look import CONTRAST, COOKIE, KEPT_SECONDS, LANGUAGE, SIZE, SIZES, Look, read
from ui.language import current, t

_KEY, _CHANGED = "look", "look_changed"
_SIGNS = dict(zip(SIZES, ("A−", "A", "A+"), strict=True))
_PERCENT = {"nho": 94, "vua": 106, "to": 150}  # of the browser's letters; the middle is 17 px
_CONTRAST = Path(__file__).with_name("contrast.css")


def choose() -> Look:
    """How this visitor reads: as the address asks, else as in this visit, else as remembered."""
    kept: Look = st.session_state.get(_KEY) or read(st.context.cookies.get(COOKIE, ""))
    asked = {name: st.query_params.get(name, "") for name in (SIZE, CONTRAST)}
    look = kept.asked({**asked, LANGUAGE: current()})
    if look != kept or any(asked.values()):
        st.session_state[_CHANGED] = True
    st.session_state[_KEY] = look
    return look


def style(look: Look) -> str:
    """Rules for the whole page; every measure of Streamlit's follows the letters of the root."""
    contrast = _CONTRAST.read_text(encoding="utf-8") if look.contrast else ""
    return f"<style>:root {{ font-size: {_PERCENT[look.size]}% !important; }}\n{contrast}</style>"


def cookie(look: Look) -> str:
    """What the browser is to keep; empty until this visitor chose something."""
    if not st.session_state.get(_CHANGED):
        return ""
    return f"{COOKIE}={look.written()}; Path=/; Max-Age={KEPT_SECONDS}; SameSite=Lax"


def said(look: Look) -> dict[str, tuple[str, bool]]:
    """Key of a control → what it does in words, and whether that is how the page is now."""
    sizes = {_key(size): (t(f"light.size_{size}"), size == look.size) for size in SIZES}
    return sizes | {_key("contrast"): (t("light.contrast"), look.contrast)}


def draw(look: Look) -> None:
    """The four controls, top right."""
    with st.container(key="look", horizontal=True):
        for size, sign in _SIGNS.items():
            st.button(sign, key=_key(size), type="tertiary", on_click=_ask, args=(SIZE, size))
        st.button(
            t("light.contrast"),
            key=_key("contrast"),
            type="tertiary",
            on_click=_ask,
            args=(CONTRAST, str(int(not look.contrast))),
        )


def _key(name: str) -> str:
    return f"look-{name}"


def _ask(name: str, value: str) -> None:
    """In the address as well: where cookies are refused, a reload still knows it."""
    st.query_params[name] = value
