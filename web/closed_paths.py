"""Paths of Streamlit that no page of the product uses, and that anybody could abuse."""

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

# Uploads stay in memory for as long as their visitor stays, five megabytes each and any number of
# them. The metrics name every cached function, and adding up the caches costs time at each call.
_CLOSED = ("/_stcore/upload_file", "/_stcore/metrics")


class ClosedPaths:
    """ASGI middleware: these paths do not exist."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """404 for a closed path, everything else goes on."""
        if scope["type"] == "http" and is_closed(scope["path"]):
            await Response(status_code=404)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def is_closed(path: str) -> bool:
    """Whether a path is one of them or lies below; doubled slashes make no other path of it."""
    clean = "/" + "/".join(part for part in path.split("/") if part)
    return any(clean == closed or clean.startswith(f"{closed}/") for closed in _CLOSED)
