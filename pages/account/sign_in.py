"""Sign-in: the form for staff, or who is signed in already."""

import streamlit as st

from ui import auth, sign_in_form
from ui.language import t

st.title(t("sign_in.title"))

person = auth.current()
if person is None:
    st.write(t("sign_in.lead"))
    sign_in_form.draw(next_path="/")
    st.stop()

st.write(t("sign_in.already", name=person.display_name))
auth.sign_out_button()
