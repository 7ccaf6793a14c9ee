"""Who is left: hamlet by hamlet, group by group, and where to go tonight."""

import streamlit as st

from domain.access import Permission
from ui import auth, filters, reached_list, reached_route, show
from ui.language import t
from ui.pages import BY_NAME

scope = auth.require(Permission.MANAGE_HAMLETS)

area = filters.own_area_or_stop(scope)

show.scope_bar(area, auth.grant_over_area(Permission.MANAGE_HAMLETS, area.code))
st.title(t("reached.title"), anchor=False)
st.markdown(t("reached.lead"))
campaign = filters.campaign()
group = reached_list.group()
found = reached_list.figures(scope, area, campaign)
if not found:
    st.info(t("reached.empty"))
    st.page_link(BY_NAME["hamlets"].file, label=t("page.hamlets"))
    st.stop()

several = len({one.hamlet.commune_code for one in found}) > 1
work = reached_list.work(found, group)
reached_list.draw_over(work, several=several)
reached_list.draw_worklist(work, several=several)
reached_route.draw(found, [line.code for line in work], area, group)
reached_list.draw_stale(work, several=several)
reached_list.draw_one(found)
