"""A leader's own area: what it is stands on top, and nothing beyond it can be asked for."""

import streamlit as st

from domain.access import Permission
from ui import area_reading, auth, boundary, boundary_reading, documents, filters, reference, show
from ui.language import t

scope = auth.require(Permission.VIEW_AREA)

area = filters.own_area_or_stop(scope)

show.scope_bar(area, auth.grant_over_area(Permission.VIEW_AREA, area.code))
st.title(t("area.title", area=area.name), anchor=False)
campaign = filters.campaign()
view = boundary.chosen()
area_reading.summary(scope, area, campaign)
if view.is_today:
    area_reading.draw(scope, area, campaign)
    area_reading.months(scope, area, campaign)
    area_reading.ranked(scope, area, campaign)
else:
    boundary_reading.own_area(scope, area, campaign, view)
    area_reading.months(scope, area, campaign)
documents.draw(reference.province_of(scope, area.code))
