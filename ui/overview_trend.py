"""The way to the milestones, and the same way of each audience on one scale."""

from datetime import date

import streamlit as st

from charts.multiples import audience_panels, one_below_the_other
from charts.theme import Spec
from domain.access import Scope
from domain.targets import EVERYONE
from text import translator
from ui import chart_pictures, language, load, milestones, reference, show, targets
from ui.language import t
from ui.reference import Area, Round

_kept = st.cache_data(show_spinner=False, max_entries=64, ttl=3600, hash_funcs=load.HASHED_AS)
_PANELS_IN_A_ROW = 3


def draw(scope: Scope, area: Area, campaign: Round, today: date) -> None:
    """The rate of every round with the milestones, then a small panel for each audience."""
    key = (scope, area.code, campaign, load.data_version(), language.current())
    _way(*key, today)
    chart_pictures.offer(
        lambda: targets.trend(*key, EVERYONE, today),
        lambda: show.spine_text(load.audiences(*key)),
        key="duong-toi-muc-tieu",
    )
    _audiences(*key)
    chart_pictures.offer(
        lambda: one_below_the_other(panels(*key)),
        lambda: show.spine_text(load.audiences(*key)),
        key="tung-nhom",
    )


@_kept
def _way(
    scope: Scope,
    area_code: str,
    campaign: Round,
    version: int,
    language_code: str,
    today: date,
) -> None:
    key = (scope, area_code, campaign, version, language_code)
    st.subheader(t("overview_trend.title"), anchor=False)
    show.chart(targets.trend(*key, EVERYONE, today), key="way")
    show.spine(load.audiences(*key))
    known = milestones.events(
        scope, area_code, version, language_code, first=targets.first_day(), today=today
    )
    st.caption(t("overview_trend.events", events="; ".join(f"{e.label}: {e.name}" for e in known)))


@_kept
def _audiences(
    scope: Scope, area_code: str, campaign: Round, version: int, language_code: str
) -> None:
    key = (scope, area_code, campaign, version, language_code)
    st.subheader(t("overview_trend.audiences"), anchor=False)
    specs = panels(*key)
    for first in range(0, len(specs), _PANELS_IN_A_ROW):
        row = specs[first : first + _PANELS_IN_A_ROW]
        for number, column in enumerate(st.columns(_PANELS_IN_A_ROW)[: len(row)], start=first):
            with column:
                _panel(specs[number], number)
    show.spine(load.audiences(*key))
    st.caption(t("overview_trend.panels"))


def _panel(spec: Spec, number: int) -> None:
    """One panel under its finding; what holds for all of them stands once, below."""
    title, _, _ = str(spec["description"]).partition(". ")
    st.markdown(f"**{title}**")
    drawn = {name: part for name, part in spec.items() if name != "title"}
    alt = str(spec["description"])
    st.vega_lite_chart(spec=drawn, theme=None, key=f"audience-{number}", alt=alt)


def panels(
    scope: Scope, area_code: str, campaign: Round, version: int, language_code: str
) -> list[Spec]:
    """A chart for each audience of an area over the rounds up to this one."""
    rounds = sorted(
        (one for one in reference.rounds() if one.starts_on <= campaign.starts_on),
        key=lambda one: one.starts_on,
    )
    tables = [
        (one.name, load.audiences(scope, area_code, one, version, language_code)) for one in rounds
    ]
    return audience_panels(tables, t=translator(language_code))
