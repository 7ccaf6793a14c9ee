"""How a level comes about, in words a citizen can follow."""

import streamlit as st

from ui.language import t

st.title(t("method.title"), anchor=False)
for part in ("questions", "groups", "person", "rate", "hidden", "modes"):
    st.subheader(t(f"method.{part}_title"), anchor=False)
    st.markdown(t(f"method.{part}"))
st.info(t("result.not_a_certificate"))
