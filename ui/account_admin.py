"""The parts of the accounts page: each draws one thing and hands the change to a command."""

from collections.abc import Sequence

import streamlit as st

from db.accounts import (
    FoundArea,
    ListedAccount,
    ListedGrant,
    SignedIn,
    accounts_managed_by,
    find_areas,
)
from db.commands.accounts import (
    create_account,
    disable_account,
    enable_account,
    grant_area,
    reset_password,
    revoke_grant,
)
from db.commands.new_grant import NewGrant
from domain.access import PERMISSIONS, Permission, Role
from domain.errors import SignInRequired
from domain.quoted import quoted
from ui import auth, clock, reference, show
from ui.attempt import attempt
from ui.database import engine
from ui.language import t

_ROLES = (Role.HELPER, Role.LEADER, Role.OFFICIAL, Role.ADMIN)
_ONCE = "one-time-password"  # shown on the next run, then gone


def managed() -> tuple[ListedAccount, ...]:
    """The accounts this administrator may change."""
    return accounts_managed_by(engine(), _reader(), on=clock.today())


def draw_scope() -> None:
    """The permanent bar: over which areas this administrator decides, and until when."""
    grants = _person().grants
    own = [grant for grant in grants if Permission.MANAGE_ACCOUNTS in PERMISSIONS[grant.role]]
    names = reference.area_names()
    with st.container(key="scope-bar"):
        for grant in own:
            days = show.days(grant.valid_from, grant.valid_to)
            st.markdown(t("accounts.scope", area=names[grant.area_code], days=days))


def show_one_time_password() -> None:
    """The password just made, once: it is stored nowhere."""
    made = st.session_state.pop(_ONCE, None)
    if made is not None:
        username, password = made
        st.success(t("accounts.one_time", username=username))
        st.code(password, language=None)


def draw_new_account() -> None:
    """The form that makes an account."""
    with st.form("new-account", clear_on_submit=True):
        st.subheader(t("accounts.new"))
        username = st.text_input(t("sign_in.username"), key="new-username")
        display_name = st.text_input(t("accounts.display_name"), key="new-display-name")
        sent = st.form_submit_button(t("accounts.create"))
    if sent:
        attempt(lambda: _create(username, display_name))


def draw_table(accounts: Sequence[ListedAccount]) -> None:
    """Every account with its state and its grants."""
    st.subheader(t("accounts.list"))
    st.table(
        {
            t("sign_in.username"): [account.username for account in accounts],
            t("accounts.display_name"): [account.display_name for account in accounts],
            t("accounts.state"): [_state(account) for account in accounts],
            t("accounts.grants"): [
                "; ".join(_sentence(grant) for grant in account.grants) or t("accounts.no_grant")
                for account in accounts
            ],
        }
    )


def choose(accounts: Sequence[ListedAccount]) -> ListedAccount | None:
    """The account to change; never one's own."""
    others = [account for account in accounts if account.account_id != _reader()]
    names = {account.account_id: account.username for account in others}
    chosen = st.selectbox(
        t("accounts.choose"),
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder=t("accounts.choose_placeholder"),
        key="chosen-account",
    )
    return next((account for account in others if account.account_id == chosen), None)


def draw_grants(account: ListedAccount) -> None:
    """The grants of an account, each with the button that takes it back."""
    for grant in account.grants:
        st.write(_sentence(grant))
        if st.button(t("accounts.revoke"), key=f"revoke-{grant.grant_id}"):
            attempt(lambda grant=grant: _revoke(grant))  # type: ignore[misc]


def draw_new_grant(account: ListedAccount) -> None:
    """Find an area, then give a role over it."""
    st.subheader(t("accounts.give", username=account.username))
    wanted = st.text_input(t("accounts.area"), key="area-search", help=t("accounts.area_help"))
    areas = {area.code: area for area in find_areas(engine(), wanted)}
    if wanted and not areas:
        st.info(t("accounts.area_none", text=quoted(wanted)))
    with st.form("new-grant"):
        role = st.radio(t("accounts.role"), _ROLES, format_func=_role_name, key="grant-role")
        area_code = st.radio(
            t("accounts.area_chosen"),
            list(areas),
            format_func=lambda code: _area_name(areas[code]),
            key="grant-area",
        )
        first = st.date_input(
            t("accounts.from"), clock.today(), format="DD/MM/YYYY", key="grant-from"
        )
        last = st.date_input(t("accounts.to"), None, format="DD/MM/YYYY", key="grant-to")
        sent = st.form_submit_button(t("accounts.give_button"))
    if sent and not area_code:
        st.error(t("accounts.area_first"))
    elif sent:
        attempt(lambda: _give(account, NewGrant(role, area_code, first, last)))


def draw_end(account: ListedAccount) -> None:
    """New one-time password, an end to the account, or its return."""
    st.subheader(t("accounts.lost"))
    if not account.disabled and st.button(t("accounts.reset"), key="reset-password"):
        attempt(lambda: _reset(account))
    if account.disabled:
        if st.button(t("accounts.enable"), key="enable", help=t("accounts.enable_help")):
            attempt(lambda: _enable(account))
        return
    sure = st.checkbox(t("accounts.disable_sure", username=account.username), key="disable-sure")
    if st.button(t("accounts.disable"), key="disable", disabled=not sure):
        attempt(lambda: _disable(account))


def _create(username: str, display_name: str) -> None:
    made = create_account(
        engine(),
        username=username,
        display_name=display_name,
        by=_writer(),
        now=clock.now(),
        today=clock.today(),
    )
    st.session_state[_ONCE] = (made.username, made.one_time_password)


def _give(account: ListedAccount, grant: NewGrant) -> None:
    grant_area(
        engine(),
        account_id=account.account_id,
        grant=grant,
        by=_writer(),
        now=clock.now(),
        today=clock.today(),
    )


def _revoke(grant: ListedGrant) -> None:
    revoke_grant(
        engine(), grant_id=grant.grant_id, by=_writer(), now=clock.now(), today=clock.today()
    )


def _reset(account: ListedAccount) -> None:
    password = reset_password(
        engine(), account_id=account.account_id, by=_writer(), now=clock.now(), today=clock.today()
    )
    st.session_state[_ONCE] = (account.username, password)


def _enable(account: ListedAccount) -> None:
    password = enable_account(
        engine(), account_id=account.account_id, by=_writer(), now=clock.now(), today=clock.today()
    )
    st.session_state[_ONCE] = (account.username, password)


def _disable(account: ListedAccount) -> None:
    disable_account(
        engine(), account_id=account.account_id, by=_writer(), now=clock.now(), today=clock.today()
    )


def _person() -> SignedIn:
    person = auth.current()
    if person is None:  # signed out in another tab, between the first line of the page and here
        raise SignInRequired
    return person


def _reader() -> int:
    return _person().account_id


def _writer() -> int:
    return auth.writer(Permission.MANAGE_ACCOUNTS)


def _state(account: ListedAccount) -> str:
    if account.disabled:
        return t("accounts.state_disabled")
    return t("accounts.state_new" if account.must_change_password else "accounts.state_active")


def _sentence(grant: ListedGrant) -> str:
    days = show.days(grant.valid_from, grant.valid_to)
    return t("accounts.grant", role=_role_name(grant.role), area=grant.area_name, days=days)


def _role_name(role: Role) -> str:
    return t(f"role.{role.value}")


def _area_name(area: FoundArea) -> str:
    return f"{area.name} · {t(f'area_kind.{area.kind}')}"
