"""What can be recorded: the sentences of each language, by the names the forms know them by."""

from sqlmodel import Session

from db.clips import clips_of
from db.language_packs import language_packs, sentence_ids
from domain.checking import Asked
from domain.device import Device
from domain.questionnaire import GROUPS, Answer, PackItem, Question, Wording
from domain.recording import choice_id, headline_id, wording_hash
from domain.scoring import GroupLevel
from text import LANGUAGES, clips, translator
from ui.database import check, current_questionnaire, engine, packs

PLAYED_AT, SAVE_PATH = "/doan-ghi", "/doan-ghi/luu"
# What is read at the consent and in the result, besides the names of places and people.
_CONSENT = ("title", "text", "agree", "agree_repeat", "agree_sensitive")
_MINOR = (
    *("title", "text", "for_guardian", "consent_guardian", "for_school", "consent_school"),
    *("for_child", "child_text", "consent_child"),
)
_STEPS = ("group_0", "group_1", "group_2", "group_3", "group_4", "group_5")
_FURTHER_STEPS = ("ai", "teach", "lessons", "person", "borrow", "class")
_HEADLINES = ("firm", "basic", "some", "none", "undetermined")


def languages() -> list[str]:
    """Our own, and those of which a pack holds at least one sentence."""
    return [*LANGUAGES, *(pack.language for pack in language_packs() if pack.sentences)]


def sentences(language: str) -> dict[str, str]:
    """Sentence id → the words to read, in the order people meet them; {} of no language of ours."""
    if language in LANGUAGES:
        return {
            **_agreed_to(language),
            **_device(language),
            **_questions(language),
            **_answers(language),
            **_result(language),
            **_tried(language),
        }
    asked = current_questionnaire()
    pack = next((one for one in language_packs() if one.language == language), None)
    if asked is None or pack is None:
        return {}
    words = {one: pack.sentences.get(one, "").strip() for one in sentence_ids(asked)}
    return {one: said for one, said in words.items() if said}


def offer() -> None:
    """Let both forms play every reviewed recording whose words are still the words it reads."""
    with Session(engine()) as session:
        stored = [one for one in clips_of(session) if one.is_reviewed]
    now = {language: sentences(language) for language in languages()}
    found = {}
    for one in stored:
        words = now.get(one.language, {}).get(one.sentence_id)
        if words is not None and wording_hash(words) == one.wording_hash:
            address = f"{PLAYED_AT}/{one.language}/{one.name}.{one.kind}"
            found[one.language, one.sentence_id] = (words, address)
    clips.offer(found)


def _questions(language: str) -> dict[str, str]:
    """Each in both wordings; of the packs of the audiences too."""
    asked, further = current_questionnaire(), packs(None)
    questions: list[Question | PackItem] = [
        *(asked.questions if asked else ()),
        *(item for items in (further.items.values() if further else ()) for item in items),
    ]
    return {
        f"{one.id}-{wording}": one.sentence(language, wording)
        for one in questions
        for wording in Wording
    }


def _answers(language: str) -> dict[str, str]:
    t = translator(language)
    return {f"answer-{one.value}": t(f"answer.{one.value}") for one in Answer}


def _device(language: str) -> dict[str, str]:
    t = translator(language)
    return {
        **{f"device-{wording}": t(f"device.question_{wording}") for wording in Wording},
        **{f"device-{one.value}": t(f"device.{one.value}") for one in Device},
    }


def _agreed_to(language: str) -> dict[str, str]:
    """What somebody agrees to, from 16 and below, sentence by sentence."""
    t = translator(language)
    keys = [*(f"consent.{one}" for one in _CONSENT), *(f"minor.{one}" for one in _MINOR)]
    return {name: clips.plain(words) for key in keys for name, words in clips.pieces(key, t(key))}


def _result(language: str) -> dict[str, str]:
    """The sentences of a result: in words to the elderly and to others, and the levels."""
    t = translator(language)
    found = {"result.next": t("result.next")}
    for wording in Wording:
        who = t(f"person.{wording.value}")
        counts = {"some": range(1, len(GROUPS))}
        found |= {
            headline_id(key, wording, count): t(key, person=who.capitalize(), groups=count)
            for one in _HEADLINES
            for key in (f"result.headline_{one}",)
            for count in counts.get(one, (0,))
        }
        found |= {
            name: words
            for step in (*_STEPS, *_FURTHER_STEPS)
            for name, words in _next_step(language, step, wording)
        }
    found |= {f"group.{group}": t(f"group.{group}") for group in GROUPS}
    return found | {
        f"level.{one.name.lower()}": t(f"level.{one.name.lower()}") for one in GroupLevel
    }


def _next_step(language: str, step: str, wording: Wording) -> list[tuple[str, str]]:
    t = translator(language)
    said = t(f"next_step.{step}", person=t(f"person.{wording.value}"))
    return clips.pieces(f"next_step.{step}-{wording}", said)


def _tried(language: str) -> dict[str, str]:
    """The small check: questions and tasks in both wordings, and what is answered there."""
    published = check(None)
    if published is None:
        return {}
    asked: list[Asked] = [*published.items, *published.tasks, published.overclaim]
    questions = {
        f"{one.id}-{wording}": one.sentence(language, wording)
        for one in asked
        for wording in Wording
    }
    t = translator(language)
    options = {
        choice_id(one, number): option.sentences[language]
        for one in published.items
        for number, option in enumerate(one.options)
    }
    beside = ("check.do_not_know", "check.do_not_understand")
    seen = ("seen.shown", "seen.not_shown", "seen.not_tried")
    return {**questions, **options, **{key: t(key) for key in (*beside, *seen)}}
