"""
The day by whose boundaries readers read "today": that of the last release.

What is held back was decided for the boundaries of that day. Between midnight of the day on which
boundaries change and the first release of that day, all pages read as the day before.
"""

from datetime import date

import streamlit as st
from sqlmodel import Session

from db import deployment
from db.settings import settings
from ui import clock
from ui.database import engine


@st.cache_data(show_spinner=False, ttl=settings().freshness_seconds)
def data_version() -> int:
    """The version of the published figures, at most some seconds old."""
    with Session(engine()) as session:
        return deployment.data_version(session)


def of(version: int) -> date:
    """The day of the release that figures of this version come from; without any, the real one."""
    return _released_on(version) or clock.today()


def current() -> date:
    """The same of the newest version known here."""
    return of(data_version())


@st.cache_data(show_spinner=False, max_entries=8)
def _released_on(version: int) -> date | None:  # part of the key
    with Session(engine()) as session:
        return deployment.released_on(session)
