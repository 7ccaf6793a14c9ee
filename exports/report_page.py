"""The paper a report is written on: page, letters, head and signature of its form."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from exports.deck_parts import Translate

if TYPE_CHECKING:
    from docx.document import Document as Report
    from docx.styles.style import ParagraphStyle
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

Form = Literal["state", "union"]

# Nghị định 30/2020/NĐ-CP, Phụ lục I, mục I: A4, lề trên và dưới 20-25 mm, trái 30-35, phải 15-20,
# Times New Roman, cỡ 13-14, số trang ở giữa lề trên, không hiện ở trang 1.
FONT = "Times New Roman"
BODY_SIZE, TABLE_SIZE, NOTE_SIZE = 14, 12, 11
PAGE = (Mm(210), Mm(297))
TOP, BOTTOM, LEFT, RIGHT = Mm(20), Mm(20), Mm(30), Mm(15)
TEXT_WIDTH = Mm(165)
TEXT_LETTERS = 76  # of a line of a table in it
_INDENT = Mm(10)
_HEAD_WIDTHS = (Mm(68), Mm(97))
_SIGN_WIDTHS = (Mm(82), Mm(83))
_CENTRE, _RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


@dataclass(frozen=True)
class Paper:
    """What stands on every page: which figures these are, and what kind of paper it is."""

    language: str
    simulated: bool
    foot: str
    mark: str  # on the right of the upper margin: that it is a draft
    year: int  # of its making, by the clocks of Vietnam


def empty_report(paper: Paper, t: Translate) -> "Report":
    """An empty document of that size, whose every page says what it is."""
    report = Document()
    section = report.sections[0]
    section.page_width, section.page_height = PAGE
    section.top_margin, section.bottom_margin = TOP, BOTTOM
    section.left_margin, section.right_margin = LEFT, RIGHT
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    _letters(report, paper.language)
    for header, numbered in ((section.first_page_header, False), (section.header, True)):
        _running_head(header.paragraphs[0], paper, t, numbered=numbered)
    for footer in (section.first_page_footer, section.footer):
        paragraph = footer.paragraphs[0]
        paragraph.alignment = _CENTRE
        write(paragraph, paper.foot, size=NOTE_SIZE)
    return report


def write(
    paragraph: "Paragraph", text: str, *, size: float, bold: bool = False, italic: bool = False
) -> "Paragraph":
    """Words at the end of a paragraph."""
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    return paragraph


def paragraph_of(report: "Report", text: str) -> "Paragraph":
    """A paragraph of the body: justified, its first line moved in."""
    paragraph = report.add_paragraph()
    shape = paragraph.paragraph_format
    shape.alignment, shape.first_line_indent = WD_ALIGN_PARAGRAPH.JUSTIFY, _INDENT
    return write(paragraph, text, size=BODY_SIZE)


def letterhead(report: "Report", paper: Paper, form: Form, t: Translate) -> None:
    """Who writes, the name of the country or of the Union, number, place and day: to be filled."""
    table = _side_by_side(report, _HEAD_WIDTHS)
    left, right = table.rows[0].cells
    if form == "state":
        _line(left, t("report.state.above"), size=13)
        _line(left, t("report.state.office"), size=13, bold=True, rule=Mm(24))
        _line(right, t("report.state.country"), size=12, bold=True)
        _line(right, t("report.state.motto"), size=13, bold=True, rule=Mm(22))
    else:
        _line(left, t("report.union.office"), size=13, bold=True)
        _line(left, "***", size=13)
        _line(right, t("report.union.name"), size=14, bold=True, rule=Mm(14))
    left, right = table.add_row().cells
    _line(left, t(f"report.{form}.number"), size=13)
    _line(right, t("report.day", year=paper.year), size=14, italic=True)
    for cell in (left, right):
        cell.paragraphs[0].paragraph_format.space_before = Pt(6)


def signature(report: "Report", form: Form, t: Translate) -> None:
    """Who gets it, and an empty place for whoever signs."""
    report.add_paragraph()
    row = _side_by_side(report, _SIGN_WIDTHS).rows[0]
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # nobody's name on a next page
    left, right = row.cells
    write(left.paragraphs[0], t("report.receivers"), size=12, bold=True, italic=True)
    for line in t(f"report.{form}.receivers_list").split("\n"):
        write(left.add_paragraph(), line, size=11)
    for paragraph in left.paragraphs:
        paragraph.paragraph_format.space_after = Pt(0)
    if form == "union":
        _line(right, t("report.union.on_behalf"), size=13, bold=True)
    _line(right, t("report.signer"), size=13, bold=True)
    for _ in range(4):
        right.add_paragraph()
    _line(right, t("report.signer_name"), size=13, bold=True)


def fix_widths(table: "Table", widths: tuple[int, ...]) -> None:
    """Columns and cells alike: some programs read the one, some the other."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


def _side_by_side(report: "Report", widths: tuple[int, int]) -> "Table":
    table = report.add_table(1, 2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    fix_widths(table, widths)
    return table


def _line(
    cell: "_Cell",
    text: str,
    *,
    size: float,
    bold: bool = False,
    italic: bool = False,
    rule: int = 0,
) -> None:
    """A centred line in a cell; with a rule below, `rule` shorter on each side than the cell."""
    first = cell.paragraphs[0]
    paragraph = cell.add_paragraph() if first.text else first
    paragraph.alignment = _CENTRE
    paragraph.paragraph_format.space_after = Pt(0)
    write(paragraph, text, size=size, bold=bold, italic=italic)
    if rule:
        _rule(cell.add_paragraph(), rule)


def _rule(paragraph: "Paragraph", indent: int) -> None:
    shape = paragraph.paragraph_format
    shape.left_indent = shape.right_indent = indent
    shape.space_before, shape.space_after, shape.line_spacing = Pt(3), Pt(0), Pt(3)
    paragraph._p.get_or_add_pPr().insert(
        0,
        parse_xml(
            f"<w:pBdr {nsdecls('w')}>"
            '<w:top w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>'
        ),
    )


def _running_head(paragraph: "Paragraph", paper: Paper, t: Translate, *, numbered: bool) -> None:
    """Page number in the middle of the upper margin, what kind of paper it is on the right."""
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(TEXT_WIDTH // 2, WD_TAB_ALIGNMENT.CENTER)
    stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    if paper.simulated:
        write(paragraph, t("chart.simulated"), size=NOTE_SIZE, bold=True)
    write(paragraph, "\t", size=BODY_SIZE)
    if numbered:
        field = parse_xml(
            f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>2</w:t></w:r></w:fldSimple>'
        )
        paragraph._p.append(field)
    write(paragraph, "\t", size=BODY_SIZE)
    write(paragraph, paper.mark, size=13, bold=True)


def _letters(report: "Report", language: str) -> None:
    """Times New Roman everywhere, also for letters a program takes for Asian ones."""
    names = ["Normal", "Heading 1", "Heading 2", "Header", "Footer", "Caption"]
    for name in names:
        style = report.styles[name]
        _name_font(style)
        style.font.color.rgb = RGBColor(0, 0, 0)
    normal = report.styles["Normal"]
    normal.font.size = Pt(BODY_SIZE)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.1
    for name in ("Heading 1", "Heading 2"):
        heading = report.styles[name]
        heading.font.size, heading.font.bold = Pt(BODY_SIZE), True
        heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(8), Pt(4)
    report.styles["Header"].paragraph_format.tab_stops.clear_all()
    caption = report.styles["Caption"]
    caption.font.size, caption.font.bold, caption.font.italic = Pt(TABLE_SIZE), False, True
    for spoken in report.styles.element.iter(qn("w:lang")):
        spoken.set(qn("w:val"), {"vi": "vi-VN", "en": "en-GB"}[language])
        spoken.set(qn("w:eastAsia"), "vi-VN")


def _name_font(style: "ParagraphStyle") -> None:
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{kind}"), FONT)
