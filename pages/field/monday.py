"""Monday: what the week brought, three things to do, odd records, and the report upward."""

import streamlit as st

from domain.access import Permission
from ui import (
    auth,
    filters,
    monday_odd,
    monday_parts,
    monday_received,
    monday_report,
    monday_week,
    show,
)
from ui.language import t
from ui.meeting_words import changing
from ui.monday_parts import Part

scope = auth.require(Permission.VIEW_AREA)
area = filters.own_area_or_stop(scope)

show.scope_bar(area, auth.grant_over_area(Permission.VIEW_AREA, area.code))
mine = monday_parts.mine(area.code)
st.title(t("monday.title_received") if mine is None else t("monday.title"), anchor=False)
with changing():
    match monday_parts.part(scope, area.code, leads=mine is not None):
        case Part.WEEK if mine is not None:
            monday_week.draw(mine, area)
        case Part.ODD if mine is not None:
            monday_odd.draw(mine, area)
        case Part.REPORT if mine is not None:
            monday_report.draw(mine, area)
        case _:
            monday_received.draw(scope, area, leads=mine is not None)
