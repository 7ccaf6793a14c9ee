"""Sheets of paper as PDF: our own font, text that can be searched and read aloud, a QR code."""

import io
import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import fontpkg_be_vietnam_pro  # type: ignore[import-untyped]
import segno
import typst

_HERE = Path(__file__).parent
_FONTS = Path(fontpkg_be_vietnam_pro.ROOT) / "files"
_PRELUDE = (_HERE / "sheet.typ").read_text(encoding="utf-8")
# PDF/UA-1: tagged, with a title, a language and an alternative for the picture.
_STANDARD = "ua-1"


def printed(
    template: str,
    words: Mapping[str, object],
    *,
    link: str,
    paper: str = "a4",
    qr: str | None = None,
) -> bytes:
    """
    One sheet as PDF.

    Args:
        template: name of a .typ file beside this one.
        words: everything the sheet says; handed over as data, never as source.
        link: what its QR code opens.
        paper: a3, a4 or a5, for templates that fit several.
        qr: the QR code as SVG, where `qr_svg` would not do.
    """
    source = f"{_PRELUDE}\n{_template(template)}".encode()
    inputs = {"words": json.dumps(words), "qr": qr or qr_svg(link), "paper": paper}
    pdf = typst.compile(  # type: ignore[call-overload]
        source,
        format="pdf",
        font_paths=[_FONTS],
        ignore_system_fonts=True,
        sys_inputs=inputs,
        pdf_standards=[_STANDARD],
    )
    if not isinstance(pdf, bytes):
        raise TypeError("one document is one file")
    return pdf


def qr_link(link: str) -> str:
    """The link in capitals: a QR code of capitals is coarser, and read from further away."""
    return link.upper()


def qr_svg(link: str, *, as_written: bool = False) -> str:
    """
    The QR code of a link; a quarter of it may be torn or dirty.

    Args:
        as_written: not in capitals, for a page whose path knows them apart.
    """
    buffer = io.BytesIO()
    code = segno.make(link if as_written else qr_link(link), error="q", micro=False)
    code.save(buffer, kind="svg", border=4)
    return buffer.getvalue().decode()


@lru_cache(maxsize=4)
def _template(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")
