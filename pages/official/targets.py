"""Targets and the pace still needed, for the official who answers for an area."""

import streamlit as st

from domain.access import Permission
from ui import auth, boundary, boundary_targets, clock, filters, reference, show, targets
from ui.language import t

scope = auth.require(Permission.VIEW_OVERVIEW)

area = filters.own_area_or_stop(scope)

show.scope_bar(area, auth.grant_over_area(Permission.VIEW_OVERVIEW, area.code))
st.title(t("targets.page_title", area=area.name), anchor=False)
st.markdown(t("targets.lead"))
campaign = filters.campaign()
view = boundary.chosen()
if not view.is_today and area.code in reference.province_codes():
    boundary_targets.draw(area, campaign, view)
else:
    if not view.is_today:
        st.info(t("targets.only_today"))
    targets.draw(scope, area, campaign, clock.today())
