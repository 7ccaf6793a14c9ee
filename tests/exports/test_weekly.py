"""The weekly report as a Word file: what was signed, and a draft says on every page that it is."""

import io

from docx import Document

from exports.weekly import Comparison, WeeklyPaper, weekly_docx
from text import translator

T = translator("vi")


def paper(**changes):
    usual = {
        "place": "Xã Triệu Sơn", "week": "16/11/2026 – 22/11/2026", "before": "", "version": 1,
        "sentences": ["Các đội giúp 25 người; 40 lượt."],
        "comparisons": [Comparison("Người được các đội giúp", "–", "25")],
        "note": "Thiếu máy chiếu.\nXin hỗ trợ.", "reason": "", "signed": "", "language": "vi",
        "simulated": False, "year": 2026,
    }  # fmt: skip
    return WeeklyPaper(**{**usual, **changes})


def opened(**changes):
    return Document(io.BytesIO(weekly_docx(paper(**changes), T)))


def margins(report):
    [section] = report.sections
    parts = (section.first_page_header, section.header, section.first_page_footer, section.footer)
    return "\n".join(one.paragraphs[0].text for one in parts)


def test_a_draft_says_so_on_every_page_and_a_signed_report_who_signed():
    assert margins(opened()).count("DỰ THẢO") == 2

    signed = margins(opened(signed="Lan đã ký lúc 08:00 · mã kiểm tra 4F7A0011"))

    assert "DỰ THẢO" not in signed
    assert signed.count("4F7A0011") == 2


def test_every_sentence_count_and_line_of_the_note_is_in_the_file():
    report = opened(reason="Sót một lớp", version=2, simulated=True)

    said = [paragraph.text for paragraph in report.paragraphs]
    cells = [cell.text for table in report.tables for row in table.rows for cell in row.cells]
    assert "1. Các đội giúp 25 người; 40 lượt." in said
    assert {"Thiếu máy chiếu.", "Xin hỗ trợ."} <= set(said)
    assert {"Người được các đội giúp", "–", "25", "Chưa có báo cáo trước"} <= set(cells)
    assert any("Bản 2" in line and "Sót một lớp" in line for line in said)
    assert T("report.simulated") in said
