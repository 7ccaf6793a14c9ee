"""How often codes may be guessed and assessments begun: per code, visit, point, and server."""

import secrets
import zlib

import streamlit as st
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from domain.errors import TooManyStarts, TooManyTries

# A village, and a mobile carrier, share one address: addresses are never counted. A visit is over
# with its connection, so only the limit of the whole server stops somebody who means it.
_WRONG_PER_VISIT = RateLimitItemPerMinute(10)
_WRONG_PER_POINT = RateLimitItemPerMinute(30)  # a class that mistypes; one that guesses stops here
_WRONG_PER_SERVER = RateLimitItemPerMinute(60)  # with a million codes in use: 17 minutes for any
_TRIES_PER_CODE = RateLimitItemPerMinute(20)  # right ones as well: nobody types a code every 3 s
_CODE_DRAWERS = 4096  # codes are counted in so many drawers: a flood of them fills no memory
_STARTS_PER_VISIT = RateLimitItemPerMinute(6)
_STARTS_PER_SERVER = RateLimitItemPerMinute(3000)  # 5,000 people within four minutes need 1,250
_STARTS_PER_POINT = RateLimitItemPerMinute(120)  # a hall of 500 that begins together: 4 minutes
_LONGEST_POINT = 8
_REQUESTS_PER_VISIT = RateLimitItemPerMinute(3)
_REQUESTS_PER_SERVER = RateLimitItemPerMinute(30)  # a person reads each of them
_VISIT_KEY = "visit"


@st.cache_resource(show_spinner=False)
def _limiter() -> SlidingWindowCounterRateLimiter:
    return SlidingWindowCounterRateLimiter(MemoryStorage())


def refuse_guessing(
    visit: str | None = None, code: str | None = None, point: str | None = None
) -> None:
    """
    Let a code be tried unless too many were wrong within a minute.

    Right codes are not counted, but for the code itself, which nobody opens again and again.

    Args:
        visit: who tries, where that is not a visit of Streamlit's; also below.
        code: what is tried, as it was typed.
        point: token of the collection point this visit came through.

    Raises:
        TooManyTries: this visit, this point, the whole server, or for this code.
    """
    limiter = _limiter()
    within = limiter.test(_WRONG_PER_VISIT, "wrong", visit or _visit()) and limiter.test(
        _WRONG_PER_SERVER, "wrong"
    )
    if within and point is not None:
        within = limiter.test(_WRONG_PER_POINT, "wrong at", _point(point))
    if not within:
        raise TooManyTries()
    if code is not None:
        count_try(code)


def count_try(code: str) -> None:
    """
    Count that somebody opens this code without a seal of ours, or with a wrong one.

    Raises:
        TooManyTries: too often within a minute. Whoever holds the sealed address goes on.
    """
    letters = "".join(char for char in code.upper() if char.isalnum())
    drawer = str(zlib.crc32(letters.encode()) % _CODE_DRAWERS)
    if not _limiter().hit(_TRIES_PER_CODE, "code", drawer):
        raise TooManyTries()


def count_wrong_code(visit: str | None = None, point: str | None = None) -> None:
    """Nobody has this code; a visit that came through a point counts for the point as well."""
    _limiter().hit(_WRONG_PER_VISIT, "wrong", visit or _visit())
    _limiter().hit(_WRONG_PER_SERVER, "wrong")
    if point is not None:
        _limiter().hit(_WRONG_PER_POINT, "wrong at", _point(point))


def refuse_guessing_passes(visit: str | None = None) -> None:
    """
    Let a helper's pass be tried; counted apart, so that guessing them locks nobody's code.

    Raises:
        TooManyTries: this visit, or the whole server, guessed too often.
    """
    within = _limiter().test(_WRONG_PER_VISIT, "wrong pass", visit or _visit()) and _limiter().test(
        _WRONG_PER_SERVER, "wrong pass"
    )
    if not within:
        raise TooManyTries()


def count_wrong_pass(visit: str | None = None) -> None:
    """Nobody gave this pass."""
    _limiter().hit(_WRONG_PER_VISIT, "wrong pass", visit or _visit())
    _limiter().hit(_WRONG_PER_SERVER, "wrong pass")


def count_start(visit: str | None = None, point: str | None = None) -> None:
    """
    Count an assessment that is about to be stored.

    Args:
        point: token of the collection point it is begun at.

    Raises:
        TooManyStarts: this visit, this point or the whole server began too many within a minute.
    """
    within = _limiter().hit(_STARTS_PER_VISIT, "start", visit or _visit()) and _limiter().hit(
        _STARTS_PER_SERVER, "start"
    )
    if within and point is not None:
        within = _limiter().hit(_STARTS_PER_POINT, "start at", _point(point))
    if not within:
        raise TooManyStarts()


def count_request() -> None:
    """
    Count a request that is about to be stored.

    Raises:
        TooManyTries: this visit, or the whole server, asked too often within a minute.
    """
    within = _limiter().hit(_REQUESTS_PER_VISIT, "request", _visit()) and _limiter().hit(
        _REQUESTS_PER_SERVER, "request"
    )
    if not within:
        raise TooManyTries()


def _point(token: str) -> str:
    return token.upper()[:_LONGEST_POINT]


def _visit() -> str:
    name: str = st.session_state.setdefault(_VISIT_KEY, secrets.token_hex(8))
    return name
