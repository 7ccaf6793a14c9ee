"""Sign-in: the form for staff; who is signed in already goes on to their own page."""

import streamlit as st

from ui import auth, pages, sign_in_form
from ui.language import t

person = auth.current()
if person is not None:
    st.switch_page(pages.landing(person.roles).file)

st.title(t("sign_in.title"), anchor=False)
st.write(t("sign_in.lead"))
sign_in_form.draw()
