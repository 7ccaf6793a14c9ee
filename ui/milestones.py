"""The days of the year everybody looks at, for the place a reader looks at."""

from datetime import date

import streamlit as st
from sqlmodel import Session

from charts.events import Event
from db import lineage
from db.milestones import FESTIVAL, FORMER_DAY, every_milestone, milestones_of
from domain.access import NATION, PUBLIC, Scope
from text import formats
from ui import reading_day
from ui.database import engine
from ui.places import changes_entered
from ui.reference import HASHED_AS


def events(
    scope: Scope, area_code: str, version: int, language: str, *, first: date, today: date
) -> list[Event]:
    """Festivals from the first day to the end of this year, and the ends of all periods."""
    places = former_provinces(scope, area_code, version)
    return [
        Event(one.day, formats.day(one.day, language), one.name)
        for one in milestones_of(places, first=first, last=date.max)
        if one.kind != FESTIVAL or one.day.year <= today.year
    ]


@st.cache_data(show_spinner=False, max_entries=256, hash_funcs=HASHED_AS)
def former_provinces(scope: Scope, area_code: str, version: int) -> frozenset[str]:
    """Those former provinces with a milestone of their own that an area has communes of."""
    day = reading_day.of(version)
    with Session(engine()) as session:
        own = set(lineage.members_within(session, scope, area_code))
    return frozenset(
        code for code, members in _communes(changes_entered(), day).items() if own & members
    )


@st.cache_data(show_spinner=False, max_entries=2)
def _communes(changes: tuple[int, int], today: date) -> dict[str, frozenset[int]]:  # in the key
    """Former province with a milestone of its own → communes of any time that lie in it."""
    wanted = {one.former_province for one in every_milestone() if one.former_province}
    with Session(engine()) as session:
        ids = lineage.members_within(session, PUBLIC, NATION)
        shares = lineage.shares_on(session, ids, on=FORMER_DAY, level=lineage.PROVINCE)
    return {
        code: frozenset(unit_id for unit_id, parts in shares.items() if code in parts)
        for code in sorted(wanted)
    }
