"""The map, from the nation down to a commune: one measure at a time, and what is not shown."""

import streamlit as st

from domain.errors import DomainError
from ui import (
    boundary,
    boundary_reading,
    filters,
    map_commune,
    map_filters,
    map_levels,
    map_other_day,
    map_reading,
    map_whole,
)
from ui.language import t

try:
    path = map_levels.here()
except DomainError as error:
    boundary_reading.refused(error)
    st.stop()

map_levels.breadcrumb(path)
st.title(path[-1].name if path else t("map.title"), anchor=False)
wide, narrow = st.columns([3, 1])
with narrow:
    map_levels.open_below(path)
    choice = map_filters.choice()
    campaign = filters.campaign()
    view = boundary.chosen()
    is_commune = map_levels.is_commune(path)
    kind = "" if is_commune or not view.is_today else map_filters.kind(path)
with wide:
    if not view.is_today:
        map_other_day.draw(path, campaign, view, choice)
    elif is_commune:
        map_commune.draw(path, campaign, choice)
    else:
        map_reading.draw(path, campaign, choice, kind)
if view.is_today:
    map_whole.draw(path, campaign, choice)
