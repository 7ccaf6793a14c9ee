"""The language of this visitor: from the URL (`?nn=en`), Vietnamese unless asked otherwise."""

import streamlit as st

from text import LANGUAGES, translator

PARAMETER = "nn"
_KEY = "language"


def choose() -> None:
    """Settle the language of this visitor; once a run, before anything is drawn."""
    wanted = st.query_params.get(PARAMETER) or st.session_state.get(_KEY) or LANGUAGES[0]
    st.session_state[_KEY] = wanted if wanted in LANGUAGES else LANGUAGES[0]


def current() -> str:
    """The language code of this run."""
    code: str = st.session_state.get(_KEY, LANGUAGES[0])
    return code


def t(key: str, **details: object) -> str:
    """The sentence of this visitor's language."""
    return translator(current())(key, **details)


def kept() -> dict[str, str]:
    """What a link must carry so that the next page speaks the same language."""
    code = current()
    return {} if code == LANGUAGES[0] else {PARAMETER: code}
