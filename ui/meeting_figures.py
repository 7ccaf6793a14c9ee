"""The figures of a meeting gathered from what readers see, and where its units lie."""

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from charts import topology
from charts.boundaries import COMMUNES, PROVINCES, find_provinces, read_provinces
from charts.findings import COMMUNE, PROVINCE
from charts.islands import Island
from db.settings import PROJECT
from domain.access import NATION, PUBLIC, Scope
from domain.errors import BoundaryFileMissing
from domain.lineage import TODAY_CODE, BoundaryView
from domain.people import Mode
from meeting.figures import (
    AUDIENCES,
    AUDIENCES_BEFORE,
    CHECKED,
    FORMER,
    FORMER_BEFORE,
    GROUPS,
    MONTHS,
    POPULATION,
    REPORTED,
    ROUNDS,
    TARGETS,
    UNITS,
    WHOLE,
    Fact,
    Facts,
    Figures,
)
from meeting.places import Geometry
from stats.published import Published
from ui import (
    boards,
    boundary,
    boundary_inside,
    boundary_reading,
    checked,
    geometry,
    load,
    reference,
    targets,
)
from ui.reference import Area, Round

_STATIC = PROJECT / "static"
_TARGET_FIELDS = (
    "document", "issuer", "place", "audience", "indicator", "year", "operator", "target_value",
    "unit_of_measure", "confidence", "compared_with", "source", "deadline",
)  # fmt: skip
_REPORTED_FIELDS = (
    "indicator", "period", "value", "unit_of_measure", "qualifier", "place", "source",
    "too_few",
)  # fmt: skip


def gather(
    scope: Scope, area: Area, campaign: Round, view: BoundaryView, version: int, language: str
) -> Figures:
    """
    Everything published about an area that a meeting may be shown, ready to be frozen.

    By the boundaries of another day the units, the place and its change are read, where everybody
    may read them so; the rest is of today's area, and says so beside it.

    Raises:
        OutsideScope: not all of the area lies inside the scope.
    """
    key = (scope, area.code, campaign, version, language)
    level = _level(area, view)
    return Figures(
        place_code=area.code,
        place=area.name,
        level=level if view.is_today else f"old_{level}",
        campaign=campaign.code,
        view=view.code,
        language=language,
        tables={
            **_units(area, view, level, key),
            **_of_the_area(scope, area, campaign, key),
            **_former(area, view, key),
        },
        facts=_facts(scope, area, campaign),
    )


Key = tuple[Scope, str, Round, int, str]  # scope, area, campaign, data version, language


def _level(area: Area, view: BoundaryView) -> str:
    if area.code == NATION:
        return PROVINCE
    return COMMUNE if view.is_today else boundary_reading.below(view)


def _units(area: Area, view: BoundaryView, level: str, key: Key) -> dict[str, Published]:
    """The units and the place itself, as readers of that view see them."""
    together = _today(key)
    own = together.only([area.code])
    if view.is_today:
        return {UNITS: together.without(area.code), WHOLE: own}
    scope, area_code, campaign, version, language = key
    asked = (area_code, campaign, view, level, version, language)
    if _is_read_whole(area_code):
        table = boundary.table(PUBLIC, *asked)
        return {UNITS: table.without(boundary.TOTAL), WHOLE: table.only([boundary.TOTAL])}
    return {UNITS: boundary_inside.table(scope, *asked), WHOLE: own}


def _is_read_whole(area_code: str) -> bool:
    """Whether a place can be read by the boundaries of another day as a whole."""
    return area_code in {NATION, *reference.province_codes()}


def _former(area: Area, view: BoundaryView, key: Key) -> dict[str, Published]:
    """The place and the provinces that lay in it on another day, in this round and before it."""
    if view.is_today or not _is_read_whole(area.code):
        return {}
    _, area_code, campaign, version, language = key
    rounds = {FORMER: campaign, FORMER_BEFORE: boards.previous(campaign)}
    return {
        name: boundary.table(PUBLIC, area_code, one, view, boundary.PROVINCE, version, language)
        for name, one in rounds.items()
        if one is not None
    }


def _today(key: Key) -> Published:
    scope, area_code, campaign, version, language = key
    if area_code == NATION:
        return load.provinces(scope, campaign, Mode.SELF, version, language)
    return load.communes(scope, area_code, campaign, Mode.SELF, version, language)


def _of_the_area(scope: Scope, area: Area, campaign: Round, key: Key) -> dict[str, Published]:
    _, area_code, _, version, language = key
    found = {
        AUDIENCES: load.audiences(*key),
        GROUPS: load.groups(*key),
        MONTHS: load.months(*key),
        CHECKED: checked.figures(PUBLIC, _province(scope, area.code), campaign, version, language),
    }
    earlier = boards.previous(campaign)
    if earlier is not None:
        before = load.audiences(scope, area_code, earlier, version, language)
        found[AUDIENCES_BEFORE] = before
    return found


def _province(scope: Scope, area_code: str) -> str:
    """Where documents and checks are read: the nation, or the province an area lies in."""
    return NATION if area_code == NATION else reference.province_of(scope, area_code)


def _facts(scope: Scope, area: Area, campaign: Round) -> Facts:
    code = _province(scope, area.code)
    known = reference.population()
    people = known[known["unit_code"] == area.code]
    return {
        TARGETS: _records(targets.in_force(scope, area.code), _TARGET_FIELDS),
        REPORTED: _records(reference.reported_figures(code), _REPORTED_FIELDS),
        POPULATION: _records(people, ("people", "year", "source")),
        ROUNDS: _rounds(campaign),
    }


def _rounds(campaign: Round) -> tuple[Fact, ...]:
    earlier = boards.previous(campaign)
    if earlier is None:
        return ()
    ends = {"earlier_ends": earlier.ends_on, "ends": campaign.ends_on}
    return ({name: day.isoformat() for name, day in ends.items()},)


def _records(frame: pd.DataFrame, names: tuple[str, ...]) -> tuple[Fact, ...]:
    rows = frame[list(names)].to_dict("records")
    return tuple({name: _plain(row[name]) for name in names} for row in rows)


def _plain(value: object) -> str | int | float | bool | None:
    """As JSON takes it; a day in ISO form, nothing for what is missing."""
    if isinstance(value, date):
        return value.isoformat()
    if value is None or pd.isna(value):  # type: ignore[call-overload]
        return None
    if isinstance(value, np.generic):
        value = value.item()
    return value if isinstance(value, (str, int, float, bool)) else str(value)


def geometry_of(scope: Scope, figures: Figures) -> Geometry | None:
    """Where the units of these figures lie; None where no place of them is known."""
    codes = frozenset(figures.tables[UNITS].table["unit_code"])
    if figures.view != TODAY_CODE or not codes:
        return None
    if figures.place_code == NATION:
        outlines = read_provinces(find_provinces(_STATIC), codes)
        return Geometry(outlines, PROVINCES, islands=geometry.islands())
    province_code = reference.province_of(scope, figures.place_code)
    near = _islands(figures.place_code)
    return _outlines(province_code, codes, near) or Geometry(
        points=_points(scope, figures.place_code), islands=near
    )


def _outlines(
    province_code: str, codes: frozenset[str], near: tuple[Island, ...]
) -> Geometry | None:
    """Boundaries of communes where the operator installed them; else the squares do."""
    in_province = frozenset(reference.commune_points(PUBLIC, province_code)["unit_code"])
    try:
        whole = geometry.communes(province_code, in_province)
    except BoundaryFileMissing:
        return None
    return Geometry(topology.only(whole, COMMUNES, codes), COMMUNES, islands=near)


def _points(scope: Scope, area_code: str) -> Mapping[str, tuple[float, float]]:
    frame = reference.commune_points(scope, area_code)
    rows = frame[["unit_code", "longitude", "latitude"]].itertuples(index=False)
    return {code: (longitude, latitude) for code, longitude, latitude in rows}


def _islands(place_code: str) -> tuple[Island, ...]:
    """Those of a province, on the map of the whole of it."""
    return tuple(one for one in geometry.islands() if one.province_code == place_code)
