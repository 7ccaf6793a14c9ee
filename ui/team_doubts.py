"""Entries that look logged twice, or were never done: settled by one tap, which is the reason."""

from datetime import timedelta

import streamlit as st
from sqlmodel import Session

from db.commands.team_work import judge_work
from db.teams import Doubtful, doubtful, logged_in
from domain.access import Permission, Scope
from domain.calendar_day import VIETNAM
from domain.indicator_periods import Period
from domain.team_doubts import Entry, Verdict
from ui import auth, clock, team_words
from ui.attempt import attempt
from ui.database import engine
from ui.language import t

_LOOK_BACK = timedelta(days=62)  # older ones were reported already
_MOST_SHOWN = 20


def draw(scope: Scope, area_code: str) -> None:
    """The pairs nobody has judged, the newest first."""
    with Session(engine()) as session:
        since = clock.today() - _LOOK_BACK
        pairs = doubtful(session, scope, area_code=area_code, since=since)
    st.subheader(t("team_doubts.title", pairs=team_words.count(len(pairs))), anchor=False)
    if not pairs:
        st.caption(t("team_doubts.none"))
        return
    st.caption(t("team_doubts.about"))
    for pair in pairs[:_MOST_SHOWN]:
        with st.container(border=True):
            _draw_pair(pair)


def draw_latest(scope: Scope, area_code: str, period: Period) -> None:
    """The newest entries of the period; one that was never done is removed by one tap."""
    with Session(engine()) as session:
        logged = logged_in(
            session, scope, area_code=area_code, since=period.first, until=period.last
        )
    if not logged:
        return
    with st.expander(t("team_doubts.latest", entries=team_words.count(len(logged)))):
        for one in logged:
            with st.container(horizontal=True, vertical_alignment="center"):
                parts = [one.team_name, team_words.amount(one.work, one.amount),
                         team_words.day(one.day), one.place]  # fmt: skip
                st.markdown(" · ".join(part for part in parts if part))
                if st.button(t("team_doubts.mistake"), key=f"mistake-{one.id}"):
                    attempt(lambda one=one: _judge(one.id, Verdict.MISTAKE))  # type: ignore[misc]


def _draw_pair(pair: Doubtful) -> None:
    first, second = pair.suspect.first, pair.suspect.second
    st.markdown(t(f"team_doubts.why_{pair.suspect.verdict}", commune=pair.commune_name))
    st.markdown(f"1. {_said(first, pair.first_team)}\n2. {_said(second, pair.second_team)}")
    with st.container(horizontal=True):
        key = f"{first.id}-{second.id}"
        if st.button(t("team_doubts.keep"), key=f"keep-{key}"):
            attempt(lambda: _judge(second.id, Verdict.DIFFERENT))
        if st.button(t("team_doubts.drop_second"), key=f"drop-second-{key}"):
            attempt(lambda: _judge(second.id, pair.suspect.verdict))
        if st.button(t("team_doubts.drop_first"), key=f"drop-first-{key}"):
            attempt(lambda: _judge(first.id, pair.suspect.verdict))


def _said(entry: Entry, team: str) -> str:
    when = f"{entry.logged_at.astimezone(VIETNAM):%H:%M}"
    said = t("team_doubts.entry", amount=team_words.amount(entry.work, entry.amount),
             day=team_words.day(entry.day), team=team, time=when)  # fmt: skip
    return f"{said} · {entry.place}" if entry.place else said


def _judge(activity_id: int, verdict: Verdict) -> None:
    judge_work(
        engine(),
        activity_id=activity_id,
        verdict=verdict.value,
        by=auth.writer(Permission.MANAGE_TEAMS),
        now=clock.now(),
        today=clock.today(),
    )
