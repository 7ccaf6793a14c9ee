"""Whether this process can serve: asked by whoever watches over it."""

import asyncio
import tomllib

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from db.settings import PROJECT
from ui.consent_text import is_controller_missing
from ui.database import engine

VERSION: str = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
    "version"
]


async def health(_request: Request) -> JSONResponse:
    """
    200 when the database answers, 503 when it does not.

    `controller: missing` = the consent to real answers names nobody (docs/privacy.md).
    """
    try:
        await asyncio.to_thread(_ping)
    except SQLAlchemyError:
        return _answer("unavailable", 503)
    missing = await asyncio.to_thread(is_controller_missing)
    return _answer("ok", 200, **({"controller": "missing"} if missing else {}))


def _ping() -> None:
    with engine().connect() as connection:
        connection.execute(text("SELECT 1 FROM account LIMIT 1"))


def _answer(database: str, status_code: int, **more: str) -> JSONResponse:
    return JSONResponse(
        {"status": "ok" if status_code == 200 else "failing", "database": database,
         "version": VERSION, **more},
        status_code,
        headers={"Cache-Control": "no-store"},
    )  # fmt: skip


routes = [Route("/suc-khoe", health, methods=["GET"])]
