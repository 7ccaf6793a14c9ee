"""Static files, compressed once and kept in memory with a long cache time."""

import asyncio
import gzip
import hashlib
import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

IMMUTABLE = "public, max-age=31536000, immutable"
SHORT = "public, max-age=300"  # files whose name does not change with their content
MAXIMUM_BYTES = 8_000_000  # larger files are left to Streamlit, which reads them from the disk

_HASHED_NAME = re.compile(r"^/static/|\.[0-9a-f]{8,}(\.\w+)+$")  # all of Streamlit's, and ours
_PACKED_ALREADY = (".woff2", ".png", ".jpg", ".gif", ".webp", ".gz", ".pptx", ".docx", ".xlsx")
_TYPES = {".js": "text/javascript", ".topojson": "application/json", ".woff2": "font/woff2"}


@dataclass(frozen=True)
class Stored:
    """A file as it is sent: raw, and compressed when that is smaller."""

    raw: bytes
    packed: bytes | None
    media_type: str
    cache_control: str
    etag: str

    @classmethod
    def of(cls, raw: bytes, media_type: str, cache_control: str, *, pack: bool = True) -> "Stored":
        """Compress once."""
        packed = gzip.compress(raw, compresslevel=9, mtime=0) if pack else raw
        smaller = packed if len(packed) < len(raw) else None
        etag = f'"{hashlib.sha256(raw).hexdigest()[:20]}"'
        return cls(raw, smaller, media_type, cache_control, etag)


def answer(stored: Stored, request_headers: Headers) -> Response:
    """The answer to a GET or HEAD of a stored file."""
    headers = {
        "Cache-Control": stored.cache_control,
        "ETag": stored.etag,
        "Vary": "Accept-Encoding",
    }
    if stored.etag in request_headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    body = stored.raw
    if stored.packed is not None and "gzip" in request_headers.get("accept-encoding", ""):
        body = stored.packed
        headers["Content-Encoding"] = "gzip"
    return Response(body, headers=headers, media_type=stored.media_type)


class CompressedFiles:
    """
    ASGI middleware that answers for the files found under some URL prefixes at the start.

    Only listed files are answered, so no path leads outside; everything else goes on.
    """

    def __init__(self, app: ASGIApp, folders: Mapping[str, Path]) -> None:
        self.app = app
        self._files = {
            f"{prefix}/{path.relative_to(folder).as_posix()}": path
            for prefix, folder in folders.items()
            for path in folder.rglob("*")
            if path.is_file() and path.stat().st_size <= MAXIMUM_BYTES
        }
        self._stored: dict[str, Stored] = {}  # bounded by the list of files

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from memory, or pass on."""
        found = scope["type"] == "http" and scope["path"] in self._files
        headers = Headers(scope=scope) if found else Headers()
        if not found or scope["method"] not in ("GET", "HEAD") or "range" in headers:
            await self.app(scope, receive, send)
            return
        response = answer(await self._load(scope["path"]), headers)
        await response(scope, receive, send)

    async def _load(self, url_path: str) -> Stored:
        if url_path not in self._stored:
            path = self._files[url_path]
            self._stored[url_path] = await asyncio.to_thread(_read, url_path, path)
        return self._stored[url_path]


def _read(url_path: str, path: Path) -> Stored:
    media_type = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0]
    return Stored.of(
        path.read_bytes(),
        media_type or "application/octet-stream",
        IMMUTABLE if _HASHED_NAME.search(url_path) else SHORT,
        pack=path.suffix not in _PACKED_ALREADY,
    )
