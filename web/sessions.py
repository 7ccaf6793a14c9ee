"""The two plain routes that open and close a session; nothing else sets its cookie."""

import asyncio
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from db.commands.sessions import SESSION_LIFETIME, end_session, redeem_ticket
from domain.errors import SignInRequired
from ui import clock, session_cookie
from ui.database import engine

_MAXIMUM_TICKET_BYTES = 128


async def open_session(request: Request) -> Response:
    """POST with a ticket as the body: 204 and the cookie, else 403."""
    ticket = await _short_body(request)
    if ticket is None or not is_same_origin(request):
        return Response(status_code=403)
    try:
        token = await asyncio.to_thread(redeem_ticket, engine(), ticket, now=clock.now())
    except SignInRequired:
        return Response(status_code=403)
    response = Response(status_code=204)
    response.set_cookie(
        session_cookie.NAME,
        token,
        max_age=int(SESSION_LIFETIME.total_seconds()),
        path="/",
        secure=True,
        httponly=True,
        samesite="lax",
    )
    return response


async def close_session(request: Request) -> Response:
    """POST: 204, the row of this browser's cookie is deleted and the cookie with it."""
    if not is_same_origin(request):
        return Response(status_code=403)
    token = request.cookies.get(session_cookie.NAME)
    if token:
        await asyncio.to_thread(end_session, engine(), token, now=clock.now())
    response = Response(status_code=204)
    response.delete_cookie(
        session_cookie.NAME, path="/", secure=True, httponly=True, samesite="lax"
    )
    return response


def is_same_origin(request: Request) -> bool:
    """
    Whether one of our own pages sent this request.

    Every browser names the origin of a POST; a request that names none is refused.
    """
    origin = urlsplit(request.headers.get("origin", ""))
    from_here = bool(origin.netloc) and origin.netloc == request.headers.get("host")
    return from_here and request.headers.get("sec-fetch-site", "same-origin") == "same-origin"


async def _short_body(request: Request) -> str | None:
    """The body, or None when it is longer than any ticket."""
    received = b""
    async for chunk in request.stream():
        received += chunk
        if len(received) > _MAXIMUM_TICKET_BYTES:
            return None
    return received.decode("ascii", errors="replace")


routes = [
    Route(session_cookie.OPEN_PATH, open_session, methods=["POST"]),
    Route(session_cookie.CLOSE_PATH, close_session, methods=["POST"]),
]
