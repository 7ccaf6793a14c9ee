"""What a button of staff does: the command, then the page anew, or the sentence of its refusal."""

from collections.abc import Callable

import streamlit as st

from domain.errors import DomainError
from ui.language import t


def attempt(command: Callable[[], None]) -> None:
    """Give the command; what it refuses is said and nothing else changes on the page."""
    try:
        command()
    except DomainError as refusal:
        st.error(t(refusal.key, **refusal.details))
        return
    st.rerun()
