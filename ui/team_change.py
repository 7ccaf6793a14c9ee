"""A team changed or dissolved, and what it owes."""

from collections.abc import Mapping

import streamlit as st

from db.commands.teams import change_team, dissolve_team, drop_quota, set_quota
from db.team_list import ListedTeam
from domain.access import Permission
from domain.indicator_periods import Period
from domain.teams import MOST_MEMBERS, MOST_OWED, OWED, MemberRole, Work, as_quota
from ui import auth, clock, indicator_words
from ui.attempt import attempt
from ui.database import engine
from ui.language import t

_DISSOLVING, _SAVED = "team-to-dissolve", "team-saved"


def draw(
    teams: Mapping[int, ListedTeam],
    period: Period,
    owed: Mapping[tuple[int, str, Work], int],
    people: Mapping[int, str],
) -> None:
    """One of these teams: what it owes while the period lasts, who is in it, its end."""
    chosen = st.selectbox(
        t("teams.team"), list(teams), format_func=lambda one: teams[one].name, key="team-chosen"
    )
    team = teams[chosen]
    if period.last >= clock.today():
        _draw_quotas(team, period, owed)
    _draw_change(team, people)
    _draw_dissolve(team)


def remember_saved() -> None:
    """The page that follows says that it was saved."""
    st.session_state[_SAVED] = True


def say_saved() -> None:
    """What the tap before did, once."""
    if st.session_state.pop(_SAVED, False):
        st.success(t("teams.saved"))


def _draw_quotas(
    team: ListedTeam, period: Period, owed: Mapping[tuple[int, str, Work], int]
) -> None:
    st.markdown(t("teams.quota_of", period=indicator_words.period(period)))
    with st.form(f"quota-{team.id}-{period.code}", border=False):
        typed = {
            work: st.number_input(
                t(f"team_work.{work}"), max_value=MOST_OWED, step=1,
                value=owed.get((team.id, period.code, work)),
                key=f"quota-{team.id}-{period.code}-{work}",
            )
            for work in OWED
        }  # fmt: skip
        st.caption(t("teams.quota_about"))
        sent = st.form_submit_button(t("teams.quota_save"), type="primary")
    if sent:
        attempt(lambda: _owe(team, period, typed))


def _draw_change(team: ListedTeam, people: Mapping[int, str]) -> None:
    with st.form(f"change-{team.id}", border=False):
        number = members(team.members, str(team.id))
        account_id = responsible(team.responsible_id, people, str(team.id))
        sent = st.form_submit_button(t("teams.save"))
    if sent:
        attempt(lambda: _change(team, number, account_id))


def _draw_dissolve(team: ListedTeam) -> None:
    """Two taps: a team does not come back."""
    if st.session_state.get(_DISSOLVING) != team.id:
        st.button(
            t("teams.dissolve"), key=f"dissolve-{team.id}", type="tertiary",
            on_click=st.session_state.__setitem__, args=(_DISSOLVING, team.id),
        )  # fmt: skip
        return
    st.warning(t("teams.dissolve_sure", team=team.name))
    if st.button(t("teams.dissolve_yes"), key=f"dissolve-yes-{team.id}"):
        attempt(lambda: _dissolve(team))
    st.button(
        t("teams.dissolve_no"), key=f"dissolve-no-{team.id}", on_click=st.session_state.pop,
        args=(_DISSOLVING,),
    )  # fmt: skip


def members(now: Mapping[MemberRole, int], key: str) -> dict[str, int]:
    """Numbers of members by whom they come from."""
    st.caption(t("teams.members_about"))
    typed: dict[str, int] = {}
    for role, column in zip(MemberRole, [*st.columns(3), *st.columns(3)], strict=True):
        typed[role.value] = int(
            column.number_input(
                t(f"member_role.{role}"),
                max_value=MOST_MEMBERS,
                step=1,
                value=now.get(role, 0),
                key=f"members-{key}-{role}",
            )
        )
    return typed


def responsible(now: int | None, people: Mapping[int, str], key: str) -> int | None:
    """The account that answers for a team, or nobody."""
    choices = [None, *people]
    return st.selectbox(
        t("teams.responsible"), choices, choices.index(now) if now in choices else 0,
        format_func=lambda one: t("teams.nobody") if one is None else people[one],
        key=f"responsible-{key}",
    )  # fmt: skip


def _owe(team: ListedTeam, period: Period, typed: Mapping[Work, int | None]) -> None:
    """What is typed is owed; what is left empty is owed no longer. One wrong number stops all."""
    for work, amount in typed.items():
        if amount is not None:
            as_quota(work, amount)
    for work, amount in typed.items():
        _owe_one(team.id, period.code, work.value, amount)
    remember_saved()


def _owe_one(team_id: int, period: str, work: str, amount: int | None) -> None:
    by = auth.writer(Permission.MANAGE_TEAMS)
    now, today = clock.now(), clock.today()
    if amount is None:
        drop_quota(engine(), team_id=team_id, period=period, work=work, by=by, now=now, today=today)
        return
    set_quota(
        engine(), team_id=team_id, period=period, work=work, amount=amount, by=by, now=now,
        today=today,
    )  # fmt: skip


def _change(team: ListedTeam, number: Mapping[str, int], account_id: int | None) -> None:
    by = auth.writer(Permission.MANAGE_TEAMS)
    change_team(engine(), team_id=team.id, members=number, responsible_id=account_id, by=by,
                now=clock.now(), today=clock.today())  # fmt: skip
    remember_saved()


def _dissolve(team: ListedTeam) -> None:
    by = auth.writer(Permission.MANAGE_TEAMS)
    dissolve_team(engine(), team_id=team.id, by=by, now=clock.now(), today=clock.today())
    st.session_state.pop(_DISSOLVING, None)
    remember_saved()
