"""The open database of this process, for pages that read no statistics."""

import streamlit as st
from sqlalchemy import Engine
from sqlmodel import Session

from db import deployment
from db.engine import open_engine
from db.questionnaires import load_questionnaire
from db.settings import settings
from domain.questionnaire import Questionnaire


@st.cache_resource(show_spinner=False)
def engine() -> Engine:
    """The engine of this process."""
    return open_engine(settings().database_url)


@st.cache_resource(show_spinner=False, max_entries=8)
def questionnaire(version: str) -> Questionnaire:
    """A published version; it never changes once published."""
    with Session(engine()) as session:
        return load_questionnaire(session, version)


@st.cache_resource(show_spinner=False, ttl=60)
def is_simulated() -> bool:
    """Whether the answers in this database are simulated."""
    with Session(engine()) as session:
        return deployment.is_simulated(session)
