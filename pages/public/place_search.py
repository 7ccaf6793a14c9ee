"""Find a place by a name of yesterday: where it is today, and by which document."""

import streamlit as st

from ui import place_finding
from ui.language import t

st.title(t("place_search.title"), anchor=False)
st.write(t("place_search.lead"))
place_finding.draw()
