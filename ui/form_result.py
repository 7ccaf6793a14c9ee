"""What a person takes home: one sentence, the staircase, three next steps, where to learn on."""

from collections.abc import Sequence

import streamlit as st

from charts.staircase import staircase_svg
from db.assessments import Draft
from domain.headline import headline_key
from domain.next_steps import next_steps
from domain.people import is_child
from domain.recording import headline_id
from domain.scoring import GroupLevel, Score
from ui import (
    class_nearby,
    form,
    form_check,
    helper_bar,
    read_aloud,
    result_before,
    result_kept,
    wording,
)
from ui.language import t
from ui.read_aloud import Said
from ui.step_focus import arrive
from ui.wording import address as wording_of


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
    read_aloud.draw("result", _said(draft, score, sentence, dict(zip(steps, said, strict=True))))
    _staircase(score)
    if score.ai_level is not None:
        st.write(t("result.ai", level=_level(score.ai_level)))
    result_before.draw(draft, score)
    st.subheader(t("result.next"), anchor=False)
    for number, words in enumerate(said, start=1):
        st.markdown(f"**{number}.** {words}")
    if "teach" in steps and not is_child(draft.age_band):
        st.write(t("result.ambassador", person=person))
    result_kept.draw_resources(draft, steps)
    class_nearby.draw(draft)
    form_check.offer(draft)
    st.info(t("result.not_a_certificate"))
    result_kept.draw(draft, rows(score.levels), sentence)
    result_before.offer(draft)
    form.my_data_link()
    class_nearby.household_link()
    next_person = helper_bar.next_person
    st.button(t("result.next_person"), key="next-person", width="stretch", on_click=next_person)
    arrive("result")


def _said(draft: Draft, score: Score, sentence: str, steps: dict[str, str]) -> list[Said]:
    """The sentence, each group with its level, and what to do next."""
    wording = wording_of(draft)
    first = headline_id(headline_key(score), wording, score.groups_reached)
    found = [Said(sentence, first)]
    for group, level in enumerate(score.levels):
        found.append(Said(t(f"group.{group}"), f"group.{group}"))
        found.append(Said(_level(level), f"level.{level.name.lower()}"))
    found.append(Said(t("result.next"), "result.next"))
    for name, words in steps.items():
        found += read_aloud.sentences_of(f"next_step.{name}-{wording}", words)
    return found


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
