"""How often somebody may try a resume code: per visit, and over the whole server."""

import streamlit as st
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from domain.errors import TooManyTries

_PER_VISIT = RateLimitItemPerMinute(10)
_PER_SERVER = RateLimitItemPerMinute(300)  # 2^30 codes: years of guessing at this rate
_VISIT_KEY = "resume_tries"


@st.cache_resource(show_spinner=False)
def _limiter() -> SlidingWindowCounterRateLimiter:
    return SlidingWindowCounterRateLimiter(MemoryStorage())


def count_resume_try() -> None:
    """
    Count one try of a code. A village shares one address, so addresses are not counted.

    Raises:
        TooManyTries: this visit, or the whole server, tried too often within a minute.
    """
    visit = st.session_state.setdefault(_VISIT_KEY, st.context.headers.get("Sec-Websocket-Key", ""))
    within = _limiter().hit(_PER_VISIT, "visit", visit) and _limiter().hit(_PER_SERVER, "server")
    if not within:
        raise TooManyTries()
