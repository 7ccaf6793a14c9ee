"""How often codes may be guessed and assessments begun: per visit, and over the whole server."""

import secrets

import streamlit as st
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from domain.errors import TooManyStarts, TooManyTries

# A village, and a mobile carrier, share one address: addresses are never counted. A visit is over
# with its connection, so only the limit of the whole server stops somebody who means it.
_WRONG_PER_VISIT = RateLimitItemPerMinute(10)
_WRONG_PER_SERVER = RateLimitItemPerMinute(60)  # with a million codes in use: 17 minutes for any
_STARTS_PER_VISIT = RateLimitItemPerMinute(6)
_STARTS_PER_SERVER = RateLimitItemPerMinute(3000)  # 5,000 people within four minutes need 1,250
_VISIT_KEY = "visit"


@st.cache_resource(show_spinner=False)
def _limiter() -> SlidingWindowCounterRateLimiter:
    return SlidingWindowCounterRateLimiter(MemoryStorage())


def refuse_guessing() -> None:
    """
    Let a code be tried unless too many were wrong within a minute. Right codes are not counted.

    Raises:
        TooManyTries: this visit, or the whole server, guessed too often.
    """
    within = _limiter().test(_WRONG_PER_VISIT, "wrong", _visit()) and _limiter().test(
        _WRONG_PER_SERVER, "wrong"
    )
    if not within:
        raise TooManyTries()


def count_wrong_code() -> None:
    """Nobody has this code."""
    _limiter().hit(_WRONG_PER_VISIT, "wrong", _visit())
    _limiter().hit(_WRONG_PER_SERVER, "wrong")


def count_start() -> None:
    """
    Count an assessment that is about to be stored.

    Raises:
        TooManyStarts: this visit, or the whole server, began too many within a minute.
    """
    within = _limiter().hit(_STARTS_PER_VISIT, "start", _visit()) and _limiter().hit(
        _STARTS_PER_SERVER, "start"
    )
    if not within:
        raise TooManyStarts()


def _visit() -> str:
    name: str = st.session_state.setdefault(_VISIT_KEY, secrets.token_hex(8))
    return name
