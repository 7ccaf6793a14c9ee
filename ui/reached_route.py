"""Tonight: hamlets in the order one walks them, on paper and as words to paste into Zalo."""

from collections.abc import Sequence

import streamlit as st

from db.hamlet_figures import HamletFigures
from domain.reached import COUNTED, HamletGroup
from text import formats
from ui import clock, language, reached_words
from ui.language import t
from ui.reference import Area


def draw(found: Sequence[HamletFigures], first: Sequence[str], area: Area, of: HamletGroup) -> None:
    """
    Choose where to go, take the sheet, copy the message.

    Args:
        first: codes in the order of the worklist, in which they are offered.
    """
    by_code = {one.hamlet.code: one for one in found}
    st.subheader(t("route.heading"), anchor=False)
    chosen = st.multiselect(
        t("route.choose"),
        list(first),
        format_func=lambda code: _name(by_code[code]),
        key="route-hamlets",
        placeholder=t("route.placeholder"),
    )
    if not chosen:
        st.caption(t("route.empty"))
        return
    stops = [by_code[code] for code in chosen]
    paper = st.radio(
        t("route.paper"), ["a5", "a4"], format_func=str.upper, horizontal=True, key="route-paper"
    )
    st.download_button(
        t("route.download"),
        lambda: _sheet(paper, stops, area, of),
        file_name=f"tuyen-{clock.today():%Y-%m-%d}.pdf",
        mime="application/pdf",
        key="route-download",
        on_click="ignore",
        type="primary",
    )
    st.write(t("route.message_title"))
    st.code(message(stops, area, of), language=None, wrap_lines=True)


def message(stops: Sequence[HamletFigures], area: Area, of: HamletGroup) -> str:
    """Plain and polite: no link, no name of anybody, no number under ten."""
    lines = [
        f"{number}. {_name(one)}: {reached_words.left(one.reach(of))}"
        for number, one in enumerate(stops, start=1)
    ]
    day = formats.day(clock.today(), language.current())
    group = reached_words.group_name(of)
    return "\n".join([
        t("route.hello", area=area.name), t("route.plan", day=day, group=group), *lines,
        t("route.thanks"),
    ])  # fmt: skip


def _sheet(paper: str, stops: Sequence[HamletFigures], area: Area, of: HamletGroup) -> bytes:
    from exports.route import Paper, Stop, route  # a heavy library, for who prints only

    day = formats.day(clock.today(), language.current())
    found = [Stop(one.hamlet.called, one.hamlet.commune_name, _sentences(one, of)) for one in stops]
    return route(Paper(paper), found, area=area.name, day=day, language=language.current(), t=t)


def _sentences(one: HamletFigures, of: HamletGroup) -> list[str]:
    """The chosen group first, then every other that can be counted or whose number is known."""
    others = (group for group in HamletGroup if group is not of)
    told = [group for group in others if group in COUNTED or group in one.exists]
    return [reached_words.sentence(one.reach(group)) for group in (of, *told)]


def _name(one: HamletFigures) -> str:
    return f"{one.hamlet.called} · {one.hamlet.commune_name}"
