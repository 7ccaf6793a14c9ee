"""How a level comes about: the rules of the questionnaire in force, and one example."""

import streamlit as st

from domain.questionnaire import GROUPS, Questionnaire
from domain.scoring import Score, Thresholds, score
from text import formats
from ui import language_meter
from ui.database import current_questionnaire
from ui.form_result import headline
from ui.language import current, t

# A made-up person: two answers for each group, 9 = did not want to answer.
_EXAMPLE = {0: (2, 3), 1: (2, 1), 2: (1, 0), 3: (2, 2), 4: (2, 9), 5: (3, 2)}


def draw() -> None:
    """Draw the page, from the questions to what a place is told."""
    st.title(t("method.title"), anchor=False)
    asked = current_questionnaire()
    _part("questions")
    _part("device")
    _part("groups")
    if asked is not None:
        st.markdown(_thresholds(asked))
    _part("person")
    if asked is not None:
        _worked_example(asked.thresholds)
    for part in ("extras", "rate", "children", "hidden", "modes"):
        _part(part)
    if asked is not None:
        language_meter.draw(asked)
    st.info(t("result.not_a_certificate"))


def _part(name: str) -> None:
    st.subheader(t(f"method.{name}_title"), anchor=False)
    st.markdown(t(f"method.{name}"))


def _thresholds(asked: Questionnaire) -> str:
    """The cut-offs as they are stored with the version, in the words of the answers."""
    rules = asked.thresholds
    return t(
        "method.thresholds",
        version=rules.version,
        alone=t(f"answer.{rules.alone}"),
        with_help=t(f"answer.{rules.with_help}"),
        basic=formats.count(rules.basic_needs, current()),
        firm=formats.count(rules.firm_needs, current()),
    )


def _worked_example(rules: Thresholds) -> None:
    reached = score(_EXAMPLE, rules)
    st.subheader(t("method.example_title"), anchor=False)
    st.markdown(t("method.example"))
    st.markdown("\n".join(_line(group, reached) for group in GROUPS))
    st.markdown(t("method.example_end", result=headline(reached, t("method.example_name"))))


def _line(group: int, reached: Score) -> str:
    first, second = (t(f"answer.{answer}") for answer in _EXAMPLE[group])
    level = t(f"level.{reached.levels[group].name.lower()}")
    return f"- {t(f'group.{group}')}: *{first}* + *{second}* → **{level}**"
