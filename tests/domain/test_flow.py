"""Whoever answers, with whatever phone: every path ends, and nothing is asked in vain."""

from hypothesis import given
from hypothesis import strategies as st

from domain import flow
from domain.device import Device, Need
from domain.flow import DEVICE, OPTIONAL, REVIEW, TOLD, Part, Situation, Step
from domain.people import Audience, Mode
from domain.questionnaire import PackItem, Packs, Question, Questionnaire
from domain.scoring import Thresholds
from tests.domain.checks import a_check

needs = st.sampled_from(list(Need))
people = st.builds(
    Situation,
    device=st.sampled_from([None, *Device]),
    audience=st.sampled_from(list(Audience)),
    mode=st.sampled_from(list(Mode)),
)


@st.composite
def questionnaires(draw):
    questions = tuple(
        Question(f"q{slot:02}", slot, slot, (slot - 1) // 2, "0.1", {}, draw(needs))
        for slot in range(1, 15)
    )
    return Questionnaire("2026.1", questions, Thresholds("1", 2, 1, 1, 2))


@st.composite
def packs(draw):
    return Packs(
        "2026.1",
        {
            audience: tuple(
                PackItem(f"{audience}-{slot}", slot, 0, "0.1", draw(needs), {})
                for slot in range(1, 5)
            )
            for audience in Audience
        },
    )


def need_of(step, asked, more, person):
    if step.part is Part.PACK:
        return more.item(person.audience, step.id).needs
    return asked.question(step.id).needs


@given(questionnaires(), packs() | st.none(), people)
def test_nothing_is_asked_that_needs_a_device_one_lacks(asked, more, person):
    for step in flow.before_sending(asked, more, person):
        if step.part in (Part.CORE, Part.AI, Part.PACK):
            assert need_of(step, asked, more, person).is_met(person.device)


@given(questionnaires(), packs() | st.none(), people, st.data())
def test_whatever_is_answered_and_skipped_the_next_steps_end_at_the_review(
    asked, more, person, data
):
    steps = flow.before_sending(asked, more, person)
    answered = set(data.draw(st.sets(st.sampled_from(steps))))
    step = flow.next_open(steps, answered)

    for _ in range(len(steps)):
        answered.add(step)
        step = flow.following(steps, step)

    assert step == REVIEW
    assert flow.next_open(steps, answered | set(steps) - {REVIEW}) == REVIEW


@given(questionnaires(), packs() | st.none(), people, st.data())
def test_who_comes_back_is_asked_only_what_is_missing_and_nothing_optional(
    asked, more, person, data
):
    steps = flow.before_sending(asked, more, person)
    answered = data.draw(st.sets(st.sampled_from(steps)))

    step = flow.next_open(steps, answered)

    assert step not in answered - {REVIEW}
    assert step.part not in OPTIONAL
    assert steps[0] == DEVICE


@given(questionnaires(), people, st.sets(st.sampled_from([f"q{slot:02}" for slot in range(1, 15)])))
def test_no_answer_is_lost_to_a_device_and_every_question_is_asked_or_skipped(
    asked, person, answered
):
    steps = {step.id for step in flow.before_sending(asked, None, person)}

    skipped = {question.id for question in asked.skipped(person.device, answered)}

    assert not skipped & answered
    assert not skipped & steps
    assert {question.id for question in asked.questions} == (
        skipped | answered | steps - {"device", "review"}
    )


@given(people)
def test_the_check_ends_by_telling_and_asks_nobody_who_is_not_there(person):
    steps = flow.after_sending(a_check(), person)

    if person.mode is Mode.PROXY:
        assert steps == ()
    elif steps:
        assert steps[-1] == TOLD
        assert all(step.part is Part.CHECK for step in steps[:-1])
        assert [flow.following(steps, step) for step in steps] == [*steps[1:], TOLD]


def test_a_step_that_is_asked_no_more_leads_on_to_the_next_part():
    person = Situation(Device.NONE, Audience.CITIZEN, Mode.SELF)
    asked = Questionnaire(
        "1",
        (Question("q01", 1, 1, 0, "0.1", {}, Need.SMARTPHONE),),
        Thresholds("1", 2, 1, 1, 2),
    )
    steps = flow.before_sending(asked, None, person)

    assert steps == (DEVICE, REVIEW)
    assert flow.following(steps, Step(Part.CORE, "q01")) == REVIEW
    assert flow.preceding(steps, Step(Part.CORE, "q01")) == DEVICE
    assert flow.after_sending(a_check(Need.PHONE), person) == ()
