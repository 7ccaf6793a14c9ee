"""Places a citizen can choose, in the memory of the process: a browser gets eight at most."""

from datetime import date

import streamlit as st
from sqlmodel import Session

from db.former_places import FormerPlace, former_places
from db.places import Place, communes_of_today
from ui import clock
from ui.database import engine

_SECONDS = 300  # how long a merge entered for today may be missing from the search


def communes() -> tuple[Place, ...]:
    """All communes of today."""
    return _communes(clock.today())


def former() -> tuple[FormerPlace, ...]:
    """Every commune, district and province that is no longer, and what became of it."""
    return _former(clock.today())


@st.cache_resource(show_spinner=False, ttl=_SECONDS, max_entries=2)
def _communes(today: date) -> tuple[Place, ...]:
    with Session(engine()) as session:
        return communes_of_today(session, today=today)


@st.cache_resource(show_spinner=False, ttl=_SECONDS, max_entries=2)
def _former(today: date) -> tuple[FormerPlace, ...]:
    with Session(engine()) as session:
        return former_places(session, today=today)
