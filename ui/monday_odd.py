"""The inbox of odd records: what to look at, and one tap that says what came of it."""

from datetime import date

import streamlit as st
from sqlmodel import Session

from db import helpers_share, items, odd
from db.collection_points import communes_of_scope
from db.commands.odd import Looked, resolve_odd
from db.weeks import narrowed
from domain.access import Permission, Scope
from domain.calendar_day import VIETNAM
from domain.weeks import OddKind, OddReason
from stats import monday
from stats.monday import Odd
from text import formats
from ui import auth, boards, clock, language, monday_parts
from ui.attempt import attempt
from ui.database import engine
from ui.language import t
from ui.pages import BY_NAME, link
from ui.reference import Area, Round

_MENDED_AT = {OddKind.DUPLICATES: "teams", OddKind.OVER: "hamlets", OddKind.UNLIKELY: "points"}
_OF_THINGS = (OddKind.OVER, OddKind.DUPLICATES)


def open_lines(scope: Scope, area: Area) -> list[Odd]:
    """What nobody looked at since its number moved."""
    campaign = monday_parts.newest_round()
    if campaign is None:
        return []
    found = records(scope, area.code, campaign, clock.today())
    return not_looked_at(scope, area.code, campaign, found)


def records(scope: Scope, area_code: str, campaign: Round, today: date) -> list[Odd]:
    """
    Every odd record of an area, whether somebody looked at it or not.

    Raises:
        OutsideScope: some commune of the area lies outside the scope.
    """
    with Session(engine()) as session:
        here = narrowed(session, scope, area_code)
        return _found(session, here, area_code, campaign, today)


def not_looked_at(scope: Scope, area_code: str, campaign: Round, found: list[Odd]) -> list[Odd]:
    """Those of the records whose number moved since somebody looked, or that nobody looked at."""
    with Session(engine()) as session:
        looked = odd.looked_at(session, scope, area_code=area_code, campaign_code=campaign.code)
    return monday.still_open(found, looked)


def draw(scope: Scope, area: Area) -> None:
    """The lines, each with its reason and three taps; below, what was looked at."""
    st.caption(t("odd.about"))
    campaign = monday_parts.newest_round()
    lines = open_lines(scope, area)
    if campaign is None or not lines:
        st.success(t("odd.none"))
    with Session(engine()) as session:
        names = communes_of_scope(session, scope, on=clock.today())
    for line in lines:
        if campaign is not None:
            _draw_line(line, names.get(line.commune_code, ""), campaign)
    if campaign is not None:
        _draw_resolved(scope, area, campaign)


def _found(
    session: Session, here: Scope, area_code: str, campaign: Round, today: date
) -> list[Odd]:
    asked = {"area_code": area_code, "campaign_code": campaign.code}
    counted = items.odd_by_commune(session, here, **asked, on=today)
    helped = helpers_share.most_by_one_pass(session, here, **asked, on=today)
    by_one = counted["unit_code"].map(helped.set_index("unit_code")["by_one"]).fillna(0)
    twice = odd.logged_twice(session, here, area_code=area_code, on=today)
    return [
        *monday.by_people(counted.assign(by_one=by_one), boards.rules()),
        *monday.of_people(OddKind.UNLIKELY, odd.unlikely(session, here, **asked)),
        *monday.of_things(OddKind.OVER, odd.hamlets_over(session, here, **asked, on=today)),
        *monday.of_things(OddKind.DUPLICATES, twice),
    ]


def _draw_line(line: Odd, commune: str, campaign: Round) -> None:
    name = f"{line.kind}-{line.commune_code}"
    with st.container(border=True):
        st.markdown(t(f"odd_line.{line.kind}", commune=commune, number=_number(line)))
        page = _MENDED_AT.get(line.kind, "passes")
        st.page_link(
            BY_NAME[page].file,
            label=t(f"odd_go.{page}"),
            icon=":material/arrow_forward:",
            query_params=link(page),
        )
        with st.container(horizontal=True):
            for reason in OddReason:
                if st.button(t(f"odd_reason.{reason}"), key=f"odd-{reason}-{name}"):
                    attempt(lambda reason=reason: _resolve(line, campaign, reason))  # type: ignore[misc]


def _draw_resolved(scope: Scope, area: Area, campaign: Round) -> None:
    with Session(engine()) as session:
        found = odd.resolved(session, scope, area_code=area.code, campaign_code=campaign.code)
    if not found:
        return
    with st.expander(t("odd.resolved", number=len(found))):
        for one in found:
            day = formats.day(one.resolved_at.astimezone(VIETNAM).date(), language.current())
            kind, reason = t(f"odd_kind.{one.kind}"), t(f"odd_reason.{one.reason}")
            parts = (one.commune_name, kind, reason, one.by_name, day)
            st.markdown("- " + " · ".join(part for part in parts if part))


def _number(line: Odd) -> str:
    """Whole tens of people, so that nobody is seen to come; hamlets and entries as they are."""
    if line.kind not in _OF_THINGS and not line.number:
        return t("odd.few")
    number = formats.count(line.number, language.current())
    return number if line.kind in _OF_THINGS else t("odd.tens", number=number)


def _resolve(line: Odd, campaign: Round, reason: OddReason) -> None:
    looked = Looked(line.commune_code, campaign.code, line.kind.value, line.number, reason.value)
    by = auth.writer(Permission.REPORT_WEEK)
    resolve_odd(engine(), looked, by=by, now=clock.now(), today=clock.today())
