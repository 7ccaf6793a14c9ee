"""The hamlets of a commune: a list pasted at once, names that change, who lives where."""

import streamlit as st

from domain.access import Permission
from ui import auth, filters, hamlet_file, hamlet_list, left_over, show
from ui.language import t

scope = auth.require(Permission.MANAGE_HAMLETS)

area = filters.own_area_or_stop(scope)

show.scope_bar(area, auth.grant_over_area(Permission.MANAGE_HAMLETS, area.code))
st.title(t("hamlets.title"), anchor=False)
st.markdown(t("hamlets.lead"))
commune = hamlet_list.commune(scope)
if commune is None:
    st.info(t("hamlets.no_commune"))
    st.stop()
left_over.draw(scope, commune)
hamlets = hamlet_list.of_commune(scope, commune)
hamlet_list.draw(hamlets)
hamlet_list.draw_new(commune)
hamlet_list.draw_change(hamlets)
hamlet_file.draw(scope, hamlets)
