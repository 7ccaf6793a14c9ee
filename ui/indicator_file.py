"""A workbook of figures: the template, a dry run with one sentence for each fault, then saving."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

import streamlit as st
from sqlmodel import Session

from db.commands.indicators import Reported, report_figures, undo_report_file
from db.indicator_facts import Facts, Place, facts
from db.indicator_history import report_files
from db.indicators import catalogue
from domain.access import Permission, Scope
from domain.errors import DomainError, ReportedMeanwhile
from domain.indicator_checks import check_all
from domain.indicators import NOTICES, Entry, Figure, Indicator, Known, same_figure
from exports.typed_sheet import TypedRow
from ui import auth, clock, import_file, indicator_choice, indicator_words, received_files, way_back
from ui.attempt import attempt
from ui.database import engine
from ui.language import t
from ui.received_files import FileKind

_HANDLE, _BASES, _SAVED = "report_handle", "report_bases", "report_saved"


def draw(scope: Scope, names: Mapping[str, str], indicator: Indicator) -> None:
    """The template of one indicator and period; a file of any of them; what came before."""
    period = indicator_choice.period(indicator)
    st.download_button(
        t("indicator_file.template", period=indicator_words.period(period)),
        lambda: _template(names, indicator, period.code),
        file_name=f"bao-cao-{indicator.code}-{period.code}.xlsx",
        key="indicator-template",
        on_click="ignore",
    )
    saved = st.session_state.pop(_SAVED, None)
    if saved is not None:
        st.success(_saved_sentence(saved))
    handle = import_file.chosen_file(FileKind.INDICATORS)
    if handle is not None:
        st.session_state[_HANDLE] = handle
        st.session_state.pop(_BASES, None)
    if _HANDLE in st.session_state:
        _dry_run(scope, st.session_state[_HANDLE])
    _draw_files(scope)


def entries_of(rows: Sequence[TypedRow], bases: Mapping[Place, int]) -> list[Entry]:
    """The rows of a workbook as entries, each on the version its sender has seen."""
    found = (_entry(*row) for row in rows)
    return [replace(entry, based_on=bases.get(entry.place, 0)) for entry in found]


def _entry(row: int, indicator_code: str, area_code: str, typed: Mapping[str, str]) -> Entry:
    return Entry(
        row,
        area_code,
        indicator_code,
        typed["period"],
        typed["numerator"],
        typed["denominator"],
        typed["counted"],
        typed["qualifier"],
        typed["source"],
        typed["reason"],
        unit=typed["unit"],
    )


def _template(names: Mapping[str, str], indicator: Indicator, period: str) -> bytes:
    from exports.indicator_template import template

    return template(names, indicator, period, t=t)


def _dry_run(scope: Scope, handle: str) -> None:
    """Nothing is stored before the button below."""
    try:
        by = auth.writer(Permission.REPORT_INDICATORS)
        rows = received_files.rows_of(
            handle, account_id=by, now=clock.now(), kind=FileKind.INDICATORS
        )
    except DomainError as refusal:
        st.error(t(refusal.key, **refusal.details))
        return
    if rows is None:
        st.info(t("import.gone"))
        return
    with Session(engine()) as session:
        indicators = catalogue(session)
        known = facts(session, scope, [row[2] for row in rows], on=clock.today())
    entries = entries_of(rows, _bases(known))
    figures, faults = check_all(
        entries, indicators, lambda entry: _known(known, entry), today=clock.today()
    )
    refused = [fault for fault in faults if fault.kind not in NOTICES]
    if refused:
        st.write(t("import.read", rows=len(rows)))
        indicator_words.draw_faults(refused)
        st.info(t("import.mend"))
        return
    for notice in faults:
        st.warning(indicator_words.fault_sentence(notice))
    _draw_differences(figures, known, indicators, handle)


def _known(known: Facts, entry: Entry) -> Known | None:
    return known.known(entry.place) if entry.area_code in known.units else None


def _bases(known: Facts) -> dict[Place, int]:
    """The versions seen in the first run of this file; later ones are not overwritten unseen."""
    if _BASES not in st.session_state:
        st.session_state[_BASES] = {place: one.version for place, one in known.stored.items()}
    kept: dict[Place, int] = st.session_state[_BASES]
    return kept


def _draw_differences(
    figures: Sequence[tuple[Entry, Figure]],
    known: Facts,
    indicators: Mapping[str, Indicator],
    handle: str,
) -> None:
    changed, new, same = [], 0, 0
    for entry, figure in figures:
        stored = known.stored.get(entry.place)
        if stored is None or stored.figure is None:
            new += 1
        elif same_figure(stored.figure, figure):
            same += 1
        else:
            changed.append((entry, stored.figure, figure))
    st.write(t("indicator_file.counts", new=new, changed=len(changed), same=same))
    lines = [
        t("indicator_file.change", row=entry.row, unit=known.units[entry.area_code].name,
          old=indicator_words.figure(indicators[entry.indicator_code], old),
          new=indicator_words.figure(indicators[entry.indicator_code], figure))
        for entry, old, figure in changed
    ]  # fmt: skip
    if lines:
        st.markdown("\n".join(f"- {line}" for line in lines))
    if not new + len(changed):
        st.info(t("import.nothing_new"))
        return
    if st.button(
        t("indicator_file.save", number=new + len(changed)), key="report-save", type="primary"
    ):
        attempt(lambda: _save([entry for entry, _ in figures], handle))


def _save(entries: Sequence[Entry], handle: str) -> None:
    by = auth.writer(Permission.REPORT_INDICATORS)
    try:
        saved = report_figures(
            engine(), entries, by=by, now=clock.now(), today=clock.today(), batch=handle
        )
    except ReportedMeanwhile:
        st.session_state.pop(_BASES, None)  # the next run shows what is stored by now
        raise
    received_files.forget(handle)
    for name in (_HANDLE, _BASES):
        st.session_state.pop(name, None)
    st.session_state[_SAVED] = saved


def _saved_sentence(saved: Reported) -> str:
    return t("indicator_file.saved", new=saved.new, changed=saved.corrected, same=saved.same)


def _draw_files(scope: Scope) -> None:
    """The newest files of the scope, each with the way back."""
    with Session(engine()) as session:
        files = report_files(session, scope)
    if not files:
        return
    st.subheader(t("indicator_file.files"), anchor=False)
    for file in files:
        when = way_back.when(file.sent_at)
        st.write(t("indicator_file.listed", rows=file.rows, when=when, who=file.by_name))
        sure = t("indicator_file.undo_sure", rows=file.rows)
        if way_back.undo_button("report-undo", file.batch, sure=sure):
            attempt(partial(_undo, file.batch))


def _undo(batch: str) -> None:
    by = auth.writer(Permission.REPORT_INDICATORS)
    when = {"now": clock.now(), "today": clock.today()}
    undo_report_file(engine(), batch, reason=t("indicator_file.undo_reason"), by=by, **when)  # type: ignore[arg-type]
