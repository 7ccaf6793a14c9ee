"""The language of this visitor: from the URL (`?nn=en`) or remembered, else Vietnamese."""

import threading

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from text import LANGUAGES, translator
from text.look import COOKIE, LANGUAGE, read

PARAMETER = LANGUAGE
_KEY = "language"


class _Run(threading.local):
    """The thread of a run belongs to one visitor, and a visit asks a thousand times."""

    language: str | None = None


_run = _Run()


def choose() -> None:
    """Settle the language of this visitor; once a run, before anything is drawn."""
    wanted = st.query_params.get(PARAMETER) or st.session_state.get(_KEY)
    if wanted not in LANGUAGES:
        wanted = read(st.context.cookies.get(COOKIE, "")).language
    st.session_state[_KEY] = wanted
    _run.language = wanted


def current() -> str:
    """The language code of this run."""
    if _run.language is not None:
        return _run.language
    code: str = st.session_state.get(_KEY, LANGUAGES[0])
    if get_script_run_ctx(suppress_warning=True) is not None:
        _run.language = code
    return code


def t(key: str, **details: object) -> str:
    """The sentence of this visitor's language."""
    return translator(current())(key, **details)


def kept() -> dict[str, str]:
    """What a link must carry so that the next page speaks the same language."""
    code = current()
    return {} if code == LANGUAGES[0] else {PARAMETER: code}
