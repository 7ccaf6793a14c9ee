"""Accounts: who may sign in, and what each may see where."""

import streamlit as st

from domain.access import Permission
from ui import account_admin, account_sheet, auth, view_as
from ui.language import t

auth.require(Permission.MANAGE_ACCOUNTS)

account_admin.draw_scope()
st.title(t("accounts.title"))
view_as.draw_public()
account_admin.show_one_time_password()

accounts = account_admin.managed()
account_admin.draw_new_account()
account_sheet.draw()
if not accounts:
    st.info(t("accounts.empty"))
    st.stop()

account_admin.draw_table(accounts)
chosen = account_admin.choose(accounts)
if chosen is not None:
    view_as.draw_account(chosen)
    account_admin.draw_grants(chosen)
    account_admin.draw_new_grant(chosen)
    account_admin.draw_end(chosen)
