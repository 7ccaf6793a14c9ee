"""On a phone that goes from hand to hand: what the next person cannot page back to."""

from dataclasses import replace

from starlette.responses import Response

from db.keyed_hash import keyed_hash
from light import address, offers
from light.visit import Visit

COOKIE, PASS_COOKIE = "da_dong", "the_giup"
# Pages kept in memory for "back" go too; the cookies and what waits to be sent stay.
_FORGET = {"Clear-Site-Data": '"cache"'}
_LENGTH, _MOST = 12, 30  # the last thirty people of this phone
_SECONDS = 24 * 3600


def close(visit: Visit, code: str, place: str) -> Response:
    """Close this draft in this browser; of who was here only the commune and the pass stay."""
    token = visit.request.cookies.get(PASS_COOKIE, "")[: offers.LONGEST]
    kept = {offers.PASS: token} if token else {}
    response = visit.go(address.with_query(address.HOME, {**kept, offers.PLACE: place}))
    _keep(visit, response, [*_closed(visit), _mark(code)])
    if visit.look.pack:
        visit.keep(response, replace(visit.look, pack=""))
    return forgotten(response)


def forgotten(response: Response) -> Response:
    """The same, and the browser forgets the pages it has shown before."""
    response.headers.update(_FORGET)
    return response


def keep_pass(visit: Visit, response: Response, token: str) -> None:
    """The helper's pass stays in this browser until it is closed: the next person begins with it"""
    if visit.request.cookies.get(PASS_COOKIE) != token:
        _set(visit, response, PASS_COOKIE, token)


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
    _set(visit, response, COOKIE, ".".join(mark for mark in marks[-_MOST:] if mark), _SECONDS)


def _set(
    visit: Visit, response: Response, name: str, value: str, seconds: int | None = None
) -> None:
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        path=address.HOME,
        secure=visit.request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )
