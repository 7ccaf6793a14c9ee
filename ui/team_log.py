"""The page on which a team logs what it did: taps, what was just logged, what it owes."""

import secrets
from datetime import date

import streamlit as st
from sqlmodel import Session

from db.commands.team_work import Tap, log_work, undo_work
from db.team_list import ListedTeam, quotas, teams_logged_by, teams_within
from db.teams import Logged, done_by_team, logged_since
from domain.access import Permission, Scope
from domain.errors import DomainError
from domain.indicator_periods import period_of
from domain.teams import (
    LONGEST_PLACE,
    MOST_AT_ONCE,
    PERIODS,
    QUICK,
    UNDO_MINUTES,
    Work,
    oldest_day,
    undo_since,
)
from ui import auth, clock, filters, indicator_words, team_form, team_words
from ui.attempt import attempt
from ui.database import engine
from ui.language import t

_TEAM, _COMMUNE = "doi", "xa"
_KEY, _SAID = "team-tap-key", "team-tap-said"
_DAY, _PLACE = "team-day", "team-place"
_ONE_TAP = (*((work, number) for work in (Work.PEOPLE, Work.VISITS) for number in QUICK),
            (Work.SESSIONS, 1), (Work.ISSUES, 1))  # fmt: skip


def team_or_stop(scope: Scope) -> ListedTeam:
    """The team to log for: one they answer for or manage; without any the page ends here."""
    person = auth.require_signed_in()
    managed = team_form.managing_scope()
    with Session(engine()) as session:
        found = teams_logged_by(session, scope, person.account_id)
        if managed is not None:
            found += [one for one in teams_within(session, managed) if one.dissolved_on is None]
    teams = {str(one.id): one for one in found}
    if not teams:
        st.info(t("team_log.none"))
        st.stop()
    if len(teams) == 1:
        [only] = teams.values()
        st.markdown(f"**{only.name}** · {_places(only)}")
        return only
    several = len({_places(one) for one in teams.values()}) > 1  # else it would only be cut
    names = {
        code: f"{one.name} · {_places(one)}" if several else one.name for code, one in teams.items()
    }
    return teams[filters.choose(t("team_log.team"), _TEAM, names)]


def draw_taps(scope: Scope, team: ListedTeam) -> None:
    """The big buttons; day, place and other numbers wait in a drawer below them."""
    commune = next(iter(team.communes))
    if len(team.communes) > 1:
        commune = filters.choose(t("team_log.commune"), _COMMUNE, team.communes)
    taps, said = st.container(key="team-taps"), st.container()  # what is said moves no button
    with st.expander(t("team_log.more")):
        chosen = _draw_day()
        _draw_more(team, commune)
    with said:
        _say()
    with taps:
        if chosen != clock.today():
            st.warning(t("team_log.another_day", day=team_words.day(chosen)))
        st.caption(t("team_log.people_or_visits"))
        for first in range(0, len(_ONE_TAP), len(QUICK)):
            row = _ONE_TAP[first : first + len(QUICK)]
            with st.container(horizontal=True):
                for work, number in row:
                    _button(team, commune, work, number)
    st.markdown(
        t("team_log.on_day", day=team_words.day(chosen), line=_line_of(scope, team, chosen))
    )


def draw_undo(scope: Scope) -> None:
    """What this account logged in the last minutes, each with the way to take it back."""
    person = auth.require_signed_in()
    since = undo_since(clock.now())
    with Session(engine()) as session:
        logged = logged_since(session, scope, account_id=person.account_id, since=since)
    if not logged:
        return
    st.subheader(t("team_log.just_now"), anchor=False)
    st.caption(t("team_log.undo_about", minutes=UNDO_MINUTES))
    for one in logged:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(_words(one))
            if st.button(t("team_log.undo"), key=f"undo-work-{one.id}"):
                attempt(lambda one=one: _undo(one.id))  # type: ignore[misc]


def draw_owed(scope: Scope, team: ListedTeam) -> None:
    """What the team owes this month and this quarter, and how it stands."""
    today = clock.today()
    for period in (period_of(kind, today) for kind in PERIODS):
        with Session(engine()) as session:
            owed = quotas(session, scope, periods=(period.code,))
            done = done_by_team(session, scope, since=period.first, until=period.last)
        lines = [
            team_words.owed(work, done.get((team.id, work), 0), owed[team.id, period.code, work],
                            period)
            for work in Work
            if (team.id, period.code, work) in owed
        ]  # fmt: skip
        if lines:
            st.subheader(t("team_log.owed", period=indicator_words.period(period)), anchor=False)
            st.markdown("\n".join(f"- {line}" for line in lines))


def _places(team: ListedTeam) -> str:
    return ", ".join(team.communes.values())


def _draw_day() -> date:
    """Which day the taps are for; the place is read when a button is tapped."""
    today = clock.today()
    chosen = st.date_input(
        t("team_log.day"),
        today,
        min_value=oldest_day(today),
        max_value=today,
        format="DD/MM/YYYY",
        key=_DAY,
    )
    st.text_input(
        t("team_log.place"),
        key=_PLACE,
        max_chars=LONGEST_PLACE,
        placeholder=t("team_log.place_example"),
    )
    return chosen


def _draw_more(team: ListedTeam, commune: str) -> None:
    work = st.selectbox(
        t("team_log.work"), list(Work), format_func=lambda one: t(f"team_work.{one}"),
        key="team-more-work",
    )  # fmt: skip
    number = st.number_input(t("team_log.number"), 1, MOST_AT_ONCE, 10, key="team-more-number")
    _button(team, commune, work or Work.PEOPLE, int(number), key="more")


def _button(team: ListedTeam, commune: str, work: Work, number: int, key: str = "") -> None:
    """A button counts once: its key is new after every tap, and the old one is known already."""
    tap = st.session_state.setdefault(_KEY, secrets.token_hex(8))
    label = t("team_log.tap", amount=team_words.amount(work, number))
    st.button(
        label,
        key=f"tap{key}-{work}-{'' if key else number}-{tap}",
        type="primary" if work is Work.PEOPLE and not key else "secondary",
        width="stretch",
        on_click=_tap,
        args=(tap, team.id, commune, work, number),
    )


def _tap(key: str, team_id: int, commune: str, work: Work, number: int) -> None:
    """Count; what is refused is said on the page that follows."""
    tap = Tap(key, team_id, commune, st.session_state.get(_DAY) or clock.today(), work, number,
              st.session_state.get(_PLACE, ""))  # fmt: skip
    try:
        log_work(
            engine(), tap, by=auth.writer(Permission.CAPTURE), now=clock.now(), today=clock.today()
        )
    except DomainError as refusal:
        st.session_state[_SAID] = False, t(refusal.key, **refusal.details)
        return
    st.session_state.pop(_KEY, None)
    st.session_state[_SAID] = True, t("team_log.logged", amount=team_words.amount(work, number))


def _say() -> None:
    said = st.session_state.pop(_SAID, None)
    if said is not None:
        counted, sentence = said
        (st.success if counted else st.error)(sentence)


def _line_of(scope: Scope, team: ListedTeam, chosen: date) -> str:
    with Session(engine()) as session:
        done = done_by_team(session, scope, since=chosen, until=chosen)
    return team_words.line({work: done.get((team.id, work), 0) for work in Work})


def _words(one: Logged) -> str:
    parts = [team_words.amount(one.work, one.amount), team_words.day(one.day), one.place]
    return " · ".join(part for part in parts if part)


def _undo(activity_id: int) -> None:
    by = auth.writer(Permission.CAPTURE)
    undo_work(engine(), activity_id=activity_id, by=by, now=clock.now(), today=clock.today())
