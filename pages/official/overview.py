"""A province against its targets, for the official who answers for it."""

import streamlit as st

from domain.access import Permission
from domain.errors import DomainError
from ui import area_reading, auth, documents, filters, load, show
from ui.language import t

scope = auth.require(Permission.VIEW_OVERVIEW)

try:
    area = filters.own_area(scope)
except DomainError as error:
    st.error(t(error.key, **error.details))
    st.stop()

show.scope_bar(area)
st.title(t("overview.title", area=area.name), anchor=False)
campaign = filters.campaign()
area_reading.summary(scope, area, campaign)
documents.against_targets(scope, area, campaign)
area_reading.draw(scope, area, campaign)
documents.draw(load.province_of(scope, area.code))
area_reading.ranked(scope, area, campaign)
