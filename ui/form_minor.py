"""Under 16: who is there to agree, and the two consents, each in the words of whoever reads it."""

from collections.abc import Callable, Mapping

import streamlit as st

from domain import minors
from domain.consent import CHILD, MINOR_TEXT_VERSIONS
from domain.errors import ChildHelperRefused, DomainError
from domain.minors import ConsentBy
from domain.people import Mode
from ui import consent_text, form_help, helper_bar, read_aloud
from ui.language import t
from ui.read_aloud import Said


def company(chosen: Mapping[str, str]) -> tuple[ConsentBy, ...]:
    """
    Who can agree for a child in the company chosen so far; `start` asks again.

    Raises:
        ChildAnswersAlone, ChildHelperRefused.
    """
    held = helper_bar.held()
    return minors.require_company(
        mode=Mode(chosen["mode"]),
        relation=form_help.said(chosen.get("help", ""))["helper_relation"],
        pass_kind=None if held is None else held.kind,
    )


def draw_company(
    chosen: Mapping[str, str],
    put: Callable[[str, str], None],
    refuse: Callable[[DomainError], None],
) -> None:
    """Who agrees for the child; who cannot here is told what it takes. `put` takes the answer."""
    st.subheader(t("minor.who"), anchor=False)
    st.markdown(t("minor.law"))
    with_pass = helper_bar.held() is not None
    for one in (ConsentBy.SCHOOL,) if with_pass else tuple(ConsentBy):
        st.button(
            t(f"consent_by.{one}"),
            key=f"consent-by-{one}",
            width="stretch",
            on_click=_take,
            args=(one, chosen, put, refuse),
        )


def draw_consent(consent_by: ConsentBy) -> None:
    """What is kept of a child and why, then one box for each who agrees; none is ticked before."""
    st.subheader(t("minor.title"), anchor=False)
    st.markdown(t("minor.text"))
    st.markdown(consent_text.controller_sentence(t))
    read_aloud.draw("consent-minor", _said(consent_by))
    with st.expander(t("consent.more")):
        st.markdown(t("minor.long"))
    for purpose in minors.needed(consent_by):
        with st.container(border=True):
            st.markdown(f"**{t(f'minor.for_{purpose}')}**")
            if purpose == CHILD:
                st.markdown(t("minor.child_text"))
            st.checkbox(t(f"minor.consent_{purpose}"), key=_box(purpose), value=False)


def _said(consent_by: ConsentBy) -> list[Said]:
    """Everything but the long text, in the order it stands in."""
    adult, child = minors.needed(consent_by)
    keys = ("minor.title", "minor.text", f"minor.for_{adult}", f"minor.consent_{adult}",
            f"minor.for_{child}", "minor.child_text", f"minor.consent_{child}")  # fmt: skip
    return [said for key in keys for said in read_aloud.sentences_of(key, t(key))]


def agreed(consent_by: ConsentBy) -> dict[str, str]:
    """Purpose → version of the text, of the boxes ticked now."""
    ticked = (one for one in minors.needed(consent_by) if st.session_state.get(_box(one)))
    return {purpose: MINOR_TEXT_VERSIONS[purpose] for purpose in ticked}


def _take(
    one: ConsentBy,
    chosen: Mapping[str, str],
    put: Callable[[str, str], None],
    refuse: Callable[[DomainError], None],
) -> None:
    try:
        possible = company(chosen)
    except DomainError as error:
        refuse(error)
        return
    if one not in possible:
        refuse(ChildHelperRefused())
        return
    put("consent_by", one.value)


def _box(purpose: str) -> str:
    return f"consent-{purpose}"
