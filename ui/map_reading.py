"""One level of the map, read top to bottom: the picture, what is hidden or unplaced, the rows."""

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from domain.access import NATION, PUBLIC, Scope
from domain.errors import DomainError
from stats.disclosure import Status
from stats.measures import Measure, Measured
from ui import (
    chart_pictures,
    drawings,
    geometry,
    language,
    load,
    map_levels,
    measure_files,
    measures,
    reference,
    show,
)
from ui.language import t
from ui.map_levels import Step
from ui.measure_files import meaning, rows_of
from ui.measures import MEASURED_AS, Choice, NotPublished
from ui.reference import Round

_MOST_NAMED = 60  # names in a list before "…"
_kept = st.cache_data(show_spinner=False, max_entries=128, ttl=3600, hash_funcs=MEASURED_AS)


def draw(path: tuple[Step, ...], campaign: Round, choice: Choice, kind: str) -> None:
    """The map of the nation, of a province, or of a former district, and what stands under it."""
    area_code = path[0].code if path else NATION
    part = path[1].code if len(path) > 1 else ""
    key = (area_code, part, campaign, choice)
    more = (load.data_version(), language.current())
    try:
        spec = drawings.measure_map(PUBLIC, *key, kind, *more)
    except NotPublished as refusal:
        st.info(t(f"measure_refusal.{refusal.why}"))
        return
    except DomainError as error:
        st.warning(t(error.key, **error.details))
        return
    name = f"national-map-{kind}" if not path else f"map-{part or area_code}-{kind}"
    if picked := show.chart(spec, key=name, selectable=True):
        map_levels.go(map_levels.below(picked, path))
    _under(PUBLIC, *key, *more)
    if path or not choice.is_plain:  # under the nation's rate stands the fuller table with its file
        show.download(measure_files.file(PUBLIC, *key, *more), t("map.download"))
    chart_pictures.offer(lambda: spec, lambda: _origin(PUBLIC, *key, *more), key="ban-do")
    chart_pictures.offer(
        lambda: drawings.measure_bars(PUBLIC, *key, *more),
        lambda: _origin(PUBLIC, *key, *more),
        key="cac-don-vi",
    )


def _origin(
    scope: Scope, area_code: str, part: str, campaign: Round, choice: Choice, version: int,
    language_code: str,
) -> str:  # fmt: skip
    """What stands under map and bars."""
    found = rows_of(scope, area_code, part, campaign, choice, version, language_code)
    if choice.measure is Measure.REPORTED:
        return t("map.reported", source=found.notes.source, period=found.notes.period)
    return show.spine_text(found)


@_kept
def _under(
    scope: Scope, area_code: str, part: str, campaign: Round, choice: Choice, version: int,
    language_code: str,
) -> None:  # fmt: skip
    """Source and n, how the measure is meant, what is hidden, what has no place, and the table."""
    key = (scope, area_code, part, campaign, choice, version, language_code)
    found = rows_of(*key)
    st.caption(_origin(*key))
    if said := meaning(scope, area_code, campaign, choice, version, language_code):
        st.caption(said)
    _listed("map.hidden", found.named(Status.WITHHELD))
    _listed("map.empty", found.named(Status.NO_DATA))
    _listed("map.unplaced", _unplaced(scope, area_code, part, found))
    with st.expander(t("map.bars")):
        show.chart(drawings.measure_bars(*key), key="measure-bars")
    if area_code == NATION and choice.is_plain:
        return  # the page has the fuller table of these rows, and the file
    with st.expander(t("map.rows", count=len(found.table))):
        drawn = drawings.picture(*key)
        st.table(_table(found, drawn.rows, measures.measure_name(choice, language_code)))


def _listed(key: str, names: list[str]) -> None:
    """How many units, with their names; nothing hidden is said too."""
    if not names:
        st.caption(t(f"{key}_none"))
        return
    with st.expander(t(f"{key}_some", count=len(names))):
        st.markdown(", ".join(names[:_MOST_NAMED]) + (", …" if len(names) > _MOST_NAMED else ""))
        st.caption(t(f"{key}_why"))


def _unplaced(scope: Scope, area_code: str, part: str, found: Measured) -> list[str]:
    """Rows without a shape by name, and shapes without a row by code."""
    rows = dict(zip(found.table["unit_code"], found.table["unit_name"], strict=True))
    if area_code == NATION:
        try:
            shapes: Iterable[str] = geometry.province_outlines()
        except DomainError:
            return []  # the map itself says so
    else:
        points = reference.commune_points(scope, part or area_code)
        shapes = points.loc[points["longitude"].notna(), "unit_code"]
    drawn = set(shapes)
    return [*(name for code, name in rows.items() if code not in drawn), *sorted(drawn - set(rows))]


def _table(found: Measured, drawn: pd.DataFrame, name: str) -> pd.DataFrame:
    """Every unit as a row, in the order of the table; what is hidden says why."""
    columns = {
        "unit_name": t("show.unit"),
        "percent_text": name,
        "interval_text": t("show.interval_short"),
        "n_text": t("show.n"),
    }
    rows = drawn[[column for column in columns if column in drawn]].rename(columns=columns)
    rows[t("show.state")] = [t(f"status.{status}") for status in found.table["status"]]
    return rows.set_index(t("show.unit"))
