"""Asking for what needs a person, by choices only, and asking again what became of it."""

from datetime import date

import streamlit as st

from db.commands.rights import make_request
from db.rights import Request, request_with_code
from domain.errors import DomainError, UnknownRequest
from domain.rights import RequestKind, State
from text import formats
from ui import clock, language
from ui.database import engine
from ui.language import t
from ui.limits import count_request, count_wrong_code, refuse_guessing
from ui.places import communes

_SENT, _ERROR = "request_sent", "request_error"
_NOWHERE = ""


def draw() -> None:
    """Both parts, folded away; what was just sent stands open above them."""
    if sentence := st.session_state.pop(_SENT, None):
        st.success(sentence)
    if error := st.session_state.pop(_ERROR, None):
        st.error(error)
    with st.expander(t("request.title")):
        st.write(t("request.lead"))
        st.caption(t("request.lost_note"))
        _form()
    with st.expander(t("request.ask")):
        _ask()


def sentence_of(request: Request) -> str:
    """How far a request has come, with its deadlines; a closed one with its outcome."""
    kind = t(f"request_kind.{request.kind}")
    state = t(f"request_state.{request.state}")
    if request.state is State.CLOSED:
        return f"{kind}: {state} {t(f'request_outcome.{request.outcome}')}."
    return t(
        "request.status",
        kind=kind,
        state=state,
        reply=_day(request.reply_due),
        due=_day(request.due),
    )


def _form() -> None:
    provinces = {place.province_code: place.province_name for place in communes()}
    with st.form("request", border=False):
        st.pills(
            t("request.kind"),
            [kind.value for kind in RequestKind],
            key="start-request",
            format_func=lambda kind: t(f"request_kind.{kind}"),
            width="stretch",
        )
        st.selectbox(
            t("request.province"),
            [_NOWHERE, *provinces],
            key="request-province",
            format_func=lambda code: provinces.get(code) or t("request.province_unsaid"),
        )
        st.form_submit_button(t("request.send"), on_click=_send, width="stretch")


def _send() -> None:
    kind = st.session_state.get("start-request") or ""
    province = st.session_state.get("request-province") or None
    now = clock.now()
    try:
        count_request()
        code = make_request(engine(), kind=kind, province_code=province, now=now)
    except DomainError as error:
        st.session_state[_ERROR] = t(error.key, **error.details)
        return
    request = request_with_code(engine(), code)
    st.session_state[_SENT] = t(
        "request.sent",
        code=f"{code[:4]} {code[4:]}",
        reply=_day(request.reply_due),
        due=_day(request.due),
    )


def _ask() -> None:
    with st.form("request-ask", border=False):
        typed = st.text_input(t("request.code"), key="request_typed", max_chars=14)
        asked = st.form_submit_button(t("request.look"), width="stretch")
    if not asked:
        return
    try:
        refuse_guessing(code=typed)
        st.info(sentence_of(request_with_code(engine(), typed)))
    except UnknownRequest as error:
        count_wrong_code()
        st.error(t(error.key, **error.details))
    except DomainError as error:
        st.error(t(error.key, **error.details))


def _day(day: date) -> str:
    return formats.day(day, language.current())
