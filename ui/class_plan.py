"""The form by which a leader puts a class into the calendar."""

from datetime import time, timedelta

import streamlit as st
from sqlmodel import Session

from db.classes import competences
from db.commands.classes import plan_class
from db.resources import resources
from domain.access import Permission, Scope
from domain.classes import ClassKind, ClassPlace, ClassPlan, Teacher
from domain.people import Audience
from domain.targets import EVERYONE
from ui import auth, clock, collecting
from ui.attempt import attempt
from ui.database import engine
from ui.language import current, t

_PLANNED = "class-planned"
_LENGTHS = (60, 90, 120, 180, 240, 480)  # minutes
_EVENING = time(19, 30)


def draw(scope: Scope) -> None:
    """What, where, when, for whom, about what."""
    with st.expander(t("classes.new")), st.form("new-class", border=False):
        plan = _asked(scope)
        sent = st.form_submit_button(t("classes.plan"), type="primary")
    if planned := st.session_state.pop(_PLANNED, None):
        st.success(t("classes.planned", place=planned))
    if sent:
        attempt(lambda: _plan(plan))


def _asked(scope: Scope) -> ClassPlan:
    communes = collecting.communes(scope)
    kind = _choice("kind", "class_kind", list(ClassKind))
    commune = st.selectbox(
        t("classes.commune"), list(communes), format_func=communes.__getitem__, key="class-commune"
    )
    place_kind = _choice("place_kind", "class_place", list(ClassPlace))
    place = st.text_input(
        t("classes.place"), key="class-place", max_chars=60, placeholder=t("classes.example")
    )
    day = st.date_input(
        t("classes.day"), clock.today() + timedelta(days=1), key="class-day", format="DD/MM/YYYY"
    )
    starts = st.time_input(t("classes.starts"), _EVENING, key="class-starts", step=900)
    minutes = st.selectbox(
        t("classes.minutes"), _LENGTHS, index=1, key="class-minutes",
        format_func=lambda minutes: t("classes.length", minutes=minutes),
    )  # fmt: skip
    teacher = _choice("teacher", "class_teacher", list(Teacher))
    return ClassPlan(
        kind=ClassKind(kind),
        place_kind=ClassPlace(place_kind),
        place_name=place,
        commune_code=commune or "",
        held_on=day,
        starts_minute=starts.hour * 60 + starts.minute,
        minutes=minutes,
        audience=_choice("audience", "audience", [EVERYONE, *Audience]),
        teacher=Teacher(teacher),
        competences=_topics(),
        resources=_materials(),
    )


def _choice(name: str, family: str, values: list[str]) -> str:
    return st.selectbox(
        t(f"classes.{name}"),
        [str(value) for value in values],
        format_func=lambda value: t(f"{family}.{value}"),
        key=f"class-{name}",
    )


def _topics() -> tuple[str, ...]:
    with Session(engine()) as session:
        known = competences(session)
    chosen = st.multiselect(
        t("classes.topics"), list(known), key="class-topics",
        placeholder=t("classes.choose"),
        format_func=lambda code: f"{code} {known[code][current()]}",
    )  # fmt: skip
    return tuple(chosen)


def _materials() -> tuple[str, ...]:
    known = {one.id: one for one in resources()}
    chosen = st.multiselect(
        t("classes.materials"), list(known), key="class-materials",
        placeholder=t("classes.choose"),
        format_func=lambda one: (
            f"{known[one].titles[current()]} · {t(f'resource.language_{known[one].language}')}"
        ),
    )  # fmt: skip
    return tuple(chosen)


def _plan(plan: ClassPlan) -> None:
    by = auth.writer(Permission.COLLECT)
    plan_class(engine(), plan=plan, by=by, now=clock.now(), today=clock.today())
    st.session_state[_PLANNED] = plan.place_name
