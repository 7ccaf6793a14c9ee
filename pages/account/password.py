"""My account: change the password, sign out."""

import streamlit as st

from ui import auth, password_form
from ui.language import t

person = auth.require_signed_in()

st.title(t("password.title"))
st.write(t("sign_in.already", name=person.display_name))
auth.sign_out_button()

st.subheader(t("password.change"))
password_form.draw(person)
