"""A whole meeting in one file that any browser opens without a network, as it was presented."""

import base64
import hashlib
import re
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from domain.errors import FileNotMade
from exports.deck_pages import Page, pages
from exports.deck_parts import Translate, frozen_line
from meeting.deck import Deck

MOST_BYTES = 12_000_000  # what can still be sent; a usual meeting has a tenth
_HERE = Path(__file__).parent
_FACES = _HERE.parent / "static" / "fonts"
_WIDTH = 1000  # pixels of a picture as wide as its slide
_TAG = re.compile(r"<[a-z][^>]*>")
_NAMES = re.compile(r'(\bid="|url\(#|href="#)')
_SCREEN_ONLY = re.compile(r' (?:aria-[a-z]+|role|pointer-events)="[^"]*"')
# Which letters each part of the font has, as `.streamlit/config.toml` says for the screen.
_RANGES = {
    "vietnamese": "U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,"
    "U+0300-0301,U+0303-0304,U+0308-0309,U+0323,U+0329,U+1EA0-1EF9,U+20AB",
    "latin": "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,"
    "U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD",
}
_WORDS = (
    *("asked", "table", "notes", "move", "previous", "next", "all"),
    *("keys", "help", "close"),
)


def html_of(deck: Deck, *, t: Translate) -> bytes:
    """
    The file: every slide with its picture, table and notes, the keys of the meeting, and print.

    Raises:
        FileNotMade: a slide cannot be drawn, or the file would be too large to be sent.
    """
    style, script = _style(), _text("offline.js")
    page = (
        _environment()
        .get_template("offline.html")
        .render(
            lang=deck.language,
            title=deck.title,
            place=deck.place,
            simulated=t("pdf.simulated") if deck.simulated else "",
            frozen=frozen_line(deck, t),
            pages=[_drawn(page) for page in pages(deck, width=_WIDTH, t=t)],
            words={name: t(f"offline.{name}") for name in _WORDS},
            style=Markup(style),
            script=Markup(script),
            policy=_policy(script),
        )
    )
    content = page.encode("utf-8")
    if len(content) > MOST_BYTES:
        raise FileNotMade(part=deck.title)
    return content


def _drawn(page: Page) -> dict[str, object]:
    return {
        "number": page.number,
        "slide": page.slide,
        "picture": bool(page.picture),
        "drawing": Markup(_on_its_own(page.picture, page.number)),
        "grid": page.grid,
        "origin": page.origin,
    }


def _on_its_own(svg: str, number: int) -> str:
    """A picture beside others: names inside it are its own, and its alternative says it all."""

    def cleaned(tag: re.Match[str]) -> str:
        return _NAMES.sub(rf"\g<1>s{number}-", _SCREEN_ONLY.sub("", tag[0]))

    return _TAG.sub(cleaned, svg).replace("<svg ", '<svg aria-hidden="true" ', 1)


def _policy(script: str) -> str:
    """Nothing is fetched, and nothing runs but our own script."""
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode()
    return (
        "default-src 'none'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'; "
        f"style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    )


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined)


@lru_cache(maxsize=1)
def _style() -> str:
    """Our look, with the font inside."""
    faces = "".join(
        _face(part, weight) for part in ("vietnamese", "latin") for weight in (400, 700)
    )
    return faces + _text("offline.css")


def _face(part: str, weight: int) -> str:
    (path,) = _FACES.glob(f"be-vietnam-pro-{part}-{weight}.*.woff2")
    content = base64.b64encode(path.read_bytes()).decode()
    letters = f"unicode-range:{_RANGES[part]};"
    return (
        f'@font-face{{font-family:"Be Vietnam Pro";font-weight:{weight};{letters}'
        f"src:url(data:font/woff2;base64,{content})}}\n"
    )


def _text(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")
