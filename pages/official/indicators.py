"""Reported figures: what units report, by form or by file, and who has not yet."""

import streamlit as st

from domain.access import Permission
from ui import (
    auth,
    filters,
    indicator_board,
    indicator_choice,
    indicator_file,
    indicator_form,
    show,
)
from ui.indicator_choice import Part
from ui.language import t

scope = auth.require(Permission.REPORT_INDICATORS)

area = filters.own_area_or_stop(scope)

show.scope_bar(area, auth.grant_over_area(Permission.REPORT_INDICATORS, area.code))
st.title(t("indicators.title", area=area.name), anchor=False)
st.markdown(t("indicators.lead"))
part = indicator_choice.part()
indicator = indicator_choice.indicator()
units = indicator_choice.units(scope, area.code)
if indicator is None or not units:
    st.info(t("indicators.nothing"))
    st.stop()
draw = {
    Part.FORM: indicator_form.draw,
    Part.FILE: indicator_file.draw,
    Part.BOARD: indicator_board.draw,
}[part]
draw(scope, units, indicator)
