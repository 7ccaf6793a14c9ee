"""What is stored about a person, for that person, by code; and requests that need somebody."""

import streamlit as st

from ui import my_data, request_form
from ui.language import t

st.title(t("my_data.title"), anchor=False)
data = my_data.opened()
if data is None:
    my_data.draw_door()
else:
    my_data.draw(data)
request_form.draw()
