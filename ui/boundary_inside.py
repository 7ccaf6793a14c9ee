"""
What of another day lies in an area that is smaller than a province.

Such an area has no figures of its own: whatever stands here stands in the table of its province
too, which everybody may read and of which it has been judged what stays blank.
"""

from collections.abc import Iterable, Mapping

import streamlit as st
from sqlmodel import Session

from db import lineage
from domain.access import PUBLIC, Scope
from domain.errors import OutsideScope
from domain.lineage import BoundaryView
from domain.quoted import quoted
from stats.published import Published, joined
from ui import boundary, boundary_places
from ui.database import engine
from ui.reference import HASHED_AS, Round
from ui.table_file import TableFile, file_of

_HASHED = {**HASHED_AS, BoundaryView: repr}


@st.cache_data(show_spinner=False, max_entries=64, hash_funcs=_HASHED)
def table(
    scope: Scope,
    area_code: str,
    campaign: Round,
    view: BoundaryView,
    level: str,
    version: int,
    language_code: str,
) -> Published:
    """
    The units of another day that lie in an area with all they had, as its province publishes them.

    Raises:
        OutsideScope: the scope reaches nothing of the area.
    """
    more = (campaign, view, level, version, language_code)
    inside = _inside(scope, area_code, view, level)
    return joined(
        [boundary.table(PUBLIC, province, *more).only(codes) for province, codes in inside.items()]
    )


@st.cache_data(show_spinner=False, max_entries=64, hash_funcs=_HASHED)
def file(
    scope: Scope,
    area_code: str,
    campaign: Round,
    view: BoundaryView,
    level: str,
    version: int,
    language_code: str,
) -> TableFile:
    """The units of another day that lie in an area, as a file."""
    found = table(scope, area_code, campaign, view, level, version, language_code)
    return file_of(found, f"dia-gioi-{view.code}-{area_code}-{level}", language_code)


def partly(scope: Scope, area_code: str, view: BoundaryView, level: str) -> list[str]:
    """The names of the units of another day of which only a part lies in an area."""
    shares = boundary_places.maps().places(view.on, level).views[-1]
    touched = {code for unit_id in _members(scope, area_code) for code in shares[unit_id]}
    whole = frozenset().union(*_inside(scope, area_code, view, level).values())
    with Session(engine()) as session:
        units = lineage.units_of(session, on=view.on, level=level, codes=touched - whole)
    return [unit.full_name for unit in units]


def _inside(
    scope: Scope, area_code: str, view: BoundaryView, level: str
) -> dict[str, frozenset[str]]:
    """
    Province of today → the units of a day that lie in the area's communes there, all of each.

    A unit counts as inside only where every commune that holds anything of it is there: else its
    figure would hold people of other areas, or be less than its own.
    """
    maps = boundary_places.maps()
    shares = maps.places(view.on, level).views[-1]
    provinces: dict[str, set[int]] = {}
    for unit_id in _members(scope, area_code):
        provinces.setdefault(maps.blocks[unit_id], set()).add(unit_id)
    return {
        province: _codes(shares, members) - _codes(shares, shares.keys() - members)
        for province, members in sorted(provinces.items())
    }


def _codes(shares: Mapping[int, Mapping[str, float]], unit_ids: Iterable[int]) -> frozenset[str]:
    return frozenset(code for unit_id in unit_ids for code in shares[unit_id])


def _members(scope: Scope, area_code: str) -> list[int]:
    with Session(engine()) as session:
        members = lineage.members_within(session, scope, area_code)
    if not members:
        raise OutsideScope(area=quoted(area_code, 12))
    return members
