"""One area read top to bottom, the same for the public, a leader and an official."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from charts.theme import Spec
from domain.access import Scope
from domain.errors import DomainError
from domain.people import Mode
from stats.published import Published
from text import formats
from ui import drawings, language, load, show
from ui.language import t
from ui.load import Round

_FEW_COMMUNES = 30  # more are folded away, so that nobody scrolls past 166 bars


def draw(scope: Scope, area: load.Area, campaign: Round) -> None:
    """Summary, map and six groups of one area."""
    key = (scope, area.code, campaign, load.data_version(), language.current())
    whole = load.communes(scope, area.code, campaign, Mode.SELF, *key[3:])
    assisted = load.communes(scope, area.code, campaign, Mode.ASSISTED, *key[3:])
    parts = whole.without(area.code)
    show.summary(whole, area.code)
    _beside(assisted, area.code)
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


def documents(area_code: str) -> None:
    """Targets and reported figures of an area, as their documents say, with the source."""
    st.subheader(t("targets.title"), anchor=False)
    _documents(load.targets(area_code), _target_row, t("targets.none"))
    st.subheader(t("reported.title"), anchor=False)
    st.caption(t("reported.note"))
    _documents(load.reported_figures(area_code), _reported_row, t("reported.none"))


def _beside(assisted: Published, code: str) -> None:
    row = show.row_of(assisted, code)
    st.caption(t("area.assisted", percent=show.percent(row), n=show.number(row["n"])))


def _map(key: tuple[Scope, str, Round, int, str], parts: Published) -> None:
    """Boundaries when they are installed, else squares and circles; never invented borders."""
    try:
        show.chart(drawings.boundary_map(*key), parts, key="boundaries")
    except DomainError as error:
        if error.key != "error.boundary_file_missing":
            st.warning(t(error.key))
        _map_without_boundaries(key, parts)


def _map_without_boundaries(key: tuple[Scope, str, Round, int, str], parts: Published) -> None:
    views: dict[str, Callable[..., Spec]] = {"tiles": drawings.tile_map}
    if key[1] in load.province_codes():
        views["points"] = drawings.point_map
    chosen = st.segmented_control(
        t("area.map_kind"),
        list(views),
        default="tiles",
        required=True,
        format_func=lambda name: t(f"area.{name}"),
        key="map-kind",
    )
    try:
        show.chart(views[chosen](*key), parts, key=f"map-{chosen}")
    except DomainError as error:
        st.warning(t(error.key))


def _documents(
    frame: pd.DataFrame, as_row: Callable[[pd.Series], dict[str, str]], none: str
) -> None:
    if frame.empty:
        st.info(none)
        return
    rows = pd.DataFrame([as_row(row) for _, row in frame.iterrows()])
    st.table(rows.set_index(rows.columns[0]))


def _target_row(row: pd.Series) -> dict[str, str]:
    return {
        t("targets.document"): f"{row['document']} · {row['issuer']}",
        t("targets.place"): row["place"],
        t("targets.who"): row["audience"],
        t("targets.what"): row["indicator"],
        t("targets.year"): str(row["year"]),
        t("targets.value"): _value(row["operator"], row["target_value"], row["unit_of_measure"]),
        t("targets.confidence"): t(f"confidence.{row['confidence']}"),
        t("targets.source"): row["source"],
    }


def _reported_row(row: pd.Series) -> dict[str, str]:
    return {
        t("reported.what"): row["indicator"],
        t("reported.value"): _value(row["qualifier"], row["value"], row["unit_of_measure"]),
        t("reported.period"): row["period"],
        t("targets.place"): row["place"],
        t("targets.source"): row["source"],
    }


def _value(prefix: str, value: float, unit: str) -> str:
    if pd.isna(value):
        return t("targets.no_value")
    places = 0 if float(value).is_integer() else 2
    number = formats.decimal(float(value), places, language.current())
    return f"{prefix} {number} {t(f'unit.{unit}')}".strip()
