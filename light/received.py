"""What a browser sent, read with limits: few bytes, one kind of body, only from our own pages."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request

MAXIMUM_BYTES = 8192
_MAXIMUM_FIELDS = 60
_FORM = "application/x-www-form-urlencoded"


async def form_fields(request: Request) -> dict[str, str]:
    """
    The fields of a form; of a repeated one the first.

    Raises:
        HTTPException: 403 another site sent it, 413 too long, 415 not a form, 400 not readable.
    """
    refuse_foreign(request)
    if request.headers.get("content-type", _FORM).split(";")[0].strip().lower() != _FORM:
        raise HTTPException(415)
    return fields_of((await _short_body(request)).decode("ascii", errors="replace"))


def fields_of(encoded: str) -> dict[str, str]:
    """
    The fields of an encoded form or query; of a repeated one the first.

    Raises:
        HTTPException: 400, it is no such thing.
    """
    try:
        pairs = parse_qsl(encoded, max_num_fields=_MAXIMUM_FIELDS, errors="strict")
    except ValueError:
        raise HTTPException(400) from None
    return dict(reversed(pairs))


def refuse_foreign(request: Request) -> None:
    """
    Refuse a form another site sent.

    No cookie of the light path opens anything: who answers is in the address, under a seal no other
    site knows. So a browser too old to name the origin is let through.

    Raises:
        HTTPException: 403.
    """
    headers: Mapping[str, str] = request.headers
    origin = headers.get("origin")
    foreign = origin is not None and urlsplit(origin).netloc != headers.get("host")
    if foreign or headers.get("sec-fetch-site", "same-origin") != "same-origin":
        raise HTTPException(403)


async def _short_body(request: Request) -> bytes:
    received = b""
    async for chunk in request.stream():
        received += chunk
        if len(received) > MAXIMUM_BYTES:
            raise HTTPException(413)
    return received
