"""A meeting as PDF to hand out: tagged, its words can be searched and read aloud."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import typst

from domain.errors import FileNotMade
from exports.deck_pages import Page, pages
from exports.deck_parts import Translate, frozen_line
from exports.pictures import FONTS, ratio
from meeting.deck import Deck, Grid

_TEMPLATE = Path(__file__).with_suffix(".typ")
_STANDARD = "ua-1"  # tagged, with a title, a language and an alternative for each picture
_WIDTH = 960  # pixels of a picture as wide as the page
_ROWS_BESIDE, _ROWS_BELOW = 12, 6  # a longer table stands on pages of its own
_LETTERS_BESIDE = 70  # in a line of a table beside a picture
_LEAST, _MOST = 6, 26  # letters a column is counted for; longer cells wrap
_LONGEST_CELL = 60  # letters, of a table beside a picture


def pdf_of(deck: Deck, *, t: Translate) -> bytes:
    """
    The handout: a page for each slide, and more where its table is long.

    Raises:
        FileNotMade: naming the slide that cannot be put on paper; there is no half file.
    """
    words = {
        "title": deck.title,
        "lang": deck.language,
        "narrow": _LETTERS_BESIDE,
        "simulated": t("pdf.simulated") if deck.simulated else "",
        "frozen": frozen_line(deck, t),
        "slides": [_words(page, deck, t) for page in _each_table_once(deck, t)],
    }
    try:
        pdf = typst.compile(  # type: ignore[call-overload]
            _TEMPLATE.read_bytes(),
            format="pdf",
            font_paths=[FONTS],
            ignore_system_fonts=True,
            sys_inputs={"words": json.dumps(words)},
            pdf_standards=[_STANDARD],
        )
    except RuntimeError as error:
        raise FileNotMade(part=deck.title) from error
    if not isinstance(pdf, bytes):
        raise TypeError("one document is one file")
    return pdf


def _each_table_once(deck: Deck, t: Translate) -> Iterator[Page]:
    """The pages; a long table that several slides share is printed with the first of them."""
    printed: set[Grid] = set()
    for page in pages(deck, width=_WIDTH, t=t):
        if page.picture and page.grid in printed:
            yield replace(page, grid=Grid())
        else:
            yield page
        if len(page.grid.rows) > _ROWS_BESIDE:
            printed.add(page.grid)


def _letters(grid: Grid) -> list[int]:
    """How wide the columns want to be."""
    lines = [grid.head, *grid.rows] if grid.head else grid.rows
    return [
        min(max(_LEAST, *(len(cell) for cell in column)), _MOST)
        for column in zip(*lines, strict=True)
    ]


def _place(page: Page) -> str:
    """Where the table of a slide stands: beside its picture, below it, or on pages of its own."""
    rows = page.grid.rows
    if not page.picture:
        return "below"
    short = all(len(cell) <= _LONGEST_CELL for row in rows for cell in row)
    if short and len(rows) <= _ROWS_BESIDE and sum(_letters(page.grid)) <= _LETTERS_BESIDE:
        return "beside"
    return "below" if len(rows) <= _ROWS_BELOW else "apart"


def _words(page: Page, deck: Deck, t: Translate) -> dict[str, object]:
    slide, grid = page.slide, page.grid
    asked = [t("pdf.asked")] if slide.backup else []
    return {
        "id": f"slide-{page.number}",
        "above": " · ".join((*asked, deck.title, slide.subtitle)),
        "finding": slide.finding,
        "refused": slide.refused,
        "picture": page.picture,
        "alternative": slide.alternative or slide.finding,
        "origin": " · ".join(page.origin),
        "head": grid.head,
        "rows": grid.rows,
        "columns": _letters(grid),
        "place": _place(page) if grid.rows else "",
        "ratio": ratio(page.picture) if page.picture else 1,
    }
