"""The address of a draft: its code, and a seal that says our server wrote the code there."""

import hmac

import streamlit as st

from db.keyed_hash import keyed_hash

CODE_PARAMETER, SEAL_PARAMETER = "ma", "dau"
_SEAL_LENGTH = 16


def code() -> str | None:
    """The code in the address of this visit."""
    return st.query_params.get(CODE_PARAMETER)


def write(code: str) -> None:
    """Keep the code in the address, so that a reload loses nothing."""
    st.query_params[CODE_PARAMETER] = code
    st.query_params[SEAL_PARAMETER] = _seal(code)


def clear() -> None:
    """Take the code out of the address."""
    for name in (CODE_PARAMETER, SEAL_PARAMETER):
        st.query_params.pop(name, None)


def is_sealed(code: str) -> bool:
    """Whether this address is one we wrote: then nobody is guessing, whoever else does."""
    given = st.query_params.get(SEAL_PARAMETER, "")
    return hmac.compare_digest(given.encode(), _seal(code).encode())


def _seal(code: str) -> str:
    return keyed_hash("resume code", code)[:_SEAL_LENGTH]
