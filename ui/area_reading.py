"""One area read top to bottom, the same for the public, a leader and an official."""

from collections.abc import Callable

import streamlit as st

from charts.theme import Spec
from domain.access import Scope
from domain.errors import DomainError
from domain.people import Mode
from stats.published import Published
from ui import drawings, language, load, show
from ui.language import t
from ui.load import Round

_FEW_COMMUNES = 30  # more are folded away, so that nobody scrolls past 166 bars


def summary(scope: Scope, area: load.Area, campaign: Round) -> None:
    """The three figures of the area, self-answered, and the assisted rate beside."""
    more = (load.data_version(), language.current())
    show.summary(load.communes(scope, area.code, campaign, Mode.SELF, *more), area.code)
    assisted = load.communes(scope, area.code, campaign, Mode.ASSISTED, *more)
    row = show.row_of(assisted, area.code)
    st.caption(t("area.assisted", percent=show.percent(row), n=show.number(row["n"])))


def draw(scope: Scope, area: load.Area, campaign: Round) -> None:
    """Map and six groups of one area."""
    key = (scope, area.code, campaign, load.data_version(), language.current())
    parts = load.communes(scope, area.code, campaign, Mode.SELF, *key[3:]).without(area.code)
    _map(key, parts)
    show.spine(parts)
    st.subheader(t("area.profile"), anchor=False)
    groups = load.groups(*key)
    show.chart(drawings.group_profile(*key), groups, key="profile")
    show.spine(groups)


def ranked(scope: Scope, area: load.Area, campaign: Round) -> None:
    """The communes of an area one below the other, as bars, as a table and as a file."""
    key = (scope, area.code, campaign, load.data_version(), language.current())
    parts = load.communes(scope, area.code, campaign, Mode.SELF, *key[3:]).without(area.code)
    with st.expander(t("area.bars"), expanded=area.communes <= _FEW_COMMUNES):
        show.chart(drawings.commune_bars(*key), parts, key="bars")
        show.spine(parts)
    show.units_table(parts, label=t("area.table", communes=area.communes))
    show.download(parts, f"dia-ban-{area.code}")


def _map(key: tuple[Scope, str, Round, int, str], parts: Published) -> None:
    """Boundaries when they are installed, else squares and circles; never invented borders."""
    try:
        show.chart(drawings.boundary_map(*key), parts, key="boundaries")
    except DomainError as error:
        if error.key != "error.boundary_file_missing":
            st.warning(t(error.key))
        _map_without_boundaries(key, parts)


def _choose_view(names: list[str]) -> str:
    return st.segmented_control(
        t("area.map_kind"),
        names,
        default=names[0],
        required=True,
        format_func=lambda name: t(f"area.{name}"),
        key="map-kind",
    )


def _map_without_boundaries(key: tuple[Scope, str, Round, int, str], parts: Published) -> None:
    views: dict[str, Callable[..., Spec]] = {"tiles": drawings.tile_map}
    if key[1] in load.province_codes():
        views["points"] = drawings.point_map
    chosen = "tiles" if len(views) == 1 else _choose_view(list(views))
    try:
        show.chart(views[chosen](*key), parts, key=f"map-{chosen}")
    except DomainError as error:
        st.warning(t(error.key))
