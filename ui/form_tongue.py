"""The questions in a further language: offered when somebody reviewed it, else not at all."""

from html import escape

import streamlit as st

from db.assessments import Draft
from db.commands.help_given import set_help_language
from db.language_packs import LanguagePack, offered_pack, offered_packs
from domain.errors import DomainError
from domain.helping import HelpLanguage
from domain.questionnaire import Answer
from text import look
from ui import clock
from ui.database import engine
from ui.language import current, t
from ui.read_aloud import Said

_PARAMETER = look.PACK


def pack_of(draft: Draft) -> LanguagePack | None:
    """The further language of this person: as chosen in this visit, else as said at the start."""
    return offered_pack(st.query_params.get(_PARAMETER) or draft.help_language)


def draw_choice(draft: Draft) -> None:
    """The languages of the questions; nothing while there is no other one."""
    packs = offered_packs()
    if not packs:
        return
    now = pack_of(draft)
    key = "tongue"
    if key not in st.session_state:
        st.session_state[key] = HelpLanguage.VIETNAMESE if now is None else now.language.value
    st.pills(
        t("tongue.read_in"),
        [HelpLanguage.VIETNAMESE.value, *(pack.language.value for pack in packs)],
        key=key,
        format_func=_name,
        required=True,
        on_change=_take,
        args=(key, draft),
    )


def draw_question(said: str, own: str, pack: LanguagePack) -> None:
    """The question in both languages, each marked as what it is; a missing one is said."""
    if own:
        st.html(f'<h3 lang="{pack.language}">{escape(own)}</h3>')
        st.caption(said)
        return
    st.subheader(said, anchor=False)
    st.info(t("tongue.missing", language=t(f"help_language.{pack.language}")))


def answers(pack: LanguagePack | None) -> dict[int, str]:
    """The five answers as this person reads them; one the pack does not have, in our words."""
    ours = {answer.value: t(f"answer.{answer.value}") for answer in Answer}
    return {value: _own(pack, f"answer-{value}") or words for value, words in ours.items()}


def draw_our_answers(pack: LanguagePack) -> None:
    """For whoever helps: our words of the answers, in the same order."""
    if any(_own(pack, f"answer-{answer.value}") for answer in Answer):
        words = " · ".join(t(f"answer.{answer.value}") for answer in Answer)
        st.caption(t("tongue.answers", answers=words))


def question(pack: LanguagePack | None, asked_id: str) -> str:
    """The question of the pack; empty without one."""
    return _own(pack, asked_id)


def said(pack: LanguagePack | None, sentence_id: str, words: str, clip: str) -> Said:
    """What is read aloud of a sentence: the pack's where it has it, else ours."""
    own = _own(pack, sentence_id)
    return Said(own, sentence_id, pack.language.value) if pack and own else Said(words, clip)


def forget() -> None:
    """The next person reads in our language again."""
    st.query_params.pop(_PARAMETER, None)
    st.session_state.pop("tongue", None)


def _own(pack: LanguagePack | None, sentence_id: str) -> str:
    return "" if pack is None else (pack.sentence(sentence_id) or "").strip()


def _name(code: str) -> str:
    own = f"languages.name_{current()}"
    return t(own if code == HelpLanguage.VIETNAMESE else f"help_language.{code}")


def _take(key: str, draft: Draft) -> None:
    code = st.session_state[key]
    if code != HelpLanguage.VIETNAMESE and offered_pack(code) is None:
        return  # no browser of ours sends that
    st.query_params[_PARAMETER] = code
    try:
        set_help_language(engine(), code=draft.code, language=code, now=clock.now())
    except DomainError:  # it was sent meanwhile: what is stored stays
        return
