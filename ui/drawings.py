"""The charts of published tables, kept ready as specifications; every argument is in the key."""

from collections.abc import Sequence

import streamlit as st

from charts import bars, linked, maps, points, profile, tiles, topology
from charts import months as trend
from charts.findings import AUDIENCE, COMMUNE, PROVINCE
from charts.islands import Island
from charts.picture import Picture, measured_picture
from charts.theme import Spec
from domain.access import NATION, PUBLIC, Scope
from domain.people import Mode
from stats.published import Published
from text import translator
from ui import geometry, load, milestones, reference
from ui.measures import Choice, measure_name, measured
from ui.reference import HASHED_AS, Round

_HASHED = {**HASHED_AS, Choice: repr}
_ENTRIES = 256
OUTLINES, SQUARES, CIRCLES = "hinh", "o-vuong", "diem"  # how a map is drawn, as links carry it
_PART_HEIGHT = 430
_NATION_HEIGHT = 420  # the whole country on a projector of 768 lines, below title and menu


@st.cache_data(show_spinner=False, max_entries=32, hash_funcs=HASHED_AS)
def national_map(scope: Scope, campaign: Round, version: int, language: str) -> Spec:
    """
    The map of the provinces.

    Raises:
        BoundaryFileMissing, BoundaryFileCorrupt.
    """
    published = load.provinces(scope, campaign, Mode.SELF, version, language).without(NATION)
    url = geometry.provinces_url(frozenset(published.table["unit_code"]))
    return maps.national_map(
        published, url, geometry.islands(), t=translator(language), height=_NATION_HEIGHT
    )


@st.cache_data(show_spinner=False, max_entries=_ENTRIES, hash_funcs=HASHED_AS)
def boundary_map(
    scope: Scope, area_code: str, campaign: Round, version: int, language: str
) -> Spec:
    """
    The communes of an area inside their boundaries.

    Raises:
        BoundaryFileMissing, BoundaryFileCorrupt.
    """
    published = _communes(scope, area_code, campaign, version, language)
    province_code = reference.province_of(scope, area_code)
    shapes = _shapes(province_code, frozenset(published.table["unit_code"]))
    near = _islands(province_code, area_code)
    return maps.commune_map(published, shapes, near, t=translator(language))


@st.cache_data(show_spinner=False, max_entries=_ENTRIES, hash_funcs=HASHED_AS)
def tile_map(scope: Scope, area_code: str, campaign: Round, version: int, language: str) -> Spec:
    """The communes of an area as squares of one size."""
    published = _communes(scope, area_code, campaign, version, language)
    near = _islands(reference.province_of(scope, area_code), area_code)
    places = _places(scope, area_code)
    return tiles.tile_map(published, places, near, t=translator(language))


@st.cache_data(show_spinner=False, max_entries=_ENTRIES, hash_funcs=HASHED_AS)
def point_map(scope: Scope, area_code: str, campaign: Round, version: int, language: str) -> Spec:
    """
    The communes of a province as circles where they lie, on its outline.

    Raises:
        BoundaryFileMissing, BoundaryFileCorrupt.
    """
    published = _communes(scope, area_code, campaign, version, language)
    url = geometry.provinces_url(reference.province_codes())
    return points.point_map(
        published,
        _places(scope, area_code),
        url,
        _islands(area_code, area_code),
        province_code=area_code,
        t=translator(language),
    )


@st.cache_data(show_spinner=False, max_entries=_ENTRIES, hash_funcs=HASHED_AS)
def commune_bars(
    scope: Scope, area_code: str, campaign: Round, version: int, language: str
) -> Spec:
    """The communes of an area ranked."""
    published = _communes(scope, area_code, campaign, version, language)
    return bars.ranked_bars(published, level=COMMUNE, t=translator(language))


@st.cache_data(show_spinner=False, max_entries=_ENTRIES, hash_funcs=_HASHED)
def measure_map(
    scope: Scope,
    area_code: str,
    part: str,
    campaign: Round,
    choice: Choice,
    kind: str,
    version: int,
    language: str,
) -> Spec:
    """
    One measure of the provinces, or of the communes of a province or a part of it.

    Args:
        part: an area of the province whose rows alone are drawn; empty = all.
        kind: a value of MAP_KINDS.

    Raises:
        BoundaryFileMissing, BoundaryFileCorrupt: outlines were asked for.
        NotPublished: see `measures.measured`.
    """
    drawn = picture(scope, area_code, part, campaign, choice, version, language)
    t = translator(language)
    if area_code == NATION:
        return _national(drawn, kind, language)
    near = () if part else _islands(area_code, area_code)
    if kind == OUTLINES:
        shapes = _shapes(area_code, frozenset(drawn.rows["unit_code"]))
        return maps.commune_map(drawn, shapes, near, t=t)
    places = _places(scope, part or area_code)
    if kind == CIRCLES:
        url = geometry.provinces_url(reference.province_codes())
        return points.point_map(drawn, places, url, near, province_code=area_code, t=t)
    if len(drawn.rows) <= linked.MOST_UNITS:
        return linked.linked_tiles(drawn, places, near, t=t, height=_PART_HEIGHT)
    return tiles.tile_map(drawn, places, near, t=t)


@st.cache_data(show_spinner=False, max_entries=_ENTRIES, hash_funcs=_HASHED)
def measure_bars(
    scope: Scope, area_code: str, part: str, campaign: Round, choice: Choice, version: int,
    language: str,
) -> Spec:  # fmt: skip
    """The same units ranked, with their names above the bars."""
    drawn = picture(scope, area_code, part, campaign, choice, version, language)
    level = PROVINCE if area_code == NATION else COMMUNE
    return bars.ranked_bars(drawn, level=level, t=translator(language))


def _national(drawn: Picture, kind: str, language: str) -> Spec:
    t, sea = translator(language), geometry.islands()
    if kind == SQUARES:
        places = reference.province_points()
        return linked.linked_tiles(drawn, places, sea, t=t, height=_NATION_HEIGHT, nation=True)
    return linked.linked_map(drawn, geometry.outlines_url(), sea, t=t, height=_NATION_HEIGHT)


@st.cache_resource(show_spinner=False, max_entries=64, ttl=3600, hash_funcs=_HASHED)
def picture(
    scope: Scope, area_code: str, part: str, campaign: Round, choice: Choice, version: int,
    language: str,
) -> Picture:  # fmt: skip
    """What map, bars and table of a measure are drawn of; shared, so nobody may write into it."""
    found = measured(scope, area_code, campaign, choice, version, language)
    t = translator(language)
    place = t("area.nation") if area_code == NATION else reference.area_names()[area_code]
    if part:
        found = found.only(reference.commune_codes(scope, part))
        place = reference.area(scope, part, language).name
    return measured_picture(
        found,
        level=PROVINCE if area_code == NATION else COMMUNE,
        place=place,
        audience=choice.audience,
        name=measure_name(choice, language),
        t=t,
    )


@st.cache_data(show_spinner=False, max_entries=_ENTRIES, hash_funcs=HASHED_AS)
def audience_bars(
    scope: Scope, area_code: str, campaign: Round, version: int, language: str
) -> Spec:
    """The audiences of an area, and everyone together."""
    published = load.audiences(scope, area_code, campaign, version, language)
    return bars.ranked_bars(published, level=AUDIENCE, t=translator(language))


@st.cache_data(show_spinner=False, max_entries=_ENTRIES, hash_funcs=HASHED_AS)
def group_profile(
    scope: Scope, area_code: str, campaign: Round, version: int, language: str
) -> Spec:
    """The six groups and AI of an area, self-answered with assisted beside."""
    published = load.groups(scope, area_code, campaign, version, language)
    return profile.competence_profile(published, t=translator(language))


@st.cache_data(show_spinner=False, max_entries=_ENTRIES, hash_funcs=HASHED_AS)
def months(scope: Scope, area_code: str, campaign: Round, version: int, language: str) -> Spec:
    """
    The rate of an area by the end of each month.

    Raises:
        ValueError: fewer than two months are known.
    """
    published = load.months(scope, area_code, campaign, version, language)
    known = milestones.events(
        scope, area_code, version, language, first=campaign.starts_on, today=campaign.ends_on
    )
    return trend.monthly_trend(published, t=translator(language), events=known)


def _communes(
    scope: Scope, area_code: str, campaign: Round, version: int, language: str
) -> Published:
    found = load.communes(scope, area_code, campaign, Mode.SELF, version, language)
    return found.without(area_code)


def _shapes(province_code: str, wanted: frozenset[str]) -> Spec:
    """Of these communes alone; the file is of a whole province, while a scope may end before."""
    in_province = reference.commune_codes(PUBLIC, province_code)
    return topology.only(geometry.communes(province_code, in_province), "communes", wanted)


def _places(scope: Scope, area_code: str) -> dict[str, tuple[float, float]]:
    frame = reference.commune_points(scope, area_code)
    return {
        code: (longitude, latitude)
        for code, longitude, latitude in frame[["unit_code", "longitude", "latitude"]].itertuples(
            index=False
        )
    }


def _islands(province_code: str, area_code: str) -> Sequence[Island]:
    """Those of the province, on the map of the whole province."""
    if area_code != province_code:
        return ()
    return [island for island in geometry.islands() if island.province_code == province_code]
