"""Every sentence that can be recorded is played where people meet it: consent, check, result."""

import re

import pytest

from domain.recording import MOST_SECONDS
from tests.light.person import t
from text import clips
from ui import clip_sentences

WORDS_A_SECOND = 3  # slowly, as to somebody who listens for the first time


@pytest.fixture
def all_recorded(engine):
    said = clip_sentences.sentences("vi")
    clips.offer({("vi", one): (words, f"/{one}.ogg") for one, words in said.items()})
    yield said
    clips.offer({})


def played(person) -> set[str]:
    return set(re.findall(r'data-clip="/([^"]+)\.ogg"', person.html))


def test_a_sentence_to_record_fits_into_one_recording(engine):
    long = [
        (language, one)
        for language in ("vi", "en")
        for one, words in clip_sentences.sentences(language).items()
        if len(words.split()) > WORDS_A_SECOND * MOST_SECONDS
    ]

    assert long == []


def test_the_consent_is_played_sentence_by_sentence_but_for_the_controllers_name(
    person, all_recorded
):
    person.to_consent()

    consent = {one for one in all_recorded if one.startswith("consent.")}
    assert played(person) == consent
    assert len(consent) > 8


def test_both_consents_of_a_child_are_played(person, all_recorded):
    person.open("/nhe?ai=self&noi=15664&dung=1&tuoi=7-15&nguoi-lon=parent&gioi=male&nhom=citizen")

    expected = {one for one in all_recorded if one.startswith("minor.") and "school" not in one}
    assert played(person) == expected


def test_the_result_and_the_check_are_played(person, all_recorded):
    person.begin()
    for _ in range(12):
        person.press(t("answer.2"))
    person.follow(t("form.skip_extra")).press(t("review.send"))

    heard = played(person)
    assert {"result.headline_firm-simple", "result.next"} < heard
    assert any(one.startswith("next_step.") for one in heard)
    person.follow(t("check.offer_questions", count=7)[:6])
    item = person.at.rsplit("/", 1)[1]
    options = {f"{item}-option-{number}" for number in range(3)}
    beside = {"check.do_not_know", "check.do_not_understand", "answer-9"}
    assert played(person) == {f"{item}-simple"} | options | beside


def test_words_that_changed_are_not_played(person, all_recorded):
    clips.offer({("vi", "consent.agree"): ("the words of before", "/consent.agree.ogg")})

    assert played(person.to_consent()) == set()
