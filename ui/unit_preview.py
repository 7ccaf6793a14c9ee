"""What a change of units would move, before it is applied."""

from collections.abc import Sequence

import streamlit as st

from db.field_moves import heirs
from db.unit_plans import Change, Plan
from domain.access import PUBLIC
from domain.people import Mode
from text import formats
from ui import language, load, reference, show
from ui.language import t
from ui.places import communes


def draw(plan: Plan) -> None:
    """Which figures go where, which areas gain and lose, and what will be an estimate."""
    st.subheader(t("units.plan"))
    st.table(_moves(plan))
    _draw_areas(plan)
    if plan.estimated:
        st.warning(t("units.split_estimated"))
    st.write(t("units.field_moves" if _has_heirs(plan) else "units.field_waits"))
    st.caption(t("units.plan_note"))


def _has_heirs(plan: Plan) -> bool:
    """Whether what leaders keep has a commune to go to by itself."""
    return bool(heirs(plan, dict.fromkeys((unit.code for unit in plan.new_units), 0)))


def _draw_areas(plan: Plan) -> None:
    parts = plan.change.kind is Change.TRANSFER
    gains, loses = (
        (t("units.area_gains_part"), t("units.area_loses_part"))
        if parts
        else (t("units.area_gains"), t("units.area_loses"))
    )
    for area in plan.areas:
        for names, sentence in ((area.gains, gains), (area.loses, loses)):
            if names:
                st.write(sentence.format(area=area.name, names=", ".join(names)))


def _moves(plan: Plan) -> dict[str, Sequence[str]]:
    """Which figures move where: those everybody may read, so that a preview tells no more."""
    figures = _published(plan)
    moves = plan.moves
    return {
        t("units.from"): [f"{move.old_name} ({move.old_code})" for move in moves],
        t("show.n"): [figures.get(move.old_code, show.ABSENT) for move in moves],
        t("units.share"): [percent(move.share) for move in moves],
        t("units.to"): [f"{move.new_name} ({move.new_code})" for move in moves],
    }


def _published(plan: Plan) -> dict[str, str]:
    """Commune code → n of the latest round as the public table of its province shows it."""
    campaign = reference.rounds()[0]
    version = load.data_version()
    provinces = {place.province_code for place in communes() if place.code in plan.change.old_codes}
    found: dict[str, str] = {}
    for code in sorted(provinces):
        published = load.communes(PUBLIC, code, campaign, Mode.SELF, version, language.current())
        rows = published.without(code).table
        found |= {
            unit: show.number(n) for unit, n in zip(rows["unit_code"], rows["n"], strict=True)
        }
    return found


def percent(share: float) -> str:
    """A share (0-1) as it is written: \"12,5 %\"."""
    places = 0 if float(100 * share).is_integer() else 2
    return formats.decimal(100 * share, places, language.current()) + "\u00a0%"
