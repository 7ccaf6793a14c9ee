"""The slides of a meeting as PPTX: charts that can be edited, and origin on every slide."""

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from pptx.enum.text import MSO_ANCHOR
from pptx.util import Inches

from charts.theme import INK, SOFT_INK
from exports.deck_parts import (
    Translate,
    decided,
    fits_beside,
    frozen_line,
    has_picture,
    long_grids,
    origin,
    part,
    png,
    refuse_blank,
    settled,
    size_of,
)
from exports.slide_chart import MOST_CATEGORIES, native_chart
from exports.slide_shapes import (
    Box,
    body_of,
    describe,
    empty_presentation,
    fits,
    frame,
    grid_lines,
    line_height,
    new_page,
    table,
    text_box,
)
from meeting.deck import Deck, Grid, Slide, SlideKind

if TYPE_CHECKING:
    from pptx.presentation import Presentation as Slides
    from pptx.slide import Slide as Page

_TABLE_SIZES = (18, 16, 14, 12, 11)  # points; the largest that fits, else several slides
_SMALL = 11
_GAP = 0.3  # inches between what stands side by side
_CHART_SHARE = 0.55  # of the width, where a table stands beside


def pptx_of(deck: Deck, *, t: Translate) -> bytes:
    """
    The whole meeting: cover, agenda, conclusions; what is kept for questions is hidden behind.

    Raises:
        FileNotMade: a slide could not be made; it names it.
    """
    slides = empty_presentation()
    with part(deck.title):
        _cover(slides, deck, t)
    for slide in _agenda(deck, t):
        _add(slides, deck, slide, t)
    behind = [*deck.asked, *(_as_table(slide, t) for slide in long_grids(deck.slides))]
    if behind:
        divider = new_page(slides, t("pptx.if_asked"))
        _frame(divider, deck, "", t("pptx.if_asked_hint"), t)
        _hide(divider)
    for slide in behind:
        _add(slides, deck, replace(slide, backup=True), t)
    _say_what_it_is(slides, deck, t)
    buffer = io.BytesIO()
    slides.save(buffer)
    return settled(buffer.getvalue(), deck)


def _agenda(deck: Deck, t: Translate) -> Iterator[Slide]:
    """The slides shown, with what was decided at their end."""
    yield from (slide for slide in deck.shown if slide.kind is not SlideKind.CONCLUSIONS)
    last = next((one for one in deck.shown if one.kind is SlideKind.CONCLUSIONS), None)
    if last or deck.conclusions:
        title = t("pptx.conclusions")
        last = last or Slide(SlideKind.CONCLUSIONS, title, title, title, ())
        yield last if last.grid.rows else replace(last, grid=decided(deck, t))


def _as_table(slide: Slide, t: Translate) -> Slide:
    """The long table of a slide as a slide of its own, without its chart."""
    heading = t("pptx.all_figures", heading=slide.heading)
    return replace(slide, heading=heading, picture=None, native=None)


def _add(slides: "Slides", deck: Deck, slide: Slide, t: Translate) -> None:
    with part(slide.heading):
        refuse_blank(slide)
        for number, grids in enumerate(_pages(slide)):
            page = new_page(slides, slide.finding)
            heading = slide.subtitle if not number else t("pptx.go_on", heading=slide.subtitle)
            _frame(page, deck, heading, " · ".join(origin(deck, slide, t)), t)
            _body(page, slide, grids, t)
            if slide.notes and not number:
                _note(page, slide.notes)
            if slide.backup:
                _hide(page)


def _note(page: "Page", notes: str) -> None:
    room = page.notes_slide.notes_text_frame
    if room is None:
        raise ValueError("a slide without room for notes")
    room.text = notes


def _frame(page: "Page", deck: Deck, heading: str, below: str, t: Translate) -> None:
    frame(
        page, heading, below, frozen_line(deck, t), t("chart.simulated") if deck.simulated else ""
    )


def _hide(page: "Page") -> None:
    page._element.set("show", "0")


def _body(page: "Page", slide: Slide, grids: list[Grid], t: Translate) -> None:
    if slide.refused:
        _refusal(page, slide, slide.refused)
    elif has_picture(slide):
        _picture_and_table(page, slide, t)
    elif not grids:
        nothing = "pptx.no_conclusions" if slide.kind is SlideKind.CONCLUSIONS else "pptx.nothing"
        _refusal(page, slide, t(nothing))
    else:
        _tables(page, slide, grids)


def _refusal(page: "Page", slide: Slide, why: str) -> None:
    shape = text_box(page, body_of(slide.finding), why, size=24, colour=SOFT_INK)
    shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE


def _picture_and_table(page: "Page", slide: Slide, t: Translate) -> None:
    box = left, top, width, height = body_of(slide.finding)
    if fits_beside(slide.grid):
        box = (left, top, (width - _GAP) * _CHART_SHARE, height)
        beside = (left + box[2] + _GAP, top, width - box[2] - _GAP, height)
        size = next((size for size in _TABLE_SIZES if fits(slide.grid, beside, size)), _SMALL)
        table(page, beside, slide.grid, size=min(size, 14), alternative=slide.heading)
    if _is_edited(slide):
        native_chart(page, box, slide, t=t)
    else:
        _map(page, box, slide)


def _is_edited(slide: Slide) -> bool:
    """Whether PowerPoint draws the chart; maps, and bars too many to read, are pictures."""
    if slide.native is None or not slide.picture:
        return slide.native is not None
    return slide.kind is not SlideKind.MAP and len(slide.native.categories) <= MOST_CATEGORIES


def _map(page: "Page", box: Box, slide: Slide) -> None:
    picture = png(slide)
    wide, high = size_of(picture)
    left, top, width, height = box
    scale = min(width / wide, height / high)
    shape = page.shapes.add_picture(
        io.BytesIO(picture),
        *(Inches(left + (width - wide * scale) / 2), Inches(top)),
        *(Inches(wide * scale), Inches(high * scale)),
    )
    describe(shape, slide.alternative)


def _pages(slide: Slide) -> list[list[Grid]]:
    """The tables of each page: one in large letters, or two side by side until all are told."""
    if slide.refused or has_picture(slide) or not slide.grid.rows:
        return [[]]
    body = body_of(slide.finding)
    if any(fits(slide.grid, body, size) for size in _TABLE_SIZES):
        return [[slide.grid]]
    width = (body[2] - _GAP) / 2
    head, *lines = grid_lines(slide.grid, width, _SMALL)
    room = int(body[3] / line_height(_SMALL)) - head
    blocks: list[list[tuple[str, ...]]] = [[]]
    used = 0
    for row, needed in zip(slide.grid.rows, lines, strict=True):
        if blocks[-1] and used + needed > room:
            blocks.append([])
            used = 0
        blocks[-1].append(row)
        used += needed
    grids = [Grid(slide.grid.head, tuple(block)) for block in blocks]
    return [grids[first : first + 2] for first in range(0, len(grids), 2)]


def _tables(page: "Page", slide: Slide, grids: list[Grid]) -> None:
    body = left, top, width, height = body_of(slide.finding)
    whole = len(slide.grid.rows) == len(grids[0].rows)
    if whole:
        size = next(size for size in _TABLE_SIZES if fits(slide.grid, body, size))
        table(page, body, slide.grid, size=size, alternative=slide.heading)
        return
    half = (width - _GAP) / 2
    for number, grid in enumerate(grids):
        box = (left + number * (half + _GAP), top, half, height)
        table(page, box, grid, size=_SMALL, alternative=slide.heading)


def _cover(slides: "Slides", deck: Deck, t: Translate) -> None:
    page = new_page(slides, deck.title, top=2.3)
    lines = "\n".join((deck.place, deck.period, deck.boundaries))
    left, _, width, _ = body_of(deck.title)
    text_box(page, (left, 3.6, width, 1.6), lines, size=22, colour=INK)
    _frame(page, deck, t("pptx.product"), t("pptx.cover_hint"), t)


def _say_what_it_is(slides: "Slides", deck: Deck, t: Translate) -> None:
    """The properties of the file: no person, no time of making."""
    known = slides.core_properties
    known.title, known.author, known.last_modified_by = deck.title, t("pptx.product"), ""
    known.subject, known.comments = deck.place, frozen_line(deck, t)
    known.language, known.keywords = deck.language, ""
    known.created = known.modified = deck.frozen.taken_at.replace(tzinfo=None)
    for page in slides.slides:
        for properties in page._element.iter("{*}rPr", "{*}endParaRPr"):
            properties.set("lang", {"vi": "vi-VN", "en": "en-GB"}[deck.language])
