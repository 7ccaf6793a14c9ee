"""
One area read top to bottom, the same for the public, a leader and an official.

What a function under `_kept` drew is replayed by Streamlit until the data version changes.
"""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from charts.months import known_months
from domain.access import Scope
from domain.errors import DomainError
from domain.people import Mode
from stats.published import Published
from ui import chart_pictures, drawings, language, load, reference, show
from ui.language import t
from ui.reference import Round

_FEW_COMMUNES = 30  # more are folded away, so that nobody scrolls past 166 bars
_BOUNDARIES = "boundaries"
_VIEWS = {
    _BOUNDARIES: drawings.boundary_map, "tiles": drawings.tile_map, "points": drawings.point_map,
}  # fmt: skip
_kept = st.cache_data(show_spinner=False, max_entries=256, ttl=3600, hash_funcs=load.HASHED_AS)

Key = tuple[Scope, str, Round, int, str]  # scope, area, campaign, data version, language
Opens = Callable[[str], None]  # what a click on a commune of the map does


def summary(scope: Scope, area: reference.Area, campaign: Round) -> None:
    """The three figures of the area, self-answered, and the assisted rate beside."""
    _summary(*_key(scope, area, campaign))


def draw(
    scope: Scope, area: reference.Area, campaign: Round, *, opens: Opens | None = None
) -> None:
    """Map and six groups of one area."""
    key = _key(scope, area, campaign)
    if area.communes > 1:
        _map(key, opens)
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


def _map(key: Key, opens: Opens | None) -> None:
    """Boundaries when they are installed, else squares and circles; never invented borders."""
    refused = _drawn(_BOUNDARIES, key, opens)
    if refused is None:
        _map_picture(_BOUNDARIES, key)
        return
    if refused != "error.boundary_file_missing":
        st.warning(t(refused))
    is_province = key[1] in reference.province_codes()
    chosen = _choose_view(["tiles", "points"]) if is_province else "tiles"
    if refused := _drawn(chosen, key, opens):
        st.warning(t(refused))
        return
    _map_picture(chosen, key)


def _map_picture(view: str, key: Key) -> None:
    chart_pictures.offer(
        lambda: _VIEWS[view](*key), lambda: show.spine_text(_parts(key)), key="ban-do"
    )


def _drawn(view: str, key: Key, opens: Opens | None) -> str | None:
    """The key of why there is no such map; None when it is drawn."""
    if opens is None:
        return _kept_map(view, *key)
    try:
        spec = _VIEWS[view](*key)
    except DomainError as error:
        return error.key
    picked = show.chart(spec, key=f"map-{view}", selectable=True)
    show.spine(_parts(key))
    if picked:
        opens(picked)
    return None


@_kept
def _kept_map(
    view: str, scope: Scope, area_code: str, campaign: Round, version: int, language_code: str
) -> str | None:
    """The same, of a map nothing can be opened from."""
    key = (scope, area_code, campaign, version, language_code)
    try:
        spec = _VIEWS[view](*key)
    except DomainError as error:
        return error.key
    show.chart(spec, key=f"map-{view}")
    show.spine(_parts(key))
    return None


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
