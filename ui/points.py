"""The parts of the page of collection points: a new one, each with its counter and its sheets."""

from collections.abc import Callable

import streamlit as st
from sqlmodel import Session

from db.collection_points import ListedPoint, Point, points_within
from db.commands.collection_points import open_point, revoke_point
from domain.access import Permission, Scope
from domain.collection import PointKind
from ui import (
    auth,
    clock,
    collecting,
    commune_filter,
    consent_text,
    hamlet_choice,
    in_parts,
    point_link,
    show,
)
from ui.attempt import attempt
from ui.database import engine
from ui.language import current, t

_CLOSING, _OPENED = "point-to-close", "point-opened"


def draw_new(scope: Scope) -> None:
    """Open a point: kind, name and, where there are several, the commune."""
    communes = collecting.communes(scope)
    with st.expander(t("points.new")), st.form("new-point", border=False):
        kind = st.selectbox(
            t("points.kind"),
            [kind.value for kind in PointKind],
            format_func=lambda kind: t(f"point_kind.{kind}"),
            key="point-kind",
        )
        name = st.text_input(
            t("points.name"), key="point-name", max_chars=60, placeholder=t("points.example")
        )
        commune = st.selectbox(
            t("points.commune"),
            list(communes),
            format_func=lambda code: communes[code],
            key="point-commune",
        )
        hamlet = hamlet_choice.draw(scope, t("points.hamlet"), None, "point")
        sent = st.form_submit_button(t("points.open"), type="primary")
    if opened := st.session_state.pop(_OPENED, None):
        st.success(t("points.opened", point=opened))
    if sent:
        attempt(lambda: _open(PointKind(kind), name, commune, hamlet))


def draw_list(scope: Scope, *, managed: bool) -> None:
    """The points of the scope, closed ones folded; sheets are made at the tap that asks."""
    listed = commune_filter.narrowed(scope)
    with Session(engine()) as session:
        points = points_within(session, listed, today=clock.today())
    if not points:
        st.info(t("points.none"))
        return
    closed = [one for one in points if one.revoked]
    still = [one for one in points if not one.revoked]
    st.subheader(t("points.now_open", number=show.number(len(still))), anchor=False)
    for one in in_parts.cards("open", still):
        _draw_point(one, managed=managed)
    if closed:
        with st.expander(t("points.now_closed", number=show.number(len(closed)))):
            for one in in_parts.cards("closed", closed):
                _draw_point(one, managed=managed)
    st.caption(t("points.counter_note"))


def _draw_point(listed: ListedPoint, *, managed: bool) -> None:
    point = listed.point
    kind = t(f"point_kind.{point.kind}")
    st.markdown(f"**{point.name}** · {kind} · {point.commune_name}")
    st.write(t("points.counter", today=listed.finished_today, all=listed.finished))
    if listed.revoked:
        st.caption(t("points.closed"))
        return
    address = point_link.address_of(point)
    st.markdown(f"**{address.split('://', 1)[-1]}**")
    _sheets(point, address)
    if point.kind is PointKind.VIDEO_LINK:
        st.link_button(t("wall.open"), f"{point_link.WALL}/{point.token}")
    if managed:
        _close_button(point)


def _sheets(point: Point, address: str) -> None:
    with st.container(horizontal=True):
        for size in ("a4", "a3"):
            _sheet(f"poster-{size}", point, lambda size=size: _poster(size, point, address))  # type: ignore[misc]
        _sheet("paper", point, lambda: _paper_form(point, address))


def _sheet(name: str, point: Point, make: Callable[[], bytes]) -> None:
    st.download_button(
        t(f"points.{name}"),
        make,
        file_name=f"{name}-{point.token}.pdf",
        mime="application/pdf",
        key=f"{name}-{point.token}",
        on_click="ignore",
    )


def _poster(size: str, point: Point, address: str) -> bytes:
    from exports.poster import Paper, poster  # a heavy library, for who prints only

    return poster(
        Paper(size),
        link=address,
        point=point.name,
        commune=point.commune_name,
        language=current(),
        t=t,
    )


def _paper_form(point: Point, address: str) -> bytes:
    from exports.paper_form import paper_form

    return paper_form(
        collecting.newest_questionnaire(),
        link=address,
        point=point.name,
        commune=point.commune_name,
        controller=consent_text.controller_sentence(t),
        language=current(),
        t=t,
    )


def _close_button(point: Point) -> None:
    """Two taps: a poster on a wall cannot be called back."""
    if st.session_state.get(_CLOSING) != point.token:
        st.button(
            t("points.close"),
            key=f"close-{point.token}",
            type="tertiary",
            on_click=st.session_state.__setitem__,
            args=(_CLOSING, point.token),
        )
        return
    st.warning(t("points.close_sure", point=point.name))
    if st.button(t("points.close_yes"), key=f"close-yes-{point.token}"):
        attempt(lambda: _close(point.token))
    st.button(
        t("points.close_no"), key=f"close-no-{point.token}", on_click=st.session_state.pop,
        args=(_CLOSING,),
    )  # fmt: skip


def _open(kind: PointKind, name: str, commune: str, hamlet: str | None) -> None:
    by = auth.writer(Permission.COLLECT)
    opened = open_point(
        engine(),
        kind=kind,
        name=name,
        commune_code=commune,
        hamlet=hamlet,
        by=by,
        now=clock.now(),
        today=clock.today(),
    )
    st.session_state[_OPENED] = opened.name


def _close(token: str) -> None:
    by = auth.writer(Permission.COLLECT)
    revoke_point(engine(), token=token, by=by, now=clock.now(), today=clock.today())
    st.session_state.pop(_CLOSING, None)
