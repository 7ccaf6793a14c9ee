"""The page shell that loads Streamlit's front end: in Vietnamese, with our own font only."""

import re
from pathlib import Path

import streamlit
from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from text import translator
from web.compressed_files import Stored, answer

LIGHT = "/nhe"  # the self-assessment that needs no script
STREAMLIT_STATIC = Path(streamlit.__file__).parent / "static"

_CHANGES: tuple[tuple[str, str], ...] = (
    (r'<html lang="en">', '<html lang="vi">'),
    (r"<title>.*?</title>", "<title>{title}</title>"),
    (
        r"<noscript>.*?</noscript>",
        '<noscript><p>{noscript}</p><p><a href="{light}">{light_name}</a></p></noscript>',
    ),
    (r'<link\s+rel="preload"[^>]*?as="font"[^>]*?/>', ""),  # 170 kB of a font we replace
    (r"<script>\s*window\.prerenderReady = false\s*</script>", ""),  # the one inline script
    (r"<!--(?:(?!-->).)*?agent API.*?-->\s*<link rel=\"service-desc\"[^>]*>", ""),
)


class ShellChanged(Exception):
    """Streamlit's index.html is no longer the one these changes were written for."""


class _PageName(Convertor[str]):
    """One path segment of a page: small letters, digits, dashes."""

    regex = "[a-z0-9][a-z0-9-]*"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("page_name", _PageName())


def vietnamese_shell(html: str) -> str:
    """
    Streamlit's index.html with our language, title and sentence for browsers without script.

    Raises:
        ShellChanged: one of the changes found nothing to change.
    """
    t = translator("vi")
    words = {
        **{"title": t("frame.name"), "noscript": t("shell.noscript")},
        **{"light": LIGHT, "light_name": t("shell.light")},
    }
    for pattern, replacement in _CHANGES:
        text = replacement.format(**words).replace("\\", r"\\")
        html, found = re.subn(pattern, text, html, flags=re.DOTALL)
        if found != 1:
            raise ShellChanged(pattern)
    return html


def _stored_shell() -> Stored:
    html = (STREAMLIT_STATIC / "index.html").read_text(encoding="utf-8")
    return Stored.of(vietnamese_shell(html).encode(), "text/html; charset=utf-8", "no-cache")


_SHELL = _stored_shell()


async def shell(request: Request) -> Response:
    """Every page of the product starts with the same shell."""
    return answer(_SHELL, request.headers)


routes = [Route("/", shell), Route("/{page:page_name}", shell)]
