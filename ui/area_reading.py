"""
One area read top to bottom, the same for the public, a leader and an official.

What a function under `_kept` drew is replayed by Streamlit until the data version changes.
"""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from charts.months import known_months
from charts.theme import Spec
from domain.access import Scope
from domain.errors import DomainError
from domain.people import Mode
from stats.published import Published
from ui import chart_pictures, drawings, language, load, reference, show
from ui.language import t
from ui.reference import Round

_FEW_COMMUNES = 30  # more are folded away, so that nobody scrolls past 166 bars
_VIEWS = {"tiles": drawings.tile_map, "points": drawings.point_map}
_kept = st.cache_data(show_spinner=False, max_entries=256, ttl=3600, hash_funcs=load.HASHED_AS)

Key = tuple[Scope, str, Round, int, str]  # scope, area, campaign, data version, language


def summary(scope: Scope, area: reference.Area, campaign: Round) -> None:
    """The three figures of the area, self-answered, and the assisted rate beside."""
    _summary(*_key(scope, area, campaign))


def draw(scope: Scope, area: reference.Area, campaign: Round) -> None:
    """Map and six groups of one area."""
    key = _key(scope, area, campaign)
    if area.communes > 1:
        _map(key)
    _profile(*key)
    chart_pictures.offer(
        lambda: drawings.group_profile(*key),
        lambda: show.spine_text(load.groups(*key)),
        key="nhom-ky-nang",
    )


def ranked(scope: Scope, area: reference.Area, campaign: Round) -> None:
    """The communes of an area one below the other, as bars, as a table and as a file."""
    if area.communes == 1:
        return  # the summary above is all of it
    key = _key(scope, area, campaign)
    _bars_and_table(*key, area.communes)
    chart_pictures.offer(
        lambda: drawings.commune_bars(*key), lambda: show.spine_text(_parts(key)), key="cac-xa"
    )
    show.download(load.communes_file(*key))


def months(scope: Scope, area: reference.Area, campaign: Round) -> None:
    """The rate by the end of each month, as a line, as a table and as a file."""
    key = _key(scope, area, campaign)
    if known := _months(*key):
        if known > 1:
            chart_pictures.offer(
                lambda: drawings.months(*key),
                lambda: show.spine_text(load.months(*key)),
                key="theo-thang",
            )
        show.download(load.months_file(*key), t("months.download"))


def _key(scope: Scope, area: reference.Area, campaign: Round) -> Key:
    return scope, area.code, campaign, load.data_version(), language.current()


@_kept
def _summary(
    scope: Scope, area_code: str, campaign: Round, version: int, language_code: str
) -> None:
    more = (version, language_code)
    by_mode = {mode: load.communes(scope, area_code, campaign, mode, *more) for mode in Mode}
    show.summary(by_mode[Mode.SELF], area_code)
    st.subheader(t("area.modes"), anchor=False)
    show.modes_table(by_mode, area_code)
    st.caption(t("area.modes_note"))


@_kept
def _profile(
    scope: Scope, area_code: str, campaign: Round, version: int, language_code: str
) -> None:
    key = (scope, area_code, campaign, version, language_code)
    groups = load.groups(*key)
    st.subheader(t("area.profile"), anchor=False)
    show.chart(drawings.group_profile(*key), key="profile")
    show.spine(groups)


@_kept
def _months(scope: Scope, area_code: str, campaign: Round, version: int, language_code: str) -> int:
    """How many months are known."""
    key = (scope, area_code, campaign, version, language_code)
    published = load.months(*key)
    known = known_months(published)
    st.subheader(t("months.title"), anchor=False)
    if known.empty:
        st.info(t("months.none"))
        return 0
    if len(known) == 1:
        st.markdown(_only_month(known.iloc[0]))
    else:
        show.chart(drawings.months(*key), key="months")
    show.spine(published)
    st.caption(t("months.note"))
    _months_table(published)
    return len(known)


def _only_month(row: pd.Series) -> str:
    return t(
        "months.one",
        month=row["unit_name"],
        percent=show.percent(row),
        interval=show.interval(row),
    )


def _months_table(published: Published) -> None:
    """Every month as a row, answered alone and helped side by side, never added up."""
    table = published.table
    rows = [
        {t("months.month"): of_month["unit_name"].iloc[0], **_modes_beside(of_month)}
        for _, of_month in table.groupby("unit_code", sort=False)
    ]
    with st.expander(t("months.table", months=len(rows))):
        st.table(pd.DataFrame(rows).set_index(t("months.month")))


def _modes_beside(of_month: pd.DataFrame) -> dict[str, str]:
    cells: dict[str, str] = {}
    for row in of_month.to_dict("records"):
        name, rate = t(f"mode_name.{row['mode']}"), show.percent(row)
        known = pd.notna(row["low"])
        cells[name] = f"{rate} ({show.interval(row)})" if known else rate
        cells[t("months.people", mode=name)] = show.number(row["n"])
    return cells


@_kept
def _bars_and_table(
    scope: Scope,
    area_code: str,
    campaign: Round,
    version: int,
    language_code: str,
    communes: int,
) -> None:
    key = (scope, area_code, campaign, version, language_code)
    parts = _parts(key)
    with st.expander(t("area.bars"), expanded=communes <= _FEW_COMMUNES):
        show.chart(drawings.commune_bars(*key), key="bars")
        show.spine(parts)
    show.units_table(parts, label=t("area.table", communes=communes))


def _map(key: Key) -> None:
    """Boundaries when they are installed, else squares and circles; never invented borders."""
    refused = _boundaries(*key)
    if refused is None:
        _map_picture(drawings.boundary_map, key)
        return
    if refused != "error.boundary_file_missing":
        st.warning(t(refused))
    views = list(_VIEWS) if key[1] in reference.province_codes() else ["tiles"]
    chosen = "tiles" if len(views) == 1 else _choose_view(views)
    try:
        _without_boundaries(chosen, *key)
    except DomainError as error:
        st.warning(t(error.key))
        return
    _map_picture(_VIEWS[chosen], key)


def _map_picture(drawing: Callable[..., Spec], key: Key) -> None:
    chart_pictures.offer(lambda: drawing(*key), lambda: show.spine_text(_parts(key)), key="ban-do")


@_kept
def _boundaries(
    scope: Scope, area_code: str, campaign: Round, version: int, language_code: str
) -> str | None:
    """The key of why there is no such map; None when it is drawn."""
    key = (scope, area_code, campaign, version, language_code)
    try:
        spec = drawings.boundary_map(*key)
    except DomainError as error:
        return error.key
    _commune_map(spec, key, "boundaries")
    return None


@_kept
def _without_boundaries(
    view: str, scope: Scope, area_code: str, campaign: Round, version: int, language_code: str
) -> None:
    key = (scope, area_code, campaign, version, language_code)
    _commune_map(_VIEWS[view](*key), key, f"map-{view}")


def _commune_map(spec: Spec, key: Key, name: str) -> None:
    parts = _parts(key)
    show.chart(spec, key=name)
    show.spine(parts)


def _parts(key: Key) -> Published:
    scope, area_code, campaign, version, language_code = key
    published = load.communes(scope, area_code, campaign, Mode.SELF, version, language_code)
    return published.without(area_code)


def _choose_view(names: list[str]) -> str:
    return st.segmented_control(
        t("area.map_kind"),
        names,
        default=names[0],
        required=True,
        format_func=lambda name: t(f"area.{name}"),
        key="map-kind",
    )
