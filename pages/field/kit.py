"""A form for places without a network: the file to take along, and what it brings back."""

import streamlit as st

from domain.access import Permission
from ui import auth, collecting, kit_files, kit_import
from ui.language import t

scope = auth.require(Permission.COLLECT)

st.title(t("kit.page"), anchor=False)
st.write(t("kit.page_lead"))
kit_files.draw(scope)
kit_import.draw(scope)
collecting.draw_batches(scope)
