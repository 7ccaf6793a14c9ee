"""The national map: how many of those who answered reach the basic level, province by province."""

import streamlit as st

from domain.access import NATION, PUBLIC
from domain.errors import DomainError
from domain.people import Mode
from ui import boundary, boundary_reading, checked_reading, drawings, filters, language, load, show
from ui.language import t

st.title(t("map.title"), anchor=False)
version = load.data_version()
wide, narrow = st.columns([3, 2])
with narrow:
    campaign = filters.campaign()
    view = boundary.chosen()
if view.is_today:
    published = load.provinces(PUBLIC, campaign, Mode.SELF, version, language.current())
    provinces = published.without(NATION)

    with narrow:
        show.summary(published, NATION)
        show.open_unit(provinces, t("map.open_province"))
    with wide:
        try:
            spec = drawings.national_map(PUBLIC, campaign, version, language.current())
            if picked := show.chart(spec, key="national-map", selectable=True):
                show.go_to_province(picked)
        except DomainError as error:
            st.warning(t(error.key))
    show.spine(provinces)
    with st.expander(t("map.bars")):
        bars = drawings.national_bars(PUBLIC, campaign, version, language.current())
        show.chart(bars, key="national-bars")
    show.units_table(provinces, label=t("map.table"))
    show.download(load.provinces_file(PUBLIC, campaign, version, language.current()))
    checked_reading.draw(NATION, campaign)
else:
    boundary_reading.nation(PUBLIC, campaign, view)
