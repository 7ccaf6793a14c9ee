"""Long lists in parts: ten at first, and ten more at each tap."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

import streamlit as st

from ui import show
from ui.language import t

_AT_ONCE = 10  # of the tallest, a class with its buttons: as much as one scrolls through by thumb
_A_ROW = 2

Listed = TypeVar("Listed")


def first(name: str, found: Sequence[Listed]) -> Sequence[Listed]:
    """As much of a list as was asked for so far."""
    return found[: st.session_state.get(_key(name), _AT_ONCE)]


def cards(name: str, found: Sequence[Listed]) -> Iterator[Listed]:
    """
    Each of the list inside a frame of its own, two beside each other where the screen is wide.

    What is drawn before the next one is asked for stands in the frame.
    """
    shown = first(name, found)
    for start in range(0, len(shown), _A_ROW):
        row = shown[start : start + _A_ROW]
        for column, one in zip(st.columns(_A_ROW), row, strict=False):
            with column, st.container(border=True):
                yield one
    draw_more(name, found)


def draw_more(name: str, found: Sequence[object]) -> None:
    """The way to the next part, below the list; nothing when all of it stands there."""
    shown = len(first(name, found))
    if shown == len(found):
        return
    st.button(
        t("in_parts.more", left=show.number(len(found) - shown)),
        key=f"more-{name}",
        width="stretch",
        on_click=st.session_state.__setitem__,
        args=(_key(name), shown + _AT_ONCE),
    )


def _key(name: str) -> str:
    return f"in-parts-{name}"
