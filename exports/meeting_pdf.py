"""A meeting as PDF to hand out: tagged, its words can be searched and read aloud."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import typst

from domain.errors import FileNotMade
from exports.deck_pages import Page, pages
from exports.deck_parts import Translate, annex, fits_beside, frozen_line, long_grids
from exports.pictures import FONTS, ratio
from meeting.deck import Deck, Grid, Slide

_TEMPLATE = Path(__file__).with_suffix(".typ")
_STANDARD = "ua-1"  # tagged, with a title, a language and an alternative for each picture
_WIDTH = 960  # pixels of a picture as wide as the page
_ROWS_BESIDE, _ROWS_BELOW = 12, 6  # a longer table stands in the annex
_LETTERS_BESIDE = 70  # in a line of a table in half of the page
_LETTERS_WRAPPED = 90  # of a line that may wrap there
_LEAST, _MOST = 6, 26  # letters a column is counted for beside a picture; longer cells wrap
_MOST_ALONE = 60  # the same where the table has the whole width
_LONGEST_CELL = 60  # letters, of a table beside a picture
_BETWEEN = 3  # letters that fit into the room between two columns
_ONE_COLUMN = 24  # rows of a table that is not set in two columns


def pdf_of(deck: Deck, *, t: Translate) -> bytes:
    """
    The handout: contents, a page for each slide of the agenda, and an annex with the long tables.

    Raises:
        FileNotMade: naming the slide that cannot be put on paper; there is no half file.
    """
    every = pages(replace(deck, slides=(*deck.shown, *_behind(deck, t))), width=_WIDTH, t=t)
    words = {
        "title": deck.title,
        "lang": deck.language,
        "simulated": t("pdf.simulated") if deck.simulated else "",
        "frozen": frozen_line(deck, t),
        "about": [deck.place, deck.period, deck.boundaries],
        "contents": t("pdf.contents"),
        "annex": t("pdf.annex"),
        "see": t("pdf.see_annex"),
        "slides": [_words(page, every, deck, t) for page in every],
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


def _behind(deck: Deck, t: Translate) -> Iterator[Slide]:
    """The annex, and behind it the long tables that stand nowhere else."""
    yield from annex(deck, t)
    for slide in long_grids(deck.slides):
        heading = t("pptx.all_figures", heading=slide.heading)
        yield replace(slide, heading=heading, picture=None, native=None, backup=True)


def _letters(grid: Grid, most: int = _MOST) -> list[int]:
    """How wide the columns want to be."""
    lines = [grid.head, *grid.rows] if grid.head else grid.rows
    return [
        min(max(_LEAST, *(len(cell) for cell in column)), most)
        for column in zip(*lines, strict=True)
    ]


def _place(page: Page) -> str:
    """Where the table of a slide stands: beside its picture, below it, or in the annex."""
    rows = page.grid.rows
    if not page.picture:
        return "below"
    short = all(len(cell) <= _LONGEST_CELL for row in rows for cell in row)
    if short and len(rows) <= _ROWS_BESIDE and sum(_letters(page.grid)) <= _LETTERS_WRAPPED:
        return "beside"
    return "below" if len(rows) <= _ROWS_BELOW or fits_beside(page.grid) else "annex"


def _told_in(grid: Grid, every: Sequence[Page]) -> str:
    """The page of the annex where all rows of a table stand."""
    rows = set(grid.rows)
    alone = [page for page in every if page.slide.backup and not page.picture]
    return next((_id(page) for page in alone if rows <= set(page.grid.rows)), "")


def _id(page: Page) -> str:
    return f"slide-{page.number}"


def _words(page: Page, every: Sequence[Page], deck: Deck, t: Translate) -> dict[str, object]:
    slide, grid = page.slide, page.grid
    place = _place(page) if grid.rows else ""
    double = len(grid.rows) > _ONE_COLUMN and sum(_letters(grid)) <= _LETTERS_BESIDE
    asked = [t("pdf.annex")] if slide.backup else []
    return {
        "id": _id(page),
        "annex": slide.backup,
        "heading": slide.subtitle,
        "above": " · ".join((*asked, deck.title, slide.subtitle)),
        "finding": slide.finding,
        "refused": "" if slide.refused == slide.finding else slide.refused,
        "picture": page.picture,
        "alternative": slide.alternative or slide.finding,
        "origin": " · ".join(page.origin),
        "head": grid.head,
        "rows": grid.rows,
        "columns": [
            letters + _BETWEEN
            for letters in _letters(grid, _MOST if page.picture or double else _MOST_ALONE)
        ],
        "double": double,
        "place": place,
        "see": _told_in(grid, every) if place == "annex" else "",
        "ratio": ratio(page.picture) if page.picture else 1,
    }
