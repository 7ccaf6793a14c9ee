"""Questions and answers in further languages: what is there, and whether anybody reviewed it."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from db.settings import PROJECT
from domain.helping import HelpLanguage
from domain.questionnaire import Answer, Questionnaire

FOLDER = PROJECT / "seed" / "data" / "language_packs"
DRAFT, REVIEWED = "draft", "reviewed"


class BadPack(ValueError):
    """A pack that may not be read. For operators, in English."""


@dataclass(frozen=True)
class LanguagePack:
    """
    The sentences of one language.

    `reviewed_by` is a role, never a name; who has not been reviewed is shown to nobody.
    """

    language: HelpLanguage
    status: str
    reviewed_by: str
    reviewed_on: date | None
    sentences: dict[str, str]

    def sentence(self, sentence_id: str) -> str | None:
        """The sentence to show beside the Vietnamese one; None unless the pack was reviewed."""
        return self.sentences.get(sentence_id) if self.status == REVIEWED else None


@dataclass(frozen=True)
class Coverage:
    """How many of the sentences a person is asked a language has in writing."""

    written: int
    all: int


def language_packs(folder: Path | None = None) -> tuple[LanguagePack, ...]:
    """
    Every pack of the folder, by the code of its language; without one, of the product's.

    Raises:
        BadPack: an unknown language or status, or "reviewed" without saying by whom and when.
    """
    return _packs_in(FOLDER if folder is None else folder)


def offered_packs() -> tuple[LanguagePack, ...]:
    """The packs a person may choose: somebody reviewed them, and something is written in them."""
    return tuple(one for one in language_packs() if one.status == REVIEWED and one.sentences)


def offered_pack(language: str | None) -> LanguagePack | None:
    """The pack of a language, if a person may choose it."""
    return next((one for one in offered_packs() if one.language == language), None)


def coverage(pack: LanguagePack, asked: Questionnaire) -> Coverage:
    """Every question of this version and the five answers."""
    wanted = sentence_ids(asked)
    written = sum(1 for one in wanted if pack.sentences.get(one, "").strip())
    return Coverage(written, len(wanted))


def sentence_ids(asked: Questionnaire) -> list[str]:
    """What a pack translates and records."""
    questions = [one.id for one in asked.questions]
    return [*questions, *(f"answer-{answer.value}" for answer in Answer)]


@cache
def _packs_in(folder: Path) -> tuple[LanguagePack, ...]:
    return tuple(_pack(path) for path in sorted(folder.glob("*.yaml")))


def _pack(path: Path) -> LanguagePack:
    written = yaml.safe_load(path.read_text(encoding="utf-8"))
    pack = LanguagePack(
        language=_language(path, written),
        status=written["status"],
        reviewed_by=written["reviewed_by"],
        reviewed_on=_day(str(written["reviewed_on"])),
        sentences=written["sentences"],
    )
    if pack.status not in (DRAFT, REVIEWED):
        raise BadPack(f"{path.name}: status {pack.status!r}")
    if pack.status == REVIEWED and not (pack.reviewed_by and pack.reviewed_on):
        raise BadPack(f"{path.name}: reviewed by whom, and when?")
    return pack


def _day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None


def _language(path: Path, written: dict[str, str]) -> HelpLanguage:
    try:
        language = HelpLanguage(written["language"])
    except ValueError:
        raise BadPack(f"{path.name}: language {written['language']!r}") from None
    if path.stem != language:
        raise BadPack(f"{path.name} holds {language}")
    return language
