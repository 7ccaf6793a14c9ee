"""Saving what another may have saved meanwhile: the second is told, and may then save over it."""

from collections.abc import Callable

import streamlit as st

from domain.errors import DomainError, EditedMeanwhile
from ui.meeting_words import refusal_words


def save_over(command: Callable[[], None], *, key: str, newest: int) -> None:
    """
    Save, then draw the page anew; what is refused is said, and what was typed stays in its field.

    Args:
        key: where the session keeps the revision the next save is meant for.
        newest: the revision that was read now.
    """
    try:
        command()
    except EditedMeanwhile as refusal:
        st.session_state[key] = newest
        st.error(refusal_words(refusal))
    except DomainError as refusal:
        st.error(refusal_words(refusal))
    else:
        st.session_state.pop(key, None)
        st.rerun()
