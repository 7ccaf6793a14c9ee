"""The parts of "who is left": the worklist, what wants a look, one hamlet whole."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st
from sqlmodel import Session

from db.hamlet_figures import HamletFigures, figures_of_hamlets
from domain.access import Scope
from domain.reached import HamletGroup
from stats import reached
from stats.reached import Line
from text import formats
from ui import clock, filters, in_parts, language, reached_words
from ui.database import engine
from ui.in_parts import ROWS
from ui.language import t
from ui.reference import Area, Round

_GROUP, _COMMUNE = "nhom", "xa"


def figures(scope: Scope, area: Area, campaign: Round) -> list[HamletFigures]:
    """The hamlets of the area, or of the commune of it that was chosen; read now, kept nowhere."""
    with Session(engine()) as session:
        found = figures_of_hamlets(
            session, scope, area_code=area.code, campaign_code=campaign.code, on=clock.today()
        )
    communes = {one.hamlet.commune_code: one.hamlet.commune_name for one in found}
    if len(communes) < 2:
        return found
    names = {"": t("reached.every_commune"), **communes}
    chosen = filters.choose(t("reached.commune"), _COMMUNE, names)
    return [one for one in found if chosen in ("", one.hamlet.commune_code)]


def group() -> HamletGroup:
    """The group to look at; everybody unless the link says otherwise."""
    names = {one.value: reached_words.group_name(one) for one in HamletGroup}
    return HamletGroup(filters.choose(t("reached.group"), _GROUP, names))


def work(found: Sequence[HamletFigures], of: HamletGroup) -> list[Line]:
    """One group of these hamlets, where most are left first."""
    return reached.worklist(
        Line(
            one.hamlet.code,
            one.hamlet.called,
            one.hamlet.commune_name,
            one.reach(of),
            one.last_answer,
        )
        for one in found
    )


def draw_worklist(lines: Sequence[Line], *, several: bool) -> None:
    """Where most are left stands first."""
    known = [line for line in lines if line.reach.most_left is not None]
    if known and known[0].reach.tens is not None:
        total = formats.count(reached.most_left(known), language.current())
        st.markdown(t("reached.total", number=total, hamlets=len(known)))
    rows = [
        {
            t("reached.hamlet"): _name(line, several=several),
            t("reached.exist"): reached_words.exist(line.reach),
            t("reached.reached"): reached_words.answered(line.reach),
            t("reached.left"): reached_words.left(line.reach),
        }
        for line in in_parts.first("worklist", lines, at_once=ROWS)
    ]
    st.table(pd.DataFrame(rows).set_index(t("reached.hamlet")))
    in_parts.draw_more("worklist", lines, at_once=ROWS)
    st.caption(t("reached.tens_note"))


def draw_over(lines: Sequence[Line], *, several: bool) -> None:
    """More who answered than who exist: the number of people wants a look."""
    found = reached.over(lines)
    if found:
        names = ", ".join(_name(line, several=several) for line in found)
        st.warning(t("reached.over", hamlets=names))


def draw_stale(lines: Sequence[Line], *, several: bool) -> None:
    """Hamlets nobody answered in for 30 days."""
    st.subheader(t("reached.stale_title"), anchor=False)
    found = reached.stale(lines, clock.today())
    if not found:
        st.success(t("reached.none_stale"))
        return
    shown = in_parts.first("stale", found, at_once=ROWS)
    said = (f"- **{_name(line, several=several)}**: {_last(line.last_answer)}" for line in shown)
    st.markdown("\n".join(said))
    in_parts.draw_more("stale", found, at_once=ROWS)


def draw_one(found: Sequence[HamletFigures]) -> None:
    """Every group of one hamlet, with year and source of its numbers."""
    st.subheader(t("reached.one_title"), anchor=False)
    names = {one.hamlet.code: f"{one.hamlet.called} · {one.hamlet.commune_name}"
             for one in found}  # fmt: skip
    code = st.selectbox(
        t("reached.one"), list(names), format_func=lambda one: names[one], key="reached-one"
    )
    chosen = next(one for one in found if one.hamlet.code == code)
    st.markdown("\n".join(f"- {_with_source(chosen, group)}" for group in HamletGroup))


def _with_source(one: HamletFigures, of: HamletGroup) -> str:
    known = one.exists.get(of)
    said = reached_words.sentence(one.reach(of))
    if known is None:
        return said
    return f"{said} {t('reached.source', year=known.year, source=known.source)}"


def _name(line: Line, *, several: bool) -> str:
    return f"{line.name} · {line.commune}" if several else line.name


def _last(day: date | None) -> str:
    if day is None:
        return t("reached.never")
    return t("reached.last", day=formats.day(day, language.current()))
