"""The way in: Streamlit, and around it our routes, headers, compression and websocket guard."""

import gc
import logging
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module

import streamlit as st
import uvicorn
from sqlalchemy import inspect
from starlette.middleware import Middleware
from streamlit.runtime.pages_manager import PagesManager

from db.commands.accounts import create_first_admin
from db.password_hash import stand_in
from db.settings import PROJECT, settings
from text import translator
from ui import clock, session_cookie
from ui.consent_text import is_controller_missing
from ui.database import engine
from web import clips, health, later, light_path, sessions, shell, short_links, uploads
from web.closed_paths import ClosedPaths
from web.compressed_files import CompressedFiles
from web.headers import SecurityHeaders
from web.releases import published_regularly
from web.retention import kept_no_longer
from web.run_start import remember_theme
from web.websocket_guard import MAXIMUM_BYTES, WebsocketGuard

# Loaded before the first visitor comes, so that nobody waits for them.
_LOADED_AT_START = (
    "ui.auth",
    "ui.load",
    "ui.show",
    "streamlit_authenticator",
    "web.api",
    "web.wall",
)
_GC_THRESHOLDS = (50_000, 20, 100)  # Python's are 700, 10, 10: a collection in every visit

_log = logging.getLogger("uvicorn.error")
_t = translator("vi")


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Make ready before the first visitor: imports, first administrator, garbage collector."""
    for module in _LOADED_AT_START:
        import_module(module)
    stand_in()
    announce_first_admin()
    announce_missing_controller()
    session_cookie.routes_are_served.set()
    # Else the first visitor who follows a link to a page is told that it does not exist.
    PagesManager.uses_pages_directory = False
    remember_theme()
    gc.collect()
    gc.freeze()  # what was imported lives for ever: no collection looks at it again
    gc.set_threshold(*_GC_THRESHOLDS)
    announce_address()
    async with (
        published_regularly(),
        kept_no_longer(),
        clips.clips_offered_regularly(),
        import_module("web.wall").read_regularly(),
    ):
        yield


def announce_first_admin() -> None:
    """Print the one-time password of the first administrator, once in the life of a database."""
    made = create_first_admin(
        engine(),
        display_name=_t("accounts.first_admin_name"),
        now=clock.now(),
        today=clock.today(),
    )
    if made is not None:
        print(
            _t("serve.first_admin", username=made.username, password=made.one_time_password),
            flush=True,
        )


def announce_missing_controller() -> None:
    """Print that the consent names nobody, where real answers are collected."""
    if is_controller_missing():
        print(_t("serve.controller_missing"), flush=True)


def announce_address() -> None:
    """Print where the product is, and how long `make run` took to get there."""
    address = f"http://{settings().host}:{settings().port}"
    started_at = os.environ.get("STARTED_AT")
    seconds = "" if not started_at else f"{clock.now().timestamp() - float(started_at):.0f}"
    key = "serve.ready_after" if seconds else "serve.ready"
    print(_t(key, address=address, seconds=seconds), flush=True)


def tell_of_failure(failure: Exception) -> bool:
    """A page broke: the details go to the log, the visitor reads a sentence."""
    _log.error("a page failed", exc_info=failure)
    st.error(_t("error.unknown"))
    return True


app = st.App(
    PROJECT / "app.py",
    lifespan=lifespan,
    routes=[
        *(*health.routes, *sessions.routes),
        *(*later.below("/api/v1", "web.api"), *later.below("/tuong", "web.wall")),
        *(*short_links.routes, *uploads.routes, *clips.routes, *shell.routes),
    ],
    middleware=[
        Middleware(SecurityHeaders),
        Middleware(ClosedPaths),
        Middleware(WebsocketGuard),
        Middleware(light_path.LightPath),
        Middleware(
            CompressedFiles,
            folders={
                "/static": shell.STREAMLIT_STATIC / "static",
                "/app/static": PROJECT / "static",
            },
        ),
    ],
    on_script_error=tell_of_failure,
)


def main() -> None:
    """Serve on the address and port of the settings."""
    if not inspect(engine()).has_table("account"):
        sys.exit(_t("serve.no_tables"))
    uvicorn.run(
        app,
        host=settings().host,
        port=settings().port,
        log_level="warning",
        access_log=False,  # addresses of pages may hold resume codes
        server_header=False,
        ws_per_message_deflate=False,
        ws_max_size=MAXIMUM_BYTES,
        ws_ping_interval=30,
        ws_ping_timeout=60,  # a phone that stalls for 45 s keeps its page
    )


if __name__ == "__main__":
    main()
