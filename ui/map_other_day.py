"""The map by the boundaries of another day: tables of what everybody may read, without outlines."""

import streamlit as st

from domain.access import PUBLIC
from domain.lineage import BoundaryView
from stats.measures import Refusal, refused
from ui import boundary_reading, language, reference
from ui.language import t
from ui.map_levels import Step
from ui.measures import Choice
from ui.reference import Round


def draw(path: tuple[Step, ...], campaign: Round, view: BoundaryView, choice: Choice) -> None:
    """The nation or a province as they were; below a province only today's boundaries are told."""
    why = refused(
        choice.measure, audience=choice.audience, mode=choice.mode,
        of_provinces=not path, today=False,
    )  # fmt: skip
    if why is Refusal.TODAY_ONLY or len(path) > 1:
        st.info(t("map.below_today" if why is None else f"measure_refusal.{why}"))
    elif path:
        area = reference.area(PUBLIC, path[0].code, language.current())
        boundary_reading.province(PUBLIC, area, campaign, view)
    else:
        boundary_reading.nation(PUBLIC, campaign, view)
