"""The frame only: page settings, who is signed in, and the navigation by role."""

import streamlit as st

from ui import auth, frame, language, pages, view_as
from ui.language import t

language.choose()
st.set_page_config(page_title=t("frame.name"), page_icon="static/icon.png", layout="centered")

known = pages.navigation()
chosen = st.navigation(list(known.values()), position="hidden")
here = next(name for name, page in known.items() if page is chosen)
if here == "home" and "noi" in st.query_params:
    st.switch_page(known["self_assessment"], query_params=st.query_params.to_dict())

signed_in = auth.current()
frame.head(
    here,
    roles=signed_in.roles if signed_in else (),
    signed_in_name=signed_in.display_name if signed_in else None,
    sign_out=auth.sign_out_button,
    banner=view_as.banner,
)
with frame.room_above_foot():
    view_as.stop_where_only_sending(here)
    chosen.run()
