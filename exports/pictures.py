"""Charts as SVG and PNG on the server: our own font, nothing fetched, what must be said inside."""

import re
import textwrap
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from pathlib import Path

import fontpkg_be_vietnam_pro  # type: ignore[import-untyped]
import vl_convert

from charts.fetched import fetches
from charts.theme import EVERY_WIDTH, FONT, INK, SOFT_INK, Spec
from domain.errors import FileNotMade

WIDTH = 900  # pixels of a chart that would fill its page
FONTS = Path(fontpkg_be_vietnam_pro.ROOT) / "files"
_FAMILY = FONT.split(",")[0]
_VERSION = "6.4"  # of Vega-Lite, as the schema of `charts.theme` says
_SIZE = re.compile(r'<svg [^>]*?width="([0-9.]+)" height="([0-9.]+)"')
_FAMILIES = re.compile(r'font-family="([^"]*)"')
_LINE = 17  # pixels of a line of the foot
_LETTER = 6.4  # pixels of a letter there, on average
_NOTHING = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="30">{}</svg>'


def svg_of(spec: Spec, *, name: str = "", width: float = WIDTH, spine: Sequence[str] = ()) -> str:
    """
    A chart as SVG, its words as words.

    Args:
        name: what a refusal calls it; else its own description.
        width: pixels, of a chart as wide as its container.
        spine: what must be said below it, inside the picture.

    Raises:
        FileNotMade: it cannot be drawn, needs something from outside, or would lose its words.
    """
    part = name or str(spec.get("description", ""))
    if fetches(spec):
        raise FileNotMade(part=part)
    _register_font()
    try:
        drawn = vl_convert.vegalite_to_svg(
            _as_wide_as(spec, width), vl_version=_VERSION, allowed_base_urls=[]
        )
    except ValueError as error:
        raise FileNotMade(part=part) from error
    _check(drawn, part)
    return _with_foot(drawn, spine) if spine else drawn


def png_of(
    spec: Spec,
    *,
    scale: float = 2,
    name: str = "",
    width: float = WIDTH,
    spine: Sequence[str] = (),
) -> bytes:
    """
    A chart as PNG; the arguments of `svg_of`, and how many dots for each of its pixels.

    Raises:
        FileNotMade: as `svg_of`.
    """
    return png_of_svg(svg_of(spec, name=name, width=width, spine=spine), scale=scale)


def png_of_svg(svg: str, *, scale: float = 2) -> bytes:
    """A picture of `svg_of` as PNG."""
    _register_font()
    return vl_convert.svg_to_png(svg, scale=scale)


def ratio(svg: str) -> float:
    """Height per width of a picture of `svg_of`."""
    width, height = _size(svg)
    return height / width


def untitled(spec: Spec) -> Spec:
    """The chart without its title, where what it says stands beside it already."""
    return {name: part for name, part in spec.items() if name != "title"}


def _as_wide_as(part: Spec, width: float) -> Spec:
    """Outside a page there is no container to be as wide as."""
    wide = {**part, "width": width} if part.get("width") == EVERY_WIDTH else dict(part)
    for name in ("vconcat", "hconcat", "concat"):
        if isinstance(inner := wide.get(name), list):
            wide[name] = [_as_wide_as(one, width) for one in inner]
    return wide


def _check(svg: str, part: str) -> None:
    """A font that is not there takes all its words out of the picture, without a word."""
    strange = {one for one in _FAMILIES.findall(svg) if not one.startswith(_FAMILY)}
    if strange or "<text" not in svg or "NaN" in svg or not _SIZE.search(svg):
        raise FileNotMade(part=part)


@lru_cache(maxsize=1)
def _register_font() -> None:
    """Once a process; and see that letters of ours leave a trace."""
    vl_convert.register_font_directory(str(FONTS))
    letters = f'<text x="2" y="20" font-family="{_FAMILY}">Ưỡ</text>'
    blank = vl_convert.svg_to_png(_NOTHING.format(""))
    if vl_convert.svg_to_png(_NOTHING.format(letters)) == blank:
        raise FileNotMade(part=_FAMILY)


def _with_foot(svg: str, spine: Sequence[str]) -> str:
    """The picture with lines below it, so that it says its source wherever it is pasted."""
    width, height = _size(svg)
    lines = textwrap.wrap(" · ".join(spine), max(int((width - 24) / _LETTER), 20))
    whole = height + _LINE * len(lines) + 10
    words = "".join(
        f'<text x="12" y="{height + _LINE * number:g}" font-family="{escape(FONT)}" '
        f'font-size="12" fill="{SOFT_INK}">{escape(line)}</text>'
        for number, line in enumerate(lines, start=1)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'version="1.1" width="{width:g}" height="{whole:g}" viewBox="0 0 {width:g} {whole:g}" '
        f'color="{INK}"><rect width="100%" height="100%" fill="white"/>{svg}{words}</svg>'
    )


def _size(svg: str) -> tuple[float, float]:
    found = _SIZE.search(svg)
    if found is None:
        raise ValueError("a picture without a size")
    return float(found[1]), float(found[2])
