"""What slides, report and workbook of a meeting share: its lines of origin, refusals, pictures."""

import io
import math
import re
import struct
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from charts.labels import DECIMALS_FROM
from domain.calendar_day import VIETNAM
from domain.errors import FileNotMade
from meeting.deck import Deck, Grid, Native, Slide, SlideKind
from meeting.words import day
from stats.disclosure import Status

Translate = Callable[..., str]

HIDDEN = (Status.WITHHELD.value, Status.NO_DATA.value)  # of whom nothing is told

PICTURE_SCALE = 2  # pixels of the file per pixel of the picture
ROWS_BESIDE = 10  # a longer table stands by itself, behind
COLUMNS_BESIDE = 4
_BESIDE_TEXT = 3  # letters that fit into the room left and right of a text
_SHORT = 18  # letters of "chưa đủ dữ liệu" and the like, which stand among figures
_FIGURE = re.compile(r"[-−+≤≥<>]?\s?\d")
_PICTURE_WIDTH = 1100  # of pictures that fill what they are put into, in pixels
_BROKEN = (ValueError, TypeError, LookupError, ArithmeticError, OSError)
_NAMED_BY_KIND = (SlideKind.BEFORE, SlideKind.CONCLUSIONS)  # may be empty: nothing was decided
_DATES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # of what an archive can say


@contextmanager
def part(name: str) -> Iterator[None]:
    """
    Make one part of a file, or say which one could not be made.

    Raises:
        FileNotMade: naming the part; whoever catches it has no half file.
    """
    try:
        yield
    except _BROKEN as error:
        raise FileNotMade(part=name) from error


def refuse_blank(slide: Slide) -> None:
    """
    Nothing empty and nothing impossible is put into a file.

    Raises:
        ValueError: it shows nothing and does not say why, or its figures do not fit together.
    """
    something = slide.refused or slide.picture or slide.native or slide.grid.rows
    if not something and slide.kind not in _NAMED_BY_KIND:
        raise ValueError(f"a slide that shows nothing: {slide.kind}")
    if any(len(row) != len(slide.grid.head) for row in slide.grid.rows if slide.grid.head):
        raise ValueError(f"a table whose rows differ in length: {slide.kind}")
    if slide.native:
        _refuse_impossible(slide.native)
        _refuse_hidden(slide, slide.native)


def _refuse_impossible(native: Native) -> None:
    for series in native.series:
        if len(series.values) != len(native.categories):
            raise ValueError(f"a series of another length: {series.name}")
        if any(value is not None and not math.isfinite(value) for value in series.values):
            raise ValueError(f"a value that is no number: {series.name}")


def _refuse_hidden(slide: Slide, native: Native) -> None:
    """A chart holds its figures in a workbook of its own: hidden ones must not be there either."""
    if slide.figures is None:
        return
    table = slide.figures.table
    names, status = table["unit_name"], table["status"]
    told = set(names[~status.isin(HIDDEN)])
    hidden = set(names[status.isin(HIDDEN)]) - told
    for series in native.series:
        for name, value in zip(native.categories, series.values, strict=True):
            if value is not None and name in hidden:
                raise ValueError(f"hidden, and yet drawn: {name}")


def local_time(deck: Deck) -> datetime:
    """When the figures were frozen, by the clocks of Vietnam."""
    return deck.frozen.taken_at.astimezone(VIETNAM)


def frozen_line(deck: Deck, t: Translate) -> str:
    """Which frozen figures these are: number, time and code."""
    at = local_time(deck)
    said = {"at": f"{at:%H:%M}", "day": day(at.date(), t)}
    return t("slide.spine_frozen", number=deck.frozen.number, code=deck.frozen.code, **said)


def origin(deck: Deck, slide: Slide, t: Translate) -> tuple[str, ...]:
    """Place and what the slide says of its figures, without what stands beside it anyway."""
    general = () if slide.figures is not None else (deck.period, deck.boundaries)
    beside = t("chart.simulated")
    said = [text for text in slide.spine if deck.frozen.code not in text and text != beside]
    return (deck.place, *dict.fromkeys((*general, *said)))


def decimals(slide: Slide) -> dict[str, int]:
    """Unit name → decimals of its rate, where the figures say over how many people it is."""
    if slide.figures is None:
        return {}
    table = slide.figures.table[slide.figures.table["n"].notna()]
    few = table["n"] < DECIMALS_FROM
    return {
        str(name): 0 if small else 1 for name, small in zip(table["unit_name"], few, strict=True)
    }


def svg(slide: Slide, *, width: float = _PICTURE_WIDTH) -> str:
    """The picture of a slide as SVG, without its finding, which stands beside it."""
    from exports.pictures import svg_of, untitled

    return svg_of(untitled(slide.picture or {}), name=slide.heading, width=width)


def png(slide: Slide) -> bytes:
    """The same as PNG."""
    from exports.pictures import png_of_svg

    return png_of_svg(svg(slide), scale=PICTURE_SCALE)


def size_of(picture: bytes) -> tuple[int, int]:
    """Width and height of a PNG in dots."""
    width, height = struct.unpack(">II", picture[16:24])
    return width, height


def long_grids(slides: Sequence[Slide]) -> list[Slide]:
    """One slide for each long table that stands beside a picture and nowhere else; each once."""
    alone = {row for slide in slides if not has_picture(slide) for row in slide.grid.rows}
    found: dict[Grid, Slide] = {}
    for slide in slides:
        long = has_picture(slide) and slide.grid.rows and not fits_beside(slide.grid)
        if long and not alone.issuperset(slide.grid.rows):
            found.setdefault(slide.grid, slide)
    return list(found.values())


def annex(deck: Deck, t: Translate) -> Iterator[Slide]:
    """What paper has behind the agenda: slides for questions, those of one table as one."""
    for _, together in groupby(deck.asked, key=lambda slide: (slide.kind, slide.grid.head)):
        yield _one_table(list(together), t)


def _one_table(parts: Sequence[Slide], t: Translate) -> Slide:
    """The rows a projector shows a few at a time, one below the other."""
    if len(parts) == 1:
        return parts[0]
    rows = tuple(dict.fromkeys(row for slide in parts for row in slide.grid.rows))
    finding = t("pdf.every_row", count=len(rows))
    spine = tuple(text for text in parts[0].spine if all(text in one.spine for one in parts))
    return replace(parts[0], finding=finding, spine=spine, grid=Grid(parts[0].grid.head, rows))


def fits_beside(grid: Grid) -> bool:
    """Whether a table can be read beside a picture on the same slide."""
    return 0 < len(grid.rows) <= ROWS_BESIDE and len(grid.rows[0]) <= COLUMNS_BESIDE


def weights(grid: Grid, letters: float) -> list[float]:
    """
    How much of the width each column of a table needs, together 1.

    Every column has room for its longest word, figures stand on one line where there is room for
    that, and what is left goes to long texts.

    Args:
        letters: how many fit into the whole width.
    """
    columns = list(zip(*([grid.head, *grid.rows] if grid.head else grid.rows), strict=True))
    texts = [max(len(text) for text in column) for column in zip(*grid.rows, strict=True)]
    least = [longest_word(column) + _BESIDE_TEXT for column in columns]
    whole = [
        max(word, text + _BESIDE_TEXT) if is_figure else word
        for word, text, is_figure in zip(least, texts, figures_in(grid), strict=True)
    ]
    base = whole if sum(whole) <= letters else least
    more = [max(text - room, 0) + 1 for text, room in zip(texts, base, strict=True)]
    left = max(letters - sum(base), 0)
    room = [word + left * part / sum(more) for word, part in zip(base, more, strict=True)]
    return [number / sum(room) for number in room]


def longest_word(column: Sequence[str]) -> int:
    """Letters of the longest word, which is not broken; a rate and its % are one."""
    return max((len(word) for text in column for word in text.split(" ")), default=0)


def figures_in(grid: Grid) -> list[bool]:
    """Which columns of a table hold figures, with a word where there is none, and not words."""
    columns = [column[1:] for column in zip(grid.head or grid.rows[0], *grid.rows, strict=True)]
    return [
        bool(number)
        and any(_FIGURE.match(text) for text in column)
        and all(_FIGURE.match(text) or len(text) <= _SHORT for text in column)
        for number, column in enumerate(columns)
    ]


def decided(deck: Deck, t: Translate) -> Grid:
    """What was concluded as a table: the task, who, by when."""
    head = tuple(t(f"pptx.conclusion_{name}") for name in ("task", "who", "due"))
    rows = [(one.task, one.who, day(one.due, t) if one.due else "–") for one in deck.conclusions]
    return Grid(head, tuple(rows)) if rows else Grid()


def has_picture(slide: Slide) -> bool:
    """Whether something is drawn; of a refused slide nothing is."""
    return bool(not slide.refused and (slide.picture or slide.native))


def settled(content: bytes, deck: Deck) -> bytes:
    """The same office file with the day of its figures as its only time, so that equal is equal."""
    stamp = f"{deck.frozen.taken_at:%Y-%m-%dT%H:%M:%SZ}".encode()
    return _rezipped(content, stamp)


def _rezipped(content: bytes, stamp: bytes) -> bytes:
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as made,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as kept,
    ):
        for name in made.namelist():
            body = made.read(name)
            if name.endswith(".xlsx"):
                body = _rezipped(body, stamp)
            elif name == "docProps/core.xml":
                body = _DATES.sub(rb"\g<1>" + stamp, body)
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(entry, body)
    return buffer.getvalue()
