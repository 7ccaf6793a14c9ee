"""Teams of an area: what they owe, what they did, at what pace, and what looks logged twice."""

import streamlit as st

from domain.access import Permission
from ui import auth, filters, show, team_board, team_doubts, team_form
from ui.language import t

scope = auth.require(Permission.VIEW_AREA)
area = filters.own_area_or_stop(scope)

show.scope_bar(area, auth.grant_over_area(Permission.VIEW_AREA, area.code))
st.title(t("teams.title", area=area.name), anchor=False)
st.write(t("teams.lead"))
period = team_board.period()
managed = team_form.managed(area.code)
team_board.draw_totals(scope, area.code, period, exact=managed is not None)
team_board.draw_teams(scope, area.code, period, exact=managed is not None)
if managed is not None:
    team_doubts.draw(managed, area.code)
    team_doubts.draw_latest(managed, area.code, period)
    team_form.draw(managed, area.code, period)
