"""A leader's own area: what it is stands on top, and nothing beyond it can be asked for."""

import streamlit as st

from domain.access import Permission
from ui import area_reading, auth, documents, filters, reference, show
from ui.language import t

scope = auth.require(Permission.VIEW_AREA)

area = filters.own_area_or_stop(scope)

show.scope_bar(area, auth.grant_over_area(Permission.VIEW_AREA, area.code))
st.title(t("area.title", area=area.name), anchor=False)
campaign = filters.campaign()
area_reading.summary(scope, area, campaign)
area_reading.draw(scope, area, campaign)
area_reading.months(scope, area, campaign)
area_reading.ranked(scope, area, campaign)
documents.draw(reference.province_of(scope, area.code))
