"""Places a citizen can choose, in the memory of the process: a browser gets eight at most."""

from datetime import date

import streamlit as st
from sqlmodel import Session

from db.former_places import FormerPlace, former_places
from db.moved_parts import MovedPart, moved_parts
from db.places import Place, communes_of_today
from db.unit_changes import latest
from ui import clock
from ui.database import engine

_SECONDS = 60  # how long a change of units may be missing from the pages


def communes() -> tuple[Place, ...]:
    """All communes of today."""
    return _communes(clock.today(), changes_entered())


def former() -> tuple[FormerPlace, ...]:
    """Every commune, district and province that is no longer, and what became of it."""
    return _former(clock.today(), changes_entered())


def moved() -> tuple[MovedPart, ...]:
    """Every part of a commune that went to another one."""
    return _moved(clock.today(), changes_entered())


@st.cache_resource(show_spinner=False, ttl=_SECONDS, max_entries=2)
def changes_entered() -> tuple[int, int]:
    """What moves whenever units do: the newest change, and how many were undone."""
    with Session(engine()) as session:
        return latest(session)


@st.cache_resource(show_spinner=False, max_entries=2)
def _communes(today: date, changes: tuple[int, int]) -> tuple[Place, ...]:
    with Session(engine()) as session:
        return communes_of_today(session, today=today)


@st.cache_resource(show_spinner=False, max_entries=2)
def _former(today: date, changes: tuple[int, int]) -> tuple[FormerPlace, ...]:
    with Session(engine()) as session:
        return former_places(session, today=today)


@st.cache_resource(show_spinner=False, max_entries=2)
def _moved(today: date, changes: tuple[int, int]) -> tuple[MovedPart, ...]:
    with Session(engine()) as session:
        return moved_parts(session, today=today)
