"""What is asked: a versioned questionnaire whose questions carry competence codes and wordings."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from domain.device import Device, Need
from domain.errors import AnswerOffScale, UnknownQuestion
from domain.people import Audience
from domain.scoring import Thresholds

GROUPS = tuple(range(6))  # group 0 of QĐ 757/QĐ-BKHCN, then miền 1-5 of Thông tư 02/2025/TT-BGDĐT
AI_GROUP = 6  # miền 6 of Thông tư 02/2025/TT-BGDĐT, reported apart
QUESTIONS_PER_GROUP = 2


class Answer(IntEnum):
    """The same four answers for every question, and the quiet fifth."""

    CANNOT = 0
    WITH_HELP = 1
    ALONE = 2
    CAN_TEACH = 3
    REFUSED = 9


class Wording(StrEnum):
    NORMAL = "normal"
    SIMPLE = "simple"


Wordings = Mapping[tuple[str, Wording], str]  # (language, wording) → the sentence


class Worded:
    """Something a person is asked: a sentence in every language and wording."""

    wordings: Wordings

    def sentence(self, language: str, wording: Wording) -> str:
        """The sentence as this person reads it."""
        return self.wordings[language, wording]


@dataclass(frozen=True)
class Question(Worded):
    """
    One question.

    `slot` is the column (1-14) its answer is stored in; `position` its place in the form (from 1);
    `wordings` maps (language, wording) to the sentence; `needs` is the device it takes.
    """

    id: str
    slot: int
    position: int
    group: int
    competence_code: str
    wordings: Wordings
    needs: Need = Need.NONE


@dataclass(frozen=True)
class PackItem(Worded):
    """
    One of the four more questions of an audience, on the same answer scale.

    `slot` 1-4 is the column its answer is stored in.
    """

    id: str
    slot: int
    group: int
    competence_code: str
    needs: Need
    wordings: Wordings


@dataclass(frozen=True)
class Packs:
    """A published version of the packs: four questions for each audience, never scored."""

    version: str
    items: Mapping[Audience, tuple[PackItem, ...]]

    def item(self, audience: Audience, item_id: str) -> PackItem:
        """
        The question with this id that this audience is asked.

        Raises:
            UnknownQuestion: this audience has no such question in this version.
        """
        for item in self.items.get(audience, ()):
            if item.id == item_id:
                return item
        raise UnknownQuestion(question_id=item_id, version=self.version)


@dataclass(frozen=True)
class Questionnaire:
    """A published version: its questions in order, and the thresholds they are scored by."""

    version: str
    questions: tuple[Question, ...]
    thresholds: Thresholds

    @property
    def core(self) -> tuple[Question, ...]:
        """The twelve questions everybody is asked."""
        return tuple(question for question in self.questions if question.group in GROUPS)

    @property
    def ai(self) -> tuple[Question, ...]:
        """The two questions about artificial intelligence, optional and reported apart."""
        return tuple(question for question in self.questions if question.group == AI_GROUP)

    def skipped(self, device: Device | None, answered: Container[str]) -> tuple[Question, ...]:
        """
        The questions that take more than this device: not asked, and 0 when the form is sent.

        One that was answered all the same, before the device was said or corrected, keeps its
        answer.
        """
        return tuple(
            question
            for question in self.questions
            if not question.needs.is_met(device) and question.id not in answered
        )

    def question(self, question_id: str) -> Question:
        """
        The question with this id.

        Raises:
            UnknownQuestion: this version has no such question.
        """
        for question in self.questions:
            if question.id == question_id:
                return question
        raise UnknownQuestion(question_id=question_id, version=self.version)


def as_answer(value: object) -> Answer:
    """
    A stored or received value as an answer.

    Raises:
        AnswerOffScale: it is not one of 0-3 or the refusal.
    """
    if isinstance(value, bool) or not isinstance(value, int):
        raise AnswerOffScale(value=value)
    try:
        return Answer(value)
    except ValueError:
        raise AnswerOffScale(value=value) from None
