"""What areas below sent: who signed, who has not, and each report as it was signed."""

import streamlit as st
from sqlmodel import Session

from db.weekly_reports import Report, newest_signed, received
from db.weeks import narrowed
from domain.access import Scope
from ui import language, monday_parts, monday_sent
from ui.database import engine
from ui.language import t
from ui.meeting_words import plain
from ui.reference import Area

_REPORT = "bao-cao-cua"


def draw(scope: Scope, area: Area, *, leads: bool) -> None:
    """Of a week: first who has not sent, then what was sent."""
    week = monday_parts.week()
    with Session(engine()) as session:
        here = narrowed(session, scope, area.code)
        sent = received(session, here, week=week)
    if leads:
        sent = [one for one in sent if one.area_code != area.code]
    _missing(scope, area, sent, leads=leads)
    st.subheader(t("received.sent", number=len(sent)), anchor=False)
    if sent:
        _draw_one(here, sent)
    else:
        st.info(t("received.none"))


def _missing(scope: Scope, area: Area, sent: list[Report], *, leads: bool) -> None:
    """Areas somebody answers for that have signed nothing of this week."""
    there = {one.area_code for one in sent}
    names = monday_parts.below(scope, area.code, leads=leads)
    missing = [name for code, name in names.items() if code not in there]
    st.subheader(t("received.missing", number=len(missing)), anchor=False)
    if missing:
        st.markdown("\n".join(f"- {plain(name)}" for name in missing))
    else:
        st.success(t("received.all_sent" if names else "received.nobody_below"))


def _draw_one(scope: Scope, sent: list[Report]) -> None:
    names = monday_parts.area_names([one.area_code for one in sent], language.current())
    code = st.selectbox(
        t("received.which"),
        [one.area_code for one in sent],
        format_func=lambda one: names[one],
        key=_REPORT,
    )
    report = next(one for one in sent if one.area_code == code)
    with Session(engine()) as session:
        before = newest_signed(session, scope, area_code=code, before=report.week)
    monday_sent.draw(report, before)
