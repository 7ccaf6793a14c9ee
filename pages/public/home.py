"""The front door: what this is, and the way in for each of the three people."""

import streamlit as st

from ui import frame, language
from ui.language import t

st.title(t("home.title"), anchor=False)
st.markdown(t("home.lead"))
frame.button_to("self_assessment", t("home.assess"), primary=True)
st.caption(t("start.length"))
st.markdown(t("home.light", address=f"/nhe?nn={language.current()}"))
st.divider()
st.subheader(t("home.for_readers"), anchor=False)
frame.button_to("map", t("home.map"))
frame.button_to("sign_in", t("home.staff"))
st.caption(t("home.not_official"))
