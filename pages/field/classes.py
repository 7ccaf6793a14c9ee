"""Classes and events: planned by a leader, run by a volunteer, counted as people come."""

import streamlit as st

from domain.access import Permission
from ui import auth, class_list, class_outcomes, class_plan, class_totals, collecting
from ui.language import t

scope = auth.require(Permission.CAPTURE)

st.title(t("page.classes"), anchor=False)
st.write(t("classes.lead"))
mine = collecting.scope()
if mine is not None:
    class_plan.draw(mine)
class_list.draw(mine or scope, managed=mine is not None)
if mine is not None:
    st.subheader(t("classes.this_quarter"), anchor=False)
    class_totals.draw(mine)
    class_outcomes.draw(mine)
