"""A sheet of people by hamlet: the template, a dry run, what changes, saving, the way back."""

from collections.abc import Sequence
from functools import partial

import streamlit as st
from sqlmodel import Session

from db.commands.hamlet_sheets import save_hamlet_sheet, undo_hamlet_sheet
from db.hamlet_figures import people_of_hamlets, sheets_within
from db.hamlets import Hamlet
from domain.access import Permission, Scope
from domain.errors import DomainError
from domain.hamlet_sheet import FIRST_YEAR, LONGEST_SOURCE, RowFault, SheetCell, check_rows
from exports.typed_sheet import TypedRow
from ui import auth, clock, import_file, reached_words, received_files, way_back
from ui.attempt import attempt
from ui.database import engine
from ui.language import t
from ui.received_files import FileKind

_HANDLE, _SAVED = "hamlet_handle", "hamlet_saved"
_MOST_LINES = 50  # of changes; a sheet of a thousand would hide the button


def draw(scope: Scope, hamlets: Sequence[Hamlet]) -> None:
    """Who lives in the hamlets of one commune; nothing is stored before it is confirmed."""
    st.subheader(t("hamlet_file.heading"), anchor=False)
    still = {one.code: one.full_name for one in hamlets if one.closed_on is None}
    if not still:
        st.caption(t("hamlet_file.first_hamlets"))
        return
    st.write(t("hamlet_file.lead"))
    st.download_button(
        t("hamlet_file.template"),
        lambda: _template(still),
        file_name="so-dan-theo-thon.xlsx",
        key="hamlet-template",
        on_click="ignore",
    )
    if number := st.session_state.pop(_SAVED, None):
        st.success(t("hamlet_file.saved", number=number))
    handle = import_file.chosen_file(FileKind.HAMLETS)
    if handle is not None:
        st.session_state[_HANDLE] = handle
    if _HANDLE in st.session_state:
        _dry_run(scope, hamlets, st.session_state[_HANDLE])
    _draw_sheets(scope)


def _template(hamlets: dict[str, str]) -> bytes:
    from exports.hamlet_template import template

    return template(hamlets, t=t)


def _dry_run(scope: Scope, hamlets: Sequence[Hamlet], handle: str) -> None:
    """What the file would do to the hamlets of this commune; those of another one are refused."""
    try:
        rows = _rows(handle)
    except DomainError as refusal:
        st.error(t(refusal.key, **refusal.details))
        return
    if rows is None:
        st.info(t("import.gone"))
        return
    cells, faults = check_rows(
        rows,
        open_codes=frozenset(one.code for one in hamlets if one.closed_on is None),
        closed_codes=frozenset(one.code for one in hamlets if one.closed_on is not None),
    )
    st.write(t("import.read", rows=len(rows)))
    if faults:
        st.error(t("faults.title", number=len(faults)))
        st.markdown("\n".join(f"- {_fault_sentence(fault)}" for fault in faults))
        st.info(t("import.mend"))
        return
    _draw_differences(scope, cells, {one.code: one.full_name for one in hamlets})
    _confirm(cells, handle)


def _rows(handle: str) -> tuple[TypedRow, ...] | None:
    by = auth.writer(Permission.MANAGE_HAMLETS)
    return received_files.rows_of(handle, account_id=by, now=clock.now(), kind=FileKind.HAMLETS)


def _fault_sentence(fault: RowFault) -> str:
    column = (
        t("hamlet_file.hamlet") if fault.field == "hamlet" else t(f"hamlet_group.{fault.field}")
    )
    row = t("import.row", number=fault.row)
    return f"**{row}, {column}:** {t(f'hamlet_fault.{fault.kind}', value=fault.value)}"


def _draw_differences(scope: Scope, cells: Sequence[SheetCell], names: dict[str, str]) -> None:
    with Session(engine()) as session:
        known = people_of_hamlets(session, scope, on=clock.today())
    changed, new, same = [], 0, 0
    for cell in cells:
        stored = known.get(cell.hamlet_code, {}).get(cell.group)
        if stored is None:
            new += 1
        elif stored.people == cell.people:
            same += 1
        else:
            changed.append(t("hamlet_file.change", hamlet=names[cell.hamlet_code],
                             group=reached_words.group_name(cell.group), old=stored.people,
                             new=cell.people))  # fmt: skip
    st.write(t("hamlet_file.counts", new=new, changed=len(changed), same=same))
    if changed:
        st.markdown("\n".join(f"- {line}" for line in changed[:_MOST_LINES]))
    if len(changed) > _MOST_LINES:
        st.caption(t("hamlet_file.more", number=len(changed) - _MOST_LINES))


def _confirm(cells: Sequence[SheetCell], handle: str) -> None:
    with st.form("hamlet-sheet", border=True):
        year = st.number_input(
            t("hamlet_file.year"), FIRST_YEAR, clock.today().year, clock.today().year,
            key="hamlet-year",
        )  # fmt: skip
        source = st.text_input(
            t("hamlet_file.source"), max_chars=LONGEST_SOURCE, key="hamlet-source",
            placeholder=t("hamlet_file.source_example"),
        )  # fmt: skip
        sent = st.form_submit_button(t("hamlet_file.save", number=len(cells)), type="primary")
    if sent:
        attempt(lambda: _save(cells, handle, int(year), source))


def _save(cells: Sequence[SheetCell], handle: str, year: int, source: str) -> None:
    by = auth.writer(Permission.MANAGE_HAMLETS)
    when = {"now": clock.now(), "today": clock.today()}
    number = save_hamlet_sheet(
        engine(),
        cells,
        key=handle,
        year=year,
        source=source,
        by=by,
        **when,  # type: ignore[arg-type]
    )
    received_files.forget(handle)
    st.session_state.pop(_HANDLE, None)
    st.session_state[_SAVED] = number


def _draw_sheets(scope: Scope) -> None:
    """The newest sheets of the scope, each with the way back."""
    with Session(engine()) as session:
        sheets = sheets_within(session, scope, on=clock.today())
    for sheet in sheets:
        when = way_back.when(sheet.created_at)
        st.write(t("hamlet_file.listed", hamlets=sheet.hamlets, year=sheet.year,
                   source=sheet.source, when=when, who=sheet.by_name))  # fmt: skip
        if way_back.undo_button("hamlet-undo", sheet.key, sure=t("hamlet_file.undo_sure")):
            attempt(partial(_undo, sheet.key))


def _undo(key: str) -> None:
    by = auth.writer(Permission.MANAGE_HAMLETS)
    undo_hamlet_sheet(engine(), key=key, by=by, now=clock.now(), today=clock.today())
