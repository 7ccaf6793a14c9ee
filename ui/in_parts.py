"""Long lists in parts: so many at first, and as many more at each tap."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

import streamlit as st

from ui import show
from ui.language import t

ROWS = 20  # of a table or of lines
_AT_ONCE = 10  # of the tallest, a class with its buttons: as much as one scrolls through by thumb
_A_ROW = 2

Listed = TypeVar("Listed")


def first(name: str, found: Sequence[Listed], *, at_once: int = _AT_ONCE) -> Sequence[Listed]:
    """As much of a list as was asked for so far."""
    return found[: st.session_state.get(_key(name), at_once)]


def cards(name: str, found: Sequence[Listed]) -> Iterator[Listed]:
    """As much of a list as was asked for, framed, and below it the way to more."""
    yield from framed(first(name, found))
    draw_more(name, found)


def framed(shown: Sequence[Listed]) -> Iterator[Listed]:
    """
    Each inside a frame of its own, two beside each other where the screen is wide.

    What is drawn before the next one is asked for stands in the frame.
    """
    for start in range(0, len(shown), _A_ROW):
        row = shown[start : start + _A_ROW]
        for column, one in zip(st.columns(_A_ROW), row, strict=False):
            with column, st.container(border=True):
                yield one


def draw_more(name: str, found: Sequence[object], *, at_once: int = _AT_ONCE) -> None:
    """The way to the next part, below the list; nothing when all of it stands there."""
    shown = len(first(name, found, at_once=at_once))
    if shown == len(found):
        return
    st.button(
        t("in_parts.more", left=show.number(len(found) - shown)),
        key=f"more-{name}",
        width="stretch",
        on_click=st.session_state.__setitem__,
        args=(_key(name), shown + at_once),
    )


def _key(name: str) -> str:
    return f"in-parts-{name}"
