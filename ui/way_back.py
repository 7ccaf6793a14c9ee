"""The way back from what was sent in: when it came, and undoing it by two taps."""

from datetime import datetime

import streamlit as st

from domain.calendar_day import VIETNAM
from text import formats
from ui import language
from ui.language import t


def when(at: datetime) -> str:
    """A moment as the clocks of Vietnam show it: "10:05 · 22/11/2026"."""
    local = at.astimezone(VIETNAM)
    return f"{local:%H:%M} · {formats.day(local.date(), language.current())}"


def undo_button(kind: str, name: str | int, *, sure: str) -> bool:
    """
    Two taps: the first asks, the second is meant. Whether the second came.

    Args:
        kind: what is undone, as the keys of these buttons name it; one is asked about at a time.
        sure: what the second tap does, in a sentence.
    """
    asked = f"{kind}-asked"
    if st.session_state.get(asked) != name:
        st.button(
            t("batches.undo"),
            key=f"{kind}-{name}",
            on_click=st.session_state.__setitem__,
            args=(asked, name),
        )
        return False
    st.warning(sure)
    if not st.button(t("batches.undo_yes"), key=f"{kind}-yes-{name}", type="primary"):
        return False
    st.session_state.pop(asked, None)
    return True
