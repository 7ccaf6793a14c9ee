"""The charts of published tables, kept ready as specifications; every argument is in the key."""

from collections.abc import Sequence

import streamlit as st

from charts import bars, maps, points, profile, tiles, topology
from charts import months as trend
from charts.findings import AUDIENCE, COMMUNE, PROVINCE
from charts.islands import Island
from charts.theme import Spec
from domain.access import NATION, PUBLIC, Scope
from domain.people import Mode
from stats.published import Published
from text import translator
from ui import geometry, load, reference
from ui.reference import HASHED_AS, Round

_ENTRIES = 256
_NATION_HEIGHT = 470  # the whole country on a projector of 768 lines, below title and menu


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


@st.cache_data(show_spinner=False, max_entries=32, hash_funcs=HASHED_AS)
def national_bars(scope: Scope, campaign: Round, version: int, language: str) -> Spec:
    """The provinces ranked."""
    published = load.provinces(scope, campaign, Mode.SELF, version, language).without(NATION)
    return bars.ranked_bars(published, level=PROVINCE, t=translator(language))


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
    # The file is of a whole province; the scope of a leader ends at the area.
    in_province = frozenset(reference.commune_points(PUBLIC, province_code)["unit_code"])
    wanted = frozenset(published.table["unit_code"])
    whole = geometry.communes(province_code, in_province)
    shapes = topology.only(whole, "communes", wanted)
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
    return trend.monthly_trend(published, t=translator(language))


def _communes(
    scope: Scope, area_code: str, campaign: Round, version: int, language: str
) -> Published:
    found = load.communes(scope, area_code, campaign, Mode.SELF, version, language)
    return found.without(area_code)


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
