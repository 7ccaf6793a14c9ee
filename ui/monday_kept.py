"""What Monday reads that costs much and moves little, kept for a minute at most."""

from datetime import date

import streamlit as st
from sqlmodel import Session

from db import open_work, weeks
from domain.access import Scope
from domain.weeks import Week, WeekCounts
from stats.monday import Odd
from ui import clock, monday_odd, monday_parts, reading_day, reference
from ui.database import engine
from ui.reference import HASHED_AS, Area, Round

_kept = st.cache_data(show_spinner=False, max_entries=64, ttl=60, hash_funcs=HASHED_AS)


def odd_open(scope: Scope, area: Area) -> int:
    """How many odd records nobody looked at; a look counts at once, a new record in a minute."""
    campaign = monday_parts.newest_round()
    if campaign is None:
        return 0
    version = reading_day.data_version()
    found = odd_records(scope, area.code, campaign, clock.today(), version)
    return len(monday_odd.not_looked_at(scope, area.code, campaign, found))


@_kept
def odd_records(
    scope: Scope, area_code: str, campaign: Round, today: date, version: int
) -> list[Odd]:
    """As `monday_odd.records`, which the inbox itself reads anew."""
    return monday_odd.records(scope, area_code, campaign, today)


@_kept
def ended_week(scope: Scope, area_code: str, week: Week, version: int) -> WeekCounts:
    """What the records say of a week that is over; only what is logged late still moves it."""
    with Session(engine()) as session:
        return weeks.counts(session, scope, area_code=area_code, week=week, today=week.last)


def reports_due(scope: Scope, area_code: str) -> int:
    """How many figures are due, as soon as anything was reported."""
    return figures_due(scope, area_code, clock.today(), reference.reports())


@_kept
def figures_due(scope: Scope, area_code: str, today: date, version: int) -> int:
    """As `db.open_work.reports_due`; the version counts what was reported."""
    with Session(engine()) as session:
        return open_work.reports_due(session, scope, area_code=area_code, today=today)
