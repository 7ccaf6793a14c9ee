"""The calendar of classes: each with its sheet, who came, and what a helper can do there."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby

import streamlit as st
from sqlmodel import Session

from db.classes import ListedClass, PlannedClass, classes_within
from db.commands.classes import cancel_class, tally_class
from db.milestones import MilestoneDay, milestones_of
from domain.access import Permission, Scope
from domain.classes import MOST_IN_A_CLASS
from domain.links import as_typed
from text import class_words, formats
from ui import (
    auth,
    class_edit,
    class_paper,
    clock,
    commune_filter,
    in_parts,
    milestones,
    point_link,
    reading_day,
)
from ui.attempt import attempt
from ui.database import engine
from ui.language import current, t

_BACK, _AHEAD = timedelta(days=31), timedelta(days=92)
_TALLY_DAYS = timedelta(days=7)
_CANCELLING = "class-to-cancel"


def draw(scope: Scope, *, managed: bool) -> None:
    """Who came and was not counted yet; what is still to come; and, folded, what is over."""
    listed = commune_filter.narrowed(scope)
    today = clock.today()
    with Session(engine()) as session:
        found = classes_within(session, listed, since=today - _BACK, until=today + _AHEAD)
    coming = [one for one in found if one.planned.plan.held_on >= today]
    over = [one for one in reversed(found) if one.planned.plan.held_on < today]
    whose = scope if managed else None
    if uncounted := [one for one in over if waits_for_a_count(one)]:
        st.subheader(t("classes.uncounted"), anchor=False)
        _draw_each("uncounted", uncounted, whose)
    st.subheader(t("classes.coming"), anchor=False)
    _draw_coming(coming, _days(scope), whose)
    if rest := [one for one in over if one not in uncounted]:
        with st.expander(t("classes.over", number=len(rest))):
            _draw_each("over", rest, whose)


def waits_for_a_count(one: ListedClass) -> bool:
    """Whether a class was held some days ago, and who came without a phone is still to be told."""
    last = one.planned.plan.held_on + _TALLY_DAYS
    return one.tallied is None and not one.planned.cancelled and clock.today() <= last


def _draw_each(name: str, found: Sequence[ListedClass], managed: Scope | None) -> None:
    for one in in_parts.cards(name, found):
        _draw_class(one, managed)


def _days(scope: Scope) -> list[MilestoneDay]:
    """The days everybody looks at, and those of the former provinces of this scope."""
    today, version = clock.today(), reading_day.data_version()
    places: set[str] = set()
    for area_code in scope.area_codes:
        places |= milestones.former_provinces(scope, area_code, version)
    return list(milestones_of(places, first=today, last=today + _AHEAD))


def _draw_coming(
    coming: list[ListedClass], days: list[MilestoneDay], managed: Scope | None
) -> None:
    """Classes and days of the year in one line of time; no day is said twice."""
    if not coming:
        st.info(t("classes.none"))
    shown = in_parts.first("coming", coming)
    for held_on, of_a_day in groupby(shown, lambda one: one.planned.plan.held_on):
        while days and days[0].day <= held_on:
            _draw_day(days.pop(0))
        for one in in_parts.framed(list(of_a_day)):
            _draw_class(one, managed)
    if len(shown) == len(coming):  # else what lies between stands with the next part
        for day in days:
            _draw_day(day)
    in_parts.draw_more("coming", coming)


def _draw_day(milestone: MilestoneDay) -> None:
    st.caption(f":material/event: {formats.day(milestone.day, current())} · {milestone.name}")


def _draw_class(one: ListedClass, managed: Scope | None) -> None:
    """One class; `managed` is where whoever reads plans classes, None for a volunteer."""
    planned, plan = one.planned, one.planned.plan
    when = class_words.heading(plan.held_on, plan.starts_minute, t, current())
    st.markdown(f"**{when}** · {t(f'class_kind.{plan.kind}')}")
    st.write(f"{_where(planned)} · {t(f'audience.{plan.audience}')}")
    if planned.cancelled:
        st.caption(t("classes.cancelled"))
        return
    _draw_counts(one)
    _draw_point(one, managed)
    if plan.held_on >= clock.today():
        class_paper.draw(planned)
    if plan.held_on <= clock.today() <= plan.held_on + _TALLY_DAYS:
        _tally(one)
    if managed:
        _draw_changes(one, managed)


def _draw_changes(one: ListedClass, managed: Scope) -> None:
    """Two buttons beside each other, until one of them was tapped and asks for more."""
    planned = one.planned
    busy = class_edit.is_editing(planned) or st.session_state.get(_CANCELLING) == planned.token
    with st.container(horizontal=not busy):
        if class_edit.is_open(planned):
            class_edit.draw(managed, planned)
        if not (one.by_phone or one.tallied):
            _cancel_button(planned)


def _where(planned: PlannedClass) -> str:
    places = (planned.plan.place_name, planned.hamlet_name, planned.commune_name)
    return " · ".join(place for place in places if place)


def _draw_point(one: ListedClass, managed: Scope | None) -> None:
    """Where those who come answer, and how many did on the day; or the way to such a point."""
    planned, plan = one.planned, one.planned.plan
    if plan.point_token is not None:
        address = as_typed(point_link.address_with(plan.point_token))
        st.write(t("classes.point_is", address=address))
        if one.answered or plan.held_on < clock.today():
            st.write(t("classes.answered", people=one.answered))
    elif managed and class_edit.is_open(planned):
        class_edit.draw_point(planned)


def _draw_counts(one: ListedClass) -> None:
    """People by their phone and by the helper's count; until somebody came there is none to say."""
    came = one.by_phone or one.tallied is not None
    if not came and one.planned.plan.held_on >= clock.today():
        return
    tallied = t("classes.not_tallied") if one.tallied is None else str(one.tallied)
    st.write(t("classes.came", phones=one.by_phone, tallied=tallied))


def _tally(one: ListedClass) -> None:
    token = one.planned.token
    with st.form(f"tally-{token}", border=False):
        people = st.number_input(
            t("classes.tally"), 0, MOST_IN_A_CLASS, one.tallied or 0, key=f"tally-{token}-people"
        )
        sent = st.form_submit_button(t("classes.tally_save"), width="stretch")
    if sent:
        attempt(lambda: _save_tally(token, int(people)))


def _cancel_button(planned: PlannedClass) -> None:
    """Two taps: a sheet on a wall cannot be called back."""
    if st.session_state.get(_CANCELLING) != planned.token:
        st.button(
            t("classes.cancel"), key=f"cancel-{planned.token}", type="tertiary",
            on_click=st.session_state.__setitem__, args=(_CANCELLING, planned.token),
        )  # fmt: skip
        return
    st.warning(t("classes.cancel_sure"))
    if st.button(t("classes.cancel_yes"), key=f"cancel-yes-{planned.token}"):
        attempt(lambda: _cancel(planned.token))
    st.button(
        t("classes.cancel_no"), key=f"cancel-no-{planned.token}", on_click=st.session_state.pop,
        args=(_CANCELLING,),
    )  # fmt: skip


def _save_tally(token: str, people: int) -> None:
    by = auth.writer(Permission.CAPTURE)
    tally_class(engine(), token=token, people=people, by=by, now=clock.now(), today=clock.today())


def _cancel(token: str) -> None:
    by = auth.writer(Permission.COLLECT)
    cancel_class(engine(), token=token, by=by, now=clock.now(), today=clock.today())
    st.session_state.pop(_CANCELLING, None)


def quarter_start(day: date) -> date:
    """The first day of a quarter: phones are told apart within one."""
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
