"""The sheet of a class to print: the code to say one is there, and the code of its point."""

from typing import TYPE_CHECKING

import streamlit as st
from sqlmodel import Session

from db.class_topics import competences
from db.classes import PlannedClass
from text import class_words
from ui import point_link
from ui.database import engine
from ui.language import current, t

if TYPE_CHECKING:
    from exports.class_sheet import PrintedPoint

_ONE = ("step_1", "step_2", "step_3")
_TWO = ("here_step", "answer_step", "step_3")  # of a sheet with two codes


def draw(planned: PlannedClass) -> None:
    """A button; the sheet is made when it is pressed."""
    st.download_button(
        t("classes.sheet"),
        lambda: _sheet(planned),
        file_name=f"lop-{planned.token}.pdf",
        mime="application/pdf",
        key=f"sheet-{planned.token}",
        on_click="ignore",
        width="stretch",
    )


def _sheet(planned: PlannedClass) -> bytes:
    from exports.class_sheet import class_sheet  # a heavy library, for who prints only

    plan, link = planned.plan, f"{point_link.origin()}/lop/{planned.token}"
    return class_sheet(
        link=link,
        title=t(f"class_kind.{plan.kind}"),
        when=class_words.heading(plan.held_on, plan.starts_minute, t, current()),
        place=plan.place_name,
        commune=" · ".join(one for one in (planned.hamlet_name, planned.commune_name) if one),
        topics=_topics(plan.competences),
        steps=[t(f"class_sheet.{step}") for step in (_TWO if plan.point_token else _ONE)],
        foot=t("class_sheet.foot"),
        qr_alt=t("class_sheet.qr_alt", address=link),
        point=_printed_point(plan.point_token),
        language=current(),
    )


def _printed_point(token: str | None) -> "PrintedPoint | None":
    from exports.class_sheet import PrintedPoint

    if token is None:
        return None
    link = point_link.address_with(token)
    return PrintedPoint(
        link=link,
        here=t("class_sheet.here"),
        answer=t("class_sheet.answer"),
        qr_alt=t("class_sheet.qr_alt", address=link),
    )


def _topics(codes: tuple[str, ...]) -> str:
    if not codes:
        return ""
    with Session(engine()) as session:
        known = competences(session)
    names = "; ".join(known[code][current()] for code in codes if code in known)
    return t("class_sheet.topics", topics=names)
