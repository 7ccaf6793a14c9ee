"""Collection points: a link, a poster and a counter for each place people come together at."""

import streamlit as st

from domain.access import Permission
from ui import auth, collecting, points
from ui.language import t

scope = auth.require(Permission.CAPTURE)

st.title(t("points.title"), anchor=False)
st.write(t("points.lead"))
mine = collecting.scope()
if mine is not None:
    points.draw_new(mine)
points.draw_list(mine or scope, managed=mine is not None)
