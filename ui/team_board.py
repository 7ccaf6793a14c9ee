"""The lists of the page of teams: counted beside reported, and each team with its pace."""

from collections.abc import Mapping
from datetime import timedelta

import pandas as pd
import streamlit as st
from sqlmodel import Session

from db import indicators
from db.team_list import ListedTeam, quotas, teams_within
from db.teams import Totals, done_by_team, totals
from domain.access import Scope
from domain.indicator_periods import Period, before, period_of
from domain.teams import OWED, PERIODS, Work
from ui import clock, documents, filters, in_parts, indicator_words, reference, team_words
from ui.database import engine
from ui.language import t
from ui.meeting_words import plain

_PERIOD = "ky"
_REPORTED_UNITS = (
    "teams",
    "groups",
    "people",
    "visits",
    "sessions",
    "classes",
)  # units of measure of work, not of results


def period() -> Period:
    """The month or quarter to read: this one, the one before, or the next to set quotas for."""
    listed = {one.code: one for one in _listed()}
    names = {code: indicator_words.period(one) for code, one in listed.items()}
    return listed[filters.choose(t("teams.period"), _PERIOD, names)]


def draw_totals(scope: Scope, area_code: str, of: Period, *, exact: bool) -> None:
    """What teams logged, counted here; beside it what was reported elsewhere, never added."""
    with Session(engine()) as session:
        done = totals(session, scope, area_code=area_code, since=of.first, until=of.last)
    counted, reported = st.columns(2)
    with counted:
        st.subheader(t("teams.counted"), anchor=False)
        st.markdown(t("teams.logged_by", teams=team_words.count(done.teams)))
        st.markdown(_lines(done, exact=exact))
        st.caption(t("teams.never_added"))
    with reported:
        st.subheader(t("teams.reported"), anchor=False)
        _draw_reported(scope, area_code)


def draw_teams(scope: Scope, area_code: str, of: Period, *, exact: bool) -> None:
    """Every team of the area, who has most to do first."""
    with Session(engine()) as session:
        teams = teams_within(session, scope, area_code=area_code)
        owed = quotas(session, scope, periods=(of.code,))
        done = done_by_team(session, scope, since=of.first, until=of.last)
    st.subheader(t("teams.list", teams=team_words.count(len(teams))), anchor=False)
    if not teams:
        st.info(t("teams.none"))
        return
    teams = sorted(teams, key=lambda team: -_missed(team, of, owed, done))
    for team in in_parts.cards("teams", teams):
        _draw_team(team, of, owed, done, exact=exact)


def _listed() -> list[Period]:
    today = clock.today()
    now = [period_of(kind, today) for kind in PERIODS]
    earlier = [one for one in map(before, now) if one is not None]
    next_ = [period_of(one.kind, one.last + timedelta(days=1)) for one in now]
    return [*now, *next_, *earlier]


def _lines(done: Totals, *, exact: bool) -> str:
    numbers = {Work.PEOPLE: done.people, Work.VISITS: done.visits, Work.SESSIONS: done.sessions,
               Work.ISSUES: done.issues}  # fmt: skip
    return "\n".join(
        f"- {t(f'team_work.{work}')}: **{team_words.done(work, number, exact=exact)}**"
        for work, number in numbers.items()
    )


def _draw_reported(scope: Scope, area_code: str) -> None:
    """What articles and units reported of work last, for the area and for its whole province."""
    figures = _newest(_reported(scope, area_code))
    work = figures[figures["unit_of_measure"].isin(_REPORTED_UNITS) & figures["value"].notna()]
    if work.empty:
        st.info(t("teams.none_reported"))
        return
    for row in work.to_dict("records"):
        said = documents.value(row["qualifier"], row["value"], row["unit_of_measure"])
        st.markdown(
            t(
                "teams.reported_line",
                what=plain(str(row["indicator"])),
                value=said,
                place=row["place"],
                period=indicator_words.any_period(str(row["period"])),
            )
        )
    with st.expander(t("teams.sources")):
        for source in dict.fromkeys(work["source"]):
            st.caption(plain(str(source)))


def _reported(scope: Scope, area_code: str) -> pd.DataFrame:
    province = reference.province_of(scope, area_code)
    figures = reference.reported_figures(province)
    if area_code == province:
        return figures
    with Session(engine()) as session:
        own = indicators.latest(session, scope, area_codes=[area_code])
    own = own.drop(columns="indicator").rename(columns={"name": "indicator"})
    return figures if own.empty else pd.concat([own, figures], ignore_index=True)


def _newest(figures: pd.DataFrame) -> pd.DataFrame:
    """Of a figure reported month after month its last one: the others stand at `/chi-so`."""
    by_period = figures.sort_values("period", kind="stable")
    return by_period.drop_duplicates(["place", "indicator"], keep="last").sort_index()


def _missed(
    team: ListedTeam,
    of: Period,
    owed: Mapping[tuple[int, str, Work], int],
    done: Mapping[tuple[int, Work], int],
) -> int:
    """How many quotas of a period a team did not reach."""
    return sum(
        done.get((team.id, work), 0) < owed.get((team.id, of.code, work), 0) for work in OWED
    )


def _draw_team(
    team: ListedTeam,
    of: Period,
    owed: Mapping[tuple[int, str, Work], int],
    done: Mapping[tuple[int, Work], int],
    *,
    exact: bool,
) -> None:
    """One below the other: a table of as many columns is cut on a phone."""
    st.markdown(f"**{plain(team.name)}** · {', '.join(team.communes.values())}")
    ended = team.dissolved_on
    gone = "" if ended is None else " " + t("teams.dissolved_on", day=team_words.day(ended))
    st.caption(t(f"team_kind.{team.kind}") + gone)
    numbers = {work: done.get((team.id, work), 0) for work in Work}
    paces = [
        team_words.owed(work, numbers[work], owed[team.id, of.code, work], of, exact=exact)
        for work in OWED
        if (team.id, of.code, work) in owed
    ]
    said = {
        "done": team_words.line(numbers, exact=exact),
        "owed": "".join(f"\n  - {pace}" for pace in paces) or t("teams.nothing_owed"),
        "responsible": plain(team.responsible or t("teams.nobody")),
        "members": team_words.members(team),
    }
    st.markdown("\n".join(f"- {t(f'teams.{name}')}: {text}" for name, text in said.items()))
