"""My account: change the password."""

import streamlit as st

from ui import auth, password_form
from ui.language import t

person = auth.require_signed_in()

st.title(t("password.title"))

st.subheader(t("password.change"))
password_form.draw(person)
