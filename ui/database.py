"""The open database of this process, for pages that read no statistics."""

import streamlit as st
from sqlalchemy import Engine
from sqlmodel import Session

from db import deployment
from db.engine import open_engine
from db.questionnaires import (
    NoQuestionnaire,
    current_version,
    load_check,
    load_packs,
    load_questionnaire,
    newest_check,
    newest_packs,
)
from db.settings import settings
from domain.checking import Check
from domain.questionnaire import Packs, Questionnaire


@st.cache_resource(show_spinner=False)
def engine() -> Engine:
    """The engine of this process."""
    return open_engine(settings().database_url)


@st.cache_resource(show_spinner=False, max_entries=8)
def questionnaire(version: str) -> Questionnaire:
    """A published version; it never changes once published."""
    with Session(engine()) as session:
        return load_questionnaire(session, version)


@st.cache_resource(show_spinner=False, ttl=300)
def current_questionnaire() -> Questionnaire | None:
    """The questionnaire published last; None when none is."""
    with Session(engine()) as session:
        try:
            return load_questionnaire(session, current_version(session))
        except NoQuestionnaire:
            return None


@st.cache_resource(show_spinner=False, max_entries=8, ttl=300)
def packs(version: str | None) -> Packs | None:
    """The packs of a version, or the newest; None when none is published."""
    with Session(engine()) as session:
        wanted = version or newest_packs(session)
        return load_packs(session, wanted) if wanted else None


@st.cache_resource(show_spinner=False, max_entries=8, ttl=300)
def check(version: str | None) -> Check | None:
    """The check of a version, or the newest; None when none is published."""
    with Session(engine()) as session:
        wanted = version or newest_check(session)
        return load_check(session, wanted) if wanted else None


@st.cache_resource(show_spinner=False, ttl=60)
def is_simulated() -> bool:
    """Whether the answers in this database are simulated."""
    with Session(engine()) as session:
        return deployment.is_simulated(session)
