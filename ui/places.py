"""Places a citizen can choose, in the memory of the process: a browser gets eight at most."""

import streamlit as st
from sqlmodel import Session

from db.places import Place, communes_of_today
from ui.database import engine


@st.cache_resource(show_spinner=False, ttl=3600)
def communes() -> tuple[Place, ...]:
    """All communes of today."""
    with Session(engine()) as session:
        return communes_of_today(session)
