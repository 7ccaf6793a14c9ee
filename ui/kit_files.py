"""The download of an offline kit: choose a point, prepare, save the file."""

import streamlit as st
from sqlmodel import Session

from db.collection_points import Point, points_within
from db.commands.kits import make_kit
from domain.access import Permission, Scope
from domain.consent import KIT_TEXT_VERSION
from domain.kit import Kit
from ui import auth, clock, consent_text, database
from ui.attempt import attempt
from ui.database import engine
from ui.language import current, t

_MADE = "kit-made"


def draw(scope: Scope) -> None:
    """One file for the open point that is chosen."""
    st.subheader(t("kit.get"), anchor=False)
    with Session(engine()) as session:
        listed = points_within(session, scope, today=clock.today())
    points = {one.point.token: one.point for one in listed if not one.revoked}
    if not points:
        st.info(t("kit.no_point"))
        return
    token = st.selectbox(
        t("kit.point"),
        list(points),
        format_func=lambda token: _name(points[token]),
        key="kit-point",
    )
    if st.button(t("kit.prepare"), key="kit-prepare", type="primary"):
        attempt(lambda: _prepare(token))
    kit = st.session_state.get(_MADE)
    if kit is not None and kit.point_token == token:
        _draw_download(kit)


def _prepare(token: str) -> None:
    st.session_state[_MADE] = make_kit(
        engine(),
        point=token,
        consent_version=KIT_TEXT_VERSION,
        by=auth.writer(Permission.COLLECT),
        now=clock.now(),
        today=clock.today(),
    )


def _draw_download(kit: Kit) -> None:
    st.download_button(
        t("kit.save_file", point=kit.point_name),
        lambda: _file(kit),
        file_name=f"phieu-ngoai-tuyen-{kit.point_token}.html",
        mime="text/html",
        key="kit-download",
        on_click="ignore",
    )
    st.caption(t("kit.how"))


def _file(kit: Kit) -> bytes:
    from exports.offline_kit import kit_file

    return kit_file(
        kit,
        database.questionnaire(kit.version),
        controller=consent_text.controller_sentence(t),
        language=current(),
        t=t,
        simulated=database.is_simulated(),
    )


def _name(point: Point) -> str:
    return f"{point.name} · {point.commune_name}"
