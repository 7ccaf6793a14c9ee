"""Founding teams, and the way to change them: for whoever manages them."""

from collections.abc import Mapping

import streamlit as st
from sqlmodel import Session

from db.collection_points import communes_of_scope
from db.commands.teams import TeamForm, found_team
from db.team_list import quotas, teams_within, who_may_answer
from domain.access import NATION, Permission, Scope, scope_for
from domain.errors import NotAllowed
from domain.indicator_periods import Period
from domain.teams import LONGEST_PLACE, TeamKind
from ui import auth, clock, team_change
from ui.attempt import attempt
from ui.database import engine
from ui.language import t

_ROUND = "team-form-round"


def managing_scope() -> Scope | None:
    """Where whoever reads manages teams; None for everybody else."""
    person = auth.current()
    try:
        grants = person.grants if person else ()
        return scope_for(grants, Permission.MANAGE_TEAMS, on=clock.today())
    except NotAllowed:
        return None


def managed(area_code: str) -> Scope | None:
    """The same, when it names the area that is read."""
    scope = managing_scope()
    return scope if scope is not None and {area_code, NATION} & scope.area_codes else None


def draw(scope: Scope, area_code: str, period: Period) -> None:
    """The drawers below the table: a new team, and one of those that work."""
    with Session(engine()) as session:
        communes = communes_of_scope(session, scope, on=clock.today())
        people = who_may_answer(session, scope, on=clock.today())
        found = teams_within(session, scope, area_code=area_code)
        owed = quotas(session, scope, periods=(period.code,))
    team_change.say_saved()
    with st.expander(t("teams.new")):
        _draw_new(communes, people)
    teams = {one.id: one for one in found if one.dissolved_on is None}
    if not teams:
        return
    with st.expander(t("teams.change")):
        team_change.draw(teams, period, owed, people)


def _draw_new(communes: Mapping[str, str], people: Mapping[int, str]) -> None:
    turn = st.session_state.get(_ROUND, 0)  # a form that was done begins empty
    with st.form(f"new-team-{turn}", border=False):
        kind = st.selectbox(
            t("teams.kind"), list(TeamKind), format_func=lambda one: t(f"team_kind.{one}"),
            key=f"team-kind-{turn}",
        )  # fmt: skip
        name = st.text_input(
            t("teams.name"), key=f"team-name-{turn}", max_chars=LONGEST_PLACE,
            placeholder=t("teams.name_example"),
        )  # fmt: skip
        where = st.multiselect(
            t("teams.where"), list(communes), list(communes) if len(communes) == 1 else None,
            format_func=communes.__getitem__, key=f"team-where-{turn}",
            placeholder=t("teams.choose"),
        )  # fmt: skip
        members = team_change.members({}, f"new-{turn}")
        responsible = team_change.responsible(None, people, f"new-{turn}")
        sent = st.form_submit_button(t("teams.found"), type="primary")
    if sent:
        form = TeamForm(kind or "", name, tuple(where), members, responsible)
        attempt(lambda: _found(form))


def _found(form: TeamForm) -> None:
    by = auth.writer(Permission.MANAGE_TEAMS)
    found_team(engine(), form, by=by, now=clock.now(), today=clock.today())
    team_change.remember_saved()
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
