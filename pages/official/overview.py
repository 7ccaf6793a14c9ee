"""A province against its targets, for the official who answers for it."""

import streamlit as st

from domain.access import Permission
from ui import (
    area_reading,
    auth,
    boundary,
    boundary_reading,
    checked_reading,
    clock,
    documents,
    filters,
    overview_activity,
    overview_change,
    overview_numbers,
    overview_peers,
    overview_trend,
    reference,
    show,
)
from ui.language import t

scope = auth.require(Permission.VIEW_OVERVIEW)

area = filters.own_area_or_stop(scope)
today = clock.today()

show.scope_bar(area, auth.grant_over_area(Permission.VIEW_OVERVIEW, area.code))
st.title(t("overview.title", area=area.name), anchor=False)
campaign = filters.campaign()
view = boundary.chosen()
overview_numbers.draw(scope, area, campaign, today)
if view.is_today:
    overview_change.draw(scope, area, campaign)
    overview_trend.draw(scope, area, campaign, today)
    overview_activity.draw(scope, area, campaign)
    documents.against_targets(scope, area, campaign)
    area_reading.draw(scope, area, campaign)
else:
    boundary_reading.own_area(scope, area, campaign, view)
    documents.against_targets(scope, area, campaign)
area_reading.months(scope, area, campaign)
province_code = reference.province_of(scope, area.code)
documents.draw(province_code)
if view.is_today:
    checked_reading.draw(province_code, campaign)
    overview_peers.draw(scope, area, campaign)
    area_reading.ranked(scope, area, campaign)
