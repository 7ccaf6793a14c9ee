"""Accounts by the sheet: the template, a dry run row by row, and slips that exist once."""

from collections.abc import Sequence

import streamlit as st

from db.areas_to_give import areas_to_give
from db.commands.account_sheet import RowRefusal, create_accounts, refusals_of
from db.commands.accounts import NewAccount
from domain.access import Permission
from domain.account_sheet import CellFault, WantedAccount, check_sheet
from domain.errors import DomainError, SheetRefused
from text import formats
from ui import auth, clock, import_file, language, point_link, received_files, reference
from ui.database import engine
from ui.language import t
from ui.pages import BY_NAME
from ui.received_files import FileKind

_HANDLE, _SLIPS = "account_sheet_handle", "account_slips"


def draw() -> None:
    """Folded away, until a sheet was sent or its slips wait."""
    is_open = _HANDLE in st.session_state or _SLIPS in st.session_state
    with st.expander(t("account_sheet.heading"), expanded=is_open):
        if _SLIPS in st.session_state:
            _draw_slips(*st.session_state[_SLIPS])
            return
        st.write(t("account_sheet.lead"))
        _draw_template()
        handle = import_file.chosen_file(FileKind.ACCOUNTS)
        if handle is not None:
            st.session_state[_HANDLE] = handle
        if _HANDLE in st.session_state:
            _dry_run(st.session_state[_HANDLE])


def _draw_template() -> None:
    person = auth.current()
    if person is None:
        return
    areas = areas_to_give(engine(), person.account_id, on=clock.today())
    st.download_button(
        t("account_sheet.template"),
        lambda: _template(areas),
        file_name="tai-khoan-binh-dan-so.xlsx",
        key="account-template",
        on_click="ignore",
    )


def _template(areas: dict[str, str]) -> bytes:
    from exports.account_template import template

    return template(areas, t=t)


def _dry_run(handle: str) -> None:
    """Nothing is stored before the button below."""
    try:
        by = auth.writer(Permission.MANAGE_ACCOUNTS)
        rows = received_files.rows_of(
            handle, account_id=by, now=clock.now(), kind=FileKind.ACCOUNTS
        )
        if rows is None:
            st.info(t("import.gone"))
            return
        wanted, faults = check_sheet((row, typed) for row, _, _, typed in rows)
        refused = refusals_of(engine(), wanted, by=by, today=clock.today())
    except DomainError as refusal:
        st.error(t(refusal.key, **refusal.details))
        return
    if faults or refused:
        _draw_faults(faults, refused)
        return
    if not wanted:
        st.info(t("import.nothing_new"))
        return
    _draw_wanted(wanted)
    if st.button(t("account_sheet.make", number=len(wanted)), key="sheet-make", type="primary"):
        _make(wanted, handle)


def _draw_faults(faults: Sequence[CellFault], refused: Sequence[RowRefusal]) -> None:
    lines = [
        (fault.row, f"{t(f'account_field.{fault.field}')}: {_said(fault)}") for fault in faults
    ]
    lines += [(one.row, t(one.refusal.key, **one.refusal.details)) for one in refused]
    st.error(t("account_sheet.rows_wrong", number=len(lines)))
    st.markdown(
        "\n".join(
            f"- **{t('account_sheet.line', row=row)}.** {said}" for row, said in sorted(lines)
        )
    )
    st.info(t("import.mend"))


def _said(fault: CellFault) -> str:
    return t(f"sheet_fault.{fault.kind}", value=fault.value)


def _draw_wanted(wanted: Sequence[WantedAccount]) -> None:
    names = reference.area_names()
    st.write(t("account_sheet.ready", number=len(wanted)))
    st.table(
        {
            t("account_field.username"): [one.username for one in wanted],
            t("account_field.display_name"): [one.display_name for one in wanted],
            t("account_field.role"): [t(f"role.{one.role}") for one in wanted],
            t("account_field.area"): [names[one.area_code] for one in wanted],
            t("account_field.until"): [_day(one) for one in wanted],
        }
    )


def _make(wanted: Sequence[WantedAccount], handle: str) -> None:
    try:
        by = auth.writer(Permission.MANAGE_ACCOUNTS)
        made = create_accounts(engine(), wanted, by=by, now=clock.now(), today=clock.today())
    except SheetRefused as refusal:
        st.error(t(refusal.key))
        return
    except DomainError as refusal:
        st.error(t(refusal.key, **refusal.details))
        return
    st.session_state[_SLIPS] = (_slips(wanted, made), len(made))
    st.session_state.pop(_HANDLE, None)
    received_files.forget(handle)
    st.rerun()


def _slips(wanted: Sequence[WantedAccount], made: Sequence[NewAccount]) -> bytes:
    from exports.login_slips import Slip, login_slips

    names = reference.area_names()
    slips = [
        Slip(
            username=account.username,
            display_name=one.display_name,
            place=f"{t(f'role.{one.role}')} · {names[one.area_code]}",
            until=_day(one),
            password=account.one_time_password,
        )
        for one, account in zip(wanted, made, strict=True)
    ]
    link = f"{point_link.origin()}/{BY_NAME['sign_in'].path}"
    return login_slips(slips, link=link, language=language.current(), t=t)


def _draw_slips(pdf: bytes, number: int) -> None:
    """The passwords stand in this one file, until whoever made it says it is saved."""
    st.success(t("account_sheet.made", number=number))
    st.download_button(
        t("account_sheet.slips"),
        pdf,
        file_name="phieu-dang-nhap.pdf",
        mime="application/pdf",
        key="account-slips",
        on_click="ignore",
        type="primary",
    )
    st.button(
        t("account_sheet.done"), key="slips-done", on_click=st.session_state.pop, args=(_SLIPS,)
    )


def _day(one: WantedAccount) -> str:
    return formats.day(one.until, language.current())
