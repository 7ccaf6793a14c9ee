"""A class typed in from paper: twenty people, twelve digits each."""

import streamlit as st

from domain.access import Permission
from ui import auth, collecting, roster
from ui.language import t

scope = auth.require(Permission.COLLECT)

st.title(t("roster.title"), anchor=False)
st.write(t("roster.lead"))
roster.draw(scope)
collecting.draw_batches(scope)
