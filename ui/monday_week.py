"""The week so far beside the last one, three things to do, and who gets no further."""

from dataclasses import asdict

import pandas as pd
import streamlit as st
from sqlmodel import Session

from db.open_work import LONG_IN, Stuck, empty_circles, stuck
from db.weekly_reports import newest_signed, own_reports
from db.weeks import counts
from domain.access import Scope
from domain.todo import FieldState, Task, Todo, three_things
from domain.weeks import WeekCounts, ended_weeks, week_of
from text import formats
from ui import (
    clock,
    language,
    monday_kept,
    monday_parts,
    monday_rate,
    monday_words,
    reading_day,
)
from ui.database import engine
from ui.language import t
from ui.meeting_words import plain
from ui.pages import BY_NAME, link
from ui.reference import Area

_MOST_NAMED = 3
_DONE_AT: dict[Todo, tuple[str, dict[str, str]]] = {
    Todo.SEND_REPORT: ("monday", {monday_parts.PART: monday_parts.Part.REPORT.value}),
    Todo.PAIR_WAITING: ("ledger", {}),
    Todo.REPORT_FIGURES: ("indicators", {}),
    Todo.LOOK_AT_ODD: ("monday", {monday_parts.PART: monday_parts.Part.ODD.value}),
    Todo.PUSH_TEAMS: ("teams", {}),
    Todo.VISIT_HAMLETS: ("reached", {}),
    Todo.WAKE_POINTS: ("points", {}),
}


def draw(scope: Scope, area: Area) -> None:
    """Things to do first: whoever has a minute on Monday reads these."""
    this_week = week_of(clock.today())
    last = monday_kept.ended_week(scope, area.code, this_week.before, reading_day.data_version())
    with Session(engine()) as session:
        now = counts(session, scope, area_code=area.code, week=this_week, today=clock.today())
        held_up = stuck(session, scope, area_code=area.code, today=clock.today())
    _tasks(three_things(_state(scope, area, now, held_up)), area)
    _stuck(held_up)
    _changes(scope, area, now, last)


def _state(scope: Scope, area: Area, now: WeekCounts, held_up: Stuck) -> FieldState:
    asked = {"area_code": area.code}
    with Session(engine()) as session:
        reports = own_reports(session, scope, week=ended_weeks(clock.today())[0], **asked)
        empty = empty_circles(session, scope, **asked)
    return FieldState(
        report_missing=not any(one.is_locked for one in reports),
        waiting=now.waiting,
        empty_circles=empty,
        reports_due=monday_kept.reports_due(scope, area.code),
        odd_open=monday_kept.odd_open(scope, area),
        teams_behind=len(held_up.teams_behind),
        stale_hamlets=now.stale_hamlets,
        quiet_points=len(held_up.quiet_points),
    )


def _tasks(tasks: tuple[Task, ...], area: Area) -> None:
    st.subheader(t("monday.three"), anchor=False)
    if not tasks:
        st.success(t("monday.nothing_to_do"))
        return
    for place, task in enumerate(tasks, start=1):
        page, query = _DONE_AT[task.todo]
        numbers = {"number": _count(task.number), "beside": _count(task.beside)}
        with st.container(border=True):
            st.markdown(f"**{place}. {t(f'todo.{task.todo}', **numbers)}**")
            st.caption(t(f"todo_why.{task.todo}", **numbers))
            st.page_link(
                BY_NAME[page].file,
                label=t(f"todo_go.{task.todo}"),
                icon=":material/arrow_forward:",
                query_params=link(page, ma=area.code, **query),
            )


def _stuck(found: Stuck) -> None:
    lines = [
        t(f"monday_stuck.{state}", number=_count(people), days=LONG_IN[state])
        for state, people in found.learners.items()
        if people
    ]
    for kind, names in (
        ("teams", found.silent_teams),
        ("pace", found.teams_behind),
        ("points", found.quiet_points),
    ):
        if names:
            lines.append(t(f"monday_stuck.{kind}", number=_count(len(names)), names=_named(names)))
    st.subheader(t("monday.stuck"), anchor=False)
    st.markdown("\n".join(f"- {line}" for line in lines) or t("monday.nobody_stuck"))


def _changes(scope: Scope, area: Area, now: WeekCounts, last: WeekCounts) -> None:
    st.subheader(t("monday.changed"), anchor=False)
    this_week = week_of(clock.today())
    with Session(engine()) as session:
        before = newest_signed(session, scope, area_code=area.code, before=this_week)
    st.markdown(monday_rate.said(scope, area, monday_parts.newest_round(), before))
    if now.is_quiet() and last.is_quiet():
        st.info(t("monday.quiet"))
    rows = [
        row
        for row in monday_words.comparisons(asdict(now), asdict(last), language.current())
        if {row.before, row.now} != {"0"}
    ]
    before_, now_ = t("monday.last_week"), t("monday.this_week")
    table = [{t("monday.counted"): row.label, before_: row.before, now_: row.now} for row in rows]
    if table:
        st.table(pd.DataFrame(table).set_index(t("monday.counted")))
    today = formats.day(clock.today(), language.current())
    st.caption(t("monday.spans", last=monday_parts.span(this_week.before), today=today))
    st.caption(t("monday.apart"))


def _named(names: tuple[str, ...]) -> str:
    said = ", ".join(plain(name) for name in names[:_MOST_NAMED])
    more = len(names) - _MOST_NAMED
    return t("monday.and_more", names=said, number=_count(more)) if more > 0 else said


def _count(number: int) -> str:
    return formats.count(number, language.current())
