"""Figures by the boundaries of another day, read top to bottom: table, bars, file."""

import streamlit as st

from charts import bars
from domain.access import NATION, Scope
from domain.errors import DomainError
from domain.lineage import BoundaryView
from text import formats
from ui import boundary, language, load, show
from ui.boundary import COMMUNE, DISTRICT, PROVINCE, TOTAL
from ui.language import t
from ui.reference import Area, Round

_FEW = 30  # more bars are folded away


def nation(scope: Scope, campaign: Round, view: BoundaryView) -> None:
    """The provinces of that day; their outlines are not drawn, which is said."""
    st.info(t("boundary.no_shapes", day=formats.day(view.on, language.current())))
    whole = boundary.table(scope, NATION, campaign, view, PROVINCE, *_now())
    show.summary(whole, TOTAL)
    _level(scope, NATION, campaign, view, PROVINCE)


def province(scope: Scope, area: Area, campaign: Round, view: BoundaryView) -> None:
    """What lay in this province on that day: provinces, then districts, or else communes."""
    st.info(t("boundary.no_shapes", day=formats.day(view.on, language.current())))
    whole = boundary.table(scope, area.code, campaign, view, PROVINCE, *_now())
    show.summary(whole, TOTAL)
    below = DISTRICT if DISTRICT in boundary.levels(view.on) else COMMUNE
    for level in (PROVINCE, below):
        st.subheader(t(f"boundary.level_{level}"), anchor=False)
        _level(scope, area.code, campaign, view, level)


def refused(error: DomainError) -> None:
    """Say why a province cannot be read; of one that is no longer, also where it is now."""
    st.error(t(error.key, **error.details))
    code = str(error.details.get("became_code", ""))
    if code and st.button(t("boundary.open", name=error.details["became"]), key="open-successor"):
        show.go_to_province(code)


def _level(scope: Scope, area_code: str, campaign: Round, view: BoundaryView, level: str) -> None:
    key = (scope, area_code, campaign, view, level, *_now())
    published = boundary.table(*key).without(TOTAL)
    units = len(published.table)
    with st.expander(t("boundary.bars", units=units), expanded=units <= _FEW):
        spec = bars.ranked_bars(published, level=f"old_{level}", t=t)
        show.chart(spec, key=f"view-bars-{level}")
        show.spine(published)
    show.units_table(published, label=t("boundary.table", units=units))
    show.download(boundary.file(*key))


def _now() -> tuple[int, str]:
    return load.data_version(), language.current()
