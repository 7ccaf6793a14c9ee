"""What is asked about a class, whether it is new or gets another plan."""

from collections.abc import Sequence
from datetime import date, time, timedelta

import streamlit as st
from sqlmodel import Session

from db.class_topics import competences
from db.collection_points import open_points_of
from db.resources import resources
from domain.access import Scope
from domain.classes import ClassKind, ClassPlace, ClassPlan, Teacher
from domain.people import Audience
from domain.targets import EVERYONE
from ui import clock, collecting, hamlet_choice
from ui.database import engine
from ui.language import current, t

_LENGTHS = (60, 90, 120, 180, 240, 480)  # minutes
_USUAL_LENGTH = 90
_EVENING = 19 * 60 + 30


def blank() -> ClassPlan:
    """What a new class begins with: tomorrow evening, and no commune yet."""
    return ClassPlan(
        ClassKind.LESSON, ClassPlace.CULTURE_HOUSE, "", "", clock.today() + timedelta(days=1),
        _EVENING, _USUAL_LENGTH, EVERYONE, Teacher.AMBASSADOR, (), (),
    )  # fmt: skip


def asked(scope: Scope, seen: ClassPlan, key: str = "class") -> ClassPlan:
    """
    The plan as it stands in the form.

    Args:
        seen: the plan it begins with; of one with a commune that stays, and a point is chosen.
        key: what the keys of the fields begin with.
    """
    kind = _choice("kind", "class_kind", list(ClassKind), seen.kind, key)
    known = seen.commune_code or None
    commune = known or _commune(scope, key)
    hamlet = hamlet_choice.draw(scope, t("classes.hamlet"), known, key, chosen=seen.hamlet_code)
    place_kind = _choice("place_kind", "class_place", list(ClassPlace), seen.place_kind, key)
    place = st.text_input(
        t("classes.place"), seen.place_name, key=f"{key}-place", max_chars=60,
        placeholder=t("classes.example"),
    )  # fmt: skip
    day, starts_minute, minutes = _when(seen, key)
    teacher = _choice("teacher", "class_teacher", list(Teacher), seen.teacher, key)
    audience = _choice("audience", "audience", [EVERYONE, *Audience], seen.audience, key)
    return ClassPlan(
        kind=ClassKind(kind),
        place_kind=ClassPlace(place_kind),
        place_name=place,
        commune_code=commune,
        held_on=day,
        starts_minute=starts_minute,
        minutes=minutes,
        audience=audience,
        teacher=Teacher(teacher),
        competences=_topics(seen.competences, key),
        resources=_materials(seen.resources, key),
        hamlet_code=hamlet,
        point_token=_point(scope, seen, key) if known else None,
    )


def _commune(scope: Scope, key: str) -> str:
    communes = collecting.communes(scope)
    chosen = st.selectbox(
        t("classes.commune"), list(communes), format_func=communes.__getitem__,
        key=f"{key}-commune",
    )  # fmt: skip
    return chosen or ""


def _when(seen: ClassPlan, key: str) -> tuple[date, int, int]:
    """Day, minute of the day, length in minutes."""
    lengths = sorted({*_LENGTHS, seen.minutes})
    day = st.date_input(t("classes.day"), seen.held_on, key=f"{key}-day", format="DD/MM/YYYY")
    hour, minute = divmod(seen.starts_minute, 60)
    starts = st.time_input(t("classes.starts"), time(hour, minute), key=f"{key}-starts", step=900)
    minutes = st.selectbox(
        t("classes.minutes"), lengths, index=lengths.index(seen.minutes), key=f"{key}-minutes",
        format_func=lambda minutes: t("classes.length", minutes=minutes),
    )  # fmt: skip
    return day, starts.hour * 60 + starts.minute, minutes


def _choice(name: str, family: str, values: Sequence[str], chosen: str, key: str) -> str:
    offered = [str(value) for value in values]
    return st.selectbox(
        t(f"classes.{name}"),
        offered,
        index=offered.index(chosen),
        format_func=lambda value: t(f"{family}.{value}"),
        key=f"{key}-{name}",
    )


def _topics(chosen: Sequence[str], key: str) -> tuple[str, ...]:
    with Session(engine()) as session:
        known = competences(session)
    found = st.multiselect(
        t("classes.topics"), list(known), [code for code in chosen if code in known],
        key=f"{key}-topics", placeholder=t("classes.choose"),
        format_func=lambda code: f"{code} {known[code][current()]}",
    )  # fmt: skip
    return tuple(found)


def _materials(chosen: Sequence[str], key: str) -> tuple[str, ...]:
    known = {one.id: one for one in resources()}
    found = st.multiselect(
        t("classes.materials"), list(known), [one for one in chosen if one in known],
        key=f"{key}-materials", placeholder=t("classes.choose"),
        format_func=lambda one: (
            f"{known[one].titles[current()]} · {t(f'resource.language_{known[one].language}')}"
        ),
    )  # fmt: skip
    return tuple(found)


def _point(scope: Scope, seen: ClassPlan, key: str) -> str | None:
    with Session(engine()) as session:
        points = open_points_of(session, scope, seen.commune_code, on=clock.today())
    if not points:
        return None
    offered = [None, *points]
    return st.selectbox(
        t("classes.point"),
        offered,
        index=offered.index(seen.point_token) if seen.point_token in points else 0,
        format_func=lambda token: points[token] if token else t("classes.no_point"),
        key=f"{key}-point",
    )
