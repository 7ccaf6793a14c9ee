"""The collection point whose link or poster led a visitor here (`?diem=`)."""

import streamlit as st
from sqlmodel import Session

from db.collection_points import Point, open_point_of
from db.settings import settings
from domain.errors import UnknownPoint
from ui.database import engine
from ui.language import t

PARAMETER = "diem"
SHORT = "/t/"  # where `web.short_links` answers
WALL = "/tuong"  # where `web.wall` answers
_SAID = "point_refused"


def current() -> Point | None:
    """The open point of this visit; of one that is closed or unknown a sentence says so, once."""
    token = st.query_params.get(PARAMETER)
    if token is None:
        return None
    try:
        with Session(engine()) as session:
            return open_point_of(session, token)
    except UnknownPoint as refusal:
        st.query_params.pop(PARAMETER)
        st.session_state[_SAID] = t(refusal.key)
        return None


def token() -> str | None:
    """What the address says; the command looks again whether there is such a point."""
    return st.query_params.get(PARAMETER)


def draw() -> Point | None:
    """Say at which point one answers, or why at none; the form goes on either way."""
    point = current()
    if point is not None:
        st.caption(t("point.here", point=point.name, commune=point.commune_name))
    elif sentence := st.session_state.pop(_SAID, None):
        st.info(sentence)
    return point


def address_of(point: Point) -> str:
    """The short link of a point, as it is printed."""
    return address_with(point.token)


def address_with(token: str) -> str:
    """As `address_of`, where only the token is known."""
    return f"{origin()}{SHORT}{token}"


def origin() -> str:
    """Scheme and host as people outside reach the product."""
    configured = settings().public_address
    if configured:
        return configured.rstrip("/")
    address = st.context.url or f"http://{settings().host}:{settings().port}"
    scheme, _, rest = address.partition("://")
    return f"{scheme}://{rest.split('/', 1)[0]}"
