"""A leader's own area: what it is stands on top, and nothing beyond it can be asked for."""

import streamlit as st

from domain.access import Permission
from domain.errors import DomainError
from ui import area_reading, auth, documents, filters, load, show
from ui.language import t

scope = auth.require(Permission.VIEW_AREA)

try:
    area = filters.own_area(scope)
except DomainError as error:
    st.error(t(error.key, **error.details))
    st.stop()

show.scope_bar(area)
st.title(t("area.title", area=area.name), anchor=False)
campaign = filters.campaign()
area_reading.summary(scope, area, campaign)
area_reading.draw(scope, area, campaign)
area_reading.ranked(scope, area, campaign)
documents.draw(load.province_of(scope, area.code))
