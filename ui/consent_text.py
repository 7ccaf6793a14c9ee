"""What a person agrees to: drawn before the first question, and again whenever they ask."""

from collections.abc import Callable, Sequence
from pathlib import Path

import streamlit as st

import text
from db.settings import settings
from domain.consent import (
    OPTIONAL,
    REPEAT,
    SENSITIVE,
    STATISTICS,
    TEXT_VERSIONS,
    Disability,
    Ethnicity,
)
from ui import read_aloud
from ui.database import is_simulated
from ui.language import t
from ui.read_aloud import Said

# Everything the person reads at the consent, in this order; the text of a version is made of it.
KEYS = (
    *("consent.title", "consent.text", "consent.controller", "consent.long", "consent.agree"),
    *("consent.agree_repeat", "consent.agree_sensitive", "consent.sensitive_note"),
)
# Likewise of who is under 16, whoever of the three reads it.
MINOR_KEYS = (
    *("minor.title", "minor.text", "consent.controller", "minor.long"),
    *("minor.for_guardian", "minor.consent_guardian", "minor.for_school", "minor.consent_school"),
    *("minor.for_child", "minor.child_text", "minor.consent_child"),
)
VERSIONS = Path(text.__file__).with_name("consents")
_FIELDS: dict[str, type[Ethnicity] | type[Disability]] = {
    "ethnicity": Ethnicity,
    "disability": Disability,
}

Translate = Callable[..., str]


def draw() -> None:
    """The text, short and long, and one box for each purpose; none is ticked beforehand."""
    st.subheader(t("consent.title"), anchor=False)
    st.markdown(t("consent.text"))
    st.markdown(controller_sentence(t))
    read_aloud.draw("consent", _said())
    with st.expander(t("consent.more")):
        st.markdown(t("consent.long"))
    st.checkbox(t("consent.agree"), key=_box(STATISTICS), value=False)
    for purpose in OPTIONAL:
        st.checkbox(t(f"consent.agree_{purpose}"), key=_box(purpose), value=False)
    if st.session_state.get(_box(SENSITIVE)):
        st.caption(t("consent.sensitive_note"))
        for field in _FIELDS:
            _ask(field)


def _said() -> list[Said]:
    """Everything but the long text, which is there to be looked up."""
    boxes = [f"consent.agree{ending}" for ending in ("", *(f"_{one}" for one in OPTIONAL))]
    texts = {key: t(key) for key in ("consent.title", "consent.text")}
    texts["consent.controller"] = controller_sentence(t)
    texts |= {key: t(key) for key in boxes}
    return [said for key, words in texts.items() for said in read_aloud.sentences_of(key, words)]


def agreed() -> dict[str, str]:
    """
    Purpose → version of the text, of the boxes ticked now; without the sensitive one.

    That consent is kept together with its two answers (`sensitive`), in one transaction.
    """
    ticked = (purpose for purpose in (STATISTICS, REPEAT) if st.session_state.get(_box(purpose)))
    return {purpose: TEXT_VERSIONS[purpose] for purpose in ticked}


def sensitive() -> tuple[Ethnicity, Disability] | None:
    """The two sensitive answers, unsaid where none was tapped; None without their consent."""
    if not st.session_state.get(_box(SENSITIVE)):
        return None
    ethnicity, disability = (st.session_state.get(f"start-{field}") for field in _FIELDS)
    return Ethnicity(ethnicity or Ethnicity.UNSAID), Disability(disability or Disability.UNSAID)


def controller_sentence(t: Translate) -> str:
    """Who answers for the data, or honestly that nobody has been named."""
    known = settings()
    return t(
        "consent.controller",
        controller=known.controller_name or t("consent.controller_missing"),
        contact=known.controller_contact or t("consent.contact_missing"),
    )


def is_controller_missing() -> bool:
    """Whether real answers are collected without saying by whom."""
    known = settings()
    return not (known.controller_name and known.controller_contact) and not is_simulated()


def text_of_today(t: Translate, keys: Sequence[str] = KEYS) -> str:
    """The whole text as one, with its placeholders, as `text/consents` keeps it."""
    return "\n\n".join(t(key) for key in keys) + "\n"


def text_of_version(version: str, language: str) -> str | None:
    """The whole text somebody agreed to; None of a version from before texts were kept."""
    known = {path.name: path for path in VERSIONS.glob("*.txt")}
    path = known.get(f"{version}.{language}.txt")
    return None if path is None else path.read_text(encoding="utf-8")


def _box(purpose: str) -> str:
    return f"consent-{purpose}"


def _ask(field: str) -> None:
    st.pills(
        t(f"consent.{field}"),
        [one.value for one in _FIELDS[field]],
        key=f"start-{field}",
        format_func=lambda value: t(f"{field}.{value}"),
        width="stretch",
    )
