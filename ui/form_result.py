"""What a person takes home: one sentence, the staircase, three next steps."""

from collections.abc import Sequence

import streamlit as st

from charts.staircase import staircase_svg
from db.assessments import Draft
from domain.next_steps import next_steps
from domain.scoring import GroupLevel, Outcome, Score
from ui import form, wording
from ui.language import t
from ui.step_focus import arrive


def draw(draft: Draft, score: Score) -> None:
    """Draw the result of a sent assessment. It compares with nobody."""
    person = wording.person(draft)
    st.success(t("result.sent"))
    st.title(headline(score, person), anchor=False)
    _staircase(score)
    if score.ai_level is not None:
        st.write(t("result.ai", level=_level(score.ai_level)))
    st.subheader(t("result.next"), anchor=False)
    for number, step in enumerate(next_steps(score), start=1):
        st.markdown(f"**{number}.** {t(f'next_step.{step}', person=person)}")
    st.info(t("result.not_a_certificate"))
    st.caption(t("result.code", code=f"{draft.code[:3]} {draft.code[3:]}"))
    st.button(t("result.next_person"), key="next-person", width="stretch", on_click=form.leave)
    arrive("result")


def headline(score: Score, person: str) -> str:
    """The one sentence of the result, the person's word for themselves first."""
    if score.outcome in (Outcome.BASIC, Outcome.FIRM):
        key = f"result.headline_{score.outcome.name.lower()}"
    elif score.outcome is Outcome.UNDETERMINED:
        key = "result.headline_undetermined"
    else:
        key = "result.headline_some" if score.groups_reached else "result.headline_none"
    return t(key, person=person.capitalize(), groups=score.groups_reached)


def _staircase(score: Score) -> None:
    rows = _rows(score.levels)
    in_words = "; ".join(f"{name}: {level}" for name, _, level in rows)
    st.image(
        staircase_svg(rows, title=t("result.staircase")),
        width=420,
        alt=f"{t('result.staircase')}. {in_words}.",
    )


def _rows(levels: Sequence[GroupLevel]) -> list[tuple[str, int | None, str]]:
    return [
        (
            t(f"group.{group}"),
            None if level is GroupLevel.UNDETERMINED else int(level),
            _level(level),
        )
        for group, level in enumerate(levels)
    ]


def _level(level: GroupLevel) -> str:
    return t(f"level.{level.name.lower()}")
