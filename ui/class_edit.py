"""A class that is not over gets another plan, or a collection point in one tap."""

from dataclasses import replace

import streamlit as st

from db.classes import PlannedClass
from db.commands.class_changes import change_class, open_point_of_class
from domain.access import Permission, Scope
from domain.classes import ClassPlan, refuse_if_held
from domain.errors import DomainError, EditedMeanwhile
from ui import auth, class_form, clock
from ui.attempt import attempt
from ui.database import engine
from ui.language import t

_EDITING = "class-to-change"  # the class as it was when the form was opened


def is_open(planned: PlannedClass) -> bool:
    """Whether the plan can still be changed."""
    plan = planned.plan
    try:
        refuse_if_held(
            plan.held_on, plan.starts_minute, plan.minutes,
            cancelled=planned.cancelled, now=clock.now(),
        )  # fmt: skip
    except DomainError:
        return False
    return True


def is_editing(planned: PlannedClass) -> bool:
    """Whether the form of this class is open."""
    seen: PlannedClass | None = st.session_state.get(_EDITING)
    return seen is not None and seen.token == planned.token


def draw(scope: Scope, planned: PlannedClass) -> None:
    """A button, and behind it the form; what was typed stays until it is saved or closed."""
    seen: PlannedClass | None = st.session_state.get(_EDITING)
    if seen is None or seen.token != planned.token:
        st.button(
            t("classes.change"), key=f"change-{planned.token}",
            on_click=st.session_state.__setitem__, args=(_EDITING, planned),
        )  # fmt: skip
        return
    with st.form(f"change-class-{planned.token}"):
        plan = class_form.asked(scope, seen.plan, f"class-{planned.token}")
        sent = st.form_submit_button(t("classes.save_change"), type="primary")
    st.button(
        t("classes.leave_change"), key=f"leave-{planned.token}",
        on_click=st.session_state.pop, args=(_EDITING,),
    )  # fmt: skip
    if sent:
        attempt(lambda: _change(planned, seen, plan))


def draw_point(planned: PlannedClass) -> None:
    """The one tap by which a class without an open point gets one."""
    token = planned.token
    if st.button(t("classes.open_point"), key=f"point-of-{token}", width="stretch"):
        attempt(lambda: _open_point(token))


def _change(planned: PlannedClass, seen: PlannedClass, plan: ClassPlan) -> None:
    """Who was not the first is told, and may then save over what they have read."""
    by = auth.writer(Permission.COLLECT)
    try:
        change_class(
            engine(), token=seen.token, plan=plan, revision=seen.revision, by=by,
            now=clock.now(), today=clock.today(),
        )  # fmt: skip
    except EditedMeanwhile:
        st.session_state[_EDITING] = replace(seen, revision=planned.revision)
        raise
    st.session_state.pop(_EDITING)


def _open_point(token: str) -> None:
    by = auth.writer(Permission.COLLECT)
    open_point_of_class(engine(), token=token, by=by, now=clock.now(), today=clock.today())
