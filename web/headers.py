"""Security headers on every answer."""

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HOST = re.compile(r"[A-Za-z0-9.-]+(:\d+)?|\[[0-9a-fA-F:]+\](:\d+)?")
_HSTS_SECONDS = 365 * 24 * 3600

# Streamlit sets styles from script; components of ours are loaded from blob: URLs. No script
# inline and no eval: charts use Vega's interpreter, pages use components and no script tags.
_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "media-src 'self' data: blob:",
        "worker-src 'self' blob:",
        "connect-src 'self'{websocket}",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",  # browsers that do not know frame-ancestors
    "Referrer-Policy": "same-origin",  # the address may hold a resume code
    "Cross-Origin-Opener-Policy": "same-origin",
}
_FEATURES = "camera=(), geolocation=(), microphone={microphone}, payment=(), usb=()"
_RECORDS = "/ghi-am"  # the one page that records: of a browser's first address the policy holds


class SecurityHeaders:
    """ASGI middleware that adds them to every HTTP answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve as before, with the headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_headers(scope))
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _headers(scope: Scope) -> dict[str, str]:
    microphone = "(self)" if scope["path"].rstrip("/") == _RECORDS else "()"
    headers = {**_ALWAYS, "Permissions-Policy": _FEATURES.format(microphone=microphone)}
    headers["Content-Security-Policy"] = policy(Headers(scope=scope).get("host", ""))
    if scope["scheme"] == "https":
        headers["Strict-Transport-Security"] = f"max-age={_HSTS_SECONDS}"
    return headers


def policy(host: str) -> str:
    """The content policy; older Safari does not take 'self' to mean our own websocket."""
    known = _HOST.fullmatch(host) is not None
    return _POLICY.format(websocket=f" ws://{host} wss://{host}" if known else "")
