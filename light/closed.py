"""On a phone that goes from hand to hand: what the next person cannot page back to."""

from starlette.responses import Response

from db.keyed_hash import keyed_hash
from light import address, offers
from light.visit import Visit

COOKIE = "da_dong"
_LENGTH, _MOST = 12, 30  # the last thirty people of this phone
_SECONDS = 24 * 3600


def close(visit: Visit, code: str, place: str) -> Response:
    """Close this draft in this browser; of who was here only the commune stays."""
    response = visit.go(address.with_query(address.HOME, {offers.PLACE: place}))
    _keep(visit, response, [*_closed(visit), _mark(code)])
    return response


def is_closed(visit: Visit, code: str) -> bool:
    """Whether somebody passed the phone on; the code opens the draft again."""
    return _mark(code) in _closed(visit)


def open_again(visit: Visit, response: Response, code: str) -> None:
    """The right code was typed: its pages open again in this browser."""
    if is_closed(visit, code):
        _keep(visit, response, [mark for mark in _closed(visit) if mark != _mark(code)])


def _mark(code: str) -> str:
    return keyed_hash("closed draft", code)[:_LENGTH]


def _closed(visit: Visit) -> list[str]:
    return visit.request.cookies.get(COOKIE, "").split(".")[-_MOST:]


def _keep(visit: Visit, response: Response, marks: list[str]) -> None:
    response.set_cookie(
        COOKIE,
        ".".join(mark for mark in marks[-_MOST:] if mark),
        max_age=_SECONDS,
        path=address.HOME,
        secure=visit.request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )
