"""What can be recorded: the sentences of each language, by the names the forms know them by."""

from sqlmodel import Session

from db.clips import clips_of
from db.language_packs import language_packs, sentence_ids
from domain.device import Device
from domain.questionnaire import Answer, PackItem, Question, Wording
from domain.recording import wording_hash
from text import LANGUAGES, clips, translator
from ui.database import current_questionnaire, engine, packs

PLAYED_AT, SAVE_PATH = "/doan-ghi", "/doan-ghi/luu"


def languages() -> list[str]:
    """Our own, and those of which a pack holds at least one sentence."""
    return [*LANGUAGES, *(pack.language for pack in language_packs() if pack.sentences)]


def sentences(language: str) -> dict[str, str]:
    """Sentence id → the words to read, in the order people meet them; {} of no language of ours."""
    if language in LANGUAGES:
        return {**_device(language), **_questions(language), **_answers(language)}
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
