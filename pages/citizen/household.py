"""Gia đình số: people of one home stand together by a code one of them reads aloud."""

import streamlit as st

from ui import household
from ui.language import t

st.title(t("page.household"), anchor=False)
st.write(t("household.lead"))
household.draw_refusal()
mine = household.code()
if mine is None:
    household.draw_door()
else:
    household.draw(mine)
