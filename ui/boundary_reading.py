"""Figures by the boundaries of another day, read top to bottom: table, bars, file."""

import streamlit as st

from charts import bars
from domain.access import NATION, PUBLIC, Scope
from domain.errors import DomainError
from domain.lineage import BoundaryView
from stats.published import Published
from text import formats
from ui import boundary, boundary_inside, chart_pictures, language, load, reference, show
from ui.boundary import COMMUNE, DISTRICT, PROVINCE, TOTAL
from ui.language import t
from ui.reference import Area, Round
from ui.table_file import TableFile

_FEW = 30  # more bars are folded away


def nation(scope: Scope, campaign: Round, view: BoundaryView) -> None:
    """The provinces of that day; their outlines are not drawn, which is said."""
    st.info(t("boundary.no_shapes", day=day(view)))
    whole = boundary.table(scope, NATION, campaign, view, PROVINCE, *_now())
    show.summary(whole, TOTAL)
    units(scope, NATION, campaign, view, PROVINCE)


def province(scope: Scope, area: Area, campaign: Round, view: BoundaryView) -> None:
    """What lay in this province on that day: provinces, then districts, or else communes."""
    st.info(t("boundary.no_shapes", day=day(view)))
    whole = boundary.table(scope, area.code, campaign, view, PROVINCE, *_now())
    show.summary(whole, TOTAL)
    for level in (PROVINCE, below(view)):
        st.subheader(t(f"boundary.level_{level}"), anchor=False)
        units(scope, area.code, campaign, view, level)


def own_area(scope: Scope, area: Area, campaign: Round, view: BoundaryView) -> None:
    """
    What lay in somebody's own area on that day, under its figures of today.

    Of a province the same as everybody reads; of a smaller area only whole units, and the names of
    those of which it holds a part.
    """
    st.caption(t("boundary.whole_today"))
    st.info(t("boundary.no_shapes", day=day(view)))
    is_province = area.code in reference.province_codes()
    for level in (PROVINCE, below(view)):
        st.subheader(t(f"boundary.level_{level}"), anchor=False)
        if is_province:
            units(PUBLIC, area.code, campaign, view, level)
        else:
            _inside(scope, area, campaign, view, level)


def refused(error: DomainError) -> None:
    """Say why a province cannot be read; of one that is no longer, also where it is now."""
    st.error(t(error.key, **error.details))
    code = str(error.details.get("became_code", ""))
    if code and st.button(t("boundary.open", name=error.details["became"]), key="open-successor"):
        show.go_to_province(code)


def units(scope: Scope, area_code: str, campaign: Round, view: BoundaryView, level: str) -> None:
    """The units of a level that lay in a province or the nation: bars, table, file."""
    key = (scope, area_code, campaign, view, level, *_now())
    _drawn(boundary.table(*key).without(TOTAL), boundary.file(*key), level)


def below(view: BoundaryView) -> str:
    """The level that is read below provinces on a day: districts, or else communes."""
    return DISTRICT if DISTRICT in boundary.levels(view.on) else COMMUNE


def day(view: BoundaryView) -> str:
    """The day as a reader says it."""
    return formats.day(view.on, language.current())


def _inside(scope: Scope, area: Area, campaign: Round, view: BoundaryView, level: str) -> None:
    key = (scope, area.code, campaign, view, level, *_now())
    published = boundary_inside.table(*key)
    names = ", ".join(boundary_inside.partly(scope, area.code, view, level))
    if published.table.empty:
        st.info(t("boundary.area_was_part", day=day(view), names=names))
        return
    _drawn(published, boundary_inside.file(*key), level)
    if names:
        st.caption(t("boundary.partly_inside", names=names))


def _drawn(published: Published, file: TableFile, level: str) -> None:
    number = len(published.table)
    with st.expander(t("boundary.bars", units=number), expanded=number <= _FEW):
        spec = bars.ranked_bars(published, level=f"old_{level}", t=t)
        show.chart(spec, key=f"view-bars-{level}")
        show.spine(published)
    chart_pictures.offer(
        lambda: spec, lambda: show.spine_text(published), key=f"theo-dia-gioi-{level}"
    )
    show.units_table(published, label=t("boundary.table", units=number))
    show.download(file, t(f"boundary.download_{level}"))


def _now() -> tuple[int, str]:
    return load.data_version(), language.current()
