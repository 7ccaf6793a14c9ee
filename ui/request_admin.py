"""The queue of requests: what is due when, and the three things an administrator does."""

from collections.abc import Sequence

import streamlit as st
from sqlmodel import Session

from db.commands.requests import close_request, extend_request, reply_to_request
from db.rights import Request, requests_in
from domain.access import Permission, Scope
from domain.calendar_day import day_of
from domain.rights import ExtensionReason, Outcome, State
from text import formats
from ui import auth, clock, language
from ui.attempt import attempt
from ui.database import engine
from ui.language import t
from ui.request_form import sentence_of

_MOST_SHOWN = 100


def listed(scope: Scope) -> list[Request]:
    """The requests of this scope, overdue first and closed last; as many as a page holds."""
    with Session(engine()) as session:
        return requests_in(session, scope, today=clock.today())[:_MOST_SHOWN]


def draw_count(requests: Sequence[Request]) -> None:
    """How many are open, and how many of them late."""
    opened = [one for one in requests if one.state is not State.CLOSED]
    late = sum(one.overdue(clock.today()) for one in opened)
    st.write(t("requests.count", open=len(opened), overdue=late))


def draw(request: Request) -> None:
    """One request with its deadlines and, while it is open, what can be done with it."""
    with st.container(border=True):
        st.markdown(
            t(
                "requests.row",
                number=request.number,
                kind=t(f"request_kind.{request.kind}"),
                province=request.province_name or t("requests.no_province"),
                received=formats.day(day_of(request.received_at), language.current()),
            )
        )
        status = sentence_of(request)
        if request.overdue(clock.today()):
            st.error(t("requests.overdue", status=status))
        else:
            st.write(status)
        if request.extension_reason is not None:
            reason = t(f"extension_reason.{request.extension_reason}")
            st.caption(t("requests.extended", reason=reason))
        if request.state is not State.CLOSED:
            _draw_steps(request)


def _draw_steps(request: Request) -> None:
    number = request.number
    if request.state is State.RECEIVED and st.button(t("requests.reply"), key=f"reply-{number}"):
        attempt(lambda: _reply(number))
    if request.extension_reason is None:
        with st.form(f"extend-{number}", border=False):
            reason = st.selectbox(
                t("requests.reason"),
                [one.value for one in ExtensionReason],
                key=f"reason-{number}",
                format_func=lambda one: t(f"extension_reason.{one}"),
            )
            if st.form_submit_button(t("requests.extend")):
                attempt(lambda: _extend(number, ExtensionReason(reason)))
    with st.form(f"close-{number}", border=False):
        outcome = st.selectbox(
            t("requests.outcome"),
            [one.value for one in Outcome],
            key=f"outcome-{number}",
            format_func=lambda one: t(f"request_outcome.{one}"),
        )
        if st.form_submit_button(t("requests.close")):
            attempt(lambda: _close(number, Outcome(outcome)))


def _reply(number: int) -> None:
    by = auth.writer(Permission.HANDLE_REQUESTS)
    reply_to_request(engine(), number=number, by=by, now=clock.now(), today=clock.today())


def _extend(number: int, reason: ExtensionReason) -> None:
    by = auth.writer(Permission.HANDLE_REQUESTS)
    extend_request(
        engine(), number=number, reason=reason, by=by, now=clock.now(), today=clock.today()
    )


def _close(number: int, outcome: Outcome) -> None:
    by = auth.writer(Permission.HANDLE_REQUESTS)
    close_request(
        engine(), number=number, outcome=outcome, by=by, now=clock.now(), today=clock.today()
    )
