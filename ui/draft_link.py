"""The address of a draft: its code, and a seal that says our server wrote the code there."""

from urllib.parse import urlencode

import streamlit as st

from db import code_seal

CODE_PARAMETER, SEAL_PARAMETER = "ma", "dau"
_LIGHT, _RESULT = "/nhe", "ket-qua"  # as `light.address` has them


def code() -> str | None:
    """The code in the address of this visit."""
    return st.query_params.get(CODE_PARAMETER)


def write(code: str) -> None:
    """Keep the code in the address, so that a reload loses nothing."""
    st.query_params[CODE_PARAMETER] = code
    st.query_params[SEAL_PARAMETER] = code_seal.seal_of(code)


def clear() -> None:
    """Take the code out of the address."""
    for name in (CODE_PARAMETER, SEAL_PARAMETER):
        st.query_params.pop(name, None)


def is_sealed(code: str) -> bool:
    """Whether this address is one we wrote: then nobody is guessing, whoever else does."""
    return code_seal.is_sealed(code, st.query_params.get(SEAL_PARAMETER, ""))


def in_light_path(code: str, **query: str) -> str:
    """The path of the same assessment without script; a `query` asks for its printed result."""
    path = f"{_LIGHT}/{code}.{code_seal.seal_of(code)}"
    return f"{path}/{_RESULT}?{urlencode(query)}" if query else path
