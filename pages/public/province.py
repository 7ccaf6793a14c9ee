"""One province for everybody: its communes, the six groups, real targets and reported figures."""

import streamlit as st

from domain.access import PUBLIC
from domain.errors import DomainError
from ui import (
    area_reading,
    boundary,
    boundary_reading,
    checked_reading,
    documents,
    filters,
    language,
    map_levels,
    reference,
    show,
)

try:
    area = reference.area(PUBLIC, filters.province(PUBLIC), language.current())
except DomainError as error:
    boundary_reading.refused(error)
    st.stop()

st.title(area.name, anchor=False)
campaign = filters.campaign()
view = boundary.chosen()
if view.is_today:
    area_reading.summary(PUBLIC, area, campaign)
    show.boundary_line(area)
    map_levels.link_to(area.code)
    path = map_levels.path_to(area.code)
    map_levels.open_below(path, map_levels.open_on_map)
    area_reading.draw(
        PUBLIC, area, campaign,
        opens=lambda code: map_levels.open_on_map(map_levels.below(code, path)),
    )  # fmt: skip
    checked_reading.draw(area.code, campaign)
    area_reading.months(PUBLIC, area, campaign)
    documents.draw(area.code)
    area_reading.ranked(PUBLIC, area, campaign)
else:
    boundary_reading.province(PUBLIC, area, campaign, view)
