"""The empty presentation of the house, and the texts and tables that are put on its slides."""

import math
from html import escape
from typing import TYPE_CHECKING

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches, Pt

from charts.theme import INK, SELF_COLOUR, SOFT_INK
from exports.deck_parts import figures_in, longest_word, weights
from meeting.deck import Grid

if TYPE_CHECKING:
    from pptx.presentation import Presentation as Slides
    from pptx.shapes.autoshape import Shape
    from pptx.shapes.base import BaseShape
    from pptx.slide import Slide as Page

Box = tuple[float, float, float, float]  # left, top, width, height in inches

FONT = "Arial"
WIDTH, HEIGHT = 13.333, 7.5  # inches, 16:9
MARGIN = 0.55
_BOTTOM = 6.5  # inches, where the origin begins
_TITLE: Box = (MARGIN, 0.62, WIDTH - 2 * MARGIN, 1.05)
_HEADING: Box = (MARGIN, 0.22, 9.4, 0.42)
_MARK: Box = (WIDTH - MARGIN - 3.1, 0.24, 3.1, 0.38)
_ORIGIN: Box = (MARGIN, 6.62, WIDTH - 2 * MARGIN, 0.42)
_FROZEN: Box = (MARGIN, 7.08, 11.3, 0.3)
_NUMBER: Box = (WIDTH - MARGIN - 0.8, 7.08, 0.8, 0.3)
# Letters up to → points, and where what is shown begins.
_TITLE_SIZES = ((52, 32, 1.42), (110, 28, 1.75), (145, 24, 1.75), (230, 22, 1.8), (10_000, 18, 1.8))
_MARK_FILL, _HEAD_FILL, _STRIPE = "#ffd54d", "#dbe7f3", "#f4f7fa"
_LINE_HEIGHT = 1.45  # of a table row, in its letters' height
_LETTER = 0.56  # width of a letter on average, in its height
_CELL_ROOM = 0.14  # inches left and right of the text of a cell


def empty_presentation() -> "Slides":
    """A wide presentation in Arial, its titles on the left."""
    deck = Presentation()
    scale = WIDTH / 10  # the template is 10 inches wide
    for layout in [deck.slide_master, *deck.slide_layouts]:
        for shape in layout.placeholders:
            shape.left, shape.width = int(shape.left * scale), int(shape.width * scale)
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    theme = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme._blob = theme.blob.replace(b'latin typeface="Calibri"', b'latin typeface="Arial"')
    _forget_printer(deck)
    style = deck.slide_master.element.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    style.set("algn", "l")
    return deck


def _forget_printer(deck: "Slides") -> None:
    """The template carries the printer of whoever made it."""
    for name, relation in list(deck.part.rels.items()):
        if relation.reltype.endswith("/printerSettings"):
            deck.part.drop_rel(name)


def new_page(slides: "Slides", finding: str, *, top: float = _TITLE[1]) -> "Page":
    """A slide whose title, which readers of the outline hear, is the sentence."""
    page = slides.slides.add_slide(slides.slide_layouts.get_by_name("Title Only"))
    title = page.shapes.title
    _place(title, (_TITLE[0], top, *_TITLE[2:]))
    title.text_frame.text = finding
    title.text_frame.vertical_anchor = MSO_ANCHOR.TOP
    _tight(title)
    style(title, size=_title_size(finding)[0], bold=True, colour=INK)
    return page


def body_of(finding: str) -> Box:
    """The room under a sentence."""
    top = _title_size(finding)[1]
    return (MARGIN, top, WIDTH - 2 * MARGIN, _BOTTOM - top)


def _title_size(finding: str) -> tuple[int, float]:
    return next((size, top) for most, size, top in _TITLE_SIZES if len(finding) <= most)


def frame(page: "Page", heading: str, origin: str, frozen: str, mark: str) -> None:
    """What stands on every slide: the subject above, below where the figures come from."""
    text_box(page, _HEADING, heading, size=16, bold=True, colour=SELF_COLOUR)
    text_box(page, _ORIGIN, origin, size=12, colour=SOFT_INK)
    text_box(page, _FROZEN, frozen, size=12, colour=SOFT_INK)
    _page_number(text_box(page, _NUMBER, "", size=12, colour=SOFT_INK))
    if mark:
        _badge(page, mark)


def text_box(
    page: "Page", box: Box, text: str, *, size: int, colour: str = INK, bold: bool = False
) -> "Shape":
    """Words in a box; they wrap."""
    shape = page.shapes.add_textbox(*(Inches(number) for number in box))
    shape.text_frame.word_wrap = True
    shape.text_frame.text = text
    _tight(shape)
    style(shape, size=size, bold=bold, colour=colour)
    return shape


def style(shape: "Shape", *, size: int, bold: bool, colour: str) -> None:
    """Each run by itself: PowerPoint does not read what a paragraph says for all of its runs."""
    for paragraph in shape.text_frame.paragraphs:
        for run in paragraph.runs:
            run.font.name, run.font.size, run.font.bold = FONT, Pt(size), bold
            run.font.color.rgb = rgb(colour)


def rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.removeprefix("#").upper())


def grid_lines(grid: Grid, width: float, size: int) -> list[int]:
    """How many lines each row of a table takes, its head first."""
    room = _letters(grid, width, size)
    return [
        max(math.ceil(len(text) / most) or 1 for text, most in zip(row, room, strict=True))
        for row in [grid.head or ("",) * len(room), *grid.rows]
    ]


def fits(grid: Grid, box: Box, size: int) -> bool:
    """Whether a table of this letter size stays inside the box and breaks no word."""
    lines = [grid.head, *grid.rows] if grid.head else list(grid.rows)
    columns = zip(*lines, strict=True)
    whole = all(
        longest_word(column) <= most
        for column, most in zip(columns, _letters(grid, box[2], size), strict=True)
    )
    return whole and sum(grid_lines(grid, box[2], size)) * line_height(size) <= box[3]


def _letters(grid: Grid, width: float, size: int) -> list[float]:
    """How many letters a line of each column holds."""
    shares = _shares(grid, width, size)
    return [max((share * width - _CELL_ROOM) / (_LETTER * size / 72), 1) for share in shares]


def _shares(grid: Grid, width: float, size: int) -> list[float]:
    return weights(grid, width / (_LETTER * size / 72))


def line_height(size: int) -> float:
    """Inches of a line of a table."""
    return size * _LINE_HEIGHT / 72


def table(page: "Page", box: Box, grid: Grid, *, size: int, alternative: str) -> None:
    """A native table as wide as its box; columns of figures stand on the right."""
    left, top, width, _ = box
    lines = [grid.head, *grid.rows] if grid.head else list(grid.rows)
    heights = grid_lines(grid, width, size)[0 if grid.head else 1 :]
    shape = page.shapes.add_table(
        *(1, len(lines[0]), Inches(left), Inches(top), Inches(width)),
        Inches(sum(heights) * line_height(size)),
    )
    describe(shape, alternative)
    made = shape.table
    made.first_row, made.horz_banding = bool(grid.head), False
    for number, share in enumerate(_shares(grid, width, size)):
        made.columns[number].width = Inches(width * share)
    rows = made._tbl
    rows.remove(rows.tr_lst[0])
    right = figures_in(grid)
    for number, (texts, height) in enumerate(zip(lines, heights, strict=True)):
        is_head = bool(grid.head) and not number
        fill = _HEAD_FILL if is_head else ("#ffffff", _STRIPE)[number % 2]
        cells = "".join(
            _cell(text, size, fill, bold=is_head, right=on_right)
            for text, on_right in zip(texts, right, strict=True)
        )
        high = Inches(height * line_height(size))
        rows.append(parse_xml(f'<a:tr {nsdecls("a")} h="{high}">{cells}</a:tr>'))


def describe(shape: "BaseShape", words: str) -> None:
    """What is read aloud instead of something that is looked at."""
    [properties] = shape._element.xpath("*/p:cNvPr")
    properties.set("descr", words)


def _cell(text: str, size: int, fill: str, *, bold: bool, right: bool) -> str:
    """A cell as it stands in the file: a thousand of them one property at a time take seconds."""
    side, above = Inches(_CELL_ROOM / 2), Inches(0.02)
    return (
        f'<a:tc><a:txBody><a:bodyPr/><a:lstStyle/><a:p><a:pPr algn="{"r" if right else "l"}"/>'
        f'<a:r><a:rPr sz="{size * 100}" b="{int(bold)}">{_solid(INK)}<a:latin typeface="{FONT}"/>'
        f"</a:rPr><a:t>{escape(text)}</a:t></a:r></a:p></a:txBody>"
        f'<a:tcPr marL="{side}" marR="{side}" marT="{above}" marB="{above}" anchor="ctr">'
        f"{_solid(fill)}</a:tcPr></a:tc>"
    )


def _solid(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{rgb(colour)}"/></a:solidFill>'


def _badge(page: "Page", mark: str) -> None:
    shape = page.shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Inches(number) for number in _MARK))
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(_MARK_FILL)
    shape.line.fill.background()
    shape.shadow.inherit = False
    shape.text_frame.text = mark
    shape.text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER
    style(shape, size=13, bold=True, colour=INK)


def _page_number(shape: "Shape") -> None:
    """A number the program keeps right when slides are moved."""
    paragraph = shape.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT
    field = parse_xml(
        f'<a:fld {nsdecls("a")} id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum">'
        '<a:rPr sz="1100"/><a:t>‹#›</a:t></a:fld>'
    )
    paragraph._p.append(field)


def _tight(shape: "Shape") -> None:
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0


def _place(shape: "Shape", box: Box) -> None:
    shape.left, shape.top, shape.width, shape.height = (Inches(number) for number in box)
