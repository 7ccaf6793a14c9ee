"""The one route that takes a file: from a signed-in collector, a workbook of at most 2 MB."""

import asyncio

from sqlalchemy import Engine
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from db.accounts import signed_in
from domain.access import Permission, has_permission
from ui import clock, received_files, session_cookie
from ui.database import engine
from web.sessions import is_same_origin

_AT_ONCE = asyncio.Semaphore(2)  # reading one takes a core for half a second


async def receive_file(request: Request) -> Response:
    """POST with the file as the body: 200 and the name to ask for it by; else 403 or 413."""
    token = request.cookies.get(session_cookie.NAME)
    if not token or not is_same_origin(request):
        return Response(status_code=403)
    sender = await asyncio.to_thread(account_that_may, engine(), token, Permission.COLLECT)
    if sender is None:
        return Response(status_code=403)
    async with _AT_ONCE:
        content = await _bounded_body(request)
        if content is None:
            return Response(status_code=413)
        handle = await asyncio.to_thread(
            received_files.receive, content, account_id=sender, now=clock.now()
        )
    return JSONResponse({"handle": handle}, headers={"Cache-Control": "no-store"})


def account_that_may(database: Engine, token: str, permission: Permission) -> int | None:
    """Whose cookie this is, when they have the permission somewhere and read as nobody else."""
    now = clock.now()
    person = signed_in(database, token, now=now)
    if person is None or person.must_change_password:
        return None
    if person.view is not None and person.view.ends_at > now:
        return None
    may = has_permission(person.grants, permission, on=clock.today())
    return person.account_id if may else None


async def _bounded_body(request: Request) -> bytes | None:
    """The body; None as soon as it is longer than a workbook may be."""
    received = bytearray()
    async for chunk in request.stream():
        received += chunk
        if len(received) > received_files.MOST_BYTES:
            return None
    return bytes(received)


routes = [Route(received_files.RECEIVE_PATH, receive_file, methods=["POST"])]
