"""The weekly report of a leader: generated, rewritten sentence by sentence, signed, corrected."""

import streamlit as st
from sqlmodel import Session

from db.commands.weeks import (
    begin_report,
    correct_report,
    edit_sentence,
    lock_report,
    refresh_report,
)
from db.weekly_reports import Edit, Report, newest_signed, own_reports
from domain.access import Permission, Scope
from domain.errors import RecordsMoved
from domain.weeks import REASON_LETTERS, SENTENCE_LETTERS, Said, Week
from ui import auth, clock, language, monday_parts, monday_rate, monday_sent, monday_words
from ui.database import engine
from ui.language import t
from ui.meeting_words import changing, plain
from ui.reference import Area
from ui.save_over import save_over

_NOTE_LETTERS = 2000
_MOVED = "weekly-moved"  # a draft took in new counts just now


def draw(scope: Scope, area: Area) -> None:
    """The newest version of the chosen week; before the first, the button that begins it."""
    week = monday_parts.week()
    with Session(engine()) as session:
        versions = own_reports(session, scope, area_code=area.code, week=week)
        before = newest_signed(session, scope, area_code=area.code, before=week)
    if not versions:
        _draw_begin(scope, area, week)
    elif versions[0].is_locked:
        _draw_locked(scope, area, versions[0], before)
    else:
        _draw_draft(scope, area, versions[0], before)
    _draw_older(versions[1:], before)


def _draw_begin(scope: Scope, area: Area, week: Week) -> None:
    st.info(t("weekly.not_begun", week=monday_parts.span(week)))
    if st.button(t("weekly.begin"), type="primary", key="weekly-begin"):
        with changing():
            begin_report(
                engine(),
                area_code=area.code,
                week=week.first,
                rate=_rate(scope, area),
                language=language.current(),
                by=auth.writer(Permission.REPORT_WEEK),
                now=clock.now(),
                today=clock.today(),
            )
            st.rerun()


def _draw_draft(scope: Scope, area: Area, report: Report, before: Report | None) -> None:
    st.warning(t("weekly.draft"), icon=":material/edit_note:")
    if st.session_state.pop(_MOVED, False):
        st.warning(t("error.records_moved"))
    if report.reason:
        st.caption(t("weekly.corrected", version=report.version, reason=plain(report.reason)))
    known = monday_words.generated(report, before)
    strange = monday_words.unfounded(report, before)
    st.caption(t("weekly.about_sentences"))
    for place, said in enumerate(known, start=1):
        _draw_sentence(report, said, place, known[said], strange.get(said, ()))
    _draw_note(report)
    monday_sent.draw_beside(report, before)
    with st.container(horizontal=True):
        monday_sent.draw_file(report, before)
        if st.button(t("weekly.refresh"), key=f"weekly-refresh-{report.id}"):
            with changing():
                _refresh(scope, area, report)
                st.rerun()
    _draw_sign(scope, area, report, known, blocked=bool(strange))


def _draw_sentence(
    report: Report, said: Said, place: int, generated: str, strange: tuple[str, ...]
) -> None:
    """What stands in the report, and a drawer to write it otherwise."""
    there = report.edits.get(said, Edit("", 0, ""))
    st.markdown(f"{place}. {plain(there.text or generated)}")
    if strange:
        st.error(t("weekly.unfounded", numbers=", ".join(strange)))
    label = t("weekly.rewrite", heading=t(f"weekly_heading.{said}"))
    with st.expander(label, key=f"weekly-drawer-{report.id}-{said}", expanded=bool(strange)):
        if there.text:
            st.caption(t("weekly.generated", sentence=plain(generated)))
        _draw_form(report, said, there, generated, SENTENCE_LETTERS)


def _draw_note(report: Report) -> None:
    there = report.edits.get(Said.NOTE, Edit("", 0, ""))
    st.markdown(f"**{t('weekly.note')}**")
    st.caption(t("weekly.note_about"))
    _draw_form(report, Said.NOTE, there, "", _NOTE_LETTERS)


def _draw_form(report: Report, said: Said, there: Edit, generated: str, most: int) -> None:
    """One sentence to rewrite; what somebody else saved meanwhile is told, and nothing is lost."""
    name = f"{report.id}-{said}"
    opened_at: int = st.session_state.setdefault(f"weekly-revision-{name}", there.revision)
    if opened_at != there.revision:
        theirs = plain(there.text or generated)
        st.warning(t("weekly.theirs", name=plain(there.by_name), sentence=theirs))
    with st.form(f"weekly-form-{name}", border=False):
        typed = st.text_area(
            t(f"weekly_heading.{said}"),
            value=there.text or generated,
            max_chars=most,
            height="content",
            key=f"weekly-text-{name}",
        )
        if st.form_submit_button(t("weekly.save")):
            words = "" if typed.strip() == generated else typed
            _save(report, said, words, opened_at, there.revision)


def _save(report: Report, said: Said, words: str, opened_at: int, newest: int) -> None:
    def edit() -> None:
        by = auth.writer(Permission.REPORT_WEEK)
        edit_sentence(
            engine(), report_id=report.id, said=said.value, text=words, revision=opened_at, by=by,
            now=clock.now(), today=clock.today(),
        )  # fmt: skip

    save_over(edit, key=f"weekly-revision-{report.id}-{said}", newest=newest)


def _draw_sign(
    scope: Scope, area: Area, report: Report, known: dict[Said, str], *, blocked: bool
) -> None:
    """Two steps: what is signed cannot be taken back."""
    st.subheader(t("weekly.sign_title"), anchor=False)
    if blocked:
        st.caption(t("weekly.blocked"))
    sure = st.checkbox(t("weekly.sure"), key=f"weekly-sure-{report.id}", disabled=blocked)
    if st.button(
        t("weekly.sign"),
        type="primary",
        key=f"weekly-sign-{report.id}",
        disabled=blocked or not sure,
    ):
        with changing():
            _sign(scope, area, report, known)
            st.rerun()


def _sign(scope: Scope, area: Area, report: Report, known: dict[Said, str]) -> None:
    """Sign; where the records moved, the draft takes them in and is read once more."""
    try:
        lock_report(
            engine(),
            report_id=report.id,
            generated=known,
            revision=report.revision,
            by=auth.writer(Permission.REPORT_WEEK),
            now=clock.now(),
            today=clock.today(),
        )
    except RecordsMoved:
        _refresh(scope, area, report)
        st.session_state[_MOVED] = True


def _refresh(scope: Scope, area: Area, report: Report) -> None:
    refresh_report(
        engine(),
        report_id=report.id,
        rate=_rate(scope, area),
        by=auth.writer(Permission.REPORT_WEEK),
        now=clock.now(),
        today=clock.today(),
    )


def _draw_locked(scope: Scope, area: Area, report: Report, before: Report | None) -> None:
    monday_sent.draw(report, before)
    with st.expander(t("weekly.correct")):
        st.caption(t("weekly.correct_about"))
        reason = st.text_input(
            t("written.reason"), max_chars=REASON_LETTERS, key=f"weekly-reason-{report.id}"
        )
        if st.button(t("weekly.correct_begin"), key=f"weekly-correct-{report.id}"):
            with changing():
                correct_report(
                    engine(),
                    report_id=report.id,
                    reason=reason,
                    rate=_rate(scope, area),
                    by=auth.writer(Permission.REPORT_WEEK),
                    now=clock.now(),
                    today=clock.today(),
                )
                st.rerun()


def _draw_older(versions: list[Report], before: Report | None) -> None:
    """Versions that were signed and corrected; they stay as they are."""
    for report in versions:
        with st.expander(t("weekly.older", version=report.version)):
            monday_sent.draw(report, before, folded=False)


def _rate(scope: Scope, area: Area) -> dict[str, float] | None:
    rate = monday_rate.for_report(scope, area, monday_parts.newest_round())
    return None if rate is None else dict(rate)
