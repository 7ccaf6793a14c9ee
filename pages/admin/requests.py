"""Requests about personal data: the queue with its legal deadlines, overdue ones first."""

import streamlit as st

from domain.access import Permission
from ui import auth, request_admin
from ui.language import t

scope = auth.require(Permission.HANDLE_REQUESTS)

st.title(t("requests.title"))
st.caption(t("requests.lead"))
requests = request_admin.listed(scope)
if not requests:
    st.info(t("requests.empty"))
    st.stop()

request_admin.draw_count(requests)
for request in requests:
    request_admin.draw(request)
