"""Tiers of communes and provinces: who advanced, who reached the hard to reach, who is able."""

import streamlit as st

from domain.errors import DomainError
from ui import boundary, boundary_ranking, filters, ranking
from ui.language import t

st.title(t("ranking.title"), anchor=False)
st.markdown(t("ranking.lead"))
try:
    area_code = ranking.choose_area()
except DomainError as error:
    st.error(t(error.key, **error.details))
    st.stop()
campaign = filters.campaign()
board = ranking.choose_board()
view = boundary.chosen()
if view.is_today or not boundary_ranking.reads(board):
    if not view.is_today:
        st.info(t("ranking.only_today"))
    ranking.draw(area_code, campaign, board)
    ranking.explain(area_code, campaign)
else:
    boundary_ranking.draw(area_code, campaign, view)
    boundary_ranking.explain(area_code, campaign, view)
