"""The report of a meeting as a Word draft, in the form of the State or of the Youth Union."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from exports.deck_parts import (
    Translate,
    annex,
    decided,
    figures_in,
    fits_beside,
    frozen_line,
    has_picture,
    local_time,
    long_grids,
    origin,
    part,
    png,
    refuse_blank,
    settled,
    size_of,
    weights,
)
from exports.report_page import (
    BODY_SIZE,
    NOTE_SIZE,
    TABLE_SIZE,
    TEXT_LETTERS,
    TEXT_WIDTH,
    Form,
    Paper,
    empty_report,
    letterhead,
    paragraph_of,
    signature,
    write,
)
from meeting.deck import Deck, Grid, Slide, SlideKind

if TYPE_CHECKING:
    from docx.document import Document as Report

_WIDEST, _TALLEST = Mm(140), Mm(90)  # of a picture, so that two sections fit on a page
_CENTRE = WD_ALIGN_PARAGRAPH.CENTER
_TWIPS = 635  # English metric units


@dataclass
class _Counters:
    """How many pictures and tables there are so far: each has its number in the text."""

    picture: int = 0
    table: int = 0


def docx_of(deck: Deck, *, form: Form, t: Translate) -> bytes:
    """
    The meeting as a draft: a section for each slide, conclusions, long tables behind.

    Raises:
        FileNotMade: a part could not be made; it names it.
    """
    counters = _Counters()
    paper = Paper(
        deck.language,
        deck.simulated,
        frozen_line(deck, t),
        t("report.draft"),
        local_time(deck).year,
    )
    with part(deck.title):
        report = empty_report(paper, t)
        letterhead(report, paper, form, t)
        _title(report, deck, t)
    report.add_heading(t("report.findings"), 1)
    shown = [slide for slide in deck.shown if slide.kind is not SlideKind.CONCLUSIONS]
    for number, slide in enumerate(shown, start=1):
        with part(slide.heading):
            report.add_heading(f"{number}. {slide.subtitle}", 2)
            _section(report, deck, slide, counters, t)
    with part(t("report.conclusions")):
        _conclusions(report, deck, counters, t)
        signature(report, form, t)
    _annex(report, deck, counters, t)
    _say_what_it_is(report, deck, t)
    buffer = io.BytesIO()
    report.save(buffer)
    return settled(buffer.getvalue(), deck)


def _title(report: "Report", deck: Deck, t: Translate) -> None:
    """The kind of paper, what it is about, and what the figures are."""
    for text, size, space in ((t("report.kind"), 14, 14), (_subject(deck, t), 14, 0)):
        paragraph = write(report.add_paragraph(), text, size=size, bold=True)
        paragraph.alignment = _CENTRE
        paragraph.paragraph_format.space_before = Pt(space)
        paragraph.paragraph_format.space_after = Pt(0 if space else 10)
    said = {"frozen": frozen_line(deck, t), "boundaries": deck.boundaries}
    paragraph_of(report, t("report.opening", place=deck.place, period=deck.period, **said))
    if deck.simulated:
        write(paragraph_of(report, ""), t("report.simulated"), size=BODY_SIZE, bold=True)


def _subject(deck: Deck, t: Translate) -> str:
    return t("report.subject", title=deck.title, place=deck.place, period=deck.period)


def _section(report: "Report", deck: Deck, slide: Slide, counters: _Counters, t: Translate) -> None:
    """The sentence, then what shows it, then where it is from."""
    refuse_blank(slide)
    sentence = paragraph_of(report, _ended(slide.finding))
    sentence.paragraph_format.keep_with_next = bool(slide.picture or slide.grid.rows)
    if slide.refused:
        if slide.refused != slide.finding:
            paragraph_of(report, slide.refused)
    elif slide.picture:
        _picture(report, slide, counters, t)
    if not slide.refused and slide.grid.rows:
        if not has_picture(slide) or fits_beside(slide.grid):
            _table(report, slide.heading, slide.grid, counters, t)
        else:
            paragraph_of(report, t("report.see_annex"))
    note = report.add_paragraph()
    note.paragraph_format.space_before = Pt(4)
    write(note, " · ".join(origin(deck, slide, t)), size=NOTE_SIZE, italic=True)


def _ended(sentence: str) -> str:
    """A sentence of a slide as one of a text."""
    return sentence if sentence[-1:] in ".!?…:" else f"{sentence}."


def _picture(report: "Report", slide: Slide, counters: _Counters, t: Translate) -> None:
    content = png(slide)
    wide, high = size_of(content)
    width = min(_WIDEST, int(_TALLEST * wide / high))
    paragraph = report.add_paragraph()
    paragraph.alignment = _CENTRE
    paragraph.paragraph_format.keep_with_next = True
    shape = paragraph.add_run().add_picture(io.BytesIO(content), width=width)
    shape._inline.docPr.set("descr", slide.alternative)
    counters.picture += 1
    _caption(report, t("report.picture", number=counters.picture, heading=slide.heading))


def _caption(report: "Report", text: str, *, above: bool = False) -> None:
    paragraph = report.add_paragraph(text, style="Caption")
    paragraph.alignment = _CENTRE
    paragraph.paragraph_format.keep_with_next = above


def _table(report: "Report", heading: str, grid: Grid, counters: _Counters, t: Translate) -> None:
    """A table whose head comes again on every page, and whose rows stay whole."""
    counters.table += 1
    _caption(report, t("report.table", number=counters.table, heading=heading), above=True)
    lines = [grid.head, *grid.rows] if grid.head else list(grid.rows)
    table = report.add_table(1, len(lines[0]), style="Table Grid")
    table.autofit = False
    widths = [int(TEXT_WIDTH * share) for share in weights(grid, TEXT_LETTERS)]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    rows = table._tbl
    rows.remove(rows.tr_lst[0])
    right = figures_in(grid)
    for number, texts in enumerate(lines):
        rows.append(_row(texts, widths, right, is_head=bool(grid.head) and not number))


def _row(
    texts: Sequence[str], widths: Sequence[int], right: Sequence[bool], *, is_head: bool
) -> object:
    """A row made at once: a thousand cells one property at a time take seconds."""
    row = parse_xml(f"<w:tr {nsdecls('w')}><w:trPr><w:cantSplit/></w:trPr></w:tr>")
    if is_head:
        row.find(qn("w:trPr")).append(OxmlElement("w:tblHeader"))
    for text, width, on_right in zip(texts, widths, right, strict=True):
        side = "center" if is_head else "right" if on_right else "left"
        cell = parse_xml(
            f'<w:tc {nsdecls("w")}><w:tcPr><w:tcW w:w="{width // _TWIPS}" w:type="dxa"/>'
            '<w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr><w:spacing w:before="20" w:after="20" '
            f'w:line="240" w:lineRule="auto"/><w:jc w:val="{side}"/></w:pPr><w:r><w:rPr>'
            f'{"<w:b/>" if is_head else ""}<w:sz w:val="{2 * TABLE_SIZE}"/></w:rPr>'
            '<w:t xml:space="preserve"/></w:r></w:p></w:tc>'
        )
        next(cell.iter(qn("w:t"))).text = text
        row.append(cell)
    return row


def _conclusions(report: "Report", deck: Deck, counters: _Counters, t: Translate) -> None:
    title = t("report.conclusions")
    report.add_heading(title, 1)
    last = [one for one in deck.shown if one.kind is SlideKind.CONCLUSIONS]
    grid = last[0].grid if last and last[0].grid.rows else decided(deck, t)
    if grid.rows:
        paragraph_of(report, t("report.conclusions_opening"))
        _table(report, t("pptx.conclusions"), grid, counters, t)
    else:
        paragraph_of(report, t("pptx.no_conclusions"))
    added = paragraph_of(report, t("report.to_be_added"))
    added.paragraph_format.space_before = Pt(8)


def _annex(report: "Report", deck: Deck, counters: _Counters, t: Translate) -> None:
    """What is kept for questions, and the tables too long to stand in the text."""
    long = long_grids(deck.slides)
    if not long and not deck.asked:
        return
    report.add_page_break()
    heading = report.add_heading(t("report.annex"), 1)
    heading.alignment = _CENTRE
    for slide in annex(deck, t):
        with part(slide.heading):
            report.add_heading(slide.subtitle, 2)
            _section(report, deck, slide, counters, t)
    for slide in long:
        with part(slide.heading):
            report.add_heading(t("pptx.all_figures", heading=slide.subtitle), 2)
            _table(report, slide.heading, slide.grid, counters, t)
            note = report.add_paragraph()
            write(note, " · ".join(origin(deck, slide, t)), size=NOTE_SIZE, italic=True)


def _say_what_it_is(report: "Report", deck: Deck, t: Translate) -> None:
    """The properties of the file: no person, no time of making."""
    known = report.core_properties
    known.title, known.subject = _subject(deck, t), deck.place
    known.author, known.last_modified_by = t("pptx.product"), ""
    known.comments, known.keywords = frozen_line(deck, t), t("report.draft")
    known.language = deck.language
    known.created = known.modified = deck.frozen.taken_at.replace(tzinfo=None)
