"""The form by which a leader puts a class into the calendar."""

import streamlit as st

from db.commands.classes import plan_class
from domain.access import Permission, Scope
from domain.classes import ClassPlan
from ui import auth, class_form, clock
from ui.attempt import attempt
from ui.database import engine
from ui.language import t

_PLANNED = "class-planned"


def draw(scope: Scope) -> None:
    """What, where, when, for whom, about what."""
    with st.expander(t("classes.new")), st.form("new-class", border=False):
        plan = class_form.asked(scope, class_form.blank())
        sent = st.form_submit_button(t("classes.plan"), type="primary")
    if planned := st.session_state.pop(_PLANNED, None):
        st.success(t("classes.planned", place=planned))
    if sent:
        attempt(lambda: _plan(plan))


def _plan(plan: ClassPlan) -> None:
    by = auth.writer(Permission.COLLECT)
    plan_class(engine(), plan=plan, by=by, now=clock.now(), today=clock.today())
    st.session_state[_PLANNED] = plan.place_name
