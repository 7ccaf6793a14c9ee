"""A weekly report as a Word document in the form of the Youth Union; a draft until it is signed."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Pt

from exports.deck_parts import Translate
from exports.report_page import (
    BODY_SIZE,
    NOTE_SIZE,
    TABLE_SIZE,
    TEXT_WIDTH,
    Paper,
    empty_report,
    fix_widths,
    letterhead,
    paragraph_of,
    signature,
    write,
)

if TYPE_CHECKING:
    from docx.document import Document as Report

_CENTRE = WD_ALIGN_PARAGRAPH.CENTER
_LEFT, _RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT
_LABEL_SHARE = 0.56  # of the width of the text; the two weeks share the rest


@dataclass(frozen=True)
class Comparison:
    """One count of last week and of this one, as words; `before` is "–" without a report."""

    label: str
    before: str
    now: str


@dataclass(frozen=True)
class WeeklyPaper:
    """
    A weekly report as it is printed.

    Args:
        week: "16/11/2026 – 22/11/2026"; `before` is that of the report before, empty without one.
        sentences: what is reported; `note` is what the writer adds in their own words.
        signed: who signed when, with the fingerprint; empty of a draft.
        reason: why the version before was corrected; empty of the first one.
    """

    place: str
    week: str
    before: str
    version: int
    sentences: Sequence[str]
    comparisons: Sequence[Comparison]
    note: str
    reason: str
    signed: str
    language: str
    simulated: bool
    year: int


def weekly_docx(paper: WeeklyPaper, t: Translate) -> bytes:
    """The report as a document somebody can still give a number and stamp."""
    foot = paper.signed or t("weekly.unsigned")
    mark = "" if paper.signed else t("report.draft")
    page = Paper(paper.language, paper.simulated, foot, mark, paper.year)
    report = empty_report(page, t)
    letterhead(report, page, "union", t)
    _title(report, paper, t)
    _body(report, paper, t)
    signature(report, "union", t)
    known = report.core_properties
    known.title = t("weekly.subject", place=paper.place, week=paper.week)
    known.author, known.last_modified_by = t("pptx.product"), ""
    known.language = paper.language
    buffer = io.BytesIO()
    report.save(buffer)
    return buffer.getvalue()


def _title(report: "Report", paper: WeeklyPaper, t: Translate) -> None:
    subject = t("weekly.subject", place=paper.place, week=paper.week)
    for text, before, after in ((t("weekly.kind"), 14, 0), (subject, 0, 10)):
        line = write(report.add_paragraph(), text, size=BODY_SIZE, bold=True)
        line.alignment = _CENTRE
        line.paragraph_format.space_before, line.paragraph_format.space_after = (
            Pt(before),
            Pt(after),
        )
    if paper.simulated:
        write(paragraph_of(report, ""), t("report.simulated"), size=BODY_SIZE, bold=True)
    if paper.reason:
        paragraph_of(report, t("weekly.corrects", version=paper.version, reason=paper.reason))


def _body(report: "Report", paper: WeeklyPaper, t: Translate) -> None:
    report.add_heading(t("weekly.results"), 1)
    for number, sentence in enumerate(paper.sentences, start=1):
        paragraph_of(report, f"{number}. {sentence}")
    report.add_heading(t("weekly.beside_title"), 1)
    _table(report, paper, t)
    write(report.add_paragraph(), t("weekly.apart"), size=NOTE_SIZE, italic=True)
    report.add_heading(t("weekly.note_title"), 1)
    for line in (paper.note or t("weekly.no_note")).split("\n"):
        paragraph_of(report, line)


def _table(report: "Report", paper: WeeklyPaper, t: Translate) -> None:
    """Last week and this one side by side; its head comes again on every page."""
    table = report.add_table(1, 3, style="Table Grid")
    before = t("weekly.before", week=paper.before) if paper.before else t("weekly.before_none")
    head = (t("weekly.counted"), before, t("weekly.now"))
    rows = [head, *((one.label, one.before, one.now) for one in paper.comparisons)]
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for _ in rows[1:]:
        table.add_row()
    for number, (row, texts) in enumerate(zip(table.rows, rows, strict=True)):
        for place, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            line = write(cell.paragraphs[0], text, size=TABLE_SIZE, bold=number == 0)
            line.paragraph_format.space_after = Pt(0)
            line.alignment = _CENTRE if number == 0 else _RIGHT if place else _LEFT
    label = int(TEXT_WIDTH * _LABEL_SHARE)
    rest = (TEXT_WIDTH - label) // 2
    fix_widths(table, (label, rest, rest))
