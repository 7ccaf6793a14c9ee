"""A weekly report as it reads: its sentences, the week before beside it, who signed, the file."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from db.weekly_reports import Report
from domain.calendar_day import VIETNAM
from domain.places import search_key
from domain.weeks import Said
from exports.weekly import Comparison, WeeklyPaper
from text import formats, translator
from ui import clock, language, monday_parts, monday_words
from ui.database import is_simulated
from ui.language import t
from ui.meeting_words import plain

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def draw(report: Report, before: Report | None, *, folded: bool = True) -> None:
    """The whole report; a locked one with its signature and its fingerprint."""
    texts = monday_words.whole(report, before)
    if report.is_locked:
        st.success(plain(signature(report, language.current())), icon=":material/lock:")
    if report.reason:
        st.caption(t("weekly.corrected", version=report.version, reason=plain(report.reason)))
    if report.language != language.current():
        st.caption(t("weekly.other_language"))
    sentences = [texts[said] for said in Said if said is not Said.NOTE and said in texts]
    st.markdown("\n".join(f"{place}. {plain(one)}" for place, one in enumerate(sentences, 1)))
    note = texts.get(Said.NOTE, "")
    if note:
        st.markdown(f"**{t('report.note')}** {plain(note)}")
    draw_beside(report, before, folded=folded)
    draw_file(report, before)


def draw_beside(report: Report, before: Report | None, *, folded: bool = True) -> None:
    """Every count of the week beside that of the newest report before it."""
    last = t("weekly.before_none") if before is None else monday_words.span(
        before.week, language.current()
    )  # fmt: skip
    head, now = t("monday.counted"), monday_words.span(report.week, language.current())
    rows = _beside(report, before, language.current())
    table = [{head: row.label, last: row.before, now: row.now} for row in rows]
    with st.expander(t("weekly.beside")) if folded else st.container():
        st.table(pd.DataFrame(table).set_index(head))
        st.caption(t("monday.apart"))


def draw_file(report: Report, before: Report | None) -> None:
    """The report as a Word file; a draft says so on every page."""
    place = search_key(report.area_name).replace(" ", "-")
    mark = ("-mo-phong" if is_simulated() else "") + ("" if report.is_locked else "-du-thao")
    st.download_button(
        t("weekly.download"),
        lambda: _docx(report, before),
        file_name=f"bao-cao-tuan-{place}-{report.week.first}-ban-{report.version}{mark}.docx",
        mime=_DOCX,
        key=f"weekly-file-{report.id}",
        on_click="ignore",
    )


def signature(report: Report, language_code: str) -> str:
    """Who signed when, and the beginning of the fingerprint; empty of a draft."""
    if report.locked_at is None or report.sha256 is None:
        return ""
    at = report.locked_at.astimezone(VIETNAM)
    return translator(language_code)(
        "weekly.signed",
        name=report.signed_by,
        time=f"{at:%H:%M}",
        day=formats.day(at.date(), language_code),
        version=report.version,
        code=report.sha256[:8].upper(),
    )


def _beside(report: Report, before: Report | None, language_code: str) -> Sequence[Comparison]:
    earlier = None if before is None else before.figures
    return monday_words.comparisons(report.figures, earlier, language_code)


def _docx(report: Report, before: Report | None) -> bytes:
    from exports.weekly import weekly_docx  # a heavy library, for who takes the file only

    texts = monday_words.whole(report, before)
    earlier = "" if before is None else monday_words.span(before.week, report.language)
    paper = WeeklyPaper(
        place=monday_parts.area_names([report.area_code], report.language)[report.area_code],
        week=monday_words.span(report.week, report.language),
        before=earlier,
        version=report.version,
        sentences=[texts[said] for said in Said if said is not Said.NOTE and said in texts],
        comparisons=_beside(report, before, report.language),
        note=texts.get(Said.NOTE, ""),
        reason=report.reason,
        signed=signature(report, report.language),
        language=report.language,
        simulated=is_simulated(),
        year=clock.today().year,
    )
    return weekly_docx(paper, translator(report.language))
