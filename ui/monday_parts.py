"""The parts of the Monday page, and who finds which: a leader writes, the level above reads."""

from collections.abc import Iterable
from enum import StrEnum

import streamlit as st
from sqlmodel import Session

from db.weekly_reports import reporting_areas
from db.weeks import narrowed
from domain.access import NATION, Permission, Role, Scope, scope_for
from domain.errors import NotAllowed
from domain.weeks import Week, ended_weeks
from text import formats
from ui import auth, clock, filters, language, reference
from ui.database import engine
from ui.language import t
from ui.reference import Round

PART, WEEK = "phan", "tuan"


class Part(StrEnum):
    """What the page is for at the moment; also what its address says."""

    WEEK = "viec"
    ODD = "so-lieu-la"
    REPORT = "bao-cao"
    RECEIVED = "da-nhan"


def mine(area_code: str) -> Scope | None:
    """Where this visitor reports, when it names the area that is read; None for who only reads."""
    person = auth.current()
    try:
        scope = scope_for(person.grants if person else (), Permission.REPORT_WEEK, on=clock.today())
    except NotAllowed:
        return None
    return scope if {area_code, NATION} & scope.area_codes else None


def part(scope: Scope, area_code: str, *, leads: bool) -> Part:
    """The part that is open, from the address or chosen."""
    parts = [Part.WEEK, Part.ODD, Part.REPORT] if leads else []
    if not leads or below(scope, area_code, leads=True):
        parts.append(Part.RECEIVED)
    asked = st.query_params.get(PART, "")
    chosen = next((one for one in parts if one == asked), parts[0])
    if len(parts) == 1:
        return chosen
    picked = st.pills(  # which wrap evenly where the screen is narrow
        t("monday.part"),
        [one.value for one in parts],
        default=chosen.value,
        required=True,
        format_func=lambda one: t(f"monday_part.{one}"),
        key=f"monday-part-{chosen}",
        label_visibility="collapsed",
    )
    if picked != chosen:
        st.query_params[PART] = str(picked)
        st.rerun()
    return chosen


def below(scope: Scope, area_code: str, *, leads: bool) -> dict[str, str]:
    """Code → name of the areas inside this one that report; of a leader, without their own."""
    with Session(engine()) as session:
        here = narrowed(session, scope, area_code)
        found = reporting_areas(session, here, on=clock.today())
    codes = [code for code in found if not (leads and code == area_code)]
    names = area_names(codes, language.current())
    return {code: names[code] for code in codes}


def area_names(codes: Iterable[str], language_code: str) -> dict[str, str]:
    """Code → name as readers know an area; names are public."""
    return reference.areas(Scope(Role.PUBLIC, frozenset(codes)), language_code)


def week() -> Week:
    """The week to read, of those a report can be written of."""
    weeks = {one.first.isoformat(): one for one in ended_weeks(clock.today())}
    names = {code: span(one) for code, one in weeks.items()}
    return weeks[filters.choose(t("monday.week"), WEEK, names)]


def span(of: Week) -> str:
    """ "16/11/2026 – 22/11/2026"."""
    first, last = (formats.day(day, language.current()) for day in (of.first, of.last))
    return f"{first} – {last}"


def newest_round() -> Round | None:
    """The round that began last; None before the first."""
    begun = [one for one in reference.rounds() if one.starts_on <= clock.today()]
    return max(begun, key=lambda one: one.starts_on, default=None)
