"""The routes that take a file: from who is signed in for it, a workbook of at most 2 MB."""

import asyncio

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ui import clock, received_files
from ui.database import engine
from ui.received_files import SENT_BY, FileKind
from web.posted import bounded_body, sender_of

_AT_ONCE = asyncio.Semaphore(2)  # reading one takes a core for half a second


async def receive_file(request: Request) -> Response:
    """POST with the file as the body: 200 and the name to ask for it by; else 403 or 413."""
    kind = FileKind(request.url.path.rpartition("/")[2])
    sender = await sender_of(request, SENT_BY[kind], engine())
    if sender is None:
        return Response(status_code=403)
    async with _AT_ONCE:
        content = await bounded_body(request, received_files.MOST_BYTES)
        if len(content) > received_files.MOST_BYTES:
            return Response(status_code=413)
        handle = await asyncio.to_thread(
            received_files.receive, content, account_id=sender, now=clock.now(), kind=kind
        )
    return JSONResponse({"handle": handle}, headers={"Cache-Control": "no-store"})


routes = [Route(kind.path, receive_file, methods=["POST"]) for kind in FileKind]
