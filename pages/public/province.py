"""One province for everybody: its communes, the six groups, real targets and reported figures."""

import streamlit as st

from domain.access import PUBLIC
from domain.errors import DomainError
from ui import area_reading, documents, filters, language, reference, show
from ui.language import t

try:
    area = reference.area(PUBLIC, filters.province(PUBLIC), language.current())
except DomainError as error:
    st.error(t(error.key, **error.details))
    st.stop()

st.title(area.name, anchor=False)
campaign = filters.campaign()
area_reading.summary(PUBLIC, area, campaign)
show.boundary_line(area)
area_reading.draw(PUBLIC, area, campaign)
documents.draw(area.code)
area_reading.ranked(PUBLIC, area, campaign)
