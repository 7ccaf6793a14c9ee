"""Units: merges and splits of communes, with their document, a preview and a way back."""

import streamlit as st

from domain.access import NATION, Permission
from domain.errors import NotAllowed
from ui import auth, unit_admin
from ui.language import t

scope = auth.require(Permission.MANAGE_UNITS)
if NATION not in scope.area_codes:
    st.error(t(NotAllowed.key))
    st.stop()

st.title(t("units.title"))
st.write(t("units.lead"))
unit_admin.draw_changes()
unit_admin.draw_new()
