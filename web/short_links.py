"""The short link of a collection point, as posters and QR codes carry it."""

import asyncio
from urllib.parse import urlencode

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from db.collection_points import Point, open_point_of
from domain.errors import UnknownPoint
from light import address
from ui import point_link
from ui.database import engine

_LONGEST = 12
_FULL_FORM = "/tu-danh-gia"  # says why a point is none any more, and goes on without it


async def follow(request: Request) -> Response:
    """GET: on to the light form with the commune of the point, whatever the phone can do."""
    token = str(request.path_params["token"])[:_LONGEST]
    try:
        point = await asyncio.to_thread(_point, token)
    except UnknownPoint:
        return _to(_FULL_FORM, {point_link.PARAMETER: token})
    return _to(address.HOME, {"noi": point.commune_code, point_link.PARAMETER: point.token})


def _point(token: str) -> Point:
    with Session(engine()) as session:
        return open_point_of(session, token)


def _to(path: str, query: dict[str, str]) -> Response:
    headers = {"Cache-Control": "no-store"}  # a point that is closed must stop working at once
    return RedirectResponse(f"{path}?{urlencode(query)}", status_code=303, headers=headers)


# A QR code of capitals is coarser and read from further away: hence the second spelling.
routes = [Route("/t/{token}", follow), Route("/T/{token}", follow)]
