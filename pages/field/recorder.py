"""Sentences of the forms read aloud by union members, and heard by another before citizens do."""

import streamlit as st

from domain.access import Permission
from ui import auth, recorder
from ui.language import t

auth.require(Permission.RECORD_CLIPS)

st.title(t("recorder.title"), anchor=False)
st.write(t("recorder.lead"))
recorder.draw()
