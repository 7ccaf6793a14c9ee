"""Who sends something to a route of ours, and how much of it is taken."""

import asyncio

from sqlalchemy import Engine
from starlette.requests import Request

from domain.access import Permission, has_permission
from ui import clock, session_cookie
from web.reader import person_of
from web.sessions import is_same_origin


async def sender_of(request: Request, permission: Permission, database: Engine) -> int | None:
    """The account of a request from a page of ours that may do this now; else None."""
    token = request.cookies.get(session_cookie.NAME)
    if not token or not is_same_origin(request):
        return None
    return await asyncio.to_thread(_account_that_may, database, token, permission)


async def bounded_body(request: Request, most: int) -> bytes:
    """The body; of a longer one `most` bytes and one more."""
    received = bytearray()
    async for chunk in request.stream():
        received += chunk
        if len(received) > most:
            break
    return bytes(received[: most + 1])


def _account_that_may(database: Engine, token: str, permission: Permission) -> int | None:
    """Whose cookie this is, when they have the permission somewhere and read as nobody else."""
    person = person_of(database, token, now=clock.now())
    if person is None:
        return None
    may = has_permission(person.grants, permission, on=clock.today())
    return person.account_id if may else None
