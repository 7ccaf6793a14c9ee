"""Day passes for helpers: given for one's own area, shown once, counted, taken back."""

import streamlit as st

from domain.access import Permission
from ui import auth, filters, pass_admin, show
from ui.language import t

scope = auth.require(Permission.GIVE_PASSES)
area = filters.own_area_or_stop(scope)

show.scope_bar(area, auth.grant_over_area(Permission.GIVE_PASSES, area.code))
st.title(t("passes.title"), anchor=False)
pass_admin.draw_sheet()
pass_admin.draw_new(scope, area)
pass_admin.draw_list(scope)
