"""The language of this visitor: from the URL (`?nn=en`), Vietnamese unless asked otherwise."""

import streamlit as st

from text import LANGUAGES, translator

PARAMETER = "nn"
_KEY = "language"


def current() -> str:
    """The language code of this run."""
    wanted = st.query_params.get(PARAMETER) or st.session_state.get(_KEY) or LANGUAGES[0]
    language = wanted if wanted in LANGUAGES else LANGUAGES[0]
    st.session_state[_KEY] = language
    return language


def t(key: str, **details: object) -> str:
    """The sentence of this visitor's language."""
    return translator(st.session_state.get(_KEY, LANGUAGES[0]))(key, **details)


def kept() -> dict[str, str]:
    """What a link must carry so that the next page speaks the same language."""
    code = current()
    return {} if code == LANGUAGES[0] else {PARAMETER: code}
