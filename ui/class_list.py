"""The calendar of classes: each with its sheet, who came, and what a helper can do there."""

from datetime import date, timedelta

import streamlit as st
from sqlmodel import Session

from db.classes import ListedClass, PlannedClass, classes_within, competences
from db.commands.classes import cancel_class, tally_class
from db.milestones import MilestoneDay, milestones_of
from domain.access import Permission, Scope
from domain.classes import MOST_IN_A_CLASS
from text import class_words, formats
from ui import auth, clock, milestones, point_link, reading_day
from ui.attempt import attempt
from ui.database import engine
from ui.language import current, t

_BACK, _AHEAD = timedelta(days=31), timedelta(days=92)
_TALLY_DAYS = timedelta(days=7)
_CANCELLING = "class-to-cancel"


def draw(scope: Scope, *, managed: bool) -> None:
    """What is still to come, with the days everybody looks at; then what is over."""
    today = clock.today()
    with Session(engine()) as session:
        found = classes_within(session, scope, since=today - _BACK, until=today + _AHEAD)
    coming = [one for one in found if one.planned.plan.held_on >= today]
    over = [one for one in reversed(found) if one.planned.plan.held_on < today]
    st.subheader(t("classes.coming"), anchor=False)
    _draw_coming(coming, _days(scope), managed=managed)
    if over:
        st.subheader(t("classes.over"), anchor=False)
    for one in over:
        _draw_class(one, managed=managed)


def _days(scope: Scope) -> list[MilestoneDay]:
    """The days everybody looks at, and those of the former provinces of this scope."""
    today, version = clock.today(), reading_day.data_version()
    places: set[str] = set()
    for area_code in scope.area_codes:
        places |= milestones.former_provinces(scope, area_code, version)
    return list(milestones_of(places, first=today, last=today + _AHEAD))


def _draw_coming(coming: list[ListedClass], days: list[MilestoneDay], *, managed: bool) -> None:
    """Classes and days of the year in one line of time; no day is said twice."""
    if not coming:
        st.info(t("classes.none"))
    for one in coming:
        while days and days[0].day <= one.planned.plan.held_on:
            _draw_day(days.pop(0))
        _draw_class(one, managed=managed)
    for day in days:
        _draw_day(day)


def _draw_day(milestone: MilestoneDay) -> None:
    st.caption(f":material/event: {formats.day(milestone.day, current())} · {milestone.name}")


def _draw_class(one: ListedClass, *, managed: bool) -> None:
    planned, plan = one.planned, one.planned.plan
    with st.container(border=True):
        when = class_words.heading(plan.held_on, plan.starts_minute, t, current())
        st.markdown(f"**{when}** · {t(f'class_kind.{plan.kind}')}")
        st.write(f"{plan.place_name} · {planned.commune_name} · {t(f'audience.{plan.audience}')}")
        if planned.cancelled:
            st.caption(t("classes.cancelled"))
            return
        _draw_counts(one)
        if plan.held_on >= clock.today():
            _sheet_button(planned)
        if plan.held_on <= clock.today() <= plan.held_on + _TALLY_DAYS:
            _tally(one)
        if managed and not (one.by_phone or one.tallied):
            _cancel_button(planned)


def _draw_counts(one: ListedClass) -> None:
    """People by their phone and by the helper's count; before the day there is nothing to say."""
    if one.planned.plan.held_on > clock.today():
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


def _sheet_button(planned: PlannedClass) -> None:
    st.download_button(
        t("classes.sheet"),
        lambda: _sheet(planned),
        file_name=f"lop-{planned.token}.pdf",
        mime="application/pdf",
        key=f"sheet-{planned.token}",
        on_click="ignore",
        width="stretch",
    )


def _sheet(planned: PlannedClass) -> bytes:
    from exports.class_sheet import class_sheet  # a heavy library, for who prints only

    plan, link = planned.plan, f"{point_link.origin()}/lop/{planned.token}"
    return class_sheet(
        link=link,
        title=t(f"class_kind.{plan.kind}"),
        when=class_words.heading(plan.held_on, plan.starts_minute, t, current()),
        place=plan.place_name,
        commune=planned.commune_name,
        topics=_topics(plan.competences),
        steps=[t(f"class_sheet.step_{number}") for number in (1, 2, 3)],
        foot=t("class_sheet.foot"),
        qr_alt=t("class_sheet.qr_alt", address=link),
        language=current(),
    )


def _topics(codes: tuple[str, ...]) -> str:
    if not codes:
        return ""
    with Session(engine()) as session:
        known = competences(session)
    names = "; ".join(known[code][current()] for code in codes if code in known)
    return t("class_sheet.topics", topics=names)


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
