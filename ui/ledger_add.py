"""Writing somebody into the ledger: the consent is read aloud first, and nothing is ticked."""

from enum import StrEnum

import streamlit as st

from db.commands.ledger_names import Told, add_ambassador, add_learner
from domain.access import Permission, Scope
from domain.errors import SamePerson
from domain.ledger import CONSENT_VERSION, LONGEST_NAME
from ui import auth, clock, consent_text, hamlet_choice
from ui.attempt import attempt
from ui.database import engine
from ui.language import t
from ui.ledger_page import Opened

_SAME, _ROUND, _ADDED = "ledger-same", "ledger-round", "ledger-added"
_ADD = {"learner": add_learner, "ambassador": add_ambassador}


class Kind(StrEnum):
    """As what somebody is written down."""

    LEARNER = "learner"
    AMBASSADOR = "ambassador"


def draw(scope: Scope, opened: Opened) -> None:
    """As what, what they heard and agreed to, and the three things they tell."""
    added = st.session_state.pop(_ADDED, None)
    if added is not None:
        st.success(t("ledger.added"))
    if st.session_state.get(_SAME):
        st.warning(t(SamePerson.key))
    kind = st.radio(
        t("ledger.as_what"),
        [one.value for one in Kind],
        format_func=lambda one: t(f"ledger_kind.{one}"),
        horizontal=True,
        key="ledger-kind",
    )
    st.subheader(t("ledger.read_aloud"), anchor=False)
    with st.container(border=True):
        st.write(t(f"ledger_consent.{kind}"))
        st.write(consent_text.controller_sentence(t))
        st.caption(t("ledger.consent_version", version=CONSENT_VERSION))
    told = _form(scope, opened, Kind(kind))
    if told is not None:
        attempt(lambda: _add(opened, Kind(kind), told))


def _form(scope: Scope, opened: Opened, kind: Kind) -> Told | None:
    turn = st.session_state.get(_ROUND, 0)
    with st.form(f"ledger-{kind}-{turn}"):
        agreed = st.checkbox(t("ledger.agreed"))
        name = st.text_input(t("ledger.name"), max_chars=LONGEST_NAME, autocomplete="off")
        hamlet = hamlet_choice.draw(
            scope, t("ledger.hamlet"), opened.commune_code, f"ledger-{turn}"
        )
        contact = st.text_input(t("ledger.contact"), max_chars=16, autocomplete="off")
        st.caption(t("ledger.contact_choice"))
        another = bool(st.session_state.get(_SAME)) and st.checkbox(t("ledger.another"))
        sent = st.form_submit_button(t("ledger.write_down"), type="primary", width="stretch")
    if not sent:
        return None
    version = CONSENT_VERSION if agreed else ""
    return Told(name, contact, hamlet or "", agreed=agreed, version=version, another=another)


def _add(opened: Opened, kind: Kind, told: Told) -> None:
    by = auth.writer(Permission.KEEP_LEDGER)
    try:
        _ADD[kind](
            engine(), opened.ring, commune_code=opened.commune_code, told=told, by=by,
            now=clock.now(), today=clock.today(),
        )  # fmt: skip
    except SamePerson:
        st.session_state[_SAME] = True
        st.rerun()
    st.session_state.pop(_SAME, None)
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    st.session_state[_ADDED] = True
