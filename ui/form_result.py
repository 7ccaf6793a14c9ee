"""What a person takes home: one sentence, the staircase, three next steps, where to learn on."""

from collections.abc import Sequence

import streamlit as st

from charts.staircase import staircase_svg
from db.assessments import Draft
from domain.headline import headline_key
from domain.next_steps import next_steps
from domain.people import is_child
from domain.scoring import GroupLevel, Score
from ui import form, form_check, helper_bar, read_aloud, result_before, result_kept, wording
from ui.language import t
from ui.read_aloud import Said
from ui.step_focus import arrive


def draw(draft: Draft, score: Score) -> None:
    """Draw the result of a sent assessment. It compares with nobody."""
    if form_check.draw(draft):
        return
    person = wording.person(draft)
    sentence, steps = headline(score, person), next_steps(score, draft.device)
    said = [t(f"next_step.{step}", person=person) for step in steps]
    st.success(t("result.sent"))
    if is_child(draft.age_band):
        st.info(t("minor.not_counted"))
    st.title(sentence, anchor=False)
    levels = [f"{name}: {words}" for name, _, words in rows(score.levels)]
    read_aloud.draw("result", map(Said, (sentence, *levels, t("result.next"), *said)))
    _staircase(score)
    if score.ai_level is not None:
        st.write(t("result.ai", level=_level(score.ai_level)))
    result_before.draw(draft, score)
    st.subheader(t("result.next"), anchor=False)
    for number, words in enumerate(said, start=1):
        st.markdown(f"**{number}.** {words}")
    result_kept.draw_resources(draft, steps)
    form_check.offer(draft)
    st.info(t("result.not_a_certificate"))
    result_kept.draw(draft, rows(score.levels), sentence)
    result_before.offer(draft)
    form.my_data_link()
    next_person = helper_bar.next_person
    st.button(t("result.next_person"), key="next-person", width="stretch", on_click=next_person)
    arrive("result")


def headline(score: Score, person: str) -> str:
    """The one sentence of the result, the person's word for themselves first."""
    return t(headline_key(score), person=person.capitalize(), groups=score.groups_reached)


def _staircase(score: Score) -> None:
    drawn = rows(score.levels)
    in_words = "; ".join(f"{name}: {level}" for name, _, level in drawn)
    st.image(
        staircase_svg(drawn, title=t("result.staircase")),
        width=420,
        alt=f"{t('result.staircase')}. {in_words}.",
    )


def rows(levels: Sequence[GroupLevel]) -> list[tuple[str, int | None, str]]:
    """(group, steps reached, level in words) of every group, as the staircase takes them."""
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
