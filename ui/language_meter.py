"""Which languages the questions can be read and heard in, and whether anybody reviewed them."""

import streamlit as st

from db.language_packs import REVIEWED, LanguagePack, coverage, sentence_ids
from db.language_packs import language_packs as packs
from domain.questionnaire import Questionnaire, Wording
from text import LANGUAGES, clips
from ui.language import t


def draw(asked: Questionnaire) -> None:
    """A table of languages; one nobody reviewed says so, and is offered to nobody."""
    st.subheader(t("languages.title"), anchor=False)
    st.markdown(t("languages.lead"))
    head = [t(f"languages.{name}") for name in ("language", "written", "spoken", "review")]
    rows = [*(_own(code, asked) for code in LANGUAGES), *(_further(one, asked) for one in packs())]
    lines = [head, ["---"] * len(head), *rows]
    st.markdown("\n".join(f"| {' | '.join(line)} |" for line in lines))


def _own(code: str, asked: Questionnaire) -> list[str]:
    wanted = _clip_ids(asked)
    total = len(sentence_ids(asked))
    return [
        t(f"languages.name_{code}"),
        t("languages.share", count=total, all=total),
        t("languages.share", count=clips.recorded(code, wanted), all=len(wanted)),
        t("languages.own"),
    ]


def _further(pack: LanguagePack, asked: Questionnaire) -> list[str]:
    found, wanted = coverage(pack, asked), sentence_ids(asked)
    return [
        t(f"help_language.{pack.language}"),
        t("languages.share", count=found.written, all=found.all),
        t("languages.share", count=clips.recorded(pack.language, wanted), all=len(wanted)),
        t(f"languages.{'reviewed' if pack.status == REVIEWED else 'not_reviewed'}"),
    ]


def _clip_ids(asked: Questionnaire) -> list[str]:
    """Our own languages have each question in both wordings."""
    both = [f"{one.id}-{wording}" for one in asked.questions for wording in Wording]
    return [*both, *(one for one in sentence_ids(asked) if one.startswith("answer-"))]
